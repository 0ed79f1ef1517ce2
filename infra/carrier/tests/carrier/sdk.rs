//! A carrier, and the SDK's clients for it as the functions build them: without retries.

use std::time::{Duration, Instant};

use aws_credential_types::Credentials;
use aws_sdk_sesv2::config::BehaviorVersion;
use aws_sdk_sesv2::operation::send_email::builders::SendEmailFluentBuilder;
use aws_sdk_sesv2::types::{Body, Content, Destination, EmailContent, Message};
use aws_sdk_sns::operation::publish::builders::PublishFluentBuilder;
use carebell_carrier::{Carrier, Config};

pub(crate) const TRACKED: &str = "carebell-tracked";
pub(crate) const UNTRACKED: &str = "carebell-plain";

/// A carrier whose receipts go nowhere.
pub(crate) async fn carrier() -> Carrier {
    with_emulator(None).await
}

pub(crate) async fn with_emulator(emulator_endpoint: Option<String>) -> Carrier {
    let tracked_configuration_set = Some(TRACKED.to_owned());
    Carrier::start(Config { emulator_endpoint, tracked_configuration_set, ..Config::default() }).await.unwrap()
}

pub(crate) fn ses(carrier: &Carrier) -> aws_sdk_sesv2::Client {
    let config = aws_sdk_sesv2::Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(aws_sdk_sesv2::config::Region::new("us-east-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .retry_config(aws_sdk_sesv2::config::retry::RetryConfig::disabled())
        .endpoint_url(carrier.url());
    aws_sdk_sesv2::Client::from_conf(config.build())
}

pub(crate) fn sns(carrier: &Carrier) -> aws_sdk_sns::Client {
    let config = aws_sdk_sns::Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(aws_sdk_sns::config::Region::new("us-east-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .retry_config(aws_sdk_sns::config::retry::RetryConfig::disabled())
        .endpoint_url(carrier.url());
    aws_sdk_sns::Client::from_conf(config.build())
}

pub(crate) fn content(text: &str) -> Content {
    Content::builder().data(text).build().unwrap()
}

pub(crate) fn message() -> aws_sdk_sesv2::types::builders::MessageBuilder {
    Message::builder().subject(content("Appointment")).body(Body::builder().text(content("Tomorrow")).build())
}

/// A small e-mail to this address, ready to be sent or altered.
pub(crate) fn email(carrier: &Carrier, to: &str) -> SendEmailFluentBuilder {
    ses(carrier)
        .send_email()
        .from_email_address("Clinic <desk@clinic.example>")
        .destination(Destination::builder().to_addresses(to).build())
        .configuration_set_name(TRACKED)
        .content(EmailContent::builder().simple(message().build()).build())
}

/// A small SMS to this number, ready to be sent or altered.
pub(crate) fn sms(carrier: &Carrier, to: &str) -> PublishFluentBuilder {
    sns(carrier).publish().phone_number(to).message("Tomorrow")
}

/// Returns when the condition holds; fails when it has not come to hold in good time.
#[expect(clippy::disallowed_methods, reason = "waits for a server that runs in real time")]
pub(crate) async fn until(what: &str, condition: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(15);
    while !condition() {
        assert!(Instant::now() < deadline, "not in time: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Returns when no receipt is outstanding.
pub(crate) async fn quiet(carrier: &Carrier) {
    until("all receipts are out", || carrier.status().receipts_planned == 0).await;
}
