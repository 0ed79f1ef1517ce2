//! A client answers by the link in a reminder: opening the page changes nothing, a press confirms, another takes it back.

use anyhow::{Context, Result, ensure};
use carebell_carrier::Kind;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::page::{Page, says};
use super::stage::Stage;
use super::{Line, Play, Scene, Told};
use crate::demo::clinic::{ADMINISTRATOR, LEAD};
use crate::demo::clock::now;
use crate::demo::people::Client;
use crate::demo::print::text;
use crate::demo::visits::minute_after;

pub(super) const SCENE: Scene = Scene {
    name: "answer_by_link",
    title: "Confirmed by the link in a reminder, taken back, confirmed again",
    people: 1,
    // The job that tells the centre waits in its queue until the answer can no longer be taken back.
    is_closing: true,
    set: |_, _| Ok(()),
    begin,
};

/// How soon the reminder falls due.
const AHEAD: SignedDuration = SignedDuration::from_secs(40);
/// For so long an answer can be taken back; then the centre is told of it.
const UNDO: SignedDuration = SignedDuration::from_mins(10);
const EVENT: &str = "appointment_reminder";
/// The buttons that are pressed, and how the visit stands after each.
const PRESSES: [(&str, &str); 3] = [("confirm", "confirmed"), ("undo", "booked"), ("confirm", "confirmed")];

fn begin<'a>(stage: &'a Stage<'a>, clients: &'a [Client]) -> Result<Play<'a>> {
    let client = &clients[0];
    let visit = stage.book(client, "check-up", minute_after(now() + AHEAD)? + LEAD, &Value::Null)?;
    Ok(Box::new(move || play(stage, client, &visit)))
}

fn play(stage: &Stage<'_>, client: &Client, visit: &str) -> Result<Told> {
    let sent = stage.message(client, EVENT, "sms", &["delivered"])?;
    let page = Page::of(stage.cloud.api(), &stage.received(text(&sent, "recipient"), Kind::Sms)?)?;
    let before = stage.appointment(visit)?;
    page.open()?;
    let opened = stage.appointment(visit)?;
    ensure!(opened == before, "opening the page changed the visit: {before} is now {opened}");
    let mut lines =
        vec![Line::Message(sent), Line::Said(format!("opened     the visit is {} as before", text(&opened, "status")))];
    let mut presses = Vec::new();
    for (button, status) in PRESSES {
        let said = says(&page.press(&[("do", button)])?.text);
        let stands = stage.appointment(visit)?;
        ensure!(text(&stands, "status") == status, "after {button} the visit is {}", text(&stands, "status"));
        lines.push(Line::Said(format!("{button:<9}  the visit is {status}; the page says: {said}")));
        presses.push(json!({"button": button, "status": status, "page": said}));
    }
    let answered: Timestamp = stage.appointment(visit)?["answer"]["at"].as_str().context("an answer")?.parse()?;
    let told = client.site.write(answered + UNDO)?;
    let shown = stage.message(client, EVENT, "sms", &["clicked"])?;
    lines.push(Line::Timeline(stage.timeline(visit, EVENT)?));
    lines.push(Line::Said(format!("From {told} on it can no longer be taken back; {ADMINISTRATOR} is told then.")));
    let facts = json!({
        "appointment": visit,
        "message": shown["id"],
        "message_status": shown["status"],
        "opening_changed": opened != before,
        "presses": presses,
        "centre_told_from": told,
    });
    Ok(Told { facts, lines })
}
