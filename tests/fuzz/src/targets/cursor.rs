//! Cursors of pages.

use carebell_http::fuzzing::{open_cursor, seal_cursor};

use super::{parts, text_of};

const KEY: [u8; 32] = [7; 32];
const OTHER_KEY: [u8; 32] = [8; 32];
/// How many forged cursors are made of one.
const FORGED: usize = 24;

/// A list, a place in it, and what a caller sends as cursor. A sealed place opens in its own list and in no other; what
/// the caller made up opens only if it is the very cursor.
pub fn cursor(data: &[u8]) {
    let input = text_of(data);
    let mut parts = parts(&input);
    let (list, place, sent) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let sealed = seal_cursor(&KEY, list, place).expect("a key");
    // The longest name of a place that fits into a cursor.
    if place.len() <= 1_500 {
        assert_eq!(open_cursor(&KEY, list, &sealed).as_deref(), Some(place), "a place is found again");
    }
    assert_eq!(open_cursor(&OTHER_KEY, list, &sealed), None, "another deployment's cursor");
    assert_eq!(open_cursor(&KEY, &format!("{list} "), &sealed), None, "another list's cursor");
    let trimmed = sent.trim_end();
    if let Some(found) = open_cursor(&KEY, list, trimmed) {
        assert_eq!(seal_cursor(&KEY, list, &found).as_deref(), Some(trimmed), "one place has one cursor");
    }
    for at in (0..sealed.len()).step_by(1 + sealed.len() / FORGED) {
        // A byte of the input says how the sign is changed.
        let by = data.get(at % data.len().max(1)).copied().unwrap_or_default();
        let mut forged = sealed.clone().into_bytes();
        forged[at] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[usize::from(by % 64)];
        let forged = String::from_utf8(forged).expect("ASCII");
        if forged != sealed {
            assert_eq!(open_cursor(&KEY, list, &forged), None, "{forged} is forged");
        }
    }
}
