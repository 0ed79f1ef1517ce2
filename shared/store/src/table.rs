//! The table: the few calls that all access patterns are made of, and what their errors become.

mod transaction;
mod write;

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes};
use carebell_workflows::ports::{Page, PortError};

use crate::item::{Item, Row};
use crate::keys::{CAL, IndexName, Key, PK, SK, Span};

pub(crate) use transaction::Transacted;
pub(crate) use write::{Met, Written};

/// Items of one `BatchGetItem`, as AWS allows
/// (<https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html>).
const BATCH: usize = 100;
/// How often keys are asked for that a batch left unanswered.
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

    /// A page of the items of a span of the calendar's index, from the end backwards: those before `after`, where given.
    pub(crate) async fn latest(
        &self,
        what: &'static str,
        span: Span,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<Item>, PortError> {
        let span = match after {
            Some(after) => span.before(after),
            None => span,
        };
        let entries = self.run(what, Some(CAL), span, Freshness::Eventual, Some(limit + 1), false).await?;
        let place = |entry: &Item| Row(entry).maybe(CAL.sk).unwrap_or_default().to_owned();
        let Page { items: entries, next } = page(entries, limit, place);
        let keys: Vec<_> = entries.iter().filter_map(key_of).collect();
        let mut found = self.get_all(what, keys.iter().cloned()).await?;
        Ok(Page { items: keys.iter().filter_map(|key| found.remove(key)).collect(), next })
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
