//! I7: with the option on, at most one reminder for a person, channel and local day.

use std::collections::BTreeMap;

use carebell_domain::time::Hours;
use carebell_domain::{Channel, TenantId};
use carebell_workflows::ports::{Address, MessageKey, Tenancy};
use jiff::Timestamp;
use jiff::civil::Date;

use super::{Call, Taking};
use crate::world::World;

/// A tenant's number or mailbox, a channel, a local day: no client of the scenarios has another one's, but in a household.
type Day = (TenantId, String, Channel, Date);

/// Finds two reminders of one day that the rules do not allow.
pub(super) fn check(world: &World, wrong: &mut Vec<String>) {
    let mut days: BTreeMap<Day, Vec<(&Call, &Taking)>> = BTreeMap::new();
    for (call, taking) in &world.ledger.calls {
        let Some(taking) = taking else { continue };
        if !taking.key.event.is_reminder() || !call.accepted {
            continue;
        }
        let Some(day) = day_of(world, call, taking, taking.claim.at) else { continue };
        let person = (call.tenant.clone(), call.to.clone(), call.channel, day);
        days.entry(person).or_default().push((call, taking));
    }
    for ((_, _, _, day), calls) in days.iter().filter(|(_, calls)| calls.len() > 1) {
        // Those that keep the day: one that found it taken, and for which no later one was left, does not.
        let mut kept: Vec<(&Call, &Taking)> = Vec::new();
        for (call, taking) in calls {
            let key = MessageKey { tenant: call.tenant.clone(), id: call.message.clone() };
            if !world.ledger.took_day.contains_key(&key) && no_later_day(world, call, taking, *day) {
                continue;
            }
            let counting = kept.iter().find(|first| still_counts(first.1, call) && !free(world, first, (call, taking)));
            match counting {
                Some((first, _)) => {
                    wrong.push(format!("I7: {} and {} went on one day, {day}", first.message, call.message));
                }
                None => kept.push((call, taking)),
            }
        }
    }
}

/// Whether at some moment about then two reminders were allowed to go on one day, or the zone was another: then the day
/// was not told apart.
fn free(world: &World, (first, one): &(&Call, &Taking), (later, other): (&Call, &Taking)) -> bool {
    let (same_kind, related) = (one.key.event == other.key.event, one.before.id.client != other.before.id.client);
    let apart = [one, &other].iter().any(|taking| is_apart(world, taking));
    let now = world.store.tenancy(&first.tenant);
    let zones = |tenancy: &Tenancy| {
        tenancy.catalogue.locations.values().map(|place| place.time_zone.clone()).collect::<Vec<_>>()
    };
    let allowed = |tenancy: &Tenancy| {
        let settings = &tenancy.settings;
        let as_one = settings.households && (same_kind || settings.one_reminder_a_day) && !apart;
        !(as_one || settings.one_reminder_a_day && !related)
            || now.as_ref().is_some_and(|now| zones(now) != zones(tenancy))
            || now.as_ref().is_some_and(|now| now.settings.households != settings.households)
    };
    let span = jiff::SignedDuration::from_secs(50);
    [first, &later]
        .iter()
        .any(|call| world.store.tenancies(&call.tenant, call.started - span, call.at).any(|tenancy| allowed(tenancy)))
}

/// Whether the client of a reminder has a confidential visit, and so is not reminded with the household.
fn is_apart(world: &World, taking: &Taking) -> bool {
    let file = world.store.file(&taking.tenant, &taking.before.id.client);
    let tenancy = world.store.tenancy(&taking.tenant);
    let services = tenancy.iter().flat_map(|tenancy| tenancy.catalogue.services.values());
    let confidential: Vec<_> = services.filter(|service| service.confidential).map(|service| &service.id).collect();
    file.appointments.iter().any(|one| one.services.iter().any(|service| confidential.contains(&service)))
}

fn day_of(world: &World, call: &Call, taking: &Taking, at: Timestamp) -> Option<Date> {
    let tenancy = world.store.tenancies(&call.tenant, at, at).last()?;
    let place = tenancy.catalogue.locations.get(&taking.before.location)?;
    Some(place.time_zone.as_ref().unwrap_or(&tenancy.settings.centre.time_zone).day(at))
}

/// A reminder whose start or place has changed by then does not count.
fn still_counts(first: &Taking, later: &Call) -> bool {
    later.generations.contains(&(first.before.id.clone(), first.before.generation))
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
    let file = world.store.file(&call.tenant, &appointment.id.client);
    let address = file.client.as_ref().and_then(|client| Address::of(client, call.channel));
    let went =
        address.map(|address| world.store.at_address(&call.tenant, &address, 0, Date::MIN).guards).unwrap_or_default();
    let guards = [file.guards, went].concat();
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
