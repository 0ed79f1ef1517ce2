//! Two visits of half a year ago after which the doctor wanted to see the patient again: one patient is called back, the
//! other has booked already.

use anyhow::{Result, ensure};
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde_json::{Value, json};

use super::stage::{Stage, before};
use super::{Line, Play, Scene, Told};
use crate::demo::clock::now;
use crate::demo::people::Client;
use crate::demo::print::text;
use crate::demo::site::Site;

pub(super) const SCENE: Scene = Scene {
    name: "recall",
    title: "Called back, half a year after the last visit",
    people: 2,
    is_closing: false,
    set: |settings, moment| {
        settings["events"][EVENT] = json!({"enabled": true, "sms": true, "email": true});
        // Without a day of its own only visits from the day on which recalls are switched on would be followed by any.
        settings["recall"]["visits_from"] = json!(visits_from(moment)?);
        Ok(())
    },
    begin,
};

const EVENT: &str = "recall";
/// The interval, in months: the recall is due today, or since the month's last day where it is shorter than this one.
const MONTHS: i8 = 6;
const SERVICE: &str = "examination";
/// How far ahead lies the visit of who has booked.
const BOOKED_AHEAD: SignedDuration = SignedDuration::from_hours(24 * 20);

/// The day from which visits count: a little before those of the scene.
fn visits_from(moment: Timestamp) -> Result<jiff::civil::Date> {
    Ok(Site::Rome.at(moment)?.date().checked_sub((MONTHS + 1).months())?)
}

fn begin<'a>(stage: &'a Stage<'a>, clients: &'a [Client]) -> Result<Play<'a>> {
    let [called, booked] = clients else { anyhow::bail!("two clients are wanted") };
    stage.book(booked, SERVICE, now() + BOOKED_AHEAD, &Value::Null)?;
    let mut visits = Vec::new();
    for client in [called, booked] {
        let next = json!({"recall": {"months": MONTHS}});
        visits.push(stage.enter_past(client, SERVICE, before(client, MONTHS.months())?, &next, "attended")?);
    }
    Ok(Box::new(move || play(stage, (called, booked), &visits)))
}

fn play(stage: &Stage<'_>, (called, booked): (&Client, &Client), visits: &[String]) -> Result<Told> {
    let sms = stage.message(called, EVENT, "sms", &["delivered"])?;
    let email = stage.message(called, EVENT, "email", &["delivered", "read"])?;
    let skipped = stage.message(booked, EVENT, "sms", &["skipped"])?;
    let visit = stage.appointment(&visits[0])?;
    let visits_from = stage.admin.get("/v1/settings")?["recall"]["visits_from"].clone();
    let start = text(&visit, "start").to_owned();
    ensure!(Some(start.as_str()) >= visits_from.as_str(), "the visit of {start} is from before {visits_from}");
    let lines = vec![
        Line::Message(sms.clone()),
        Line::Timeline(stage.timeline(&visits[0], EVENT)?),
        Line::Said("The other patient has a visit for the same service ahead".to_owned()),
        Line::Timeline(stage.timeline(&visits[1], EVENT)?),
    ];
    let facts = json!({
        "appointment": visits[0],
        "visit": start,
        "interval": visit["recall"],
        "visits_from": visits_from,
        "messages": {"sms": sms["status"], "email": email["status"]},
        "text": sms["text"],
        "booked_again": {
            "appointment": visits[1],
            "message_status": skipped["status"],
            "reason": skipped["rules"][0]["reason"],
        },
    });
    Ok(Told { facts, lines })
}
