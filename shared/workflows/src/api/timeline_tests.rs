use carebell_domain::Channel;
use carebell_domain::decide::{SkipReason, Verdict, WaitReason};
use carebell_domain::fixtures::{Clinic, at};
use carebell_domain::model::{Claims, Status};

use super::*;

fn reminder(clinic: &Clinic, now: &str) -> Vec<(Timestamp, Channel, Verdict)> {
    let lines = lines(&clinic.facts(), &clinic.appointments[0], Vec::new(), Vec::new(), Vec::new(), at(now));
    let ahead = lines.into_iter().filter_map(|line| match line.what {
        What::Ahead { occasion, decision } => Some((line.at, occasion.channel, decision.verdict)),
        _ => None,
    });
    ahead.collect()
}

#[test]
fn what_is_planned_and_what_is_off_both_show() {
    let mut clinic = Clinic::new();
    clinic.book("a", "2026-06-01T10:00+02:00", "2026-06-05T15:30+02:00");
    let due = at("2026-06-03T15:30+02:00");
    let sms = Verdict::Wait { until: due, why: WaitReason::Planned, forecast: None };
    let email = Verdict::Wait { until: due, why: WaitReason::Planned, forecast: Some(SkipReason::ChannelDisabled) };
    assert_eq!(reminder(&clinic, "2026-06-01T10:00+02:00"), [(due, Channel::Sms, sms), (due, Channel::Email, email)]);
}

#[test]
fn a_cancelled_appointment_says_why_no_reminder_comes() {
    let mut clinic = Clinic::new();
    clinic.book("a", "2026-06-01T10:00+02:00", "2026-06-05T15:30+02:00");
    clinic.set_status(0, "2026-06-02T10:00+02:00", Status::Cancelled);
    for (_, _, verdict) in reminder(&clinic, "2026-06-04T10:00+02:00") {
        assert!(
            matches!(verdict, Verdict::Skip(SkipReason::AppointmentGone | SkipReason::ChannelDisabled)),
            "{verdict:?}"
        );
    }
}

#[test]
fn claims_left_behind_stand_beside_the_present_ones() {
    let mut clinic = Clinic::new();
    clinic.book("a", "2026-06-01T10:00+02:00", "2026-06-05T15:30+02:00");
    let claim = |text: &str| Claim::new(at(text), "01J");
    let (event, channel) = (Event::AppointmentReminder, Channel::Sms);
    let key = |number| Occasion { event, channel, number, repeat: false };
    clinic.appointments[0].claims = Claims::from([(key(1), claim("2026-06-04T10:00+02:00"))]);
    let row = History {
        at: at("2026-06-03T18:00+02:00"),
        by: "anna".into(),
        from: Some(Status::Booked),
        to: Status::Booked,
        moved_from: Some(at("2026-06-05T15:30+02:00")),
        answer: None,
        taken_back: None,
        claims: Claims::from([(key(0), claim("2026-06-03T15:30+02:00"))]),
    };
    let found = claimed(&clinic.appointments[0], std::slice::from_ref(&row));
    let days: Vec<&str> = found.iter().map(|(_, _, id)| &id.as_str()[..8]).collect();
    assert_eq!(days, ["20260603", "20260604"]);

    let lines =
        lines(&clinic.facts(), &clinic.appointments[0], vec![row], found, Vec::new(), at("2026-06-04T11:00+02:00"));
    let told: Vec<bool> = lines.iter().map(|line| matches!(line.what, What::Message { .. })).collect();
    assert!(lines.windows(2).all(|pair| pair[0].at <= pair[1].at));
    assert_eq!(told.iter().filter(|message| **message).count(), 2);
}
