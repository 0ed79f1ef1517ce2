//! Who comes to the clinic: adults as its clients, those under age as the patients of one.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use jiff::civil::Date;

use super::contact::{is_opened, mailbox, mobile};
use super::data::Person;
use super::site::Site;

const OF_AGE: i16 = 18;

/// Languages of the clients of each site, by turn. The product has texts in all five.
const LANGUAGES_OF_ROME: [&str; 5] = ["it", "it", "fr", "it", "nb"];
const LANGUAGES_OF_BOSTON: [&str; 5] = ["en", "es", "en", "en", "es"];

/// A client of the clinic.
#[derive(Clone, Debug)]
pub(super) struct Client {
    /// From 0, without gaps: what differs between clients differs by it.
    pub(super) number: usize,
    /// The person's identifier, and the client's.
    pub(super) id: String,
    pub(super) first: String,
    pub(super) last: String,
    pub(super) died: Option<Date>,
    pub(super) city: String,
    /// Where the client goes.
    pub(super) site: Site,
    pub(super) language: &'static str,
    pub(super) email: Option<String>,
    pub(super) mobile: Option<String>,
    /// Whether the client agreed to be written to.
    pub(super) privacy: bool,
    /// Whether the client agreed to be shown as having read an e-mail.
    pub(super) tracking: bool,
    /// Whether the client wants SMS, and e-mail.
    pub(super) wants: (bool, bool),
    /// Whether the visits are paid by the insurance that writes to its members itself.
    pub(super) insured: bool,
    /// Whether another system tells of the client and of the visits, not the desk.
    pub(super) outside: bool,
    pub(super) children: Vec<Child>,
}

/// Somebody under age.
#[derive(Clone, Debug)]
pub(super) struct Child {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) born: Date,
    pub(super) died: Option<Date>,
}

/// The clients on this day, with their children.
///
/// # Errors
/// If there is no living adult.
pub(super) fn clients(people: &[Person], today: Date) -> Result<Vec<Client>> {
    let adults = people.iter().filter(|person| !is_under_age(person, today));
    let mut clients: Vec<Client> = adults.enumerate().map(|(number, person)| client(number, person)).collect();
    let mut turns: BTreeMap<&str, usize> = BTreeMap::new();
    for person in people.iter().filter(|person| is_under_age(person, today)) {
        let turn = turns.entry(person.city.as_str()).or_default();
        let guardian = guardian(&clients, &person.city, *turn).context("no living adult")?;
        *turn += 1;
        clients[guardian].children.push(Child {
            id: person.id.clone(),
            name: format!("{} {}", without_digits(&person.first), without_digits(&person.last)),
            born: person.born,
            died: person.died,
        });
    }
    Ok(clients)
}

/// A name without the digits that Synthea appends.
pub(super) fn without_digits(name: &str) -> String {
    name.chars().filter(|sign| !sign.is_ascii_digit()).collect::<String>().trim().to_owned()
}

/// Somebody who died under age stays so.
fn is_under_age(person: &Person, today: Date) -> bool {
    let last = person.died.map_or(today, |died| died.min(today));
    let of_age = person.born.year() + OF_AGE;
    (last.year(), last.month(), last.day()) < (of_age, person.born.month(), person.born.day())
}

/// The place of the living adult who takes care: one of the same city if there is any, else any, by turn.
fn guardian(clients: &[Client], city: &str, turn: usize) -> Option<usize> {
    let places = |anywhere: bool| {
        let living = clients.iter().enumerate().filter(|(_, client)| client.died.is_none());
        living.filter(|(_, client)| anywhere || client.city == city).map(|(place, _)| place).collect::<Vec<_>>()
    };
    let near = places(false);
    let places = if near.is_empty() { places(true) } else { near };
    places.get(turn % places.len().max(1)).copied()
}

/// What differs between clients differs by their number: so every run has some of each kind, and the same ones.
fn client(number: usize, person: &Person) -> Client {
    let site = if number % 4 < 2 { Site::Rome } else { Site::Boston };
    let languages = if site == Site::Rome { LANGUAGES_OF_ROME } else { LANGUAGES_OF_BOSTON };
    let (first, last) = (without_digits(&person.first), without_digits(&person.last));
    let email = mailbox(number, &first, &last);
    Client {
        number,
        id: person.id.clone(),
        died: person.died,
        city: person.city.clone(),
        site,
        language: languages[number / 4 % languages.len()],
        privacy: number % 13 != 5,
        tracking: is_opened(&email) && number % 7 != 3,
        email: (number % 17 != 6).then_some(email),
        mobile: (number % 17 != 12).then(|| mobile(number, site)),
        // All of these are the desk's: another system tells of no preferences.
        wants: match number % 22 {
            4 => (false, false),
            10 => (false, true),
            16 => (true, false),
            _ => (true, true),
        },
        insured: number % 19 == 7,
        outside: number % 2 == 1,
        first,
        last,
        children: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;

    use super::*;
    use crate::demo::data;

    #[test]
    fn digits_leave_names() {
        for (name, expected) in
            [("Suzanna632", "Suzanna"), ("D'Amore443", "D'Amore"), ("María Elena12", "María Elena"), ("Jc393", "Jc")]
        {
            assert_eq!(without_digits(name), expected);
        }
    }

    #[test]
    fn one_comes_of_age_on_the_birthday() {
        let person = |born, died| Person {
            id: "p".into(),
            born,
            died,
            first: String::new(),
            last: String::new(),
            city: String::new(),
        };
        let today = date(2026, 6, 1);
        for (born, died, expected) in [
            (date(2008, 6, 1), None, false),
            (date(2008, 6, 2), None, true),
            (date(2008, 2, 29), None, false),
            (date(1990, 1, 1), Some(date(2007, 12, 31)), true),
            (date(1990, 1, 1), Some(date(2008, 1, 1)), false),
        ] {
            assert_eq!(is_under_age(&person(born, died), today), expected, "{born} {died:?}");
        }
    }

    #[test]
    fn everybody_is_a_client_or_the_patient_of_a_living_one() {
        let people = data::people().unwrap();
        for today in [date(2025, 6, 1), date(2026, 11, 22), date(2035, 1, 1)] {
            let clients = clients(&people, today).unwrap();
            let children: Vec<&Child> = clients.iter().flat_map(|client| &client.children).collect();
            assert_eq!(clients.len() + children.len(), people.len());
            assert!(children.len() < 40, "{}", children.len());
            let guardians = clients.iter().filter(|client| !client.children.is_empty());
            assert!(guardians.into_iter().all(|client| client.died.is_none()));
            let mailboxes: BTreeSet<&str> = clients.iter().filter_map(|client| client.email.as_deref()).collect();
            assert_eq!(mailboxes.len(), clients.iter().filter(|client| client.email.is_some()).count());
            let languages: BTreeSet<&str> = clients.iter().map(|client| client.language).collect();
            assert_eq!(languages.len(), 5);
        }
    }

    #[test]
    fn those_who_want_less_are_the_desks() {
        let clients = clients(&data::people().unwrap(), date(2026, 6, 1)).unwrap();
        for wants in [(false, false), (false, true), (true, false)] {
            assert!(clients.iter().any(|client| client.wants == wants && !client.outside));
        }
    }
}
