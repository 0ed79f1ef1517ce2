//! What must hold of the mails to the centre: each notice is told to each administrator once, what happens within an
//! hour of a mail is gathered, and nothing is lost.

use std::collections::BTreeMap;

use carebell_domain::TenantId;
use carebell_domain::centre::Notice;
use carebell_domain::decide::SkipReason;
use carebell_domain::message::{Status, status};
use carebell_domain::model::Appointment;
use carebell_workflows::ports::History;
use jiff::SignedDuration;

use super::Call;
use super::settled::Rows;
use crate::store::MailChange;
use crate::world::{RunId, World};

/// A mail that was claimed.
#[derive(Clone, Debug)]
pub struct MailTaking {
    /// By which run.
    pub run: RunId,
    /// The mail.
    pub mail: MailChange,
    /// How often the provider was called upon it.
    pub calls: u32,
    /// Whether it was given back.
    pub gone: bool,
    /// Whether the provider took it on.
    pub accepted: bool,
}

/// An hour, less what two clocks may differ by and what a stored claim leaves out.
const AN_HOUR: SignedDuration = SignedDuration::from_secs(3_600 - 7);

impl World {
    /// Checks a call to the provider with a mail to the centre.
    pub(super) fn attempt_mail(&mut self, call: &Call, place: &str, doubted: bool, wrong: &mut Vec<String>) {
        let Some(taking) = self.ledger.mails.get_mut(place).and_then(|takings| takings.last_mut()) else { return };
        taking.calls += 1;
        taking.accepted |= call.accepted;
        let MailTaking { run, mail, calls, gone, .. } = taking.clone();
        if gone || run != call.run {
            wrong.push(format!("I2: run {} sent message {} upon no claim of its own", call.run, call.message));
        }
        if calls > 1 {
            wrong.push(format!("I2: message {} was tried twice upon one claim", call.message));
        }
        let theirs = |taking: &&MailTaking| {
            taking.accepted && (&taking.mail.tenant, &taking.mail.to) == (&mail.tenant, &mail.to)
        };
        for other in self.ledger.mails.iter().filter(|(name, _)| *name != place).flat_map(|(_, takings)| takings) {
            if !call.accepted || !theirs(&other) {
                continue;
            }
            if !doubted && other.mail.notices.iter().any(|notice| mail.notices.contains(notice)) {
                wrong.push(format!("I2: message {} tells what {} has told", call.message, other.mail.name));
            }
            let apart = other.mail.claim.at.duration_until(mail.claim.at).abs();
            if other.mail.matter == mail.matter && apart < AN_HOUR {
                wrong.push(format!("I5: message {} left within an hour of {}", call.message, other.mail.name));
            }
        }
        let known = self.store.tenancies(&call.tenant, call.started, call.at);
        let mut addresses = known.filter_map(|tenancy| tenancy.admins.get(&mail.to));
        if !addresses.any(|address| address.as_str() == call.to) {
            wrong.push(format!("I8: message {} went to another address than the administrator's", call.message));
        }
    }
}

/// I1: each answer of a client has the notice that tells it.
pub(super) fn answered(
    world: &World,
    tenant: &TenantId,
    appointment: &Appointment,
    histories: &[History],
    wrong: &mut Vec<String>,
) {
    let answers = histories.iter().filter(|row| row.answer.is_some()).count();
    let about = |notice: &Notice| notice.visit.as_ref().is_some_and(|visit| visit.id == appointment.id);
    let told = world.store.notices().filter(|(of, notice)| *of == tenant && about(notice)).count();
    if answers != told {
        wrong.push(format!("I1: {} was answered {answers} times, with {told} notices", appointment.id));
    }
}

/// I1, I10: each notice has ended in a mail to everybody, or in the reason why not.
pub(super) fn settled(world: &World, rows: &Rows, wrong: &mut Vec<String>) {
    for (tenant, notice) in world.store.notices() {
        if let Some(due) = notice.due {
            wrong.push(format!("I10: notice {} is still to be looked at, at {due}", notice.id));
        }
        if notice.withdrawn {
            continue;
        }
        if notice.closed.is_none() && notice.to.is_empty() {
            wrong.push(format!("I1: nobody was told of notice {}, and nothing says why", notice.id));
        }
        for (user, claim) in &notice.to {
            if claim.is_none() {
                wrong.push(format!("I1: notice {} of {tenant} was not told to {user} again", notice.id));
            }
        }
        let skip = notice.closed.as_ref().filter(|claim| claim.skipped != Some(SkipReason::EventDisabled));
        let skips = notice.claims().map(|(_, claim)| claim).filter(|claim| claim.skipped.is_some()).chain(skip);
        for claim in skips {
            let told = |row: &&carebell_workflows::ports::MessageRecord| {
                row.skipped == claim.skipped && row.at.as_second() == claim.at.as_second() && row.client.is_none()
            };
            if !rows.values().flatten().any(|row| told(&row)) {
                wrong.push(format!("I1: notice {} was skipped, and no message says why", notice.id));
            }
        }
    }
    let mut told: BTreeMap<_, u32> = BTreeMap::new();
    for (place, takings) in &world.ledger.mails {
        let Some(last) = takings.last().filter(|taking| !taking.gone) else { continue };
        for notice in &last.mail.notices {
            *told.entry((&last.mail.tenant, &last.mail.to, notice)).or_default() += 1;
        }
        let found = rows.get(place).map(Vec::as_slice).unwrap_or_default();
        if !world.ledger.is_orphan(place) && !found.iter().any(|row| status(&row.steps) != Status::Sending) {
            wrong.push(format!("I1: the mail {place} has no message"));
        }
    }
    for ((tenant, to, notice), times) in told {
        if times > 1 {
            wrong.push(format!("I2: notice {notice} of {tenant} was taken on {times} times for {to}"));
        }
    }
}
