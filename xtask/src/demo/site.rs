//! The clinic's two sites, an ocean apart.

use anyhow::Result;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// A site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Site {
    Rome,
    Boston,
}

impl Site {
    pub(super) const ALL: [Self; 2] = [Self::Rome, Self::Boston];

    /// Its identifier in the API.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Rome => "rome",
            Self::Boston => "boston",
        }
    }

    /// Its time zone, by the IANA name.
    pub(super) const fn zone(self) -> &'static str {
        match self {
            Self::Rome => "Europe/Rome",
            Self::Boston => "America/New_York",
        }
    }

    /// An instant on its clock.
    pub(super) fn at(self, instant: Timestamp) -> Result<Zoned> {
        Ok(instant.to_zoned(TimeZone::get(self.zone())?))
    }

    /// An instant as the API and the bus take it: local time with the site's offset.
    pub(super) fn write(self, instant: Timestamp) -> Result<String> {
        Ok(self.at(instant)?.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_with_the_offset_of_its_day() {
        for (site, instant, expected) in [
            (Site::Rome, "2026-07-01T10:00:00Z", "2026-07-01T12:00:00+02:00"),
            (Site::Rome, "2026-12-01T10:00:00Z", "2026-12-01T11:00:00+01:00"),
            (Site::Boston, "2026-07-01T02:00:00Z", "2026-06-30T22:00:00-04:00"),
            (Site::Boston, "2026-11-01T06:30:00Z", "2026-11-01T01:30:00-05:00"),
        ] {
            assert_eq!(site.write(instant.parse().unwrap()).unwrap(), expected, "{instant}");
        }
    }
}
