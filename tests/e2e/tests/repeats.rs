//! Everything is delivered twice, by every trigger: nobody is told twice, and nothing is counted twice.

use anyhow::{Context, Result};
use carebell_carrier::{Effect, Fault, Kind};
use carebell_e2e::{Bus, Clinic, Contact, Visit, cloud, counts, deliver, handed, invoke, queue_event};
use serde_json::{Value, json};

/// A job for all of a client's appointments that are named.
fn job(clinic: &Clinic, id: &str, visits: &[&Visit]) -> Result<String> {
    let (client, _) = visits.first().and_then(|visit| visit.id.split_once('.')).context("a visit")?;
    let items: Vec<&str> = visits.iter().filter_map(|visit| Some(visit.id.split_once('.')?.1)).collect();
    Ok(json!({ "schema": 1, "id": id, "tenant": clinic.tenant, "client": client, "items": items }).to_string())
}

#[test]
fn a_send_job_that_comes_twice_sends_once() -> Result<()> {
    let clinic = Clinic::with(|settings| settings["settling_seconds"] = json!(2))?;
    let person = clinic.person(&Contact::both("anna", 1))?;
    let visit = clinic.book(&person, Visit::in_hours(72))?;
    // One job many times and others beside it, before and after the message has gone.
    let ours = job(&clinic, "01JZ5G2M3N4P5Q6R7S8T9V0W1X", &[&visit])?;
    for round in 0..2 {
        for nth in 0..4 {
            deliver("SendQueueUrl", &ours)?;
            deliver("SendQueueUrl", &job(&clinic, &format!("01JZ5G2M3N4P5Q6R7S8T9V0W{round}{nth}"), &[&visit])?)?;
        }
        clinic.message(&person, "created", "email", "delivered")?;
        clinic.message(&person, "created", "sms", "delivered")?;
    }
    let answer = invoke("sender", &queue_event(&[&ours, &ours]))?;
    assert_eq!(answer, json!({ "batchItemFailures": [] }));
    clinic.counted(&counts([("created", "email", "delivered", 1), ("created", "sms", "delivered", 1)]))?;
    assert_eq!(person.count(), (1, 1));
    Ok(())
}

#[test]
fn stream_records_that_come_twice_send_and_count_once() -> Result<()> {
    let clinic = Clinic::open()?;
    let person = clinic.person(&Contact::both("anna", 1))?;
    clinic.book(&person, Visit::in_hours(72))?;
    clinic.message(&person, "created", "email", "delivered")?;
    clinic.message(&person, "created", "sms", "delivered")?;
    let expected = counts([("created", "email", "delivered", 1), ("created", "sms", "delivered", 1)]);
    clinic.counted(&expected)?;

    let records = handed(&clinic)?;
    let is = |record: &&Value, attribute: &str, value: Option<&str>| {
        let found = &record["dynamodb"]["NewImage"][attribute]["S"];
        value.map_or(!found.is_null(), |value| found == value)
    };
    let changes: Vec<&Value> = records.iter().filter(|record| is(record, "chg", None)).collect();
    let messages: Vec<&Value> = records.iter().filter(|record| is(record, "t", Some("M"))).collect();
    assert!(!changes.is_empty() && messages.len() >= 4, "{} and {}", changes.len(), messages.len());
    for _ in 0..2 {
        for (function, records) in [("appointment-changes", &changes), ("message-changes", &messages)] {
            let answer = invoke(function, &json!({ "Records": records }))?;
            assert_eq!(answer, json!({ "batchItemFailures": [] }), "{function}");
        }
    }
    // The jobs that came of it are in the queue before this one, whose end is looked for.
    let marker = clinic.person(&Contact::both("marker", 2))?;
    clinic.book(&marker, Visit::in_hours(72))?;
    clinic.message(&marker, "created", "email", "delivered")?;
    clinic.message(&marker, "created", "sms", "delivered")?;
    clinic.counted(&counts([("created", "email", "delivered", 2), ("created", "sms", "delivered", 2)]))?;
    assert_eq!(person.count(), (1, 1));
    Ok(())
}

#[test]
fn bus_events_and_receipts_that_come_twice_send_and_count_once() -> Result<()> {
    let clinic = Clinic::open()?;
    let person = clinic.outsider("client-1", "anna", 1)?;
    for (kind, to) in [(Kind::Email, &person.email), (Kind::Sms, &person.mobile)] {
        let fault = Fault::new(Effect::DuplicateReceipts).kind(kind).to(to);
        cloud().carrier().add_fault(fault).map_err(anyhow::Error::msg)?;
    }
    let booked = Bus::books(&clinic, "visit-1", &person, Visit::in_hours(72))?;
    booked.publish()?;
    booked.publish()?;
    let body = booked.event().to_string();
    deliver("IngestQueueUrl", &body)?;
    deliver("IngestQueueUrl", &body)?;
    clinic.message(&person, "created", "email", "delivered")?;
    clinic.message(&person, "created", "sms", "delivered")?;
    assert_eq!(invoke("appointment-ingest", &queue_event(&[&body, &body]))?, json!({ "batchItemFailures": [] }));

    let cancelled = booked.then(2, |visit| visit["status"] = json!("cancelled"));
    cancelled.publish()?;
    cancelled.publish()?;
    clinic.message(&person, "cancelled", "email", "delivered")?;
    clinic.message(&person, "cancelled", "sms", "delivered")?;
    clinic.counted(&counts([
        ("created", "email", "delivered", 1),
        ("created", "sms", "delivered", 1),
        ("cancelled", "email", "delivered", 1),
        ("cancelled", "sms", "delivered", 1),
    ]))?;
    assert_eq!(person.count(), (2, 2));
    Ok(())
}

#[test]
fn a_sweep_that_comes_twice_reminds_once() -> Result<()> {
    let clinic = Clinic::with(|settings| {
        settings["events"] = json!({ "appointment_reminder": { "enabled": true, "sms": true, "email": true } });
    })?;
    let person = clinic.person(&Contact::both("anna", 1))?;
    clinic.book(&person, Visit::in_hours(30))?;
    for _ in 0..3 {
        invoke("reminder-sweep", &carebell_e2e::sample("reminder-sweep")?)?;
    }
    clinic.message(&person, "reminder", "email", "delivered")?;
    clinic.message(&person, "reminder", "sms", "delivered")?;
    invoke("reminder-sweep", &carebell_e2e::sample("reminder-sweep")?)?;
    clinic.counted(&counts([("reminder", "email", "delivered", 1), ("reminder", "sms", "delivered", 1)]))?;
    assert_eq!(person.count(), (1, 1));
    Ok(())
}
