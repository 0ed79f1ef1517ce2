//! Mailboxes and numbers of people who do not exist: under domains reserved for examples (RFC 2606), and in ranges
//! reserved for fiction (555-01xx in the North American Numbering Plan, 06 39 98 in the French one by Arcep). Some
//! begin or end with the words and digits by which the carrier chooses what becomes of a message.

use carebell_carrier::magic::{Fate, of_mailbox, of_phone};

use super::site::Site;

/// First words of mailboxes, by turn; empty for an ordinary one. See `infra/carrier/src/magic.rs`.
const WORDS: [&str; 20] = [
    "open",
    "",
    "open",
    "bounce",
    "open",
    "",
    "delay",
    "open",
    "complaint",
    "open",
    "",
    "silent",
    "open",
    "softbounce",
    "open",
    "",
    "reject",
    "open",
    "throttle",
    "suppressed",
];

const DOMAINS: [&str; 3] = ["example.com", "example.net", "example.org"];

/// Two last digits that the carrier knows, and every so many numbers one of them.
const ENDINGS: [u8; 8] = [90, 93, 94, 96, 97, 91, 95, 99];
const EVERY: usize = 4;

/// Area codes of Massachusetts.
const AREAS: [u16; 5] = [617, 508, 781, 978, 413];

/// The mailbox of the person of this number.
pub(super) fn mailbox(number: usize, first: &str, last: &str) -> String {
    let word = WORDS[number % WORDS.len()];
    let dash = if word.is_empty() { "" } else { "-" };
    let domain = DOMAINS[number % DOMAINS.len()];
    format!("{word}{dash}{}.{}@{domain}", letters(first), letters(last))
}

/// Whether mails to it are opened.
pub(super) fn is_opened(mailbox: &str) -> bool {
    mailbox.starts_with("open-")
}

/// Whether everything that is sent to the mailbox and to the number arrives at once.
pub(super) fn is_ordinary(mailbox: &str, mobile: &str) -> bool {
    matches!(of_mailbox(mailbox), Fate::Deliver | Fate::Open) && of_phone(mobile) == Fate::Deliver
}

/// The mobile number of the person of this number, below 160.
pub(super) fn mobile(number: usize, site: Site) -> String {
    // The last two digits choose what happens; those before them keep the numbers apart.
    let ending =
        if number % EVERY == EVERY - 1 { usize::from(ENDINGS[number / EVERY % ENDINGS.len()]) } else { number % 90 };
    let group = number / (EVERY * ENDINGS.len());
    match site {
        Site::Boston => format!("+1 {} 555-01{ending:02}", AREAS[group % AREAS.len()]),
        Site::Rome => format!("+33 6 39 98 {group:02} {ending:02}"),
    }
}

fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn addresses_are_reserved_ones() {
        for (number, mailbox, boston, rome) in [
            (0, "open-anna.oneil@example.com", "+1 617 555-0100", "+33 6 39 98 00 00"),
            (1, "anna.oneil@example.net", "+1 617 555-0101", "+33 6 39 98 00 01"),
            (3, "bounce-anna.oneil@example.com", "+1 617 555-0190", "+33 6 39 98 00 90"),
            (7, "open-anna.oneil@example.net", "+1 617 555-0193", "+33 6 39 98 00 93"),
            (91, "silent-anna.oneil@example.net", "+1 781 555-0195", "+33 6 39 98 02 95"),
        ] {
            assert_eq!(super::mailbox(number, "Anna", "O'Neil"), mailbox);
            assert_eq!(mobile(number, Site::Boston), boston);
            assert_eq!(mobile(number, Site::Rome), rome);
        }
    }

    #[test]
    fn a_mailbox_or_number_with_a_fate_of_its_own_is_not_ordinary() {
        for (number, ordinary) in [(0, true), (1, true), (3, false), (6, false), (10, true), (16, false)] {
            let (mailbox, mobile) = (mailbox(number, "Anna", "Rossi"), mobile(number, Site::Rome));
            assert_eq!(is_ordinary(&mailbox, &mobile), ordinary, "{mailbox} {mobile}");
        }
        assert!(!is_ordinary("anna@example.com", "+33 6 39 98 00 90"));
    }

    #[test]
    fn nobody_shares_a_number() {
        let numbers: BTreeSet<String> =
            (0..130).flat_map(|number| Site::ALL.map(|site| mobile(number, site))).collect();
        assert_eq!(numbers.len(), 2 * 130);
    }
}
