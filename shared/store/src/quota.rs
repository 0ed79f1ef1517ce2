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

/// What this process has reserved and not used, by tenant.
#[derive(Debug, Default)]
pub(crate) struct Reserved(HashMap<TenantId, Left>);

/// What is left of one tenant's day.
#[derive(Clone, Copy, Debug, Default)]
struct Left {
    day: Date,
    sms: u32,
    /// The cap under which no more blocks were to be had.
    no_blocks_under: Option<u32>,
}

#[async_trait]
impl SmsQuota for Store {
    /// Carriers bill by the segment, so an SMS of three counts as three.
    async fn take(&self, tenant: &TenantId, day: Date, cap: u32, segments: u8) -> Result<bool, PortError> {
        let wanted = u32::from(segments).max(1);
        // Held while the table is asked: those who come meanwhile take from the same block.
        let mut reserved = self.reserved.lock().await;
        let left = reserved.0.entry(tenant.clone()).or_default();
        if left.day != day {
            *left = Left { day, ..Left::default() };
        }
        if left.sms >= wanted {
            left.sms -= wanted;
            return Ok(true);
        }
        let missing = wanted - left.sms;
        if left.no_blocks_under != Some(cap) {
            let block = BLOCK.max(missing);
            if self.reserve(tenant, day, block, cap / BLOCKS_UP_TO.1 * BLOCKS_UP_TO.0).await? {
                left.sms = left.sms + block - wanted;
                return Ok(true);
            }
            left.no_blocks_under = Some(cap);
        }
        let taken = self.reserve(tenant, day, missing, cap).await?;
        if taken {
            left.sms = 0;
        }
        Ok(taken)
    }
}

impl Store {
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
