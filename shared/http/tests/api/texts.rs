//! Texts.

use rstest::rstest;
use serde_json::{Value, json};

use crate::world::{Caller, World};

const SMS: &str = "/v1/texts/appointment_reminder/sms/it";
const EMAIL: &str = "/v1/texts/appointment_reminder/email/it";

#[tokio::test]
async fn the_products_text_holds_until_there_is_one_and_again_after() {
    let world = World::empty().await;
    let admin = Caller::admin();
    let product = world.get(&admin, SMS).await.with(200);
    assert_eq!(product["own"], false);
    let own = world.put(&admin, SMS, &json!({"body": "Ciao [client.first_name], a [TRD31]"})).await.with(200);
    assert_eq!((&own["own"], &own["sms"]["parts"]), (&json!(true), &json!(1)));
    let list = world.get(&admin, "/v1/texts").await.with(200);
    assert_eq!(list["items"].as_array().map(Vec::len), Some(1));

    let tag = world.get(&admin, SMS).await.etag();
    world.call(&admin, "DELETE", SMS, &[("if-match", &tag)], None).await.with(204);
    let read = world.get(&admin, SMS).await;
    let tag = read.etag();
    assert_eq!(read.with(200), product);
    world.call(&admin, "DELETE", SMS, &[("if-match", &tag)], None).await.with(404);
}

#[rstest]
#[case::unknown(SMS, json!({"body": "Ciao [TRD99]"}), "/body", "[TRD99] at character 5")]
#[case::unknown_bare(SMS, json!({"body": "TRD2"}), "/body", "TRD2 at character 0")]
#[case::foreign(SMS, json!({"body": "[password]"}), "/body", "no meaning")]
#[case::subject_of_an_sms(SMS, json!({"subject": "S", "body": "B"}), "/subject", "no subject")]
#[case::eleven(SMS, json!({"body": "a".repeat(1_531)}), "/body", "11")]
#[case::empty(SMS, json!({"body": " "}), "/body", "empty")]
#[case::no_subject(EMAIL, json!({"body": "<p>B</p>"}), "/subject", "needs a subject")]
#[case::header_break(EMAIL, json!({"subject": "S\r\nBcc: x", "body": "<p>B</p>"}), "/subject", "line break")]
#[case::long_subject(EMAIL, json!({"subject": "s".repeat(201), "body": "<p>B</p>"}), "/subject", "201")]
#[case::unknown_in_subject(EMAIL, json!({"subject": "[TRD98]", "body": "<p>B</p>"}), "/subject", "[TRD98]")]
#[case::where_it_was_written(EMAIL, json!({"subject": "S", "body": "<p onclick=\"x()\">TRD99"}), "/body", "TRD99 at character 17")]
#[case::made_by_cleaning(EMAIL, json!({"subject": "S", "body": "<p>TRD&#57;9</p>"}), "/body", "TRD99")]
#[case::nothing_but_a_script(EMAIL, json!({"subject": "S", "body": "<script>x</script>"}), "/body", "empty")]
#[case::nothing_to_be_seen(SMS, json!({"body": "\u{200b}\u{feff}"}), "/body", "empty")]
#[case::large_once_written_out(EMAIL, json!({"subject": "S", "body": "&".repeat(50_000)}), "/body", "250000")]
#[case::large(EMAIL, json!({"subject": "S", "body": "b".repeat(204_801)}), "/body", "204801")]
#[tokio::test]
async fn refused_with_the_place(#[case] path: &str, #[case] body: Value, #[case] pointer: &str, #[case] says: &str) {
    let world = World::empty().await;
    let problem = world.put(&Caller::admin(), path, &body).await.with(422);
    let error = &problem["errors"][0];
    assert_eq!(error["pointer"], pointer, "{problem}");
    assert!(error["detail"].as_str().is_some_and(|detail| detail.contains(says)), "{problem}");
    assert_eq!(problem["errors"].as_array().map(Vec::len), Some(1), "{problem}");
}

#[tokio::test]
async fn the_largest_text_can_be_saved_and_replaced() {
    let world = World::empty().await;
    let admin = Caller::admin();
    for sign in ["\"", "è"] {
        let body = json!({"subject": "S", "body": sign.repeat(204_800 / sign.len())});
        let saved = world.put(&admin, EMAIL, &body).await.with(200);
        assert!(saved["body"] == body["body"], "{sign}");
        assert!(world.get(&admin, EMAIL).await.with(200)["body"] == body["body"], "{sign}");
    }
    world.later(6);
    world.get(&admin, "/v1/texts/legend").await.with(200);
}

#[tokio::test]
async fn an_sms_is_measured_in_the_letters_in_which_it_goes_out() {
    let world = World::empty().await;
    let admin = Caller::admin();
    let body = json!({"body": format!("L’ora è cambiata – {}", "a".repeat(1_000))});
    let saved = world.put(&admin, SMS, &body).await.with(200);
    assert_eq!((&saved["sms"]["encoding"], &saved["sms"]["parts"]), (&json!("gsm7"), &json!(7)));
    assert_eq!(saved["warnings"].as_array().map(Vec::len), Some(1), "{}", saved["warnings"]);

    let mut settings = world.get(&admin, "/v1/settings").await.with(200);
    settings["plain_letters"] = json!(false);
    world.put(&admin, "/v1/settings", &settings).await.with(200);
    world.later(6);
    assert_eq!(world.put(&admin, SMS, &body).await.refused(), ["/body"]);
}

#[tokio::test]
async fn html_is_cleaned_and_slips_are_warned_about() {
    let world = World::empty().await;
    let admin = Caller::admin();
    let body = json!({"subject": "Promemoria", "body": "<p onclick=\"x()\">Ciao [TRD3]<script>x()</script></p>"});
    let saved = world.put(&admin, EMAIL, &body).await.with(200);
    assert_eq!(saved["body"], "<p>Ciao [TRD3]</p>");

    let service = json!({"id": "s", "name": "S", "preparation": "Fast", "send_preparation": true});
    world.post(&admin, "/v1/services", &service).await.with(201);
    world.later(6);
    let saved = world.put(&admin, SMS, &json!({"body": "Note: TRD14 🐕 ciao"})).await.with(200);
    let warnings = saved["warnings"].as_array().expect("warnings");
    assert!(warnings[0]["detail"].as_str().is_some_and(|detail| detail.contains("TRD23")));
    assert!(warnings[1]["detail"].as_str().is_some_and(|detail| detail.contains('🐕')));
    world.put(&admin, SMS, &saved).await.with(200);
}

#[tokio::test]
async fn the_legend_speaks_the_language_asked_for() {
    let world = World::empty().await;
    let legend =
        world.get(&Caller::operator(), "/v1/texts/legend?language=nb&event=appointment_created").await.with(200);
    assert!(legend.as_array().is_some_and(|all| all.len() > 20));
    world.get(&Caller::operator(), "/v1/texts/legend?language=de").await.with(400);
    world.get(&Caller::operator(), "/v1/texts/birthday/sms/it").await.with(404);
}
