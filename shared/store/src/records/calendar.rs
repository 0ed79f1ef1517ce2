//! The appointments of a local day.

use carebell_domain::model::Appointment;
use carebell_domain::{AppointmentId, LocationId, ResourceId, TenantId};
use carebell_workflows::ports::{Page, PortError};
use jiff::civil::Date;

use super::appointment;
use crate::Store;
use crate::item::Row;
use crate::keys::{self, Booked, CAL};
use crate::table::{Freshness, failed, page};

impl Store {
    /// The index is in order of clients, which serves a client's day; here its entries of the day (some 30 to half
    /// a read unit) are put in order of start, and only the page's appointments are read.
    pub(crate) async fn list_day(
        &self,
        tenant: &TenantId,
        day: Date,
        resource: Option<&ResourceId>,
        location: Option<&LocationId>,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<Appointment>, PortError> {
        let what = "listing a day's appointments";
        let span = keys::calendar_day(tenant, day);
        let entries = self.table.query(what, Some(CAL), span, Freshness::Eventual, None).await?;
        let after = after.map(|after| position(after).ok_or_else(|| PortError::new(what, BadCursor))).transpose()?;
        let mut booked: Vec<Booked> = entries
            .iter()
            .filter_map(|entry| keys::calendar_of(Row(entry).maybe(CAL.sk)?))
            .filter(|one| resource.is_none_or(|resource| one.resource == *resource))
            .filter(|one| location.is_none_or(|location| one.location == *location))
            .filter(|one| after.as_ref().is_none_or(|(start, id)| (one.start.as_str(), &one.id) > (*start, id)))
            .collect();
        booked.sort();
        let Page { items: booked, next } = page(booked, limit, |one| format!("{}#{}", one.start, one.id));
        let keys: Vec<_> = booked.iter().map(|one| keys::appointment(tenant, &one.id)).collect();
        let mut found = self.table.get_all(what, keys.iter().cloned()).await?;
        let items = keys.iter().filter_map(|key| found.remove(key));
        let items = items.map(|item| appointment::from_item(&item).map_err(failed(what))).collect::<Result<_, _>>()?;
        Ok(Page { items, next })
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the cursor names no place in a day")]
struct BadCursor;

fn position(cursor: &str) -> Option<(&str, AppointmentId)> {
    let (start, id) = cursor.split_once('#')?;
    Some((start, id.parse().ok()?))
}
