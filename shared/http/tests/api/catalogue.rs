//! Sites, resources, services, groups and insurances: five kinds, one behaviour.

use carebell_workflows::ports::{ConfigStore, Kind};
use rstest::rstest;
use serde_json::{Value, json};

use crate::world::{Caller, TENANT, World};

#[rstest]
#[case("/v1/locations", json!({"name": "A", "phone": "06 1234 5678", "closed": ["2026-08-15"]}))]
#[case("/v1/resources", json!({"name": "A", "email": "a@example.com", "language": "nb"}))]
#[case("/v1/services", json!({"name": "A", "price": 100, "duration_minutes": 30}))]
#[case("/v1/groups", json!({"name": "A"}))]
#[case("/v1/insurances", json!({"name": "A", "memo": false}))]
#[tokio::test]
async fn added_read_replaced_and_removed(#[case] path: &str, #[case] body: Value) {
    let world = World::empty().await;
    let admin = Caller::admin();
    let answer = world.post(&admin, path, &body).await;
    let place = answer.headers["location"].to_str().expect("a path").to_owned();
    let tag = answer.etag();
    let made = answer.with(201);
    assert_eq!(place, format!("{path}/{}", made["id"].as_str().expect("an identifier")));
    assert_eq!(world.get(&admin, &place).await.with(200), made);
    assert_eq!(world.get(&admin, path).await.with(200), json!({"items": [made], "next": null}));

    let mut changed = made.clone();
    changed["name"] = json!("B");
    assert_eq!(world.put(&admin, &place, &changed).await.with(200), changed);
    world.call(&admin, "PUT", &place, &[("if-match", &tag)], Some(&changed)).await.with(412);
    world.call(&admin, "DELETE", &place, &[("if-match", &tag)], None).await.with(412);
    world.call(&admin, "DELETE", &place, &[], None).await.with(428);
    let other = json!({"id": "other", "name": "B"});
    assert_eq!(world.put(&admin, &place, &other).await.refused(), ["/id"]);

    let tag = world.get(&admin, &place).await.etag();
    world.call(&admin, "DELETE", &place, &[("if-match", &tag)], None).await.with(204);
    world.get(&admin, &place).await.with(404);
}

#[rstest]
#[case("/v1/locations", json!({"name": ""}), "/name")]
#[case("/v1/locations", json!({"name": "A", "phone": "12"}), "/phone")]
#[case("/v1/locations", json!({"name": "A", "time_zone": "Rome"}), "/time_zone")]
#[case("/v1/locations", json!({"name": "A", "closed": ["2026-02-30"]}), "/closed/0")]
#[case("/v1/resources", json!({"name": "A", "email": "nobody"}), "/email")]
#[case("/v1/services", json!({"name": "A", "group": "none"}), "/group")]
#[case("/v1/services", json!({"name": "A", "duration_minutes": 0}), "/duration_minutes")]
#[case("/v1/groups", json!({"id": "a/b", "name": "A"}), "/id")]
#[case("/v1/insurances", json!({"name": "A\r\nB"}), "/name")]
#[tokio::test]
async fn refused_with_the_field(#[case] path: &str, #[case] body: Value, #[case] pointer: &str) {
    let world = World::empty().await;
    assert_eq!(world.post(&Caller::admin(), path, &body).await.refused(), [pointer]);
}

#[tokio::test]
async fn a_name_is_given_once() {
    let world = World::empty().await;
    let body = json!({"id": "surgery", "name": "Surgery"});
    world.post(&Caller::admin(), "/v1/groups", &body).await.with(201);
    let problem = world.post(&Caller::admin(), "/v1/groups", &body).await.with(409);
    assert_eq!(problem["type"], "/docs#problem-exists");
    world.post(&Caller::stranger(), "/v1/groups", &body).await.with(201);
}

#[tokio::test]
async fn a_number_keeps_the_form_in_which_it_was_entered() {
    let world = World::empty().await;
    let body = json!({"id": "rome", "name": "Roma", "phone": "06 1234 5678"});
    let made = world.post(&Caller::admin(), "/v1/locations", &body).await.with(201);
    assert_eq!(made["phone"], json!({"e164": "+390612345678", "entered": "06 1234 5678"}));
    let tenant = TENANT.parse().expect("a tenant");
    let stored = world.store.get(&tenant, Kind::Location, "rome").await.expect("read").expect("stored");
    assert_eq!(stored.version, 1);
}
