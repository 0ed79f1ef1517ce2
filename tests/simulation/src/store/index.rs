//! The due index, which follows the table late, and up to when each of its shards was swept.

use std::collections::{BTreeMap, BTreeSet};

use carebell_domain::agenda::{Due, Pace};
use carebell_domain::{NoticeId, TenantId};
use carebell_workflows::ports::{Page, SweepEntry, Target};
use jiff::{SignedDuration, Timestamp};

use super::Store;

/// Shards of the index: more than one, so that a sweep can fail between two.
pub const SHARDS: u16 = 2;

/// The last part tells the notices of one matter apart.
type Key = (Pace, u16, Timestamp, TenantId, Target, Option<NoticeId>);

/// The index: what it shows, and what it has yet to take over.
#[derive(Debug, Default)]
pub(super) struct Index {
    shown: BTreeSet<Key>,
    /// Changes that show at an instant, in order: the new entry of an appointment, `None` where it has none.
    late: BTreeMap<(Timestamp, u64), (Option<Key>, Option<Key>)>,
    number: u64,
}

fn shard(tenant: &TenantId, target: &Target) -> u16 {
    let name = match target {
        Target::Appointment(id) => id.client.as_str(),
        Target::Matter(matter) => matter.as_str(),
    };
    let sum: u32 = tenant.as_str().bytes().chain(name.bytes()).map(u32::from).sum();
    u16::try_from(sum % u32::from(SHARDS)).unwrap_or_default()
}

fn round_up(at: Timestamp) -> Timestamp {
    let nanos = at.as_nanosecond();
    let second = i64::try_from(nanos.div_euclid(1_000_000_000)).unwrap_or(i64::MAX);
    let whole = Timestamp::from_second(second + i64::from(nanos.rem_euclid(1_000_000_000) != 0));
    whole.unwrap_or(Timestamp::MAX)
}

impl Store {
    /// The entry of an appointment or a notice goes from `old` to `new`; the index shows it after `lag`.
    pub(super) fn index(
        &mut self,
        tenant: &TenantId,
        (target, notice): (&Target, Option<&NoticeId>),
        old: Option<Due>,
        new: Option<Due>,
        lag: SignedDuration,
    ) {
        let key = |due: Due| {
            (due.pace, shard(tenant, target), round_up(due.at), tenant.clone(), target.clone(), notice.cloned())
        };
        let (old, new) = (old.map(key), new.map(key));
        if old == new {
            return;
        }
        // An index takes the changes of an item over in their order.
        let last = self.index.late.keys().map(|(at, _)| *at).max().unwrap_or(Timestamp::MIN);
        let at = if lag == SignedDuration::ZERO { last.max(self.now) } else { last.max(self.now + lag) };
        self.index.number += 1;
        self.index.late.insert((at, self.index.number), (old, new));
        self.catch_up();
    }

    fn catch_up(&mut self) {
        while let Some(entry) = self.index.late.first_entry() {
            if entry.key().0 > self.now {
                break;
            }
            let (old, new) = entry.remove();
            if let Some(old) = old {
                self.index.shown.remove(&old);
            }
            self.index.shown.extend(new);
        }
    }

    /// The instants of all entries that are shown, and of all that will be.
    pub fn due_instants(&mut self) -> impl Iterator<Item = Timestamp> {
        self.catch_up();
        let late = self.index.late.iter().filter_map(|((shown, _), (_, new))| Some((*shown).max(new.as_ref()?.2)));
        self.index.shown.iter().map(|key| key.2).chain(late)
    }

    /// Whether something of a pace is shown and due.
    pub fn has_due(&mut self, pace: Pace) -> bool {
        self.catch_up();
        let now = self.now;
        self.index.shown.iter().any(|key| key.0 == pace && key.2 <= now)
    }

    /// The entries of a shard after `from` up to and including `to`.
    pub fn due(
        &mut self,
        pace: Pace,
        shard: u16,
        from: Option<Timestamp>,
        to: Timestamp,
        after: Option<&str>,
        limit: usize,
    ) -> Page<SweepEntry> {
        self.catch_up();
        let floor = |at: Timestamp| {
            let second = i64::try_from(at.as_nanosecond().div_euclid(1_000_000_000)).unwrap_or(i64::MAX);
            Timestamp::from_second(second).unwrap_or(at)
        };
        let (from, to) = (from.map(floor), floor(to));
        let skip: usize = after.and_then(|after| after.parse().ok()).unwrap_or_default();
        let shown = self.index.shown.iter().filter(|(kept, of, due, ..)| {
            *kept == pace && *of == shard && *due <= to && from.is_none_or(|from| *due > from)
        });
        let mut items: Vec<SweepEntry> = shown
            .skip(skip)
            .take(limit + 1)
            .map(|(_, _, due, tenant, target, _)| SweepEntry {
                tenant: tenant.clone(),
                target: target.clone(),
                due: *due,
            })
            .collect();
        let more = items.len() > limit;
        items.truncate(limit);
        Page { items, next: more.then(|| (skip + limit).to_string()) }
    }

    /// Up to when a shard was swept, as an eventual read sees it.
    #[must_use]
    pub fn watermark(&self, pace: Pace, shard: u16, lag: SignedDuration) -> Option<Timestamp> {
        self.watermarks.get(&(pace, shard)).and_then(|mark| mark.seen(self.now, lag)).copied()
    }

    /// Moves a shard's watermark forward, never back.
    pub fn advance(&mut self, pace: Pace, shard: u16, to: Timestamp) {
        let now = self.now;
        let mark = self.watermarks.entry((pace, shard)).or_default();
        if mark.get().is_none_or(|at| *at < to) {
            mark.set(to, now);
        }
    }
}
