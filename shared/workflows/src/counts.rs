//! Counts of the message summary, from the table's stream: each change of a row's status moves one from a cell to
//! another. A record that is delivered again is known by its sequence number and counts once.

use std::collections::BTreeMap;
use std::sync::Arc;

use carebell_domain::TenantId;
use jiff::civil::Date;

use crate::ports::{Count, CountDelta, Counts, PortError};

/// One change of a message's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowChange {
    /// Whose.
    pub tenant: TenantId,
    /// The day in the message's identifier.
    pub day: Date,
    /// The stream's sequence number, padded to a fixed width.
    pub sequence: String,
    /// The cell that it was counted in.
    pub before: Option<Count>,
    /// The cell that it is to be counted in.
    pub after: Option<Count>,
}

/// What counting needs.
#[derive(Clone)]
pub struct Counter {
    /// The counts.
    pub counts: Arc<dyn Counts>,
}

/// How often a count that came second is made anew.
const TRIES: usize = 8;

impl Counter {
    /// Counts a batch: one write for each tenant and day.
    ///
    /// # Errors
    /// [`PortError`]: the batch is to be delivered again; what has been counted is not counted twice.
    pub async fn handle(&self, changes: &[RowChange]) -> Result<(), PortError> {
        let mut days: BTreeMap<(&TenantId, Date), Vec<&RowChange>> = BTreeMap::new();
        for change in changes.iter().filter(|change| change.before != change.after) {
            days.entry((&change.tenant, change.day)).or_default().push(change);
        }
        for ((tenant, day), changes) in days {
            self.day(tenant, day, &changes).await?;
        }
        Ok(())
    }

    async fn day(&self, tenant: &TenantId, day: Date, changes: &[&RowChange]) -> Result<(), PortError> {
        for _ in 0..TRIES {
            let counted = self.counts.counted_up_to(tenant, day).await?;
            let Some(delta) = delta(tenant, day, changes, &counted) else { return Ok(()) };
            if self.counts.add(&delta, &counted).await? {
                return Ok(());
            }
        }
        Err(PortError::new("counting", "another run was first each time"))
    }
}

/// What the changes after `counted` add up to. `None` where all have been counted.
fn delta(tenant: &TenantId, day: Date, changes: &[&RowChange], counted: &str) -> Option<CountDelta> {
    let mut cells: BTreeMap<Count, i64> = BTreeMap::new();
    let fresh: Vec<&&RowChange> = changes.iter().filter(|change| change.sequence.as_str() > counted).collect();
    for change in &fresh {
        if let Some(before) = &change.before {
            *cells.entry(before.clone()).or_default() -= 1;
        }
        if let Some(after) = &change.after {
            *cells.entry(after.clone()).or_default() += 1;
        }
    }
    cells.retain(|_, added| *added != 0);
    let last = fresh.iter().map(|change| &change.sequence).max()?;
    Some(CountDelta { tenant: tenant.clone(), day, cells, last_sequence: last.clone() })
}
