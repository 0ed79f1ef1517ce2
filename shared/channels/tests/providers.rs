//! SES and SNS behind the ports, through the real SDK clients, against the carrier as their endpoint: what each kind of
//! answer becomes.

use std::time::Duration;

use aws_credential_types::Credentials;
use carebell_carrier::{Carrier, Config, Effect, Fault, Kind};
use carebell_channels::{SesEmail, SnsSms};
use carebell_domain::contact::{Country, EmailAddress, PhoneNumber, SenderName, SmsSender};
use carebell_workflows::ports::{EmailChannel, EmailOut, Outcome, SmsChannel, SmsOut};
use rstest::rstest;

/// After this long without an answer, the answer counts as lost.
const PATIENCE: Duration = Duration::from_secs(2);

async fn carrier() -> Carrier {
    Carrier::start(Config { tracked_configuration_set: Some("tracked".into()), ..Config::default() })
        .await
        .expect("a carrier")
}

/// As the sending functions build theirs: no retries.
fn ses(endpoint: &str) -> SesEmail {
    use aws_sdk_sesv2::config::{BehaviorVersion, Config, Region, retry::RetryConfig, timeout::TimeoutConfig};
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("us-east-1"))
        .credentials_provider(Credentials::from_keys("test", "test", None))
        .retry_config(RetryConfig::disabled())
        .timeout_config(TimeoutConfig::builder().operation_timeout(PATIENCE).build())
        .endpoint_url(endpoint);
    SesEmail::new(config.build(), "no-reply@carebell.example", "plain", "tracked")
}

fn sns(endpoint: &str) -> SnsSms {
    use aws_sdk_sns::config::{BehaviorVersion, Config, Region, retry::RetryConfig, timeout::TimeoutConfig};
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("us-east-1"))
        .credentials_provider(Credentials::from_keys("test", "test", None))
        .retry_config(RetryConfig::disabled())
        .timeout_config(TimeoutConfig::builder().operation_timeout(PATIENCE).build())
        .endpoint_url(endpoint);
    SnsSms::new(config.build())
}

fn email(to: &str, track_opens: bool) -> EmailOut {
    EmailOut {
        tenant: "tt_example".parse().expect("well formed"),
        message: "20260603-ABC".parse().expect("well formed"),
        from_name: "Città Alta".into(),
        from: None,
        reply_to: Some(EmailAddress::parse("desk@clinic.example").expect("a mailbox")),
        to: EmailAddress::parse(to).expect("a mailbox"),
        subject: "Promemoria".into(),
        html: "<p>Ciao</p>".into(),
        text: "Ciao".into(),
        track_opens,
    }
}

fn sms(to: &str, sender: Option<SmsSender>) -> SmsOut {
    SmsOut {
        tenant: "tt_example".parse().expect("well formed"),
        message: "20260603-DEF".parse().expect("well formed"),
        sender,
        to: PhoneNumber::parse(to, Country::US).expect("a number"),
        text: "See you on Friday".into(),
    }
}

/// The kind of an outcome, without its words.
fn kind(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Accepted { .. } => "accepted",
        Outcome::Refused { .. } => "refused",
        Outcome::Throttled { .. } => "throttled",
        Outcome::Unknown { .. } => "unknown",
    }
}

#[tokio::test]
async fn an_email_carries_its_tags_both_parts_and_the_sets_name() {
    let carrier = carrier().await;
    let ses = ses(&carrier.url());
    for (tracked, set) in [(false, "plain"), (true, "tracked")] {
        carrier.forget_messages();
        let outcome = ses.send(&email("anna@example.org", tracked)).await;
        assert_eq!(kind(&outcome), "accepted", "{outcome:?}");
        let sent = carrier.messages_to("anna@example.org");
        let mail = sent.first().and_then(|message| message.email()).expect("an e-mail");
        assert_eq!(mail.configuration_set.as_deref(), Some(set));
        assert_eq!(mail.tags.get("tenant").map(String::as_str), Some("tt_example"));
        assert_eq!(mail.tags.get("message").map(String::as_str), Some("20260603-ABC"));
        assert_eq!((mail.html.as_deref(), mail.text.as_deref()), (Some("<p>Ciao</p>"), Some("Ciao")));
        assert_eq!(mail.reply_to, ["desk@clinic.example"]);
    }
    carrier.stop().await;
}

#[tokio::test]
async fn an_sms_names_its_sender() {
    let carrier = carrier().await;
    let sns = sns(&carrier.url());
    let name = SmsSender::Name(SenderName::parse("VetRossi").expect("a name"));
    let outcome = sns.send(&sms("+1 617 555 0123", Some(name))).await;
    assert_eq!(kind(&outcome), "accepted", "{outcome:?}");
    let sent = carrier.messages_to("+16175550123");
    let told = sent.first().and_then(|message| message.sms()).expect("an SMS");
    assert_eq!((told.text.as_str(), told.sender_id()), ("See you on Friday", Some("VetRossi")));
    carrier.stop().await;
}

#[rstest]
#[case::throttled(Effect::Throttle, "throttled")]
#[case::quota(Effect::Error("LimitExceededException".into()), "throttled")]
#[case::paused(Effect::Error("SendingPausedException".into()), "throttled")]
#[case::refused(Effect::Refuse, "refused")]
#[case::not_verified(Effect::Error("MailFromDomainNotVerifiedException".into()), "refused")]
#[case::lost(Effect::LoseAnswer, "unknown")]
#[tokio::test]
async fn what_ses_answers(#[case] effect: Effect, #[case] expected: &str) {
    let carrier = carrier().await;
    carrier.add_fault(Fault::new(effect).kind(Kind::Email).count(1)).expect("a fault");
    let outcome = ses(&carrier.url()).send(&email("anna@example.org", false)).await;
    assert_eq!(kind(&outcome), expected, "{outcome:?}");
    carrier.stop().await;
}

#[rstest]
#[case::throttled(Effect::Throttle, "throttled")]
#[case::refused(Effect::Refuse, "refused")]
#[case::lost(Effect::LoseAnswer, "unknown")]
#[case::held(Effect::HoldAnswer, "unknown")]
#[tokio::test]
async fn what_sns_answers(#[case] effect: Effect, #[case] expected: &str) {
    let carrier = carrier().await;
    carrier.add_fault(Fault::new(effect).kind(Kind::Sms).count(1)).expect("a fault");
    let sns = sns(&carrier.url());
    let outcome = sns.send(&sms("+1 617 555 0123", None)).await;
    assert_eq!(kind(&outcome), expected, "{outcome:?}");
    // Once is all: there is no retry inside the call.
    assert!(carrier.messages().len() <= 1);
    carrier.stop().await;
}

#[tokio::test]
async fn where_nobody_listens_nothing_was_sent() {
    let carrier = carrier().await;
    let url = carrier.url();
    carrier.stop().await;
    let outcome = ses(&url).send(&email("anna@example.org", false)).await;
    assert_eq!(kind(&outcome), "throttled", "{outcome:?}");
}
