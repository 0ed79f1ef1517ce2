//! Repeated requests.

use carebell_workflows::ports::Idempotency;
use serde_json::json;

use crate::world::{Caller, TENANT, World};

#[tokio::test]
async fn a_repeat_gets_the_first_answer_for_a_day() {
    let world = World::empty().await;
    let admin = Caller::admin();
    let key = [("idempotency-key", "k1")];
    let body = json!({"last_name": "Rossi"});
    let first = world.call(&admin, "POST", "/v1/clients", &key, Some(&body)).await;
    let again = world.call(&admin, "POST", "/v1/clients", &key, Some(&body)).await;
    assert_eq!(again.headers["idempotency-replayed"], "true");
    assert_eq!(again.headers["location"], first.headers["location"]);
    assert_eq!((again.etag(), &again.text), (first.etag(), &first.text));
    first.with(201);
    again.with(201);
    let list = world.get(&admin, "/v1/clients").await.with(200);
    assert_eq!(list["items"].as_array().map(Vec::len), Some(1));

    world.later(24 * 3_600 + 1);
    world.call(&admin, "POST", "/v1/clients", &key, Some(&body)).await.with(201);
    let list = world.get(&admin, "/v1/clients").await.with(200);
    assert_eq!(list["items"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn a_key_belongs_to_one_body_and_one_user() {
    let world = World::empty().await;
    let key = [("idempotency-key", "k1")];
    let body = json!({"last_name": "Rossi"});
    world.call(&Caller::admin(), "POST", "/v1/clients", &key, Some(&body)).await.with(201);
    let other = world.call(&Caller::admin(), "POST", "/v1/clients", &key, Some(&json!({"last_name": "Neri"}))).await;
    assert_eq!(other.with(422)["type"], "/docs#problem-key-reused");
    world.call(&Caller::operator(), "POST", "/v1/clients", &key, Some(&body)).await.with(201);
    world.call(&Caller::stranger(), "POST", "/v1/clients", &key, Some(&body)).await.with(201);
}

#[tokio::test]
async fn a_refusal_is_repeated_too() {
    let world = World::empty().await;
    let key = [("idempotency-key", "k1")];
    let body = json!({"last_name": ""});
    let first = world.call(&Caller::admin(), "POST", "/v1/clients", &key, Some(&body)).await;
    let again = world.call(&Caller::admin(), "POST", "/v1/clients", &key, Some(&body)).await;
    assert_eq!(again.headers["content-type"], "application/problem+json");
    assert_eq!(first.text, again.text);
    again.with(422);
}

#[tokio::test]
async fn one_that_failed_may_be_tried_again() {
    let mut world = World::empty().await;
    let key = [("idempotency-key", "k1")];
    let body = json!({"last_name": "Rossi"});
    world.lose_records();
    let failed = world.call(&Caller::admin(), "POST", "/v1/clients", &key, Some(&body)).await;
    assert_eq!(failed.headers["retry-after"], "1");
    assert_eq!(failed.with(503)["type"], "/docs#problem-unavailable");
    world.find_records();
    world.call(&Caller::admin(), "POST", "/v1/clients", &key, Some(&body)).await.with(201);
}

#[tokio::test]
async fn one_that_is_still_running_is_not_begun_again() {
    let world = World::empty().await;
    let key = [("idempotency-key", "k1")];
    let body = json!({"last_name": "Rossi"});
    // As the middleware names it: another instance has begun this very request.
    let digest = {
        use sha2::{Digest, Sha256};
        let mut hash = Sha256::new();
        for part in ["POST".as_bytes(), b"/v1/clients", body.to_string().as_bytes()] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        data_encoding::HEXLOWER.encode(&hash.finalize())
    };
    world.store.begin(&format!("{TENANT}/ada"), "k1", &digest).await.expect("begun");
    let answer = world.call(&Caller::admin(), "POST", "/v1/clients", &key, Some(&body)).await;
    assert_eq!(answer.with(409)["type"], "/docs#problem-still-running");
}

#[tokio::test]
async fn a_key_has_a_limit() {
    let world = World::empty().await;
    let long = "k".repeat(201);
    for key in ["", &long] {
        let answer =
            world.call(&Caller::admin(), "POST", "/v1/clients", &[("idempotency-key", key)], Some(&json!({}))).await;
        answer.with(400);
    }
}
