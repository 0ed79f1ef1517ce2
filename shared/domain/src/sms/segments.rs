//! How many parts a text needs as SMS, and which they are.
//!
//! One SMS carries 140 octets: 160 septets of the GSM 7-bit alphabet or 70 units of UCS-2. A longer text goes
//! as several; each then loses 6 octets to the header that joins them (3GPP TS 23.040, section 9.2.3.24.1), which
//! leaves 153 septets or 67 units. Neither an escape sequence nor a surrogate pair is cut in two.

use serde::Serialize;

use super::encoding::Encoding;
use super::gsm7;

/// The most parts that one text may need: what the product allows, and what AWS accepts of GSM 7-bit text
/// (1,530 characters, AWS End User Messaging SMS user guide, "SMS character limits").
pub const MAX_PARTS: usize = 10;

/// What a text costs as SMS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Measure {
    /// The encoding that all of its parts take.
    pub encoding: Encoding,
    /// How many SMS it goes as, each of which is paid: 0 for an empty text.
    pub parts: usize,
    /// Its length in the encoding's units.
    pub units: usize,
    /// Units that may be added before another part is needed.
    pub units_left: usize,
}

impl Measure {
    /// The measure itself, if the text may go out.
    ///
    /// # Errors
    /// [`TooManyParts`] for a text that needs more than [`MAX_PARTS`].
    pub const fn within_limit(self) -> Result<Self, TooManyParts> {
        if self.parts > MAX_PARTS {
            return Err(TooManyParts { limit: MAX_PARTS, parts: self.parts });
        }
        Ok(self)
    }
}

/// A text that is too long to go as SMS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the text needs {parts} SMS; at most {limit} are allowed")]
pub struct TooManyParts {
    /// The most parts allowed.
    pub limit: usize,
    /// The parts that the text needs.
    pub parts: usize,
}

/// Encoding, parts and units of `text`, exactly as [`split`] would cut it. Allocates nothing.
#[must_use]
pub fn measure(text: &str) -> Measure {
    let (encoding, units) = match gsm7::fit(text, usize::MAX) {
        (end, septets) if end == text.len() => (Encoding::Gsm7, septets),
        _ => (Encoding::Ucs2, utf16_units(text)),
    };
    if units <= encoding.single() {
        let parts = usize::from(units > 0);
        return Measure { encoding, parts, units, units_left: encoding.single() - units };
    }
    let (parts, used) = Parts { rest: text, encoding, capacity: encoding.joined() }
        .fold((0, 0), |(parts, _), part| (parts + 1, part.units));
    Measure { encoding, parts, units, units_left: encoding.joined() - used }
}

/// The parts in which `text` goes out, in order: none for an empty text.
#[must_use]
pub fn split(text: &str) -> Vec<&str> {
    let Measure { encoding, parts, .. } = measure(text);
    let capacity = if parts > 1 { encoding.joined() } else { encoding.single() };
    Parts { rest: text, encoding, capacity }.map(|part| part.text).collect()
}

/// A sign that the GSM 7-bit alphabet lacks: it alone makes the whole text UCS-2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CostlySign {
    /// The sign.
    pub sign: char,
    /// How many characters (Unicode scalar values) stand before it.
    pub at: usize,
}

/// The signs that force UCS-2 on `text`, in order, each time they occur.
pub fn costly_signs(text: &str) -> impl Iterator<Item = CostlySign> {
    text.chars().enumerate().filter(|(_, sign)| !gsm7::has(*sign)).map(|(at, sign)| CostlySign { sign, at })
}

/// UTF-16 units of `text`. In UTF-8 a sign's first byte tells its width: four bytes are what UTF-16 needs two
/// units for.
fn utf16_units(text: &str) -> usize {
    let signs = text.bytes().filter(|byte| byte & 0xc0 != 0x80).count();
    signs + text.bytes().filter(|byte| *byte >= 0xf0).count()
}

struct Part<'a> {
    text: &'a str,
    units: usize,
}

/// Cuts off as many whole signs as fit, again and again.
struct Parts<'a> {
    rest: &'a str,
    encoding: Encoding,
    capacity: usize,
}

impl<'a> Iterator for Parts<'a> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        let (end, units) = self.encoding.fit(self.rest, self.capacity);
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        Some(Part { text, units })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::reference;
    use super::*;

    #[test]
    fn boundaries() {
        use Encoding::{Gsm7, Ucs2};
        // sign, how often, encoding, parts, units, units left
        let table = [
            ("a", 0, Gsm7, 0, 0, 160),
            ("a", 1, Gsm7, 1, 1, 159),
            ("a", 160, Gsm7, 1, 160, 0),
            ("a", 161, Gsm7, 2, 161, 145),
            ("à", 306, Gsm7, 2, 306, 0),
            ("à", 307, Gsm7, 3, 307, 152),
            ("a", 1530, Gsm7, 10, 1530, 0),
            ("a", 1531, Gsm7, 11, 1531, 152),
            ("€", 80, Gsm7, 1, 160, 0),
            ("€", 81, Gsm7, 2, 162, 143),
            // 76 escape sequences fill 152 of 153 septets; the last stays empty.
            ("€", 152, Gsm7, 2, 304, 1),
            ("€", 153, Gsm7, 3, 306, 151),
            ("ê", 70, Ucs2, 1, 70, 0),
            ("ê", 71, Ucs2, 2, 71, 63),
            ("ê", 134, Ucs2, 2, 134, 0),
            ("ê", 135, Ucs2, 3, 135, 66),
            ("ê", 670, Ucs2, 10, 670, 0),
            ("ê", 671, Ucs2, 11, 671, 66),
            ("🐕", 35, Ucs2, 1, 70, 0),
            ("🐕", 36, Ucs2, 2, 72, 61),
            // 33 surrogate pairs fill 66 of 67 units.
            ("🐕", 66, Ucs2, 2, 132, 1),
            ("🐕", 67, Ucs2, 3, 134, 65),
        ];
        for (sign, times, encoding, parts, units, units_left) in table {
            let expected = Measure { encoding, parts, units, units_left };
            assert_eq!(measure(&sign.repeat(times)), expected, "{times} x {sign}");
        }
    }

    #[test]
    fn a_sign_of_two_units_moves_whole_to_the_next_part() {
        let text = format!("{}€{}", "a".repeat(152), "b".repeat(20));
        assert_eq!(split(&text)[1], format!("€{}", "b".repeat(20)));
        let text = format!("{}🐕{}", "ê".repeat(66), "b".repeat(20));
        assert_eq!(split(&text)[1], format!("🐕{}", "b".repeat(20)));
    }

    #[test]
    fn ten_parts_may_go_out_eleven_may_not() {
        let ten = measure(&"a".repeat(1530));
        assert_eq!(ten.within_limit(), Ok(ten));
        let eleven = measure(&"a".repeat(1531));
        assert_eq!(eleven.within_limit(), Err(TooManyParts { limit: 10, parts: 11 }));
    }

    #[test]
    fn costly_signs_are_named_with_their_place() {
        let signs: Vec<_> = costly_signs("Perché l’ora è – 9").map(|s| (s.sign, s.at)).collect();
        assert_eq!(signs, [('’', 8), ('–', 15)]);
        assert_eq!(costly_signs("25 € [sì]").next(), None);
    }

    /// Texts around the boundaries, with many signs of two units.
    fn texts() -> impl Strategy<Value = String> {
        let gsm = prop_oneof![8 => "[a-zA-Z0-9 àèéìòùñöü\n]", 2 => "[€\\[\\]^{}~|]"];
        let any = prop_oneof![8 => "[a-z êő]", 2 => "[🐕🎉€]", 1 => any::<char>().prop_map(String::from)];
        prop_oneof![
            prop::collection::vec(gsm, 0..700).prop_map(|signs| signs.concat()),
            prop::collection::vec(any, 0..300).prop_map(|signs| signs.concat()),
        ]
    }

    proptest! {
        #[test]
        fn agrees_with_the_reference(text in texts()) {
            let expected = reference::parts(&text);
            prop_assert_eq!(split(&text), expected.iter().map(String::as_str).collect::<Vec<_>>());
            prop_assert_eq!(measure(&text), reference::measure(&text));
        }

        #[test]
        fn no_sign_is_lost(text in texts()) {
            prop_assert_eq!(split(&text).concat(), text);
        }

        #[test]
        fn units_left_can_be_used_and_no_more(text in texts()) {
            let before = measure(&text);
            let full = measure(&format!("{text}{}", "a".repeat(before.units_left)));
            prop_assert_eq!(full.parts, before.parts.max(1));
            prop_assert_eq!(full.units_left, 0);
        }
    }
}
