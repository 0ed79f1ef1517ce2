//! The dry run of recalls: what it says, what it refuses, who may ask for it.

use carebell_domain::decide::Suppression;
use carebell_workflows::ports::Suppressions;
use rstest::rstest;
use serde_json::{Value, json};

use crate::world::{Caller, TENANT, World, visit};

pub(crate) const PREVIEW: &str = "/v1/settings/recalls/preview";
const SMS: &str = "/v1/texts/recall/sms/it";

/// The settings that are tried: recalls after three months on both channels, of visits since 1 June.
pub(crate) fn trial() -> Value {
    json!({
        "master": true,
        "events": {"recall": {"enabled": true, "sms": true, "email": true}},
        "recall": {
            "intervals": [{"months": 3}, {"months": 6}, {"months": 12}], "default": "first", "visits_from": "2026-06-01",
        },
    })
}

/// What the dry run says on its one page.
async fn preview(world: &World, trial: &Value) -> Value {
    let page = world.post(&Caller::admin(), PREVIEW, trial).await.with(200);
    assert_eq!(page["next"], Value::Null);
    page
}

/// Anna's visit of Friday, 5 June 2026, seen from Monday, 5 October, at 20:00: after the sending hours.
async fn visited() -> World {
    let world = World::clinic().await;
    world.book("2026-06-05T15:30:00+02:00", "2026-06-05T16:00:00+02:00").await;
    let now: jiff::Timestamp = "2026-10-05T20:00+02:00".parse().expect("an instant");
    world.clock.advance(world.now().duration_until(now));
    world
}

#[tokio::test]
async fn how_many_when_and_at_what_cost() {
    let world = visited().await;
    let body = json!({
        "client": "anna", "resource": "rossi", "services": ["visit"], "location": "rome", "recall": {"months": 1},
        "start": "2026-10-06T10:00:00+02:00", "end": "2026-10-06T10:30:00+02:00",
    });
    let before = world.get(&Caller::admin(), "/v1/settings").await.with(200);
    let page = preview(&world, &trial()).await;
    // The interval was over in September: due at once, an e-mail now, the SMS when the sending hours begin.
    let line = |channel: &str, segments: u8| json!({"channel": channel, "messages": 1, "segments": segments});
    let with = |line: Value, name: &str, value: &str| {
        let mut line = line;
        line[name] = json!(value);
        line
    };
    assert_eq!(page["at"], "2026-10-05T20:00:00+02:00");
    assert_eq!((&page["visits"], &page["recalls"], &page["credits"]), (&json!(1), &json!(1), &json!(1)));
    let months = [with(line("sms", 1), "month", "2026-10"), with(line("email", 0), "month", "2026-10")];
    assert_eq!(page["months"], json!(months));
    let days = [with(line("email", 0), "day", "2026-10-05"), with(line("sms", 1), "day", "2026-10-06")];
    assert_eq!(page["at_once"], json!(days));
    assert_eq!(page["skipped"], json!([]));
    assert_eq!(page["walked"], json!({"from": "2026-06-01", "to": "2036-10-31"}));

    // A visit to come makes the recall of the last needless, and has one of its own: Friday, 6 November.
    world.post(&Caller::operator(), "/v1/appointments", &body).await.with(201);
    let page = preview(&world, &trial()).await;
    assert_eq!((&page["visits"], &page["recalls"]), (&json!(2), &json!(1)));
    assert_eq!(page["months"][0], with(line("sms", 1), "month", "2026-11"));
    assert_eq!(page["at_once"], json!([]));
    let skipped: Vec<&Value> = page["skipped"].as_array().expect("lines").iter().map(|line| &line["reason"]).collect();
    assert_eq!(skipped, ["already_booked", "already_booked"]);
    assert_eq!(world.get(&Caller::admin(), "/v1/settings").await.with(200), before, "nothing is changed");
}

#[tokio::test]
async fn what_is_left_out_is_as_it_is_stored() {
    let world = visited().await;
    let page = preview(&world, &json!({})).await;
    assert_eq!((&page["visits"], &page["walked"]), (&json!(0), &Value::Null), "recalls are off");
    // Switched on without a day, they begin with today's visits; and without the master switch nothing goes.
    let mut trial = trial();
    trial["master"] = Value::Null;
    trial["recall"].as_object_mut().expect("fields").remove("visits_from");
    let page = preview(&world, &trial).await;
    assert_eq!((&page["visits_from"], &page["months"]), (&json!("2026-10-05"), &json!([])));
    trial["recall"]["visits_from"] = json!("2026-06-05");
    let page = preview(&world, &trial).await;
    let channels: Vec<&Value> =
        page["skipped"].as_array().expect("lines").iter().map(|line| &line["channel"]).collect();
    assert_eq!(channels, ["sms", "email"]);
    assert_eq!(page["skipped"][0]["reason"], "master_switch_off");
    assert!(page["skipped"][0]["sentence"].as_str().is_some_and(|sentence| sentence.contains("master switch")));
}

#[tokio::test]
async fn each_reason_is_counted() {
    let world = visited().await;
    let tenant = TENANT.parse().expect("a tenant");
    let (why, now) = (Suppression::CarrierOptOut, world.now());
    world.store.suppress_sms(&tenant, "+393471234567", why, now).await.expect("it is written");
    let page = preview(&world, &trial()).await;
    assert_eq!((&page["skipped"][0]["reason"], &page["recalls"]), (&json!("suppressed"), &json!(1)));
    let mut anna = world.get(&Caller::admin(), "/v1/clients/anna").await.with(200);
    anna["privacy"] = json!({"given": false});
    world.put(&Caller::admin(), "/v1/clients/anna", &anna).await.with(200);
    let page = preview(&world, &trial()).await;
    assert_eq!((&page["skipped"][0]["reason"], &page["recalls"]), (&json!("privacy_not_given"), &json!(0)));
}

#[tokio::test]
async fn the_cost_is_that_of_each_text() {
    let world = World::clinic().await;
    let admin = Caller::admin();
    let text = json!({"body": "Ciao [client.first_name], a presto. [appointment.notes]"});
    world.put(&admin, SMS, &text).await.with(200);
    // "Ciao Anna, a presto. " has 21 letters: 139 more fit one SMS, 285 two. At 2,000 there are more than ten.
    for (day, letters) in [(2, 139), (3, 140), (4, 285), (5, 286), (6, 2_000)] {
        let (start, end) = (format!("2026-06-{day:02}T15:30:00+02:00"), format!("2026-06-{day:02}T16:00:00+02:00"));
        let mut body = visit(&start, &end);
        body["notes"] = json!("x".repeat(letters));
        // Each asks for a visit with a service that none of the others has.
        body["recall"] = json!("first");
        let service = json!({"id": format!("s{day}"), "name": "S"});
        world.post(&admin, "/v1/services", &service).await.with(201);
        body["services"] = json!([format!("s{day}")]);
        world.post(&Caller::operator(), "/v1/appointments", &body).await.with(201);
    }
    let page = preview(&world, &trial()).await;
    assert_eq!((&page["credits"], &page["too_long"], &page["recalls"]), (&json!(1 + 2 + 2 + 3), &json!(1), &json!(5)));
}

#[rstest]
#[case::interval(json!({"recall": {"intervals": [{"days": 0}, {"months": 6}, {"months": 12}]}}), &["/recall/intervals/0"])]
#[case::two_intervals(json!({"recall": {"intervals": [{"months": 6}, {"months": 12}]}}), &["/recall/intervals"])]
#[case::day(json!({"recall": {"intervals": [{"months": 3}, {"months": 6}, {"months": 12}], "visits_from": "June"}}),
    &["/recall/visits_from"])]
#[case::default(json!({"recall": {"intervals": [{"months": 3}, {"months": 6}, {"months": 12}], "default": "fourth"}}),
    &["/recall/default"])]
#[case::other_event(json!({"events": {"thank_you": {"enabled": true, "sms": true, "email": true}}}), &["/events/thank_you"])]
#[case::channel(json!({"events": {"recall": {"enabled": true, "sms": "yes", "email": true}}}), &["/events/recall/sms"])]
#[case::unknown(json!({"reminder": {}}), &["/reminder"])]
#[tokio::test]
async fn refused_with_the_fields(#[case] body: Value, #[case] refused: &[&str]) {
    let world = World::empty().await;
    assert_eq!(world.post(&Caller::admin(), PREVIEW, &body).await.refused(), refused);
}

#[tokio::test]
async fn a_cursor_is_good_for_its_body_its_settings_and_its_tenant() {
    let world = visited().await;
    world.book("2026-10-06T10:00:00+02:00", "2026-10-06T10:30:00+02:00").await;
    let admin = Caller::admin();
    let first = world.post(&admin, &format!("{PREVIEW}?limit=1"), &trial()).await.with(200);
    let next = format!("{PREVIEW}?limit=1&cursor={}", first["next"].as_str().expect("a cursor"));
    // Later pages are decided as of the first page's instant.
    world.later(60);
    let second = world.post(&admin, &next, &trial()).await.with(200);
    assert_eq!((&second["at"], &second["visits"], &second["next"]), (&first["at"], &json!(1), &Value::Null));

    let mut other = trial();
    other["events"]["recall"]["sms"] = json!(false);
    for (caller, path, body) in [
        (&admin, next.clone(), &other),
        (&Caller::stranger(), next.clone(), &trial()),
        (&admin, next.replace("cursor=", "cursor=A"), &trial()),
        (&admin, format!("{PREVIEW}?limit=0"), &trial()),
        (&admin, format!("{PREVIEW}?limit=1001"), &trial()),
        (&admin, format!("{PREVIEW}?month=2026-06"), &trial()),
    ] {
        world.post(caller, &path, body).await.with(400);
    }
    let mut settings = world.get(&admin, "/v1/settings").await.with(200);
    settings["plain_letters"] = json!(false);
    world.put(&admin, "/v1/settings", &settings).await.with(200);
    world.post(&admin, &next, &trial()).await.with(400);
}

#[tokio::test]
async fn whoever_may_change_the_settings_may_try_them() {
    let world = visited().await;
    world.post(&Caller::operator(), PREVIEW, &trial()).await.with(403);
    let user = json!({"id": "olga", "email": "olga@example.com", "role": "operator", "grants": ["settings"]});
    world.post(&Caller::admin(), "/v1/users", &user).await.with(201);
    world.later(6);
    world.post(&Caller::operator(), PREVIEW, &trial()).await.with(200);
    // Another tenant's settings see another tenant's visits.
    let page = world.post(&Caller::stranger(), PREVIEW, &trial()).await.with(200);
    assert_eq!((&page["visits"], &page["recalls"]), (&json!(0), &json!(0)));
}

#[tokio::test]
async fn a_table_that_fails_is_no_empty_preview() {
    let mut world = visited().await;
    world.lose_records();
    world.post(&Caller::admin(), PREVIEW, &trial()).await.with(503);
}
