//! Bad input over real HTTP: each has an answer that says what is wrong, and changes nothing.

use anyhow::{Context, Result};
use carebell_e2e::{Clinic, Contact, Visit, cloud, expect, platform};
use carebell_local::{Answer, Role};
use serde_json::{Value, json};
use ureq::http::Method;

/// The kind of problem that an answer names: the end of its `type`.
fn problem(answer: &Answer) -> String {
    let body = answer.json();
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{}", answer.text);
    assert_eq!(body["status"], answer.status, "{}", answer.text);
    let kind = body["type"].as_str().unwrap_or_default();
    kind.strip_prefix("/docs#problem-").unwrap_or(kind).to_owned()
}

/// The places of the fields that an answer finds fault with.
fn pointers(answer: &Answer) -> Vec<String> {
    let body = answer.json();
    let errors = body["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    errors.iter().filter_map(|error| error["pointer"].as_str().map(str::to_owned)).collect()
}

#[test]
fn without_a_good_token_there_is_no_answer() -> Result<()> {
    let clinic = Clinic::open()?;
    let (head, signature) = clinic.token().rsplit_once('.').context("a token has parts")?;
    let other = if signature.starts_with('A') { 'B' } else { 'A' };
    let tampered = format!("{head}.{other}{}", &signature[1..]);
    for token in [None, Some(""), Some("nonsense"), Some(tampered.as_str())] {
        assert_eq!(cloud().api().get("/v1/settings", token)?.status, 401, "{token:?}");
    }
    let api = cloud().api();
    // A token of another kind of user is good, and permits nothing here.
    assert_eq!(problem(&api.get("/v1/settings", Some(platform()?))?), "forbidden");
    assert_eq!(problem(&api.get("/v1/platform/tenants", Some(clinic.token()))?), "forbidden");
    let desk = clinic.sign_in("desk", Role::Operator)?;
    assert_eq!(api.get("/v1/settings", Some(&desk))?.status, 200);
    assert_eq!(problem(&api.get("/v1/users", Some(&desk))?), "forbidden");
    // These are open to everybody.
    for path in ["/status", "/openapi.json", "/docs"] {
        assert_eq!(api.get(path, None)?.status, 200, "{path}");
    }
    assert_eq!(api.get("/v1/no/such/path", Some(clinic.token()))?.status, 404);
    Ok(())
}

#[test]
fn bodies_that_are_malformed_oversized_or_of_another_kind() -> Result<()> {
    let clinic = Clinic::open()?;
    let post = |headers: &[(&str, &str)], body: &str| {
        cloud().api().call(Method::POST, "/v1/clients", Some(clinic.token()), headers, Some(body.to_owned()))
    };
    let long = "x".repeat(1024 * 1024 + 1);
    let cases: [(&str, u16, &str); 7] = [
        ("{\"first_name\": \"Anna\"", 400, "malformed-body"),
        ("", 400, "malformed-body"),
        ("{\"first_name\": \"Anna\"} {}", 400, "malformed-body"),
        ("{\"first_name\": 7}", 422, "invalid"),
        ("{\"first_name\": \"Anna\", \"shoe_size\": 38}", 422, "invalid"),
        ("[]", 422, "invalid"),
        (&long, 413, "too-large"),
    ];
    for (body, status, kind) in cases {
        let answer = post(&[], body)?;
        let shown = &body[..body.len().min(60)];
        assert_eq!((answer.status, problem(&answer).as_str()), (status, kind), "{shown}: {}", answer.text);
    }
    let answer = post(&[("content-type", "text/plain")], "{\"first_name\": \"Anna\"}")?;
    assert_eq!((answer.status, problem(&answer).as_str()), (415, "not-json"));
    let answer =
        post(&[], "{\"first_name\": \"Anna\", \"preferences\": {\"sms\": 1, \"email\": true, \"voice\": true}}")?;
    assert_eq!(pointers(&answer), ["/preferences/sms"]);
    // A byte-order mark before good JSON is let pass.
    assert_eq!(post(&[], "\u{feff}{\"first_name\": \"Anna\"}")?.status, 201);
    Ok(())
}

#[test]
fn fields_that_cannot_be_are_named_all_at_once() -> Result<()> {
    let clinic = Clinic::open()?;
    let client = json!({ "first_name": "x".repeat(201), "mobile": "12", "landline": "+39 333" });
    let answer = clinic.call(Method::POST, "/v1/clients", &[], Some(&client))?;
    assert_eq!(
        (answer.status, pointers(&answer)),
        (422, ["/first_name", "/mobile", "/landline"].map(str::to_owned).to_vec())
    );
    let first = &answer.json()["errors"][0];
    assert_eq!((&first["limit"], &first["found"]), (&json!(200), &json!(201)));
    for (field, value) in [("email", "anna@"), ("email", "anna@example.org\r\nBcc: x@example.org"), ("language", "tlh")]
    {
        let answer =
            clinic.call(Method::POST, "/v1/clients", &[], Some(&json!({ "first_name": "Anna", field: value })))?;
        assert_eq!((answer.status, pointers(&answer)), (422, vec![format!("/{field}")]), "{value}");
        assert!(!answer.text.contains("Bcc"), "{}", answer.text);
    }
    let text = json!({ "body": "Ciao [client.shoe_size], [appointment.others]" });
    let path = "/v1/texts/appointment_created/sms/it";
    let tag = clinic.call(Method::GET, path, &[], None)?.header("etag").context("no ETag")?.to_owned();
    let answer = clinic.call(Method::PUT, path, &[("if-match", &tag)], Some(&text))?;
    assert_eq!((answer.status, pointers(&answer).len()), (422, 2), "{}", answer.text);
    let settings = clinic.call(Method::GET, "/v1/settings", &[], None)?;
    let mut new = expect(&settings, 200)?;
    new["reminder"] = json!({ "lead": { "hours": 6 }, "minimum_notice_hours": 12 });
    let tag = settings.header("etag").context("no ETag")?;
    let answer = clinic.call(Method::PUT, "/v1/settings", &[("if-match", tag)], Some(&new))?;
    assert_eq!(answer.status, 422);
    assert_eq!(pointers(&answer), ["/reminder/minimum_notice_hours", "/reminder/lead"]);
    Ok(())
}

#[test]
fn times_without_the_locations_offset_are_refused_with_the_right_one() -> Result<()> {
    let clinic = Clinic::open()?;
    let person = clinic.person(&Contact::none())?;
    let cases = [
        ("start", "2030-06-05T15:30:00+09:00", "+02"),
        ("start", "2030-06-05T15:30:00", "+02"),
        ("start", "2030-12-05T15:30:00+02:00", "+01"),
        ("end", "2030-06-05T16:00:00Z", "+02"),
        ("end", "tomorrow", "date and time"),
    ];
    for (field, value, told) in cases {
        let mut body = Visit::body(&person.id, Visit::in_hours(72))?;
        body[field] = json!(value);
        let answer = clinic.call(Method::POST, "/v1/appointments", &[], Some(&body))?;
        assert_eq!((answer.status, problem(&answer).as_str()), (422, "invalid"));
        let errors = answer.json()["errors"].clone();
        let fault = errors.as_array().and_then(|all| all.iter().find(|error| error["pointer"] == format!("/{field}")));
        let detail = fault.and_then(|fault| fault["detail"].as_str()).unwrap_or_default();
        assert!(detail.contains(told), "{value}: {errors}");
    }
    let mut body = Visit::body(&person.id, Visit::in_hours(72))?;
    (body["start"], body["end"]) = (body["end"].clone(), body["start"].clone());
    let answer = clinic.call(Method::POST, "/v1/appointments", &[], Some(&body))?;
    assert_eq!((answer.status, pointers(&answer)), (422, vec!["/end".to_owned()]));
    let body = json!({ "client": person.id, "location": "nowhere", "resource": "nobody", "services": ["nothing"],
        "start": "2030-06-05T15:30:00+02:00", "end": "2030-06-05T16:00:00+02:00" });
    let answer = clinic.call(Method::POST, "/v1/appointments", &[], Some(&body))?;
    let mut named = pointers(&answer);
    named.retain(|pointer| !pointer.starts_with("/start") && !pointer.starts_with("/end"));
    assert_eq!((answer.status, named.len()), (422, 3), "{}", answer.text);
    Ok(())
}

#[test]
fn another_tenants_things_are_not_there() -> Result<()> {
    let (ours, theirs) = (Clinic::open()?, Clinic::open()?);
    let person = theirs.person(&Contact::both("anna", 1))?;
    let visit = theirs.book(&person, Visit::in_hours(72))?;
    let message = theirs.message(&person, "created", "email", "delivered")?;
    theirs.add("/v1/groups", &json!({ "id": "secret", "name": "Secret" }))?;
    let client = format!("/v1/clients/{}", person.id);
    let body = Visit::body(&person.id, Visit::in_hours(72))?;
    let calls: [(Method, String, Option<&Value>); 11] = [
        (Method::GET, client.clone(), None),
        (Method::PUT, client.clone(), Some(&json!({ "first_name": "Eva" }))),
        (Method::GET, format!("{client}/patients"), None),
        (Method::GET, format!("{client}/appointments"), None),
        (Method::GET, visit.path.clone(), None),
        (Method::PUT, visit.path.clone(), Some(&body)),
        (Method::POST, format!("{}/cancel", visit.path), None),
        (Method::GET, format!("{}/timeline", visit.path), None),
        (Method::GET, format!("/v1/messages/{}", message.id()), None),
        (Method::GET, "/v1/groups/secret".to_owned(), None),
        (Method::DELETE, "/v1/groups/secret".to_owned(), None),
    ];
    for (method, path, body) in calls {
        let headers: &[(&str, &str)] =
            if method == Method::GET || method == Method::POST { &[] } else { &[("if-match", "*")] };
        let answer = ours.call(method.clone(), &path, headers, body)?;
        assert_eq!((answer.status, problem(&answer).as_str()), (404, "not-found"), "{method} {path}: {}", answer.text);
        // Not to be told from what has never existed.
        let unknown =
            ours.call(method.clone(), &path.replace(&person.id, "01J00000000000000000000000"), headers, body)?;
        assert_eq!((unknown.status, &unknown.text), (answer.status, &answer.text), "{method} {path}");
    }
    let answer = ours.call(Method::POST, "/v1/appointments", &[], Some(&body))?;
    assert_eq!((answer.status, pointers(&answer)), (422, vec!["/client".to_owned()]));
    assert_eq!(ours.messages(&person)?.len(), 0);
    assert_eq!(theirs.get(&visit.path)?["status"], "booked");
    Ok(())
}

#[test]
fn a_write_on_old_facts_is_refused() -> Result<()> {
    let clinic = Clinic::open()?;
    let person = clinic.person(&Contact::none())?;
    let visit = clinic.book(&person, Visit::in_hours(72))?;
    for path in [format!("/v1/clients/{}", person.id), visit.path.clone(), "/v1/settings".to_owned()] {
        let read = clinic.call(Method::GET, &path, &[], None)?;
        let tag = read.header("etag").context("no ETag")?.to_owned();
        let mut object = expect(&read, 200)?;
        let field = if path == "/v1/settings" {
            "go_live"
        } else if path == visit.path {
            "price"
        } else {
            "language"
        };
        object[field] = match field {
            "go_live" => json!("2020-01-01"),
            "price" => json!(100),
            _ => json!("fr"),
        };
        let bare = clinic.call(Method::PUT, &path, &[], Some(&object))?;
        assert_eq!((bare.status, problem(&bare).as_str()), (428, "condition-missing"), "{path}");
        let first = clinic.call(Method::PUT, &path, &[("if-match", &tag)], Some(&object))?;
        assert_eq!(first.status, 200, "{path}: {}", first.text);
        assert_ne!(first.header("etag"), Some(tag.as_str()), "{path}");
        let second = clinic.call(Method::PUT, &path, &[("if-match", &tag)], Some(&object))?;
        assert_eq!((second.status, problem(&second).as_str()), (412, "stale"), "{path}");
    }
    Ok(())
}

#[test]
fn a_creating_request_that_is_repeated_creates_once() -> Result<()> {
    let clinic = Clinic::open()?;
    let person = clinic.person(&Contact::both("anna", 1))?;
    let body = Visit::body(&person.id, Visit::in_hours(72))?;
    let key = [("idempotency-key", "4f1c9a52")];
    let first = clinic.call(Method::POST, "/v1/appointments", &key, Some(&body))?;
    assert_eq!(first.status, 201, "{}", first.text);
    let again = clinic.call(Method::POST, "/v1/appointments", &key, Some(&body))?;
    assert_eq!((again.status, &again.text), (201, &first.text));
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(again.header("location"), first.header("location"));
    let mut other = body.clone();
    other["price"] = json!(100);
    let conflict = clinic.call(Method::POST, "/v1/appointments", &key, Some(&other))?;
    assert_eq!((conflict.status, problem(&conflict).as_str()), (422, "key-reused"));
    let long = "k".repeat(201);
    let bad = clinic.call(Method::POST, "/v1/appointments", &[("idempotency-key", &long)], Some(&body))?;
    assert_eq!((bad.status, problem(&bad).as_str()), (400, "bad-parameter"));
    // The key is its user's own.
    let desk = clinic.sign_in("desk", Role::Operator)?;
    let theirs = cloud().api().call(Method::POST, "/v1/appointments", Some(&desk), &key, Some(body.to_string()))?;
    assert_eq!(theirs.status, 201);
    assert_ne!(theirs.text, first.text);
    let of = clinic.get(&format!("/v1/clients/{}/appointments", person.id))?;
    assert_eq!(of["items"].as_array().map(Vec::len), Some(2));
    clinic.counted(&carebell_e2e::counts([("created", "email", "delivered", 2), ("created", "sms", "delivered", 2)]))
}
