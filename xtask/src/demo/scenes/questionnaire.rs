//! A questionnaire after the visit, answered on its page: by a client who is content, and by one who is not, of whom the
//! centre is told at once.

use anyhow::{Result, ensure};
use carebell_carrier::Kind;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::page::{Page, says};
use super::stage::{LENGTH, Stage};
use super::{Line, Play, Scene, Told};
use crate::demo::clinic::ADMINISTRATOR;
use crate::demo::clock::now;
use crate::demo::people::Client;
use crate::demo::print::text;
use crate::demo::visits::minute_after;

pub(super) const SCENE: Scene = Scene {
    name: "questionnaire",
    title: "Asked after the visit, and answered on the page",
    people: 2,
    is_closing: false,
    set: |settings, _| {
        settings["events"][EVENT] = json!({"enabled": true, "sms": true, "email": true});
        // Of visits that ended before this is switched on nobody is asked, so it cannot be hours after the end.
        settings["after_visit"] = json!({"sends": EVENT, "delay_minutes": 0});
        settings["survey"] = json!({"days_between": 30, "questions": [{"kind": "recommend", "texts": {
            "en": "How likely would you recommend us?", "it": "Quanto è probabile che ci raccomandi?",
        }}]});
        Ok(())
    },
    begin,
};

const EVENT: &str = "satisfaction_survey";
const POOR: &str = "centre_poor_answer";
/// The visits end so soon, or up to a minute later.
const AHEAD: SignedDuration = SignedDuration::from_secs(10);
/// What the clients choose: content, and how likely they recommend the clinic.
const CHOSEN: [(&str, &str); 2] = [("5", "10"), ("2", "3")];

fn begin<'a>(stage: &'a Stage<'a>, clients: &'a [Client]) -> Result<Play<'a>> {
    let mut visits = Vec::new();
    for client in clients {
        let start = minute_after(now() + AHEAD)? - LENGTH;
        let visit = stage.book(client, "problem", start, &Value::Null)?;
        stage.mark(&visit, "attended")?;
        visits.push(visit);
    }
    let began = now();
    Ok(Box::new(move || play(stage, clients, &visits, began)))
}

fn play(stage: &Stage<'_>, clients: &[Client], visits: &[String], began: Timestamp) -> Result<Told> {
    let mut lines = Vec::new();
    let mut answers = Vec::new();
    for ((client, visit), (rating, recommend)) in clients.iter().zip(visits).zip(CHOSEN) {
        let sent = stage.message(client, EVENT, "sms", &["delivered"])?;
        let page = Page::of(stage.cloud.api(), &stage.received(text(&sent, "recipient"), Kind::Sms)?)?;
        let comment = comment(client, rating);
        let thanks = page.press(&[("rating", rating), ("q0", recommend), ("comment", comment)])?;
        let shown = stage.message(client, EVENT, "sms", &["clicked"])?;
        lines.push(Line::Message(sent));
        let chosen = format!("{rating} of 5, would recommend {recommend} of 10, \"{comment}\"");
        lines.push(Line::Said(format!("answered   {chosen}; the page says: {}", says(&thanks.text))));
        lines.push(Line::Timeline(stage.timeline(visit, EVENT)?));
        answers.push(json!({
            "appointment": visit, "message": shown["id"], "message_status": shown["status"], "page": says(&thanks.text),
        }));
    }
    let results = results(stage, began)?;
    lines.push(Line::Said(in_words(&results["total"])));
    let mail = stage.message_to(ADMINISTRATOR, POOR)?;
    lines.push(Line::Message(mail.clone()));
    let facts = json!({
        "answers": answers,
        "results": results,
        "centre_told": {
            "event": POOR, "message": mail["id"], "message_status": mail["status"], "recipient": mail["recipient"],
            "text": mail["text"],
        },
    });
    Ok(Told { facts, lines })
}

/// What the client adds.
fn comment(client: &Client, rating: &str) -> &'static str {
    match (client.language, rating) {
        ("it", "5") => "Molto gentili",
        ("it", _) => "Ho aspettato un'ora",
        (_, "5") => "Very kind",
        _ => "I waited for an hour",
    }
}

/// The results as the API gives them, of the months since the scene began.
fn results(stage: &Stage<'_>, began: Timestamp) -> Result<Value> {
    let month = |at: Timestamp| at.strftime("%Y-%m").to_string();
    let results = stage.admin.get(&format!("/v1/survey-results?from={}&to={}", month(began), month(now())))?;
    ensure!(results["total"]["count"] == CHOSEN.len(), "not all answers are in the results: {results}");
    Ok(results)
}

fn in_words(total: &Value) -> String {
    let mean = total["mean_hundredths"].as_u64().unwrap_or_default();
    let [whole, hundredths] = [mean / 100, mean % 100];
    format!(
        "The results: {} answers, {whole}.{hundredths:02} of 5 in the mean, net promoter score {}; the poor one is told:",
        total["count"], total["net_promoter"]
    )
}
