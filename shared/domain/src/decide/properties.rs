//! What holds for every appointment, whatever its times: never outside the hours, never below the notice, the same
//! plan however often it is made, and the same end in whatever order two changes come.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::{SkipReason, Verdict};
use crate::agenda::{Due, next_due};
use crate::fixtures::Clinic;
use crate::model::SourceVersion;
use crate::time::{Hours, Lead};
use crate::{Channel, Event};

const REMINDER: Event = Event::AppointmentReminder;

/// Any minute of 2026, both changes of the clocks included.
fn instant() -> impl Strategy<Value = Timestamp> {
    (1_767_225_600_i64 / 60..1_798_761_600 / 60)
        .prop_map(|minute| Timestamp::from_second(minute * 60).expect("in range"))
}

fn lead() -> impl Strategy<Value = Lead> {
    prop_oneof![(1_u16..10).prop_map(Lead::Days), (1_u16..100).prop_map(Lead::Hours)]
}

fn clinic(lead: Lead, notice_hours: u16) -> Clinic {
    let mut clinic = Clinic::new();
    clinic.settings.reminder.lead = lead;
    let most = lead.nominal().as_hours();
    clinic.settings.reminder.minimum_notice_hours = notice_hours.min(u16::try_from(most).unwrap_or(u16::MAX));
    clinic.settings.check().expect("settings that agree");
    clinic
}

proptest! {
    #[test]
    fn a_reminder_keeps_the_hours_and_the_notice(
        booked in instant(), ahead in 1_i64..60 * 24 * 30, lead in lead(), notice in 0_u16..48,
    ) {
        let mut clinic = clinic(lead, notice);
        let start = booked + SignedDuration::from_mins(ahead);
        let index = clinic.book("a", &booked.to_string(), &start.to_string());
        let (when, verdict) = clinic.sms_reminder(index, &booked.to_string());
        if matches!(verdict, Verdict::Send { .. }) {
            let settings = &clinic.settings;
            let hours = Hours { week: &settings.sending_hours, closed: &[], zone: &settings.centre.time_zone };
            prop_assert!(hours.is_open(when), "sent at {when}, outside the hours");
            prop_assert!(when >= booked && when < start);
            prop_assert!(when.duration_until(start) >= settings.reminder.minimum_notice());
        }
    }

    #[test]
    fn planning_again_changes_nothing(
        booked in instant(), ahead in 1_i64..60 * 24 * 30, later in 0_i64..60 * 24 * 30,
    ) {
        let mut clinic = Clinic::new();
        let start = booked + SignedDuration::from_mins(ahead);
        let index = clinic.book("a", &booked.to_string(), &start.to_string());
        let first = next_due(&clinic.facts(), &clinic.appointments[index], booked);
        let Some(Due { at: due, .. }) = first else { return Ok(()) };
        // Asked again at any instant before it is due, the plan is the same.
        let again = booked + SignedDuration::from_mins(later);
        if again <= due {
            prop_assert_eq!(next_due(&clinic.facts(), &clinic.appointments[index], again).map(|due| due.at), Some(due));
        }
    }

    #[test]
    fn a_decision_settles(booked in instant(), ahead in 1_i64..60 * 24 * 30, lead in lead()) {
        // Asked at the instant until which it waits, an answer is final or waits for a later instant.
        let mut clinic = clinic(lead, 12);
        let start = booked + SignedDuration::from_mins(ahead);
        let index = clinic.book("a", &booked.to_string(), &start.to_string());
        let mut now = booked;
        for _ in 0..8 {
            match clinic.decide(index, REMINDER, Channel::Sms, now).verdict {
                Verdict::Wait { until, .. } => {
                    prop_assert!(until > now);
                    now = until;
                }
                Verdict::Send { .. } | Verdict::Skip(_) => return Ok(()),
            }
        }
        prop_assert!(false, "still waiting at {now}");
    }

    #[test]
    fn a_skip_has_its_first_reason(privacy: bool, wants: bool, address: bool, master: bool) {
        let mut clinic = Clinic::new();
        let index = clinic.book("a", "2026-06-01T10:00+02:00", "2026-06-05T15:30+02:00");
        clinic.settings.master = master;
        clinic.client.privacy = clinic.client.privacy.filter(|_| privacy);
        clinic.client.preferences.sms = wants;
        clinic.client.mobile = clinic.client.mobile.clone().filter(|_| address);
        let now = crate::fixtures::at("2026-06-03T15:30+02:00");
        let decision = clinic.decide(index, REMINDER, Channel::Sms, now);
        let holds = [
            (!master, SkipReason::MasterSwitchOff),
            (!privacy, SkipReason::PrivacyNotGiven),
            (!wants, SkipReason::ChannelNotWanted),
            (!address, SkipReason::NoAddress),
        ];
        let expected: Vec<SkipReason> = holds.into_iter().filter_map(|(holds, reason)| holds.then_some(reason)).collect();
        let trace: Vec<SkipReason> = decision.trace.iter().map(|finding| finding.reason).collect();
        prop_assert_eq!(&trace, &expected);
        match (expected.first(), decision.verdict) {
            (Some(reason), Verdict::Skip(given)) => prop_assert_eq!(*reason, given),
            (None, Verdict::Send { .. }) => {}
            (_, verdict) => prop_assert!(false, "{verdict:?}"),
        }
    }

    #[test]
    fn of_two_changes_one_is_later(
        mine in (proptest::option::of(0_u64..5), 0_i64..5), theirs in (proptest::option::of(0_u64..5), 0_i64..5),
    ) {
        let version = |(version, second)| SourceVersion { version, at: Timestamp::from_second(second).expect("in range") };
        let (mine, theirs) = (version(mine), version(theirs));
        prop_assert!(!(mine.is_later_than(&theirs) && theirs.is_later_than(&mine)));
        prop_assert!(!mine.is_later_than(&mine));
    }
}
