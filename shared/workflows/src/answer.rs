//! What clients do on the page behind a link: look, confirm, cancel, take it back, ask for another time.
//!
//! Looking changes nothing: link scanners and previews may do it as often as they like. Each press is one conditional
//! write on what was read; one that comes twice changes nothing the second time.

use std::fmt;
use std::sync::Arc;

use carebell_domain::decide::{Facts, Occasion, SkipReason, may_cancel, may_confirm};
use carebell_domain::link::{Fits, LinkKind, Token};
use carebell_domain::message::{Status as MessageStatus, Step, Steps, message_id};
use carebell_domain::model::{Actor, AnswerKind, Appointment, Outside, Status};
use carebell_domain::{Channel, Event, ItemId, TenantId};
use jiff::Timestamp;

use crate::api::appointments::{Change, plan_write};
use crate::links::link_key;
use crate::ports::{
    Clock, Directory, File, Keys, MessageKey, Messages, PortError, Records, Surveys, Tenancy, TenantNumbers, WriteError,
};

/// How the history names a client who answers.
const CLIENT: &str = "client";
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

/// What a genuine link leads to.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Whose.
    pub tenant: TenantId,
    /// Settings and catalogue.
    pub tenancy: Arc<Tenancy>,
    /// The client's file.
    pub file: File,
    /// The appointment that the link is about.
    pub item: ItemId,
    /// Whether it is as it was when the link was made.
    pub fits: Fits,
    /// What the link is for.
    pub kind: LinkKind,
    /// When it was opened.
    pub now: Timestamp,
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

impl Opened {
    /// The channel of the message with the link.
    #[must_use]
    pub const fn channel(&self) -> Channel {
        let (LinkKind::Answer(channel) | LinkKind::Survey(channel)) = self.kind;
        channel
    }

    /// The appointment that the link is about.
    #[must_use]
    pub fn own(&self) -> Option<&Appointment> {
        self.file.appointments.iter().find(|one| one.id.item == self.item)
    }

    /// All that is known, as the rules take it.
    #[must_use]
    pub fn facts(&self) -> Option<Facts<'_>> {
        Some(Facts {
            settings: &self.tenancy.settings,
            catalogue: &self.tenancy.catalogue,
            client: self.file.client.as_ref()?,
            patients: &self.file.patients,
            appointments: &self.file.appointments,
            guards: &self.file.guards,
            sms_suppressed: None,
            email_suppressed: None,
        })
    }

    /// The appointments that the page shows: that of the link, and those that the same reminder named and that are still
    /// to come. A void link shows none.
    #[must_use]
    pub fn shown(&self) -> Vec<&Appointment> {
        let Some(own) = self.own().filter(|_| self.fits == Fits::Now) else { return Vec::new() };
        let mut shown = vec![own];
        shown.extend(self.file.appointments.iter().filter(|other| other.id != own.id && self.named_with(own, other)));
        shown[1..].sort_by_key(|one| (one.start, &one.id.item));
        shown
    }

    /// Whether another appointment was named in the reminder with the link: the day's guard says so while it is kept,
    /// later the claim that was skipped for it on that day.
    fn named_with(&self, own: &Appointment, other: &Appointment) -> bool {
        if !other.status.is_standing() && other.undoable(self.now).is_none() || other.start <= self.now {
            return false;
        }
        let has = |one: &Appointment| (one.id.item.clone(), one.generation);
        let guarded = |guard: &&carebell_domain::decide::DayGuard| {
            guard.channel == self.channel() && guard.named.contains(&has(own))
        };
        if self.file.guards.iter().filter(guarded).any(|guard| guard.named.contains(&has(other))) {
            return true;
        }
        let Some(facts) = self.facts() else { return false };
        let reminders = [Event::AppointmentReminder, Event::AppointmentSecondReminder];
        let day = |one: &Appointment, at| facts.zone(one).day(at);
        let sent =
            reminders.iter().filter_map(|event| own.claim(*event, self.channel())).filter(|one| one.skipped.is_none());
        let days: Vec<_> = sent.map(|claim| day(own, claim.at)).collect();
        reminders
            .iter()
            .filter_map(|event| other.claim(*event, self.channel()))
            .any(|claim| claim.skipped == Some(SkipReason::RemindedToday) && days.contains(&day(other, claim.at)))
    }

    /// Whether a button does something for an appointment.
    #[must_use]
    pub fn may(&self, press: Press, appointment: &Appointment) -> bool {
        let standing = appointment.status.is_standing() && self.now < appointment.start;
        match press {
            Press::Confirm => may_confirm(appointment, self.now),
            Press::Cancel => self.facts().is_some_and(|facts| may_cancel(&facts, appointment, self.now)),
            Press::OtherTime => {
                standing && appointment.answer.is_none_or(|answer| answer.kind != AnswerKind::OtherTime)
            }
            Press::Undo => self.now < appointment.start && appointment.undoable(self.now).is_some(),
        }
    }
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
        let file = self.records.file(&tenant, &token.client).await?;
        let key = link_key(&*self.keys, token.key_id).await?;
        let appointments = file.appointments.iter().map(|one| (&one.id.item, one.generation));
        let Some((item, fits)) = token.find(&key, &tenant, appointments) else { return Ok(None) };
        let item = item.clone();
        if file.client.is_none() {
            return Ok(None);
        }
        Ok(Some(Opened { tenant, tenancy, file, item, fits, kind: token.kind, now: self.clock.now() }))
    }

    /// Presses a button of the page behind a link, for one of the appointments that it shows.
    ///
    /// # Errors
    /// [`PortError`] where a port failed: the press may have been carried out, and may be made again.
    pub async fn press(&self, token: &str, item: &ItemId, press: Press) -> Result<Pressed, PortError> {
        for _ in 0..TRIES {
            let Some(opened) = self.open(token).await? else { return Ok(Pressed::NoLink) };
            if !matches!(opened.kind, LinkKind::Answer(_)) {
                return Ok(Pressed::NoLink);
            }
            let Some(before) = opened.shown().into_iter().find(|one| one.id.item == *item) else {
                return Ok(Pressed::NotNow);
            };
            if !is_done(press, before) {
                if !opened.may(press, before) {
                    return Ok(Pressed::NotNow);
                }
                match self.write(&opened, before, press).await {
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

    async fn write(&self, opened: &Opened, before: &Appointment, press: Press) -> Result<(), WriteError> {
        let tenancy = &*opened.tenancy;
        let Some(client) = &opened.file.client else { return Err(WriteError::Stale) };
        let now = opened.now;
        let outside = Outside { actor: Actor::Client, now, settings: &tenancy.settings };
        let after = match press {
            Press::Confirm => before.answered(AnswerKind::Confirmed, outside),
            Press::Cancel => before.answered(AnswerKind::Cancelled, outside),
            Press::OtherTime => before.answered(AnswerKind::OtherTime, outside),
            Press::Undo => before.undone(outside).ok_or(WriteError::Stale)?,
        };
        let patients = &opened.file.patients;
        let change = Change { tenancy, client, patients, before: Some(before), by: CLIENT, now };
        let write = plan_write(change, after, None);
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
