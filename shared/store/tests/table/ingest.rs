//! Events of other systems, taken in on the real store.

use carebell_domain::fixtures::{Clinic, at};
use carebell_domain::model::{Attendance, PatientState};
use carebell_domain::{AppointmentId, ClientId, ItemId};
use carebell_workflows::ingest::{Ingest, Taken, Untaken};
use carebell_workflows::ports::{ConfigStore, Directory, File, Kind, Notes, Records};
use serde_json::{Value, json};

use crate::config::audit;
use crate::world::{World, id, write};

const SOURCE: &str = "org.example.agenda";

/// A world with a tenant that accepts events whose later ones leave the client out.
async fn open() -> (World, Ingest) {
    let world = World::start().await;
    let mut clinic = Clinic::new();
    clinic.settings.event_sources = vec![SOURCE.to_owned()];
    clinic.settings.sources_without_client = vec![SOURCE.to_owned()];
    let made = world.store.create_tenant(&world.tenant, &clinic.settings, audit("settings")).await;
    made.expect("it is made");
    for (kind, name, body) in [
        (Kind::Location, "rome", json!(clinic.catalogue.locations[&id("rome")])),
        (Kind::Resource, "rossi", json!(clinic.catalogue.resources[&id("rossi")])),
        (Kind::Service, "visit", json!(clinic.catalogue.services[&id("visit")])),
    ] {
        world.store.save(&world.tenant, kind, name, body, None, audit(name)).await.expect("it is saved");
    }
    let store = world.store.clone();
    let ingest = Ingest { clock: world.clock.clone(), directory: store.clone(), records: store };
    (world, ingest)
}

fn event(version: u64, change: impl FnOnce(&mut Value)) -> String {
    let mut detail = json!({
        "schema": 1, "tenant": "tt_one", "version": version, "occurred_at": "2026-06-01T09:59:00Z",
        "appointment": {
            "id": "77", "status": "booked", "location": "rome", "resource": "rossi", "services": ["visit"],
            "start": "2026-06-05T15:30:00+02:00", "end": "2026-06-05T16:00:00+02:00",
        },
        "client": { "id": "c-9", "last_name": "Bianchi" },
    });
    change(&mut detail);
    json!({ "source": SOURCE, "detail-type": "Carebell Appointment", "detail": detail }).to_string()
}

fn theirs() -> AppointmentId {
    let client = ClientId::of_source(SOURCE, "c-9").expect("a name");
    AppointmentId { client, item: ItemId::of_source(SOURCE, "77").expect("a name") }
}

async fn file(world: &World) -> File {
    world.store.file(&world.tenant, &theirs().client).await.expect("it is read")
}

async fn take(ingest: &Ingest, body: &str) -> Taken {
    ingest.handle(body).await.expect("it is taken in")
}

async fn refused(ingest: &Ingest, body: &str) -> String {
    match ingest.handle(body).await {
        Err(Untaken::Bad(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_patient_is_kept_though_the_client_is_left_out() {
    let (world, ingest) = open().await;
    take(&ingest, &event(1, |_| {})).await;
    let state = json!({ "state": "deceased", "since": "2026-05-30" });
    // What a later event leaves out stays.
    for (version, rest) in [(2, json!({ "species": "dog", "state": state })), (3, json!({}))] {
        let body = event(version, |detail| {
            detail.as_object_mut().expect("an object").remove("client");
            detail["patient"] = json!({ "id": "rex", "name": "Rex" });
            let rest = rest.as_object().expect("an object").clone();
            detail["patient"].as_object_mut().expect("an object").extend(rest);
        });
        assert_eq!(take(&ingest, &body).await, Taken::Written);
        let file = file(&world).await;
        assert_eq!(file.appointments[0].patient, Some(id("rex")));
        let [rex] = file.patients.as_slice() else { panic!("{:?}", file.patients) };
        assert_eq!(rex.state, PatientState::Deceased(jiff::civil::date(2026, 5, 30)), "{version}");
        assert_eq!(rex.species.as_deref(), Some("dog"), "{version}");
    }
}

#[tokio::test]
async fn the_notes_of_the_desk_stay() {
    let (world, ingest) = open().await;
    let with = |version, notes: Option<&str>| event(version, |detail| detail["appointment"]["notes"] = json!(notes));
    take(&ingest, &with(1, None)).await;
    let internal = Some("calls twice a day".to_owned());
    let beside = Notes { notes: None, internal_notes: internal.clone() };
    let one = file(&world).await.appointments.swap_remove(0);
    world.put(carebell_workflows::ports::AppointmentWrite { notes: Some(beside), ..write(one) }).await;
    for (version, notes) in [(2, Some("come fasting")), (3, Some("come fasting")), (4, None), (5, Some(" "))] {
        take(&ingest, &with(version, notes)).await;
        let kept = world.store.notes(&world.tenant, &theirs()).await.expect("they are read");
        let expected = notes.filter(|notes| !notes.trim().is_empty()).map(str::to_owned);
        assert_eq!(kept, Notes { notes: expected.clone(), internal_notes: internal.clone() }, "{version}");
        assert_eq!(file(&world).await.appointments[0].has_notes, expected.is_some(), "{version}");
    }
}

#[tokio::test]
async fn a_visit_that_is_first_heard_of_when_it_is_over_counts() {
    let (world, ingest) = open().await;
    let status = |version, status: &str| event(version, |detail| detail["appointment"]["status"] = json!(status));
    for (version, told, attended, no_show) in [(1, "no_show", 0, 1), (2, "no_show", 0, 1), (3, "attended", 1, 0)] {
        take(&ingest, &status(version, told)).await;
        let client = file(&world).await.client.expect("there is one");
        assert_eq!(client.attendance, Attendance { attended, no_show }, "{version}");
    }
}

#[tokio::test]
async fn what_was_just_set_up_is_known() {
    let (world, ingest) = open().await;
    let of_gallo = event(1, |detail| detail["appointment"]["resource"] = json!("gallo"));
    assert_eq!(refused(&ingest, &of_gallo).await, "detail.appointment.resource: there is none of that name");
    let mut gallo = Clinic::new().catalogue.resources[&id("rossi")].clone();
    gallo.id = id("gallo");
    let other = world.second();
    other.save(&world.tenant, Kind::Resource, "gallo", json!(gallo), None, audit("gallo")).await.expect("it is saved");
    let stale = world.store.tenancy(&world.tenant).await.expect("it is read").expect("there is one");
    assert!(!stale.catalogue.resources.contains_key(&gallo.id), "the cache is asked anew after five seconds only");
    assert_eq!(take(&ingest, &of_gallo).await, Taken::Written);
}

#[tokio::test]
async fn what_is_beyond_its_limit_is_named() {
    let (_world, ingest) = open().await;
    let long = "x".repeat(201);
    for (change, why) in [
        (json!({ "tariff": long }), "detail.appointment.tariff has at most 200 characters, this has 201"),
        (json!({ "tariff": "a\nb" }), "detail.appointment.tariff: one line is wanted"),
        (json!({ "services": vec!["visit"; 21] }), "detail.appointment.services: at most 20, these are 21"),
        (json!({ "price": -1 }), "detail.appointment.price lies between 0 and 10000000000"),
    ] {
        let body = event(1, |detail| {
            let fields = change.as_object().expect("an object").clone();
            detail["appointment"].as_object_mut().expect("an object").extend(fields);
        });
        assert_eq!(refused(&ingest, &body).await, why);
    }
    for (part, field, value, why) in [
        ("client", "last_name", "Rossi\r\nBcc: x@example.org", "detail.client.last_name: one line is wanted"),
        ("patient", "species", long.as_str(), "detail.patient.species has at most 200 characters, this has 201"),
    ] {
        let body = event(1, |detail| {
            detail["patient"] = json!({ "id": "rex", "name": "Rex" });
            detail[part][field] = json!(value);
        });
        assert_eq!(refused(&ingest, &body).await, why);
    }
}

#[tokio::test]
async fn an_old_event_is_old_though_it_is_bad_too() {
    let (world, ingest) = open().await;
    take(&ingest, &event(5, |_| {})).await;
    let before = file(&world).await;
    let bad = |version| event(version, |detail| detail["appointment"]["end"] = json!("2026-06-05T15:00:00+02:00"));
    for version in [4, 5] {
        assert_eq!(take(&ingest, &bad(version)).await, Taken::Old);
    }
    assert_eq!(refused(&ingest, &bad(6)).await, "detail.appointment.end must be later than its start");
    assert_eq!(file(&world).await, before);
    assert_eq!(before.appointments[0].start, at("2026-06-05T15:30+02:00"));
}
