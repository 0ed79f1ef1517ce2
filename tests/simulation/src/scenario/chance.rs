//! A scenario by chance.

use std::collections::BTreeMap;
use std::sync::Arc;

use carebell_domain::contact::EmailAddress;
use carebell_domain::model::{
    AfterVisit, AnswerKind, EventSettings, Predefined, SecondReminderSettings, Settings, Source, Status,
};
use carebell_domain::time::{Interval, Lead, SendingHours};
use carebell_domain::{AppointmentId, Event, TenantId};
use carebell_workflows::ports::Tenancy;
use jiff::{SignedDuration, Timestamp};

use super::{Desk, Scenario, Step, Told, client, event, household, id, tenancy};
use crate::random::Random;

/// Days on which a scenario begins: a Monday in June, a Friday, and the days before the clocks change.
pub(super) const BEGINS: [&str; 5] =
    ["2026-06-01T07:00Z", "2026-06-05T05:30Z", "2026-03-27T06:00Z", "2026-03-28T20:00Z", "2026-10-24T06:00Z"];

/// Minutes after the begin.
pub(super) fn minutes(random: &mut Random, from: i64, to: i64) -> SignedDuration {
    SignedDuration::from_secs(random.between(from * 60, to * 60))
}

pub(super) fn settings(random: &mut Random, tenancy: &mut Tenancy) {
    let settings = &mut tenancy.settings;
    settings.settling_seconds = *random.one(&[0, 60, 60, 120]);
    settings.one_reminder_a_day = random.chance(3, 4);
    settings.reminder.lead =
        *random.one(&[Lead::Days(1), Lead::Days(2), Lead::Hours(3), Lead::Hours(24), Lead::Minutes(90)]);
    let most = settings.reminder.lead.nominal().as_hours();
    settings.reminder.minimum_notice_hours = u16::try_from(random.between(0, most.min(12))).unwrap_or_default();
    settings.sending_hours_for_email = random.chance(1, 4);
    if random.chance(1, 2) {
        settings.sending_hours = SendingHours::default();
    }
    if random.chance(1, 8) {
        settings.sms_daily_cap = 2;
    }
    for switch in settings.events.values_mut() {
        switch.sms = random.chance(7, 8);
        switch.email = random.chance(3, 4);
    }
    // Rarely, because what they send comes days later.
    if random.chance(1, 4) {
        second_reminder(random, settings);
    }
    if random.chance(1, 6) {
        recalls(random, settings);
    }
    if random.chance(1, 6) {
        after_visit(random, settings);
    }
}

fn on() -> EventSettings {
    EventSettings { enabled: true, sms: true, email: true, ..EventSettings::default() }
}

fn second_reminder(random: &mut Random, settings: &mut Settings) {
    settings.events.insert(Event::AppointmentSecondReminder, EventSettings { email: false, ..on() });
    let lead = *random.one(&[Lead::Minutes(45), Lead::Hours(2)]);
    let only_unreliable = random.chance(1, 4);
    settings.second_reminder = SecondReminderSettings { lead, minimum_notice_hours: 0, only_unreliable };
}

fn recalls(random: &mut Random, settings: &mut Settings) {
    settings.events.insert(Event::Recall, on());
    settings.recall.intervals[0] = Interval::Days(u16::try_from(random.between(1, 3)).unwrap_or(1));
    settings.recall.default = Some(Predefined::First);
    settings.recall.visits_from = None;
}

fn after_visit(random: &mut Random, settings: &mut Settings) {
    settings.after_visit.sends = *random.one(&[AfterVisit::ThankYou, AfterVisit::SatisfactionSurvey]);
    settings.after_visit.delay_minutes = u16::try_from(random.between(0, 180)).unwrap_or_default();
    settings.events.insert(Event::ThankYou, on());
    settings.events.insert(Event::SatisfactionSurvey, on());
}

/// Another configuration, in the middle of it all.
fn change(random: &mut Random, tenancy: &Tenancy, at: Timestamp) -> Tenancy {
    let mut changed = tenancy.clone();
    changed.version += 1;
    let before = tenancy.settings.clone();
    match random.below(10) {
        7 => second_reminder(random, &mut changed.settings),
        8 => recalls(random, &mut changed.settings),
        9 => after_visit(random, &mut changed.settings),
        0 => changed.settings.master = !changed.settings.master,
        1 => changed.settings.reminder.lead = *random.one(&[Lead::Hours(12), Lead::Hours(20), Lead::Days(2)]),
        2 => changed.settings.one_reminder_a_day = !changed.settings.one_reminder_a_day,
        3 => changed.settings.sending_hours = SendingHours::usual(),
        4 => {
            let zone = *random.one(&["Europe/London", "America/New_York", "Europe/Rome"]);
            for place in changed.catalogue.locations.values_mut() {
                place.time_zone = Some(id(zone));
            }
        }
        5 => {
            for service in changed.catalogue.services.values_mut() {
                service.memo = !service.memo;
            }
        }
        _ => {
            for switch in changed.settings.events.values_mut() {
                switch.sms = !switch.sms;
            }
        }
    }
    changed.settings = changed.settings.clone().replacing(&before, at);
    changed
}

pub(super) fn scenario(seed: u64) -> Scenario {
    let mut random = Random::new(seed ^ 0x05ce_a710);
    let begin: Timestamp = id(random.one::<&str>(&BEGINS));
    let begin = begin + minutes(&mut random, 0, 900);
    let mut scenario = Scenario {
        name: format!("seed {seed}"),
        begin,
        tenants: Vec::new(),
        clients: Vec::new(),
        arrives_from: None,
        steps: Vec::new(),
    };
    for number in 0..=u8::from(random.chance(1, 10)) {
        let tenant: TenantId = id(["tt_one", "tt_two"][usize::from(number)]);
        let mut configured = tenancy();
        settings(&mut random, &mut configured);
        let clients = 1 + u8::from(random.chance(1, 4));
        for number in 0..clients {
            let mut person = client(&tenant, number);
            if random.chance(1, 12) {
                person.privacy = None;
            }
            scenario.clients.push((tenant.clone(), person));
        }
        for visit in 0..=random.below(3) {
            let of = u8::try_from(random.below(u64::from(clients))).unwrap_or_default();
            visits(&mut random, &mut scenario, &tenant, of, visit);
        }
        let mut now = configured.clone();
        for _ in 0..random.below(3) / 2 * (1 + random.below(2)) {
            let at = begin + minutes(&mut random, 1, 60 * 40);
            now = change(&mut random, &now, at);
            scenario.steps.push((at, Step::Settings(tenant.clone(), Arc::new(now.clone()))));
        }
        scenario.tenants.push((tenant, Arc::new(configured)));
    }
    centre(&mut Random::new(seed ^ 0x00ce_27e5), &mut scenario);
    let mut random = Random::new(seed ^ 0x0d00_0401);
    if random.chance(1, 5) {
        household::household(&mut random, &mut scenario);
    }
    scenario
}

/// What the centre is told of: who, how often, and clients' answers and other systems' mistakes.
fn centre(random: &mut Random, scenario: &mut Scenario) {
    let booked: Vec<(Timestamp, TenantId, AppointmentId)> = scenario
        .steps
        .iter()
        .filter_map(|(at, step)| match step {
            Step::Desk(tenant, appointment, Desk::Book { .. }) => Some((*at, tenant.clone(), appointment.clone())),
            _ => None,
        })
        .collect();
    for (at, tenant, appointment) in booked {
        let mut at = at;
        for _ in 0..random.below(3) {
            at += minutes(random, 1, *random.clone().one(&[8, 70, 60 * 20]));
            let answer = match random.below(4) {
                0 => Desk::Answer(AnswerKind::Confirmed),
                1 => Desk::Answer(AnswerKind::Cancelled),
                2 => Desk::Answer(AnswerKind::OtherTime),
                _ => Desk::Undo,
            };
            scenario.steps.push((at, Step::Desk(tenant.clone(), appointment.clone(), answer)));
        }
    }
    let (names, hour) = (random.below(3), random.chance(1, 4).then(|| jiff::civil::Time::constant(18, 0, 0, 0)));
    let admins: BTreeMap<_, _> = ["ada", "bea"]
        .into_iter()
        .take(usize::try_from(names).unwrap_or_default())
        .filter_map(|name| Some((id(name), EmailAddress::parse(&format!("{name}@example.com")).ok()?)))
        .collect();
    let steps = scenario.steps.iter_mut().filter_map(|(_, step)| match step {
        Step::Settings(_, tenancy) => Some(tenancy),
        _ => None,
    });
    for tenancy in scenario.tenants.iter_mut().map(|(_, tenancy)| tenancy).chain(steps) {
        let tenancy = Arc::make_mut(tenancy);
        tenancy.admins.clone_from(&admins);
        tenancy.settings.answers_digest_at = hour;
    }
    let tenants: Vec<TenantId> = scenario.tenants.iter().map(|(tenant, _)| tenant.clone()).collect();
    for tenant in &tenants {
        let garbled = if random.chance(1, 6) { 1 + random.below(3) } else { 0 };
        for _ in 0..garbled {
            scenario.steps.push((scenario.begin + minutes(random, 0, 150), Step::Garbled(tenant.clone())));
        }
    }
}

/// An appointment and what becomes of it.
pub(super) fn visits(random: &mut Random, scenario: &mut Scenario, tenant: &TenantId, of: u8, visit: u64) {
    let (item, mut at) = (format!("a{visit}"), scenario.begin + minutes(random, 0, 20));
    let start = |random: &mut Random| {
        let wide = *random.one(&[6, 30, 72]) * 60;
        let start = scenario.begin + minutes(random, 30, wide);
        Timestamp::from_second(start.as_second() / 300 * 300).unwrap_or(start)
    };
    let first = start(random);
    let by_event = random.chance(1, 4);
    let status = if random.chance(1, 6) { Status::Requested } else { Status::Booked };
    let source = if random.chance(1, 4) { Source::Online } else { Source::Desk };
    let (mut version, mut told_start, mut told_status) = (1, first, status);
    let appointment: AppointmentId = id(&format!("client{of}.{item}"));
    let mut steps = Vec::new();
    let tell = |steps: &mut Vec<_>, at, version, start, status, consent| {
        steps.push((at, event(&Told { tenant, version, at, item: &item, client: of, start, status, consent })));
    };
    if by_event {
        tell(&mut steps, at, version, first, status, Some(true));
    } else {
        steps.push((at, Step::Desk(tenant.clone(), appointment.clone(), Desk::Book { start: first, status, source })));
    }
    for _ in 0..random.below(4) {
        at += *random.one(&[
            SignedDuration::from_millis(400),
            SignedDuration::from_secs(20),
            SignedDuration::from_mins(4),
        ]) + minutes(random, 0, *random.clone().one(&[0, 2, 60 * 30]));
        version += 1;
        let what = random.below(5);
        match what {
            4 if by_event => continue,
            4 => {
                // The client presses a button, and sometimes takes it back.
                let kind = *random.one(&[AnswerKind::Confirmed, AnswerKind::Cancelled, AnswerKind::OtherTime]);
                steps.push((at, Step::Desk(tenant.clone(), appointment.clone(), Desk::Answer(kind))));
                if random.chance(1, 3) {
                    let soon = at + minutes(random, 1, 12);
                    steps.push((soon, Step::Desk(tenant.clone(), appointment.clone(), Desk::Undo)));
                }
                continue;
            }
            0 => told_start = start(random),
            1 => told_status = Status::Cancelled,
            2 => told_status = Status::Booked,
            _ => {
                steps.push((at, Step::Consent(tenant.clone(), id(&format!("client{of}")), random.chance(1, 3))));
                continue;
            }
        }
        if by_event {
            let consent = random.chance(1, 6).then_some(false);
            tell(&mut steps, at, version, told_start, told_status, consent);
        } else {
            let desk = if what == 0 {
                if random.chance(1, 5) { Desk::Place(id("york")) } else { Desk::Move(told_start) }
            } else {
                Desk::Status(told_status)
            };
            steps.push((at, Step::Desk(tenant.clone(), appointment.clone(), desk)));
        }
    }
    scenario.steps.extend(steps);
}
