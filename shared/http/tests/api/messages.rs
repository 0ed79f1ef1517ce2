//! The message summary.

use std::collections::BTreeMap;

use carebell_domain::decide::Occasion;
use carebell_domain::message::{Status, Step, message_id};
use carebell_domain::{Channel, Event};
use carebell_workflows::ports::{Body, Count, CountDelta, Counts, DeadLetter, DeadLetters, MessageRecord, Messages};
use serde_json::json;

use crate::world::{Caller, TENANT, World};

async fn sent(world: &World, item: &str, resource: &str, status: Status) -> String {
    let tenant = TENANT.parse().expect("a tenant");
    let appointment: carebell_domain::AppointmentId = format!("anna.{item}").parse().expect("an appointment");
    let (event, channel) = (Event::AppointmentReminder, Channel::Sms);
    let at = world.now();
    let id =
        message_id(&appointment, Occasion { event, channel, number: 0, repeat: false }, at).expect("an identifier");
    let record = MessageRecord {
        id: id.clone(),
        event,
        channel,
        client: Some(appointment.client.clone()),
        appointment: Some(appointment),
        number: 0,
        repeats: None,
        resource: Some(resource.parse().expect("a resource")),
        location: Some("rome".parse().expect("a location")),
        recipient: Some("+393471234567".into()),
        language: None,
        provider_id: None,
        segments: Some(1),
        skipped: None,
        trace: Vec::new(),
        body: Some(Body { subject: None, text: "Ciao Anna".into() }),
        at,
        keep_until: at + jiff::SignedDuration::from_hours(24 * 365),
        steps: BTreeMap::from([(status, Step { at, words: Some("done".into()) })]),
    };
    world.store.record(&tenant, &record).await.expect("recorded");
    id.to_string()
}

#[tokio::test]
async fn listed_filtered_and_read_with_history() {
    let world = World::clinic().await;
    let desk = Caller::operator();
    let first = sent(&world, "1", "rossi", Status::Sent).await;
    sent(&world, "2", "verdi", Status::Failed).await;
    for (filter, found) in [
        ("", 2),
        ("?resource=rossi", 1),
        ("?status=failed", 1),
        ("?recipient=347%20123%204567", 2),
        ("?recipient=nobody@example.com", 0),
        ("?client=anna&event=appointment_reminder&channel=sms&location=rome", 2),
        ("?channel=email", 0),
        ("?from=2026-06-01&to=2026-06-01", 2),
        ("?to=2026-05-31", 0),
        ("?to=9999-12-31", 2),
    ] {
        let list = world.get(&desk, &format!("/v1/messages{filter}")).await.with(200);
        assert_eq!(list["items"].as_array().map(Vec::len), Some(found), "{filter}");
    }
    let one = world.get(&desk, &format!("/v1/messages/{first}")).await.with(200);
    assert_eq!((&one["text"], &one["steps"][0]["words"]), (&json!("Ciao Anna"), &json!("done")));
    let list = world.get(&Caller::doctor("verdi"), "/v1/messages").await.with(200);
    assert_eq!(list["items"].as_array().map(Vec::len), Some(1));
    assert!(list["items"][0].get("text").is_none());
    world.get(&Caller::doctor("verdi"), &format!("/v1/messages/{first}")).await.with(404);
    world.get(&Caller::stranger(), &format!("/v1/messages/{first}")).await.with(404);
}

#[tokio::test]
async fn a_text_is_shown_for_as_many_days_as_the_settings_say() {
    let world = World::clinic().await;
    let admin = Caller::admin();
    let path = format!("/v1/messages/{}", sent(&world, "1", "rossi", Status::Sent).await);
    world.later(89 * 24 * 3_600);
    assert_eq!(world.get(&admin, &path).await.with(200)["text"], "Ciao Anna");
    world.later(24 * 3_600);
    assert!(world.get(&admin, &path).await.with(200).get("text").is_none());

    let mut settings = world.get(&admin, "/v1/settings").await.with(200);
    settings["body_retention_days"] = json!(365);
    world.put(&admin, "/v1/settings", &settings).await.with(200);
    world.later(6);
    assert_eq!(world.get(&admin, &path).await.with(200)["text"], "Ciao Anna");
}

#[tokio::test]
async fn counted_per_day_and_outcome() {
    let world = World::clinic().await;
    let count = |status| Count { event: Event::AppointmentReminder, channel: Channel::Sms, status, reason: None };
    let delta = CountDelta {
        tenant: TENANT.parse().expect("a tenant"),
        day: jiff::civil::date(2026, 6, 1),
        cells: BTreeMap::from([(count(Status::Delivered), 99), (count(Status::Bounced), 1)]),
        last_sequence: "1".into(),
    };
    assert!(world.store.add(&delta, "").await.expect("counted"));
    let path = "/v1/messages/counts?from=2026-05-25&to=2026-06-01";
    let counts = world.get(&Caller::operator(), path).await.with(200);
    assert_eq!(counts["counts"].as_array().map(Vec::len), Some(2));
    assert_eq!(counts["last_30_days"]["per_mille"], 990);
}

#[tokio::test]
async fn dead_letters_are_their_tenants() {
    let world = World::clinic().await;
    let letter = DeadLetter {
        id: "1".into(),
        tenant: Some(TENANT.parse().expect("a tenant")),
        origin: "appointment-ingest".into(),
        reason: "detail.appointment.start: not a date".into(),
        body: "{}".into(),
        at: world.now(),
    };
    world.store.keep(&letter).await.expect("kept");
    let path = "/v1/dead-letters?month=2026-06";
    let list = world.get(&Caller::admin(), path).await.with(200);
    assert_eq!(list["items"][0]["reason"], "detail.appointment.start: not a date");
    let list = world.get(&Caller::stranger(), path).await.with(200);
    assert_eq!(list["items"], json!([]));
}
