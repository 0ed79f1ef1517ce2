//! The limits of what an event may say. They are those of the API.

use super::{Untaken, bad};

/// Most characters of a name.
const NAME: usize = 200;
/// Highest price, in minor units.
const PRICE: i64 = 10_000_000_000;

/// One line of at most 200 characters. A line break in a name would end a header.
pub(super) fn line(field: &str, text: &str) -> Result<(), Untaken> {
    if text.chars().any(char::is_control) {
        return Err(bad(format!("detail.{field}: one line is wanted")));
    }
    lines(field, text, NAME)
}

/// Lines of at most so many characters.
pub(super) fn lines(field: &str, text: &str, most: usize) -> Result<(), Untaken> {
    let found = text.chars().count();
    if found > most {
        return Err(bad(format!("detail.{field} has at most {most} characters, this has {found}")));
    }
    Ok(())
}

/// A price in minor units.
pub(super) fn price(field: &str, price: i64) -> Result<(), Untaken> {
    if !(0..=PRICE).contains(&price) {
        return Err(bad(format!("detail.{field} lies between 0 and {PRICE}")));
    }
    Ok(())
}
