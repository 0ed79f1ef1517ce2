//! What a client answers by the link in a message: confirmed, cancelled, or another time is wanted.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Appointment, Outside, Status, ToldStatus};

/// How long an answer can be taken back.
pub const UNDO: SignedDuration = SignedDuration::from_mins(10);

/// What was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AnswerKind {
    /// The client comes.
    Confirmed,
    /// The client does not come.
    Cancelled,
    /// The client asks for another time; until the desk gives one, the appointment stays as it is.
    OtherTime,
}

/// A client's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What was answered.
    pub kind: AnswerKind,
    /// When.
    pub at: Timestamp,
    /// Where the appointment stood before: what taking the answer back restores.
    pub from: Status,
}

impl Answer {
    /// Until when the answer can be taken back, exclusive.
    #[must_use]
    pub fn undo_until(self) -> Timestamp {
        self.at.checked_add(UNDO).unwrap_or(Timestamp::MAX)
    }
}

impl Appointment {
    /// The appointment as the client answers. The answer holds until somebody else changes the status or moves it.
    #[must_use]
    pub fn answered(&self, kind: AnswerKind, outside: Outside<'_>) -> Self {
        let status = match kind {
            AnswerKind::Confirmed => Status::Confirmed,
            AnswerKind::Cancelled => Status::Cancelled,
            AnswerKind::OtherTime => self.status,
        };
        let mut next = self.changed(self.details(), status, outside);
        next.answer = Some(Answer { kind, at: outside.now, from: self.status });
        next
    }

    /// The answer, while it can be taken back. That another time is wanted the desk knows at once.
    #[must_use]
    pub fn undoable(&self, now: Timestamp) -> Option<Answer> {
        self.answer.filter(|answer| answer.kind != AnswerKind::OtherTime && now < answer.undo_until())
    }

    /// The appointment as it was before the client's last answer. `None` where that can no longer be taken back.
    ///
    /// It is no opening again: links stay good, what has gone is not sent anew, and nothing has to be told, because the
    /// client was not yet told of the cancellation.
    #[must_use]
    pub fn undone(&self, outside: Outside<'_>) -> Option<Self> {
        let answer = self.undoable(outside.now)?;
        let mut next = self.clone();
        (next.status, next.answer) = (answer.from, None);
        if next.tells() != self.tells() {
            // Where cancellations are not told, this one counts as told at once; who takes it back knows how it stands.
            if next.told.as_ref().is_some_and(|told| told.status == ToldStatus::Cancelled) {
                next.told = next.tells();
            }
            next.notice_change(outside);
        }
        Some(next)
    }

    /// The status that a change of another system gives, made there at `occurred_at`: a client's answer is undone only
    /// by a later one.
    #[must_use]
    pub fn status_from_outside(&self, told: Status, occurred_at: Timestamp) -> Status {
        let kept = self.answer.is_some_and(|answer| answer.kind != AnswerKind::OtherTime && occurred_at <= answer.at);
        if kept { self.status } else { told }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::fixtures::{Clinic, at};
    use crate::model::Actor;
    use crate::{Channel, Event};

    /// A visit on Friday at 15:30 that was booked on Monday, of which the client knows.
    fn booked(cancellations_told: bool) -> Clinic {
        let mut clinic = Clinic::new();
        if cancellations_told {
            clinic.switch_on(Event::AppointmentCancelled);
        }
        clinic.book("a", "2026-06-01T10:00+02:00", "2026-06-05T15:30+02:00");
        clinic.appointments[0].settle_notice();
        clinic
    }

    fn outside<'a>(clinic: &'a Clinic, now: &str) -> Outside<'a> {
        Outside { actor: Actor::Client, now: at(now), settings: &clinic.settings }
    }

    #[rstest]
    #[case(true)]
    #[case(false)]
    fn a_cancellation_taken_back_leaves_no_trace(#[case] told: bool) {
        let clinic = booked(told);
        let before = &clinic.appointments[0];
        let cancelled = before.answered(AnswerKind::Cancelled, outside(&clinic, "2026-06-03T12:00+02:00"));
        assert_eq!(cancelled.status, Status::Cancelled);
        // It is told once it can no longer be taken back.
        let due = told.then(|| at("2026-06-03T12:10+02:00"));
        assert_eq!(cancelled.told_at(&clinic.settings), due);
        let undone = cancelled.undone(outside(&clinic, "2026-06-03T12:09:59+02:00")).expect("in time");
        let same = Appointment { notices: before.notices, ..undone.clone() };
        assert_eq!(same, *before, "{undone:?}");
        assert_eq!(cancelled.undone(outside(&clinic, "2026-06-03T12:10+02:00")), None);
    }

    #[test]
    fn an_answer_ends_with_a_change_by_somebody_else() {
        let clinic = booked(true);
        let confirmed =
            clinic.appointments[0].answered(AnswerKind::Confirmed, outside(&clinic, "2026-06-03T12:00+02:00"));
        assert_eq!((confirmed.status, confirmed.pending), (Status::Confirmed, None));
        let desk = Outside { actor: Actor::Desk, ..outside(&clinic, "2026-06-03T12:05+02:00") };
        let mut details = confirmed.details();
        details.price = Some(1);
        assert!(confirmed.changed(details.clone(), Status::Confirmed, desk).answer.is_some());
        details.start = at("2026-06-05T16:00+02:00");
        let moved = confirmed.changed(details, Status::Confirmed, desk);
        assert_eq!((moved.status, moved.answer), (Status::Booked, None));
        assert_eq!(confirmed.changed(confirmed.details(), Status::Cancelled, desk).answer, None);
    }

    #[rstest]
    #[case::earlier(AnswerKind::Confirmed, "2026-06-03T11:59+02:00", Status::Confirmed)]
    #[case::at_once(AnswerKind::Cancelled, "2026-06-03T12:00+02:00", Status::Cancelled)]
    #[case::later(AnswerKind::Cancelled, "2026-06-03T12:01+02:00", Status::Booked)]
    #[case::no_status(AnswerKind::OtherTime, "2026-06-03T11:59+02:00", Status::Booked)]
    fn only_a_later_change_from_outside_undoes_it(
        #[case] kind: AnswerKind,
        #[case] occurred_at: &str,
        #[case] status: Status,
    ) {
        let clinic = booked(false);
        let answered = clinic.appointments[0].answered(kind, outside(&clinic, "2026-06-03T12:00+02:00"));
        assert_eq!(answered.status_from_outside(Status::Booked, at(occurred_at)), status);
    }

    #[test]
    fn a_reminder_that_fell_due_meanwhile_goes_after_the_undo() {
        let mut clinic = booked(false);
        clinic.switch_on(Event::AppointmentReminder);
        let cancelled =
            clinic.appointments[0].answered(AnswerKind::Cancelled, outside(&clinic, "2026-06-03T15:29+02:00"));
        let undone = cancelled.undone(outside(&clinic, "2026-06-03T15:35+02:00")).expect("in time");
        assert_eq!(undone.claim(Event::AppointmentReminder, Channel::Sms), None);
        clinic.appointments[0] = undone;
        let due = crate::agenda::next_due(&clinic.facts(), &clinic.appointments[0], at("2026-06-03T15:35+02:00"));
        assert_eq!(due.map(|due| due.at), Some(at("2026-06-03T15:35+02:00")));
    }
}
