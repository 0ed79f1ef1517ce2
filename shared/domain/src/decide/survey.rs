//! How often a client is asked for an opinion: once for a visit, and once in a while whatever the number of visits.

use jiff::Timestamp;

use super::{Facts, rules, timing};
use crate::agenda::events;
use crate::model::Appointment;
use crate::{AppointmentId, Channel, Event};

const SURVEY: Event = Event::SatisfactionSurvey;

/// Whether the client has been asked about another visit lately, or is about to be: of visits about which a client could
/// be asked at the same time, the one whose turn comes first is the one, and of two whose turn comes together the one
/// that ended first. So two jobs that decide at once agree.
pub(super) fn asked_recently(facts: &Facts<'_>, own: &Appointment, now: Timestamp) -> bool {
    was_asked(facts, own, now)
        || facts.appointments.iter().filter(|other| other.id != own.id).any(|other| {
            turn(facts, other) < turn(facts, own)
                && is_about_to_be_asked(facts, other, now)
                && !was_asked(facts, other, now)
        })
}

/// Whether the client has been asked about a visit other than this lately.
fn was_asked(facts: &Facts<'_>, own: &Appointment, now: Timestamp) -> bool {
    let between = facts.settings.survey.between();
    let others = facts.appointments.iter().filter(|other| other.id != own.id);
    others.flat_map(|other| &other.claims).any(|(occasion, claim)| {
        occasion.event == SURVEY && claim.skipped.is_none() && claim.at <= now && claim.at.duration_until(now) < between
    })
}

/// When the client is to be asked about a visit, on whatever channel comes first.
fn turn<'a>(facts: &Facts<'_>, visit: &'a Appointment) -> (Timestamp, Timestamp, &'a AppointmentId) {
    let on = Channel::ALL.into_iter().filter(|channel| facts.settings.on(SURVEY, *channel));
    let planned =
        on.filter_map(|channel| timing::timing(facts, visit, visit.occasion(SURVEY, channel), visit.end).planned.ok());
    (planned.min().unwrap_or(Timestamp::MAX), visit.end, &visit.id)
}

fn is_about_to_be_asked(facts: &Facts<'_>, other: &Appointment, now: Timestamp) -> bool {
    events(facts, other).contains(&SURVEY)
        && Channel::ALL.into_iter().any(|channel| {
            let occasion = other.occasion(SURVEY, channel);
            let times = timing::timing(facts, other, occasion, now);
            !other.claims.contains_key(&occasion)
                && facts.settings.on(SURVEY, channel)
                && times.planned.is_ok_and(|planned| planned <= now && now <= times.until)
                && rules::against(facts, other, occasion, now).is_empty()
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::{SkipReason, Verdict, decide};
    use crate::fixtures::{Clinic, at};
    use crate::model::{AfterVisit, Claim, Status};

    /// Two visits on Monday that end at 10:30 and 11:30; what is asked is asked two hours later.
    fn clinic() -> Clinic {
        let mut clinic = Clinic::new();
        clinic.switch_on(SURVEY);
        clinic.settings.after_visit.sends = AfterVisit::SatisfactionSurvey;
        clinic.book("b", "2026-05-25T10:00+02:00", "2026-06-01T11:00+02:00");
        clinic.book("a", "2026-05-25T10:00+02:00", "2026-06-01T10:00+02:00");
        clinic
    }

    fn verdict(clinic: &Clinic, index: usize, now: &str) -> Verdict {
        let appointment = &clinic.appointments[index];
        decide(&clinic.facts(), appointment, appointment.occasion(SURVEY, Channel::Email), at(now)).verdict
    }

    fn goes() -> Verdict {
        Verdict::Send { named: Vec::new() }
    }

    #[test]
    fn of_two_visits_the_first_is_asked_about_whoever_decides_first() {
        let mut clinic = clinic();
        let now = "2026-06-01T14:00+02:00";
        assert_eq!(verdict(&clinic, 1, now), goes());
        assert_eq!(verdict(&clinic, 0, now), Verdict::Skip(SkipReason::AskedRecently));
        let occasion = clinic.appointments[1].occasion(SURVEY, Channel::Email);
        clinic.appointments[1].claims.insert(occasion, Claim::new(at("2026-06-01T12:30+02:00"), "01J"));
        assert_eq!(verdict(&clinic, 0, now), Verdict::Skip(SkipReason::AskedRecently));
        // Its own other channel is not another visit.
        let by_sms = clinic.appointments[1].occasion(SURVEY, Channel::Sms);
        let decided = decide(&clinic.facts(), &clinic.appointments[1], by_sms, at(now));
        assert_eq!(decided.verdict, goes());
        // A visit that nobody is asked about does not count.
        clinic.appointments[1].claims.clear();
        clinic.appointments[1].status = Status::NoShow;
        assert_eq!(verdict(&clinic, 0, now), goes());
    }

    #[test]
    fn a_visit_that_is_not_asked_about_holds_up_no_other() {
        // The client has been asked about the later one by e-mail; its SMS is not held up by the earlier one, which is not
        // asked about any more.
        let mut clinic = clinic();
        let occasion = clinic.appointments[0].occasion(SURVEY, Channel::Email);
        clinic.appointments[0].claims.insert(occasion, Claim::new(at("2026-06-01T13:30+02:00"), "01J"));
        let now = at("2026-06-01T14:00+02:00");
        for (index, expected) in [(0, goes()), (1, Verdict::Skip(SkipReason::AskedRecently))] {
            assert_eq!(clinic.decide(index, SURVEY, Channel::Sms, now).verdict, expected);
        }
    }

    #[test]
    fn after_a_while_a_client_is_asked_again() {
        let mut clinic = clinic();
        let occasion = clinic.appointments[1].occasion(SURVEY, Channel::Sms);
        clinic.settings.survey.days_between = 7;
        for (asked, expected) in [
            ("2026-05-25T14:00+02:00", goes()),
            ("2026-05-25T14:00:01+02:00", Verdict::Skip(SkipReason::AskedRecently)),
        ] {
            clinic.appointments[1].claims.insert(occasion, Claim::new(at(asked), "01J"));
            clinic.appointments[1].status = Status::Attended;
            let other = clinic.appointments[1].occasion(SURVEY, Channel::Email);
            clinic.appointments[1].claims.insert(other, Claim::skip(at(asked), "01J", SkipReason::NoAddress));
            assert_eq!(verdict(&clinic, 0, "2026-06-01T14:00+02:00"), expected, "{asked}");
        }
    }
}
