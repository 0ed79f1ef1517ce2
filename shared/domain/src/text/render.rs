//! A text with its values put in.
//!
//! Values go in once, from left to right, and are never themselves searched for placeholders. Where one is missing,
//! what stands around the gap closes up: see [`closing`].

mod closing;
mod labels;
mod lines;
#[cfg(test)]
mod tests;

use std::ops::Range;

use super::lexer::{PieceKind, Template};
use super::medium::Medium;
use super::values::Values;
use crate::locale::Locale;

/// A text with its values put in, and the places that matter for closing up.
#[derive(Default)]
struct Filled {
    text: String,
    /// Where values stand, in order.
    values: Vec<Range<usize>>,
    /// Where values are missing, in order.
    gaps: Vec<usize>,
}

/// The text of `template` with `values`, written for `locale` and safe in `medium`.
#[must_use]
pub fn render(template: &Template<'_>, values: &Values<'_>, locale: Locale, medium: Medium) -> String {
    let mut filled = Filled { text: String::with_capacity(2 * template.source().len()), ..Filled::default() };
    for piece in template.pieces() {
        let value = match piece.kind {
            PieceKind::Literal(text) => {
                medium.push_literal(&mut filled.text, text);
                continue;
            }
            PieceKind::Placeholder(known) => values.get(known, locale, medium.list_separator()),
            PieceKind::Column(name) => values.get_column(name),
            PieceKind::Unknown => None,
        };
        let start = filled.text.len();
        if value.is_some_and(|value| medium.push_value(&mut filled.text, &value)) {
            filled.values.push(start..filled.text.len());
        } else {
            filled.gaps.push(start);
        }
    }
    if filled.gaps.is_empty() { filled.text } else { lines::close_up(&filled, medium) }
}
