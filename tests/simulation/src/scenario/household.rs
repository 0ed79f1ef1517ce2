//! Clients who are written to at one number and mailbox.

use std::sync::Arc;

use carebell_domain::TenantId;

use super::chance::visits;
use super::{Scenario, Step, client};
use crate::random::Random;

/// The clients of each tenant have one number and one mailbox, one more of them is booked, and the centre writes to them
/// as a household, sometimes from some change of its settings on or until then, sometimes with a confidential visit among theirs.
pub(super) fn household(random: &mut Random, scenario: &mut Scenario) {
    let tenants: Vec<TenantId> = scenario.tenants.iter().map(|(tenant, _)| tenant.clone()).collect();
    for tenant in &tenants {
        let of = scenario.clients.iter().filter(|(one, _)| one == tenant).count();
        let of = u8::try_from(of).unwrap_or_default();
        scenario.clients.push((tenant.clone(), client(tenant, of)));
        for visit in 10..=10 + random.below(2) {
            visits(random, scenario, tenant, of, visit);
        }
        let shared = client(tenant, 0);
        for (_, person) in scenario.clients.iter_mut().filter(|(one, _)| one == tenant) {
            (person.mobile, person.email) = (shared.mobile.clone(), shared.email.clone());
        }
    }
    let late = random.chance(1, 6);
    let confidential = random.chance(1, 6);
    for (_, tenancy) in &mut scenario.tenants {
        Arc::make_mut(tenancy).settings.households = !late;
    }
    let ends = random.chance(1, 4);
    for (at, step) in &mut scenario.steps {
        if let Step::Settings(_, tenancy) = step {
            let settings = &mut Arc::make_mut(tenancy).settings;
            (settings.households, settings.households_until) = (!ends, ends.then_some(*at));
        }
    }
    let steps = scenario.steps.iter_mut().filter_map(|(_, step)| match step {
        Step::Settings(_, tenancy) => Some(tenancy),
        _ => None,
    });
    for tenancy in scenario.tenants.iter_mut().map(|(_, tenancy)| tenancy).chain(steps) {
        for service in Arc::make_mut(tenancy).catalogue.services.values_mut() {
            service.confidential |= confidential;
        }
    }
}
