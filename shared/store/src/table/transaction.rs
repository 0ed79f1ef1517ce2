//! Transactions: several writes, all or nothing.

use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{AttributeValue, Delete, Put, TransactWriteItem};
use carebell_workflows::ports::PortError;

use super::Table;
use crate::item::{Change, Item};
use crate::keys::Key;

/// How often a transaction is tried that met another.
const TRIES: usize = 5;

/// How a transaction ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Transacted {
    Done,
    /// The conditions of these parts did not hold.
    Refused(Vec<usize>),
}

impl Table {
    /// A change as a part of a transaction.
    pub(crate) fn update(&self, change: Change) -> TransactWriteItem {
        TransactWriteItem::builder().update(change.into_update(&self.name)).build()
    }

    /// A put on a condition as a part of a transaction.
    pub(crate) fn put_if(
        &self,
        item: Item,
        condition: &str,
        names: &[(&str, &str)],
        values: Item,
    ) -> TransactWriteItem {
        let names = names.iter().map(|(placeholder, name)| ((*placeholder).to_owned(), (*name).to_owned())).collect();
        let put = Put::builder()
            .table_name(&self.name)
            .set_item(Some(item))
            .condition_expression(condition)
            .set_expression_attribute_names(Some(names))
            .set_expression_attribute_values(Some(values).filter(|values| !values.is_empty()));
        TransactWriteItem::builder().set_put(put.build().ok()).build()
    }

    /// A put as a part of a transaction.
    pub(crate) fn put_any(&self, item: Item) -> TransactWriteItem {
        let put = Put::builder().table_name(&self.name).set_item(Some(item));
        TransactWriteItem::builder().set_put(put.build().ok()).build()
    }

    /// A removal as a part of a transaction.
    pub(crate) fn delete(&self, key: Key) -> TransactWriteItem {
        let delete = Delete::builder().table_name(&self.name).set_key(Some(key.attributes()));
        TransactWriteItem::builder().set_delete(delete.build().ok()).build()
    }

    /// A removal on a condition as a part of a transaction.
    pub(crate) fn delete_if(&self, key: Key, condition: &str, name: &str, was: AttributeValue) -> TransactWriteItem {
        let delete = Delete::builder()
            .table_name(&self.name)
            .set_key(Some(key.attributes()))
            .condition_expression(condition)
            .expression_attribute_names("#name", name)
            .expression_attribute_values(":was", was);
        TransactWriteItem::builder().set_delete(delete.build().ok()).build()
    }

    /// Carries out a transaction. One that met another is tried again at once: neither has done anything.
    pub(crate) async fn transact(
        &self,
        what: &'static str,
        parts: Vec<TransactWriteItem>,
    ) -> Result<Transacted, PortError> {
        let mut tries = 1;
        loop {
            let request = self.client.transact_write_items().set_transact_items(Some(parts.clone()));
            let Err(error) = request.send().await else { return Ok(Transacted::Done) };
            let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) = error.as_service_error()
            else {
                return Err(PortError::new(what, error));
            };
            let with = |code: &str| {
                let reasons = cancelled.cancellation_reasons().iter().enumerate();
                reasons.filter(|(_, reason)| reason.code() == Some(code)).map(|(at, _)| at).collect::<Vec<_>>()
            };
            let refused = with("ConditionalCheckFailed");
            if !refused.is_empty() {
                return Ok(Transacted::Refused(refused));
            }
            if with("TransactionConflict").is_empty() || tries == TRIES {
                return Err(PortError::new(what, error));
            }
            tries += 1;
        }
    }
}
