//! Plain letters: the same text in signs of the GSM 7-bit alphabet, as far as it is written in Latin letters.

use std::borrow::Cow;

use unicode_normalization::char::{compose, decompose_canonical, decompose_compatible};

use super::gsm7;
use super::letters::{has_plain_form, is_joiner, is_mark, replacement};
use super::segments::measure;

/// `text` with the letters that GSM 7-bit lacks as their base letter, typographic signs in ASCII, every space a
/// plain one, and without zero-width and direction signs.
///
/// Letters of the alphabet (`è`, `à`, `ñ`, `ö`, ...) stay, also where they come as letter and combining mark.
/// Emoji and other scripts stay too, and make the text UCS-2. Borrows where there is nothing to do; doing it
/// twice changes nothing more.
#[must_use]
pub fn plain_letters(text: &str) -> Cow<'_, str> {
    let (end, _) = gsm7::fit(text, usize::MAX);
    let start = text[..end].find('\r').unwrap_or(end);
    if start == text.len() {
        return Cow::Borrowed(text);
    }
    let mut plain = Plain(String::with_capacity(text.len()));
    plain.0.push_str(&text[..start]);
    let mut signs = text[start..].chars().peekable();
    while let Some(sign) = signs.next() {
        if sign == '\r' && signs.peek() == Some(&'\n') {
            continue;
        }
        plain.add(sign);
    }
    Cow::Owned(plain.0)
}

/// The text in plain letters, if that saves at least one SMS.
#[must_use]
pub fn cheaper(text: &str) -> Option<String> {
    let plain = plain_letters(text);
    (measure(&plain).parts < measure(text).parts).then(|| plain.into_owned())
}

/// The text in plain letters, or as it is where they would cost more: "…" becomes three signs.
#[must_use]
pub fn plain_unless_dearer(text: &str) -> Cow<'_, str> {
    let plain = plain_letters(text);
    if measure(&plain).parts > measure(text).parts { Cow::Borrowed(text) } else { plain }
}

/// The text so far.
struct Plain(String);

impl Plain {
    fn add(&mut self, sign: char) {
        if gsm7::has(sign) && sign != '\r' {
            self.0.push(sign);
        } else if let Some(plain) = replacement(sign) {
            self.0.push_str(plain);
        } else if is_joiner(sign) {
            if self.0.ends_with(|last| !gsm7::has(last)) {
                self.0.push(sign);
            }
        } else if is_mark(sign) {
            self.add_mark(sign);
        } else if !self.add_letter(sign) && !self.add_compatible(sign) {
            self.0.push(sign);
        }
    }

    /// Joins a combining mark with the letter before it where the alphabet has the two as one, and drops it
    /// from a Latin letter otherwise. Other scripts keep their marks.
    fn add_mark(&mut self, mark: char) {
        let Some(last) = self.0.chars().next_back() else {
            return;
        };
        if let Some(joined) = compose(last, mark).filter(|joined| gsm7::has(*joined)) {
            self.0.pop();
            self.0.push(joined);
        } else if !is_plain_latin(last) {
            self.0.push(mark);
        }
    }

    /// Adds a letter with marks as its base letter with those marks that the alphabet has.
    fn add_letter(&mut self, sign: char) -> bool {
        let mut signs = Few::default();
        decompose_canonical(sign, |one| signs.push(one));
        let [base, marks @ ..] = signs.as_slice() else {
            return false;
        };
        if !is_plain_latin(*base) {
            return false;
        }
        self.0.push(*base);
        for mark in marks {
            self.add_mark(*mark);
        }
        true
    }

    /// Adds the plainer signs that Unicode calls compatible with `sign`, if all of them can be written.
    fn add_compatible(&mut self, sign: char) -> bool {
        if !has_plain_form(sign) {
            return false;
        }
        let mut signs = Few::default();
        decompose_compatible(sign, |one| signs.push(one));
        let writable = |one: &char| is_plain_latin(*one) || is_mark(*one) || replacement(*one).is_some();
        if signs.as_slice() == [sign] || !signs.as_slice().iter().all(writable) {
            return false;
        }
        // "2½" is not "21/2".
        if signs.as_slice().contains(&'\u{2044}') && self.0.ends_with(|last: char| last.is_ascii_digit()) {
            self.0.push(' ');
        }
        for one in signs.as_slice() {
            self.add(*one);
        }
        true
    }
}

/// Whether `sign` is in the alphabet and is not one of its Greek capitals.
const fn is_plain_latin(sign: char) -> bool {
    gsm7::has(sign) && (sign as u32) < 0x100
}

/// The signs of one decomposition, on the stack: Unicode's longest that matters here has six.
#[derive(Default)]
struct Few {
    signs: [char; 8],
    count: usize,
}

impl Few {
    fn push(&mut self, sign: char) {
        if let Some(place) = self.signs.get_mut(self.count) {
            *place = sign;
            self.count += 1;
        }
    }

    fn as_slice(&self) -> &[char] {
        &self.signs[..self.count]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::segments::costly_signs;
    use super::*;

    #[test]
    fn table() {
        let table = [
            // Letters that the alphabet has stay.
            ("Perché è già lì, señor Öhlén", "Perché è già lì, señor Öhlén"),
            ("Åse Ærø møter deg på Østbanen", "Åse Ærø møter deg på Østbanen"),
            // Letters that it lacks become their base letter.
            ("Žiga Čapek, São Paulo", "Ziga Capek, Sao Paulo"),
            ("Où êtes-vous, François, à Noël ?", "Où etes-vous, Francois, à Noel ?"),
            ("PERÒ È GIÀ LUNEDÌ", "PERO E GIA LUNEDI"),
            ("¿Cuándo? ¡Mañana, María!", "¿Cuando? ¡Mañana, Maria!"),
            ("Łódź, œuvre, Þór, İstanbul ılık", "Lodz, oeuvre, Thor, Istanbul ilik"),
            ("Nguyễn Thị Hưởng", "Nguyen Thi Huong"),
            ("ǻ ǽ ǿ ǜ", "å æ ø ü"),
            // Letter and combining mark apart, as some systems store names.
            ("Perche\u{301} e\u{300} Zˇ", "Perché è Zˇ"),
            ("Z\u{30c}iga, n\u{303}, a\u{30a}\u{301}", "Ziga, ñ, å"),
            // Typography.
            ("“L’ora” – «già»… ‚eh‘ 9\u{2011}10", "\"L'ora\" - \"già\"... 'eh' 9-10"),
            ("• uno\t· due", "- uno . due"),
            ("1º piano, 2ª porta, n° 5, m², 37 ℃", "1o piano, 2a porta, no 5, m2, 37 oC"),
            ("½ ora, 2½ ore, Ⅳ, № 7, Pet™ ®, 5 µg", "1/2 ora, 2 1/2 ore, IV, No 7, PetTM (R), 5 ug"),
            ("ﬁne eﬃcace", "fine efficace"),
            ("a\r\nb\rc\u{2028}d", "a\nb\nc\nd"),
            // Spaces and signs that nobody sees.
            ("9\u{202f}h\u{a0}30\u{2009}!", "9 h 30 !"),
            ("\u{feff}a\u{200b}b\u{ad}c\u{202a}d\u{202c}\u{2066}e\u{2069}\u{0}", "abcde"),
            ("\u{301}a\u{200d}b\u{fe0f}", "ab"),
            // Emoji and other scripts stay as they are, typography among them does not.
            ("A presto 🐕‍🦺 ❤\u{fe0f}", "A presto 🐕‍🦺 ❤\u{fe0f}"),
            ("Здравствуй, Ёж", "Здравствуй, Ёж"),
            ("Ώρα, ΏΡΑ", "Ώρα, ΏΡΑ"),
            ("你好！ – नमस्ते", "你好！ - नमस्ते"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
        ];
        for (text, expected) in table {
            assert_eq!(plain_letters(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_plain_text_is_borrowed() {
        for text in ["", "Ciao", "Perché è già lì? 25 €\n[sì]"] {
            assert!(matches!(plain_letters(text), Cow::Borrowed(_)), "{text:?}");
        }
    }

    #[test]
    fn a_cheaper_text_is_offered_only_where_it_saves_a_part() {
        assert_eq!(cheaper("L’ora è cambiata"), None);
        let costly = format!("L’ora è cambiata. {}", "a".repeat(100));
        assert_eq!(cheaper(&costly), Some(costly.replace('’', "'")));
        assert_eq!(cheaper(&"я".repeat(100)), None);
    }

    #[test]
    fn plain_letters_are_not_taken_where_they_cost_more() {
        assert_eq!(plain_unless_dearer("L’ora…"), "L'ora...");
        let (one_part, two_parts) = ("…".repeat(70), "…".repeat(71));
        assert_eq!(plain_unless_dearer(&one_part), one_part);
        assert_eq!(plain_unless_dearer(&two_parts), "...".repeat(71));
    }

    /// Latin letters, marks, punctuation and spaces of the blocks that European languages use.
    const EUROPEAN: &str = "[ -~\u{a0}-\u{17f}\u{1e00}-\u{1e99}\u{300}-\u{304}\u{2000}-\u{2064}]{0,40}";

    /// The letters alone, with the quotation marks and dashes that word processors put in.
    const LETTERS: &str = "[a-z\u{c0}-\u{17f}\u{1e00}-\u{1e99}\u{300}-\u{304}’“”–… ]{0,40}";

    /// Every sign that costs at most two septets, but the carriage return.
    const GSM7: &str = "[ -_a-~£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà€\n]{0,40}";

    /// Greek, Cyrillic, Hebrew, Han, emoji.
    const FOREIGN: &str = "[\u{391}-\u{3ff}\u{400}-\u{4ff}\u{5d0}-\u{5ea}\u{4e00}-\u{4fff}🐕🎉]{0,40}";

    proptest! {
        #[test]
        fn twice_is_once(text in prop_oneof![any::<String>(), EUROPEAN]) {
            let once = plain_letters(&text);
            let twice = plain_letters(&once);
            prop_assert_eq!(&twice, &once);
        }

        #[test]
        fn european_letters_never_cost_ucs2(text in LETTERS) {
            let plain = plain_letters(&text);
            prop_assert_eq!(costly_signs(&plain).next(), None, "{}", plain);
        }

        #[test]
        fn what_the_alphabet_has_stays(text in GSM7) {
            let plain = plain_letters(&text);
            prop_assert_eq!(plain, text.as_str());
        }

        #[test]
        fn other_scripts_stay(text in FOREIGN) {
            let plain = plain_letters(&text);
            prop_assert_eq!(plain, text.as_str());
        }
    }
}
