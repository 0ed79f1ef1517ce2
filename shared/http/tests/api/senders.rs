//! The senders that a tenant has verified: the platform records them, nothing else may be used.

use rstest::rstest;
use serde_json::{Value, json};

use crate::world::{Caller, OTHER, TENANT, World};

fn path(tenant: &str) -> String {
    format!("/v1/platform/tenants/{tenant}/senders")
}

/// Records the verified senders of a tenant.
async fn record(world: &World, tenant: &str, emails: &[&str], numbers: &[&str]) {
    let body = json!({"emails": emails, "sms_numbers": numbers});
    world.put(&Caller::platform(), &path(tenant), &body).await.with(200);
}

/// Saves settings with these senders. Gives the pointers that are refused; none where they are saved.
async fn save(world: &World, caller: &Caller, senders: Value) -> Vec<String> {
    let mut settings = world.get(caller, "/v1/settings").await.with(200);
    settings["senders"] = senders;
    let answer = world.put(caller, "/v1/settings", &settings).await;
    if answer.status == 200 { Vec::new() } else { answer.refused() }
}

#[tokio::test]
async fn the_platform_records_them_and_the_tenant_reads_its_own() {
    let world = World::empty().await;
    let (platform, path) = (Caller::platform(), path(TENANT));
    let none = json!({"emails": [], "sms_numbers": []});
    let read = world.get(&platform, &path).await;
    let tag = read.etag();
    assert_eq!(read.with(200), none);
    let body = json!({"emails": ["Aurora.example", "desk@Verdi.example"], "sms_numbers": ["+393471234567"]});
    world.call(&platform, "PUT", &path, &[], Some(&body)).await.with(428);
    let written = world.call(&platform, "PUT", &path, &[("if-match", &tag)], Some(&body)).await.with(200);
    let expected = json!({"emails": ["aurora.example", "desk@verdi.example"], "sms_numbers": ["+393471234567"]});
    assert_eq!(written, expected);
    world.call(&platform, "PUT", &path, &[("if-match", &tag)], Some(&body)).await.with(412);
    for (caller, expected) in
        [(Caller::admin(), &expected), (Caller::operator(), &expected), (Caller::stranger(), &none)]
    {
        assert_eq!(world.get(&caller, "/v1/senders").await.with(200), *expected);
    }
    assert_eq!(world.put(&platform, &path, &none).await.with(200), none);
    world.get(&platform, "/v1/platform/tenants/tt_nobody/senders").await.with(404);
    let anything = [("if-match", "*")];
    world.call(&platform, "PUT", "/v1/platform/tenants/tt_nobody/senders", &anything, Some(&none)).await.with(404);
}

#[rstest]
#[case::neither(json!(["desk"]), json!([]), &["/emails/0"])]
#[case::two_signs(json!(["a.example", "a@b@c.example"]), json!([]), &["/emails/1"])]
#[case::emails(json!(vec!["a.example"; 51]), json!([]), &["/emails"])]
#[case::national(json!([]), json!(["+393471234567", "347 123 4567"]), &["/sms_numbers/1"])]
#[case::impossible(json!([]), json!(["+3934712"]), &["/sms_numbers/0"])]
#[case::numbers(json!([]), json!(vec!["+393471234567"; 51]), &["/sms_numbers"])]
#[tokio::test]
async fn what_cannot_be_recorded(#[case] emails: Value, #[case] numbers: Value, #[case] refused: &[&str]) {
    let world = World::empty().await;
    let body = json!({"emails": emails, "sms_numbers": numbers});
    assert_eq!(world.put(&Caller::platform(), &path(TENANT), &body).await.refused(), refused);
}

#[tokio::test]
async fn settings_take_only_recorded_senders_and_any_name() {
    let world = World::empty().await;
    let admin = Caller::admin();
    let address = json!({"email_address": "desk@aurora.example"});
    let number = json!({"sms_number": "347 123 4567"});
    assert_eq!(save(&world, &admin, address.clone()).await, ["/senders/email_address"]);
    assert_eq!(save(&world, &admin, number.clone()).await, ["/senders/sms_number"]);
    assert!(save(&world, &admin, json!({"sms_name": "Aurora", "reply_to": "any@other.example"})).await.is_empty());
    // No wait: the list is read as it is now.
    record(&world, TENANT, &["desk@aurora.example"], &["+393471234567"]).await;
    assert!(save(&world, &admin, address.clone()).await.is_empty());
    assert!(save(&world, &admin, number).await.is_empty());
    assert_eq!(save(&world, &admin, json!({"email_address": "me@aurora.example"})).await, ["/senders/email_address"]);
    assert_eq!(save(&world, &admin, json!({"sms_number": "347 123 4568"})).await, ["/senders/sms_number"]);
    record(&world, TENANT, &["aurora.example"], &[]).await;
    assert!(save(&world, &admin, json!({"email_address": "me@aurora.example"})).await.is_empty());
    record(&world, TENANT, &[], &[]).await;
    let mut settings = world.get(&admin, "/v1/settings").await.with(200);
    settings["senders"] = address;
    let refused = world.put(&admin, "/v1/settings", &settings).await.with(422);
    let detail = refused["errors"][0]["detail"].as_str().expect("a text");
    assert!(detail.contains("the platform has to record it first"), "{detail}");
}

#[tokio::test]
async fn no_tenant_takes_anothers_senders() {
    let world = World::clinic().await;
    record(&world, TENANT, &["aurora.example"], &["+393471234567"]).await;
    record(&world, OTHER, &["other.example"], &["+393471234568"]).await;
    let stranger = Caller::stranger();
    let theirs = json!({"email_address": "desk@aurora.example", "sms_number": "+39 347 123 4567"});
    assert_eq!(save(&world, &stranger, theirs).await, ["/senders/email_address", "/senders/sms_number"]);
    let mut place = json!({"id": "milan", "name": "Milano", "email_sender": "desk@aurora.example"});
    assert_eq!(world.post(&stranger, "/v1/locations", &place).await.refused(), ["/email_sender"]);
    place["email_sender"] = json!("desk@other.example");
    world.post(&stranger, "/v1/locations", &place).await.with(201);
    place["email_sender"] = json!("desk@aurora.example");
    assert_eq!(world.put(&stranger, "/v1/locations/milan", &place).await.refused(), ["/email_sender"]);
    world.post(&Caller::admin(), "/v1/locations", &place).await.with(201);
}
