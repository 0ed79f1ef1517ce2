//! A time zone by its IANA name.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

/// Why a text is no time zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an IANA time zone such as Europe/Rome ({0} characters)")]
pub struct ZoneError(pub usize);

/// A time zone that the IANA database knows, for example `Europe/Rome`. The database is compiled in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, max_length = 64))]
pub struct Zone(TimeZone);

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(TimeZone::UTC);

    /// The IANA name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// An instant on this zone's wall clock.
    #[must_use]
    pub fn at(&self, instant: Timestamp) -> Zoned {
        instant.to_zoned(self.0.clone())
    }

    /// The local day of an instant.
    #[must_use]
    pub fn day(&self, instant: Timestamp) -> Date {
        self.at(instant).date()
    }

    /// The instant of a local date and time, by the rule of the module for skipped and repeated ones.
    #[must_use]
    pub fn instant(&self, local: DateTime) -> Timestamp {
        // The only failure is an instant beyond the year 9999: then the last one is as good.
        self.0.to_timestamp(local).unwrap_or(Timestamp::MAX)
    }

    /// The first instant of a local day.
    #[must_use]
    pub fn start_of(&self, day: Date) -> Timestamp {
        self.instant(day.to_datetime(jiff::civil::Time::midnight()))
    }
}

impl FromStr for Zone {
    type Err = ZoneError;

    fn from_str(name: &str) -> Result<Self, ZoneError> {
        let zone = TimeZone::get(name).map_err(|_| ZoneError(name.chars().count()))?;
        if zone.iana_name().is_none() {
            return Err(ZoneError(name.chars().count()));
        }
        Ok(Self(zone))
    }
}

impl TryFrom<String> for Zone {
    type Error = ZoneError;

    fn try_from(name: String) -> Result<Self, ZoneError> {
        name.parse()
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.name().to_owned()
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_the_database_are_zones() {
        for good in ["Europe/Rome", "America/New_York", "UTC"] {
            assert_eq!(good.parse::<Zone>().expect(good).name(), good);
        }
        for bad in ["", "Europe/Roma", "+01:00", "CET-1CEST"] {
            assert!(bad.parse::<Zone>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_day_begins_after_the_gap_where_midnight_is_skipped() {
        // Cuba springs forward at midnight.
        let zone: Zone = "America/Havana".parse().expect("known");
        let start = zone.start_of(jiff::civil::date(2026, 3, 8));
        assert_eq!(zone.at(start).time(), jiff::civil::time(1, 0, 0, 0));
    }
}
