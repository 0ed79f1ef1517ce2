use jiff::civil::Time;

use super::*;
use crate::decide::SkipReason;
use crate::fixtures::{Clinic, at};

const NINE: &str = "2026-06-01T09:00+02:00";

fn id(name: &str) -> UserId {
    name.parse().expect("well formed")
}

/// A matter as the store has it, and who can be told.
struct Desk {
    clinic: Clinic,
    notices: Vec<Notice>,
    admins: BTreeMap<UserId, crate::contact::EmailAddress>,
    suppressed: std::collections::BTreeSet<UserId>,
}

impl Desk {
    fn new() -> Self {
        let admins = ["ada", "bea"].map(|name| {
            let address = format!("{name}@example.com");
            (id(name), crate::contact::EmailAddress::parse(&address).expect("an address"))
        });
        let mut clinic = Clinic::new();
        clinic.settings.master = false;
        Self { clinic, notices: Vec::new(), admins: admins.into(), suppressed: [].into() }
    }

    fn raise(&mut self, cause: &str, when: &str) {
        let happened = Happened::OtherTime;
        self.notices.push(Notice::new(&self.clinic.settings, happened, "c1.a1", cause, at(when)));
    }

    fn answer(&mut self, happened: Happened, subject: &str, when: &str) {
        self.notices.push(Notice::new(&self.clinic.settings, happened, subject, "1", at(when)));
    }

    fn look(&mut self, now: &str) -> Vec<(String, usize, Option<SkipReason>)> {
        let settings = &self.clinic.settings;
        let reach = Reach { settings, admins: &self.admins, suppressed: &self.suppressed };
        let mails = mails(&self.notices, &reach, at(now));
        take(&mut self.notices, &mails, settings, "01J", at(now));
        let to = |mail: &Mail| mail.to.as_ref().map_or_else(String::new, ToString::to_string);
        mails.iter().map(|mail| (to(mail), mail.notices.len(), mail.skipped)).collect()
    }

    fn next(&self) -> Option<Timestamp> {
        self.notices.iter().filter_map(|notice| notice.due).min()
    }
}

fn both(notices: usize) -> Vec<(String, usize, Option<SkipReason>)> {
    vec![("ada".into(), notices, None), ("bea".into(), notices, None)]
}

#[test]
fn the_first_goes_at_once_and_the_hour_after_it_is_gathered() {
    let mut desk = Desk::new();
    desk.raise("1", NINE);
    assert_eq!(desk.next(), Some(at(NINE)));
    assert_eq!(desk.look(NINE), both(1));
    assert_eq!(desk.next(), None);
    for (cause, when) in [("2", "2026-06-01T09:10+02:00"), ("3", "2026-06-01T09:50+02:00")] {
        desk.raise(cause, when);
        assert_eq!(desk.look(when), []);
    }
    assert_eq!(desk.next(), Some(at("2026-06-01T10:00+02:00")));
    assert_eq!(desk.look("2026-06-01T10:00+02:00"), both(2));
    // That mail has an hour of its own; after it the next goes at once.
    desk.raise("4", "2026-06-01T10:30+02:00");
    assert_eq!(desk.look("2026-06-01T10:59+02:00"), []);
    assert_eq!(desk.look("2026-06-01T11:00+02:00"), both(1));
    desk.raise("5", "2026-06-01T12:30+02:00");
    assert_eq!(desk.look("2026-06-01T12:30+02:00"), both(1));
}

#[test]
fn the_same_cause_is_one_notice_and_each_matter_has_its_hour() {
    let clinic = Clinic::new();
    let of = |happened, subject, cause| Notice::new(&clinic.settings, happened, subject, cause, at(NINE));
    let first = of(Happened::Confirmed, "c.a", "1");
    assert_eq!(first, of(Happened::Confirmed, "c.a", "1"));
    let again = of(Happened::Confirmed, "c.a", "2");
    assert!(first.matter == again.matter && first.id != again.id);
    assert_ne!(first.matter, of(Happened::Cancelled, "c.a", "1").matter);
    assert_ne!(first.matter, of(Happened::Confirmed, "c.b", "1").matter);
}

#[test]
fn answers_of_a_day_go_in_one_mail_at_the_hour_of_choice() {
    let mut desk = Desk::new();
    desk.clinic.settings.answers_digest_at = Some(Time::constant(18, 0, 0, 0));
    desk.answer(Happened::Confirmed, "c.a", NINE);
    desk.answer(Happened::Cancelled, "c.b", "2026-06-01T17:59+02:00");
    assert!(desk.notices.iter().all(|notice| notice.matter == desk.notices[0].matter));
    assert_eq!(desk.notices[0].event(), Event::CentreClientAnswers);
    assert_eq!(desk.look("2026-06-01T17:59+02:00"), []);
    assert_eq!(desk.next(), Some(at("2026-06-01T18:00+02:00")));
    assert_eq!(desk.look("2026-06-01T18:00+02:00"), both(2));
    // What comes at that very instant belongs to the next day's; what is no answer goes at once.
    desk.answer(Happened::Confirmed, "c.c", "2026-06-01T18:00+02:00");
    assert_ne!(desk.notices[2].matter, desk.notices[0].matter);
    assert_eq!(desk.notices[2].due, Some(at("2026-06-02T18:00+02:00")));
    let other = Notice::new(&desk.clinic.settings, Happened::OtherTime, "c.a", "1", at(NINE));
    assert_eq!((other.day, other.due), (None, Some(at(NINE))));
}

#[test]
fn the_hour_that_is_set_when_it_comes_holds() {
    let mut desk = Desk::new();
    desk.clinic.settings.answers_digest_at = Some(Time::constant(18, 0, 0, 0));
    desk.answer(Happened::Confirmed, "c.a", NINE);
    desk.clinic.settings.answers_digest_at = Some(Time::constant(20, 0, 0, 0));
    assert_eq!(desk.look("2026-06-01T18:00+02:00"), []);
    assert_eq!(desk.next(), Some(at("2026-06-01T20:00+02:00")));
    desk.clinic.settings.answers_digest_at = None;
    assert_eq!(desk.look("2026-06-01T18:30+02:00"), both(1));
}

#[test]
fn only_the_events_switch_and_the_address_count() {
    let mut desk = Desk::new();
    desk.suppressed = [id("bea")].into();
    desk.raise("1", NINE);
    let suppressed = ("bea".to_owned(), 1, Some(SkipReason::Suppressed));
    assert_eq!(desk.look(NINE), [("ada".to_owned(), 1, None), suppressed]);
    desk.admins.clear();
    desk.raise("2", "2026-06-01T11:00+02:00");
    assert_eq!(desk.look("2026-06-01T11:00+02:00"), [(String::new(), 1, Some(SkipReason::NoAddress))]);
    assert_eq!((desk.look("2026-06-01T11:00+02:00"), desk.next()), (vec![], None));
    let mut desk = Desk::new();
    desk.clinic.settings.events.insert(Event::CentreActionRequired, crate::model::EventSettings::default());
    desk.raise("1", NINE);
    assert_eq!(desk.look(NINE), [(String::new(), 1, Some(SkipReason::EventDisabled))]);
    assert_eq!(desk.next(), None);
}

#[test]
fn what_was_given_back_is_tried_again_for_that_one_only() {
    let mut desk = Desk::new();
    desk.raise("1", NINE);
    assert_eq!(desk.look(NINE), both(1));
    desk.notices[0].to.insert(id("bea"), None);
    desk.notices[0].due = Some(at("2026-06-01T09:01+02:00"));
    assert_eq!(desk.look(NINE), []);
    desk.raise("2", "2026-06-01T09:01+02:00");
    assert_eq!(desk.look("2026-06-01T09:01+02:00"), [("bea".into(), 1, None)]);
    // Who is no administrator any more is told nothing, and that is on record.
    desk.notices[0].to.insert(id("ada"), None);
    desk.notices[0].due = Some(at("2026-06-01T09:02+02:00"));
    desk.admins.remove(&id("ada"));
    assert_eq!(desk.look("2026-06-01T09:02+02:00"), [("ada".into(), 1, Some(SkipReason::NoAddress))]);
}

#[test]
fn what_comes_while_a_mail_is_to_be_tried_again_goes_with_it() {
    let mut desk = Desk::new();
    desk.admins.remove(&id("bea"));
    desk.raise("1", NINE);
    assert_eq!(desk.look(NINE).len(), 1);
    desk.notices[0].to.insert(id("ada"), None);
    desk.notices[0].due = Some(at("2026-06-01T09:01+02:00"));
    desk.raise("2", "2026-06-01T09:00:30+02:00");
    assert_eq!(desk.look("2026-06-01T09:00:30+02:00"), []);
    assert_eq!(desk.look("2026-06-01T09:01+02:00"), [("ada".into(), 2, None)]);
}

#[test]
fn after_a_day_it_makes_no_sense_and_what_is_fresh_goes_all_the_same() {
    let mut desk = Desk::new();
    desk.raise("1", NINE);
    desk.raise("2", "2026-06-02T09:00+02:00");
    let late = Some(SkipReason::Expired);
    let told = desk.look("2026-06-02T09:00:01+02:00");
    assert_eq!(
        told,
        [("ada".into(), 1, late), ("ada".into(), 1, None), ("bea".into(), 1, late), ("bea".into(), 1, None)]
    );
}

#[test]
fn an_answer_is_told_once_it_stands() {
    let mut clinic = Clinic::new();
    let index = clinic.book("a", "2026-06-01T08:00+02:00", "2026-06-01T15:30+02:00");
    for (kind, now, told) in [
        (AnswerKind::Confirmed, NINE, "2026-06-01T09:10+02:00"),
        (AnswerKind::Cancelled, "2026-06-01T15:25+02:00", "2026-06-01T15:30+02:00"),
        (AnswerKind::OtherTime, NINE, NINE),
    ] {
        let outside =
            crate::model::Outside { actor: crate::model::Actor::Client, now: at(now), settings: &clinic.settings };
        let answered = clinic.appointments[index].answered(kind, outside);
        let notice = Notice::of_answer(&clinic.settings, &answered).expect("it is told");
        assert_eq!((notice.at, notice.due), (at(told), Some(at(told))), "{kind:?}");
        // Whoever takes it back finds the same one.
        assert_eq!(Notice::of_answer(&clinic.settings, &answered), Some(notice));
    }
    assert_eq!(Notice::of_answer(&clinic.settings, &clinic.appointments[index]), None);
}

#[test]
fn what_was_taken_back_in_time_is_not_told() {
    let mut desk = Desk::new();
    desk.raise("1", NINE);
    desk.notices[0].withdrawn = true;
    assert_eq!((desk.look(NINE), desk.next()), (vec![], None));
}
