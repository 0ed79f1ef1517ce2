//! Where a reminder goes whose due time lies outside the sending hours.

use jiff::{SignedDuration, Timestamp};

use super::Hours;

/// No permitted instant remains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSendingHour;

/// The farthest that a reminder is brought forward.
const MOST_EARLY: SignedDuration = SignedDuration::from_hours(72);
/// How long before a window's end a reminder goes that cannot wait for the next opening.
const BEFORE_CLOSING: SignedDuration = SignedDuration::from_mins(30);

/// The instant at which a reminder goes that is due at `due`, as seen at `now`.
///
/// Inside the hours: at the due time, or now where that has passed. Outside: at the next opening, if that keeps
/// `notice` before `start` (or lies before the start, where the notice is zero). Else 30 minutes before the end of
/// the last window that ended by the due time (at its opening, if it is shorter), or now if that is later and still
/// inside that window, at most 72 hours early.
///
/// # Errors
/// [`NoSendingHour`] where none of these is possible.
pub fn place_reminder(
    due: Timestamp,
    now: Timestamp,
    start: Timestamp,
    notice: SignedDuration,
    hours: &Hours<'_>,
) -> Result<Timestamp, NoSendingHour> {
    let at = due.max(now);
    if hours.is_open(at) {
        return Ok(at);
    }
    if let Some(opening) = hours.open_from(at)
        && opening < start
        && opening.duration_until(start) >= notice
    {
        return Ok(opening);
    }
    let (from, to) = hours.last_window(due, 4).ok_or(NoSendingHour)?;
    let early = (to - BEFORE_CLOSING).max(from).max(now);
    if early < to && early.duration_until(due) <= MOST_EARLY { Ok(early) } else { Err(NoSendingHour) }
}
