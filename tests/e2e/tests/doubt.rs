//! The sender is killed between the provider's acceptance and its own record: nobody is told twice, and what became of
//! the message is told as far as it is known.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use carebell_carrier::{Answer, Effect, Fault, Kind, process_of};
use carebell_e2e::{Clinic, Contact, Person, Visit, cloud, until};
use serde_json::json;

/// The carrier takes the next message of this kind on and closes the connection without an answer.
fn lose_answer(kind: Kind, to: &str) -> Result<()> {
    let fault = Fault::new(Effect::LoseAnswer).kind(kind).to(to).count(1);
    cloud().carrier().add_fault(fault).map_err(anyhow::Error::msg)
}

/// Books, and ends the sender's process while the carrier, which has the message, still holds its answer.
fn book_and_kill(clinic: &Clinic, person: &Person, kind: Kind) -> Result<()> {
    let to = if kind == Kind::Email { &person.email } else { &person.mobile };
    let fault = Fault::new(Effect::HoldAnswer).kind(kind).to(to).count(1);
    cloud().carrier().add_fault(fault).map_err(anyhow::Error::msg)?;
    clinic.book(person, Visit::in_hours(72))?;
    let message = person.receives(kind)?;
    ensure!(message.answer == Answer::Held, "the answer is {:?}", message.answer);
    let process = process_of(message.caller).context("the sender's process")?;
    let status = Command::new("kill").args(["-KILL", &process.to_string()]).status()?;
    ensure!(status.success(), "the sender's process cannot be ended");
    until("the carrier to notice", || {
        let gone = person.received(kind).first().is_some_and(|message| message.answer == Answer::Abandoned);
        Ok(gone.then_some(()))
    })
}

#[test]
fn a_message_of_which_no_receipt_comes_is_in_doubt() -> Result<()> {
    for (kind, contact, channel) in
        [(Kind::Email, Contact::none().mailbox("silent"), "email"), (Kind::Sms, Contact::none().digits(96), "sms")]
    {
        let clinic = Clinic::open()?;
        let person = clinic.person(&contact)?;
        book_and_kill(&clinic, &person, kind)?;
        // The job comes back, finds its own claim without a record, and says so.
        let shown = clinic.message(&person, "created", channel, "unknown")?;
        assert!(shown.words("unknown").contains("ended"), "{}", shown.words("unknown"));
        assert_eq!(shown.0["recipient"], if kind == Kind::Email { &*person.email } else { &*person.mobile });
        assert_eq!(person.received(kind).len(), 1);
        // Nothing stands in the way of the next message.
        clinic.book(&person, Visit::in_hours(90))?;
        clinic.message(&person, "created", channel, "sent")?;
        assert_eq!(person.received(kind).len(), 2);
    }
    Ok(())
}

#[test]
fn a_receipt_settles_the_doubt_of_an_e_mail() -> Result<()> {
    let clinic = Clinic::open()?;
    let person = clinic.person(&Contact::none().mailbox("anna"))?;
    book_and_kill(&clinic, &person, Kind::Email)?;
    let shown = clinic.message(&person, "created", "email", "delivered")?;
    assert!(shown.steps().contains(&"unknown"), "{:?}", shown.steps());
    assert_eq!(person.received(Kind::Email).len(), 1);
    Ok(())
}

#[test]
fn an_answer_that_is_lost_on_the_way_is_never_followed_by_a_second_message() -> Result<()> {
    let clinic = Clinic::with(|settings| settings["senders"]["sms_name"] = json!("Aurora"))?;
    let person = clinic.person(&Contact::both("silent", 96))?;
    for (kind, to) in [(Kind::Email, &person.email), (Kind::Sms, &person.mobile)] {
        lose_answer(kind, to)?;
    }
    clinic.book(&person, Visit::in_hours(72))?;
    clinic.message(&person, "created", "email", "unknown")?;
    clinic.message(&person, "created", "sms", "unknown")?;
    // None, where a slow machine has ended the run before its call: that is in doubt too, and not tried again.
    let (emails, sms) = person.count();
    assert!(emails <= 1 && sms <= 1, "{emails} e-mails, {sms} SMS");
    Ok(())
}

#[test]
fn a_cancellation_of_which_no_receipt_comes_is_repeated_once() -> Result<()> {
    let clinic = Clinic::open()?;
    let person = clinic.person(&Contact::both("silent", 96))?;
    let visit = clinic.book(&person, Visit::in_hours(72))?;
    for (kind, to, channel) in [(Kind::Email, &person.email, "email"), (Kind::Sms, &person.mobile, "sms")] {
        clinic.message(&person, "created", channel, "sent")?;
        lose_answer(kind, to)?;
    }
    clinic.cancel(&visit)?;
    for channel in ["email", "sms"] {
        let repeat = clinic.message(&person, "cancelled", channel, "sent")?;
        let first = clinic.message(&person, "cancelled", channel, "unknown")?;
        assert_eq!(repeat.0["repeats"], first.0["id"]);
        assert!(first.0["repeats"].is_null());
    }
    // The booking, the cancellation, its repeat.
    assert_eq!(person.count(), (3, 3));
    let lines = clinic.timeline(&visit, "cancelled", "sms")?;
    assert_eq!(lines.iter().map(|line| &line["repeat"]).collect::<Vec<_>>(), [false, true]);
    Ok(())
}

#[test]
fn a_receipt_settles_the_doubt_of_an_sms_by_its_number() -> Result<()> {
    let clinic = Clinic::open()?;
    let person = clinic.person(&Contact::none().digits(10))?;
    let visit = clinic.book(&person, Visit::in_hours(72))?;
    clinic.message(&person, "created", "sms", "delivered")?;
    lose_answer(Kind::Sms, &person.mobile)?;
    clinic.cancel(&visit)?;
    let shown = clinic.message(&person, "cancelled", "sms", "delivered")?;
    assert!(shown.steps().contains(&"unknown"), "{:?}", shown.steps());
    // It is known to have arrived, so nobody is told again.
    assert_eq!(person.count(), (0, 2));
    Ok(())
}
