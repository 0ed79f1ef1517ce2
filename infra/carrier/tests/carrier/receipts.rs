//! What reaches the emulator of each kind of message.

use aws_sdk_sesv2::types::{Body, EmailContent, Message, MessageTag};
use serde_json::Value;

use crate::emulator::Emulator;
use crate::sdk::{TRACKED, UNTRACKED, content, email, quiet, sms, with_emulator};

fn detail(entry: &Value) -> Value {
    serde_json::from_str(entry["Detail"].as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn each_mailbox_has_its_events() {
    let cases: [(&str, &[&str]); 11] = [
        ("anna@example.org", &["Delivery"]),
        ("open-anna@example.org", &["Delivery", "Open"]),
        ("click-anna@example.org", &["Delivery", "Open", "Click"]),
        ("bounce-anna@example.org", &["Bounce"]),
        ("softbounce-anna@example.org", &["Bounce"]),
        ("complaint-anna@example.org", &["Delivery", "Complaint"]),
        ("suppressed-anna@example.org", &["Bounce"]),
        ("reject-anna@example.org", &["Reject"]),
        ("delay-anna@example.org", &["DeliveryDelay", "Delivery"]),
        ("silent-anna@example.org", &[]),
        ("nobody@example.org", &["Delivery"]),
    ];
    let (emulator, url) = Emulator::start().await;
    let carrier = with_emulator(Some(url)).await;
    for (to, _) in cases {
        email(&carrier, to).send().await.unwrap();
    }
    quiet(&carrier).await;
    for (to, expected) in cases {
        let events: Vec<String> = emulator
            .taken()
            .iter()
            .map(detail)
            .filter(|detail| detail["mail"]["destination"][0] == to)
            .map(|detail| detail["eventType"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(events, expected, "{to}");
    }
}

#[tokio::test]
async fn an_event_has_the_shape_of_ses() {
    let (emulator, url) = Emulator::start().await;
    let carrier = with_emulator(Some(url)).await;
    let body = Body::builder().html(content("<a href=\"https://clinic.example/a?b=1&amp;c=2\">x</a>")).build();
    let message = Message::builder().subject(content("Visit")).body(body).build();
    let sent = email(&carrier, "Anna <click@example.org>")
        .content(EmailContent::builder().simple(message).build())
        .email_tags(MessageTag::builder().name("tenant").value("t_1").build().unwrap())
        .send()
        .await
        .unwrap();
    email(&carrier, "suppressed@example.org").send().await.unwrap();
    quiet(&carrier).await;

    let taken = emulator.taken();
    let click = taken.iter().find(|entry| entry["DetailType"] == "Email Clicked").unwrap();
    assert_eq!(click["Source"], "local.ses");
    assert_eq!(click["Resources"][0], format!("arn:aws:ses:us-east-1:000000000000:configuration-set/{TRACKED}"));
    let click = detail(click);
    assert_eq!(click["click"]["link"], "https://clinic.example/a?b=1&c=2");
    let mail = &click["mail"];
    assert_eq!(mail["messageId"].as_str(), sent.message_id());
    assert_eq!(mail["source"], "Clinic <desk@clinic.example>");
    assert_eq!(mail["destination"][0], "click@example.org");
    assert_eq!(mail["tags"]["tenant"][0], "t_1");
    assert_eq!(mail["tags"]["ses:configuration-set"][0], TRACKED);
    assert_eq!(mail["commonHeaders"]["subject"], "Visit");
    let bounce = taken.iter().find(|entry| entry["DetailType"] == "Email Bounced").map(detail).unwrap();
    assert_eq!(bounce["bounce"]["bounceType"], "Permanent");
    assert_eq!(bounce["bounce"]["bounceSubType"], "OnAccountSuppressionList");
    assert_eq!(bounce["bounce"]["bouncedRecipients"][0]["emailAddress"], "suppressed@example.org");
}

#[tokio::test]
async fn without_tracking_nothing_is_opened_and_without_a_configuration_set_there_are_no_events() {
    let (emulator, url) = Emulator::start().await;
    let carrier = with_emulator(Some(url)).await;
    email(&carrier, "click@example.org").configuration_set_name(UNTRACKED).send().await.unwrap();
    email(&carrier, "anna@example.org").set_configuration_set_name(None).send().await.unwrap();
    quiet(&carrier).await;
    assert_eq!(emulator.kinds(), ["Delivery"]);
}

#[tokio::test]
async fn an_sms_has_its_log_line_in_its_group() {
    let (emulator, url) = Emulator::start().await;
    let carrier = with_emulator(Some(url)).await;
    let success = "sns/us-east-1/000000000000/DirectPublishToPhoneNumber";
    let failure = "sns/us-east-1/000000000000/DirectPublishToPhoneNumber/Failure";
    let cases = [
        ("+12025550100", success, "Message has been accepted by phone carrier"),
        ("+12025550190", failure, "Phone is currently unreachable/unavailable"),
        ("+12025550191", failure, "Phone carrier is currently unreachable/unavailable"),
        ("+12025550192", failure, "Unknown error attempting to reach phone"),
        ("+33639980093", failure, "Invalid phone number"),
        ("+33639980094", failure, "Phone number is opted out"),
        ("+33639980095", failure, "Blocked as spam by phone carrier"),
        ("+33639980099", success, "Message has been accepted by phone carrier"),
    ];
    sms(&carrier, "+12025550196").send().await.unwrap();
    for (to, group, words) in cases {
        let sent = sms(&carrier, to).send().await.unwrap();
        quiet(&carrier).await;
        let put = emulator.taken().pop().unwrap();
        let line: Value = serde_json::from_str(put["logEvents"][0]["message"].as_str().unwrap()).unwrap();
        assert_eq!(put["logGroupName"], group, "{to}");
        assert_eq!(line["notification"]["messageId"].as_str(), sent.message_id(), "{to}");
        assert_eq!(
            (&line["delivery"]["destination"], &line["delivery"]["providerResponse"]),
            (&to.into(), &words.into())
        );
        assert_eq!(line["status"], if group == success { "SUCCESS" } else { "FAILURE" }, "{to}");
        assert_eq!(line["delivery"]["phoneCarrier"].is_string(), group == success, "{to}");
        let instant = line["notification"]["timestamp"].as_str().unwrap();
        assert!(instant.len() == 23 && instant.as_bytes()[10] == b' ', "{instant}");
    }
    assert_eq!(emulator.taken().len(), cases.len());
}
