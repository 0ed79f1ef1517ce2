//! Messages: rows and their steps, guards of the day, joins of SMS, suppressions, the day's number, counts, letters.

use std::collections::BTreeMap;

use carebell_domain::decide::{DayGuard, Suppression};
use carebell_domain::message::{Status, Steps, day_of, status};
use carebell_domain::receipt::SnsReceipt;
use carebell_domain::{Channel, Event, TenantId};
use carebell_workflows::ports::{Address, Count, CountDelta, DayOf, DeadLetter, GuardTaken, MessageKey, MessageRecord};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::{Changed, Store, Versioned};

/// The row of a message: what the sender wrote, once it has, and the steps.
#[derive(Clone, Debug, Default)]
pub struct Row {
    record: Option<MessageRecord>,
    steps: Steps,
}

impl Row {
    /// The message, once its sender or a final skip has written it.
    #[must_use]
    pub fn message(&self) -> Option<MessageRecord> {
        Some(MessageRecord { steps: self.steps.clone(), ..self.record.clone()? })
    }

    /// The steps, whoever wrote them.
    #[must_use]
    pub const fn steps(&self) -> &Steps {
        &self.steps
    }

    /// The cell in which it is to be counted.
    #[must_use]
    pub fn cell(&self) -> Option<Count> {
        let record = self.record.as_ref()?;
        let status = status(&self.steps);
        let reason = if status == Status::Skipped { record.skipped } else { None };
        Some(Count { event: record.event, channel: record.channel, status, reason })
    }
}

/// Guards of days: a client's, or those of an address.
pub(super) type Guards = BTreeMap<(Date, Channel, Option<Event>), DayGuard>;

/// An address as it is compared.
fn written(address: &Address) -> String {
    match address {
        Address::Sms(number) => number.e164().to_owned(),
        Address::Email(mailbox) => mailbox.as_str().to_lowercase(),
    }
}

/// The two halves of an SMS.
#[derive(Clone, Debug, Default)]
pub(super) struct Join {
    key: Versioned<MessageKey>,
    steps: Steps,
}

/// Why an address may not be written to, each reason with its first time, and how an eventual read sees it.
#[derive(Clone, Debug, Default)]
pub(super) struct Suppressed(Versioned<BTreeMap<&'static str, Timestamp>>);

fn add(to: &mut Steps, steps: &Steps) {
    for (status, step) in steps {
        to.entry(*status).or_insert_with(|| step.clone());
    }
}

/// How far a status is: what was skipped or withdrawn stands before all that tells of a sending.
fn rank(of: Status) -> u8 {
    match of {
        Status::Skipped | Status::Cancelled => 0,
        Status::Sending => 1,
        other => 2 + u8::try_from(Status::ALL.iter().position(|one| *one == other).unwrap_or_default()).unwrap_or(0),
    }
}

impl Store {
    fn row_changed(&mut self, key: &MessageKey, before: &Row) {
        let after = self.rows[key].clone();
        let (was, is) = (status(&before.steps), status(&after.steps));
        if before.record.is_some() && rank(is) < rank(was) {
            self.faults.push(format!("I9: message {} went from {was} back to {is}", key.id));
        }
        for (step, at) in &before.steps {
            if after.steps.get(step) != Some(at) {
                self.faults.push(format!("I9: step {step} of message {} was changed", key.id));
            }
        }
        if before.steps != after.steps || before.record != after.record {
            let change = Changed::Message { key: key.clone(), before: before.cell(), after: after.cell() };
            self.stream.push(change);
        }
    }

    /// Writes what the sender knows of a message. Nothing is ever removed: what the new record does not know stays.
    pub(super) fn put_record(&mut self, tenant: &TenantId, message: &MessageRecord) {
        let key = MessageKey { tenant: tenant.clone(), id: message.id.clone() };
        let row = self.rows.entry(key.clone()).or_default();
        let before = row.clone();
        let second = Timestamp::from_nanosecond(
            (message.keep_until.as_nanosecond() + 999_999_999).div_euclid(1_000_000_000) * 1_000_000_000,
        );
        let mut record =
            MessageRecord { steps: Steps::new(), keep_until: second.unwrap_or(message.keep_until), ..message.clone() };
        if let Some(known) = &before.record {
            record.repeats = record.repeats.or_else(|| known.repeats.clone());
            record.recipient = record.recipient.or_else(|| known.recipient.clone());
            record.language = record.language.or(known.language);
            record.provider_id = record.provider_id.or_else(|| known.provider_id.clone());
            record.segments = record.segments.or(known.segments);
            record.skipped = record.skipped.or(known.skipped);
            record.body = record.body.or_else(|| known.body.clone());
            if record.trace.is_empty() {
                record.trace.clone_from(&known.trace);
            }
        }
        row.record = Some(record);
        add(&mut row.steps, &message.steps);
        self.row_changed(&key, &before);
    }

    /// Writes what the sender knows of a message.
    pub fn record(&mut self, tenant: &TenantId, message: &MessageRecord) {
        self.put_record(tenant, message);
    }

    /// Adds steps to a message, each if it is not there yet.
    pub fn step(&mut self, key: &MessageKey, steps: &Steps) {
        let row = self.rows.entry(key.clone()).or_default();
        let before = row.clone();
        add(&mut row.steps, steps);
        self.row_changed(key, &before);
    }

    /// One message.
    #[must_use]
    pub fn message(&self, key: &MessageKey) -> Option<MessageRecord> {
        self.rows.get(key)?.message()
    }

    /// Every row, for the checks.
    pub fn rows(&self) -> impl Iterator<Item = (&MessageKey, &Row)> {
        self.rows.iter()
    }

    fn guards_of(&mut self, tenant: &TenantId, whose: &DayOf) -> &mut Guards {
        match whose {
            DayOf::Client(client) => &mut self.rows_of(tenant, client).guards,
            DayOf::Address(address) => self.shared.entry((tenant.clone(), written(address))).or_default(),
        }
    }

    /// The reminders that went to a household at an address.
    pub(super) fn shared_guards(&self, tenant: &TenantId, address: &Address) -> Vec<DayGuard> {
        let guards = self.shared.get(&(tenant.clone(), written(address)));
        guards.map(|guards| guards.values().cloned().collect()).unwrap_or_default()
    }

    /// Takes a day for a reminder.
    pub fn take_day(&mut self, tenant: &TenantId, whose: &DayOf, guard: &DayGuard) -> GuardTaken {
        let mut mine = guard.clone();
        mine.named.sort();
        mine.named.dedup_by(|one, other| one.0 == other.0);
        let place = (guard.day, guard.channel, guard.kind);
        let guards = self.guards_of(tenant, whose);
        match guards.get(&place) {
            Some(theirs) if theirs.message != guard.message => GuardTaken::Theirs(theirs.clone()),
            _ => {
                guards.insert(place, mine);
                GuardTaken::Ours
            }
        }
    }

    /// Gives a day back, if this message still has it.
    pub fn free_day(&mut self, tenant: &TenantId, whose: &DayOf, guard: &DayGuard) {
        let place = (guard.day, guard.channel, guard.kind);
        let guards = self.guards_of(tenant, whose);
        if guards.get(&place).is_some_and(|held| held.message == guard.message) {
            guards.remove(&place);
        }
    }

    /// The sender's half of an SMS.
    pub fn join_sms(&mut self, provider_id: &str, key: &MessageKey) -> Steps {
        let now = self.now;
        let join = self.joins.entry(provider_id.to_owned()).or_default();
        join.key.set(key.clone(), now);
        join.steps.clone()
    }

    /// The receipt's half of an SMS: a look, which may be too early, then a write, which is not.
    pub fn sms_receipt(&mut self, receipt: &SnsReceipt, lag: SignedDuration) -> Option<MessageKey> {
        let now = self.now;
        let SnsReceipt { provider_id, published_at, number, status, step, .. } = receipt;
        let join = self.joins.entry(provider_id.clone()).or_default();
        if let Some(key) = join.key.seen(now, lag) {
            return Some(key.clone());
        }
        join.steps.entry(*status).or_insert_with(|| step.clone());
        let key = join.key.get().cloned();
        if let (None, Some(number)) = (&key, number) {
            self.strays.insert((number.clone(), *published_at, provider_id.clone()), ());
        }
        key
    }

    /// The provider's names of those SMS to a number, taken on between two instants, of which no sender tells.
    #[must_use]
    pub fn stray_sms(&self, e164: &str, from: Timestamp, to: Timestamp) -> Vec<String> {
        let strays = self.strays.keys().filter(|(number, at, _)| number == e164 && (from..=to).contains(at));
        let free = strays.filter(|(_, _, name)| self.joins.get(name).is_none_or(|join| join.key.get().is_none()));
        free.map(|(_, _, name)| name.clone()).collect()
    }

    /// The gravest reason why an address may not be written to, as an eventual read sees it.
    #[must_use]
    pub fn suppressed(&self, tenant: &TenantId, address: &str, lag: SignedDuration) -> Option<Suppression> {
        let row = self.suppressions.get(&(tenant.clone(), address.to_lowercase()))?.0.seen(self.now, lag)?;
        Suppression::ALL.into_iter().find(|why| row.contains_key(why.as_str()))
    }

    /// Suppresses an address.
    pub fn suppress(&mut self, tenant: &TenantId, address: &str, why: Suppression, at: Timestamp) {
        let now = self.now;
        let row = self.suppressions.entry((tenant.clone(), address.to_lowercase())).or_default();
        let mut reasons = row.0.get().cloned().unwrap_or_default();
        reasons.entry(why.as_str()).or_insert(at);
        row.0.set(reasons, now);
    }

    /// Takes some of a day's number of SMS.
    pub fn take_quota(&mut self, tenant: &TenantId, day: Date, cap: u32, segments: u8) -> bool {
        let used = self.quota.entry((tenant.clone(), day)).or_default();
        let wanted = u32::from(segments).max(1);
        let fits = *used + wanted <= cap;
        *used += if fits { wanted } else { 0 };
        fits
    }

    /// Up to where a day is counted.
    #[must_use]
    pub fn counted_up_to(&self, tenant: &TenantId, day: Date) -> String {
        self.counts.get(&(tenant.clone(), day)).map(|(last, _)| last.clone()).unwrap_or_default()
    }

    /// Adds counts, if the day is still counted up to `after`.
    pub fn add_counts(&mut self, delta: &CountDelta, after: &str) -> bool {
        if self.counted_up_to(&delta.tenant, delta.day) != after {
            return false;
        }
        let (last, cells) = self.counts.entry((delta.tenant.clone(), delta.day)).or_default();
        last.clone_from(&delta.last_sequence);
        for (cell, added) in &delta.cells {
            *cells.entry(cell.clone()).or_default() += added;
        }
        true
    }

    /// The counts of days, those that are not zero.
    #[must_use]
    pub fn days(&self, tenant: &TenantId, from: Date, to: Date) -> Vec<(Date, BTreeMap<Count, i64>)> {
        let days = self.counts.range((tenant.clone(), from)..=(tenant.clone(), to));
        let kept = |cells: &BTreeMap<Count, i64>| {
            cells.iter().filter(|(_, count)| **count != 0).map(|(cell, count)| (cell.clone(), *count)).collect()
        };
        days.map(|((_, day), (_, cells))| (*day, kept(cells))).collect()
    }

    /// What the counts should be, told from the rows.
    #[must_use]
    pub fn counts_of_rows(&self) -> BTreeMap<(TenantId, Date), BTreeMap<Count, i64>> {
        let mut counts: BTreeMap<_, BTreeMap<Count, i64>> = BTreeMap::new();
        for (key, row) in &self.rows {
            if let (Some(day), Some(cell)) = (day_of(&key.id), row.cell()) {
                *counts.entry((key.tenant.clone(), day)).or_default().entry(cell).or_default() += 1;
            }
        }
        counts
    }

    /// Keeps a letter: the same one twice is one.
    pub fn keep(&mut self, letter: &DeadLetter) {
        self.letters.entry(letter.id.clone()).or_insert_with(|| letter.clone());
    }

    /// Every dead letter.
    pub fn letters(&self) -> impl Iterator<Item = &DeadLetter> {
        self.letters.values()
    }
}
