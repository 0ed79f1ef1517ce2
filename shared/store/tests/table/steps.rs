//! The record and the steps of a message commute: whatever the order, and however often each comes.

use carebell_domain::Channel;
use carebell_domain::fixtures::at;
use carebell_domain::message::{Status, Step, Steps};
use carebell_workflows::ports::{MessageKey, MessageRecord, Messages};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::world::{World, appointment, message};

const RECEIPTS: [Status; 5] = [Status::Delivered, Status::Bounced, Status::Read, Status::Clicked, Status::Complained];

fn step(status: Status) -> Steps {
    let at = at("2026-06-03T13:31:00Z") + jiff::SignedDuration::from_secs(status as i64);
    Steps::from([(status, Step { at, words: Some(format!("said of {status}")) })])
}

/// Receipts and the record (`None`), each up to three times, in any order.
fn deliveries() -> impl Strategy<Value = Vec<Option<Status>>> {
    let mut all: Vec<Option<Status>> = RECEIPTS.into_iter().map(Some).collect();
    all.push(None);
    let times = prop::collection::vec(1_usize..=3, all.len());
    times
        .prop_map(move |times| {
            all.iter().zip(times).flat_map(|(one, times)| std::iter::repeat_n(*one, times)).collect::<Vec<_>>()
        })
        .prop_shuffle()
}

#[test]
fn whatever_the_order_the_row_is_the_same() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let world = runtime.block_on(World::start());
    let sent = at("2026-06-03T13:30:00Z");
    let mut runner =
        TestRunner::new(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() });
    let number = std::cell::Cell::new(0);
    runner
        .run(&deliveries(), |deliveries| {
            number.set(number.get() + 1);
            let record =
                message(&appointment(&format!("a{}", number.get()), "2026-06-05T15:30Z"), Channel::Email, sent);
            let key = MessageKey { tenant: world.tenant.clone(), id: record.id.clone() };
            let read = runtime.block_on(async {
                for delivery in deliveries {
                    match delivery {
                        Some(status) => world.store.step(&key, &step(status)).await.expect("it is written"),
                        None => world.store.record(&world.tenant, &record).await.expect("it is written"),
                    }
                }
                world.store.get(&key).await.expect("it is read")
            });
            let mut steps = record.steps.clone();
            steps.extend(RECEIPTS.into_iter().flat_map(step));
            prop_assert_eq!(read, Some(MessageRecord { steps, ..record }));
            Ok(())
        })
        .expect("it holds");
}
