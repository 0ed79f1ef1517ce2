//! The counts of messages: one item a tenant and day, with the last number of the stream that is in it.

use std::collections::BTreeMap;

use async_trait::async_trait;
use aws_sdk_dynamodb::types::AttributeValue;
use carebell_domain::TenantId;
use carebell_domain::decide::SkipReason;
use carebell_workflows::ports::{Count, CountDelta, Counts, PortError};
use jiff::civil::Date;

use crate::Store;
use crate::item::{Change, Corrupt, Item, Row, text};
use crate::keys::{self, SK};
use crate::table::{Freshness, failed};

/// Type of the item, and its present form.
const COUNTS: &str = "K";
const FORM: u8 = 1;
const LAST: &str = "last";
/// Begin of the attributes of cells, and what stands between their parts: no name holds it.
const CELL: &str = "c";
const BETWEEN: &str = "__";

#[async_trait]
impl Counts for Store {
    async fn counted_up_to(&self, tenant: &TenantId, day: Date) -> Result<String, PortError> {
        let what = "reading up to where a day is counted";
        let item = self.table.get(what, keys::counts(tenant, day), Freshness::Consistent).await?;
        Ok(item.and_then(|item| Row(&item).maybe(LAST).map(str::to_owned)).unwrap_or_default())
    }

    async fn add(&self, delta: &CountDelta, after: &str) -> Result<bool, PortError> {
        let CountDelta { tenant, day, cells, last_sequence } = delta;
        let row = Change::of(keys::counts(tenant, *day), COUNTS, FORM).set(LAST, text(last_sequence));
        let row = if after.is_empty() {
            row.only_if(LAST, "attribute_not_exists(#last)", None)
        } else {
            row.only_if(LAST, "#last = :was", Some(text(after)))
        };
        let row = cells.iter().fold(row, |row, (count, by)| row.add(&cell_name(count), *by));
        self.table.apply("adding counts", row).await
    }

    async fn days(
        &self,
        tenant: &TenantId,
        from: Date,
        to: Date,
    ) -> Result<Vec<(Date, BTreeMap<Count, i64>)>, PortError> {
        let what = "reading counts";
        let span = keys::counts_between(tenant, from, to);
        let items = self.table.query(what, None, span, Freshness::Eventual, None).await?;
        items.iter().map(read).collect::<Result<_, _>>().map_err(failed(what))
    }
}

fn cell_name(count: &Count) -> String {
    let Count { event, channel, status, reason } = count;
    let mut parts = vec![CELL, event.as_str(), channel.as_str(), status.as_str()];
    parts.extend(reason.map(SkipReason::as_str));
    parts.join(BETWEEN)
}

fn cell_of(name: &str) -> Option<Count> {
    let mut parts = name.strip_prefix(CELL)?.strip_prefix(BETWEEN)?.split(BETWEEN);
    let event = parts.next()?.parse().ok()?;
    let channel = parts.next()?.parse().ok()?;
    let status = parts.next()?.parse().ok()?;
    let reason = match parts.next() {
        Some(reason) => Some(reason.parse().ok()?),
        None => None,
    };
    Some(Count { event, channel, status, reason })
}

fn read(item: &Item) -> Result<(Date, BTreeMap<Count, i64>), Corrupt> {
    let day = Row(item).parsed(SK)?;
    let cell = |(name, value): (&String, &AttributeValue)| Some((cell_of(name)?, value.as_n().ok()?.parse().ok()?));
    Ok((day, item.iter().filter_map(cell).filter(|(_, count): &(Count, i64)| *count != 0).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use carebell_domain::message::Status;
    use carebell_domain::{Channel, Event};

    #[test]
    fn every_cell_reads_back() {
        let reasons = SkipReason::ALL.into_iter().map(|reason| (Status::Skipped, Some(reason)));
        for (status, reason) in Status::ALL.into_iter().map(|status| (status, None)).chain(reasons) {
            for (event, channel) in
                Event::ALL.into_iter().flat_map(|event| Channel::ALL.map(|channel| (event, channel)))
            {
                let count = Count { event, channel, status, reason };
                assert_eq!(cell_of(&cell_name(&count)), Some(count));
            }
        }
        for other in ["pk", "c", "c__x__sms__sent", LAST] {
            assert_eq!(cell_of(other), None, "{other}");
        }
    }
}
