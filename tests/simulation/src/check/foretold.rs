//! What a timeline says of the future is what then happens.

use std::collections::{BTreeMap, BTreeSet};

use carebell_domain::decide::{Occasion, SkipReason, Verdict};
use carebell_domain::{AppointmentId, Channel, ClientId, TenantId};
use carebell_workflows::api::timeline::What as Line;
use carebell_workflows::ports::MessageRecord;
use jiff::{SignedDuration, Timestamp};

use crate::world::World;

/// How much later than foretold something may happen: the sweep comes once a minute, the queue gives out within
/// another, and clocks differ.
const LATER: SignedDuration = SignedDuration::from_secs(150);
/// How much earlier: clocks differ.
const EARLIER: SignedDuration = SignedDuration::from_secs(5);

/// What a timeline says of one message.
#[derive(Clone, Debug)]
pub enum What {
    /// It has been taken on already.
    Taken(Occasion),
    /// It will go then, or be skipped then because of something.
    Then(Occasion, Timestamp, Option<SkipReason>),
    /// It is not called for, and here is why.
    Never(Occasion),
}

/// What an appointment's timeline said.
#[derive(Clone, Debug)]
pub struct Look {
    /// When somebody looked.
    pub at: Timestamp,
    /// Whose appointment.
    pub tenant: TenantId,
    /// Which.
    pub id: AppointmentId,
    /// What it said of messages.
    pub what: Vec<What>,
}

impl What {
    /// A line of a timeline as seen at `now`, if it is about a message.
    #[must_use]
    pub fn of(line: Line, now: Timestamp, called_for: &BTreeSet<Occasion>) -> Option<Self> {
        match line {
            Line::Made { .. } | Line::Changed(_) => None,
            Line::Message { occasion, .. } => Some(Self::Taken(occasion)),
            Line::Ahead { occasion, .. } if !called_for.contains(&occasion) => Some(Self::Never(occasion)),
            Line::Ahead { occasion, decision } => Some(match decision.verdict {
                Verdict::Send { .. } => Self::Then(occasion, now, None),
                Verdict::Skip(reason) => Self::Then(occasion, now, Some(reason)),
                Verdict::Wait { until, forecast, .. } => Self::Then(occasion, until, forecast),
            }),
        }
    }
}

type Messages = BTreeMap<(TenantId, AppointmentId, Occasion), MessageRecord>;

/// Compares all that timelines said with what happened.
pub(super) fn check(world: &World, wrong: &mut Vec<String>) {
    if world.ledger.looks.is_empty() {
        return;
    }
    let messages: Messages = world
        .store
        .rows()
        .filter_map(|(key, row)| {
            let message = row.message()?;
            let MessageRecord { event, channel, number, .. } = message;
            let occasion = Occasion { event, channel, number, repeat: message.repeats.is_some() };
            Some(((key.tenant.clone(), message.appointment.clone()?, occasion), message))
        })
        .collect();
    let ties = ties(world);
    for look in &world.ledger.looks {
        compare(look, &messages, &ties, wrong);
    }
}

/// The instants at which reminders of several clients of a tenant that writes to households go, as their timelines say: each
/// has a job of its own, and which of a household's is done first nobody can foretell.
type Ties = BTreeMap<(TenantId, Channel, Timestamp), BTreeSet<ClientId>>;

fn ties(world: &World) -> Ties {
    let mut ties = Ties::new();
    let is_shared = |tenant: &TenantId| world.store.tenancy(tenant).is_some_and(|one| one.settings.households);
    for look in world.ledger.looks.iter().filter(|look| is_shared(&look.tenant)) {
        for what in &look.what {
            if let What::Then(occasion, at, _) = what
                && occasion.event.is_reminder()
            {
                ties.entry((look.tenant.clone(), occasion.channel, *at)).or_default().insert(look.id.client.clone());
            }
        }
    }
    ties.retain(|_, clients| clients.len() > 1);
    ties
}

fn compare(look: &Look, messages: &Messages, ties: &Ties, wrong: &mut Vec<String>) {
    let mut say = |occasion: &Occasion, words: String| {
        wrong.push(format!("T: at {:.0} the timeline of {} said that {occasion} {words}", look.at, look.id));
    };
    let mut known = BTreeSet::new();
    for what in &look.what {
        let (What::Taken(occasion) | What::Then(occasion, ..) | What::Never(occasion)) = what;
        let found = messages.get(&(look.tenant.clone(), look.id.clone(), *occasion));
        known.insert(*occasion);
        match (what, found) {
            (What::Then(_, at, _), Some(_)) if ties.contains_key(&(look.tenant.clone(), occasion.channel, *at)) => {}
            (What::Taken(_), _) | (What::Never(_), None) => {}
            (What::Never(_), Some(message)) => {
                say(occasion, format!("is not called for; {}", happened(Some(message))));
            }
            // What is not to go is dealt with when the appointment is looked at next: nobody waits for that.
            (What::Then(_, at, reason), Some(message))
                if message.skipped == *reason
                    && message.at >= *at - EARLIER
                    && (reason.is_some() || message.at <= *at + LATER || is_freed(look, *occasion, *at)) => {}
            (What::Then(_, at, None), found) => say(occasion, format!("goes at {at:.0}; {}", happened(found))),
            (What::Then(_, at, Some(reason)), found) => {
                say(occasion, format!("is skipped at {at:.0} as {reason}; {}", happened(found)));
            }
        }
    }
    for ((_, _, occasion), message) in
        messages.iter().filter(|((tenant, id, _), _)| (tenant, id) == (&look.tenant, &look.id))
    {
        if message.at > look.at && !known.contains(occasion) {
            say(occasion, format!("does not exist; {}", happened(Some(message))));
        }
    }
}

/// A reminder that had been put off to another day, and could go at once since the one that took its day is for starts
/// that have all moved: it goes when it is looked at next, on the day to which it was put off at the latest.
fn is_freed(look: &Look, occasion: Occasion, at: Timestamp) -> bool {
    occasion.event.is_reminder() && at == look.at
}

fn happened(message: Option<&MessageRecord>) -> String {
    match message.map(|message| (message.at, message.skipped)) {
        None => "nothing has become of it".to_owned(),
        Some((at, None)) => format!("it went at {at:.0}"),
        Some((at, Some(reason))) => format!("it was skipped at {at:.0} as {reason}"),
    }
}
