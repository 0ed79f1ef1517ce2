//! Two clients who are written to at one number: one reminder for both, and a page that answers for each.

use anyhow::{Result, ensure};
use carebell_carrier::Kind;
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::page::Page;
use super::stage::Stage;
use super::{Line, Play, Scene, Told};
use crate::demo::clinic::LEAD;
use crate::demo::clock::now;
use crate::demo::people::Client;
use crate::demo::print::text;
use crate::demo::visits::minute_after;

pub(super) const SCENE: Scene = Scene {
    name: "household",
    title: "Two of one household, one reminder",
    people: 2,
    // The job that tells the centre of an answer waits in its queue until that can no longer be taken back.
    is_closing: true,
    set: |settings, _| {
        settings["households"] = json!(true);
        Ok(())
    },
    begin,
};

/// How soon the first one's reminder falls due; the other's would half an hour later.
const AHEAD: SignedDuration = SignedDuration::from_secs(40);
const BETWEEN: SignedDuration = SignedDuration::from_mins(30);
const EVENT: &str = "appointment_reminder";

fn begin<'a>(stage: &'a Stage<'a>, clients: &'a [Client]) -> Result<Play<'a>> {
    let [first, second] = [&clients[0], &clients[1]];
    let path = format!("/v1/clients/{}", second.id);
    let (mut person, tag) = stage.admin.get_tagged(&path)?;
    (person["mobile"], person["email"]) = (json!(first.mobile), json!(first.email));
    stage.admin.put(&path, &person, &tag)?;
    let start = minute_after(now() + AHEAD)? + LEAD;
    let other = Client { site: first.site, ..second.clone() };
    let visits = [
        stage.book(first, "check-up", start, &Value::Null)?,
        stage.book(&other, "follow-up", start + BETWEEN, &Value::Null)?,
    ];
    Ok(Box::new(move || play(stage, first, &visits)))
}

fn play(stage: &Stage<'_>, first: &Client, visits: &[String; 2]) -> Result<Told> {
    let sent = stage.message(first, EVENT, "sms", &["delivered", "clicked"])?;
    let page = Page::of(stage.cloud.api(), &stage.received(text(&sent, "recipient"), Kind::Sms)?)?;
    page.press(&[("do", "confirm"), ("of", &visits[1])])?;
    let stands = [stage.appointment(&visits[0])?, stage.appointment(&visits[1])?];
    let [own, other] = stands.each_ref().map(|visit| text(visit, "status"));
    ensure!((own, other) == ("booked", "confirmed"), "the first visit is {own}, the second {other}");
    let timeline = stage.timeline(&visits[1], EVENT)?;
    let rule =
        timeline.iter().find(|line| text(line, "channel") == "sms").map(|line| line["rules"][0]["reason"].clone());
    let lines = vec![
        Line::Message(sent.clone()),
        Line::Said("The other's visit is confirmed on the same page, and no reminder of its own will go:".to_owned()),
        Line::Timeline(timeline),
    ];
    let facts = json!({
        "appointments": visits,
        "message": sent["id"],
        "message_status": sent["status"],
        "text": sent["text"],
        "other": {"status": other, "reason": rule},
    });
    Ok(Told { facts, lines })
}
