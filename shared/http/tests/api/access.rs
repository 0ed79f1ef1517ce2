//! Route by role: who is let in, and that nothing of another tenant can be reached.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use crate::world::{Caller, World};

/// Every operation of the document, with something in place of its parameters.
fn operations() -> Vec<(String, String, Value)> {
    let document: Value = serde_json::from_str(&carebell_http::openapi()).expect("JSON");
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let path = path
                .replace("{event}", "appointment_reminder")
                .replace("{channel}", "sms")
                .replace("{language}", "it")
                .replace("/appointments/{id}", "/appointments/x.y")
                .replace("/messages/{id}", "/messages/20260601-X");
            let path = path.split('/').map(|part| if part.starts_with('{') { "nobody" } else { part });
            all.push((method.to_ascii_uppercase(), path.collect::<Vec<_>>().join("/"), operation["x-roles"].clone()));
        }
    }
    all
}

#[tokio::test]
async fn every_route_lets_in_whom_the_document_names_and_nobody_else() {
    let world = World::clinic().await;
    let all_scopes = "appointments:read appointments:write catalogue:read clients:read clients:write messages:read";
    let callers = [
        ("platform", Caller::platform()),
        ("machine", Caller::machine(all_scopes)),
        ("admin", Caller::admin()),
        ("operator", Caller::operator()),
        ("resource", Caller::doctor("rossi")),
    ];
    for (method, path, roles) in operations() {
        if roles.is_null() {
            continue;
        }
        let nobody = Request::builder().method(method.as_str()).uri(&path).body(Body::empty()).expect("a request");
        assert_eq!(world.send(None, nobody).await.status, 401, "{method} {path}");
        for (role, caller) in &callers {
            let needs = roles[*role].as_str().unwrap_or("no");
            let admitted = !matches!(needs.split(' ').next(), Some("no" | "grant"));
            let answer = world.call(caller, &method, &path, &[], None).await;
            assert_eq!(answer.status != 403, admitted, "{role} {method} {path}: {needs}, {}", answer.text);
        }
        let unscoped = world.call(&Caller::machine(""), &method, &path, &[], None).await;
        assert_eq!(unscoped.status, 403, "{method} {path}");
    }
}

#[tokio::test]
async fn grants_open_to_an_operator_what_they_name() {
    let world = World::clinic().await;
    let admin = Caller::admin();
    let user = json!({"id": "olga", "email": "olga@example.com", "role": "operator", "grants": ["catalogue"]});
    let group = json!({"id": "surgery", "name": "Surgery"});
    world.post(&Caller::operator(), "/v1/groups", &group).await.with(403);
    world.post(&admin, "/v1/users", &user).await.with(201);
    world.later(6);
    world.post(&Caller::operator(), "/v1/groups", &group).await.with(201);
    let settings = world.get(&admin, "/v1/settings").await.with(200);
    world.put(&Caller::operator(), "/v1/settings", &settings).await.with(403);
}

#[tokio::test]
async fn a_locations_sender_is_one_of_the_senders() {
    let world = World::clinic().await;
    let admin = Caller::admin();
    let desk = Caller::operator();
    let verified = json!({"emails": ["example.com"], "sms_numbers": []});
    world.put(&Caller::platform(), "/v1/platform/tenants/tt_example/senders", &verified).await.with(200);
    let user = json!({"id": "olga", "email": "olga@example.com", "role": "operator", "grants": ["catalogue"]});
    world.post(&admin, "/v1/users", &user).await.with(201);
    world.later(6);
    let mut rome = json!({"id": "rome", "name": "Roma", "email_sender": "rome@example.com"});
    world.put(&desk, "/v1/locations/rome", &rome).await.with(403);
    let milan = json!({"id": "milan", "name": "Milano", "email_sender": "milan@example.com"});
    world.post(&desk, "/v1/locations", &milan).await.with(403);
    world.put(&admin, "/v1/locations/rome", &rome).await.with(200);
    rome["town"] = json!("Roma");
    world.put(&desk, "/v1/locations/rome", &rome).await.with(200);

    let user = json!({"email": "olga@example.com", "role": "operator", "grants": ["catalogue", "senders"]});
    world.put(&admin, "/v1/users/olga", &user).await.with(200);
    world.later(6);
    world.post(&desk, "/v1/locations", &milan).await.with(201);
}

#[tokio::test]
async fn another_tenants_objects_are_as_absent_as_those_that_do_not_exist() {
    let world = World::clinic().await;
    let id = world.book("2026-06-05T15:30:00+02:00", "2026-06-05T16:00:00+02:00").await;
    let timeline = format!("/v1/appointments/{id}/timeline");
    let cancel = format!("/v1/appointments/{id}/cancel");
    for (method, real, unreal) in [
        ("GET", format!("/v1/appointments/{id}"), "/v1/appointments/no.body".to_owned()),
        ("GET", timeline, "/v1/appointments/no.body/timeline".to_owned()),
        ("POST", cancel, "/v1/appointments/no.body/cancel".to_owned()),
        ("GET", "/v1/clients/anna".to_owned(), "/v1/clients/nobody".to_owned()),
        ("GET", "/v1/clients/anna".to_owned(), "/v1/clients/not*an*identifier".to_owned()),
        ("GET", "/v1/clients/anna/patients".to_owned(), "/v1/clients/nobody/patients".to_owned()),
        ("GET", "/v1/clients/anna/appointments".to_owned(), "/v1/clients/nobody/appointments".to_owned()),
        ("GET", "/v1/locations/rome".to_owned(), "/v1/locations/nowhere".to_owned()),
    ] {
        let strange = world.call(&Caller::stranger(), method, &real, &[], None).await;
        let absent = world.call(&Caller::admin(), method, &unreal, &[], None).await;
        assert_eq!((strange.status.as_u16(), absent.status.as_u16()), (404, 404), "{method} {real}");
        assert_eq!(strange.text, absent.text, "{method} {real}");
    }
    let tag = [("if-match", "*")];
    let body = json!({"name": "Mine"});
    let strange = world.call(&Caller::stranger(), "PUT", "/v1/locations/rome", &tag, Some(&body)).await;
    strange.with(404);
    world.call(&Caller::stranger(), "DELETE", "/v1/locations/rome", &tag, None).await.with(404);
}

#[tokio::test]
async fn every_key_that_a_callers_request_names_is_of_the_callers_tenant() {
    let world = World::clinic().await;
    let id = world.book("2026-06-05T15:30:00+02:00", "2026-06-05T16:00:00+02:00").await;
    drop(world.table.meter.take());
    for (method, path, _) in operations().into_iter().filter(|(_, path, _)| !path.contains("platform")) {
        let path = path.replace("/x.y", &format!("/{id}")).replace("clients/nobody", "clients/anna");
        world.call(&Caller::stranger(), &method, &path, &[], None).await;
    }
    let partitions: BTreeSet<String> = world.table.meter.take().into_iter().flat_map(|call| call.partitions).collect();
    assert!(!partitions.is_empty());
    assert!(partitions.iter().all(|key| !key.contains("tt_example")), "{partitions:?}");
}

#[tokio::test]
async fn a_doctor_sees_one_agenda() {
    let world = World::clinic().await;
    let id = world.book("2026-06-05T15:30:00+02:00", "2026-06-05T16:00:00+02:00").await;
    let (rossi, verdi) = (Caller::doctor("rossi"), Caller::doctor("verdi"));
    let day = "/v1/appointments?day=2026-06-05";
    assert_eq!(world.get(&rossi, day).await.with(200)["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(world.get(&verdi, day).await.with(200)["items"].as_array().map(Vec::len), Some(0));
    world.get(&verdi, &format!("{day}&resource=rossi")).await.with(403);
    world.get(&rossi, &format!("/v1/appointments/{id}/timeline")).await.with(200);
    world.get(&verdi, &format!("/v1/appointments/{id}/timeline")).await.with(404);
    world.get(&verdi, &format!("/v1/appointments/{id}")).await.with(404);
    world.get(&verdi, "/v1/resources/rossi").await.with(404);
}
