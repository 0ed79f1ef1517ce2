//! SNS: answers and errors as the SDK's client reads them.

use aws_sdk_sns::error::ProvideErrorMetadata;
use aws_sdk_sns::operation::publish::PublishError;
use aws_sdk_sns::types::MessageAttributeValue;
use carebell_carrier::{Effect, Fault, Kind};

use crate::sdk::{carrier, sms, sns};

fn attribute(value: &str) -> MessageAttributeValue {
    MessageAttributeValue::builder().data_type("String").string_value(value).build().unwrap()
}

#[tokio::test]
async fn an_sms_is_answered_and_kept_whole() {
    let carrier = carrier().await;
    let sent = sms(&carrier, "+12025550100")
        .message("Tomorrow at 9 €")
        .message_attributes("AWS.SNS.SMS.SenderID", attribute("Clinic"))
        .message_attributes("AWS.SNS.SMS.SMSType", attribute("Transactional"))
        .send()
        .await
        .unwrap();
    let [kept] = &carrier.messages_to("+12025550100")[..] else { panic!("one message") };
    assert_eq!((Some(kept.id.as_str()), kept.kind), (sent.message_id(), Kind::Sms));
    let sms = kept.sms().unwrap();
    assert_eq!((sms.text.as_str(), sms.parts), ("Tomorrow at 9 €", 1));
    assert_eq!((sms.sender_id(), sms.attribute("AWS.SNS.SMS.SMSType")), (Some("Clinic"), Some("Transactional")));
}

#[tokio::test]
async fn every_sns_error_is_the_one_that_was_asked_for() {
    let carrier = carrier().await;
    type Case = (&'static str, fn(&PublishError) -> bool, u16);
    let cases: [Case; 7] = [
        ("AuthorizationError", PublishError::is_authorization_error_exception, 403),
        ("EndpointDisabled", PublishError::is_endpoint_disabled_exception, 400),
        ("InternalError", PublishError::is_internal_error_exception, 500),
        ("InvalidParameter", PublishError::is_invalid_parameter_exception, 400),
        ("ParameterValueInvalid", PublishError::is_invalid_parameter_value_exception, 400),
        ("ValidationException", PublishError::is_validation_exception, 400),
        ("Throttling", |error| error.code() == Some("Throttling"), 400),
    ];
    for (name, is, status) in cases {
        carrier.add_fault(Fault::new(Effect::Error(name.to_owned())).kind(Kind::Sms).count(1)).unwrap();
        let error = sms(&carrier, "+12025550100").send().await.unwrap_err();
        assert_eq!(error.raw_response().unwrap().status().as_u16(), status, "{name}");
        let error = error.into_service_error();
        assert!(is(&error) && error.message().is_some(), "{name}: {error:?}");
    }
    assert_eq!((carrier.messages().len(), carrier.refusals().len()), (0, cases.len()));
}

#[tokio::test]
async fn an_sms_that_sns_would_not_take_is_an_invalid_parameter() {
    let carrier = carrier().await;
    let good = || sms(&carrier, "+12025550100");
    let calls = [
        ("no number", good().set_phone_number(None)),
        ("a topic", good().set_phone_number(None).topic_arn("arn:aws:sns:us-east-1:000000000000:t")),
        ("no E.164", good().phone_number("2025550100")),
        ("no text", good().message("")),
        ("too long", good().message("ш".repeat(801))),
        ("sender", good().message_attributes("AWS.SNS.SMS.SenderID", attribute("12345"))),
        ("type", good().message_attributes("AWS.SNS.SMS.SMSType", attribute("Urgent"))),
        ("price", good().message_attributes("AWS.SNS.SMS.MaxPrice", attribute("cheap"))),
    ];
    for (what, call) in calls {
        let error = call.send().await.expect_err(what).into_service_error();
        assert!(error.is_invalid_parameter_exception(), "{what}: {error:?}");
    }
    assert!(carrier.messages().is_empty());
    good().message("ш".repeat(800)).send().await.unwrap();
}

#[tokio::test]
async fn sms_attributes_are_kept_and_opt_outs_known() {
    let carrier = carrier().await;
    let sns = sns(&carrier);
    sns.set_sms_attributes()
        .attributes("DefaultSMSType", "Transactional")
        .attributes("X", "a & <b>")
        .send()
        .await
        .unwrap();
    let kept = sns.get_sms_attributes().send().await.unwrap().attributes.unwrap();
    assert_eq!((kept.len(), kept["DefaultSMSType"].as_str(), kept["X"].as_str()), (2, "Transactional", "a & <b>"));
    for (number, opted_out) in [("+12025550194", true), ("+12025550100", false)] {
        let answer = sns.check_if_phone_number_is_opted_out().phone_number(number).send().await.unwrap();
        assert_eq!(answer.is_opted_out(), opted_out);
    }
    let error = sns.list_topics().send().await.unwrap_err().into_service_error();
    assert_eq!(error.code(), Some("InvalidAction"));
}
