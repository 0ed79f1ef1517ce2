//! "Why did Mrs Rossi get no reminder?": all that happened and will happen about one appointment, with the rule
//! behind each step.

use std::collections::BTreeMap;

use carebell_domain::decide::{Decision, Facts, Household, Occasion, decide};
use carebell_domain::message::message_id;
use carebell_domain::model::{Appointment, Claim, Status};
use carebell_domain::{AppointmentId, Channel, Event, MessageId, TenantId, agenda};
use jiff::Timestamp;

use crate::household::{household, matters, recent};
use crate::ports::{File, History, MessageRecord, Messages, PortError, Records, Suppressions, Tenancy};

/// One line of a timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// When it happened, or will.
    pub at: Timestamp,
    /// What.
    pub what: What,
}

/// What a line tells.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// The appointment was made.
    Made {
        /// Its status now.
        status: Status,
    },
    /// The appointment was changed.
    Changed(History),
    /// A message was dealt with: sent, or skipped for good.
    Message {
        /// Which occasion it was.
        occasion: Occasion,
        /// Its identifier.
        id: MessageId,
        /// The claim on it.
        claim: Claim,
        /// Its row in the summary; `None` while it is being sent, and once the row's time is over.
        record: Option<Box<MessageRecord>>,
    },
    /// A message that is still to be decided, as the rules see it now.
    Ahead {
        /// Which.
        occasion: Occasion,
        /// What would become of it.
        decision: Decision,
    },
}

/// The timeline of an appointment, oldest first. `None` where there is no such appointment.
///
/// # Errors
/// [`PortError`] where a read failed.
pub async fn timeline(
    ports: (&dyn Records, &dyn Messages, &dyn Suppressions),
    tenancy: &Tenancy,
    tenant: &TenantId,
    id: &AppointmentId,
    now: Timestamp,
) -> Result<Option<Vec<Line>>, PortError> {
    let (records, messages, suppressions) = ports;
    let file = records.file(tenant, &id.client).await?;
    let Some(client) = &file.client else { return Ok(None) };
    let Some(appointment) = file.appointments.iter().find(|one| one.id == *id) else { return Ok(None) };
    let history = records.history(tenant, id).await?;
    let claims = claimed(appointment, &history);
    let ids: Vec<MessageId> = claims.iter().map(|(_, _, id)| id.clone()).collect();
    let rows = messages.get_all(tenant, &ids).await?;
    let (sms_suppressed, email_suppressed) =
        suppressions.suppressed(tenant, client.mobile.as_ref(), client.email.as_ref()).await?;
    let settings = &tenancy.settings;
    let (household, went) = if matters(settings, now) {
        household(records, tenant, (settings, client), &Channel::ALL, recent(settings, now)).await?
    } else {
        (Household::NONE, Vec::new())
    };
    let guards = [&file.guards[..], &went].concat();
    let File { patients, appointments, .. } = &file;
    let facts = Facts {
        settings: &tenancy.settings,
        catalogue: &tenancy.catalogue,
        client,
        patients,
        appointments,
        guards: &guards,
        household: &household,
        sms_suppressed,
        email_suppressed,
    };
    Ok(Some(lines(&facts, appointment, history, claims, rows, now)))
}

/// Every claim that the appointment has or had, with the identifier of its message.
fn claimed(appointment: &Appointment, history: &[History]) -> Vec<(Occasion, Claim, MessageId)> {
    let past = history.iter().flat_map(|row| &row.claims);
    // A claim stands in the history as it was when it was left behind; a later state is the item's own.
    let all: BTreeMap<Occasion, &Claim> =
        past.chain(&appointment.claims).map(|(occasion, claim)| (*occasion, claim)).collect();
    all.into_iter()
        .filter_map(|(occasion, claim)| {
            let id = message_id(&appointment.id, occasion, claim.at).ok()?;
            Some((occasion, claim.clone(), id))
        })
        .collect()
}

fn lines(
    facts: &Facts<'_>,
    appointment: &Appointment,
    history: Vec<History>,
    claims: Vec<(Occasion, Claim, MessageId)>,
    rows: Vec<MessageRecord>,
    now: Timestamp,
) -> Vec<Line> {
    let mut rows: BTreeMap<MessageId, MessageRecord> = rows.into_iter().map(|row| (row.id.clone(), row)).collect();
    let mut lines: Vec<Line> = ahead(facts, appointment, now);
    lines.extend(claims.into_iter().map(|(occasion, claim, id)| {
        let record = rows.remove(&id).map(Box::new);
        Line { at: claim.at, what: What::Message { occasion, id, claim, record } }
    }));
    lines.push(Line { at: appointment.created_at, what: What::Made { status: appointment.status } });
    lines.extend(history.into_iter().map(|row| Line { at: row.at, what: What::Changed(row) }));
    let rank = |what: &What| match what {
        What::Made { .. } => 0,
        What::Changed(_) => 1,
        What::Message { .. } => 2,
        What::Ahead { .. } => 3,
    };
    lines.sort_by_key(|line| (line.at, rank(&line.what)));
    lines
}

/// What is still to be decided. The reminder is always among it until it has been dealt with, so that its absence
/// has a reason too: an event that is off plans nothing.
fn ahead(facts: &Facts<'_>, appointment: &Appointment, now: Timestamp) -> Vec<Line> {
    let mut events = agenda::events(facts, appointment);
    if !events.contains(&Event::AppointmentReminder) {
        events.push(Event::AppointmentReminder);
    }
    let occasions = events
        .into_iter()
        .flat_map(|event| event.channels().iter().map(move |channel| appointment.occasion(event, *channel)));
    occasions
        .filter(|occasion| !appointment.claims.contains_key(occasion))
        .chain(agenda::repeats(appointment))
        .map(|occasion| {
            let decision = decide(facts, appointment, occasion, now);
            Line { at: decision.planned, what: What::Ahead { occasion, decision } }
        })
        .collect()
}

#[cfg(test)]
#[path = "timeline_tests.rs"]
mod tests;
