//! The due index and its watermarks.

use carebell_domain::AppointmentId;
use carebell_domain::agenda::Pace;
use carebell_domain::fixtures::at;
use carebell_workflows::ports::{AppointmentWrite, Sweep, SweepEntry, Target};
use jiff::Timestamp;

use crate::world::{World, appointment, id, write};

async fn due(world: &World, from: Option<&str>, to: &str, limit: usize) -> Vec<SweepEntry> {
    let mut found = Vec::new();
    for shard in 0..world.store.shards() {
        let mut after = None;
        loop {
            let page = world
                .store
                .due(Pace::Minutes, shard, from.map(at), at(to), after.as_deref(), limit)
                .await
                .expect("it is read");
            assert!(page.items.len() <= limit);
            found.extend(page.items);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
    }
    found.sort_by(|one, other| (one.due, &one.target).cmp(&(other.due, &other.target)));
    found
}

fn booked(entry: &SweepEntry) -> &AppointmentId {
    match &entry.target {
        Target::Appointment(id) => id,
        Target::Matter(matter) => panic!("nobody raised {matter}"),
    }
}

fn item(entry: &SweepEntry) -> &str {
    booked(entry).item.as_str()
}

fn planned(client: &str, item: &str, when: &str) -> AppointmentWrite {
    let mut appointment = appointment(item, "2026-06-05T15:30+02:00");
    appointment.id.client = id(client);
    AppointmentWrite { due: Some(at(when).into()), ..write(appointment) }
}

#[tokio::test]
async fn what_is_due_is_found_once_its_time_has_come() {
    let world = World::start().await;
    for (item, when) in [("a", "2026-06-03T13:29:00Z"), ("b", "2026-06-03T13:30:00Z"), ("c", "2026-06-03T13:30:00.2Z")]
    {
        world.put(planned("c1", item, when)).await;
    }
    for (from, to, expected) in [
        (None, "2026-06-03T13:28:59.9Z", &[][..]),
        (None, "2026-06-03T13:30:00Z", &["a", "b"]),
        (None, "2026-06-03T13:30:00.9Z", &["a", "b"]),
        (Some("2026-06-03T13:29:00Z"), "2026-06-03T13:31:00Z", &["b", "c"]),
        (Some("2026-06-03T13:31:00Z"), "2026-06-03T13:31:00Z", &[]),
        (Some("2026-06-03T13:32:00Z"), "2026-06-03T13:31:00Z", &[]),
    ] {
        for limit in 1..=4 {
            let found = due(&world, from, to, limit).await;
            assert_eq!(found.iter().map(item).collect::<Vec<_>>(), expected, "{from:?} {to}");
        }
    }
    let first = &due(&world, None, "2026-06-03T13:29:00Z", 9).await[0];
    let expected = SweepEntry {
        tenant: world.tenant.clone(),
        target: Target::Appointment(id("c1.a")),
        due: at("2026-06-03T13:29:00Z"),
    };
    assert_eq!(*first, expected);
}

#[tokio::test]
async fn all_of_a_client_is_in_one_shard_and_many_clients_are_in_all() {
    let world = World::start().await;
    for client in 0..40 {
        for item in ["a", "b"] {
            world.put(planned(&format!("c{client}"), item, "2026-06-03T13:30:00Z")).await;
        }
    }
    let mut filled = 0;
    for shard in 0..world.store.shards() {
        let now = at("2026-06-03T13:30:00Z");
        let page = world.store.due(Pace::Minutes, shard, None, now, None, 1_000).await.expect("it is read");
        filled += usize::from(!page.items.is_empty());
        for client in page.items.iter().map(|entry| &booked(entry).client) {
            assert_eq!(page.items.iter().filter(|entry| booked(entry).client == *client).count(), 2);
        }
    }
    assert_eq!(filled, usize::from(world.store.shards()));
}

#[tokio::test]
async fn what_is_claimed_is_due_no_more() {
    let world = World::start().await;
    let one = world.put(planned("c1", "a", "2026-06-03T13:30:00Z")).await;
    world.put(write(one)).await;
    assert!(due(&world, None, "2026-06-04T00:00:00Z", 10).await.is_empty());
}

#[tokio::test]
async fn a_watermark_moves_forward_only() {
    let world = World::start().await;
    assert_eq!(world.store.watermark(Pace::Minutes, 1).await.expect("it is read"), None);
    let instants: [Timestamp; 3] = ["2026-06-03T13:30:00Z", "2026-06-03T13:31:00.5Z", "2026-06-03T13:30:30Z"].map(at);
    for to in instants {
        world.store.advance(Pace::Minutes, 1, to).await.expect("it is moved");
    }
    assert_eq!(world.store.watermark(Pace::Minutes, 1).await.expect("it is read"), Some(instants[1]));
    assert_eq!(world.store.watermark(Pace::Minutes, 0).await.expect("it is read"), None);
}
