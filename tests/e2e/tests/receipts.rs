//! What the providers report: each outcome, in any order, and what follows for the address.

use anyhow::Result;
use carebell_carrier::{Effect, Fault, Kind};
use carebell_e2e::{Clinic, Contact, Visit, cloud, counts};
use serde_json::json;

/// A mailbox or the last digits of a number, and where a message to it ends.
const MAILBOXES: [(&str, &str, &[&str]); 9] = [
    ("anna", "delivered", &["sent", "delivered"]),
    ("delay", "delivered", &["sent", "delivered"]),
    ("throttle", "delivered", &["sent", "delivered"]),
    ("silent", "sent", &["sent"]),
    ("softbounce", "failed", &["sent", "failed"]),
    ("reject", "failed", &["sent", "failed"]),
    ("refuse", "failed", &["failed"]),
    ("bounce", "bounced", &["sent", "bounced"]),
    ("complaint", "complained", &["sent", "delivered", "complained"]),
];
const NUMBERS: [(u8, &str, &[&str]); 6] = [
    (1, "delivered", &["sent", "delivered"]),
    (97, "delivered", &["sent", "delivered"]),
    (96, "sent", &["sent"]),
    (90, "failed", &["sent", "failed"]),
    (93, "failed", &["sent", "failed"]),
    (98, "failed", &["failed"]),
];

/// The steps that a message went through, whatever the clocks of sender and provider say of their order.
fn steps(shown: &carebell_e2e::Shown) -> Vec<String> {
    let mut steps: Vec<String> = shown.steps().into_iter().map(str::to_owned).collect();
    steps.sort_unstable();
    steps
}

fn sorted(expected: &[&str]) -> Vec<String> {
    let mut sorted: Vec<String> = expected.iter().map(|&step| step.to_owned()).collect();
    sorted.sort_unstable();
    sorted
}

#[test]
fn each_outcome_is_a_status() -> Result<()> {
    let clinic = Clinic::open()?;
    let mut mails = Vec::new();
    for (mailbox, status, expected) in MAILBOXES {
        let person = clinic.person(&Contact::none().mailbox(mailbox))?;
        clinic.book(&person, Visit::in_hours(72))?;
        mails.push((person, "email", status, expected));
    }
    for (digits, status, expected) in NUMBERS {
        let person = clinic.person(&Contact::none().digits(digits))?;
        clinic.book(&person, Visit::in_hours(72))?;
        mails.push((person, "sms", status, expected));
    }
    for (person, channel, status, expected) in &mails {
        let shown = clinic.message(person, "created", channel, status)?;
        assert_eq!(steps(&shown), sorted(expected), "{}{}", person.email, person.mobile);
    }
    clinic.counted(&counts([
        ("created", "email", "delivered", 3),
        ("created", "email", "sent", 1),
        ("created", "email", "failed", 3),
        ("created", "email", "bounced", 1),
        ("created", "email", "complained", 1),
        ("created", "email", "no_address", 6),
        ("created", "sms", "delivered", 2),
        ("created", "sms", "sent", 1),
        ("created", "sms", "failed", 3),
        ("created", "sms", "no_address", 9),
    ]))
}

#[test]
fn an_address_that_bounced_complained_or_opted_out_gets_nothing_more() -> Result<()> {
    let clinic = Clinic::open()?;
    let hit = [
        (Contact::both("bounce", 1), "email", "bounced"),
        (Contact::both("complaint", 2), "email", "complained"),
        (Contact::both("anna", 94), "sms", "failed"),
    ];
    let mut people = Vec::new();
    for (contact, channel, status) in hit {
        let person = clinic.person(&contact)?;
        clinic.book(&person, Visit::in_hours(72))?;
        people.push((person, channel, status));
    }
    for (person, channel, status) in &people {
        let shown = clinic.message(person, "created", channel, status)?;
        assert!(!shown.words(status).is_empty() && !shown.words(status).contains('@'), "{}", shown.words(status));
        // The suppression is written after the step that the API has just shown.
        let other = if *channel == "email" { "sms" } else { "email" };
        clinic.message(person, "created", other, "delivered")?;
        suppressed_at_last(&clinic, person, channel)?;
    }
    Ok(())
}

/// Books until a message is skipped for the suppression: the receipt writes step and suppression one after the other.
fn suppressed_at_last(clinic: &Clinic, person: &carebell_e2e::Person, channel: &str) -> Result<()> {
    for hours in 80..83 {
        clinic.book(person, Visit::in_hours(hours))?;
        let last = carebell_e2e::until("the next message", || {
            let shown = clinic.messages(person)?;
            let of = |one: &&carebell_e2e::Shown| one.channel() == channel;
            let done = shown.iter().filter(of).count() == usize::try_from(hours - 78)?;
            Ok(done.then(|| shown.iter().filter(of).any(|one| one.reason() == "suppressed")))
        })?;
        if last {
            return Ok(());
        }
    }
    anyhow::bail!("{person:?} is still written to by {channel}")
}

/// How the receipts of one message come.
fn disorder() -> [(&'static str, u8, Effect); 4] {
    [
        ("open-first", 1, Effect::ReceiptsFirst),
        ("open-twice", 2, Effect::DuplicateReceipts),
        ("open-reversed", 3, Effect::ReverseReceipts),
        ("open-late", 4, Effect::DelayReceipts(3_000)),
    ]
}

#[test]
fn receipts_before_the_record_twice_reversed_and_late_end_right() -> Result<()> {
    let clinic = Clinic::with(|settings| {
        settings["events"]["appointment_created"]["open_tracking"] = json!(true);
        settings["tracking_consent_required"] = json!(false);
    })?;
    let mut people = Vec::new();
    for (mailbox, digits, effect) in disorder() {
        let person = clinic.person(&Contact::both(mailbox, digits))?;
        for (kind, to) in [(Kind::Email, &person.email), (Kind::Sms, &person.mobile)] {
            let fault = Fault::new(effect.clone()).kind(kind).to(to);
            cloud().carrier().add_fault(fault).map_err(anyhow::Error::msg)?;
        }
        clinic.book(&person, Visit::in_hours(72))?;
        people.push(person);
    }
    for person in &people {
        let shown = clinic.message(person, "created", "email", "read")?;
        // An opening can be reported before the delivery: the status shows at once, the step when it comes.
        let whole = carebell_e2e::until("every step", || {
            let shown = clinic.get(&format!("/v1/messages/{}", shown.id())).map(carebell_e2e::Shown)?;
            Ok((shown.steps().len() == 3).then_some(shown))
        })?;
        assert_eq!(steps(&whole), sorted(&["sent", "delivered", "read"]), "{}", person.email);
        assert_eq!(whole.status(), "read");
        let shown = clinic.message(person, "created", "sms", "delivered")?;
        assert_eq!(steps(&shown), sorted(&["sent", "delivered"]), "{}", person.mobile);
        assert_eq!(person.count(), (1, 1));
    }
    clinic.counted(&counts([("created", "email", "read", 4), ("created", "sms", "delivered", 4)]))
}
