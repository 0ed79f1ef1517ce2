//! Input that is not right, and the answer that each kind of it has.

use axum::body::Body;
use axum::http::{Request, header};
use rstest::rstest;
use serde_json::{Value, json};

use crate::world::{Answer, Caller, World, visit};

async fn raw(world: &World, content_type: &str, body: Vec<u8>) -> Answer {
    let request = Request::builder().method("POST").uri("/v1/clients").header(header::CONTENT_TYPE, content_type);
    world.send(Some(&Caller::admin()), request.body(Body::from(body)).expect("a request")).await
}

#[tokio::test]
async fn bodies_that_are_no_json_or_too_large() {
    let world = World::empty().await;
    let json = "application/json";
    let large = format!(r#"{{"last_name":"{}"}}"#, "x".repeat(1024 * 1024));
    for (kind, content_type, body, status) in [
        ("malformed", json, b"{".to_vec(), 400),
        ("empty", json, Vec::new(), 400),
        ("Latin-1", json, b"{\"last_name\":\"\xE8\"}".to_vec(), 400),
        ("too large", json, large.into_bytes(), 413),
        ("no JSON", "text/plain", b"{}".to_vec(), 415),
        ("with BOM", json, b"\xEF\xBB\xBF{\"last_name\":\"R\"}".to_vec(), 201),
        ("charset", "application/json; charset=utf-8", b"{\"last_name\":\"R\"}".to_vec(), 201),
    ] {
        let answer = raw(&world, content_type, body).await;
        assert_eq!(answer.status.as_u16(), status, "{kind}");
        if status >= 400 {
            assert_eq!(answer.body["status"], status, "{kind}");
            assert!(answer.body["type"].as_str().is_some_and(|kind| kind.starts_with("/docs#problem-")), "{kind}");
        }
    }
}

#[rstest]
#[case::no_offset(json!({"start": "2026-06-05T15:30:00"}), "/start", "+02:00")]
#[case::other_offset(json!({"start": "2026-06-05T15:30:00+01:00"}), "/start", "+02:00")]
#[case::utc(json!({"start": "2026-06-05T13:30:00Z"}), "/start", "+02:00")]
#[case::no_date(json!({"start": "Friday"}), "/start", "date and time")]
#[case::skipped_time(json!({"start": "2027-03-28T02:30:00+01:00", "end": "2027-03-28T05:00:00+02:00"}), "/start", "+02:00")]
#[case::before_all_bookings(json!({"start": "-009999-01-03T00:00:00+00:49:56"}), "/start", "1900 to 2199")]
#[case::after_all_bookings(json!({"end": "9999-12-30T22:00:00+01:00"}), "/end", "1900 to 2199")]
#[case::backwards(json!({"end": "2026-06-05T15:30:00+02:00"}), "/end", "later than start")]
#[case::unknown_location(json!({"location": "mars"}), "/location", "mars")]
#[case::unknown_resource(json!({"resource": "house"}), "/resource", "house")]
#[case::unknown_service(json!({"services": ["visit", "magic"]}), "/services/1", "magic")]
#[case::no_service(json!({"services": []}), "/services", "at least one")]
#[case::unknown_group(json!({"group": "none"}), "/group", "none")]
#[case::unknown_insurance(json!({"insurance": "none"}), "/insurance", "none")]
#[case::unknown_client(json!({"client": "nobody"}), "/client", "no such client")]
#[case::unknown_patient(json!({"patient": "nobody"}), "/patient", "no such patient")]
#[case::bad_identifier(json!({"client": "a b"}), "/client", "letters")]
#[case::negative_price(json!({"price": -1}), "/price", "between 0")]
#[case::text_for_price(json!({"price": "free"}), "/price", "invalid type")]
#[case::unknown_field(json!({"colour": "red"}), "/colour", "unknown field")]
#[case::unknown_status(json!({"status": "done"}), "/status", "unknown variant")]
#[case::too_far_on(json!({"status": "attended"}), "/status", "requested")]
#[case::long_notes(json!({"notes": "x".repeat(2_001)}), "/notes", "2001")]
#[tokio::test]
async fn an_appointment_that_is_not_right(#[case] change: Value, #[case] pointer: &str, #[case] says: &str) {
    let world = World::clinic().await;
    let mut body = visit("2026-06-05T15:30:00+02:00", "2026-06-05T16:00:00+02:00");
    for (field, value) in change.as_object().expect("fields") {
        body[field] = value.clone();
    }
    let answer = world.post(&Caller::operator(), "/v1/appointments", &body).await;
    let problem = answer.with(422);
    assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
    let detail = problem["errors"][0]["detail"].as_str().expect("a detail");
    assert!(detail.contains(says), "{detail}");
}

#[tokio::test]
async fn what_is_refused_is_not_sent_back_whole() {
    let world = World::empty().await;
    let long = "x".repeat(100_000);
    for body in [json!({"last_name": "R", "language": &long}), json!({"last_name": "R", &long: 1})] {
        let answer = world.post(&Caller::admin(), "/v1/clients", &body).await;
        assert!(answer.text.len() < 2_000, "{}", answer.text.len());
        answer.with(422);
    }
}

#[tokio::test]
async fn a_name_that_comes_twice_is_refused() {
    let world = World::empty().await;
    let settings = world.get(&Caller::admin(), "/v1/settings").await.text;
    let off = r#""events":{"appointment_reminder":{"enabled":false,"sms":false,"email":false},"#;
    for (method, path, body, pointer) in [
        ("PUT", "/v1/settings", settings.replacen(r#""events":{"#, off, 1), "/events"),
        ("POST", "/v1/clients", r#"{"last_name":"R","mobile":{"entered":"1","entered":"2"}}"#.to_owned(), "/mobile"),
        ("POST", "/v1/clients", r#"{"last_name":"R","last_name":"S"}"#.to_owned(), ""),
    ] {
        let request = Request::builder().method(method).uri(path).header("if-match", "*");
        let request = request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body));
        let answer = world.send(Some(&Caller::admin()), request.expect("a request")).await;
        assert!(answer.text.contains("duplicate"), "{}", answer.text);
        assert_eq!(answer.refused(), [pointer]);
    }
}

#[tokio::test]
async fn a_filter_that_a_list_does_not_have_is_refused() {
    let world = World::empty().await;
    for (caller, list) in [
        (Caller::admin(), "/v1/clients"),
        (Caller::admin(), "/v1/locations"),
        (Caller::admin(), "/v1/messages"),
        (Caller::admin(), "/v1/texts"),
        (Caller::admin(), "/v1/users"),
        (Caller::platform(), "/v1/platform/tenants"),
    ] {
        let problem = world.get(&caller, &format!("{list}?colour=red&limit=1")).await.with(400);
        assert_eq!(problem["type"], "/docs#problem-bad-parameter", "{list}");
        world.get(&caller, &format!("{list}?limit=1")).await.with(200);
    }
}

#[tokio::test]
async fn a_limit_is_told_with_the_size_that_was_found() {
    let world = World::empty().await;
    let answer = world.post(&Caller::admin(), "/v1/clients", &json!({"last_name": "x".repeat(201)})).await;
    let problem = answer.with(422);
    let error = &problem["errors"][0];
    assert_eq!((&error["pointer"], &error["limit"], &error["found"]), (&json!("/last_name"), &json!(200), &json!(201)));
}

#[tokio::test]
async fn all_faults_are_told_at_once() {
    let world = World::clinic().await;
    let body = json!({
        "client": "nobody", "resource": "house", "services": ["magic"], "location": "rome",
        "start": "2026-06-05T15:30:00", "end": "2026-06-05T16:00:00+02:00", "price": -1,
    });
    let refused = world.post(&Caller::operator(), "/v1/appointments", &body).await.refused();
    assert_eq!(refused, ["/client", "/resource", "/services/0", "/price", "/start"]);
}

#[rstest]
#[case("/v1/appointments")]
#[case("/v1/appointments?day=yesterday")]
#[case("/v1/appointments?day=2026-06-05&colour=red")]
#[case("/v1/clients?limit=101")]
#[case("/v1/clients?limit=0")]
#[case("/v1/clients?limit=many")]
#[case("/v1/messages?event=birthday")]
#[case("/v1/messages?from=2026-06-02&to=2026-06-01")]
#[case("/v1/messages?recipient=123")]
#[case("/v1/messages/counts?from=2026-01-01&to=2027-06-01")]
#[case("/v1/dead-letters?month=June")]
#[tokio::test]
async fn a_query_that_is_not_right(#[case] path: &str) {
    let world = World::empty().await;
    let answer = world.get(&Caller::admin(), path).await;
    assert_eq!(answer.body["type"], "/docs#problem-bad-parameter", "{}", answer.text);
    answer.with(400);
}

#[tokio::test]
async fn unknown_paths_and_methods() {
    let world = World::empty().await;
    let admin = Caller::admin();
    world.get(&admin, "/v1/nothing").await.with(404);
    world.call(&admin, "PATCH", "/v1/settings", &[], None).await.with(405);
    world.call(&admin, "HEAD", "/v1/settings", &[], None).await.with(200);
}
