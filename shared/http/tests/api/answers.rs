//! Clients' pages: what a link shows, what its buttons do, and what nobody can do with it.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, header};
use carebell_domain::Channel;
use carebell_domain::model::{AnswerKind, Appointment, Status};
use carebell_http::pages;
use carebell_testkit::FixedKeys;
use carebell_workflows::answer::Answers;
use carebell_workflows::links::Links;
use carebell_workflows::ports::Records;
use rstest::rstest;
use serde_json::json;
use tower::util::ServiceExt;

use crate::world::{Caller, TENANT, World};

const FROM: &str = "2026-06-05T15:30:00+02:00";
const TO: &str = "2026-06-05T16:00:00+02:00";
const HOST: &str = "https://visite.carebell.it";

/// A page as it came.
pub(crate) struct Shown {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

/// A clinic with a visit of Anna's on Friday at 15:30, and the pages.
pub(crate) struct Site {
    pub(crate) world: World,
    pub(crate) id: String,
    pages: Router,
}

impl Site {
    pub(crate) async fn open() -> Self {
        let world = World::clinic().await;
        let id = world.book(FROM, TO).await;
        let answers = Answers {
            clock: Arc::clone(&world.clock) as _,
            directory: Arc::clone(&world.store) as _,
            records: Arc::clone(&world.store) as _,
            messages: Arc::clone(&world.store) as _,
            surveys: Arc::clone(&world.store) as _,
            numbers: Arc::clone(&world.store) as _,
            keys: Arc::new(FixedKeys),
        };
        Self { world, id, pages: pages(answers) }
    }

    pub(crate) async fn appointment(&self) -> Appointment {
        let id = self.id.parse().expect("an identifier");
        let tenant = TENANT.parse().expect("a tenant");
        self.world.store.client_and_appointment(&tenant, &id).await.expect("a read").1.expect("an appointment")
    }

    /// The path of the link to the visit as it stands.
    pub(crate) async fn link(&self) -> String {
        self.link_by(Channel::Sms).await
    }

    /// The path of the link in a message on a channel.
    pub(crate) async fn link_by(&self, channel: Channel) -> String {
        let tenant = TENANT.parse().expect("a tenant");
        path(&links().answer(&tenant, &self.appointment().await, channel).await.expect("a key"))
    }

    /// The path of the questionnaire about the visit as it stands.
    pub(crate) async fn survey(&self) -> String {
        self.survey_by(Channel::Sms).await
    }

    /// The path of the questionnaire in a message on a channel.
    pub(crate) async fn survey_by(&self, channel: Channel) -> String {
        let tenant = TENANT.parse().expect("a tenant");
        path(&links().survey(&tenant, &self.appointment().await, channel).await.expect("a key"))
    }

    pub(crate) async fn call(&self, method: &str, path: &str, body: Option<&str>) -> Shown {
        let request = Request::builder().method(method).uri(path);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request = request.body(Body::from(body.unwrap_or_default().to_owned())).expect("a request");
        let response = self.pages.clone().oneshot(request).await.expect("the router does not fail");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        let text = String::from_utf8(bytes.to_vec()).expect("text");
        Shown { status: parts.status.as_u16(), headers: parts.headers, text }
    }

    pub(crate) async fn get(&self, path: &str) -> Shown {
        self.call("GET", path, None).await
    }

    /// Presses a button for the visit, and gives the page to which that leads.
    async fn press(&self, path: &str, button: &str) -> Shown {
        let item = &self.appointment().await.id;
        let answer = self.call("POST", path, Some(&format!("do={button}&of={item}"))).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        assert!(path.ends_with(answer.headers[header::LOCATION].to_str().expect("a path")));
        self.get(path).await
    }
}

fn path(link: &str) -> String {
    link.strip_prefix(HOST).expect("the host").to_owned()
}

fn links() -> Links {
    Links::new(HOST, Arc::new(FixedKeys))
}

#[tokio::test]
async fn looking_changes_nothing_and_a_page_needs_nothing_from_elsewhere() {
    let site = Site::open().await;
    let (link, before) = (site.link().await, site.appointment().await);
    for method in ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"] {
        site.call(method, &link, None).await;
        site.call(method, &format!("{link}?do=confirm&of={}", before.id.item), None).await;
    }
    assert_eq!(site.appointment().await, before);
    let page = site.get(&link).await;
    assert_eq!(page.status, 200);
    assert!(page.text.len() < 30_000 && page.text.starts_with("<!DOCTYPE html><html lang=\"it\">"));
    assert!(!page.text.contains("<script") && !page.text.contains("src=") && !page.text.contains("http"));
    let policy = page.headers[header::CONTENT_SECURITY_POLICY].to_str().expect("a policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && policy.contains("form-action 'self'"));
    assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(page.headers[header::REFERRER_POLICY], "no-referrer");
    for shown in ["Venerdì 5 Giugno, 15:30", "Sede di Roma", "Dott.ssa Rossi", "value=\"confirm\""] {
        assert!(page.text.contains(shown), "{shown}: {}", page.text);
    }
    assert!(!page.text.contains("Visita"), "what is done is nobody's business");
}

#[tokio::test]
async fn confirmed_taken_back_and_cancelled() {
    let site = Site::open().await;
    let link = site.link().await;
    let page = site.press(&link, "confirm").await;
    assert!(page.text.contains("Ha confermato") && page.text.contains("fino alle 10:10"), "{}", page.text);
    let confirmed = site.appointment().await;
    assert_eq!(
        (confirmed.status, confirmed.answer.map(|one| one.kind)),
        (Status::Confirmed, Some(AnswerKind::Confirmed))
    );
    // Twice is once.
    site.press(&link, "confirm").await;
    assert_eq!(site.appointment().await, confirmed);
    let shown = site.world.get(&Caller::operator(), &format!("/v1/appointments/{}", site.id)).await.with(200);
    assert_eq!((&shown["status"], &shown["answer"]["kind"]), (&json!("confirmed"), &json!("confirmed")));

    assert!(site.press(&link, "undo").await.text.contains("value=\"confirm\""));
    assert_eq!(site.appointment().await.status, Status::Booked);
    let page = site.press(&link, "cancel").await;
    assert!(page.text.contains("disdetto") && page.text.contains("value=\"undo\""), "{}", page.text);
    assert_eq!(site.appointment().await.status, Status::Cancelled);
    site.world.later(599);
    assert!(site.get(&link).await.text.contains("value=\"undo\""));
    site.world.later(1);
    let page = site.press(&link, "undo").await;
    assert!(page.text.contains("disdetto") && !page.text.contains("<button"), "{}", page.text);
    assert_eq!(site.appointment().await.status, Status::Cancelled);

    let timeline = site.world.get(&Caller::operator(), &format!("/v1/appointments/{}/timeline", site.id)).await;
    let lines = timeline.with(200);
    let changed = lines["lines"].as_array().expect("lines").iter().filter(|line| line["what"] == "changed");
    let changed: Vec<_> = changed.map(|line| ["by", "answer", "taken_back"].map(|name| line[name].clone())).collect();
    let by = |answer: &'static str, taken_back: &'static str| {
        [json!("client"), answer.into(), taken_back.into()].map(|value| if value == "" { json!(null) } else { value })
    };
    assert_eq!(changed, [by("confirmed", ""), by("", "confirmed"), by("cancelled", "")]);
}

#[tokio::test]
async fn another_time_is_asked_for_once_and_changes_no_time() {
    let site = Site::open().await;
    let link = site.link().await;
    let page = site.press(&link, "other_time").await;
    assert!(page.text.contains("altro orario") && !page.text.contains("value=\"other_time\""), "{}", page.text);
    assert!(page.text.contains("value=\"confirm\"") && page.text.contains("value=\"cancel\""));
    let asked = site.appointment().await;
    assert_eq!((asked.status, asked.answer.map(|one| one.kind)), (Status::Booked, Some(AnswerKind::OtherTime)));
    site.press(&link, "undo").await;
    assert_eq!(site.appointment().await, asked);
}

#[tokio::test]
async fn a_link_is_void_once_the_visit_has_moved() {
    let site = Site::open().await;
    let link = site.link().await;
    let path = format!("/v1/appointments/{}", site.id);
    let mut body = site.world.get(&Caller::operator(), &path).await.with(200);
    (body["start"], body["end"]) = (json!("2026-06-05T16:30:00+02:00"), json!("2026-06-05T17:00:00+02:00"));
    site.world.put(&Caller::operator(), &path, &body).await.with(200);
    let moved = site.appointment().await;
    let page = site.press(&link, "cancel").await;
    assert_eq!(page.status, 410);
    assert!(page.text.contains("è cambiato") && !page.text.contains("<button"), "{}", page.text);
    assert_eq!(site.appointment().await, moved);
    assert_eq!(site.get(&site.link().await).await.status, 200);
}

#[rstest]
#[case::too_late_to_cancel(24, "2026-06-04T15:31+02:00", &["confirm", "other_time"])]
#[case::in_time(24, "2026-06-04T15:29+02:00", &["confirm", "cancel", "other_time"])]
#[case::begun(0, "2026-06-05T15:30+02:00", &[])]
#[tokio::test]
async fn buttons_end_when_they_should(#[case] hours: u32, #[case] now: &str, #[case] buttons: &[&str]) {
    let site = Site::open().await;
    let admin = Caller::admin();
    let mut settings = site.world.get(&admin, "/v1/settings").await.with(200);
    settings["reminder"]["cancel_until_hours"] = json!(hours);
    site.world.put(&admin, "/v1/settings", &settings).await.with(200);
    let now: jiff::Timestamp = now.parse().expect("an instant");
    site.world.clock.advance(site.world.now().duration_until(now));
    let (link, before) = (site.link().await, site.appointment().await);
    let page = site.get(&link).await;
    let all = ["confirm", "undo", "cancel", "other_time"];
    let offered: Vec<_> = all.iter().filter(|name| page.text.contains(&format!("value=\"{name}\""))).copied().collect();
    assert_eq!(offered, buttons, "{}", page.text);
    for name in all.iter().filter(|name| !buttons.contains(name)) {
        site.press(&link, name).await;
    }
    assert_eq!(site.appointment().await, before);
}

#[tokio::test]
async fn what_is_no_link_tells_nothing() {
    let site = Site::open().await;
    let link = site.link().await;
    let mut other = link.clone();
    other
        .replace_range(link.len() - 5..link.len() - 4, if link.as_bytes()[link.len() - 5] == b'A' { "B" } else { "A" });
    let expected = site.get("/p/nothing").await;
    assert_eq!(expected.status, 404);
    for path in [other.as_str(), "/p/", "/", "/p/%00%ff", "/v1/settings", &format!("{link}/x"), &link[..link.len() - 1]]
    {
        let page = site.get(path).await;
        assert_eq!((page.status, &page.text), (404, &expected.text), "{path}");
        site.call("POST", path, Some("do=confirm&of=x")).await;
    }
    let before = site.appointment().await;
    let item = &before.id;
    for body in [
        String::new(),
        format!("do=confirm&of={}", item.item),
        "do=confirm".to_owned(),
        format!("do=explode&of={item}"),
        format!("do=confirm&of={item}&more=1"),
        format!("do=confirm&of={}", "x".repeat(2_000)),
    ] {
        assert_eq!(site.call("POST", &link, Some(&body)).await.status, 404, "{body}");
    }
    // Another of the client's appointments, which the message did not name.
    site.call("POST", &link, Some("do=confirm&of=another.visit")).await;
    assert_eq!(site.appointment().await, before);
}

#[tokio::test]
async fn a_name_is_no_markup_and_a_confidential_visit_names_no_doctor() {
    let site = Site::open().await;
    let admin = Caller::admin();
    let mut location = site.world.get(&admin, "/v1/locations/rome").await.with(200);
    location["name"] = json!("<b>\"Roma\"</b>");
    site.world.put(&admin, "/v1/locations/rome", &location).await.with(200);
    let mut service = site.world.get(&admin, "/v1/services/visit").await.with(200);
    service["confidential"] = json!(true);
    site.world.put(&admin, "/v1/services/visit", &service).await.with(200);
    site.world.later(6);
    let page = site.get(&site.link().await).await;
    assert!(page.text.contains("&lt;b&gt;") && !page.text.contains("<b>"), "{}", page.text);
    assert!(!page.text.contains("Rossi"));
}

#[tokio::test]
async fn each_language_speaks_its_own() {
    let site = Site::open().await;
    for (language, words) in [
        ("en", "Will you be able to come?"),
        ("it", "Potrà venire?"),
        ("es", "¿Podrá venir?"),
        ("fr", "Pourrez-vous venir ?"),
        ("nb", "Kan du komme?"),
    ] {
        let mut client = site.world.get(&Caller::operator(), "/v1/clients/anna").await.with(200);
        client["language"] = json!(language);
        site.world.put(&Caller::operator(), "/v1/clients/anna", &client).await.with(200);
        let page = site.get(&site.link().await).await;
        assert!(page.text.contains(words) && page.text.contains(&format!("<html lang=\"{language}")), "{}", page.text);
    }
}
