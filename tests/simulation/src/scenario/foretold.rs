//! A scenario by chance in which nobody does anything any more from some instant on, and somebody looks at the timelines
//! then: what they say is what has to happen.

use std::sync::Arc;

use carebell_domain::model::{
    AfterVisit, AfterVisitSettings, Attendance, Predefined, Preferences, RecallChoice, ReliabilityOverride,
    SecondReminderSettings,
};
use carebell_domain::time::Lead;
use carebell_domain::{Event, TenantId};
use carebell_workflows::ports::Tenancy;
use jiff::SignedDuration;

use super::chance::{BEGINS, minutes, settings, visits};
use super::{Scenario, Step, client, household, id, tenancy};
use crate::random::Random;

/// How often somebody looks.
const LOOKS: usize = 4;

/// What goes by the calendar beside the first reminder.
fn calendar(random: &mut Random, tenancy: &mut Tenancy) {
    let settings = &mut tenancy.settings;
    // A day that is used up is not foretold.
    settings.sms_daily_cap = 2_000;
    settings.second_reminder = SecondReminderSettings {
        lead: *random.one(&[Lead::Hours(2), Lead::Hours(4), Lead::Hours(20), Lead::Minutes(45)]),
        minimum_notice_hours: u16::from(random.chance(1, 3)),
        only_unreliable: random.chance(1, 2),
    };
    // Settings that contradict each other are refused.
    let second = settings.events.entry(Event::AppointmentSecondReminder).or_default();
    (second.email, second.enabled) = (false, true);
    if settings.check().is_err() {
        settings.events.remove(&Event::AppointmentSecondReminder);
    }
    settings.recall.default = *random.one(&[None, Some(Predefined::First), Some(Predefined::Second)]);
    settings.after_visit = AfterVisitSettings {
        sends: *random.one(&[AfterVisit::None, AfterVisit::ThankYou, AfterVisit::SatisfactionSurvey]),
        delay_minutes: *random.one(&[0, 120, 600]),
        only_when_attended: random.chance(1, 4),
        since: None,
    };
    for service in tenancy.catalogue.services.values_mut() {
        service.recall = *random.one(&[None, None, Some(RecallChoice::Days(3)), Some(RecallChoice::None)]);
    }
}

pub(super) fn scenario(seed: u64) -> Scenario {
    let mut random = Random::new(seed ^ 0xf07e_701d);
    let begin = id::<jiff::Timestamp>(random.one::<&str>(&BEGINS)) + minutes(&mut random, 0, 900);
    let name = format!("foretold {seed}");
    let mut scenario =
        Scenario { name, begin, tenants: Vec::new(), clients: Vec::new(), arrives_from: None, steps: Vec::new() };
    let tenant: TenantId = id("tt_one");
    let mut configured = tenancy();
    settings(&mut random, &mut configured);
    calendar(&mut random, &mut configured);
    let clients = 1 + u8::from(random.chance(1, 4));
    for number in 0..clients {
        let mut person = client(&tenant, number);
        if random.chance(1, 12) {
            person.privacy = None;
        }
        if random.chance(1, 8) {
            person.preferences = Preferences { sms: random.chance(1, 2), ..Preferences::ALL };
        }
        person.attendance = *random.one(&[Attendance::default(), Attendance { attended: 7, no_show: 3 }]);
        if random.chance(1, 6) {
            let until = configured.settings.centre.time_zone.day(begin + minutes(&mut random, 0, 60 * 24 * 4));
            let (unreliable, reason) = (random.chance(1, 2), "as the desk says".to_owned());
            person.reliability = Some(ReliabilityOverride { unreliable, reason, until });
        }
        scenario.clients.push((tenant.clone(), person));
    }
    for visit in 0..1 + random.below(5) {
        let of = u8::try_from(random.below(u64::from(clients))).unwrap_or_default();
        visits(&mut random, &mut scenario, &tenant, of, visit);
    }
    scenario.tenants.push((tenant.clone(), Arc::new(configured)));
    if random.chance(1, 4) {
        household::household(&mut random, &mut scenario);
    }
    let last = scenario.steps.iter().map(|(at, _)| *at).max().unwrap_or(begin);
    scenario.arrives_from = Some(last);
    for _ in 0..LOOKS {
        let hours = *random.one(&[1, 12, 60]);
        let at = last + SignedDuration::from_mins(3) + minutes(&mut random, 0, hours * 60);
        scenario.steps.push((at, Step::Look(tenant.clone())));
    }
    scenario
}
