//! Clients and patients.

use serde_json::json;

use crate::world::{Caller, World};

#[tokio::test]
async fn found_by_the_begin_of_the_surname() {
    let world = World::clinic().await;
    let desk = Caller::operator();
    for (first, last) in [("Carla", "Bianchini"), ("Dario", "Rossi")] {
        world.post(&desk, "/v1/clients", &json!({"first_name": first, "last_name": last})).await.with(201);
    }
    for (begin, expected) in [("", 3), ("bianch", 2), ("Bianchini", 1), ("Verdi", 0)] {
        let list = world.get(&desk, &format!("/v1/clients?surname={begin}")).await.with(200);
        assert_eq!(list["items"].as_array().map(Vec::len), Some(expected), "{begin}");
    }
}

#[tokio::test]
async fn a_consent_is_withdrawn_and_audited() {
    let world = World::clinic().await;
    let desk = Caller::operator();
    let mut anna = world.get(&desk, "/v1/clients/anna").await.with(200);
    assert_eq!(anna["privacy"]["origin"], "operator");
    anna["privacy"] = json!({"given": false});
    drop(world.table.meter.take());
    let written = world.put(&desk, "/v1/clients/anna", &anna).await.with(200);
    assert_eq!(written["privacy"]["given"], false);
    assert_eq!(written["privacy"]["at"], world.now().to_string());
    let audit = world.table.meter.take().into_iter().flat_map(|call| call.partitions).any(|key| key.contains("#AUD#"));
    assert!(audit, "the audit has a row");
}

#[tokio::test]
async fn two_who_read_the_same_do_not_overwrite_each_other() {
    let world = World::clinic().await;
    let desk = Caller::operator();
    let read = world.get(&desk, "/v1/clients/anna").await;
    let tag = read.etag();
    let mut anna = read.with(200);
    anna["address"] = json!("Via Appia 1");
    world.call(&desk, "PUT", "/v1/clients/anna", &[("if-match", &tag)], Some(&anna)).await.with(200);
    anna["address"] = json!("Via Appia 2");
    world.call(&desk, "PUT", "/v1/clients/anna", &[("if-match", &tag)], Some(&anna)).await.with(412);
}

#[tokio::test]
async fn slips_are_warned_about_and_taken() {
    let world = World::clinic().await;
    let body = json!({"last_name": "Neri", "mobile": "06 1234 5678", "email": "neri@gmial.com"});
    let made = world.post(&Caller::operator(), "/v1/clients", &body).await.with(201);
    assert_eq!(made["warnings"][0]["pointer"], "/mobile");
    assert_eq!(made["warnings"][1]["suggestion"], "neri@gmail.com");
}

#[tokio::test]
async fn patients_belong_to_their_client() {
    let world = World::clinic().await;
    let desk = Caller::operator();
    let path = "/v1/clients/anna/patients";
    let made = world.post(&desk, path, &json!({"id": "rex", "name": "Rex", "species": "dog"})).await.with(201);
    assert_eq!((&made["client"], &made["state"]["state"]), (&json!("anna"), &json!("active")));
    world.post(&desk, path, &json!({"id": "rex", "name": "Rex"})).await.with(409);
    world.post(&desk, "/v1/clients/nobody/patients", &json!({"name": "Rex"})).await.with(404);

    let mut gone = made.clone();
    gone["state"] = json!({"state": "deceased", "since": "2026-05-30"});
    let place = "/v1/clients/anna/patients/rex";
    assert_eq!(world.put(&desk, place, &gone).await.with(200), gone);
    let list = world.get(&desk, path).await.with(200);
    assert_eq!(list["items"].as_array().map(Vec::len), Some(1));
    gone["client"] = json!("bruno");
    assert_eq!(world.put(&desk, place, &gone).await.refused(), ["/client"]);
}
