//! A bad record in a batch neither stops nor repeats the good ones.

use std::io::Write;

use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use carebell_carrier::Kind;
use carebell_e2e::{Bus, Clinic, Contact, Letter, Visit, cloud, counts, handed, invoke, queue_event};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

/// The answer by which a function says that nothing of the batch is to come again.
fn all_done() -> Value {
    json!({ "batchItemFailures": [] })
}

#[test]
fn send_jobs() -> Result<()> {
    let clinic = Clinic::with(|settings| settings["settling_seconds"] = json!(2))?;
    let person = clinic.person(&Contact::both("anna", 1))?;
    let visit = clinic.book(&person, Visit::in_hours(72))?;
    let (client, item) = visit.id.split_once('.').context("an identifier")?;
    let job = |tenant: &str| json!({ "schema": 1, "id": "j", "tenant": tenant, "client": client, "items": [item] });
    let (nonsense, broken) = (json!({ "nonsense": clinic.tenant }), format!("{{\"tenant\": \"{}\"", clinic.tenant));
    let bodies = [nonsense.to_string(), job(&clinic.tenant).to_string(), broken.clone()];
    let answer = invoke("sender", &queue_event(&[&bodies[0], &bodies[1], &bodies[2]]))?;
    assert_eq!(answer, all_done());
    clinic.message(&person, "created", "email", "delivered")?;
    for body in [&bodies[0], &broken] {
        let letter = Letter::of_nobody(body)?;
        assert!(letter.reason.starts_with("not a send job: "), "{}", letter.reason);
        assert_eq!(letter.origin, "sender");
    }
    let stranger = format!("{}_gone", clinic.tenant);
    assert_eq!(invoke("sender", &queue_event(&[&job(&stranger).to_string()]))?, all_done());
    assert_eq!(Letter::of_nobody(&stranger)?.reason, "there is no such tenant");
    Ok(())
}

#[test]
fn bus_events() -> Result<()> {
    let clinic = Clinic::open()?;
    let person = clinic.outsider("client-1", "anna", 1)?;
    let good = Bus::books(&clinic, "good", &person, Visit::in_hours(72))?;
    let mut bad = Bus::books(&clinic, "bad", &person, Visit::in_hours(72))?;
    bad.detail["occurred_at"] = json!("yesterday");
    let bodies = [bad.event().to_string(), good.event().to_string(), format!("<xml tenant='{}'/>", clinic.tenant)];
    let answer = invoke("appointment-ingest", &queue_event(&[&bodies[0], &bodies[1], &bodies[2]]))?;
    assert_eq!(answer, all_done());
    clinic.message(&person, "created", "email", "delivered")?;
    assert!(Letter::of(&clinic, "\"bad\"")?.reason.starts_with("detail.occurred_at: "));
    assert!(Letter::of_nobody(&bodies[2])?.reason.contains("this is not JSON"));
    Ok(())
}

#[test]
fn lines_of_the_delivery_log() -> Result<()> {
    let clinic = Clinic::open()?;
    // No receipt comes by itself to a number that ends so.
    let person = clinic.person(&Contact::none().digits(96))?;
    clinic.book(&person, Visit::in_hours(72))?;
    clinic.message(&person, "created", "sms", "sent")?;
    let id = person.receives(Kind::Sms)?.id;
    let good = json!({
        "notification": { "messageId": id, "timestamp": "2026-06-03 13:30:00.558" },
        "delivery": { "destination": person.mobile, "providerResponse": "Message has been accepted by phone" },
        "status": "SUCCESS",
    });
    let mut bad = good.clone();
    bad["status"] = json!(format!("MAYBE {}", clinic.tenant));
    let broken = format!("no JSON, {}", clinic.tenant);
    let event = delivery_log(&[&bad.to_string(), &broken, &good.to_string()])?;
    assert_eq!(invoke("receipts", &event)?, Value::Null);
    clinic.message(&person, "created", "sms", "delivered")?;
    assert!(Letter::of_nobody(&format!("MAYBE {}", clinic.tenant))?.reason.starts_with("status is missing"));
    assert!(Letter::of_nobody(&broken)?.reason.contains("not JSON"));
    // A log that cannot be unpacked is kept whole.
    let packed = json!({ "awslogs": { "data": BASE64_STANDARD.encode(&clinic.tenant) } });
    assert_eq!(invoke("receipts", &packed)?, Value::Null);
    let kept = Letter::of_nobody(&BASE64_STANDARD.encode(&clinic.tenant))?;
    assert!(kept.reason.contains("cannot be unpacked"), "{}", kept.reason);
    Ok(())
}

#[test]
fn events_of_ses() -> Result<()> {
    let clinic = Clinic::open()?;
    let mut event = carebell_e2e::sample("receipts-email-delivery")?;
    event["detail"]["mail"]["tags"]["tenant"] = json!([format!("{} ?", clinic.tenant)]);
    assert_eq!(invoke("receipts", &event)?, Value::Null);
    let letter = Letter::of_nobody(&format!("{} ?", clinic.tenant))?;
    assert!(letter.reason.contains("detail.mail.tags.tenant"), "{}", letter.reason);
    Ok(())
}

#[test]
fn what_else_the_account_hears_from_ses_is_no_receipt() -> Result<()> {
    let clinic = Clinic::open()?;
    let publish = |kind: &str| -> Result<()> {
        let detail = json!({ "tenant": clinic.tenant, "kind": kind });
        let entry =
            json!({ "Source": carebell_local::RECEIPT_SOURCE, "DetailType": kind, "Detail": detail.to_string() });
        let answer = cloud().aws().call("AWSEvents.PutEvents", &json!({ "Entries": [entry] }))?;
        ensure!(answer["FailedEntryCount"] == 0, "the bus did not take an event: {answer}");
        Ok(())
    };
    publish("Advisor Recommendation Status Open")?;
    publish("Email Delivered")?;
    let letter = Letter::of(&clinic, "Email Delivered")?;
    assert!(letter.reason.contains("detail.eventType"), "{}", letter.reason);
    assert_eq!(Letter::all(&clinic)?.len(), 1);
    Ok(())
}

#[test]
fn records_of_the_stream() -> Result<()> {
    let clinic = Clinic::open()?;
    let person = clinic.person(&Contact::both("anna", 1))?;
    clinic.book(&person, Visit::in_hours(72))?;
    clinic.message(&person, "created", "email", "delivered")?;
    clinic.message(&person, "created", "sms", "delivered")?;
    let expected = counts([("created", "email", "delivered", 1), ("created", "sms", "delivered", 1)]);
    clinic.counted(&expected)?;
    let records = handed(&clinic)?;
    for function in ["appointment-changes", "message-changes"] {
        for spoil in [
            (|record| record["dynamodb"]["NewImage"] = json!({ "t": { "S": "M" }, "chg": { "S": "x" } }))
                as fn(&mut Value),
            |record| record["dynamodb"]["NewImage"]["ev"] = json!({ "S": "no event of ours" }),
            |record| record["dynamodb"] = json!("nothing"),
        ] {
            let mut spoilt = records.clone();
            for record in spoilt.iter_mut().step_by(2) {
                spoil(record);
            }
            assert_eq!(invoke(function, &json!({ "Records": spoilt }))?, all_done(), "{function}");
        }
    }
    clinic.counted(&expected)?;
    assert_eq!(person.count(), (1, 1));
    Ok(())
}

/// The event by which CloudWatch Logs hands over lines.
fn delivery_log(lines: &[&str]) -> Result<Value> {
    let line =
        |(place, message): (usize, &&str)| json!({ "id": place.to_string(), "timestamp": 0, "message": message });
    let logs = json!({
        "messageType": "DATA_MESSAGE", "owner": carebell_local::ACCOUNT, "logGroup": "sns", "logStream": "s",
        "subscriptionFilters": ["receipts"], "logEvents": lines.iter().enumerate().map(line).collect::<Vec<_>>(),
    });
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(logs.to_string().as_bytes())?;
    Ok(json!({ "awslogs": { "data": BASE64_STANDARD.encode(packer.finish()?) } }))
}
