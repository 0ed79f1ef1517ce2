//! What the dry run of recalls says is what the same settings plan when they are saved.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use carebell_domain::agenda::Pace;
use carebell_store::Store;
use carebell_workflows::ports::{Directory, JobQueue, PortError, Replans};
use carebell_workflows::replan::{Replanner, replan};
use carebell_workflows::slices::LongJob;
use jiff::civil::date;
use jiff::{SignedDuration, Span, tz::TimeZone};
use rstest::rstest;
use serde_json::{Value, json};

use crate::recalls::{PREVIEW, trial};
use crate::world::{Caller, TENANT, World};

/// Visits that are made.
const VISITS: u64 = 70;
/// Clients of whom nothing is special.
const PLAIN: u64 = 40;

/// A queue that a test empties.
#[derive(Default)]
struct Waiting(Mutex<Vec<LongJob>>);

#[async_trait]
impl JobQueue for Waiting {
    async fn enqueue(&self, jobs: &[(LongJob, SignedDuration)]) -> Result<(), PortError> {
        self.0.lock().expect("nobody panicked").extend(jobs.iter().map(|(job, _)| job.clone()));
        Ok(())
    }
}

/// Draws that are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// A clinic with clients of every kind and visits from June to December, some of them called off.
async fn clinic(seed: u64) -> World {
    let world = World::clinic().await;
    let (admin, mut dice) = (Caller::admin(), Dice(seed));
    let mut settings = world.get(&admin, "/v1/settings").await.with(200);
    settings["events"] = json!({});
    world.put(&admin, "/v1/settings", &settings).await.with(200);
    let (given, only_sms) = (json!({"given": true}), json!({"sms": true, "email": false, "voice": false}));
    for client in [
        json!({"id": "bea", "last_name": "B", "mobile": "347 123 4568", "email": "bea@example.com"}),
        json!({"id": "carlo", "last_name": "C", "email": "carlo@example.com", "privacy": given}),
        json!({"id": "dino", "last_name": "D", "mobile": "347 123 4569", "privacy": given, "preferences": only_sms}),
        json!({"id": "eva", "last_name": "E", "mobile": "+1 212 555 0123", "email": "eva@example.com", "privacy": given}),
    ] {
        world.post(&admin, "/v1/clients", &client).await.with(201);
    }
    for number in 0..PLAIN {
        let (id, mobile) = (format!("plain{number}"), format!("347 123 46{number:02}"));
        let client = json!({"id": id, "last_name": "P", "mobile": mobile, "email": "p@example.com", "privacy": given});
        world.post(&admin, "/v1/clients", &client).await.with(201);
    }
    let dog = json!({"id": "fido", "name": "Fido", "state": {"state": "deceased", "since": "2026-05-01"}});
    world.post(&admin, "/v1/clients/anna/patients", &dog).await.with(201);
    world.later(6);
    let zones = [("rome", "Europe/Rome"), ("york", "America/New_York")];
    let zones = zones.map(|(place, zone)| (place, TimeZone::get(zone).expect("a zone")));
    for _ in 0..VISITS {
        let (place, zone) = &zones[usize::from(dice.below(4) == 0)];
        let day = date(2026, 6, 2).saturating_add(Span::new().days(i64::try_from(dice.below(200)).expect("small")));
        let hour = i8::try_from(8 + dice.below(10)).expect("an hour");
        let at = |minute| day.at(hour, minute, 0, 0).to_zoned(zone.clone()).expect("an instant");
        let text = |minute| at(minute).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
        let service = ["visit", "xray"][usize::from(dice.below(3) == 0)];
        let client = match dice.below(5 + PLAIN) {
            special @ 0..5 => {
                ["anna", "bea", "carlo", "dino", "eva"][usize::try_from(special).expect("small")].to_owned()
            }
            plain => format!("plain{}", plain - 5),
        };
        let mut body = json!({
            "client": client, "resource": "rossi", "location": place, "start": text(0), "end": text(30),
            "services": [service],
        });
        body["recall"] = [Value::Null, Value::Null, json!("none"), json!({"weeks": 5}), json!("second")]
            [usize::try_from(dice.below(5)).expect("small")]
        .clone();
        if client == "anna" && dice.below(3) == 0 {
            body["patient"] = json!("fido");
        }
        let made = world.post(&admin, "/v1/appointments", &body).await.with(201);
        if dice.below(6) == 0 {
            let cancel = format!("/v1/appointments/{}/cancel", made["id"].as_str().expect("an identifier"));
            world.call(&admin, "POST", &cancel, &[], None).await.with(200);
        }
    }
    world
}

/// The sums of all pages of a dry run.
async fn preview(world: &World, trial: &Value, limit: usize) -> (u64, u64, BTreeMap<String, u64>) {
    let (mut visits, mut recalls, mut sums, mut cursor) = (0, 0, BTreeMap::new(), String::new());
    loop {
        let page = world.post(&Caller::admin(), &format!("{PREVIEW}?limit={limit}{cursor}"), trial).await.with(200);
        visits += page["visits"].as_u64().expect("a number");
        recalls += page["recalls"].as_u64().expect("a number");
        for list in ["months", "at_once", "skipped"] {
            for line in page[list].as_array().expect("lines") {
                let of = ["month", "day", "reason"].map(|name| line[name].as_str().unwrap_or_default()).concat();
                let of = format!("{list} {of} {}", line["channel"].as_str().expect("a channel"));
                *sums.entry(of).or_default() += line["messages"].as_u64().expect("a number");
            }
        }
        let Some(next) = page["next"].as_str() else { return (visits, recalls, sums) };
        cursor = format!("&cursor={next}");
    }
}

/// Walks the calendar to its end, as the change of settings has it walked.
async fn walk(world: &World) {
    let (store, queue, tenant) = (&world.store, Arc::new(Waiting::default()), TENANT.parse().expect("a tenant"));
    let replanner = Replanner {
        clock: world.clock.clone(),
        directory: Arc::<Store>::clone(store),
        calendar: Arc::<Store>::clone(store),
        records: Arc::<Store>::clone(store),
        queue: queue.clone(),
    };
    let version = store.fresh(&tenant).await.expect("a read").expect("a tenant").version;
    let mut next = Some(replan(tenant, version));
    while let Some(LongJob::Replan(job)) = next {
        replanner.handle(&job).await.expect("it is done");
        next = queue.0.lock().expect("nobody panicked").pop();
    }
}

/// How many visits have an entry in the due index, and what the timelines of all visits say of recalls: of how many one
/// goes, and how many messages go by month, are due at once, and do not go.
async fn planned(world: &World, now: &str) -> (usize, u64, BTreeMap<String, u64>) {
    let tenant = TENANT.parse().expect("a tenant");
    let (mut entries, mut recalls, mut sums) = (0, 0, BTreeMap::new());
    for month in date(2026, 6, 1).series(Span::new().months(1)).take(8) {
        for planned in world.store.month(&tenant, month, None, 500).await.expect("a read").items {
            let path = format!("/v1/appointments/{}/timeline", planned.appointment.id);
            let timeline = world.get(&Caller::admin(), &path).await.with(200);
            let lines = timeline["lines"].as_array().expect("lines").iter().filter(|line| line["event"] == "recall");
            let (mut any, mut goes) = (false, false);
            for line in lines {
                let text = |name: &str| line[name].as_str().expect("a text").to_owned();
                let (at, channel) = (text("at"), text("channel"));
                any = true;
                if line["what"] == "not_planned" {
                    let reason = line["rules"][0]["reason"].as_str().expect("a reason");
                    *sums.entry(format!("skipped {reason} {channel}")).or_default() += 1;
                    continue;
                }
                goes = true;
                *sums.entry(format!("months {} {channel}", &at[..7])).or_default() += 1;
                let due: jiff::Timestamp = text("due").parse().expect("an instant");
                if due <= now.parse().expect("an instant") {
                    *sums.entry(format!("at_once {} {channel}", &at[..10])).or_default() += 1;
                }
            }
            recalls += u64::from(goes);
            let is_due = planned.due.is_some_and(|due| due.pace == Pace::Hours);
            assert_eq!(is_due, any, "{}", planned.appointment.id);
            entries += usize::from(is_due);
        }
    }
    (entries, recalls, sums)
}

#[rstest]
#[case::in_the_sending_hours(1, "2026-11-10T11:00+01:00")]
#[case::at_night(2, "2026-11-11T23:00+01:00")]
#[case::on_a_sunday(3, "2026-12-13T11:00+01:00")]
#[tokio::test]
async fn what_is_foretold_is_what_is_planned(#[case] seed: u64, #[case] now: &str) {
    let world = clinic(seed).await;
    let admin = Caller::admin();
    world.clock.advance(world.now().duration_until(now.parse().expect("an instant")));
    let mut trial = trial();
    trial["recall"]["visits_from"] = json!("2026-06-20");
    let foretold = preview(&world, &trial, 1_000).await;
    assert_eq!(foretold.0, VISITS);
    assert_eq!(preview(&world, &trial, 7).await, foretold, "the pages add up");

    let mut settings = world.get(&admin, "/v1/settings").await.with(200);
    settings["master"] = trial["master"].clone();
    settings["recall"] = trial["recall"].clone();
    settings["events"]["recall"] = trial["events"]["recall"].clone();
    world.put(&admin, "/v1/settings", &settings).await.with(200);
    world.later(6);
    walk(&world).await;
    let (entries, recalls, sums) = planned(&world, now).await;
    let (_, foretold, lines) = foretold;
    assert_eq!((recalls, &sums), (foretold, &lines));
    let kinds = ["months", "at_once", "skipped"].map(|kind| sums.keys().filter(|of| of.starts_with(kind)).count());
    assert!(entries > 20 && recalls > 10 && kinds.iter().all(|count| *count > 1), "the sample is too poor: {sums:?}");
}
