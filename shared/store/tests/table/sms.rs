//! The two halves of an SMS receipt's join.

use carebell_domain::fixtures::at;
use carebell_domain::message::{Status, Step, Steps};
use carebell_domain::receipt::SnsReceipt;
use carebell_workflows::ports::{MessageKey, Messages};

use crate::world::{World, id};

fn key(world: &World) -> MessageKey {
    MessageKey { tenant: world.tenant.clone(), id: id("20260603-ABC") }
}

fn receipt(provider_id: &str, published_at: &str, status: Status) -> SnsReceipt {
    SnsReceipt {
        provider_id: provider_id.into(),
        published_at: at(published_at),
        number: Some(NUMBER.into()),
        status,
        step: Step { at: at("2026-06-03T13:31:00Z"), words: Some("Message has been accepted by phone".into()) },
        opted_out: None,
    }
}

const NUMBER: &str = "+393471234567";
const THEN: &str = "2026-06-03T13:30:00.5Z";

#[tokio::test]
async fn a_receipt_after_its_sender_only_looks() {
    let world = World::start().await;
    let key = key(&world);
    assert_eq!(world.store.join_sms("p1", &key).await.expect("it is written"), Steps::new());
    let _ = world.table.meter.take();
    let found = world.store.sms_receipt(&receipt("p1", THEN, Status::Delivered)).await.expect("it is read");
    assert_eq!(found, Some(key));
    let (reads, writes) = world.table.meter.spent();
    assert_eq!((reads.sum(), writes.sum()), (0.5, 0.0));
}

#[tokio::test]
async fn receipts_before_their_sender_wait_for_it() {
    let world = World::start().await;
    let key = key(&world);
    let told = async |provider_id: &str, status| {
        world.store.sms_receipt(&receipt(provider_id, THEN, status)).await.expect("it is written")
    };
    for status in [Status::Failed, Status::Delivered, Status::Delivered] {
        assert_eq!(told("p1", status).await, None);
    }
    let early = world.store.join_sms("p1", &key).await.expect("it is written");
    assert_eq!(early.into_keys().collect::<Vec<_>>(), [Status::Failed, Status::Delivered]);
    assert_eq!(told("p1", Status::Delivered).await, Some(key));
    assert_eq!(told("p2", Status::Delivered).await, None);
}

#[tokio::test]
async fn a_receipt_that_no_sender_claims_is_found_by_its_number_and_time() {
    let world = World::start().await;
    for (provider_id, published_at) in [("p1", THEN), ("p2", "2026-06-03T13:30:40Z"), ("p3", "2026-06-03T14:00:00Z")] {
        let receipt = receipt(provider_id, published_at, Status::Delivered);
        for _ in 0..2 {
            assert_eq!(world.store.sms_receipt(&receipt).await.expect("it is written"), None);
        }
    }
    let strays = async |number: &str, from: &str, to: &str| {
        world.store.stray_sms(number, at(from), at(to)).await.expect("it is read")
    };
    let (from, to) = ("2026-06-03T13:30:00Z", "2026-06-03T13:30:40Z");
    assert_eq!(strays(NUMBER, from, to).await, ["p1", "p2"]);
    assert_eq!(strays(NUMBER, "2026-06-03T13:30:01Z", to).await, ["p2"]);
    assert_eq!(strays("+393471234568", from, to).await, [""; 0]);
    world.store.join_sms("p2", &key(&world)).await.expect("it is written");
    assert_eq!(strays(NUMBER, from, to).await, ["p1"]);
}
