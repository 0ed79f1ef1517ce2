//! The calendar month by month, with what is stored of each appointment's future.

use async_trait::async_trait;
use carebell_domain::TenantId;
use carebell_domain::agenda::Due;
use carebell_workflows::ports::{Page, Planned, PortError, Replans};
use jiff::civil::Date;

use crate::Store;
use crate::item::{Corrupt, Item, Row};
use crate::keys::{self, CAL, DUE, Key};
use crate::records::{appointment, client};
use crate::table::{Freshness, failed, key_of, page};

#[async_trait]
impl Replans for Store {
    async fn has_month(&self, tenant: &TenantId, month: Date) -> Result<bool, PortError> {
        let span = keys::calendar_month(tenant, month);
        let entries = self.table.query("looking into a month", Some(CAL), span, Freshness::Eventual, Some(1)).await?;
        Ok(!entries.is_empty())
    }

    async fn month(
        &self,
        tenant: &TenantId,
        month: Date,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<Planned>, PortError> {
        let what = "reading a month's appointments";
        let mut span = keys::calendar_month(tenant, month);
        if let Some(after) = after {
            span = span.behind(after);
        }
        let entries = self.table.query(what, Some(CAL), span, Freshness::Eventual, Some(limit + 1)).await?;
        let place = |entry: &Item| Row(entry).maybe(CAL.sk).unwrap_or_default().to_owned();
        let Page { items: entries, next } = page(entries, limit, place);
        let listed: Vec<(Key, Key, Date)> = entries.iter().filter_map(|entry| listed(tenant, month, entry)).collect();
        let keys = listed.iter().flat_map(|(one, client, _)| [one.clone(), client.clone()]);
        let found = self.table.get_all(what, keys).await?;
        let mut items = Vec::with_capacity(listed.len());
        for (one, whose, local_day) in listed {
            let (Some(item), Some(whose)) = (found.get(&one), found.get(&whose)) else { continue };
            items.push(Planned {
                client: client::read(whose.clone()).map_err(failed(what))?,
                appointment: appointment::from_item(item).map_err(failed(what))?,
                due: due(Row(item)).map_err(failed(what))?,
                local_day,
            });
        }
        Ok(Page { items, next })
    }
}

/// The keys of an entry's appointment and client, and its day.
fn listed(tenant: &TenantId, month: Date, entry: &Item) -> Option<(Key, Key, Date)> {
    let sk = Row(entry).maybe(CAL.sk)?;
    let booked = keys::calendar_of(sk)?;
    let day = Date::new(month.year(), month.month(), sk.get(..2)?.parse().ok()?).ok()?;
    Some((key_of(entry)?, keys::client(tenant, &booked.id.client), day))
}

/// When an appointment is to be looked at, as its entry of the due index says.
fn due(row: Row<'_>) -> Result<Option<Due>, Corrupt> {
    let (Some(pk), Some(sk)) = (row.maybe(DUE.pk), row.maybe(DUE.sk)) else { return Ok(None) };
    let pace = keys::pace_of(pk).ok_or(Corrupt(DUE.pk))?;
    let at = keys::due_of(sk).ok_or(Corrupt(DUE.sk))?.due;
    Ok(Some(Due { at, pace }))
}
