//! What clients do on the page behind a link: look, confirm, cancel, take it back, ask for another time.
//!
//! Looking changes nothing: link scanners and previews may do it as often as they like. Each press is one conditional
//! write on what was read; one that comes twice changes nothing the second time.

mod opened;

use std::fmt;
use std::sync::Arc;

use carebell_domain::centre::Notice;
use carebell_domain::decide::{Facts, Household, Occasion};
use carebell_domain::link::{LinkKind, Token};
use carebell_domain::message::{Status as MessageStatus, Step, Steps, message_id};
use carebell_domain::model::{Actor, AnswerKind, Appointment, Outside, Status};
use carebell_domain::{AppointmentId, Event};
use jiff::civil::Date;

use crate::api::appointments::{Change, plan_write};
use crate::household::household;
use crate::links::link_key;
use crate::ports::{
    AppointmentWrite, Clock, Directory, Keys, MessageKey, Messages, NoticeChange, PortError, Records, Surveys,
    TenantNumbers, WriteError,
};

pub use opened::{Opened, Visit};

/// How the history names a client who answers.
pub(crate) const CLIENT: &str = "client";
/// The events whose messages can carry the invitation.
const INVITING: [Event; 5] = [
    Event::AppointmentReminder,
    Event::AppointmentSecondReminder,
    Event::AppointmentCreated,
    Event::AppointmentApproved,
    Event::AppointmentModified,
];
/// How often a write that came second is made anew.
const TRIES: usize = 6;

/// What the pages need.
#[derive(Clone)]
pub struct Answers {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Settings and catalogue.
    pub directory: Arc<dyn Directory>,
    /// Clients' files.
    pub records: Arc<dyn Records>,
    /// Message rows.
    pub messages: Arc<dyn Messages>,
    /// Answers to questionnaires.
    pub surveys: Arc<dyn Surveys>,
    /// Tenants by their numbers.
    pub numbers: Arc<dyn TenantNumbers>,
    /// The keys of links.
    pub keys: Arc<dyn Keys>,
}

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answers").finish_non_exhaustive()
    }
}

/// A button of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// "I come."
    Confirm,
    /// "I do not come."
    Cancel,
    /// "I need another time."
    OtherTime,
    /// "I did not mean it."
    Undo,
}

/// What a press of a button led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// It is so now.
    Done,
    /// It cannot be, or no longer; nothing was changed. The page says how it stands.
    NotNow,
    /// The link leads nowhere.
    NoLink,
}

/// Whether an appointment is as a press would make it: pressing again then changes nothing, and is no failure.
fn is_done(press: Press, appointment: &Appointment) -> bool {
    let kind = appointment.answer.map(|answer| answer.kind);
    match press {
        Press::Confirm => appointment.status == Status::Confirmed,
        Press::Cancel => appointment.status == Status::Cancelled,
        Press::OtherTime => kind == Some(AnswerKind::OtherTime),
        Press::Undo => false,
    }
}

impl Answers {
    /// What a link leads to. `None` where it is not genuine, or its appointment is gone.
    ///
    /// # Errors
    /// [`PortError`] where a read failed.
    pub async fn open(&self, token: &str) -> Result<Option<Opened>, PortError> {
        let Ok(token) = token.parse::<Token>() else { return Ok(None) };
        let Some(tenant) = self.numbers.tenant(token.tenant).await? else { return Ok(None) };
        let Some(tenancy) = self.directory.tenancy(&tenant).await? else { return Ok(None) };
        let mut file = self.records.file(&tenant, &token.client).await?;
        let key = link_key(&*self.keys, token.key_id).await?;
        let appointments = file.appointments.iter().map(|one| (&one.id.item, one.generation));
        let Some((item, fits)) = token.find(&key, &tenant, appointments) else { return Ok(None) };
        let (item, kind) = (item.clone(), token.kind);
        let Some(client) = &file.client else { return Ok(None) };
        let settings = &tenancy.settings;
        let (household, went) = match kind {
            // As long as the link may be of use: what it went out with is not to be told, whatever the setting is now.
            LinkKind::Answer(channel) if settings.households || settings.households_until.is_some() => {
                household(&*self.records, &tenant, (settings, client), &[channel], Date::MIN).await?
            }
            _ => (Household::NONE, Vec::new()),
        };
        file.guards.extend(went);
        Ok(Some(Opened { tenant, tenancy, file, household, item, fits, kind, now: self.clock.now() }))
    }

    /// Presses a button of the page behind a link, for one of the appointments that it shows.
    ///
    /// # Errors
    /// [`PortError`] where a port failed: the press may have been carried out, and may be made again.
    pub async fn press(&self, token: &str, of: &AppointmentId, press: Press) -> Result<Pressed, PortError> {
        for _ in 0..TRIES {
            let Some(opened) = self.open(token).await? else { return Ok(Pressed::NoLink) };
            if !matches!(opened.kind, LinkKind::Answer(_)) {
                return Ok(Pressed::NoLink);
            }
            let Some(visit) = opened.shown().into_iter().find(|one| one.appointment.id == *of) else {
                return Ok(Pressed::NotNow);
            };
            if !is_done(press, visit.appointment) {
                if !opened.may(press, visit.appointment) {
                    return Ok(Pressed::NotNow);
                }
                match self.write(&opened, visit, press).await {
                    Err(WriteError::Stale) => continue,
                    Err(WriteError::Port(error)) => return Err(error),
                    Ok(()) => {}
                }
            }
            self.show_click(&opened).await?;
            return Ok(Pressed::Done);
        }
        Err(PortError::new("taking an answer", "another write was first each time"))
    }

    async fn write(&self, opened: &Opened, visit: Visit<'_>, press: Press) -> Result<(), WriteError> {
        let Visit { of: Facts { client, patients, .. }, appointment: before } = visit;
        let (tenancy, now) = (&*opened.tenancy, opened.now);
        let outside = Outside { actor: Actor::Client, now, settings: &tenancy.settings };
        let after = match press {
            Press::Confirm => before.answered(AnswerKind::Confirmed, outside),
            Press::Cancel => before.answered(AnswerKind::Cancelled, outside),
            Press::OtherTime => before.answered(AnswerKind::OtherTime, outside),
            Press::Undo => before.undone(outside).ok_or(WriteError::Stale)?,
        };
        let change = Change { tenancy, client, patients, before: Some(before), by: CLIENT, now };
        let told = match press {
            Press::Undo => Notice::of_answer(&tenancy.settings, before)
                .map(|notice| NoticeChange::Withdraw(notice.matter, notice.id)),
            _ => Notice::of_answer(&tenancy.settings, &after).map(NoticeChange::Raise),
        };
        let write = AppointmentWrite { notice: told, ..plan_write(change, after, None) };
        self.records.write_appointment(&opened.tenant, &write).await.map(drop)
    }

    /// Shows on the message with the link that a button was pressed. With several on the channel it is the last.
    pub(crate) async fn show_click(&self, opened: &Opened) -> Result<(), PortError> {
        let Some(own) = opened.own() else { return Ok(()) };
        let carries = |occasion: &Occasion| {
            occasion.channel == opened.channel()
                && match opened.kind {
                    LinkKind::Survey(_) => occasion.event == Event::SatisfactionSurvey,
                    LinkKind::Answer(_) => INVITING.contains(&occasion.event),
                }
        };
        let sent = own.claims.iter().filter(|(occasion, claim)| carries(occasion) && claim.skipped.is_none());
        let Some((occasion, claim)) = sent.max_by_key(|(_, claim)| claim.at) else { return Ok(()) };
        let id = message_id(&own.id, *occasion, claim.at).map_err(|error| PortError::new("naming a message", error))?;
        let steps = Steps::from([(MessageStatus::Clicked, Step { at: opened.now, words: None })]);
        self.messages.step(&MessageKey { tenant: opened.tenant.clone(), id }, &steps).await
    }
}
