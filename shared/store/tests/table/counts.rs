//! Counts of messages.

use std::collections::BTreeMap;

use carebell_domain::decide::SkipReason;
use carebell_domain::message::Status;
use carebell_domain::{Channel, Event};
use carebell_workflows::ports::{Count, CountDelta, Counts};

use crate::world::{World, day};

fn cell(status: Status, reason: Option<SkipReason>) -> Count {
    Count { event: Event::AppointmentReminder, channel: Channel::Sms, status, reason }
}

fn delta(world: &World, of: &str, last: &str, cells: &[(Count, i64)]) -> CountDelta {
    CountDelta {
        tenant: world.tenant.clone(),
        day: day(of),
        cells: cells.iter().cloned().collect(),
        last_sequence: last.into(),
    }
}

#[tokio::test]
async fn a_batch_counts_once() {
    let world = World::start().await;
    let (sent, delivered) = (cell(Status::Sent, None), cell(Status::Delivered, None));
    let skipped = cell(Status::Skipped, Some(SkipReason::NoAddress));
    let first = delta(&world, "2026-06-03", "0010", &[(sent.clone(), 2), (skipped.clone(), 1)]);
    let second = delta(&world, "2026-06-03", "0020", &[(sent.clone(), -2), (delivered.clone(), 2)]);
    let up_to = || world.store.counted_up_to(&world.tenant, day("2026-06-03"));
    assert_eq!(up_to().await.expect("it is read"), "");
    for (delta, after, added) in [
        (&first, "", true),
        (&first, "", false),
        (&second, "0010", true),
        (&second, "0010", false),
        (&first, "", false),
    ] {
        assert_eq!(world.store.add(delta, after).await.expect("it is answered"), added, "{after}");
    }
    assert_eq!(up_to().await.expect("it is read"), "0020");
    let other = delta(&world, "2026-06-01", "0001", &[(delivered.clone(), 5)]);
    assert!(world.store.add(&other, "").await.expect("it is answered"));

    let days = world.store.days(&world.tenant, day("2026-06-01"), day("2026-06-30")).await.expect("it is read");
    let expected = [
        (day("2026-06-01"), BTreeMap::from([(delivered.clone(), 5)])),
        (day("2026-06-03"), BTreeMap::from([(delivered, 2), (skipped, 1)])),
    ];
    assert_eq!(days, expected);
    let none = world.store.days(&world.tenant, day("2026-06-04"), day("2026-06-03")).await.expect("it is read");
    assert!(none.is_empty());
}
