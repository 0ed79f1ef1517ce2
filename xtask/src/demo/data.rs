//! The records that the demonstration loads: `xtask/data/`, whose NOTICE tells where they come from.

use anyhow::{Context, Result};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;

const PEOPLE: &str = include_str!("../../data/people.csv");
const VISITS: &str = include_str!("../../data/visits.csv");

/// Somebody of the record set.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Person {
    /// `p001` and so on.
    pub(super) id: String,
    /// Date of birth.
    pub(super) born: Date,
    /// Date of death.
    pub(super) died: Option<Date>,
    /// First name, with the digits that Synthea appends.
    pub(super) first: String,
    /// Surname, likewise.
    pub(super) last: String,
    /// Where the person lives.
    pub(super) city: String,
}

/// A visit of the record set, in the years in which it was made up.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Visit {
    /// `v001` and so on.
    pub(super) id: String,
    /// Whose.
    pub(super) person: String,
    /// First instant.
    pub(super) start: Timestamp,
    /// First instant after it.
    pub(super) end: Timestamp,
    /// With whom, a number.
    pub(super) provider: usize,
    /// What for: a service's identifier.
    pub(super) service: String,
    /// Price in cents.
    pub(super) price: i64,
}

/// Everybody, the dead included.
pub(super) fn people() -> Result<Vec<Person>> {
    read(PEOPLE).context("people.csv")
}

/// Their visits, by start.
pub(super) fn visits() -> Result<Vec<Visit>> {
    read(VISITS).context("visits.csv")
}

fn read<T: DeserializeOwned>(text: &str) -> Result<Vec<T>> {
    Ok(csv::Reader::from_reader(text.as_bytes()).deserialize().collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_visit_is_somebodys_and_they_are_in_order() {
        let people = people().unwrap();
        let visits = visits().unwrap();
        let known: BTreeSet<&str> = people.iter().map(|person| person.id.as_str()).collect();
        assert!(people.iter().any(|person| person.died.is_some()));
        assert!(visits.iter().all(|visit| known.contains(visit.person.as_str()) && visit.start < visit.end));
        assert!(visits.is_sorted_by_key(|visit| visit.start));
    }
}
