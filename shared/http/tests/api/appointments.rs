//! An appointment from booking to visit.

use carebell_workflows::ports::Records;
use serde_json::json;

use crate::world::{Caller, TENANT, World, visit};

const FROM: &str = "2026-06-05T15:30:00+02:00";
const TO: &str = "2026-06-05T16:00:00+02:00";

#[tokio::test]
async fn booked_moved_and_read_back_with_its_places_offset() {
    let world = World::clinic().await;
    let desk = Caller::operator();
    let mut body = visit(FROM, TO);
    body["notes"] = json!("Bring the card");
    body["internal_notes"] = json!("Pays late");
    let answer = world.post(&desk, "/v1/appointments", &body).await;
    let path = answer.headers["location"].to_str().expect("a path").to_owned();
    let tag = answer.etag();
    let booked = answer.with(201);
    assert_eq!((&booked["status"], &booked["source"]), (&json!("booked"), &json!("desk")));

    let read = world.get(&desk, &path).await;
    assert_eq!(read.etag(), tag);
    assert_eq!(read.with(200), booked);

    let mut moved = booked.clone();
    moved["location"] = json!("york");
    moved["start"] = json!("2026-06-08T09:00:00-04:00");
    moved["end"] = json!("2026-06-08T09:30:00-04:00");
    let answer = world.call(&desk, "PUT", &path, &[("if-match", &tag)], Some(&moved)).await.with(200);
    assert_eq!(answer, moved);
    world.call(&desk, "PUT", &path, &[("if-match", &tag)], Some(&moved)).await.with(412);
    world.call(&desk, "PUT", &path, &[], Some(&moved)).await.with(428);

    for (day, found) in [("2026-06-05", 0), ("2026-06-08", 1)] {
        let list = world.get(&desk, &format!("/v1/appointments?day={day}&location=york")).await.with(200);
        assert_eq!(list["items"].as_array().map(Vec::len), Some(found), "{day}");
    }
    let list = world.get(&desk, "/v1/clients/anna/appointments").await.with(200);
    assert_eq!(list["items"][0]["start"], "2026-06-08T09:00:00-04:00");
    assert!(list["items"][0].get("notes").is_none());
}

#[tokio::test]
async fn what_cannot_be_changed_is_named() {
    let world = World::clinic().await;
    let id = world.book(FROM, TO).await;
    let mut body = visit(FROM, TO);
    body["client"] = json!("bruno");
    body["id"] = json!("bruno.1");
    body["source"] = json!("online");
    let answer = world.put(&Caller::operator(), &format!("/v1/appointments/{id}"), &body).await;
    assert_eq!(answer.refused(), ["/id", "/client", "/source"]);
}

#[tokio::test]
async fn a_write_that_says_nothing_new_changes_nothing() {
    let world = World::clinic().await;
    let id = world.book(FROM, TO).await;
    let path = format!("/v1/appointments/{id}");
    let read = world.get(&Caller::operator(), &path).await.with(200);
    drop(world.table.meter.take());
    world.put(&Caller::operator(), &path, &read).await.with(200);
    assert!(world.table.meter.take().iter().all(|call| !call.writes));
}

#[tokio::test]
async fn a_request_is_approved_and_the_visit_recorded() {
    let world = World::clinic().await;
    let portal = Caller::machine("appointments:write appointments:read");
    let mut body = visit(FROM, TO);
    body["source"] = json!("online");
    body["status"] = json!("requested");
    let booked = world.post(&portal, "/v1/appointments", &body).await.with(201);
    let path = format!("/v1/appointments/{}", booked["id"].as_str().expect("an identifier"));
    let desk = Caller::operator();
    for (action, status, then) in [
        ("attended", 409, "requested"),
        ("approve", 200, "booked"),
        ("approve", 200, "booked"),
        ("no-show", 200, "no_show"),
        ("attended", 200, "attended"),
        ("attended", 200, "attended"),
        ("cancel", 409, "attended"),
    ] {
        world.call(&desk, "POST", &format!("{path}/{action}"), &[], None).await.with(status);
        assert_eq!(world.get(&desk, &path).await.with(200)["status"], then, "{action}");
    }
    let client = world.get(&desk, "/v1/clients/anna").await.with(200);
    assert_eq!(client["attendance"], json!({"attended": 1, "no_show": 0}));
    let tenant = TENANT.parse().expect("a tenant");
    let id = booked["id"].as_str().expect("an identifier").parse().expect("an appointment");
    let history = world.store.history(&tenant, &id).await.expect("a history");
    assert_eq!(history.len(), 3, "approved, missed, corrected");
    assert!(history.iter().all(|row| row.by == "olga"));
}

#[tokio::test]
async fn a_cancelled_appointment_can_be_opened_again() {
    let world = World::clinic().await;
    let desk = Caller::operator();
    let id = world.book(FROM, TO).await;
    let path = format!("/v1/appointments/{id}");
    let cancelled = world.call(&desk, "POST", &format!("{path}/cancel"), &[], None).await.with(200);
    assert_eq!(cancelled["status"], "cancelled");
    let mut body = cancelled.clone();
    body["status"] = json!("confirmed");
    world.put(&desk, &path, &body).await.with(409);
    body["status"] = json!("booked");
    assert_eq!(world.put(&desk, &path, &body).await.with(200)["status"], "booked");
}

#[tokio::test]
async fn what_was_just_added_can_be_booked_at_once() {
    let world = World::clinic().await;
    world.get(&Caller::admin(), "/v1/texts/legend").await.with(200);
    let oslo = json!({"id": "oslo", "name": "Oslo", "time_zone": "Europe/Oslo"});
    world.post(&Caller::admin(), "/v1/locations", &oslo).await.with(201);
    let mut body = visit(FROM, TO);
    body["location"] = json!("oslo");
    world.post(&Caller::operator(), "/v1/appointments", &body).await.with(201);
}
