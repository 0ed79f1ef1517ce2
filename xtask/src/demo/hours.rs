//! Sending hours and a night laid out around a moment, so that reminders may go during the demonstration whenever it
//! is run, and the rules about hours hold all the same.

use anyhow::Result;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::site::Site;

const DAY: i64 = 24 * 60;
/// The windows of each site open so many minutes before the moment, and close so many after it.
const BEFORE: i64 = 2 * 60;
const AFTER: i64 = 3 * 60;
/// The night begins so long after the moment on the eastern site's clock, and lasts so long. The western site's clock
/// is five or six hours behind, or four or seven in a few weeks of spring and autumn: there it is day as well.
const NIGHT_AFTER: SignedDuration = SignedDuration::from_hours(6);
const NIGHT_LENGTH: SignedDuration = SignedDuration::from_hours(9);

/// The windows of every day, as the settings take them: around the moment on each site's clock.
pub(super) fn windows(moment: Timestamp) -> Result<Vec<Value>> {
    let mut minutes = vec![false; usize::try_from(DAY)?];
    for site in Site::ALL {
        let now = site.at(moment)?;
        let now = i64::from(now.hour()) * 60 + i64::from(now.minute());
        for minute in now - BEFORE..now + AFTER {
            minutes[usize::try_from(minute.rem_euclid(DAY))?] = true;
        }
    }
    let mut windows = Vec::new();
    let mut from = None;
    for (minute, open) in minutes.into_iter().chain([false]).enumerate() {
        match (open, from) {
            (true, None) => from = Some(minute),
            (false, Some(first)) => {
                windows.push(json!({"from": clock(first), "to": clock(minute)}));
                from = None;
            }
            _ => {}
        }
    }
    Ok(windows)
}

/// The night, as the settings take it: far from the moment on both sites' clocks.
pub(super) fn night(moment: Timestamp) -> Result<Value> {
    let from = Site::Rome.at(moment)?.time().wrapping_add(NIGHT_AFTER);
    let to = from.wrapping_add(NIGHT_LENGTH);
    Ok(json!({"from": from.strftime("%H:%M:00").to_string(), "to": to.strftime("%H:%M:00").to_string()}))
}

fn clock(minute: usize) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use jiff::civil::Time;

    use super::*;

    /// Every quarter of an hour of the weeks in which the two sites' clocks change, and of one in summer.
    fn moments() -> impl Iterator<Item = Timestamp> {
        ["2026-03-06T00:00Z", "2026-06-01T00:00Z", "2026-10-23T00:00Z"].into_iter().flat_map(|first| {
            let first: Timestamp = first.parse().unwrap();
            (0..28 * 96).map(move |quarter| first + SignedDuration::from_mins(15 * quarter))
        })
    }

    fn is_open(windows: &[Value], at: &str) -> bool {
        windows.iter().any(|window| window["from"].as_str() <= Some(at) && Some(at) < window["to"].as_str())
    }

    #[test]
    fn reminders_may_go_for_an_hour_around_any_moment_and_not_the_whole_day() {
        for moment in moments() {
            let windows = windows(moment).unwrap();
            for site in Site::ALL {
                for minutes in [-45, 0, 30, 60] {
                    let at = site.at(moment + SignedDuration::from_mins(minutes)).unwrap();
                    assert!(is_open(&windows, &at.strftime("%H:%M").to_string()), "{at}: {windows:?}");
                }
            }
            assert!(windows.len() <= 4, "{windows:?}");
            assert!((0..24).any(|hour| !is_open(&windows, &format!("{hour:02}:00"))), "{moment}");
        }
    }

    #[test]
    fn it_is_day_at_both_sites_for_an_hour_around_any_moment() {
        for moment in moments() {
            let night = night(moment).unwrap();
            let time = |name: &str| night[name].as_str().unwrap().parse::<Time>().unwrap();
            let (from, to) = (time("from"), time("to"));
            for site in Site::ALL {
                for minutes in [-45, 60] {
                    let at = site.at(moment + SignedDuration::from_mins(minutes)).unwrap().time();
                    let is_night = if from <= to { from <= at && at < to } else { at >= from || at < to };
                    assert!(!is_night, "{moment} {site:?} {at}: {night}");
                }
            }
        }
    }
}
