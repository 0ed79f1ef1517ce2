//! Records of the table's stream, as Lambda hands them over, made of what the store wrote.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use carebell_domain::decide::SkipReason;
use carebell_domain::fixtures::at;
use carebell_domain::message::{Status, Step, Steps};
use carebell_domain::{Channel, Event};
use carebell_store::stream;
use carebell_workflows::changes::Change;
use carebell_workflows::counts::RowChange;
use carebell_workflows::ports::{AppointmentWrite, Count, MessageKey, MessageRecord, Messages, Target};
use serde_json::{Value, json};

use crate::world::{World, appointment, day, id, message, write};

fn image(item: &HashMap<String, AttributeValue>) -> Value {
    let value = |value: &AttributeValue| match value {
        AttributeValue::S(text) => json!({ "S": text }),
        AttributeValue::N(number) => json!({ "N": number }),
        AttributeValue::M(map) => json!({ "M": image(map) }),
        AttributeValue::Bool(truth) => json!({ "BOOL": truth }),
        AttributeValue::B(_) => json!({ "B": "AQID" }),
        other => panic!("{other:?} is not written"),
    };
    item.iter().map(|(name, one)| (name.clone(), value(one))).collect::<serde_json::Map<_, _>>().into()
}

fn record(before: Option<&Value>, after: Option<&Value>) -> Value {
    let mut change = json!({ "SequenceNumber": "4421584500000000017450439091" });
    if let Some(before) = before {
        change["OldImage"] = before.clone();
    }
    if let Some(after) = after {
        change["NewImage"] = after.clone();
    }
    json!({ "eventID": "1", "eventName": "MODIFY", "dynamodb": change })
}

#[tokio::test]
async fn a_marked_change_is_told_and_a_claim_is_not() {
    let world = World::start().await;
    let look_at = at("2026-06-01T10:01:00.5Z");
    let announced = AppointmentWrite { announce: Some(look_at), ..write(appointment("a1", "2026-06-05T15:30+02:00")) };
    let booked = world.put(announced).await;
    let new = image(&world.item("A#a1").await.expect("it is there"));
    let (change, sequence) = stream::change(&record(None, Some(&new))).expect("it is told");
    let expected = Change { tenant: world.tenant.clone(), target: Target::Appointment(id("client1.a1")), look_at };
    assert_eq!((change, sequence.as_str()), (expected, "4421584500000000017450439091"));

    world.put(write(booked)).await;
    let claimed = image(&world.item("A#a1").await.expect("it is there"));
    assert_eq!(claimed.get(stream::CHANGED), None);
    assert_eq!(stream::change(&record(Some(&new), Some(&claimed))), None);
    assert_eq!(stream::change(&record(Some(&new), None)), None);
    assert_eq!(stream::row_change(&record(None, Some(&new))), None);
}

#[tokio::test]
async fn a_message_moves_from_cell_to_cell() {
    let world = World::start().await;
    let sent = message(&appointment("a1", "2026-06-05T15:30Z"), Channel::Email, at("2026-06-03T13:30:00Z"));
    let key = MessageKey { tenant: world.tenant.clone(), id: sent.id.clone() };
    let row = || async { image(&world.item(sent.id.as_str()).await.expect("it is there")) };
    let step = |status| Steps::from([(status, Step { at: at("2026-06-03T13:31:00Z"), words: None })]);
    let cell = |status, reason| Count { event: Event::AppointmentReminder, channel: Channel::Email, status, reason };

    world.store.step(&key, &step(Status::Delivered)).await.expect("it is written");
    let early = row().await;
    world.store.record(&world.tenant, &sent).await.expect("it is written");
    let recorded = row().await;
    world.store.step(&key, &step(Status::Read)).await.expect("it is written");
    let read = row().await;
    let (delivered, opened) = (Some(cell(Status::Delivered, None)), Some(cell(Status::Read, None)));
    for (before, after, from, to) in [
        (None, &early, None, None),
        (Some(&early), &recorded, None, delivered.clone()),
        (Some(&recorded), &read, delivered, opened),
    ] {
        let expected = RowChange {
            tenant: world.tenant.clone(),
            day: day("2026-06-03"),
            sequence: "0000000000004421584500000000017450439091".into(),
            before: from,
            after: to,
        };
        assert_eq!(stream::row_change(&record(before, Some(after))), Some(expected));
    }
    assert_eq!(stream::row_change(&record(Some(&read), None)), None);
    assert_eq!(stream::change(&record(None, Some(&read))), None);
    let skip = MessageRecord {
        id: id("20260603-SKIP"),
        skipped: Some(SkipReason::NoAddress),
        steps: step(Status::Skipped),
        ..sent.clone()
    };
    world.store.record(&world.tenant, &skip).await.expect("it is written");
    let skipped = image(&world.item("20260603-SKIP").await.expect("it is there"));
    let moved = stream::row_change(&record(None, Some(&skipped))).expect("it is told");
    assert_eq!(moved.after, Some(cell(Status::Skipped, Some(SkipReason::NoAddress))));
}

#[test]
fn what_is_no_record_of_ours_tells_nothing() {
    for record in [json!(null), json!({}), json!({ "dynamodb": { "NewImage": { "t": { "S": "M" } } } })] {
        assert_eq!(stream::change(&record), None);
        assert_eq!(stream::row_change(&record), None);
        assert_eq!(stream::sequence_number(&record), None);
    }
}
