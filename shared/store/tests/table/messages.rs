//! Message rows.

use carebell_domain::Channel;
use carebell_domain::decide::{Finding, SkipReason};
use carebell_domain::fixtures::at;
use carebell_domain::message::{Status, Step, Steps};
use carebell_workflows::ports::{Body, MessageKey, MessageRecord, Messages};

use crate::world::{World, appointment, id, message};

fn rich() -> MessageRecord {
    MessageRecord {
        segments: Some(3),
        skipped: Some(SkipReason::RemindedToday),
        trace: vec![
            Finding { reason: SkipReason::RemindedToday, message: Some(id("20260603-ABC")) },
            SkipReason::NoticeTooShort.into(),
        ],
        body: Some(Body { subject: Some("Promemoria".into()), text: "Gentile Giulia,\nla aspettiamo …".into() }),
        ..message(&appointment("a1", "2026-06-05T15:30+02:00"), Channel::Email, at("2026-06-03T13:30:00.25Z"))
    }
}

fn key(world: &World, message: &MessageRecord) -> MessageKey {
    MessageKey { tenant: world.tenant.clone(), id: message.id.clone() }
}

#[tokio::test]
async fn every_part_reads_back() {
    let world = World::start().await;
    let rich = rich();
    world.store.record(&world.tenant, &rich).await.expect("it is written");
    let key = key(&world, &rich);
    assert_eq!(world.store.get(&key).await.expect("it is read"), Some(rich.clone()));
    let unknown = [id("20260603-XYZ"), rich.id.clone(), id("no-day-at-all")];
    assert_eq!(world.store.get_all(&world.tenant, &unknown).await.expect("it is read"), [rich]);
    let foreign = MessageKey { tenant: id("tt_two"), ..key };
    assert_eq!(world.store.get(&foreign).await.expect("it is read"), None);
}

#[tokio::test]
async fn an_unknown_outcome_takes_nothing_from_a_record() {
    let world = World::start().await;
    let rich = rich();
    world.store.record(&world.tenant, &rich).await.expect("it is written");
    let step = (Status::Unknown, Step { at: at("2026-06-03T13:40:00Z"), words: Some("the sender ended".into()) });
    let doubt = MessageRecord {
        body: None,
        provider_id: None,
        language: None,
        steps: Steps::from([step.clone()]),
        ..rich.clone()
    };
    world.store.record(&world.tenant, &doubt).await.expect("it is written");
    let read = world.store.get(&key(&world, &rich)).await.expect("it is read").expect("there is one");
    let mut expected = rich;
    expected.steps.extend([step]);
    assert_eq!(read, expected);
}

#[tokio::test]
async fn an_erased_row_stays_without_personal_data_and_is_counted() {
    let world = World::start().await;
    let rich = rich();
    let key = key(&world, &rich);
    let delivered = Steps::from([(Status::Delivered, Step { at: at("2026-06-03T13:31:00Z"), words: None })]);
    world.store.step(&key, &delivered).await.expect("it is written");
    let row = world.item(rich.id.as_str()).await.expect("there is a row");
    world.mark(&row, "erased").await;

    world.store.record(&world.tenant, &rich).await.expect("it is written");
    assert_eq!(world.store.get(&key).await.expect("it is read"), None);
    let row = world.item(rich.id.as_str()).await.expect("there is a row");
    let mut names: Vec<&str> = row.keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["ch", "erased", "ev", "pk", "s_delivered", "s_sent", "sk", "t", "ttl", "v", "why"]);
}

#[tokio::test]
async fn a_row_goes_when_its_time_is_up() {
    let world = World::start().await;
    let rich = rich();
    let ttl = || async { world.item(rich.id.as_str()).await.expect("there is a row")["ttl"].clone() };
    let delivered = Steps::from([(Status::Delivered, Step { at: at("2026-06-03T13:31:00Z"), words: None })]);
    world.store.step(&key(&world, &rich), &delivered).await.expect("it is written");
    let day = at("2026-06-03T00:00:00Z").as_second();
    let years = 2 * 366 * 24 * 3_600;
    assert_eq!(ttl().await.as_n(), Ok(&(day + years).to_string()));
    world.store.record(&world.tenant, &rich).await.expect("it is written");
    assert_eq!(ttl().await.as_n(), Ok(&rich.keep_until.as_second().to_string()));
}
