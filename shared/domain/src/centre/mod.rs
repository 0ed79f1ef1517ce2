//! What the centre's administrators are told of, by e-mail: [`Notice`]s, and the mails that gather them.
//!
//! A notice tells of one thing that happened, once. Those about the same matter (one appointment, one source of events)
//! are gathered: the first goes at once, what follows within the hour goes together at its end. Clients' answers may
//! instead be told in one mail a day. What is told when, and to whom, is [`mails`]; what became of a notice stands in
//! itself.

mod gather;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

pub use gather::{Mail, Reach, look_again, mails, take};

use crate::model::{AnswerKind, Appointment, Claim, Settings};
use crate::{AppointmentId, Event, LocationId, MatterId, NoticeId, UserId};

/// For so long after a mail what else happens to its matter is gathered.
pub const GATHERED_FOR: SignedDuration = SignedDuration::from_hours(1);
/// For so long a notice makes sense, counted from when it may first be told.
pub const MAKES_SENSE_FOR: SignedDuration = SignedDuration::from_hours(24);

/// What has happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Happened {
    /// A client has confirmed.
    Confirmed,
    /// A client has cancelled.
    Cancelled,
    /// A client has answered the questionnaire with a poor rating.
    PoorAnswer {
        /// 1 or 2, of 5.
        rating: u8,
    },
    /// A client asks for another time.
    OtherTime,
    /// An event of another system could not be taken in.
    NotTakenIn {
        /// Which system.
        source: String,
        /// Why, without personal data.
        why: String,
    },
}

impl Happened {
    /// The event by which the centre is told of it.
    #[must_use]
    pub const fn event(&self) -> Event {
        match self {
            Self::Confirmed => Event::CentreClientConfirmed,
            Self::Cancelled => Event::CentreClientCancelled,
            Self::PoorAnswer { .. } => Event::CentrePoorAnswer,
            Self::OtherTime | Self::NotTakenIn { .. } => Event::CentreActionRequired,
        }
    }

    /// Whether it is one of the answers that a day's mail can tell together.
    const fn is_answer(&self) -> bool {
        matches!(self, Self::Confirmed | Self::Cancelled)
    }
}

/// The appointment that something happened to, as it was then. The client's name is read when the mail is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Which.
    pub id: AppointmentId,
    /// Its start.
    pub start: Timestamp,
    /// Where.
    pub location: LocationId,
}

impl From<&Appointment> for Visit {
    fn from(appointment: &Appointment) -> Self {
        let Appointment { id, start, location, .. } = appointment;
        Self { id: id.clone(), start: *start, location: location.clone() }
    }
}

/// Something of which the administrators are told, and how far that has come.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// What it is about: notices of one matter are gathered.
    pub matter: MatterId,
    /// Its name within the matter. The same cause always gives the same one.
    pub id: NoticeId,
    /// What has happened.
    pub happened: Happened,
    /// To which appointment, where it is about one.
    pub visit: Option<Visit>,
    /// From when it may be told.
    pub at: Timestamp,
    /// The day of the centre in whose mail it is told, where answers are told once a day.
    pub day: Option<Date>,
    /// It was taken back before it was told.
    pub withdrawn: bool,
    /// Nobody was told, and why not.
    pub closed: Option<Claim>,
    /// Who is told, from when it is first taken on: the claim of each one's mail, or none where that was given back.
    pub to: BTreeMap<UserId, Option<Claim>>,
    /// When it is to be looked at next.
    pub due: Option<Timestamp>,
    /// The number of the last write.
    pub rev: u64,
}

impl Notice {
    /// What is to be told about an appointment from `at` on. `cause` is what tells this occurrence from others of the
    /// kind, such as the `rev` of the appointment that it was decided upon: the same one twice is one notice.
    #[must_use]
    pub fn of_visit(settings: &Settings, happened: Happened, of: &Appointment, cause: &str, at: Timestamp) -> Self {
        let subject = of.id.to_string();
        Self { visit: Some(of.into()), ..Self::new(settings, happened, &subject, cause, at) }
    }

    /// What is to be told of a client's answer to an appointment: that another time is wanted at once, the others once
    /// they can no longer be taken back. `None` where there is no answer.
    #[must_use]
    pub fn of_answer(settings: &Settings, answered: &Appointment) -> Option<Self> {
        let answer = answered.answer?;
        let settled = answer.undo_until().min(answered.start).max(answer.at);
        let (happened, at) = match answer.kind {
            AnswerKind::Confirmed => (Happened::Confirmed, settled),
            AnswerKind::Cancelled => (Happened::Cancelled, settled),
            AnswerKind::OtherTime => (Happened::OtherTime, answer.at),
        };
        Some(Self::of_visit(settings, happened, answered, &answer.at.to_string(), at))
    }

    /// What is to be told about a subject from `at` on. The same cause twice is one notice.
    #[must_use]
    pub fn new(settings: &Settings, happened: Happened, subject: &str, cause: &str, at: Timestamp) -> Self {
        let event = happened.event().as_str();
        let digest = settings.answers_digest_at.filter(|_| happened.is_answer());
        let day = digest.map(|hour| {
            let local = settings.centre.time_zone.at(at).datetime();
            let day = local.date();
            if local.time() < hour { day } else { day.tomorrow().unwrap_or(day) }
        });
        let matter = match day {
            Some(day) => MatterId::derived(&["day", &day.to_string()]),
            None => MatterId::derived(&["matter", event, subject]),
        };
        let mut notice = Self {
            id: NoticeId::derived(&["notice", event, subject, cause]),
            matter,
            happened,
            visit: None,
            at,
            day,
            withdrawn: false,
            closed: None,
            to: BTreeMap::new(),
            due: None,
            rev: 0,
        };
        notice.due = Some(gather::whole_second(notice.told_from(settings)));
        notice
    }

    /// The event of the mail that tells it.
    #[must_use]
    pub const fn event(&self) -> Event {
        if self.day.is_some() { Event::CentreClientAnswers } else { self.happened.event() }
    }

    /// From when it may be told: at once, or with the other answers of its day, by the hour that is set now.
    fn told_from(&self, settings: &Settings) -> Timestamp {
        let hour = settings.answers_digest_at.zip(self.day);
        let digest = hour.map(|(hour, day)| settings.centre.time_zone.instant(day.to_datetime(hour)));
        digest.map_or(self.at, |digest| digest.max(self.at))
    }

    /// Whether nothing was decided about it yet.
    fn is_open(&self) -> bool {
        !self.withdrawn && self.closed.is_none() && self.to.is_empty()
    }

    /// Whether a mail of it was given back, and has to be tried again.
    fn is_given_back(&self) -> bool {
        !self.withdrawn && self.to.values().any(Option::is_none)
    }

    /// The mails that were taken on for it.
    pub fn claims(&self) -> impl Iterator<Item = (&UserId, &Claim)> {
        self.to.iter().filter_map(|(user, claim)| Some((user, claim.as_ref()?)))
    }
}
