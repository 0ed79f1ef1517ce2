//! The claims of an appointment: which messages have been taken on, by which job.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

use crate::decide::{Occasion, SkipReason};

/// That a message has been taken on, and by whom. It is written before the provider is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// When it was first taken.
    pub at: Timestamp,
    /// The job that took it.
    pub job: String,
    /// Why nothing was sent, where that was the decision. Final.
    pub skipped: Option<SkipReason>,
    /// The last instant at which the message makes sense, where it may be repeated: the repeat goes no later.
    pub until: Option<Timestamp>,
    /// The provider's answer was lost. At this instant somebody looks whether a receipt has told what became of the
    /// message; then the doubt is taken away.
    pub doubt: Option<Timestamp>,
}

impl Claim {
    /// A job takes a message on.
    pub fn new(at: Timestamp, job: impl Into<String>) -> Self {
        Self { at, job: job.into(), skipped: None, until: None, doubt: None }
    }

    /// A job skips a message for good.
    pub fn skip(at: Timestamp, job: impl Into<String>, reason: SkipReason) -> Self {
        Self { skipped: Some(reason), ..Self::new(at, job) }
    }
}

/// The claims of one appointment.
pub type Claims = BTreeMap<Occasion, Claim>;

/// A stored claim that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a stored claim cannot be read")]
pub struct BadClaim;

const UNTIL: char = '<';
const DOUBT: char = '?';

/// The short stored form: seconds and job, then the reason where skipped, the end of sense behind a `<` and the doubt
/// behind a `?`, for example `1780500600.01J...`, `1780500600.01J....privacy_not_given` or
/// `1780500600.01J....<1780600000.?1780504200`.
impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, job, skipped, until, doubt } = self;
        write!(f, "{}.{job}", at.as_second())?;
        skipped.map_or(Ok(()), |reason| write!(f, ".{reason}"))?;
        until.map_or(Ok(()), |until| write!(f, ".{UNTIL}{}", until.as_second()))?;
        doubt.map_or(Ok(()), |doubt| write!(f, ".{DOUBT}{}", doubt.as_second()))
    }
}

impl FromStr for Claim {
    type Err = BadClaim;

    fn from_str(text: &str) -> Result<Self, BadClaim> {
        let mut parts = text.split('.');
        let at = second(parts.next().ok_or(BadClaim)?)?;
        let mut claim = Self::new(at, parts.next().ok_or(BadClaim)?);
        for part in parts {
            if let Some(until) = part.strip_prefix(UNTIL) {
                claim.until = Some(second(until)?);
            } else if let Some(doubt) = part.strip_prefix(DOUBT) {
                claim.doubt = Some(second(doubt)?);
            } else {
                claim.skipped = Some(part.parse().map_err(|_| BadClaim)?);
            }
        }
        Ok(claim)
    }
}

fn second(text: &str) -> Result<Timestamp, BadClaim> {
    Timestamp::from_second(text.parse().map_err(|_| BadClaim)?).map_err(|_| BadClaim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_forms_read_back() {
        let at = |second| Timestamp::from_second(second).expect("in range");
        let claim = Claim::new(at(1_780_500_600), "01J");
        let (until, doubt) = (Some(at(1_780_600_000)), Some(at(1_780_504_200)));
        for claim in [
            Claim::skip(claim.at, "01J", SkipReason::PrivacyNotGiven),
            Claim { until, ..claim.clone() },
            Claim { doubt, ..claim.clone() },
            Claim { until, doubt, ..claim.clone() },
            claim,
        ] {
            assert_eq!(claim.to_string().parse(), Ok(claim));
        }
        for bad in ["", "1", "1.01J.no_reason", "1.01J.?", "1.01J.<x", "1.01J."] {
            assert_eq!(bad.parse::<Claim>(), Err(BadClaim), "{bad}");
        }
    }
}
