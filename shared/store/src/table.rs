//! The table: the few calls that all access patterns are made of, and what their errors become.

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::operation::update_item::{UpdateItemError, UpdateItemOutput};
use aws_sdk_dynamodb::types::{
    AttributeValue, Delete, KeysAndAttributes, Put, ReturnValue, ReturnValuesOnConditionCheckFailure, TransactWriteItem,
};
use carebell_workflows::ports::{Page, PortError};

use crate::item::{Change, Item};
use crate::keys::{IndexName, Key, PK, SK, Span};

/// Items of one `BatchGetItem`, as AWS allows
/// (<https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html>).
const BATCH: usize = 100;
/// How often keys are asked for again that a batch left unanswered, or a transaction tried that met another.
const TRIES: usize = 5;

/// One table, through one client.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    client: Client,
    name: String,
}

/// Whether a read sees every write before it, at twice the price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Freshness {
    Consistent,
    Eventual,
}

/// How a conditional write ended.
#[derive(Clone, Debug)]
pub(crate) enum Written {
    /// It was done; the attributes that were asked for.
    Done(Item),
    /// The condition did not hold; the item as it is, where that was asked for.
    Refused(Item),
}

/// How a transaction ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Transacted {
    Done,
    /// The conditions of these parts did not hold.
    Refused(Vec<usize>),
}

#[derive(Debug, thiserror::Error)]
#[error("some keys stayed unanswered")]
struct Unanswered;

/// Turns any error into the port's.
pub(crate) fn failed<E>(what: &'static str) -> impl FnOnce(E) -> PortError
where
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    move |source| PortError::new(what, source)
}

impl Table {
    pub(crate) fn new(client: Client, name: String) -> Self {
        Self { client, name }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) async fn get(&self, what: &'static str, key: Key, fresh: Freshness) -> Result<Option<Item>, PortError> {
        let request = self.client.get_item().table_name(&self.name).set_key(Some(key.attributes()));
        let request = request.consistent_read(fresh == Freshness::Consistent);
        Ok(request.send().await.map_err(failed(what))?.item)
    }

    /// The items of several keys, by key; missing ones are left out. Read eventually.
    pub(crate) async fn get_all(
        &self,
        what: &'static str,
        keys: impl IntoIterator<Item = Key>,
    ) -> Result<HashMap<Key, Item>, PortError> {
        let mut keys: Vec<Key> = keys.into_iter().collect();
        keys.sort_by(|one, other| (&one.pk, &one.sk).cmp(&(&other.pk, &other.sk)));
        keys.dedup();
        let mut found = HashMap::with_capacity(keys.len());
        for chunk in keys.chunks(BATCH) {
            let mut left: Vec<Item> = chunk.iter().map(|key| key.clone().attributes()).collect();
            for _ in 0..TRIES {
                if left.is_empty() {
                    break;
                }
                let wanted = KeysAndAttributes::builder().set_keys(Some(left)).build().map_err(failed(what))?;
                let answer = self.client.batch_get_item().request_items(&self.name, wanted).send();
                let mut answer = answer.await.map_err(failed(what))?;
                let items = answer.responses.as_mut().and_then(|all| all.remove(&self.name)).unwrap_or_default();
                found.extend(items.into_iter().filter_map(|item| Some((key_of(&item)?, item))));
                let unanswered = answer.unprocessed_keys.as_mut().and_then(|all| all.remove(&self.name));
                left = unanswered.map(|rest| rest.keys).unwrap_or_default();
            }
            if !left.is_empty() {
                return Err(PortError::new(what, Unanswered));
            }
        }
        Ok(found)
    }

    /// The items of a run, or of an index's run their keys, at most `limit`.
    pub(crate) async fn query(
        &self,
        what: &'static str,
        index: Option<IndexName>,
        span: Span,
        fresh: Freshness,
        limit: Option<usize>,
    ) -> Result<Vec<Item>, PortError> {
        self.run(what, index, span, fresh, limit, true).await
    }

    /// As [`query`](Self::query), from the end backwards.
    pub(crate) async fn query_backwards(
        &self,
        what: &'static str,
        index: Option<IndexName>,
        span: Span,
        limit: usize,
    ) -> Result<Vec<Item>, PortError> {
        self.run(what, index, span, Freshness::Eventual, Some(limit), false).await
    }

    async fn run(
        &self,
        what: &'static str,
        index: Option<IndexName>,
        span: Span,
        fresh: Freshness,
        limit: Option<usize>,
        forward: bool,
    ) -> Result<Vec<Item>, PortError> {
        if span.is_empty() {
            return Ok(Vec::new());
        }
        let (pk, sk) = index.map_or((PK, SK), |index| (index.pk, index.sk));
        let mut items = Vec::new();
        let mut start = None;
        loop {
            let left = limit.map(|limit| i32::try_from(limit - items.len()).unwrap_or(i32::MAX));
            let answer = self
                .client
                .query()
                .table_name(&self.name)
                .set_index_name(index.map(|index| index.name.to_owned()))
                .key_condition_expression("#pk = :pk AND #sk BETWEEN :from AND :to")
                .expression_attribute_names("#pk", pk)
                .expression_attribute_names("#sk", sk)
                .expression_attribute_values(":pk", AttributeValue::S(span.pk.clone()))
                .expression_attribute_values(":from", AttributeValue::S(span.from.clone()))
                .expression_attribute_values(":to", AttributeValue::S(span.to.clone()))
                .consistent_read(fresh == Freshness::Consistent)
                .scan_index_forward(forward)
                .set_limit(left)
                .set_exclusive_start_key(start)
                .send()
                .await
                .map_err(failed(what))?;
            items.extend(answer.items.unwrap_or_default());
            start = answer.last_evaluated_key;
            if start.is_none() || limit.is_some_and(|limit| items.len() >= limit) {
                return Ok(items);
            }
        }
    }

    /// Carries out one change.
    pub(crate) async fn change(
        &self,
        what: &'static str,
        change: Change,
        wanted: ReturnValue,
        refused: ReturnValuesOnConditionCheckFailure,
    ) -> Result<Written, PortError> {
        let update = change.into_update(&self.name);
        let answer = self
            .client
            .update_item()
            .table_name(update.table_name)
            .set_key(Some(update.key))
            .update_expression(update.update_expression)
            .set_condition_expression(update.condition_expression)
            .set_expression_attribute_names(update.expression_attribute_names)
            .set_expression_attribute_values(update.expression_attribute_values)
            .return_values(wanted)
            .return_values_on_condition_check_failure(refused)
            .send()
            .await;
        written(what, answer)
    }

    /// Carries out one change and asks for nothing. `false` where its condition did not hold.
    pub(crate) async fn apply(&self, what: &'static str, change: Change) -> Result<bool, PortError> {
        let written = self.change(what, change, ReturnValue::None, ReturnValuesOnConditionCheckFailure::None).await?;
        Ok(matches!(written, Written::Done(_)))
    }

    /// Puts an item on a condition, which may speak of `#pk` and of the given names and values.
    pub(crate) async fn put(
        &self,
        what: &'static str,
        item: Item,
        condition: Option<&str>,
        names: &[(&str, &str)],
        values: Item,
    ) -> Result<Written, PortError> {
        let mut request = self.client.put_item().table_name(&self.name).set_item(Some(item));
        if let Some(condition) = condition {
            request = request
                .condition_expression(condition)
                .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        }
        for (placeholder, name) in names {
            request = request.expression_attribute_names(*placeholder, *name);
        }
        let values = Some(values).filter(|values| !values.is_empty());
        match request.set_expression_attribute_values(values).send().await {
            Ok(_) => Ok(Written::Done(Item::new())),
            Err(SdkError::ServiceError(error)) => match error.into_err() {
                PutItemError::ConditionalCheckFailedException(refused) => {
                    Ok(Written::Refused(refused.item.unwrap_or_default()))
                }
                other => Err(PortError::new(what, other)),
            },
            Err(other) => Err(PortError::new(what, other)),
        }
    }

    /// Removes an item where an attribute has a value, or where the item is in the way of nobody.
    pub(crate) async fn remove_if(
        &self,
        what: &'static str,
        key: Key,
        condition: &str,
        name: &str,
        value: Option<AttributeValue>,
    ) -> Result<(), PortError> {
        let mut request = self
            .client
            .delete_item()
            .table_name(&self.name)
            .set_key(Some(key.attributes()))
            .condition_expression(condition)
            .expression_attribute_names("#name", name);
        if let Some(value) = value {
            request = request.expression_attribute_values(":was", value);
        }
        match request.send().await {
            Ok(_) => Ok(()),
            Err(error)
                if error.as_service_error().is_some_and(|error| error.is_conditional_check_failed_exception()) =>
            {
                Ok(())
            }
            Err(error) => Err(PortError::new(what, error)),
        }
    }

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
            let error = match request.send().await {
                Ok(_) => return Ok(Transacted::Done),
                Err(error) => error,
            };
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

fn written(
    what: &'static str,
    answer: Result<UpdateItemOutput, SdkError<UpdateItemError>>,
) -> Result<Written, PortError> {
    match answer {
        Ok(done) => Ok(Written::Done(done.attributes.unwrap_or_default())),
        Err(SdkError::ServiceError(error)) => match error.into_err() {
            UpdateItemError::ConditionalCheckFailedException(refused) => {
                Ok(Written::Refused(refused.item.unwrap_or_default()))
            }
            other => Err(PortError::new(what, other)),
        },
        Err(other) => Err(PortError::new(what, other)),
    }
}

/// The key of an item.
pub(crate) fn key_of(item: &Item) -> Option<Key> {
    let part = |name| item.get(name)?.as_s().ok().cloned();
    Some(Key { pk: part(PK)?, sk: part(SK)? })
}

/// A page of at most `limit`, from a list that was asked for one more: only then there is a next.
pub(crate) fn page<T>(mut items: Vec<T>, limit: usize, cursor: impl FnOnce(&T) -> String) -> Page<T> {
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| more).map(cursor);
    Page { items, next }
}
