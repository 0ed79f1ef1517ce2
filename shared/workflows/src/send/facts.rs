//! The client's file as a job works on it: read once, kept up to date by the job's own writes.

use std::sync::Arc;

use carebell_domain::agenda::{Entry, agenda};
use carebell_domain::decide::{DayGuard, Facts, Household, Suppression};
use carebell_domain::model::{Appointment, Client, Patient};
use carebell_domain::{AppointmentId, Channel, ItemId, TenantId};
use jiff::{SignedDuration, Timestamp};

use super::Sender;
use crate::household::{household, matters, recent};
use crate::jobs::SendJob;
use crate::ports::{File, PortError, Tenancy};

/// Longer than any run: what falls due later is another one's.
const LONGEST_RUN: SignedDuration = SignedDuration::from_mins(1);

/// All that a job knows.
#[derive(Clone, Debug)]
pub(super) struct Working {
    pub(super) tenant: TenantId,
    pub(super) tenancy: Arc<Tenancy>,
    pub(super) client: Client,
    pub(super) patients: Vec<Patient>,
    pub(super) appointments: Vec<Appointment>,
    pub(super) guards: Vec<DayGuard>,
    pub(super) household: Household,
    pub(super) sms_suppressed: Option<Suppression>,
    pub(super) email_suppressed: Option<Suppression>,
    /// When the client was asked for.
    pub(super) asked: Timestamp,
}

impl Working {
    /// Reads the client's file. `None` where there is no such client any more.
    pub(super) async fn load(
        sender: &Sender,
        tenancy: &Arc<Tenancy>,
        job: &SendJob,
    ) -> Result<Option<Self>, PortError> {
        let asked = sender.clock.now();
        let file = sender.records.file(&job.tenant, &job.client).await?;
        let Some(mut working) = Self::of(&job.tenant, tenancy, file) else { return Ok(None) };
        let (mobile, email) = (working.client.mobile.as_ref(), working.client.email.as_ref());
        let suppressed = sender.suppressions.suppressed(&job.tenant, mobile, email).await?;
        (working.sms_suppressed, working.email_suppressed) = suppressed;
        working.asked = asked;
        if working.reminds(&job.items, asked) {
            let (settings, since) = (&tenancy.settings, recent(&tenancy.settings, asked));
            let of = (settings, &working.client);
            let (household, went) = household(&*sender.records, &job.tenant, of, &Channel::ALL, since).await?;
            working.household = household;
            working.guards.extend(went);
        }
        Ok(Some(working))
    }

    /// Whether a reminder about one of these appointments may go to a household in this run.
    fn reminds(&self, items: &[ItemId], now: Timestamp) -> bool {
        let due = |one: &Appointment| {
            let entries = agenda(&self.facts(), one, now);
            let in_this_run = |entry: &Entry| entry.due(now).at <= now + LONGEST_RUN;
            entries.iter().any(|entry| entry.occasion.event.is_reminder() && in_this_run(entry))
        };
        matters(&self.tenancy.settings, now)
            && self.appointments.iter().filter(|one| items.contains(&one.id.item)).any(due)
    }

    /// The client's file without the suppressions, which say what becomes of a message and not when it is looked at.
    pub(super) fn of(tenant: &TenantId, tenancy: &Arc<Tenancy>, file: File) -> Option<Self> {
        Some(Self {
            tenant: tenant.clone(),
            tenancy: Arc::clone(tenancy),
            client: file.client?,
            patients: file.patients,
            appointments: file.appointments,
            guards: file.guards,
            household: Household::NONE,
            sms_suppressed: None,
            email_suppressed: None,
            asked: Timestamp::MIN,
        })
    }

    pub(super) fn facts(&self) -> Facts<'_> {
        Facts {
            settings: &self.tenancy.settings,
            catalogue: &self.tenancy.catalogue,
            client: &self.client,
            patients: &self.patients,
            appointments: &self.appointments,
            guards: &self.guards,
            household: &self.household,
            sms_suppressed: self.sms_suppressed,
            email_suppressed: self.email_suppressed,
        }
    }

    /// Those of the named appointments that exist, by start.
    pub(super) fn in_order(&self, items: &[ItemId]) -> Vec<ItemId> {
        let mut known: Vec<&Appointment> =
            self.appointments.iter().filter(|one| items.contains(&one.id.item)).collect();
        known.sort_by_key(|one| (one.start, &one.id.item));
        known.into_iter().map(|one| one.id.item.clone()).collect()
    }

    /// An appointment that a reminder names, the client's or that of somebody of the household, and what holds for whose it
    /// is.
    pub(super) fn whose(&self, id: &AppointmentId) -> Option<(Facts<'_>, &Appointment)> {
        let own = self.facts();
        let mut all = self.household.relatives.iter().map(|one| own.seen_by(one)).chain([own]);
        let of = all.find(|of| of.client.id == id.client)?;
        Some((of, of.appointments.iter().find(|one| one.id == *id)?))
    }

    pub(super) fn appointment(&self, item: &ItemId) -> Option<&Appointment> {
        self.appointments.iter().find(|one| one.id.item == *item)
    }

    /// Puts an appointment in the place of its former self.
    pub(super) fn replace(&mut self, appointment: Appointment) {
        if let Some(place) = self.appointments.iter_mut().find(|one| one.id == appointment.id) {
            *place = appointment;
        }
    }
}

/// The number or mailbox of a client on a channel.
pub(super) fn recipient(client: &Client, channel: Channel) -> Option<String> {
    match channel {
        Channel::Sms => client.mobile.as_ref().map(|number| number.e164().to_owned()),
        Channel::Email => client.email.as_ref().map(|mailbox| mailbox.as_str().to_owned()),
    }
}
