//! The GSM 7-bit default alphabet and its extension table (3GPP TS 23.038, sections 6.2.1 and 6.2.1.1).

/// Signs of the default alphabet that are ASCII: one septet each.
const ASCII_SINGLE: &str = "\n\r !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ_\
    abcdefghijklmnopqrstuvwxyz";

/// Signs of the extension table that are ASCII: an escape and a septet each.
const ASCII_DOUBLE: &str = "\u{c}[\\]^{|}~";

/// Septets of each ASCII sign, 0 where the alphabet lacks it.
const ASCII: [u8; 128] = {
    let mut costs = [0; 128];
    let mut at = 0;
    while at < ASCII_SINGLE.len() {
        costs[ASCII_SINGLE.as_bytes()[at] as usize] = 1;
        at += 1;
    }
    at = 0;
    while at < ASCII_DOUBLE.len() {
        costs[ASCII_DOUBLE.as_bytes()[at] as usize] = 2;
        at += 1;
    }
    costs
};

/// Septets that `sign` takes: 1, or 2 for one of the extension table; 0 where the alphabet lacks it.
#[inline]
pub(super) const fn septets(sign: char) -> usize {
    if sign.is_ascii() {
        return ASCII[sign as usize] as usize;
    }
    match sign {
        '€' => 2,
        '£' | '¥' | '¤' | '§' | '¡' | '¿' => 1,
        'Ä' | 'Å' | 'Æ' | 'Ç' | 'É' | 'Ñ' | 'Ö' | 'Ø' | 'Ü' | 'ß' => 1,
        'à' | 'ä' | 'å' | 'æ' | 'è' | 'é' | 'ì' | 'ñ' | 'ò' | 'ö' | 'ø' | 'ù' | 'ü' => {
            1
        }
        'Γ' | 'Δ' | 'Θ' | 'Λ' | 'Ξ' | 'Π' | 'Σ' | 'Φ' | 'Ψ' | 'Ω' => 1,
        _ => 0,
    }
}

/// Whether the alphabet or its extension has `sign`.
#[inline]
pub(super) const fn has(sign: char) -> bool {
    septets(sign) > 0
}

/// How long a text is in this alphabet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Length {
    /// All septets, escapes included.
    pub(super) septets: usize,
    /// How many signs of the extension table there are.
    pub(super) escapes: usize,
}

/// The length of `text`, or `None` where it has a sign that the alphabet lacks.
#[inline]
pub(super) fn length(text: &str) -> Option<Length> {
    let bytes = text.as_bytes();
    let mut length = Length::default();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let (cost, width) = if byte.is_ascii() {
            (usize::from(ASCII[usize::from(byte)]), 1)
        } else {
            let sign = text[at..].chars().next()?;
            (septets(sign), sign.len_utf8())
        };
        if cost == 0 {
            return None;
        }
        length.septets += cost;
        length.escapes += cost - 1;
        at += width;
    }
    Some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of section 6.2.1, row by row; `\u{1b}` stands for the escape to the extension table.
    const DEFAULT: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u{1b}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
        ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    /// The table of section 6.2.1.1.
    const EXTENSION: &str = "\u{c}^{}\\[~]|€";

    #[test]
    fn every_sign_costs_what_the_tables_say() {
        assert_eq!(DEFAULT.chars().count(), 128);
        for sign in '\0'..=char::MAX {
            let expected = match sign {
                '\u{1b}' => 0,
                _ if DEFAULT.contains(sign) => 1,
                _ if EXTENSION.contains(sign) => 2,
                _ => 0,
            };
            assert_eq!(septets(sign), expected, "{sign:?}");
        }
    }

    #[test]
    fn a_text_is_as_long_as_its_signs() {
        let table = [
            ("", Some((0, 0))),
            ("Ciao", Some((4, 0))),
            ("perché no?", Some((10, 0))),
            ("25 €", Some((5, 1))),
            ("[a]", Some((5, 2))),
            ("però ê", None),
            ("l’ora", None),
            ("a\tb", None),
        ];
        for (text, expected) in table {
            let expected = expected.map(|(septets, escapes)| Length { septets, escapes });
            assert_eq!(length(text), expected, "{text:?}");
        }
    }
}
