//! The settings of a centre.

use rstest::rstest;
use serde_json::{Value, json};

use crate::world::{Caller, World};

#[tokio::test]
async fn a_new_tenant_sends_nothing_until_its_master_switch_is_turned() {
    let world = World::empty().await;
    let admin = Caller::admin();
    let mut settings = world.get(&admin, "/v1/settings").await.with(200);
    assert_eq!(settings["master"], false);
    let reminder =
        json!({"lead": {"days": 2}, "minimum_notice_hours": 12, "invitation": true, "cancel_until_hours": 0});
    assert_eq!(settings["reminder"], reminder);
    settings["master"] = json!(true);
    settings["senders"] = json!({"sms_name": "Aurora"});
    settings["centre"]["phone"] = json!("06 1234 5678");
    let written = world.put(&admin, "/v1/settings", &settings).await.with(200);
    assert_eq!(written["senders"]["sms_name"], "Aurora");
    assert_eq!(written["centre"]["phone"]["e164"], "+390612345678");
    assert_eq!(world.get(&admin, "/v1/settings").await.with(200), written);
}

#[tokio::test]
async fn a_stale_or_missing_tag_is_refused() {
    let world = World::empty().await;
    let admin = Caller::admin();
    let read = world.get(&admin, "/v1/settings").await;
    let tag = read.etag();
    let mut settings = read.with(200);
    settings["master"] = json!(true);
    world.call(&admin, "PUT", "/v1/settings", &[], Some(&settings)).await.with(428);
    world.call(&admin, "PUT", "/v1/settings", &[("if-match", &tag)], Some(&settings)).await.with(200);
    world.call(&admin, "PUT", "/v1/settings", &[("if-match", &tag)], Some(&settings)).await.with(412);
}

#[rstest]
#[case::notice_over_lead("/reminder", json!({"lead": {"hours": 6}, "minimum_notice_hours": 12}),
    &["/reminder/minimum_notice_hours", "/reminder/lead"])]
#[case::settling("/settling_seconds", json!(601), &["/settling_seconds"])]
#[case::retention("/body_retention_days", json!(6), &["/body_retention_days"])]
#[case::window("/sending_hours/monday", json!([{"from": "12:00", "to": "09:00"}]), &["/sending_hours/monday/0"])]
#[case::overlap("/sending_hours/monday", json!([{"from": "09:00", "to": "13:00"}, {"from": "12:00", "to": "14:00"}]),
    &["/sending_hours"])]
#[case::sender("/senders", json!({"sms_name": "Città"}), &["/senders/sms_name"])]
#[case::long_sender("/senders", json!({"sms_name": "AuroraCentro"}), &["/senders/sms_name"])]
#[case::two_senders("/senders", json!({"sms_name": "Aurora", "sms_number": "347 123 4567"}),
    &["/senders/sms_name", "/senders/sms_number"])]
#[case::mailbox("/senders", json!({"email_address": "a@b@c"}), &["/senders/email_address"])]
#[case::header("/senders", json!({"email_name": "A\r\nBcc: b"}), &["/senders/email_name"])]
#[case::zone("/centre/time_zone", json!("Europe/Roma"), &["/centre/time_zone"])]
#[case::country("/centre/country", json!("ZZ"), &["/centre/country"])]
#[case::currency("/centre/currency", json!("euro"), &["/centre/currency"])]
#[case::event("/events", json!({"birthday": {"enabled": true, "sms": true, "email": true}}), &["/events"])]
#[tokio::test]
async fn refused_with_the_fields(#[case] pointer: &str, #[case] value: Value, #[case] refused: &[&str]) {
    let world = World::empty().await;
    let admin = Caller::admin();
    let mut settings = world.get(&admin, "/v1/settings").await.with(200);
    *settings.pointer_mut(pointer).expect("a field") = value;
    assert_eq!(world.put(&admin, "/v1/settings", &settings).await.refused(), refused);
}

#[tokio::test]
async fn senders_need_a_grant_of_their_own() {
    let world = World::empty().await;
    let user = json!({"id": "olga", "email": "olga@example.com", "role": "operator", "grants": ["settings"]});
    world.post(&Caller::admin(), "/v1/users", &user).await.with(201);
    world.later(6);
    let desk = Caller::operator();
    let mut settings = world.get(&desk, "/v1/settings").await.with(200);
    settings["master"] = json!(true);
    world.put(&desk, "/v1/settings", &settings).await.with(200);
    settings["senders"] = json!({"sms_name": "Aurora"});
    world.put(&desk, "/v1/settings", &settings).await.with(403);
}
