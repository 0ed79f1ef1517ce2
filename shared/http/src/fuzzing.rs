//! Private parts, for the fuzz targets that throw their inputs at them directly.

use crate::cursor::Sealer;
use crate::routes::texts::html;

/// The cursor for a place in a list.
pub fn seal_cursor(key: &[u8], list: &str, place: &str) -> Option<String> {
    Sealer { key, list }.seal(place)
}

/// The place that a cursor of a list names.
pub fn open_cursor(key: &[u8], list: &str, cursor: &str) -> Option<String> {
    Sealer { key, list }.open(cursor)
}

/// The HTML of a text as it is saved.
pub fn clean_html(html: &str) -> String {
    html::clean(html)
}
