//! Asking the rules: what becomes of an event's message with one thing in its way, or set otherwise.

use std::collections::BTreeSet;

use carebell_domain::decide::SkipReason;
use carebell_domain::model::{AfterVisit, EventSettings, Settings};
use carebell_domain::text::builtin;
use carebell_domain::text::placeholders::Placeholder;
use carebell_domain::time::{Interval, Lead, Night, SendingHours};
use carebell_domain::{Channel, Event, Language};
use jiff::civil::{Date, Time};

use crate::obstacles::OBSTACLES;
use crate::rows::ROWS;
use crate::visit::{Hour, Visit};

/// Every event with each of its channels.
pub(crate) fn messages() -> impl Iterator<Item = (Event, Channel)> {
    Event::ALL.into_iter().flat_map(|event| event.channels().iter().map(move |channel| (event, *channel)))
}

/// Whether somebody has written down when an event is due and what shows it, on each of its channels and no other.
#[must_use]
pub fn has_a_row(event: Event) -> bool {
    let rows: Vec<_> = ROWS.iter().filter(|row| row.event == event).collect();
    let channels = |row: &crate::Row| row.shown.iter().map(|(channel, _)| *channel).collect::<Vec<_>>();
    matches!(rows[..], [row] if channels(row) == event.channels())
}

/// The reasons that can keep an event's message back.
#[must_use]
pub fn reasons(event: Event, channel: Channel) -> BTreeSet<SkipReason> {
    let holds = |(reason, obstacle): &(SkipReason, fn(&mut Visit))| {
        let mut visit = Visit::new(event, channel, Hour::Day, |_| {});
        obstacle(&mut visit);
        visit.end().1.trace.iter().any(|finding| finding.reason == *reason)
    };
    OBSTACLES.iter().filter(|obstacle| holds(obstacle)).map(|(reason, _)| *reason).collect()
}

/// A setting by its name, and how it is set otherwise.
type Setting = (&'static str, fn(&mut Settings));

fn each(settings: &mut Settings, change: fn(&mut EventSettings)) {
    settings.events.values_mut().for_each(change);
}

const FAR: Date = jiff::civil::date(2100, 1, 1);

/// What can switch something off.
const SWITCHES: &[Setting] = &[
    ("master", |settings| settings.master = false),
    ("events.*.enabled", |settings| each(settings, |one| one.enabled = false)),
    ("events.*.sms", |settings| each(settings, |one| one.sms = false)),
    ("events.*.email", |settings| each(settings, |one| one.email = false)),
    ("go_live", |settings| settings.go_live = Some(FAR)),
    ("recall.default", |settings| settings.recall.default = None),
    ("recall.visits_from", |settings| settings.recall.visits_from = Some(FAR)),
    ("after_visit.sends", |settings| settings.after_visit.sends = AfterVisit::None),
];

/// What can move something.
const TIMINGS: &[Setting] = &[
    ("settling_seconds", |settings| settings.settling_seconds = 600),
    ("reminder.lead", |settings| settings.reminder.lead = Lead::Days(1)),
    ("reminder.minimum_notice_hours", |settings| settings.reminder.minimum_notice_hours = 47),
    ("second_reminder.lead", |settings| settings.second_reminder.lead = Lead::Hours(3)),
    ("second_reminder.minimum_notice_hours", |settings| settings.second_reminder.minimum_notice_hours = 4),
    ("recall.intervals", |settings| settings.recall.intervals = [Interval::Days(9); 3]),
    ("after_visit.delay_minutes", |settings| settings.after_visit.delay_minutes = 60),
    ("sending_hours", |settings| settings.sending_hours = SendingHours::default()),
    ("sending_hours_for_email", |settings| settings.sending_hours_for_email = true),
    ("night", |settings| settings.night = Night { from: Time::midnight(), to: Time::midnight() }),
];

/// The names of those settings that switch an event off.
pub(crate) fn switches(event: Event, channel: Channel) -> Vec<&'static str> {
    let off = |(_, change): &&Setting| {
        let mut visit = Visit::new(event, channel, Hour::Day, |_| {});
        change(&mut visit.clinic.settings);
        let off = [SkipReason::MasterSwitchOff, SkipReason::EventDisabled, SkipReason::ChannelDisabled];
        visit.end().1.trace.iter().any(|finding| off.contains(&finding.reason))
    };
    SWITCHES.iter().filter(off).map(|(name, _)| *name).collect()
}

/// The names of those settings that move an event's message, by day or by night.
pub(crate) fn timings(event: Event, channel: Channel) -> Vec<&'static str> {
    let moves = |(_, change): &&Setting| {
        [Hour::Day, Hour::Night].into_iter().any(|hour| {
            Visit::new(event, channel, hour, |_| {}).end().0 != Visit::new(event, channel, hour, change).end().0
        })
    };
    TIMINGS.iter().filter(moves).map(|(name, _)| *name).collect()
}

/// The languages in which the product has a text of its own.
pub(crate) fn languages(event: Event, channel: Channel) -> Vec<&'static str> {
    let written = |language: &Language| match channel {
        Channel::Sms => !builtin::sms(event, *language).is_empty(),
        Channel::Email => [false, true].into_iter().all(|neutral| {
            let email = builtin::email(event, *language, neutral);
            !email.subject.is_empty() && !email.html.is_empty()
        }),
    };
    Language::ALL.into_iter().filter(written).map(Language::as_str).collect()
}

/// Whether the product's own text can carry the invitation.
pub(crate) fn invites(event: Event, channel: Channel) -> bool {
    let link = format!("[{}]", Placeholder::LinkAnswer.alias());
    match channel {
        Channel::Sms => builtin::invited_sms(event, Language::En).is_some(),
        Channel::Email => builtin::email(event, Language::En, false).html.contains(&link),
    }
}

/// The placeholders that have a meaning in an event.
pub(crate) fn placeholders(event: Event) -> Vec<&'static str> {
    let has = |one: &&Placeholder| one.events().contains(&event);
    Placeholder::ALL.iter().filter(has).map(|one| one.alias()).collect()
}
