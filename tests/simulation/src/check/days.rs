//! I7: with the option on, at most one reminder for a person, channel and local day.

use std::collections::BTreeMap;

use carebell_domain::time::Hours;
use carebell_domain::{Channel, ClientId, TenantId};
use carebell_workflows::ports::MessageKey;
use jiff::Timestamp;
use jiff::civil::Date;

use super::{Call, Taking};
use crate::world::World;

/// A tenant's client, a channel, a local day.
type Day = (TenantId, ClientId, Channel, Date);

/// Finds two reminders of one day that the rules do not allow.
pub(super) fn check(world: &World, wrong: &mut Vec<String>) {
    let mut days: BTreeMap<Day, Vec<(&Call, &Taking)>> = BTreeMap::new();
    for (call, taking) in &world.ledger.calls {
        let Some(taking) = taking else { continue };
        if !taking.key.event.is_reminder() || !call.accepted {
            continue;
        }
        let Some(day) = day_of(world, call, taking, taking.claim.at) else { continue };
        let person = (call.tenant.clone(), taking.before.id.client.clone(), call.channel, day);
        days.entry(person).or_default().push((call, taking));
    }
    for ((_, _, _, day), calls) in days.iter().filter(|(_, calls)| calls.len() > 1) {
        // Those that keep the day: one that found it taken, and for which no later one was left, does not.
        let mut kept: Vec<(&Call, &Taking)> = Vec::new();
        for (call, taking) in calls {
            let key = MessageKey { tenant: call.tenant.clone(), id: call.message.clone() };
            if !world.ledger.took_day.contains(&key) && no_later_day(world, call, taking, *day) {
                continue;
            }
            let counting = kept.iter().find(|(_, first)| still_counts(first, call));
            match counting {
                Some((first, _)) if !switched_off(world, first) && !switched_off(world, call) => {
                    wrong.push(format!("I7: {} and {} went on one day, {day}", first.message, call.message));
                }
                _ => kept.push((call, taking)),
            }
        }
    }
}

fn day_of(world: &World, call: &Call, taking: &Taking, at: Timestamp) -> Option<Date> {
    let tenancy = world.store.tenancies(&call.tenant, at, at).last()?;
    let place = tenancy.catalogue.locations.get(&taking.before.location)?;
    Some(place.time_zone.as_ref().unwrap_or(&tenancy.settings.centre.time_zone).day(at))
}

/// Whether the option was off at some moment about then, or the zone another: then the day was not told apart.
fn switched_off(world: &World, call: &Call) -> bool {
    let span = jiff::SignedDuration::from_secs(50);
    let mut known = world.store.tenancies(&call.tenant, call.started - span, call.at);
    let zones = |tenancy: &carebell_workflows::ports::Tenancy| {
        tenancy.catalogue.locations.values().map(|place| place.time_zone.clone()).collect::<Vec<_>>()
    };
    let now = world.store.tenancy(&call.tenant);
    known.any(|tenancy| {
        !tenancy.settings.one_reminder_a_day || now.as_ref().is_some_and(|now| zones(now) != zones(tenancy))
    })
}

/// A reminder whose start or place has changed by then does not count.
fn still_counts(first: &Taking, later: &Call) -> bool {
    later.generations.contains(&(first.before.id.item.clone(), first.before.generation))
}

/// Whether no later day could take a reminder: none before the start with an opening that keeps the notice, or each
/// of them taken.
fn no_later_day(world: &World, call: &Call, taking: &Taking, today: Date) -> bool {
    let appointment = &taking.before;
    let Some(tenancy) = world.store.tenancies(&call.tenant, taking.claim.at, taking.claim.at).last() else {
        return true;
    };
    let settings = &tenancy.settings;
    let Some(place) = tenancy.catalogue.locations.get(&appointment.location) else { return true };
    let zone = place.time_zone.as_ref().unwrap_or(&settings.centre.time_zone);
    let hours = Hours { week: &settings.sending_hours, closed: &place.closed, zone };
    let free = call.channel == Channel::Email && !settings.sending_hours_for_email;
    let guards = world.store.file(&call.tenant, &appointment.id.client).guards;
    let mut day = today;
    loop {
        let Ok(next) = day.tomorrow() else { return true };
        day = next;
        let morning = zone.start_of(day);
        if morning >= appointment.start {
            return true;
        }
        let opening = if free { Some(morning) } else { hours.open_from(morning) };
        let Some(at) = opening.filter(|at| zone.day(*at) == day) else { continue };
        let kept = at < appointment.start && at.duration_until(appointment.start) >= settings.reminder.minimum_notice();
        let taken = guards.iter().any(|guard| guard.channel == call.channel && guard.day == day);
        if kept && !taken {
            return false;
        }
    }
}
