//! What would become of a client's recalls under a configuration that is only tried: read, decided and written as when
//! they are sent, and neither claimed nor handed over.

use std::sync::Arc;

use carebell_domain::agenda::{Entry, agenda_of};
use carebell_domain::decide::{Facts, SkipReason, Verdict};
use carebell_domain::model::Appointment;
use carebell_domain::sms::MAX_PARTS;
use carebell_domain::{Channel, ClientId, Event, ItemId, TenantId};
use jiff::Timestamp;
use jiff::civil::Date;

use super::compose::{Beside, compose};
use super::facts::Working;
use crate::ports::{File, Planned, PortError, Records, Suppressions, Tenancy};

/// A recall on one channel, as it is foreseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Foreseen {
    /// On which channel.
    pub(crate) channel: Channel,
    /// The local day, at the visit's place, on which it goes or is given up.
    pub(crate) day: Date,
    /// Whether it is due already, and waits for the sending hours at most.
    pub(crate) is_due: bool,
    /// What becomes of it.
    pub(crate) fate: Fate,
}

/// What becomes of a recall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It goes; an SMS in so many segments, an e-mail in none.
    Goes {
        /// Segments.
        segments: u8,
    },
    /// Its text has more segments than any provider is asked to send.
    TooLong,
    /// It does not go, because.
    Skipped(SkipReason),
}

/// A client's file, with a configuration that is only tried.
pub(crate) struct Rehearsal(Working);

impl Rehearsal {
    /// Reads the client's file and suppressions. `None` where there is no such client any more.
    pub(crate) async fn load(
        (records, suppressions): (&dyn Records, &dyn Suppressions),
        tenant: &TenantId,
        tenancy: &Arc<Tenancy>,
        client: &ClientId,
    ) -> Result<Option<Self>, PortError> {
        let file = records.file(tenant, client).await?;
        let Some(mut working) = Working::of(tenant, tenancy, file) else { return Ok(None) };
        let (mobile, email) = (working.client.mobile.as_ref(), working.client.email.as_ref());
        let suppressed = suppressions.suppressed(tenant, mobile, email).await?;
        (working.sms_suppressed, working.email_suppressed) = suppressed;
        Ok(Some(Self(working)))
    }

    /// The recalls of one visit on every channel that is on, as they stand at `now`.
    pub(crate) async fn recalls(
        &self,
        records: &dyn Records,
        item: &ItemId,
        now: Timestamp,
    ) -> Result<Vec<Foreseen>, PortError> {
        let Self(working) = self;
        let Some(visit) = working.appointment(item) else { return Ok(Vec::new()) };
        let zone = working.facts().zone(visit);
        let mut foreseen = Vec::new();
        for Entry { occasion, decision } in recalls(&working.facts(), visit, now) {
            let skipped = match decision.verdict {
                Verdict::Send { .. } => None,
                Verdict::Wait { forecast, .. } => forecast,
                Verdict::Skip(reason) => Some(reason),
            };
            let fate = match (skipped, occasion.channel) {
                (Some(reason), _) => Fate::Skipped(reason),
                (None, Channel::Email) => Fate::Goes { segments: 0 },
                (None, Channel::Sms) => {
                    let notes =
                        if visit.has_notes { records.notes(&working.tenant, &visit.id).await?.notes } else { None };
                    let beside = Beside { notes: notes.as_deref(), ..Beside::default() };
                    let segments = compose(working, visit, occasion, beside).segments().unwrap_or_default();
                    if usize::from(segments) > MAX_PARTS { Fate::TooLong } else { Fate::Goes { segments } }
                }
            };
            let (day, is_due) = (zone.day(decision.planned), decision.due <= now);
            foreseen.push(Foreseen { channel: occasion.channel, day, is_due, fate });
        }
        Ok(foreseen)
    }
}

/// Whether a visit plans a recall at all: what else the client's file holds only says what becomes of it.
pub(crate) fn plans_recall(tenant: &TenantId, tenancy: &Arc<Tenancy>, planned: &Planned, now: Timestamp) -> bool {
    let Planned { client, appointment, .. } = planned;
    let known = File { client: Some(client.clone()), appointments: vec![appointment.clone()], ..File::default() };
    let working = Working::of(tenant, tenancy, known);
    working.is_some_and(|working| recalls(&working.facts(), appointment, now).next().is_some())
}

/// The recalls that a visit plans and that have not been dealt with.
fn recalls(facts: &Facts<'_>, visit: &Appointment, now: Timestamp) -> impl Iterator<Item = Entry> + use<> {
    agenda_of(facts, visit, now, |event| event == Event::Recall).into_iter()
}
