//! What each pattern costs, exactly: the figures of `docs/data.md`.

use carebell_domain::agenda::Pace;
use carebell_domain::decide::Occasion;
use carebell_domain::fixtures::{Clinic, at};
use carebell_domain::message::{Status, Step, Steps};
use carebell_domain::model::{Appointment, Claim, Claims, Predefined, SourceVersion, Told, ToldStatus};
use carebell_domain::{AppointmentId, Channel, Event};
use carebell_testkit::Units;
use carebell_workflows::api::recalls::DryRun;
use carebell_workflows::ports::{
    AppointmentWrite, Audit, Body, ConfigStore, Directory, History, MessageKey, MessageRecord, Messages, Records, Sweep,
};
use serde_json::Value;

use crate::world::{NOW, World, appointment, client, id, message, write};

fn units(table: f64, due: f64, cal: f64) -> Units {
    Units { table, due, cal }
}

/// An appointment as another system books it: identifiers of full length.
fn booked() -> Appointment {
    let mut booked = appointment("a", "2026-06-05T15:30+02:00");
    booked.id = id("7ZZZZZZZZZZZZZZZZZZZZZZZZC.7ZZZZZZZZZZZZZZZZZZZZZZZZA");
    booked.resource = id("7ZZZZZZZZZZZZZZZZZZZZZZZZR");
    booked.location = id("7ZZZZZZZZZZZZZZZZZZZZZZZZL");
    booked.services = vec![id("7ZZZZZZZZZZZZZZZZZZZZZZZZS"), id("7ZZZZZZZZZZZZZZZZZZZZZZZZT")];
    booked.insurance = Some(id("7ZZZZZZZZZZZZZZZZZZZZZZZZI"));
    booked.source_version = Some(SourceVersion { version: Some(1), at: at("2026-06-01T10:00:00Z") });
    booked.told = Some(Told { status: ToldStatus::Booked, start: booked.start, digest: "0123456789AB".into() });
    booked
}

fn claims() -> Claims {
    let claim = Claim::new(at("2026-06-03T13:30:00Z"), "01JZZZZZZZZZZZZZZZZZZZZZZZ");
    let keys = Channel::ALL.into_iter().flat_map(|channel| {
        [Event::AppointmentReminder, Event::AppointmentCreated].map(|event| Occasion {
            event,
            channel,
            number: 1,
            repeat: false,
        })
    });
    keys.map(|occasion| (occasion, claim.clone())).collect()
}

fn planned(appointment: Appointment, due: &str) -> AppointmentWrite {
    AppointmentWrite { due: Some(at(due).into()), announce: Some(at("2026-06-01T10:01:00Z")), ..write(appointment) }
}

#[tokio::test]
async fn an_appointment_from_booking_to_claim() {
    let world = World::start().await;
    let spent = || world.table.meter.spent().1;
    let one = world.put(planned(booked(), "2026-06-03T13:30:00Z")).await;
    assert_eq!(spent(), units(1.0, 1.0, 1.0), "made");
    let one = world.put(write(Appointment { claims: claims(), ..one })).await;
    assert_eq!(spent(), units(1.0, 1.0, 0.0), "claimed");
    let one = world.put(write(one)).await;
    assert_eq!(spent(), units(1.0, 0.0, 0.0), "rewritten");
    let one = world.put(planned(one, "2026-06-04T13:30:00Z")).await;
    assert_eq!(spent(), units(1.0, 1.0, 0.0), "due again");
    let one = world.put(planned(one, "2026-06-04T13:35:00Z")).await;
    assert_eq!(spent(), units(1.0, 2.0, 0.0), "due later");
    let moved = Appointment { start: at("2026-06-08T15:30+02:00"), ..one };
    world.put(planned(moved, "2026-06-06T13:30:00Z")).await;
    assert_eq!(spent(), units(1.0, 2.0, 2.0), "moved");
}

#[tokio::test]
async fn a_change_with_its_history_is_a_transaction_of_two() {
    let world = World::start().await;
    let history = History {
        at: at("2026-06-01T10:00:00Z"),
        by: "user".into(),
        from: None,
        to: carebell_domain::model::Status::Booked,
        moved_from: None,
        answer: None,
        taken_back: None,
        claims: Claims::new(),
    };
    let made = AppointmentWrite { history: Some(history), ..planned(booked(), "2026-06-03T13:30:00Z") };
    world.put(made).await;
    // AWS charges two units for each write of a transaction.
    assert_eq!(world.table.meter.spent().1.table, 4.0);
}

#[tokio::test]
async fn a_message_from_record_to_receipt() {
    let world = World::start().await;
    let one = booked();
    let text = "Gentile Giulia, le ricordiamo il suo appuntamento di venerdì 5 giugno alle 15:30. ".repeat(12);
    let sent = MessageRecord {
        body: Some(Body { subject: Some("Promemoria del suo appuntamento".into()), text }),
        ..message(&one, Channel::Email, at("2026-06-03T13:30:00Z"))
    };
    let key = MessageKey { tenant: world.tenant.clone(), id: sent.id.clone() };
    let step = |status| Steps::from([(status, Step { at: at("2026-06-03T13:31:00Z"), words: Some("250 OK".into()) })]);
    let spent = || world.table.meter.spent().1;
    world.store.record(&world.tenant, &sent).await.expect("it is written");
    assert_eq!(spent(), units(1.0, 0.0, 0.0), "recorded");
    for status in [Status::Delivered, Status::Read] {
        world.store.step(&key, &step(status)).await.expect("it is written");
        assert_eq!(spent(), units(1.0, 0.0, 0.0), "{status}");
    }
    world.store.join_sms("provider", &key).await.expect("it is written");
    assert_eq!(spent(), units(1.0, 0.0, 0.0), "joined");
}

#[tokio::test]
async fn what_a_send_reads() {
    let world = World::start().await;
    world.put_client(client("7ZZZZZZZZZZZZZZZZZZZZZZZZC", "Bianchi")).await;
    let one = world.put(planned(Appointment { claims: claims(), ..booked() }, "2026-06-03T13:30:00Z")).await;
    let spent = || world.table.meter.spent().0;
    let _ = spent();
    world.store.client_and_appointment(&world.tenant, &one.id).await.expect("it is read");
    assert_eq!(spent().sum(), 1.0, "an event compares");
    world.store.file(&world.tenant, &one.id.client).await.expect("it is read");
    assert_eq!(spent().sum(), 1.0, "a job decides");
}

#[tokio::test]
async fn a_page_of_the_dry_run_of_recalls() {
    let world = World::start().await;
    let mut clinic = Clinic::new();
    clinic.switch_on(Event::Recall);
    clinic.settings.recall.default = Some(Predefined::First);
    let audit = Audit { at: at(NOW), by: "ada".into(), object: "o".into(), old: Value::Null, new: Value::Null };
    world.store.create_tenant(&world.tenant, &clinic.settings, audit).await.expect("it is made");
    // Twenty clients with two visits each, of one month.
    for number in 0..20 {
        let name = format!("7ZZZZZZZZZZZZZZZZZZZZZZZ{number:02}");
        world.put_client(client(&name, "Bianchi")).await;
        for (item, start) in [("a", "2026-06-05T15:30+02:00"), ("b", "2026-06-08T15:30+02:00")] {
            let mut one = Appointment { start: at(start), ..booked() };
            one.id = AppointmentId { client: id(&name), item: id(item) };
            world.put(write(one)).await;
        }
    }
    let tenancy = world.store.fresh(&world.tenant).await.expect("it is read").expect("a tenant");
    drop(world.table.meter.take());
    let dry_run = DryRun {
        clock: &*world.clock,
        calendar: &*world.store,
        records: &*world.store,
        suppressions: &*world.store,
        tenant: &world.tenant,
        tenancy: &tenancy,
        now: at(NOW),
    };
    let found = dry_run.page(None, 1_000).await.expect("it is read");
    assert_eq!((found.visits, found.next), (40, None));
    let (reads, writes) = world.table.meter.spent();
    assert_eq!(writes.sum(), 0.0, "nothing is written");
    // Each visit 0.5 and each client 0.5, a file of one unit a client, its two addresses 0.5 each.
    assert_eq!(reads.table, 0.5 * 40.0 + 0.5 * 20.0 + 20.0 + 2.0 * 0.5 * 20.0);
    // The entries themselves, and 0.5 for each of 241 months: ten years back, ten years ahead.
    assert_eq!(reads.cal, 0.5 * 241.0 + 1.0);
}

#[tokio::test]
async fn a_sweep_with_nothing_due_costs_the_same_however_much_is_stored() {
    let world = World::start().await;
    let sweep = || async {
        for shard in 0..world.store.shards() {
            world.store.watermark(Pace::Minutes, shard).await.expect("it is read");
            let (from, to) = (at("2026-06-03T13:30:00Z"), at("2026-06-03T13:31:00Z"));
            world.store.due(Pace::Minutes, shard, Some(from), to, None, 500).await.expect("it is read");
            world.store.advance(Pace::Minutes, shard, to).await.expect("it is moved");
        }
        let (reads, writes) = world.table.meter.spent();
        (reads.sum(), writes.sum())
    };
    world.store.advance(Pace::Minutes, 0, at("2026-06-01T00:00:00Z")).await.expect("it is moved");
    let _ = world.table.meter.take();
    let empty = sweep().await;
    for number in 0..100 {
        let mut one = booked();
        one.id.item = id(&format!("a{number}"));
        world.put(planned(one, "2026-06-03T13:32:00Z")).await;
    }
    let _ = world.table.meter.take();
    let full = sweep().await;
    let shards = f64::from(world.store.shards());
    assert_eq!(empty, (shards, shards));
    // The second sweep's watermark is where it was: its write is refused.
    assert_eq!(full.0, empty.0);
}
