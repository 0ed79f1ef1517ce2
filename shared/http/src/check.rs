//! The limits of inputs, and the fields that break them: all of a body's at once.

use std::fmt::Display;

use carebell_domain::model::RecallChoice;
use carebell_domain::text::is_blank;

use crate::problem::{FieldError, Problem};

/// Most characters of a name.
pub(crate) const NAME: usize = 200;
/// Most characters of notes, preparations and addresses.
pub(crate) const NOTES: usize = 2_000;
/// Most characters of a subject.
pub(crate) const SUBJECT: usize = 200;
/// Most bytes of an e-mail's body.
pub(crate) const EMAIL_BODY: usize = 200 * 1024;
/// Highest price, in minor units.
pub(crate) const PRICE: i64 = 10_000_000_000;
/// Most entries of a list within a body.
pub(crate) const LIST: usize = 400;

/// The fields of a body that are not right.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<FieldError>);

impl Faults {
    /// A field that is not right.
    pub(crate) fn add(&mut self, pointer: &str, detail: impl Into<String>) {
        self.0.push(FieldError { pointer: pointer.to_owned(), detail: detail.into(), limit: None, found: None });
    }

    /// A field that is larger than it may be.
    pub(crate) fn over(&mut self, pointer: &str, limit: usize, found: usize, unit: &str) {
        self.0.push(FieldError {
            pointer: pointer.to_owned(),
            detail: format!("at most {limit} {unit}, this has {found}"),
            limit: Some(limit as u64),
            found: Some(found as u64),
        });
    }

    /// The value of a result, or a fault.
    pub(crate) fn keep<T, E: Display>(&mut self, pointer: &str, result: Result<T, E>) -> Option<T> {
        result.map_err(|error| self.add(pointer, error.to_string())).ok()
    }

    /// A name that must be there: one line of 1 to 200 characters.
    pub(crate) fn name(&mut self, pointer: &str, text: &str) {
        self.filled(pointer, text);
        self.line(pointer, text, NAME);
    }

    /// A text of which something can be seen.
    pub(crate) fn filled(&mut self, pointer: &str, text: &str) {
        if is_blank(text) {
            self.add(pointer, "must not be empty");
        }
    }

    /// One line, possibly empty.
    pub(crate) fn line(&mut self, pointer: &str, text: &str, limit: usize) {
        if let Some(at) = text.chars().position(char::is_control) {
            self.add(
                pointer,
                format!("one line is wanted; character {at} is a line break or another control character"),
            );
        }
        self.size(pointer, text, limit);
    }

    /// Several lines, possibly empty.
    pub(crate) fn lines(&mut self, pointer: &str, text: &str, limit: usize) {
        let allowed = |sign: char| !sign.is_control() || matches!(sign, '\n' | '\r' | '\t');
        if let Some(at) = text.chars().position(|sign| !allowed(sign)) {
            self.add(pointer, format!("character {at} is a control character"));
        }
        self.size(pointer, text, limit);
    }

    /// A line that need not be there.
    pub(crate) fn maybe_line(&mut self, pointer: &str, text: Option<&String>, limit: usize) {
        if let Some(text) = text {
            self.line(pointer, text, limit);
        }
    }

    /// Lines that need not be there.
    pub(crate) fn maybe_lines(&mut self, pointer: &str, text: Option<&String>, limit: usize) {
        if let Some(text) = text {
            self.lines(pointer, text, limit);
        }
    }

    /// A price that need not be there.
    pub(crate) fn price(&mut self, pointer: &str, price: Option<i64>) {
        if price.is_some_and(|price| !(0..=PRICE).contains(&price)) {
            self.add(pointer, format!("a price in minor units lies between 0 and {PRICE}"));
        }
    }

    /// A recall's interval that need not be there.
    pub(crate) fn recall(&mut self, pointer: &str, recall: Option<RecallChoice>) {
        if recall.is_some_and(|recall| !recall.is_possible()) {
            self.add(pointer, "an interval lies between a day and ten years");
        }
    }

    /// A list that may not be longer than is of use.
    pub(crate) fn list<T>(&mut self, pointer: &str, list: &[T], limit: usize) {
        if list.len() > limit {
            self.over(pointer, limit, list.len(), "entries");
        }
    }

    /// A field that cannot be changed: it may be left out, or sent back as it is.
    pub(crate) fn fixed<T: PartialEq>(&mut self, pointer: &str, sent: Option<&T>, present: &T) {
        if sent.is_some_and(|sent| sent != present) {
            self.add(pointer, "cannot be changed; leave it out or send it back as it is");
        }
    }

    fn size(&mut self, pointer: &str, text: &str, limit: usize) {
        let found = text.chars().count();
        if found > limit {
            self.over(pointer, limit, found, "characters");
        }
    }

    /// Whether nothing is wrong.
    ///
    /// # Errors
    /// 422 with every field that is.
    pub(crate) fn done(self) -> Result<(), Problem> {
        if self.0.is_empty() { Ok(()) } else { Err(Problem::invalid(self.0)) }
    }

    /// The value, if nothing is wrong with it or beside it.
    ///
    /// # Errors
    /// 422 with every field that is wrong.
    pub(crate) fn give<T>(self, value: Option<T>) -> Result<T, Problem> {
        self.done()?;
        value.ok_or_else(|| Problem::invalid(Vec::new()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointers(check: impl FnOnce(&mut Faults)) -> Vec<(String, Option<u64>, Option<u64>)> {
        let mut faults = Faults::default();
        check(&mut faults);
        faults.0.into_iter().map(|fault| (fault.pointer, fault.limit, fault.found)).collect()
    }

    #[test]
    fn limits_name_field_limit_and_size() {
        assert_eq!(pointers(|faults| faults.name("/name", &"è".repeat(200))), []);
        let over = [("/name".to_owned(), Some(200), Some(201))];
        assert_eq!(pointers(|faults| faults.name("/name", &"è".repeat(201))), over);
        for bad in ["", "  ", "\u{200b}\u{202e}", "a\r\nBcc: x", "a\0b"] {
            assert_eq!(pointers(|faults| faults.name("/name", bad)).len(), 1, "{bad:?}");
        }
        assert_eq!(pointers(|faults| faults.lines("/notes", "a\n\tb\r\n", NOTES)), []);
        assert_eq!(pointers(|faults| faults.lines("/notes", "a\u{7}", NOTES)).len(), 1);
    }

    #[test]
    fn prices_are_possible_ones() {
        for (price, good) in
            [(None, true), (Some(0), true), (Some(PRICE), true), (Some(-1), false), (Some(PRICE + 1), false)]
        {
            assert_eq!(pointers(|faults| faults.price("/price", price)).is_empty(), good, "{price:?}");
        }
    }
}
