//! "Why did Mrs Bianchi get no reminder?"

use serde_json::{Value, json};

use crate::world::{Caller, World};

async fn line(world: &World, id: &str, channel: &str) -> Value {
    let timeline = world.get(&Caller::operator(), &format!("/v1/appointments/{id}/timeline")).await.with(200);
    let lines = timeline["lines"].as_array().expect("lines").clone();
    let reminder = lines.into_iter().find(|line| line["event"] == "appointment_reminder" && line["channel"] == channel);
    reminder.expect("the reminder is always in it")
}

#[tokio::test]
async fn every_silence_has_its_rules() {
    let world = World::clinic().await;
    let admin = Caller::admin();
    let id = world.book("2026-06-05T15:30:00+02:00", "2026-06-05T16:00:00+02:00").await;

    let email = line(&world, &id, "email").await;
    assert_eq!(email["what"], "not_planned");
    assert_eq!(email["rules"][0]["reason"], "master_switch_off");
    assert!(email["rules"][0]["sentence"].as_str().is_some_and(|sentence| sentence.contains("master switch")));

    let mut settings = world.get(&admin, "/v1/settings").await.with(200);
    settings["master"] = json!(true);
    world.put(&admin, "/v1/settings", &settings).await.with(200);
    world.later(6);
    let email = line(&world, &id, "email").await;
    assert_eq!((&email["what"], &email["at"]), (&json!("planned"), &json!("2026-06-03T15:30:00+02:00")));
    let sms = line(&world, &id, "sms").await;
    assert_eq!((&sms["what"], &sms["rules"][0]["reason"]), (&json!("not_planned"), &json!("channel_disabled")));

    let mut anna = world.get(&admin, "/v1/clients/anna").await.with(200);
    anna["privacy"] = json!({"given": false});
    world.put(&admin, "/v1/clients/anna", &anna).await.with(200);
    assert_eq!(line(&world, &id, "email").await["rules"][0]["reason"], "privacy_not_given");

    world.call(&admin, "POST", &format!("/v1/appointments/{id}/cancel"), &[], None).await.with(200);
    let email = line(&world, &id, "email").await;
    assert_eq!(email["rules"][0]["reason"], "appointment_gone");
    let timeline = world.get(&admin, &format!("/v1/appointments/{id}/timeline")).await.with(200);
    let told: Vec<&str> =
        timeline["lines"].as_array().expect("lines").iter().filter_map(|line| line["what"].as_str()).collect();
    assert_eq!(told[0], "made");
    assert!(told.contains(&"changed"));
}
