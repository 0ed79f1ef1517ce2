//! Single writes, most of them on a condition.

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::delete_item::DeleteItemError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue, ReturnValuesOnConditionCheckFailure};
use carebell_workflows::ports::PortError;

use super::Table;
use crate::item::{Change, Item};
use crate::keys::Key;

/// How a write ended.
#[derive(Clone, Debug)]
pub(crate) enum Written {
    /// It was done; the attributes that were asked for.
    Done(Item),
    /// The condition did not hold; the item as it is, where that was asked for.
    Refused(Item),
    /// A transaction held the item: nothing was done.
    Met,
}

/// A transaction held the item.
#[derive(Debug, thiserror::Error)]
#[error("a transaction held the item")]
pub(crate) struct Met;

impl Table {
    /// Carries out one change.
    pub(crate) async fn change(
        &self,
        what: &'static str,
        change: Change,
        wanted: ReturnValue,
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
            .send()
            .await;
        match answer {
            Ok(done) => Ok(Written::Done(done.attributes.unwrap_or_default())),
            Err(SdkError::ServiceError(error)) => match error.into_err() {
                UpdateItemError::ConditionalCheckFailedException(_) => Ok(Written::Refused(Item::new())),
                UpdateItemError::TransactionConflictException(_) => Ok(Written::Met),
                other => Err(PortError::new(what, other)),
            },
            Err(other) => Err(PortError::new(what, other)),
        }
    }

    /// Carries out one change and asks for nothing. `false` where its condition did not hold.
    pub(crate) async fn apply(&self, what: &'static str, change: Change) -> Result<bool, PortError> {
        match self.change(what, change, ReturnValue::None).await? {
            Written::Done(_) => Ok(true),
            Written::Refused(_) => Ok(false),
            Written::Met => Err(PortError::new(what, Met)),
        }
    }

    /// Puts an item on a condition about the given names and values. Where it does not hold, the item that is there
    /// comes back.
    pub(crate) async fn put(
        &self,
        what: &'static str,
        item: Item,
        condition: &str,
        names: &[(&str, &str)],
        values: Item,
    ) -> Result<Written, PortError> {
        let mut request = self
            .client
            .put_item()
            .table_name(&self.name)
            .set_item(Some(item))
            .condition_expression(condition)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
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
                PutItemError::TransactionConflictException(_) => Ok(Written::Met),
                other => Err(PortError::new(what, other)),
            },
            Err(other) => Err(PortError::new(what, other)),
        }
    }

    /// Removes an item on a condition about one attribute, which it calls `#name`, and a value, which it calls
    /// `:was`. Nothing happens where it does not hold.
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
        let refused = DeleteItemError::is_conditional_check_failed_exception;
        match request.send().await {
            Err(error) if !error.as_service_error().is_some_and(refused) => Err(PortError::new(what, error)),
            _ => Ok(()),
        }
    }
}
