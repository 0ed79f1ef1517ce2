//! The daily number of SMS.

use carebell_workflows::ports::SmsQuota;

use crate::world::{World, day, id};

#[tokio::test]
async fn many_processes_at_once_never_pass_the_cap() {
    let world = World::start().await;
    let today = day("2026-06-03");
    for (tenant, cap) in [("tt_small", 7), ("tt_medium", 120)] {
        let (tenant, stores) = (id(tenant), [world.second(), world.second(), world.second()]);
        let takers = (0..240).map(|one| stores[one % 3].take(&tenant, today, cap, 1));
        let taken = futures::future::join_all(takers).await;
        let taken = taken.into_iter().filter(|taken| *taken.as_ref().expect("it is answered")).count();
        assert!(taken <= cap as usize, "{taken} of {cap}");
        // At most what three processes reserved in blocks and did not use is lost.
        assert!(taken + 3 * 19 >= cap as usize, "{taken} of {cap}");
        assert!(cap > 20 || taken == cap as usize, "a small cap is exact: {taken}");
    }
}

#[tokio::test]
async fn one_process_uses_the_cap_up_and_each_day_has_its_own() {
    let world = World::start().await;
    let (today, cap) = (day("2026-06-03"), 100);
    let mut taken = 0;
    while world.store.take(&world.tenant, today, cap, 1).await.expect("it is answered") {
        taken += 1;
    }
    assert_eq!(taken, cap);
    let tomorrow = day("2026-06-04");
    assert!(world.store.take(&world.tenant, tomorrow, cap, 1).await.expect("it is answered"));
    assert!(!world.store.take(&world.tenant, today, 0, 1).await.expect("it is answered"));
}

#[tokio::test]
async fn segments_count_and_blocks_are_cheap() {
    let world = World::start().await;
    let today = day("2026-06-03");
    let mut taken = 0;
    while world.store.take(&world.tenant, today, 30, 3).await.expect("it is answered") {
        taken += 1;
    }
    assert_eq!(taken, 10);
    let (tenant, _) = (id("tt_large"), world.table.meter.take());
    for _ in 0..200 {
        assert!(world.store.take(&tenant, today, 2_000, 1).await.expect("it is answered"));
    }
    let (_, writes) = world.table.meter.spent();
    assert_eq!(writes.sum(), 10.0);
}
