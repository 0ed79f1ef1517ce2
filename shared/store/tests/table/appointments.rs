//! Writing appointments.

use carebell_domain::decide::{Occasion, SkipReason};
use carebell_domain::fixtures::at;
use carebell_domain::message::Status as MessageStatus;
use carebell_domain::model::{
    Actor, Answer, AnswerKind, Appointment, Claim, Claims, Pending, SourceVersion, Status, Told, ToldStatus,
};
use carebell_domain::{Channel, Event};
use carebell_workflows::ports::{
    AppointmentWrite, AttendanceChange, History, MessageKey, MessageRecord, Messages, Notes, Records, WriteError,
};

use crate::world::{World, appointment, client, id, message, write};

fn claims(job: &str) -> Claims {
    let reminder = Occasion { event: Event::AppointmentReminder, channel: Channel::Sms, number: 0, repeat: false };
    Claims::from([(reminder, Claim::new(at("2026-06-03T13:30:00Z"), job))])
}

fn full() -> Appointment {
    let notice = Occasion { event: Event::AppointmentCreated, channel: Channel::Email, number: 3, repeat: false };
    let mut claims = claims("01J");
    claims.insert(notice, Claim::skip(at("2026-06-01T10:01:00Z"), "02J", SkipReason::PrivacyNotGiven));
    Appointment {
        patient: Some(id("child")),
        services: vec![id("visit"), id("x-ray")],
        price: Some(-12_345),
        tariff: Some("private".into()),
        group: Some(id("g")),
        insurance: Some(id("i")),
        status: Status::Confirmed,
        counted_at: at("2026-06-01T10:00:00.123456789Z"),
        generation: 2,
        notices: 3,
        told: Some(Told {
            status: ToldStatus::Booked,
            start: at("2026-06-05T13:30:00Z"),
            digest: "0123456789AB".into(),
        }),
        pending: Some(Pending { since: at("2026-06-01T10:00:30Z"), by: Actor::Client, requested: true }),
        answer: Some(Answer { kind: AnswerKind::Confirmed, at: at("2026-06-01T10:01:00Z"), from: Status::Booked }),
        claims,
        source_version: Some(SourceVersion { version: Some(7), at: at("2026-06-01T09:59:59.5Z") }),
        has_notes: true,
        ..appointment("a1", "2026-06-05T15:30+02:00")
    }
}

#[tokio::test]
async fn every_part_reads_back_and_goes_again() {
    let world = World::start().await;
    let full = world.put(write(full())).await;
    let (_, read) = world.store.client_and_appointment(&world.tenant, &full.id).await.expect("it is read");
    assert_eq!(read, Some(full.clone()));

    let plain = Appointment { rev: full.rev, ..appointment("a1", "2026-06-06T15:30+02:00") };
    let plain = world.put(write(plain)).await;
    let (_, read) = world.store.client_and_appointment(&world.tenant, &full.id).await.expect("it is read");
    assert_eq!(read, Some(plain));
}

#[tokio::test]
async fn a_second_write_of_the_same_rev_is_stale_and_changes_nothing() {
    let world = World::start().await;
    let booked = world.put(write(appointment("a1", "2026-06-05T15:30+02:00"))).await;

    let again = write(appointment("a1", "2026-06-07T15:30+02:00"));
    assert!(matches!(world.store.write_appointment(&world.tenant, &again).await, Err(WriteError::Stale)));

    let claimed = write(Appointment { claims: claims("01J"), ..booked.clone() });
    let claimed = world.put(claimed).await;
    let moved = write(Appointment { start: at("2026-06-07T15:30+02:00"), ..booked.clone() });
    assert!(matches!(world.store.write_appointment(&world.tenant, &moved).await, Err(WriteError::Stale)));
    let unknown = write(Appointment { rev: 3, ..appointment("a2", "2026-06-07T15:30+02:00") });
    assert!(matches!(world.store.write_appointment(&world.tenant, &unknown).await, Err(WriteError::Stale)));

    let file = world.store.file(&world.tenant, &booked.id.client).await.expect("it is read");
    assert_eq!(file.appointments, [claimed]);
}

#[tokio::test]
async fn of_many_writers_at_once_one_succeeds() {
    let world = World::start().await;
    let booked = world.put(write(appointment("a1", "2026-06-05T15:30+02:00"))).await;
    let jobs: Vec<String> = (0..8).map(|job| format!("JOB{job}")).collect();
    let writers = jobs.iter().map(|job| {
        let (world, write) = (&world, write(Appointment { claims: claims(job), ..booked.clone() }));
        async move { world.store.write_appointment(&world.tenant, &write).await }
    });
    let outcomes = futures::future::join_all(writers).await;
    assert_eq!(outcomes.iter().filter(|outcome| matches!(outcome, Ok(2))).count(), 1);
    assert_eq!(outcomes.iter().filter(|outcome| matches!(outcome, Err(WriteError::Stale))).count(), 7);
}

#[tokio::test]
async fn what_belongs_to_a_change_comes_with_it_or_not_at_all() {
    let world = World::start().await;
    let person = world.put_client(client("client1", "Bianchi")).await;
    let booked = world.put(write(appointment("a1", "2026-06-05T15:30+02:00"))).await;
    let skip = MessageRecord {
        skipped: Some(SkipReason::MasterSwitchOff),
        recipient: None,
        ..message(&booked, Channel::Sms, at("2026-06-03T13:30:00Z"))
    };
    let history = History {
        at: at("2026-06-05T14:00:00Z"),
        by: "desk-user".into(),
        from: Some(Status::Booked),
        to: Status::Attended,
        moved_from: Some(at("2026-06-04T13:30:00Z")),
        answer: None,
        taken_back: Some(AnswerKind::OtherTime),
        claims: claims("old"),
    };
    let notes = Notes { notes: Some("Bring the images".into()), internal_notes: Some("late payer".into()) };
    let attended = AppointmentWrite {
        notes: Some(notes.clone()),
        history: Some(history.clone()),
        attendance: Some(AttendanceChange { attended: 1, no_show: 0 }),
        skipped: vec![skip.clone()],
        ..write(Appointment { status: Status::Attended, ..booked.clone() })
    };
    world.put(attended.clone()).await;

    let stale = world.store.write_appointment(&world.tenant, &attended).await;
    assert!(matches!(stale, Err(WriteError::Stale)));
    let file = world.store.file(&world.tenant, &person.id).await.expect("it is read");
    let counted = file.client.expect("there is a client");
    assert_eq!((counted.attendance.attended, counted.attendance.no_show, counted.rev), (1, 0, person.rev + 1));
    assert_eq!(world.store.history(&world.tenant, &booked.id).await.expect("it is read"), [history]);
    assert_eq!(world.store.notes(&world.tenant, &booked.id).await.expect("it is read"), notes);
    let key = MessageKey { tenant: world.tenant.clone(), id: skip.id.clone() };
    let row = world.store.get(&key).await.expect("it is read").expect("there is one");
    assert_eq!(row.steps.keys().next(), Some(&MessageStatus::Sent));
    assert_eq!(row, skip);

    let without = AppointmentWrite { notes: Some(Notes::default()), ..write(Appointment { rev: 2, ..booked.clone() }) };
    world.put(without).await;
    assert_eq!(world.store.notes(&world.tenant, &booked.id).await.expect("it is read"), Notes::default());
}

#[tokio::test]
async fn a_visit_taken_back_that_was_never_counted_counts_nothing() {
    let world = World::start().await;
    let person = world.put_client(client("client1", "Bianchi")).await;
    let back = AppointmentWrite {
        attendance: Some(AttendanceChange { attended: -1, no_show: 1 }),
        ..write(appointment("a1", "2026-06-05T15:30+02:00"))
    };
    world.put(back).await;
    let read = world.store.client(&world.tenant, &person.id).await.expect("it is read").expect("there is one");
    assert_eq!((read.attendance.attended, read.attendance.no_show), (0, 1));
}
