//! SES: answers and errors as the SDK's client reads them.

use aws_sdk_sesv2::error::ProvideErrorMetadata;
use aws_sdk_sesv2::operation::send_email::SendEmailError;
use aws_sdk_sesv2::primitives::Blob;
use aws_sdk_sesv2::types::{
    Attachment, Body, Destination, EmailContent, Message, MessageHeader, MessageTag, RawMessage,
};
use carebell_carrier::{Answer, Effect, Fault, Kind};

use crate::sdk::{carrier, content, email, message, ses};

fn tag(name: &str, value: &str) -> MessageTag {
    MessageTag::builder().name(name).value(value).build().unwrap()
}

fn header(name: &str, value: &str) -> MessageHeader {
    MessageHeader::builder().name(name).value(value).build().unwrap()
}

#[tokio::test]
async fn an_email_is_answered_and_kept_whole() {
    let carrier = carrier().await;
    let file =
        Attachment::builder().file_name("visit.ics").content_type("text/calendar").raw_content(Blob::new("BEGIN"));
    let message = Message::builder()
        .subject(content("Your visit – tomorrow"))
        .body(Body::builder().text(content("Hi")).html(content("<p>Hi</p>")).build())
        .headers(header("List-Unsubscribe", "<https://clinic.example/u>"))
        .attachments(file.build().unwrap())
        .build();
    let sent = email(&carrier, "Anna <anna@example.org>")
        .content(EmailContent::builder().simple(message).build())
        .reply_to_addresses("desk@clinic.example")
        .email_tags(tag("message", "m_1"))
        .send()
        .await
        .unwrap();

    let [kept] = &carrier.messages_to("anna@example.org")[..] else { panic!("one message") };
    assert_eq!((Some(kept.id.as_str()), kept.kind, kept.answer), (sent.message_id(), Kind::Email, Answer::Given));
    let email = kept.email().unwrap();
    assert_eq!(email.from, "Clinic <desk@clinic.example>");
    assert_eq!(email.destination, ["Anna <anna@example.org>"]);
    assert_eq!(email.reply_to, ["desk@clinic.example"]);
    assert_eq!(email.subject, "Your visit – tomorrow");
    assert_eq!((email.text.as_deref(), email.html.as_deref()), (Some("Hi"), Some("<p>Hi</p>")));
    assert_eq!(email.header("list-unsubscribe"), Some("<https://clinic.example/u>"));
    assert_eq!(email.tags["message"], "m_1");
    assert_eq!(email.attachments[0].content_type.as_deref(), Some("text/calendar"));
    assert_eq!(email.attachments[0].base64, "QkVHSU4=");
}

#[tokio::test]
async fn every_ses_error_is_the_one_that_was_asked_for() {
    let carrier = carrier().await;
    type Case = (&'static str, fn(&SendEmailError) -> bool, u16);
    let cases: [Case; 10] = [
        ("AccountSuspendedException", SendEmailError::is_account_suspended_exception, 400),
        ("BadRequestException", SendEmailError::is_bad_request_exception, 400),
        ("LimitExceededException", SendEmailError::is_limit_exceeded_exception, 400),
        ("MailFromDomainNotVerifiedException", SendEmailError::is_mail_from_domain_not_verified_exception, 400),
        ("MessageRejected", SendEmailError::is_message_rejected, 400),
        ("NotFoundException", SendEmailError::is_not_found_exception, 404),
        ("SendingPausedException", SendEmailError::is_sending_paused_exception, 400),
        ("TooManyRequestsException", SendEmailError::is_too_many_requests_exception, 429),
        ("AccessDeniedException", |error| error.code() == Some("AccessDeniedException"), 403),
        ("InternalServiceErrorException", |error| error.code() == Some("InternalServiceErrorException"), 500),
    ];
    for (name, is, status) in cases {
        carrier.add_fault(Fault::new(Effect::Error(name.to_owned())).kind(Kind::Email).count(1)).unwrap();
        let error = email(&carrier, "anna@example.org").send().await.unwrap_err();
        assert_eq!(error.raw_response().unwrap().status().as_u16(), status, "{name}");
        let error = error.into_service_error();
        assert!(is(&error) && error.message().is_some(), "{name}: {error:?}");
    }
    assert_eq!((carrier.messages().len(), carrier.refusals().len()), (0, cases.len()));
}

#[tokio::test]
async fn an_email_that_ses_would_not_take_is_a_bad_request() {
    let carrier = carrier().await;
    let good = || email(&carrier, "anna@example.org");
    let simple = |message: Message| EmailContent::builder().simple(message).build();
    let raw = RawMessage::builder().data(Blob::new("Subject: x")).build().unwrap();
    let calls = [
        ("no sender", good().set_from_email_address(None)),
        ("no recipient", good().destination(Destination::builder().build())),
        (
            "51 recipients",
            good().destination(
                Destination::builder().set_bcc_addresses(Some(vec!["a@example.org".to_owned(); 51])).build(),
            ),
        ),
        ("no mailbox", good().destination(Destination::builder().to_addresses("anna").build())),
        ("no part", good().content(simple(message().body(Body::builder().build()).build()))),
        ("raw", good().content(EmailContent::builder().raw(raw).build())),
        ("tag", good().email_tags(tag("message", "m 1"))),
        ("tag without a value", good().email_tags(tag("message", ""))),
        ("tag twice", good().email_tags(tag("message", "1")).email_tags(tag("message", "2"))),
        ("header name", good().content(simple(message().headers(header("X:Y", "1")).build()))),
        ("header value", good().content(simple(message().headers(header("X-Y", "1\r\nBcc: eve@example.org")).build()))),
    ];
    for (what, call) in calls {
        let error = call.send().await.expect_err(what).into_service_error();
        assert!(error.is_bad_request_exception(), "{what}: {error:?}");
    }
    assert!(carrier.messages().is_empty());
    good().send().await.unwrap();
}

#[tokio::test]
async fn another_operation_is_not_there() {
    let carrier = carrier().await;
    assert!(ses(&carrier).get_account().send().await.is_err());
}
