//! Addresses that choose what becomes of a message, like those of AWS's mailbox simulator.
//!
//! A mailbox counts by the first word of its local part, up to a `-` or `+`: `bounce@`,
//! `bounce-anna@` and `bounce+7@` are the same. Everything else is delivered. Receipts of e-mail
//! come only for messages with a configuration set, opens and clicks only with the tracked one.
//!
//! | local part | what happens |
//! |---|---|
//! | `open` | delivered, then opened |
//! | `click` | delivered, opened, then a link clicked |
//! | `bounce` | hard bounce: no such mailbox |
//! | `softbounce` | soft bounce, after SES gave up: mailbox full |
//! | `complaint` | delivered, then reported as spam |
//! | `suppressed` | bounce, because the account's suppression list holds the address |
//! | `reject` | accepted, then rejected by SES for its content |
//! | `delay` | delivery delayed, then delivered |
//! | `silent` | accepted, and no receipt ever |
//! | `refuse` | every call answered with `MessageRejected` |
//! | `throttle` | the first call answered with `TooManyRequestsException`, then delivered |
//!
//! A phone number counts by its last two digits. Everything else is delivered.
//!
//! | digits | what happens |
//! |---|---|
//! | `90` | failure, temporary: phone unreachable |
//! | `91` | failure, temporary: carrier unreachable |
//! | `92` | failure, temporary: unknown error |
//! | `93` | failure: invalid number |
//! | `94` | failure: opted out (`CheckIfPhoneNumberIsOptedOut` says so too) |
//! | `95` | failure: blocked as spam by the carrier |
//! | `96` | accepted, and no receipt ever |
//! | `97` | the first call answered with `Throttling`, then delivered |
//! | `98` | every call answered with `InvalidParameter` |
//! | `99` | delivered, but the receipt comes two seconds late |

/// What an address does to a call and to the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Delivered, at once.
    Deliver,
    /// Delivered, after a while; for e-mail with a delivery delay first.
    Delay,
    /// Delivered, then opened.
    Open,
    /// Delivered, opened, clicked.
    Click,
    /// Delivered, then complained about.
    Complain,
    /// Bounced for good.
    HardBounce,
    /// Bounced for now.
    SoftBounce,
    /// Bounced because of the account's suppression list.
    Suppressed,
    /// Rejected by SES after acceptance.
    Reject,
    /// The carrier's or phone's answer to an SMS that failed.
    Fail(&'static str),
    /// No receipt.
    Silent,
    /// Never accepted.
    Refuse,
    /// Not accepted the first time.
    Throttle,
}

/// One row of a table.
#[derive(Clone, Copy, Debug)]
pub struct Magic {
    /// The first word of the local part, or the last two digits.
    pub key: &'static str,
    /// What it does.
    pub fate: Fate,
    /// The same for people; names in backquotes.
    pub meaning: &'static str,
}

const fn row(key: &'static str, fate: Fate, meaning: &'static str) -> Magic {
    Magic { key, fate, meaning }
}

/// The answer of a phone that opted out; the product looks for its words.
pub(crate) const OPTED_OUT: Fate = Fate::Fail("Phone number is opted out");

/// The mailboxes.
pub const MAILBOXES: [Magic; 11] = [
    row("open", Fate::Open, "delivered, then opened"),
    row("click", Fate::Click, "delivered, opened, then a link clicked"),
    row("bounce", Fate::HardBounce, "hard bounce: no such mailbox"),
    row("softbounce", Fate::SoftBounce, "soft bounce, after SES gave up: mailbox full"),
    row("complaint", Fate::Complain, "delivered, then reported as spam"),
    row("suppressed", Fate::Suppressed, "bounce, because the account's suppression list holds the address"),
    row("reject", Fate::Reject, "accepted, then rejected by SES for its content"),
    row("delay", Fate::Delay, "delivery delayed, then delivered"),
    row("silent", Fate::Silent, "accepted, and no receipt ever"),
    row("refuse", Fate::Refuse, "every call answered with `MessageRejected`"),
    row("throttle", Fate::Throttle, "the first call answered with `TooManyRequestsException`, then delivered"),
];

/// The phones. The words of a failure are those of the Amazon SNS developer guide, "Viewing Amazon
/// CloudWatch metrics and logs for SMS deliveries".
pub const PHONES: [Magic; 10] = [
    row("90", Fate::Fail("Phone is currently unreachable/unavailable"), "failure, temporary: phone unreachable"),
    row(
        "91",
        Fate::Fail("Phone carrier is currently unreachable/unavailable"),
        "failure, temporary: carrier unreachable",
    ),
    row("92", Fate::Fail("Unknown error attempting to reach phone"), "failure, temporary: unknown error"),
    row("93", Fate::Fail("Invalid phone number"), "failure: invalid number"),
    row("94", OPTED_OUT, "failure: opted out (`CheckIfPhoneNumberIsOptedOut` says so too)"),
    row("95", Fate::Fail("Blocked as spam by phone carrier"), "failure: blocked as spam by the carrier"),
    row("96", Fate::Silent, "accepted, and no receipt ever"),
    row("97", Fate::Throttle, "the first call answered with `Throttling`, then delivered"),
    row("98", Fate::Refuse, "every call answered with `InvalidParameter`"),
    row("99", Fate::Delay, "delivered, but the receipt comes two seconds late"),
];

/// What becomes of a message to this mailbox.
pub fn of_mailbox(address: &str) -> Fate {
    let local = address.split('@').next().unwrap_or_default();
    let word = local.split(['-', '+']).next().unwrap_or_default();
    find(&MAILBOXES, |key| word.eq_ignore_ascii_case(key))
}

/// What becomes of a message to this number.
pub fn of_phone(number: &str) -> Fate {
    find(&PHONES, |key| number.ends_with(key))
}

fn find(table: &[Magic], matches: impl Fn(&str) -> bool) -> Fate {
    table.iter().find(|row| matches(row.key)).map_or(Fate::Deliver, |row| row.fate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_chooses_by_its_first_word_or_last_digits() {
        for (address, fate) in [
            ("anna.rossi@example.org", Fate::Deliver),
            ("bounce@example.org", Fate::HardBounce),
            ("Bounce-anna@example.org", Fate::HardBounce),
            ("bounce+7@example.org", Fate::HardBounce),
            ("bouncer@example.org", Fate::Deliver),
            ("anna-bounce@example.org", Fate::Deliver),
            ("anna@bounce.example.org", Fate::Deliver),
            ("", Fate::Deliver),
        ] {
            assert_eq!(of_mailbox(address), fate, "{address}");
        }
        for (number, fate) in [
            ("+12025550100", Fate::Deliver),
            ("+12025550194", OPTED_OUT),
            ("+33639989612", Fate::Deliver),
            ("+33639981296", Fate::Silent),
        ] {
            assert_eq!(of_phone(number), fate, "{number}");
        }
    }

    #[test]
    fn the_tables_in_the_module_docs_are_the_tables() {
        let documented: Vec<&str> =
            include_str!("magic.rs").lines().filter(|line| line.starts_with("//! | `")).collect();
        let tables: Vec<String> =
            MAILBOXES.iter().chain(&PHONES).map(|row| format!("//! | `{}` | {} |", row.key, row.meaning)).collect();
        assert_eq!(documented, tables);
    }
}
