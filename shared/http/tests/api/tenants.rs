//! Tenants, as the platform sees them.

use serde_json::json;

use crate::world::{Caller, OTHER, TENANT, World, tenant_body};

#[tokio::test]
async fn made_once_listed_and_read() {
    let world = World::empty().await;
    let platform = Caller::platform();
    world.post(&platform, "/v1/platform/tenants", &tenant_body(TENANT)).await.with(409);
    let list = world.get(&platform, "/v1/platform/tenants").await.with(200);
    assert_eq!(list["items"], json!([{"id": TENANT}, {"id": OTHER}]));
    let tenant = world.get(&platform, "/v1/platform/tenants/tt_example").await.with(200);
    assert_eq!(tenant["centre"]["name"], "Centro Aurora");
    world.get(&platform, "/v1/platform/tenants/tt_nobody").await.with(404);
    world.get(&platform, "/v1/platform/dead-letters").await.with(200);
}

#[tokio::test]
async fn a_first_administrator_comes_with_it() {
    let world = World::empty().await;
    let mut body = tenant_body("tt_third");
    body["admin"] = json!({"email": "first@example.com"});
    assert_eq!(world.post(&Caller::platform(), "/v1/platform/tenants", &body).await.refused(), ["/admin/id"]);
    body["admin"]["id"] = json!("first");
    world.post(&Caller::platform(), "/v1/platform/tenants", &body).await.with(201);
}

#[tokio::test]
async fn a_bad_name_is_refused() {
    let world = World::empty().await;
    for (field, value) in [("/id", json!("T")), ("/centre/time_zone", json!("Rome")), ("/centre/name", json!(""))] {
        let mut body = tenant_body("tt_third");
        *body.pointer_mut(field).expect("a field") = value;
        assert_eq!(world.post(&Caller::platform(), "/v1/platform/tenants", &body).await.refused(), [field]);
    }
}
