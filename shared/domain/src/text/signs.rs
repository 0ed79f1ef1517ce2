//! Single signs that need care wherever text leaves for the outside.

/// Signs without a shape that have no business in a message: controls, marks and overrides of writing direction (an
/// override makes a text read as another), zero-width spaces, the byte order mark.
///
/// The joiners U+200C and U+200D stay: Persian and emoji need them.
pub(super) const fn is_invisible(sign: char) -> bool {
    matches!(
        sign,
        '\0'..='\u{8}'
            | '\u{e}'..='\u{1f}'
            | '\u{7f}'..='\u{84}'
            | '\u{86}'..='\u{9f}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
    )
}

/// Signs that end a line: the line feed, and those that some program or other takes for one.
pub(super) const fn ends_line(sign: char) -> bool {
    matches!(sign, '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether a text is nothing but spaces and signs that cannot be seen: no name, and no message.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|sign| sign.is_whitespace() || is_invisible(sign))
}
