//! The guard of a client's day.

use carebell_domain::Channel;
use carebell_domain::decide::DayGuard;
use carebell_workflows::ports::{GuardTaken, Messages, Records};

use crate::world::{World, day, id};

fn guard(message: &str) -> DayGuard {
    DayGuard { day: day("2026-06-03"), channel: Channel::Sms, message: id(message), named: vec![(id("a1"), 0)] }
}

#[tokio::test]
async fn of_many_reminders_at_once_one_has_the_day() {
    let world = World::start().await;
    let client = id("client1");
    let guards: Vec<DayGuard> = (0..8).map(|one| guard(&format!("20260603-M{one}"))).collect();
    let takers = guards.iter().map(|guard| world.store.take_day(&world.tenant, &client, guard));
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
    let client = id("client1");
    let (mine, other) = (guard("20260603-MINE"), guard("20260603-OTHER"));
    let take = |guard| world.store.take_day(&world.tenant, &client, guard);
    let more = DayGuard { named: vec![(id("a1"), 0), (id("a2"), 0)], ..mine.clone() };
    for guard in [&mine, &mine, &more] {
        assert_eq!(take(guard).await.expect("it is answered"), GuardTaken::Ours);
    }
    world.store.free_day(&world.tenant, &client, &other).await.expect("it is answered");
    assert_eq!(take(&other).await.expect("it is answered"), GuardTaken::Theirs(more.clone()));
    let email = DayGuard { channel: Channel::Email, ..other.clone() };
    assert_eq!(take(&email).await.expect("it is answered"), GuardTaken::Ours);
    for _ in 0..2 {
        world.store.free_day(&world.tenant, &client, &mine).await.expect("it is answered");
    }
    assert_eq!(take(&other).await.expect("it is answered"), GuardTaken::Ours);
}
