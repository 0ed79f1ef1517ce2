//! What must hold once all has settled: I1, I7, I9, I10 and the counts.

use std::collections::BTreeMap;

use carebell_domain::agenda::next_due;
use carebell_domain::decide::Occasion;
use carebell_domain::decide::{Facts, Household, SkipReason};
use carebell_domain::message::{Status, status};
use carebell_domain::model::{Appointment, Claims};
use carebell_domain::{Channel, TenantId};
use carebell_workflows::ports::{File, History, MessageRecord};
use jiff::civil::Date;

use super::occasion_of;
use crate::world::World;

/// Most times that a message is claimed, however many faults there are: no run has more than eight.
const MOST_TAKINGS: usize = 14;

/// Everything that is wrong when all has settled.
pub fn settled(world: &mut World) -> Vec<String> {
    let mut wrong = std::mem::take(&mut world.ledger.violations);
    super::days::check(world, &mut wrong);
    super::foretold::check(world, &mut wrong);
    let rows = rows(world);
    let files: Vec<(TenantId, File)> = world.store.files().map(|(tenant, file)| (tenant.clone(), file)).collect();
    for (tenant, file) in &files {
        for appointment in &file.appointments {
            open(world, tenant, file, appointment, &mut wrong);
            let histories = world.store.history(tenant, &appointment.id);
            super::centre::answered(world, tenant, appointment, &histories, &mut wrong);
            let unchanged = world.store.tenancies(tenant, jiff::Timestamp::MIN, jiff::Timestamp::MAX).count() == 1;
            if unchanged {
                announced(appointment, &histories, &mut wrong);
            }
            let claims = histories.iter().map(|row| &row.claims).chain([&appointment.claims]);
            for claims in claims {
                ended(world, tenant, appointment, claims, &rows, &mut wrong);
            }
        }
    }
    super::centre::settled(world, &rows, &mut wrong);
    sent(world, &rows, &mut wrong);
    told(world, &mut wrong);
    counts(world, &mut wrong);
    for (name, takings) in &world.ledger.takings {
        if takings.len() > MOST_TAKINGS {
            wrong.push(format!("I10: message {name} was claimed and given back {} times", takings.len()));
        }
    }
    for letter in &world.queues.last_resort {
        wrong.push(format!("I1: {} was given up by the last function", letter.id));
    }
    if !world.queues.is_empty() {
        wrong.push("I10: a queue still holds something".to_owned());
    }
    wrong
}

pub(super) type Rows = BTreeMap<String, Vec<MessageRecord>>;

/// The messages of each occasion, whatever day each was claimed on.
fn rows(world: &World) -> Rows {
    let mut rows: Rows = BTreeMap::new();
    for (key, row) in world.store.rows() {
        if let (Some(message), Some((_, name))) = (row.message(), key.id.as_str().split_once('-')) {
            rows.entry(format!("{}/{name}", key.tenant)).or_default().push(message);
        }
    }
    rows
}

/// I1, I10: nothing that was due is left to be decided.
fn open(world: &World, tenant: &TenantId, file: &File, appointment: &Appointment, wrong: &mut Vec<String>) {
    let (Some(client), Some(tenancy)) = (&file.client, world.store.tenancy(tenant)) else { return };
    let facts = Facts {
        settings: &tenancy.settings,
        catalogue: &tenancy.catalogue,
        client,
        patients: &file.patients,
        appointments: &file.appointments,
        guards: &file.guards,
        household: &Household::NONE,
        sms_suppressed: None,
        email_suppressed: None,
    };
    let stored = world.store.appointment(tenant, &appointment.id).and_then(|stored| stored.due);
    let due = next_due(&facts, appointment, world.now()).or(stored);
    if let Some(due) = due {
        let due = due.at;
        wrong.push(format!(
            "I10: {} still has something to be decided at {due}, it is {}",
            appointment.id,
            world.now()
        ));
    }
}

/// I1: each claim has ended in a message that says how.
fn ended(
    world: &World,
    tenant: &TenantId,
    appointment: &Appointment,
    claims: &Claims,
    rows: &Rows,
    wrong: &mut Vec<String>,
) {
    for (key, claim) in claims {
        // What a centre has switched off leaves no row.
        if claim.skipped == Some(SkipReason::ChannelDisabled) {
            continue;
        }
        let name = format!("{tenant}/{}", occasion_of(&appointment.id, key));
        let found = rows.get(&name).map(Vec::as_slice).unwrap_or_default();
        let good = world.ledger.is_orphan(&name)
            || match claim.skipped {
                Some(_) => found.iter().any(|row| row.skipped.is_some()),
                None => found.iter().any(|row| status(&row.steps) != Status::Sending),
            };
        if !good {
            wrong.push(format!("I1: the claim of {} on {key} by {} has no message", appointment.id, claim.job));
        }
        if claim.skipped == Some(SkipReason::RemindedToday) {
            reminded(appointment, key, found, rows, tenant, wrong);
        }
    }
}

/// I1: the last notice is dealt with on both channels, unless a further change overtook it.
fn announced(appointment: &Appointment, histories: &[History], wrong: &mut Vec<String>) {
    let last = appointment
        .claims
        .iter()
        .filter(|(key, _)| key.event.is_notification() && !key.repeat && key.number == appointment.notices);
    for (key, claim) in last {
        let skew = jiff::SignedDuration::from_secs(6);
        let overtaken = histories.iter().any(|row| row.at >= claim.at - skew);
        let both =
            Channel::ALL.iter().all(|channel| appointment.claims.contains_key(&Occasion { channel: *channel, ..*key }));
        if !both && !overtaken {
            wrong.push(format!("I1: {} announced {key} on one channel only", appointment.id));
        }
    }
}

/// What came in is taken in: each receipt, and of each appointment the last that its source told. What went to the dead
/// letters instead is told there.
fn told(world: &World, wrong: &mut Vec<String>) {
    for (key, row) in world.store.rows() {
        let sent = row.steps().keys().rfind(|step| **step < Status::Skipped);
        if sent.is_some_and(|farthest| status(row.steps()) != *farthest) {
            wrong.push(format!("I9: message {} is shown as {}", key.id, status(row.steps())));
        }
    }
    if world.store.letters().count() > 0 {
        return;
    }
    for key in &world.ledger.reported {
        let Some(row) = world.store.message(key) else { continue };
        let name = key.id.as_str().split_once('-').map_or("", |(_, name)| name);
        let known = row.channel == Channel::Email || row.provider_id.is_some();
        if world.ledger.is_orphan(&format!("{}/{name}", key.tenant)) {
            continue;
        }
        if known && !row.steps.keys().any(|step| *step > Status::Sent && *step < Status::Skipped) {
            wrong.push(format!("I9: a receipt of message {} has not reached it", key.id));
        }
    }
    for ((tenant, id), version) in &world.ledger.told {
        let stored = world.store.appointment(tenant, id);
        let found = stored.and_then(|stored| stored.appointment.source_version).and_then(|version| version.version);
        if found != Some(*version) {
            wrong.push(format!("I1: {id} is at version {found:?}, its source told {version}"));
        }
    }
}

/// A reminder that another one is said to have named: that one went, or nobody knows.
fn reminded(
    appointment: &Appointment,
    key: &Occasion,
    found: &[MessageRecord],
    rows: &Rows,
    tenant: &TenantId,
    wrong: &mut Vec<String>,
) {
    let named = found.iter().flat_map(|row| &row.trace).find(|one| one.reason == SkipReason::RemindedToday);
    let Some(by) = named.and_then(|finding| finding.message.as_ref()) else { return };
    let name = by.as_str().split_once('-').map_or_else(String::new, |(_, name)| format!("{tenant}/{name}"));
    let theirs = rows.get(&name).map(Vec::as_slice).unwrap_or_default();
    let went = theirs.iter().any(|row| {
        row.steps
            .keys()
            .any(|step| matches!(step, Status::Sent | Status::Unknown | Status::Delivered | Status::Bounced))
    });
    if !went {
        wrong.push(format!("I1: {} on {key} was left to message {by}, which never went", appointment.id));
    }
}

/// I1: what a provider took on is told; nothing is shown as skipped that went.
fn sent(world: &World, rows: &Rows, wrong: &mut Vec<String>) {
    for (call, _) in world.ledger.calls.iter().filter(|(call, _)| call.accepted) {
        let name = call.message.as_str().split_once('-').map_or("", |(_, name)| name);
        let found = rows.get(&format!("{}/{name}", call.tenant)).map(Vec::as_slice).unwrap_or_default();
        let told = |row: &MessageRecord| {
            let status = status(&row.steps);
            status != Status::Skipped && status != Status::Sending && row.recipient.is_some()
        };
        if !found.iter().any(told) && !world.ledger.is_orphan(&format!("{}/{name}", call.tenant)) {
            wrong.push(format!("I1: message {} went, and nothing tells of it", call.message));
        }
    }
}

/// The counts are those of the rows.
fn counts(world: &World, wrong: &mut Vec<String>) {
    if world.readers.given_up.contains(&crate::stream::Reader::Messages) {
        return;
    }
    let mut expected = world.store.counts_of_rows();
    for tenant in world.store.tenants() {
        for (day, found) in world.store.days(tenant, Date::MIN, Date::MAX) {
            let right = expected.remove(&(tenant.clone(), day)).unwrap_or_default();
            if found != right {
                wrong.push(format!("counts of {tenant} on {day} are {found:?}, the rows say {right:?}"));
            }
        }
    }
    for ((tenant, day), cells) in expected {
        wrong.push(format!("counts of {tenant} on {day} are missing: {cells:?}"));
    }
}
