//! A text with placeholders, taken apart.
//!
//! A placeholder is `[TRD3]` or `[client.first_name]` in any case, or bare `TRD3` in capitals as a whole word. What
//! has that form but no such name is [`PieceKind::Unknown`]: it is refused when a text is saved, and should one be
//! met later all the same, it is shown to nobody. All else in brackets is plain text.

use std::ops::Range;

use super::placeholders::Placeholder;

/// A part of a text, with its place in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece<'t> {
    /// What it is.
    pub kind: PieceKind<'t>,
    /// Where it stands, in bytes.
    pub span: Range<usize>,
}

/// What a part of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind<'t> {
    /// Plain text.
    Literal(&'t str),
    /// A placeholder of the table.
    Placeholder(Placeholder),
    /// A column of an imported list, by its name.
    Column(&'t str),
    /// The form of a placeholder, but none that exists.
    Unknown,
}

/// A text taken apart. Its pieces, one after the other, cover it without gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template<'t> {
    source: &'t str,
    pieces: Vec<Piece<'t>>,
}

impl<'t> Template<'t> {
    /// Takes `text` apart. Any text has a reading.
    #[must_use]
    pub fn parse(text: &'t str) -> Self {
        let mut pieces = Vec::with_capacity(16);
        let (mut plain_from, mut at) = (0, 0);
        while let Some(offset) = text.as_bytes()[at..].iter().position(|byte| matches!(byte, b'[' | b'T')) {
            let start = at + offset;
            let found = if text.as_bytes()[start] == b'[' { bracketed(text, start) } else { bare(text, start) };
            let Some((kind, end)) = found else {
                at = start + 1;
                continue;
            };
            push_literal(&mut pieces, text, plain_from..start);
            pieces.push(Piece { kind, span: start..end });
            (plain_from, at) = (end, end);
        }
        push_literal(&mut pieces, text, plain_from..text.len());
        Self { source: text, pieces }
    }

    /// The text itself.
    #[must_use]
    pub const fn source(&self) -> &'t str {
        self.source
    }

    /// Its parts, in order.
    #[must_use]
    pub fn pieces(&self) -> &[Piece<'t>] {
        &self.pieces
    }

    /// Whether the text names `placeholder`.
    #[must_use]
    pub fn names(&self, placeholder: Placeholder) -> bool {
        self.pieces.iter().any(|piece| piece.kind == PieceKind::Placeholder(placeholder))
    }
}

fn push_literal<'t>(pieces: &mut Vec<Piece<'t>>, text: &'t str, span: Range<usize>) {
    if !span.is_empty() {
        pieces.push(Piece { kind: PieceKind::Literal(&text[span.clone()]), span });
    }
}

/// Reads `[...]` from its bracket on: what it is and where it ends.
fn bracketed(text: &str, start: usize) -> Option<(PieceKind<'_>, usize)> {
    let inside = &text[start + 1..];
    // Nothing that HTML is made of: an unknown placeholder is left out, and must not take the end of a tag with it.
    let length = inside.bytes().position(|byte| matches!(byte, b'[' | b']' | b'"' | b'<' | b'>'))?;
    if inside.as_bytes()[length] != b']' {
        return None;
    }
    let inside = &inside[..length];
    Some((named(inside)?, start + 1 + length + 1))
}

/// What the inside of a pair of brackets names, if it has the form of a placeholder.
fn named(inside: &str) -> Option<PieceKind<'_>> {
    if let Some((trd, digits)) = inside.split_at_checked(3)
        && trd.eq_ignore_ascii_case("TRD")
        && is_digits(digits)
    {
        return Some(Placeholder::from_digits(digits).map_or(PieceKind::Unknown, PieceKind::Placeholder));
    }
    if let Some(known) = Placeholder::from_alias(inside) {
        return Some(PieceKind::Placeholder(known));
    }
    let (prefix, name) = inside.split_once('.')?;
    if prefix.eq_ignore_ascii_case("column") {
        let name = name.trim();
        return Some(if name.is_empty() { PieceKind::Unknown } else { PieceKind::Column(name) });
    }
    // A sentence in brackets may begin with one of our words: "[Centre. Open on Sundays]".
    let one_word = !name.is_empty() && !name.contains(char::is_whitespace);
    (one_word && Placeholder::is_prefix(prefix)).then_some(PieceKind::Unknown)
}

/// Reads bare `TRD` and digits from its `T` on, where it is a whole word.
fn bare(text: &str, start: usize) -> Option<(PieceKind<'_>, usize)> {
    let rest = text[start..].strip_prefix("TRD")?;
    let digits = &rest[..rest.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(rest.len())];
    let in_word = |sign: char| sign.is_alphanumeric() || sign == '_';
    let whole = !text[..start].ends_with(in_word) && !rest[digits.len()..].starts_with(in_word);
    (whole && !digits.is_empty()).then(|| {
        let kind = Placeholder::from_digits(digits).map_or(PieceKind::Unknown, PieceKind::Placeholder);
        (kind, start + 3 + digits.len())
    })
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests;
