//! A second reminder, hours before the visit: by SMS, and only to a client who has often not come.

use anyhow::{Result, ensure};
use jiff::{SignedDuration, ToSpan};
use serde_json::{Value, json};

use super::stage::{Stage, before};
use super::{Line, Play, Scene, Told};
use crate::demo::clock::now;
use crate::demo::people::Client;
use crate::demo::print::text;
use crate::demo::visits::minute_after;

pub(super) const SCENE: Scene = Scene {
    name: "second_reminder",
    title: "A second reminder, only to who has often not come",
    people: 2,
    is_closing: false,
    set: |settings, _| {
        settings["events"][EVENT] = json!({"enabled": true, "sms": true, "email": false});
        settings["second_reminder"] =
            json!({"lead": {"hours": LEAD.as_hours()}, "minimum_notice_hours": 0, "only_unreliable": true});
        Ok(())
    },
    begin,
};

const EVENT: &str = "appointment_second_reminder";
const LEAD: SignedDuration = SignedDuration::from_hours(4);
/// How soon it falls due: not before the visit is booked, or there would be none.
const AHEAD: SignedDuration = SignedDuration::from_secs(40);
/// What came of the clients' last visits, so many days ago.
const RECORDS: [[(i64, &str); 2]; 2] = [[(40, "attended"), (20, "no-show")], [(40, "attended"), (20, "attended")]];

fn begin<'a>(stage: &'a Stage<'a>, clients: &'a [Client]) -> Result<Play<'a>> {
    let mut visits = Vec::new();
    for (client, record) in clients.iter().zip(RECORDS) {
        for (days, outcome) in record {
            stage.enter_past(client, "check-up", before(client, days.days())?, &Value::Null, outcome)?;
        }
        visits.push(stage.book(client, "follow-up", minute_after(now() + AHEAD)? + LEAD, &Value::Null)?);
    }
    Ok(Box::new(move || play(stage, clients, &visits)))
}

fn play(stage: &Stage<'_>, clients: &[Client], visits: &[String]) -> Result<Told> {
    let sent = stage.message(&clients[0], EVENT, "sms", &["delivered"])?;
    let skipped = stage.message(&clients[1], EVENT, "sms", &["skipped"])?;
    let profile = |client: &Client| stage.admin.get(&format!("/v1/clients/{}", client.id));
    let (unreliable, reliable) = (profile(&clients[0])?, profile(&clients[1])?);
    ensure!(unreliable["unreliable"] == true && reliable["unreliable"] == false, "{unreliable} {reliable}");
    let lines = vec![
        Line::Said(record(&unreliable)),
        Line::Message(sent.clone()),
        Line::Timeline(stage.timeline(&visits[0], EVENT)?),
        Line::Said(record(&reliable)),
        Line::Timeline(stage.timeline(&visits[1], EVENT)?),
    ];
    let facts = json!({
        "appointment": visits[0],
        "attendance": unreliable["attendance"],
        "message": sent["id"],
        "message_status": sent["status"],
        "text": sent["text"],
        "reliable": {
            "appointment": visits[1],
            "attendance": reliable["attendance"],
            "message_status": skipped["status"],
            "reason": skipped["rules"][0]["reason"],
        },
    });
    Ok(Told { facts, lines })
}

/// How often a client came, as the profile says.
fn record(profile: &Value) -> String {
    let [came, missed] = ["attended", "no_show"].map(|name| profile["attendance"][name].as_u64().unwrap_or_default());
    let is = if profile["unreliable"] == true { "unreliable" } else { "reliable" };
    let [first, last] = ["first_name", "last_name"].map(|name| text(profile, name));
    format!("{first} {last} came to {came} of {} visits: {is}", came + missed)
}
