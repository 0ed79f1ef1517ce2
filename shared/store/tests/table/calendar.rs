//! A day's appointments.

use carebell_domain::fixtures::at;
use carebell_domain::model::Appointment;
use carebell_workflows::ports::Records;

use crate::world::{World, appointment, day, id, write};

fn booked(item: &str, client: &str, start: &str, resource: &str, location: &str) -> Appointment {
    let mut booked = appointment(item, start);
    booked.id.client = id(client);
    (booked.resource, booked.location) = (id(resource), id(location));
    booked
}

async fn items(world: &World, resource: Option<&str>, location: Option<&str>, limit: usize) -> Vec<String> {
    let (resource, location) = (resource.map(id), location.map(id));
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let (resource, location) = (resource.as_ref(), location.as_ref());
        let page = world.store.day(&world.tenant, day("2026-06-05"), resource, location, after.as_deref(), limit);
        let page = page.await.expect("it is read");
        assert!(page.items.len() <= limit);
        found.extend(page.items.into_iter().map(|one| one.id.item.to_string()));
        after = page.next;
        if after.is_none() {
            return found;
        }
    }
}

#[tokio::test]
async fn a_day_is_in_order_of_start_and_pages_lose_nothing() {
    let world = World::start().await;
    for one in [
        booked("late", "a", "2026-06-05T15:00:00Z", "rossi", "rome"),
        booked("early", "z", "2026-06-05T08:00:00Z", "verdi", "rome"),
        booked("same1", "m", "2026-06-05T09:00:00Z", "rossi", "milan"),
        booked("same2", "m", "2026-06-05T09:00:00Z", "verdi", "milan"),
        booked("other", "m", "2026-06-06T09:00:00Z", "rossi", "rome"),
        booked("month", "m", "2026-07-05T09:00:00Z", "rossi", "rome"),
    ] {
        world.put(write(one)).await;
    }
    for limit in 1..=5 {
        assert_eq!(items(&world, None, None, limit).await, ["early", "same1", "same2", "late"], "{limit}");
        assert_eq!(items(&world, Some("rossi"), None, limit).await, ["same1", "late"]);
        assert_eq!(items(&world, None, Some("milan"), limit).await, ["same1", "same2"]);
        assert_eq!(items(&world, Some("verdi"), Some("rome"), limit).await, ["early"]);
    }
    let nonsense = world.store.day(&world.tenant, day("2026-06-05"), None, None, Some("T#tt_two"), 5).await;
    assert!(nonsense.is_err());
}

#[tokio::test]
async fn a_moved_appointment_leaves_its_day() {
    let world = World::start().await;
    let one = world.put(write(booked("a1", "c", "2026-06-05T09:00:00Z", "rossi", "rome"))).await;
    world.put(write(Appointment { start: at("2026-06-08T09:00:00Z"), ..one })).await;
    assert!(items(&world, None, None, 10).await.is_empty());
}
