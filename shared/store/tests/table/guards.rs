//! The guard of a client's day, and of an address's.

use carebell_domain::decide::DayGuard;
use carebell_domain::fixtures::Clinic;
use carebell_domain::{Channel, Event};
use carebell_workflows::ports::{Address, AtAddress, ClientWrite, DayOf, GuardTaken, Messages, Records};

use crate::world::{World, day, id};

fn guard(message: &str) -> DayGuard {
    let named = vec![(id("client1.a1"), 0)];
    DayGuard { day: day("2026-06-03"), channel: Channel::Sms, shared: false, kind: None, message: id(message), named }
}

#[tokio::test]
async fn of_many_reminders_at_once_one_has_the_day() {
    let world = World::start().await;
    let client = id("client1");
    let whose = DayOf::Client(id("client1"));
    let guards: Vec<DayGuard> = (0..8).map(|one| guard(&format!("20260603-M{one}"))).collect();
    let takers = guards.iter().map(|guard| world.store.take_day(&world.tenant, &whose, guard));
    let taken = futures::future::join_all(takers).await;
    let taken: Vec<GuardTaken> = taken.into_iter().collect::<Result<_, _>>().expect("they are answered");
    let winner = taken.iter().position(|taken| *taken == GuardTaken::Ours).expect("one has it");
    for (place, taken) in taken.iter().enumerate().filter(|(place, _)| *place != winner) {
        assert_eq!(*taken, GuardTaken::Theirs(guards[winner].clone()), "{place}");
    }
    let file = world.store.file(&world.tenant, &client).await.expect("it is read");
    assert_eq!(file.guards, [guards[winner].clone()]);
}

#[tokio::test]
async fn a_later_attempt_has_it_already_and_only_the_owner_gives_it_back() {
    let world = World::start().await;
    let whose = DayOf::Client(id("client1"));
    let (mine, other) = (guard("20260603-MINE"), guard("20260603-OTHER"));
    let take = |guard| world.store.take_day(&world.tenant, &whose, guard);
    let more = DayGuard { named: vec![(id("client1.a1"), 0), (id("client1.a2"), 0)], ..mine.clone() };
    for guard in [&mine, &mine, &more] {
        assert_eq!(take(guard).await.expect("it is answered"), GuardTaken::Ours);
    }
    world.store.free_day(&world.tenant, &whose, &other).await.expect("it is answered");
    assert_eq!(take(&other).await.expect("it is answered"), GuardTaken::Theirs(more.clone()));
    let email = DayGuard { channel: Channel::Email, ..other.clone() };
    assert_eq!(take(&email).await.expect("it is answered"), GuardTaken::Ours);
    for _ in 0..2 {
        world.store.free_day(&world.tenant, &whose, &mine).await.expect("it is answered");
    }
    assert_eq!(take(&other).await.expect("it is answered"), GuardTaken::Ours);
}

#[tokio::test]
async fn an_address_has_its_clients_and_its_days() {
    let world = World::start().await;
    let person = Clinic::new().client;
    let address = Address::of(&person, Channel::Sms).expect("a number");
    for name in ["client1", "client2", "client3"] {
        let client = carebell_domain::model::Client { id: id(name), rev: 0, ..person.clone() };
        let write = ClientWrite { client, before: None, audit: Vec::new() };
        world.store.write_client(&world.tenant, &write).await.expect("it is written");
    }
    let whose = DayOf::Address(address.clone());
    let shared = |message, kind| DayGuard {
        shared: true,
        kind,
        named: vec![(id("client1.a1"), 2), (id("client2.a1"), 0)],
        ..guard(message)
    };
    let (all, second) = (shared("20260603-A", None), shared("20260603-B", Some(Event::AppointmentSecondReminder)));
    for guard in [&all, &second] {
        let taken = world.store.take_day(&world.tenant, &whose, guard).await.expect("it is answered");
        assert_eq!(taken, GuardTaken::Ours);
    }
    let other = shared("20260603-C", None);
    let taken = world.store.take_day(&world.tenant, &whose, &other).await.expect("it is answered");
    assert_eq!(taken, GuardTaken::Theirs(all.clone()));
    // A client's own day is another one.
    let own = DayOf::Client(id("client1"));
    let taken = world.store.take_day(&world.tenant, &own, &guard("20260603-D")).await.expect("it is answered");
    assert_eq!(taken, GuardTaken::Ours);

    let at = |tenant, most| world.store.at_address(tenant, &address, most, day("2026-06-03"));
    let _ = world.table.meter.take();
    let found = at(&world.tenant, 10).await.expect("it is read");
    let clients = ["client1", "client2", "client3"].map(id).to_vec();
    assert_eq!(found, AtAddress { clients, guards: vec![all.clone(), second] });
    assert_eq!(world.table.meter.take().iter().map(|call| call.units.table).sum::<f64>(), 2.0);
    assert_eq!(at(&world.tenant, 2).await.expect("it is read").clients.len(), 2);
    let foreign = id("tt_two");
    assert_eq!(at(&foreign, 10).await.expect("it is read"), AtAddress::default());

    let later = world.store.at_address(&world.tenant, &address, 10, day("2026-06-04")).await.expect("it is read");
    assert!(later.guards.is_empty());
    world.store.free_day(&world.tenant, &whose, &all).await.expect("it is answered");
    assert_eq!(at(&world.tenant, 10).await.expect("it is read").guards.len(), 1);
}
