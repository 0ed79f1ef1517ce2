//! Appointments of other systems, from the bus.

use anyhow::Result;
use carebell_e2e::{Bus, Clinic, Letter, SERVICE, Visit, invoke, queue_event, until};
use serde_json::{Value, json};

#[test]
fn events_book_move_and_cancel() -> Result<()> {
    let clinic = Clinic::open()?;
    let person = clinic.outsider("client-1", "anna", 1)?;
    let booked = Bus::books(&clinic, "visit-1", &person, Visit::in_hours(72))?;
    booked.publish()?;
    clinic.message(&person, "created", "email", "delivered")?;
    clinic.message(&person, "created", "sms", "delivered")?;
    let visit = booked.visit()?;
    assert_eq!(clinic.get(&visit.path)?["source"], "external");

    let (start, end) = (Visit::written(Visit::in_hours(96))?, Visit::written(Visit::in_hours(97))?);
    let moved = booked.then(2, |visit| (visit["start"], visit["end"]) = (json!(start), json!(end)));
    moved.publish()?;
    clinic.message(&person, "modified", "email", "delivered")?;
    clinic.message(&person, "modified", "sms", "delivered")?;
    assert_eq!(clinic.get(&visit.path)?["start"], start.as_str());

    // The client may be left out once the appointment is known.
    let mut cancelled = moved.then(3, |visit| visit["status"] = json!("cancelled"));
    cancelled.detail["client"].take();
    cancelled.publish()?;
    clinic.message(&person, "cancelled", "email", "delivered")?;
    clinic.message(&person, "cancelled", "sms", "delivered")?;
    assert_eq!(person.count(), (3, 3));
    Ok(())
}

#[test]
fn repeated_stale_and_reordered_events_change_nothing() -> Result<()> {
    let clinic = Clinic::open()?;
    let person = clinic.outsider("client-1", "anna", 1)?;
    let first = Bus::books(&clinic, "visit-1", &person, Visit::in_hours(72))?;
    let (start, end) = (Visit::written(Visit::in_hours(96))?, Visit::written(Visit::in_hours(97))?);
    let second = first.then(2, |visit| (visit["start"], visit["end"]) = (json!(start), json!(end)));

    second.publish()?;
    clinic.message(&person, "created", "email", "delivered")?;
    clinic.message(&person, "created", "sms", "delivered")?;
    for late in [&first, &second, &first] {
        late.publish()?;
        assert_eq!(take_in(&[late.event()])?, json!({ "batchItemFailures": [] }));
    }
    assert_eq!(clinic.get(&first.visit()?.path)?["start"], start.as_str());

    // What comes after them is taken in, so they have not stopped anything.
    let third = second.then(3, |visit| visit["status"] = json!("cancelled"));
    third.publish()?;
    clinic.message(&person, "cancelled", "email", "delivered")?;
    clinic.message(&person, "cancelled", "sms", "delivered")?;
    assert_eq!(take_in(&[second.event(), third.event()])?, json!({ "batchItemFailures": [] }));
    assert_eq!(clinic.get(&first.visit()?.path)?["status"], "cancelled");
    assert_eq!(person.count(), (2, 2));
    assert_eq!(Letter::all(&clinic)?.len(), 0);
    Ok(())
}

#[test]
fn without_versions_the_time_of_the_change_decides() -> Result<()> {
    let clinic = Clinic::open()?;
    let person = clinic.outsider("client-1", "anna", 1)?;
    let at = |minute: u8, status: &str| -> Result<Value> {
        let mut event = Bus::books(&clinic, "visit-1", &person, Visit::in_hours(72))?;
        event.detail["version"].take();
        event.detail["occurred_at"] = json!(format!("2026-01-01T08:{minute:02}:00Z"));
        event.detail["appointment"]["status"] = json!(status);
        Ok(event.event())
    };
    let visit = Bus::books(&clinic, "visit-1", &person, Visit::in_hours(72))?.visit()?;
    for (minute, status, expected) in
        [(5, "booked", "booked"), (4, "cancelled", "booked"), (5, "cancelled", "booked"), (6, "attended", "attended")]
    {
        take_in(&[at(minute, status)?])?;
        assert_eq!(clinic.get(&visit.path)?["status"], expected, "at {minute}");
    }
    Ok(())
}

/// What is wrong with an event, and what the dead letter says of it.
type Fault = (&'static str, fn(&mut Bus), &'static str);

#[test]
fn what_cannot_be_taken_in_is_kept_with_its_reason_and_the_rest_goes_on() -> Result<()> {
    let faults: [Fault; 8] = [
        ("stranger", |event| event.source = "org.example.stranger".to_owned(), "source: the tenant has not listed it"),
        ("form", |event| event.detail["schema"] = json!(9), "detail.schema is 9; 1 is understood"),
        ("unknown", |event| event.detail["appointment"]["colour"] = json!("blue"), "detail.appointment"),
        ("type", |event| event.detail["appointment"]["price"] = json!("80"), "detail.appointment.price"),
        ("offset", |event| event.detail["appointment"]["start"] = json!("2030-06-05T15:30:00+09:00"), "+02"),
        ("zone", |event| event.detail["appointment"]["end"] = json!("2030-06-05T15:30:00"), "the offset is missing"),
        ("mailbox", |event| event.detail["client"]["email"] = json!("anna"), "detail.client.email"),
        ("service", |event| event.detail["appointment"]["services"] = json!(["none"]), "detail.appointment.services"),
    ];
    let clinic = Clinic::open()?;
    let person = clinic.outsider("client-1", "anna", 1)?;
    for (name, spoil, _) in faults {
        let mut event = Bus::books(&clinic, name, &person, Visit::in_hours(72))?;
        spoil(&mut event);
        event.publish()?;
    }
    Bus::books(&clinic, "good", &person, Visit::in_hours(72))?.publish()?;
    clinic.message(&person, "created", "email", "delivered")?;
    for (name, _, reason) in faults {
        let letter = Letter::of(&clinic, &format!("\"{name}\""))?;
        assert!(letter.reason.contains(reason), "{name}: {}", letter.reason);
        assert_eq!(letter.origin, "appointment-ingest");
        assert!(!letter.reason.contains(&person.email), "{}", letter.reason);
    }
    assert_eq!(
        clinic.get(&format!("/v1/clients/{}/appointments", person.id))?["items"].as_array().map(Vec::len),
        Some(1)
    );
    Ok(())
}

#[test]
fn events_that_come_in_any_order_at_once_end_as_the_last_version_says() -> Result<()> {
    let clinic = Clinic::open()?;
    let person = clinic.outsider("client-1", "anna", 1)?;
    let first = Bus::books(&clinic, "visit-1", &person, Visit::in_hours(72))?;
    let mut versions = vec![first.clone()];
    for version in 2..=6 {
        versions.push(first.then(version, |visit| {
            visit["price"] = json!(version * 1_000);
            visit["services"] = json!([SERVICE]);
        }));
    }
    for place in [3, 0, 5, 2, 5, 1, 4] {
        versions[place].publish()?;
    }
    let path = first.visit()?.path;
    until("the last version", || Ok((clinic.get(&path).is_ok_and(|visit| visit["price"] == 6_000)).then_some(())))?;
    clinic.message(&person, "created", "email", "delivered")?;
    clinic.message(&person, "created", "sms", "delivered")?;
    let all: Vec<Value> = versions.iter().map(Bus::event).collect();
    take_in(&all)?;
    assert_eq!(clinic.get(&path)?["price"], 6_000);
    assert_eq!(person.count(), (1, 1));
    Ok(())
}

/// Has the function take events in again, and gives its answer once it is done.
fn take_in(events: &[Value]) -> Result<Value> {
    let bodies: Vec<String> = events.iter().map(Value::to_string).collect();
    let bodies: Vec<&str> = bodies.iter().map(String::as_str).collect();
    invoke("appointment-ingest", &queue_event(&bodies))
}
