//! How often a client is asked for an opinion: once for a visit, and once in a while whatever the number of visits.

use jiff::Timestamp;

use super::{Facts, rules, timing};
use crate::agenda::events;
use crate::model::Appointment;
use crate::{AppointmentId, Channel, Event};

const SURVEY: Event = Event::SatisfactionSurvey;

/// Whether the client will have been asked about another visit lately when the turn of this one comes, at `when`, as seen
/// at `now`. The visits about which the client could be asked take their turns one after the other, as they will; of two
/// whose turn comes together the one that ended first has it. So two jobs that decide at once agree.
pub(super) fn asked_recently(facts: &Facts<'_>, own: &Appointment, when: Timestamp, now: Timestamp) -> bool {
    let mut asked = were_asked(facts);
    let mut earlier: Vec<_> =
        facts.appointments.iter().filter(|other| other.id != own.id && turn(facts, other) < turn(facts, own)).collect();
    earlier.sort_by_key(|other| turn(facts, other));
    for other in earlier {
        if let Some(at) = will_be_asked(facts, other, now)
            && !is_near(facts, &asked, other, at)
        {
            asked.push((&other.id, at));
        }
    }
    is_near(facts, &asked, own, when)
}

/// A visit about which the client was asked, or will be, and when.
type Asked<'a> = (&'a AppointmentId, Timestamp);

/// The visits about which the client has been asked.
fn were_asked<'a>(facts: &Facts<'a>) -> Vec<Asked<'a>> {
    let claims = facts.appointments.iter().flat_map(|one| one.claims.iter().map(move |(key, claim)| (one, key, claim)));
    let surveys = claims.filter(|(_, occasion, claim)| occasion.event == SURVEY && claim.skipped.is_none());
    surveys.map(|(one, _, claim)| (&one.id, claim.at)).collect()
}

/// Whether the client was asked about another visit not long before.
fn is_near(facts: &Facts<'_>, asked: &[Asked<'_>], own: &Appointment, when: Timestamp) -> bool {
    let between = facts.settings.survey.between();
    asked.iter().any(|(id, at)| **id != own.id && *at <= when && at.duration_until(when) < between)
}

/// When the client is to be asked about a visit, on whatever channel comes first.
fn turn<'a>(facts: &Facts<'_>, visit: &'a Appointment) -> (Timestamp, Timestamp, &'a AppointmentId) {
    let on = Channel::ALL.into_iter().filter(|channel| facts.settings.on(SURVEY, *channel));
    let planned =
        on.filter_map(|channel| timing::timing(facts, visit, visit.occasion(SURVEY, channel), visit.end).planned.ok());
    (planned.min().unwrap_or(Timestamp::MAX), visit.end, &visit.id)
}

/// When the client will be asked about a visit of which nothing has gone, were it the only one.
fn will_be_asked(facts: &Facts<'_>, other: &Appointment, now: Timestamp) -> Option<Timestamp> {
    if !events(facts, other).contains(&SURVEY) {
        return None;
    }
    let on = Channel::ALL.into_iter().filter(|channel| facts.settings.on(SURVEY, *channel));
    let at = on.filter_map(|channel| {
        let occasion = other.occasion(SURVEY, channel);
        let times = timing::timing(facts, other, occasion, now);
        let at = times.planned.ok()?.max(now);
        let goes = !other.claims.contains_key(&occasion)
            && at <= times.until
            && rules::against(facts, other, occasion, at).is_empty();
        goes.then_some(at)
    });
    at.min()
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
    fn what_follows_is_foretold() {
        // Visits a week, two and five weeks after the first: only that one and the last are asked about.
        let mut clinic = Clinic::new();
        clinic.switch_on(SURVEY);
        clinic.settings.after_visit.sends = AfterVisit::SatisfactionSurvey;
        for (item, start) in [
            ("a", "2026-06-01T10:00+02:00"),
            ("b", "2026-06-08T10:00+02:00"),
            ("c", "2026-06-15T10:00+02:00"),
            ("d", "2026-07-06T10:00+02:00"),
        ] {
            clinic.book(item, "2026-05-25T10:00+02:00", start);
        }
        let foretold = |index| clinic.decide(index, SURVEY, Channel::Email, at("2026-05-26T10:00+02:00")).verdict;
        let forecasts = [0, 1, 2, 3].map(|index| match foretold(index) {
            Verdict::Wait { forecast, .. } => forecast,
            other => panic!("{other:?}"),
        });
        let recently = Some(SkipReason::AskedRecently);
        assert_eq!(forecasts, [None, recently, recently, None]);
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
