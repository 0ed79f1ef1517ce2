//! Faults, set or chosen by an address, as they look to the caller and to the emulator.

use std::time::{Duration, Instant};

use aws_sdk_sesv2::error::{ProvideErrorMetadata, SdkError};
use carebell_carrier::{Answer, Effect, Fault, Kind};

use crate::emulator::Emulator;
use crate::sdk::{carrier, email, quiet, sms, until, with_emulator};

#[tokio::test]
async fn a_lost_answer_is_neither_an_answer_nor_a_second_message() {
    let carrier = carrier().await;
    let call = email(&carrier, "bruno@example.org");
    call.clone().send().await.expect("opens a connection that the next call uses again");
    carrier.forget_messages();
    carrier.add_fault(Fault::new(Effect::LoseAnswer).count(2)).unwrap();
    let mail = call.clone().send().await.unwrap_err();
    let text = sms(&carrier, "+12025550100").send().await.unwrap_err();
    assert!(mail.as_service_error().is_none() && mail.raw_response().is_none(), "{mail:?}");
    assert!(text.as_service_error().is_none() && text.raw_response().is_none(), "{text:?}");
    for to in ["bruno@example.org", "+12025550100"] {
        let [kept] = &carrier.messages_to(to)[..] else { panic!("one message") };
        assert_eq!(kept.answer, Answer::Lost);
    }
    assert!(carrier.faults().is_empty());
    call.send().await.unwrap();
}

#[tokio::test]
async fn a_held_answer_waits_for_the_end_of_the_caller() {
    let carrier = carrier().await;
    carrier.add_fault(Fault::new(Effect::HoldAnswer).to("anna@example.org").count(1)).unwrap();
    email(&carrier, "bruno@example.org").send().await.unwrap();
    let answer = || carrier.messages_to("anna@example.org").first().map(|message| message.answer);

    let caller = tokio::spawn(email(&carrier, "anna@example.org").send());
    until("the answer is held", || answer() == Some(Answer::Held)).await;
    caller.abort();
    until("the caller is gone", || answer() == Some(Answer::Abandoned)).await;
    assert_eq!(carrier.messages_to("anna@example.org").len(), 1);
}

#[tokio::test]
async fn a_held_answer_is_given_when_the_faults_are_cleared() {
    let carrier = carrier().await;
    carrier.add_fault(Fault::new(Effect::HoldAnswer)).unwrap();
    let caller = tokio::spawn(sms(&carrier, "+12025550100").send());
    until("the answer is held", || carrier.messages().iter().any(|message| message.answer == Answer::Held)).await;
    carrier.clear_faults();
    caller.await.unwrap().unwrap();
    assert_eq!(carrier.messages()[0].answer, Answer::Given);
}

#[tokio::test]
async fn throttling_and_refusals_end_with_their_count() {
    let carrier = carrier().await;
    carrier.add_fault(Fault::new(Effect::Throttle).kind(Kind::Email).count(2)).unwrap();
    carrier.add_fault(Fault::new(Effect::Refuse).kind(Kind::Email).count(1)).unwrap();
    sms(&carrier, "+12025550100").send().await.unwrap();
    for error in [Some("TooManyRequestsException"), Some("TooManyRequestsException"), Some("MessageRejected"), None] {
        let before = carrier.refusals().len();
        let sent = email(&carrier, "anna@example.org").send().await;
        assert_eq!(sent.is_ok(), error.is_none());
        assert_eq!(carrier.refusals().get(before).map(|refusal| refusal.error.as_str()), error);
    }
}

#[tokio::test]
async fn receipts_come_first_twice_turned_round_late_or_never() {
    let cases: [(Effect, &[&str]); 4] = [
        (Effect::ReceiptsFirst, &["Delivery", "Open"]),
        (Effect::DuplicateReceipts, &["Delivery", "Delivery", "Open", "Open"]),
        (Effect::ReverseReceipts, &["Open", "Delivery"]),
        (Effect::DropReceipts, &[]),
    ];
    for (effect, expected) in cases {
        let (emulator, url) = Emulator::start().await;
        let carrier = with_emulator(Some(url)).await;
        carrier.add_fault(Fault::new(effect.clone()).count(1)).unwrap();
        email(&carrier, "open-anna@example.org").send().await.unwrap();
        if effect == Effect::ReceiptsFirst {
            assert_eq!(emulator.kinds(), expected, "out before the answer");
        }
        quiet(&carrier).await;
        assert_eq!(emulator.kinds(), expected, "{effect:?}");
    }
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "measures a delay of a server that runs in real time")]
async fn receipts_can_be_late() {
    let (emulator, url) = Emulator::start().await;
    let carrier = with_emulator(Some(url)).await;
    carrier.add_fault(Fault::new(Effect::DelayReceipts(400))).unwrap();
    let start = Instant::now();
    sms(&carrier, "+12025550100").send().await.unwrap();
    quiet(&carrier).await;
    assert!(start.elapsed() >= Duration::from_millis(450), "{:?}", start.elapsed());
    assert_eq!(emulator.kinds(), ["SUCCESS"]);
}

#[tokio::test]
async fn a_stopped_carrier_is_gone_and_sends_no_more_receipts() {
    let (emulator, url) = Emulator::start().await;
    let carrier = with_emulator(Some(url)).await;
    carrier.add_fault(Fault::new(Effect::DelayReceipts(60_000))).unwrap();
    let call = email(&carrier, "anna@example.org");
    call.clone().send().await.unwrap();
    carrier.stop().await;
    assert!(call.send().await.is_err());
    assert!(emulator.taken().is_empty());
}

#[tokio::test]
async fn addresses_throttle_once_and_refuse_always() {
    let carrier = carrier().await;
    for first in [true, false, false] {
        let mail = email(&carrier, "throttle-anna@example.org").send().await.map_err(SdkError::into_service_error);
        let text = sms(&carrier, "+12025550197").send().await.map_err(SdkError::into_service_error);
        assert_eq!(mail.is_err_and(|error| error.is_too_many_requests_exception()), first);
        assert_eq!(text.is_err_and(|error| error.code() == Some("Throttling")), first);
    }
    for _ in 0..2 {
        let mail = email(&carrier, "refuse-anna@example.org").send().await.unwrap_err().into_service_error();
        let text = sms(&carrier, "+12025550198").send().await.unwrap_err().into_service_error();
        assert!(mail.is_message_rejected() && text.is_invalid_parameter_exception());
    }
    assert_eq!((carrier.messages().len(), carrier.refusals().len()), (4, 6));
}
