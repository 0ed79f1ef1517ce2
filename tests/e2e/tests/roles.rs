//! Each function's role permits exactly what the function does, both ways.

use std::collections::BTreeSet;

use anyhow::Result;
use carebell_carrier::Kind;
use carebell_e2e::{Bus, Clinic, Contact, Letter, Visit, cloud, invoke, press, recorded, sample};
use serde_json::json;
use ureq::http::Method;

use crate::role::{matches, permissions};

/// What Lambda does in the function's name, and what the carrier takes: the recorders never see it.
const NOT_OURS: [&str; 11] = [
    "logs:CreateLogStream",
    "logs:PutLogEvents",
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
    "ses:SendEmail",
    "sns:Publish",
];

/// What a function needs but a run of a few minutes does not show.
const UNSEEN: [(&str, &str, &str); 4] = [
    ("appointment-changes", "sqs:SendMessage to the dead letters", "Lambda's own, for a batch that was given up"),
    ("message-changes", "sqs:SendMessage to the dead letters", "Lambda's own, for a batch that was given up"),
    ("dead-letters", "dynamodb:UpdateItem", "records a doubt, once a sender has died on each of its tries"),
    ("dead-letters", "T#*#M#*", "asks for the record of a job that died"),
];

/// Whether a permission, or a pattern of keys, is one of [`UNSEEN`].
fn unseen(function: &str, what: &str) -> bool {
    UNSEEN.iter().any(|(of, permission, _)| *of == function && *permission == what)
}

/// Has every function do all that it ever does.
fn exercise() -> Result<()> {
    let clinic = Clinic::with(|settings| {
        settings["events"]["appointment_reminder"] = json!({ "enabled": true, "sms": true, "email": true });
        settings["events"]["appointment_created"]["enabled"] = json!(false);
        settings["events"]["recall"] = json!({ "enabled": true, "sms": true, "email": false });
        settings["recall"]["visits_from"] = json!("2020-01-01");
    })?;
    // The API: users, catalogue, clients, lists, a repeated request.
    let user = json!({ "email": clinic.mailbox("desk"), "role": "operator", "grants": ["texts"] });
    let made = clinic.add("/v1/users", &user)?;
    let path = format!("/v1/users/{}", made["id"].as_str().unwrap_or_default());
    clinic.edit(&path, |user| user["role"] = json!("admin"))?;
    clinic.call(Method::DELETE, &path, &[("if-match", "*")], None)?;
    clinic.add("/v1/users", &user)?;
    clinic.add("/v1/groups", &json!({ "id": "g", "name": "G" }))?;
    clinic.call(Method::DELETE, "/v1/groups/g", &[("if-match", "*")], None)?;
    let person = clinic.person(&Contact::both("throttle", 97).field("privacy", json!({ "given": true })))?;
    clinic.edit(&format!("/v1/clients/{}", person.id), |client| client["email"] = json!(clinic.mailbox("anna")))?;
    let patient = clinic.add(&format!("/v1/clients/{}/patients", person.id), &json!({ "name": "Luca" }))?;
    assert!(patient["id"].is_string());
    let body = Visit::body(&person.id, Visit::in_hours(30))?;
    clinic.call(Method::POST, "/v1/appointments", &[("idempotency-key", "k")], Some(&body))?;
    let day = carebell_e2e::now().strftime("%Y-%m-%d").to_string();
    for path in [
        format!("/v1/appointments?day={day}&limit=1"),
        "/v1/clients?surname=Ro".to_owned(),
        format!("/v1/clients/{}/appointments", person.id),
        "/v1/texts".to_owned(),
    ] {
        clinic.get(&path)?;
    }
    clinic.message(&person, "reminder", "sms", "delivered")?;
    clinic.message(&person, "reminder", "email", "delivered")?;
    // The bus: with consent, later without the client, and one that cannot be taken in.
    let outsider = clinic.outsider("client-1", "bounce", 94)?;
    let mut event = Bus::books(&clinic, "visit-1", &outsider, Visit::in_hours(31))?;
    event.detail["client"]["privacy_consent"] = json!(true);
    event.publish()?;
    clinic.message(&outsider, "reminder", "email", "bounced")?;
    clinic.message(&outsider, "reminder", "sms", "failed")?;
    let mut address = event.then(2, |_| {});
    address.detail["client"]["email"] = json!(clinic.mailbox("another"));
    invoke("appointment-ingest", &carebell_e2e::queue_event(&[&address.event().to_string()]))?;
    let mut next = event.then(3, |visit| visit["status"] = json!("cancelled"));
    next.detail["client"].take();
    next.publish()?;
    clinic.message(&outsider, "cancelled", "sms", "skipped")?;
    next.then(4, |visit| visit["services"] = json!(["nothing"])).publish()?;
    Letter::of(&clinic, "nothing")?;
    // A change that brings something forward, and jobs and receipts that cannot be read.
    let walked = clinic.person(&Contact::both("walked", 1).field("privacy", json!({ "given": true })))?;
    let visit = clinic.book(&walked, Visit::in_hours(100))?;
    clinic.change_settings(|settings| settings["reminder"]["lead"] = json!({ "days": 5 }))?;
    // The client answers by the link.
    press(&walked.link(Kind::Email)?, &visit, "confirm")?;
    invoke("jobs", &carebell_e2e::queue_event(&["roles"]))?;
    invoke("sender", &carebell_e2e::queue_event(&["roles"]))?;
    invoke("receipts", &json!({ "awslogs": { "data": "roles" } }))?;
    let job = json!({ "schema": 1, "id": "roles", "tenant": clinic.tenant, "client": person.id, "items": ["1"] });
    invoke("dead-letters", &carebell_e2e::queue_event(&[&job.to_string()]))?;
    invoke("reminder-sweep", &sample("reminder-sweep")?)?;
    // One that is due to the hour, so that its sweep does all that it does.
    let past = carebell_e2e::now() - jiff::SignedDuration::from_hours(24 * 40);
    let mut body = Visit::body(&person.id, past)?;
    body["recall"] = json!({ "weeks": 5 });
    clinic.add("/v1/appointments", &body)?;
    invoke("recall-sweep", &sample("recall-sweep")?)?;
    assert!(!person.received(Kind::Sms).is_empty());
    assert!(!cloud().carrier().messages().is_empty());
    Ok(())
}

#[test]
fn every_role_permits_what_its_function_does_and_no_more() -> Result<()> {
    exercise()?;
    let mut wrong = BTreeSet::new();
    for function in carebell_local::function_names()? {
        let (permissions, calls) = (permissions(&function)?, recorded(&function));
        for call in &calls {
            if !permissions.iter().any(|permission| permission.permits(call)) {
                wrong.insert(format!("{function} may not {} {} {:?}", call.action, call.resource, call.key));
            }
        }
        for permission in &permissions {
            let what = permission.to_string();
            let excused = NOT_OURS.contains(&permission.action.as_str()) || unseen(&function, &what);
            if !excused && !calls.iter().any(|call| permission.permits(call)) {
                wrong.insert(format!("{function} never uses {what}"));
            }
        }
        for pattern in permissions.iter().flat_map(|permission| &permission.keys) {
            let reached = |key: &String| matches(pattern, key);
            if !unseen(&function, pattern) && !calls.iter().any(|call| call.key.as_ref().is_some_and(reached)) {
                wrong.insert(format!("{function} never reaches {pattern}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    Ok(())
}
