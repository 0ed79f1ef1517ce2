//! A client's file.

use carebell_domain::Channel;
use carebell_domain::decide::DayGuard;
use carebell_domain::model::{Patient, PatientState};
use carebell_workflows::ports::{
    AppointmentWrite, DayOf, File, GuardTaken, History, Messages, Notes, PatientWrite, Records, WriteError,
};

use crate::world::{World, appointment, client, day, id, write};

#[tokio::test]
async fn all_that_a_decision_needs_is_one_query() {
    let world = World::start().await;
    let person = world.put_client(client("client1", "Bianchi")).await;
    world.put_client(client("client10", "Verdi")).await;
    let with_others = AppointmentWrite {
        notes: Some(Notes { notes: Some("…".into()), internal_notes: None }),
        history: Some(History {
            at: carebell_domain::fixtures::at("2026-06-01T10:00:00Z"),
            by: "desk".into(),
            from: None,
            to: carebell_domain::model::Status::Booked,
            moved_from: None,
            answer: None,
            taken_back: None,
            claims: carebell_domain::model::Claims::new(),
        }),
        ..write(appointment("a1", "2026-06-05T15:30+02:00"))
    };
    let one = world.put(with_others).await;
    let two = world.put(write(appointment("a2", "2026-06-04T15:30+02:00"))).await;
    let child = Patient {
        id: id("child"),
        client: person.id.clone(),
        name: "Luca".into(),
        species: None,
        birth_date: Some(day("2019-02-28")),
        state: PatientState::MovedAway(day("2026-01-01")),
        rev: 0,
    };
    let write = PatientWrite { patient: child.clone() };
    assert_eq!(world.store.write_patient(&world.tenant, &write).await.expect("it is written"), 1);
    assert!(matches!(world.store.write_patient(&world.tenant, &write).await, Err(WriteError::Stale)));
    let guard = DayGuard {
        day: day("2026-06-03"),
        channel: Channel::Email,
        shared: false,
        kind: None,
        message: id("20260603-ABC"),
        named: vec![(id("client1.a1"), 0), (id("client1.a2"), 3)],
    };
    let taken =
        world.store.take_day(&world.tenant, &DayOf::Client(person.id.clone()), &guard).await.expect("it is taken");
    assert_eq!(taken, GuardTaken::Ours);

    let _ = world.table.meter.take();
    let file = world.store.file(&world.tenant, &person.id).await.expect("it is read");
    let expected = File {
        client: Some(person),
        patients: vec![Patient { rev: 1, ..child.clone() }],
        appointments: vec![one, two],
        guards: vec![guard],
    };
    assert_eq!(file, expected);
    let calls = world.table.meter.take();
    assert_eq!((calls.len(), calls[0].operation, calls[0].units.table), (1, "Query", 1.0));

    let read = world.store.patient(&world.tenant, &child.client, &child.id).await.expect("it is read");
    assert_eq!(read, Some(Patient { rev: 1, ..child }));
}

#[tokio::test]
async fn nobody_has_an_empty_file() {
    let world = World::start().await;
    let file = world.store.file(&world.tenant, &id("nobody")).await.expect("it is read");
    assert_eq!(file, File::default());
    let both = world.store.client_and_appointment(&world.tenant, &id("nobody.a1")).await.expect("it is read");
    assert_eq!(both, (None, None));
    assert_eq!(world.store.patient(&world.tenant, &id("nobody"), &id("p")).await.expect("it is read"), None);
}
