//! The samples in `events/` are real: each is read by the product's own types, and taken by the deployed function.

use std::io::Read;

use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use carebell_domain::message::Status;
use carebell_domain::receipt::{read_ses, read_sns};
use carebell_e2e::{SAMPLES, invoke, sample};
use carebell_runtime::batch::{Queue, Stream};
use carebell_workflows::ingest::Envelope;
use carebell_workflows::jobs::SendJob;
use flate2::read::GzDecoder;
use serde_json::{Value, json};

#[test]
fn every_file_is_a_sample_and_every_sample_a_file() -> Result<()> {
    let mut files: Vec<String> = Vec::new();
    for entry in std::fs::read_dir(carebell_local::root().join("events"))? {
        let name = entry?.file_name().into_string().ok().context("a readable name")?;
        files.push(name.strip_suffix(".json").with_context(|| format!("{name} is no JSON file"))?.to_owned());
    }
    files.sort_unstable();
    let mut samples: Vec<&str> = SAMPLES.iter().map(|(name, _)| *name).collect();
    samples.sort_unstable();
    assert_eq!(files, samples);
    Ok(())
}

#[test]
fn every_function_has_a_sample() -> Result<()> {
    for function in carebell_local::function_names()? {
        assert!(SAMPLES.iter().any(|(name, _)| name.starts_with(&function)), "{function}");
    }
    Ok(())
}

#[test]
fn queue_messages_are_read() -> Result<()> {
    let jobs: Queue = serde_json::from_value(sample("sender")?)?;
    let job: SendJob = serde_json::from_str(&jobs.records[0].body)?;
    assert_eq!(job.tenant.as_str(), "tt_example");

    let events: Queue = serde_json::from_value(sample("appointment-ingest")?)?;
    let inner: Value = serde_json::from_str(&events.records[0].body)?;
    assert_eq!(inner, sample("appointment-event")?);
    let event: Envelope = serde_json::from_value(inner)?;
    assert_eq!(event.source, "org.example.agenda");

    let letters: Queue = serde_json::from_value(sample("dead-letters")?)?;
    let attributes = &letters.records[0].message_attributes;
    assert_eq!(attributes["origin"].string_value.as_deref(), Some("appointment-ingest"));
    assert!(attributes["reason"].string_value.is_some());
    Ok(())
}

#[test]
fn receipts_are_read() -> Result<()> {
    for (kind, status, suppressed) in [
        ("delivery", Status::Delivered, 0),
        ("open", Status::Read, 0),
        ("bounce", Status::Bounced, 1),
        ("complaint", Status::Complained, 1),
    ] {
        let receipt = read_ses(&sample(&format!("receipts-email-{kind}"))?["detail"])?.context("a receipt of ours")?;
        assert_eq!(carebell_domain::message::status(&receipt.steps), status);
        assert_eq!(receipt.suppress.len(), suppressed, "{kind}");
    }
    let packed = sample("receipts-sms")?;
    let packed = BASE64_STANDARD.decode(packed["awslogs"]["data"].as_str().context("packed lines")?)?;
    let mut logs = String::new();
    GzDecoder::new(packed.as_slice()).read_to_string(&mut logs)?;
    let logs: Value = serde_json::from_str(&logs)?;
    let lines = logs["logEvents"].as_array().context("lines")?;
    for (line, status) in lines.iter().zip([Status::Delivered, Status::Failed]) {
        let line: Value = serde_json::from_str(line["message"].as_str().context("a line")?)?;
        assert_eq!(read_sns(&line)?.status, status);
    }
    Ok(())
}

#[test]
fn stream_records_are_read() -> Result<()> {
    for (name, attribute) in [("appointment-changes", "chg"), ("message-changes", "ev")] {
        let batch: Stream = serde_json::from_value(sample(name)?)?;
        let kinds: Vec<&str> = batch.records.iter().filter_map(|record| record["eventName"].as_str()).collect();
        assert_eq!(kinds, ["INSERT", "MODIFY"], "{name}");
        for record in &batch.records {
            ensure!(record["dynamodb"]["NewImage"][attribute]["S"].is_string(), "{name} has no {attribute}: {record}");
            ensure!(record["dynamodb"]["SequenceNumber"].is_string(), "{name}");
        }
        ensure!(batch.records[1]["dynamodb"]["OldImage"].is_object(), "{name}");
    }
    Ok(())
}

#[test]
fn every_function_takes_its_samples() -> Result<()> {
    for (name, _) in SAMPLES {
        let (function, expected) = match *name {
            "sender" | "jobs" | "appointment-ingest" | "dead-letters" | "appointment-changes" | "message-changes" => {
                (*name, json!({ "batchItemFailures": [] }))
            }
            "reminder-sweep" | "recall-sweep" => continue, // Answers with a number that other tests have a part in: see `repeats`.
            "appointment-event" => continue, // What the bus carries: it comes wrapped, as `appointment-ingest`.
            "api" => {
                // The user and the tenant of the sample do not exist.
                let answer = invoke("api", &sample(name)?)?;
                ensure!(answer["statusCode"] == 403, "{answer}");
                continue;
            }
            "pages" => {
                // No such link was ever made.
                let answer = invoke("pages", &sample(name)?)?;
                ensure!(answer["statusCode"] == 404, "{answer}");
                continue;
            }
            _ => ("receipts", Value::Null),
        };
        assert_eq!(invoke(function, &sample(name)?)?, expected, "{name}");
    }
    Ok(())
}
