//! Users of a tenant.

use rstest::rstest;
use serde_json::{Value, json};

use crate::world::{Caller, World};

#[tokio::test]
async fn added_changed_and_removed() {
    let world = World::clinic().await;
    let admin = Caller::admin();
    let body = json!({"id": "dora", "email": "dora@example.com", "role": "resource", "resource": "rossi"});
    let made = world.post(&admin, "/v1/users", &body).await.with(201);
    world.post(&admin, "/v1/users", &body).await.with(409);
    assert_eq!(world.get(&admin, "/v1/users/dora").await.with(200), made);
    let operator = json!({"email": "dora@example.com", "role": "operator", "grants": ["texts", "texts"]});
    let changed = world.put(&admin, "/v1/users/dora", &operator).await.with(200);
    assert_eq!(changed["grants"], json!(["texts"]));
    let list = world.get(&admin, "/v1/users").await.with(200);
    assert_eq!(list["items"], json!([changed]));
    let tag = world.get(&admin, "/v1/users/dora").await.etag();
    world.call(&admin, "DELETE", "/v1/users/dora", &[("if-match", &tag)], None).await.with(204);
    world.get(&admin, "/v1/users/dora").await.with(404);
}

#[rstest]
#[case::platform(json!({"role": "platform"}), "/role")]
#[case::no_resource(json!({"role": "resource"}), "/resource")]
#[case::unknown_resource(json!({"role": "resource", "resource": "house"}), "/resource")]
#[case::needless_resource(json!({"resource": "rossi"}), "/resource")]
#[case::needless_scopes(json!({"scopes": ["clients:read"]}), "/scopes")]
#[case::unknown_scope(json!({"role": "machine", "scopes": ["everything"]}), "/scopes/0")]
#[case::many_scopes(json!({"role": "machine", "scopes": vec!["clients:read"; 7]}), "/scopes")]
#[case::unknown_grant(json!({"role": "operator", "grants": ["everything"]}), "/grants/0")]
#[case::no_name(json!({"id": null}), "/id")]
#[tokio::test]
async fn refused_with_the_field(#[case] change: Value, #[case] pointer: &str) {
    let world = World::clinic().await;
    let mut body = json!({"id": "u", "email": "u@example.com", "role": "admin"});
    for (field, value) in change.as_object().expect("fields") {
        body[field] = value.clone();
    }
    assert_eq!(world.post(&Caller::admin(), "/v1/users", &body).await.refused(), [pointer]);
}

#[tokio::test]
async fn nobody_takes_the_last_administrators_role_from_himself() {
    let world = World::empty().await;
    let admin = Caller::admin();
    let mut body = json!({"id": "ada", "email": "ada@example.com", "role": "admin"});
    world.post(&admin, "/v1/users", &body).await.with(201);
    body["name"] = json!("Ada");
    world.put(&admin, "/v1/users/ada", &body).await.with(200);
    body["role"] = json!("operator");
    world.put(&admin, "/v1/users/ada", &body).await.with(409);
}

#[tokio::test]
async fn nobody_removes_himself() {
    let world = World::empty().await;
    let admin = Caller::admin();
    let body = json!({"id": "ada", "email": "ada@example.com", "role": "admin"});
    world.post(&admin, "/v1/users", &body).await.with(201);
    let tag = world.get(&admin, "/v1/users/ada").await.etag();
    world.call(&admin, "DELETE", "/v1/users/ada", &[("if-match", &tag)], None).await.with(409);
}
