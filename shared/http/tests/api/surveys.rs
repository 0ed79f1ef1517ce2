//! The questionnaire: its page, its one answer, its results.

use carebell_domain::model::{Claim, Status};
use carebell_domain::{Channel, Event};
use carebell_workflows::ports::{AppointmentWrite, Records};
use rstest::rstest;
use serde_json::{Value, json};

use crate::answers::Site;
use crate::world::{Caller, TENANT};

/// A visit that was attended and about which the client was asked by SMS on Friday at 18:00; the centre asks three
/// questions of its own.
async fn asked() -> Site {
    let site = Site::open().await;
    let admin = Caller::admin();
    let mut settings = site.world.get(&admin, "/v1/settings").await.with(200);
    settings["survey"] = json!({"days_between": 30, "questions": [
        {"kind": "rating", "texts": {"it": "Era pulito?"}},
        {"kind": "recommend", "texts": {"it": "Ci consiglierebbe?", "en": "Would you recommend us?"}},
        {"kind": "text", "texts": {"it": "Che cosa <b>manca</b>?"}},
    ]});
    site.world.put(&admin, "/v1/settings", &settings).await.with(200);
    let now: jiff::Timestamp = "2026-06-05T18:00+02:00".parse().expect("an instant");
    site.world.clock.advance(site.world.now().duration_until(now));
    let mut appointment = site.appointment().await;
    let occasion = appointment.occasion(Event::SatisfactionSurvey, Channel::Sms);
    appointment.claims.insert(occasion, Claim::new(now, "01J"));
    appointment.status = Status::Attended;
    let write = AppointmentWrite {
        local_day: jiff::civil::date(2026, 6, 5),
        appointment,
        due: None,
        announce: None,
        notes: None,
        history: None,
        attendance: None,
        skipped: Vec::new(),
    };
    let tenant = TENANT.parse().expect("a tenant");
    site.world.store.write_appointment(&tenant, &write).await.expect("it is written");
    site
}

async fn answers(site: &Site, query: &str) -> Vec<Value> {
    let page = site.world.get(&Caller::operator(), &format!("/v1/survey-answers{query}")).await.with(200);
    page["items"].as_array().cloned().expect("a page")
}

#[tokio::test]
async fn looked_at_answered_once_and_shown() {
    let site = asked().await;
    let link = site.survey().await;
    let page = site.get(&link).await;
    assert_eq!(page.status, 200);
    for shown in ["Com", "Era pulito?", "Ci consiglierebbe?", "&lt;b&gt;manca", "name=\"q1\" value=\"10\"", "required"]
    {
        assert!(page.text.contains(shown), "{shown}: {}", page.text);
    }
    assert!(page.text.len() < 30_000 && !page.text.contains("<script") && !page.text.contains("Visita"));
    for method in ["GET", "HEAD"] {
        site.call(method, &format!("{link}?rating=1"), None).await;
    }
    assert_eq!(answers(&site, "?month=2026-06").await, Vec::<Value>::new());

    let sent = "rating=2&q0=4&q1=9&q2=&comment=Troppo+%3Ci%3Elento%3C%2Fi%3E";
    let answer = site.call("POST", &link, Some(sent)).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    let page = site.get(&link).await;
    assert!(page.text.contains("Grazie") && !page.text.contains("<form"), "{}", page.text);
    // A visit has one answer.
    assert_eq!(site.call("POST", &link, Some("rating=5")).await.status, 303);
    let listed = answers(&site, "?month=2026-06&resource=rossi&service=visit").await;
    assert_eq!(listed.len(), 1);
    assert_eq!((&listed[0]["rating"], &listed[0]["comment"]), (&json!(2), &json!("Troppo <i>lento</i>")));
    let said = json!([
        {"question": "Era pulito?", "kind": "rating", "number": 4},
        {"question": "Ci consiglierebbe?", "kind": "recommend", "number": 9},
    ]);
    assert_eq!(listed[0]["answers"], said);
    assert_eq!(answers(&site, "?month=2026-06&resource=verdi").await, Vec::<Value>::new());

    let results = site.world.get(&Caller::operator(), "/v1/survey-results?from=2026-05&to=2026-06").await.with(200);
    let figures = |of: &str| {
        json!({"of": of, "count": 1, "mean_hundredths": 200, "ratings": [0, 1, 0, 0, 0], "recommend": [0, 0, 1],
            "net_promoter": 100})
    };
    assert_eq!(results["months"][1], figures("2026-06"));
    assert_eq!(results["months"][0]["count"], 0);
    assert_eq!((&results["resources"], &results["services"]), (&json!([figures("rossi")]), &json!([figures("visit")])));
}

#[rstest]
#[case::no_rating("comment=x", "Scelga")]
#[case::no_such_rating("rating=6", "Scelga")]
#[case::no_such_number("rating=5&q1=11", "Scelga")]
#[case::no_number("rating=5&q0=x", "Scelga")]
#[tokio::test]
async fn what_is_not_right_is_told_and_nothing_is_lost(#[case] sent: &str, #[case] told: &str) {
    let site = asked().await;
    let link = site.survey().await;
    let page = site.call("POST", &link, Some(&format!("{sent}&q2=Una+cosa"))).await;
    assert_eq!(page.status, 422);
    assert!(page.text.contains(told) && page.text.contains("Una cosa"), "{}", page.text);
    assert_eq!(answers(&site, "?month=2026-06").await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_text_has_a_limit_that_is_told() {
    let site = asked().await;
    let link = site.survey().await;
    for (length, status) in [(2_001, 422), (2_000, 303)] {
        let answer = site.call("POST", &link, Some(&format!("rating=5&comment={}", "%E2%82%AC".repeat(length)))).await;
        assert_eq!(answer.status, status, "{length}");
        assert_eq!(answer.text.contains("2000"), status == 422);
    }
}

#[tokio::test]
async fn it_closes_after_seven_days_and_is_no_other_link() {
    let site = asked().await;
    let (survey, answer) = (site.survey().await, site.link().await);
    // Neither page takes what the other sends.
    let item = site.appointment().await.id.item;
    assert_eq!(site.call("POST", &survey, Some(&format!("do=cancel&of={item}"))).await.status, 422);
    assert_eq!(site.call("POST", &answer, Some("rating=1")).await.status, 404);
    assert_eq!(site.appointment().await.status, Status::Attended);
    site.world.later(7 * 24 * 3_600 - 1);
    assert_eq!(site.get(&survey).await.status, 200);
    site.world.later(1);
    let page = site.get(&survey).await;
    assert!(page.status == 410 && page.text.contains("chiuso"), "{}", page.text);
    site.call("POST", &survey, Some("rating=5")).await;
    assert_eq!(answers(&site, "?month=2026-06").await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_question_is_checked_when_it_is_saved() {
    let site = Site::open().await;
    let admin = Caller::admin();
    let mut settings = site.world.get(&admin, "/v1/settings").await.with(200);
    let question = json!({"kind": "text", "texts": {"en": "x".repeat(201), "it": " "}});
    settings["survey"] = json!({"days_between": 0, "questions": vec![question; 9]});
    let refused = site.world.put(&admin, "/v1/settings", &settings).await.refused();
    for pointer in ["/survey/questions", "/survey/questions/0/texts/en", "/survey/questions/8/texts/it"] {
        assert!(refused.iter().any(|one| one == pointer), "{pointer}: {refused:?}");
    }
    settings["survey"] = json!({"days_between": 0, "questions": [{"kind": "text", "texts": {}}]});
    let refused = site.world.put(&admin, "/v1/settings", &settings).await.refused();
    assert_eq!(refused, ["/survey/questions/0/texts", "/survey/days_between"]);
}
