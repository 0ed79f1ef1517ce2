//! The due index, and up to when each of its shards was swept.

use async_trait::async_trait;
use carebell_domain::agenda::Pace;
use carebell_workflows::ports::{Page, PortError, Sweep, SweepEntry};
use jiff::Timestamp;

use crate::Store;
use crate::item::{Change, Row, instant};
use crate::keys::{self, DUE, DUE_SHARDS};
use crate::table::{Freshness, failed, page};

/// Type of the item, and its present form.
const WATERMARK: &str = "W";
const FORM: u8 = 1;
const AT: &str = "at";

#[async_trait]
impl Sweep for Store {
    fn shards(&self) -> u16 {
        DUE_SHARDS
    }

    async fn watermark(&self, pace: Pace, shard: u16) -> Result<Option<Timestamp>, PortError> {
        let what = "reading a watermark";
        let item = self.table.get(what, keys::watermark(pace, shard), Freshness::Eventual).await?;
        item.map(|item| Row(&item).instant(AT)).transpose().map_err(failed(what))
    }

    async fn due(
        &self,
        pace: Pace,
        shard: u16,
        from: Option<Timestamp>,
        to: Timestamp,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<SweepEntry>, PortError> {
        let mut span = keys::due_between(pace, shard, from, to);
        if let Some(after) = after {
            span = span.behind(after);
        }
        let items =
            self.table.query("reading what is due", Some(DUE), span, Freshness::Eventual, Some(limit + 1)).await?;
        let entries: Vec<&str> = items.iter().filter_map(|item| Row(item).maybe(DUE.sk)).collect();
        let Page { items: entries, next } = page(entries, limit, |sk| (*sk).to_owned());
        Ok(Page { items: entries.into_iter().filter_map(keys::due_of).collect(), next })
    }

    async fn advance(&self, pace: Pace, shard: u16, to: Timestamp) -> Result<(), PortError> {
        let forward = Change::of(keys::watermark(pace, shard), WATERMARK, FORM).set(AT, instant(to)).only_if(
            AT,
            "attribute_not_exists(#at) OR #at < :was",
            Some(instant(to)),
        );
        self.table.apply("moving a watermark", forward).await.map(drop)
    }
}
