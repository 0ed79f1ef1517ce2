//! Instants as other systems write them: with the offset of the place, so that a mistaken zone is noticed.

use jiff::Timestamp;
use jiff::fmt::temporal::DateTimeParser;

use super::Zone;

/// Why a text is no instant at a place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InstantError {
    /// Not a date and time.
    #[error("not a date and time such as 2026-06-03T15:30:00+02:00")]
    Format,
    /// Beyond the years in which anything is booked.
    #[error("the year is beyond those in which anything is booked, {least} to {most}")]
    Year {
        /// First year.
        least: i16,
        /// Last year.
        most: i16,
    },
    /// No offset.
    #[error("the offset is missing; at the location it is {right}")]
    NoOffset {
        /// The location's offset at that local time.
        right: String,
    },
    /// Another offset than the location has then.
    #[error("the offset is {found}; at the location it is {right} at that time")]
    OtherOffset {
        /// The offset given.
        found: String,
        /// The location's offset at that instant.
        right: String,
    },
}

/// The years in which anything is booked: calendar arithmetic around them cannot leave what a calendar holds.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

static PARSER: DateTimeParser = DateTimeParser::new();

/// Reads an instant (RFC 3339) whose offset must be the one that `zone` has at that instant.
///
/// # Errors
/// [`InstantError`], with the right offset where the given one is missing or another.
pub fn instant_at(text: &str, zone: &Zone) -> Result<Timestamp, InstantError> {
    let pieces = PARSER.parse_pieces(text).map_err(|_| InstantError::Format)?;
    let time = pieces.time().ok_or(InstantError::Format)?;
    let local = pieces.date().to_datetime(time);
    if !YEARS.contains(&local.year()) {
        return Err(InstantError::Year { least: *YEARS.start(), most: *YEARS.end() });
    }
    let written = |at: Timestamp| zone.at(at).offset().to_string();
    let Some(offset) = pieces.to_numeric_offset() else {
        return Err(InstantError::NoOffset { right: written(zone.instant(local)) });
    };
    let instant = offset.to_timestamp(local).map_err(|_| InstantError::Format)?;
    if zone.at(instant).offset() == offset {
        return Ok(instant);
    }
    Err(InstantError::OtherOffset { found: offset.to_string(), right: written(instant) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("2026-06-03T15:30:00+02:00", None)]
    #[case("2026-10-25T02:30:00+02:00", None)]
    #[case("2026-10-25T02:30:00+01:00", None)]
    #[case("2026-06-03T15:30:00+01:00", Some("+02"))]
    #[case("2026-12-03T15:30:00+02:00", Some("+01"))]
    #[case("2026-06-03T15:30:00", Some("+02"))]
    #[case("2026-06-03T15:30:00Z", Some("+02"))]
    fn the_offset_is_the_places(#[case] text: &str, #[case] right: Option<&str>) {
        let zone: Zone = "Europe/Rome".parse().expect("known");
        let told = match instant_at(text, &zone) {
            Ok(_) => None,
            Err(InstantError::NoOffset { right } | InstantError::OtherOffset { right, .. }) => Some(right),
            Err(InstantError::Format | InstantError::Year { .. }) => Some("format".into()),
        };
        assert_eq!(told.as_deref(), right);
    }

    #[test]
    fn years_beyond_all_bookings_are_refused() {
        for (text, ok) in [
            ("1899-12-31T23:59:59Z", false),
            ("1900-01-01T00:00:00Z", true),
            ("2199-12-31T23:59:59Z", true),
            ("2200-01-01T00:00:00Z", false),
            ("9999-12-30T22:00:00Z", false),
            ("-009999-01-03T00:00:00Z", false),
        ] {
            let read = instant_at(text, &Zone::UTC);
            assert_eq!(read != Err(InstantError::Year { least: 1900, most: 2199 }), ok, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_and_time_is_refused() {
        let zone = Zone::UTC;
        for bad in ["", "tomorrow", "2026-06-03", "2026-13-03T10:00:00Z"] {
            assert_eq!(instant_at(bad, &zone), Err(InstantError::Format), "{bad}");
        }
    }
}
