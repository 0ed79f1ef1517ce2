//! The daily number of SMS of a tenant, reserved in blocks.
//!
//! A process reserves some SMS at once and hands them out without a write. What it does not use is lost to the day,
//! so close to the cap it reserves only what it needs. The number reserved never passes the cap, and so the number
//! sent does not.

use std::collections::HashMap;

use async_trait::async_trait;
use carebell_domain::TenantId;
use carebell_workflows::ports::{PortError, SmsQuota};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::Store;
use crate::item::{Change, number};
use crate::keys::{self, TTL};

/// Type of the item, and its present form.
const QUOTA: &str = "Q";
const FORM: u8 = 1;
const RESERVED: &str = "n";
/// How many are reserved at once.
const BLOCK: u32 = 20;
/// In the last fifth of the cap no blocks are reserved.
const BLOCKS_UP_TO: (u32, u32) = (4, 5);
/// How long the number is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(3 * 24);

/// What this process has reserved and not used, by tenant, for one day.
#[derive(Debug, Default)]
pub(crate) struct Reserved {
    by_tenant: HashMap<TenantId, (Date, u32)>,
}

impl Reserved {
    /// Takes out of what is left, if that is enough.
    fn take(&mut self, tenant: &TenantId, day: Date, wanted: u32) -> bool {
        match self.by_tenant.get_mut(tenant) {
            Some((of, left)) if *of == day && *left >= wanted => {
                *left -= wanted;
                true
            }
            _ => false,
        }
    }

    fn put(&mut self, tenant: &TenantId, day: Date, more: u32) {
        let (of, left) = self.by_tenant.entry(tenant.clone()).or_insert((day, 0));
        if *of != day {
            (*of, *left) = (day, 0);
        }
        *left += more;
    }
}

#[async_trait]
impl SmsQuota for Store {
    /// Carriers bill by the segment, so an SMS of three counts as three.
    async fn take(&self, tenant: &TenantId, day: Date, cap: u32, segments: u8) -> Result<bool, PortError> {
        let wanted = u32::from(segments).max(1);
        if self.with_reserved(|reserved| reserved.take(tenant, day, wanted)) {
            return Ok(true);
        }
        let blocks_to = u32::try_from(u64::from(cap) * u64::from(BLOCKS_UP_TO.0) / u64::from(BLOCKS_UP_TO.1));
        let block = BLOCK.max(wanted);
        if self.reserve(tenant, day, block, blocks_to.unwrap_or(cap)).await? {
            self.with_reserved(|reserved| reserved.put(tenant, day, block - wanted));
            return Ok(true);
        }
        self.reserve(tenant, day, wanted, cap).await
    }
}

impl Store {
    fn with_reserved<T>(&self, act: impl FnOnce(&mut Reserved) -> T) -> T {
        // A panic while the lock was held leaves whole numbers behind.
        act(&mut self.reserved.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Reserves some of a day's number, if the sum stays within `most`.
    async fn reserve(&self, tenant: &TenantId, day: Date, some: u32, most: u32) -> Result<bool, PortError> {
        let Some(before) = most.checked_sub(some) else { return Ok(false) };
        let noon = day.at(12, 0, 0, 0).in_tz("UTC").map_or(Timestamp::MAX, |noon| noon.timestamp());
        let until = noon.saturating_add(KEPT).unwrap_or(Timestamp::MAX);
        let change = Change::of(keys::quota(tenant, day), QUOTA, FORM)
            .set(TTL, number(until.as_second()))
            .add(RESERVED, i64::from(some))
            .only_if(RESERVED, "attribute_not_exists(#n) OR #n <= :was", Some(number(before)));
        self.table.apply("reserving SMS", change).await
    }
}
