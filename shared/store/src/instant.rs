//! Instants as they are stored: exact numbers in attributes, a fixed width in keys.

use jiff::Timestamp;

/// Decimal seconds, exact to the nanosecond, for example `1780500600` or `1780500600.25`: a DynamoDB number has 38
/// digits, and whole seconds, the usual case, take six bytes.
pub(crate) fn to_number(instant: Timestamp) -> String {
    let nanos = instant.as_nanosecond();
    let (sign, nanos) = (if nanos < 0 { "-" } else { "" }, nanos.unsigned_abs());
    let (seconds, fraction) = (nanos / 1_000_000_000, nanos % 1_000_000_000);
    if fraction == 0 {
        return format!("{sign}{seconds}");
    }
    let fraction = format!("{fraction:09}");
    format!("{sign}{seconds}.{}", fraction.trim_end_matches('0'))
}

/// The instant of a stored number.
pub(crate) fn from_number(text: &str) -> Option<Timestamp> {
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|digit| digit.is_ascii_digit());
    if fraction.len() > 9 || !digits(seconds) || !digits(fraction) {
        return None;
    }
    let seconds: i128 = seconds.parse().ok()?;
    let fraction: i128 = format!("{fraction:0<9}").parse().ok()?;
    let nanos = seconds.checked_mul(1_000_000_000)?.checked_add(fraction)?;
    Timestamp::from_nanosecond(if negative { -nanos } else { nanos }).ok()
}

/// Twenty characters that sort by time, for example `2026-06-03T13:30:00Z`. Fractions of a second are cut off.
pub(crate) fn sortable(instant: Timestamp) -> String {
    let second = Timestamp::from_second(instant.as_nanosecond().div_euclid(1_000_000_000) as i64);
    format!("{:.0}", second.unwrap_or(instant))
}

/// The instant, or the next whole second after it. What is due is never found before its time.
pub(crate) fn round_up(instant: Timestamp) -> Timestamp {
    let second = instant.as_nanosecond().div_euclid(1_000_000_000) as i64;
    let whole = Timestamp::from_second(second).unwrap_or(instant);
    if whole == instant { whole } else { Timestamp::from_second(second + 1).unwrap_or(instant) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact() {
        for (text, number) in [
            ("2026-06-03T13:30:00Z", "1780493400"),
            ("2026-06-03T13:30:00.25Z", "1780493400.25"),
            ("2026-06-03T13:30:00.000000001Z", "1780493400.000000001"),
            ("1970-01-01T00:00:00Z", "0"),
            ("1969-12-31T23:59:58.5Z", "-1.5"),
        ] {
            let instant: Timestamp = text.parse().expect("an instant");
            assert_eq!(to_number(instant), number);
            assert_eq!(from_number(number), Some(instant), "{text}");
        }
        for bad in ["", "x", "1.0000000001", "1.-5", &"9".repeat(38)] {
            assert_eq!(from_number(bad), None, "{bad}");
        }
    }

    #[test]
    fn keys_sort_by_time() {
        let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
        assert_eq!(sortable(at("2026-06-03T13:30:00.9Z")), "2026-06-03T13:30:00Z");
        assert_eq!(sortable(round_up(at("2026-06-03T13:30:00.9Z"))), "2026-06-03T13:30:01Z");
        assert_eq!(round_up(at("2026-06-03T13:30:00Z")), at("2026-06-03T13:30:00Z"));
        assert!(sortable(at("0999-01-01T00:00:00Z")) < sortable(at("2026-01-01T00:00:00Z")));
    }
}
