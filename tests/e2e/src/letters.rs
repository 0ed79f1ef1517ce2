//! Dead letters: what could not be processed, with the reason.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::{Clinic, cloud, expect, platform, until};

/// A dead letter.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The queue or function that it came from.
    pub origin: String,
    /// Why it could not be processed.
    pub reason: String,
    /// The letter itself.
    pub body: String,
}

impl Letter {
    /// The first of this clinic's whose body holds a text, once it is there.
    ///
    /// # Errors
    /// If none comes in time.
    pub fn of(clinic: &Clinic, holding: &str) -> Result<Self> {
        Self::first(holding, || clinic.get("/v1/dead-letters"))
    }

    /// The first whose tenant could not be told and whose body holds a text, once it is there.
    ///
    /// # Errors
    /// If none comes in time.
    pub fn of_nobody(holding: &str) -> Result<Self> {
        let path = "/v1/platform/dead-letters?limit=100";
        Self::first(holding, || expect(&cloud().api().get(path, Some(platform()?))?, 200))
    }

    /// This clinic's, newest first.
    ///
    /// # Errors
    /// If the API shows none.
    pub fn all(clinic: &Clinic) -> Result<Vec<Self>> {
        Self::read(&clinic.get("/v1/dead-letters")?)
    }

    fn first(holding: &str, mut list: impl FnMut() -> Result<Value>) -> Result<Self> {
        until(&format!("a dead letter with {holding}"), || {
            Ok(Self::read(&list()?)?.into_iter().find(|letter| letter.body.contains(holding)))
        })
    }

    fn read(page: &Value) -> Result<Vec<Self>> {
        let text = |letter: &Value, name: &str| letter[name].as_str().unwrap_or_default().to_owned();
        let letters = page["items"].as_array().context("a page")?.iter();
        let letter =
            |one: &Value| Self { origin: text(one, "origin"), reason: text(one, "reason"), body: text(one, "body") };
        Ok(letters.map(letter).collect())
    }
}
