//! The two halves of an SMS receipt's join.

use carebell_domain::fixtures::at;
use carebell_domain::message::{Status, Step, Steps};
use carebell_workflows::ports::{MessageKey, Messages};

use crate::world::{World, id};

fn key(world: &World) -> MessageKey {
    MessageKey { tenant: world.tenant.clone(), id: id("20260603-ABC") }
}

fn step(status: Status) -> (Status, Step) {
    (status, Step { at: at("2026-06-03T13:31:00Z"), words: Some("Message has been accepted by phone".into()) })
}

#[tokio::test]
async fn a_receipt_after_its_sender_only_looks() {
    let world = World::start().await;
    let key = key(&world);
    assert_eq!(world.store.join_sms("p1", &key).await.expect("it is written"), Steps::new());
    let _ = world.table.meter.take();
    let found = world.store.sms_receipt("p1", step(Status::Delivered)).await.expect("it is read");
    assert_eq!(found, Some(key));
    let (reads, writes) = world.table.meter.spent();
    assert_eq!((reads.sum(), writes.sum()), (0.5, 0.0));
}

#[tokio::test]
async fn receipts_before_their_sender_wait_for_it() {
    let world = World::start().await;
    let key = key(&world);
    for status in [Status::Failed, Status::Delivered, Status::Delivered] {
        assert_eq!(world.store.sms_receipt("p1", step(status)).await.expect("it is written"), None);
    }
    let early = world.store.join_sms("p1", &key).await.expect("it is written");
    assert_eq!(early, Steps::from([step(Status::Failed), step(Status::Delivered)]));
    assert_eq!(world.store.sms_receipt("p1", step(Status::Delivered)).await.expect("it is read"), Some(key));
    assert_eq!(world.store.sms_receipt("p2", step(Status::Delivered)).await.expect("it is read"), None);
}
