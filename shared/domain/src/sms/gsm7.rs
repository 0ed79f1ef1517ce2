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
        'à' | 'ä' | 'å' | 'æ' | 'è' | 'é' | 'ì' | 'ñ' | 'ò' | 'ö' | 'ø' | 'ù' | 'ü' => 1,
        'Γ' | 'Δ' | 'Θ' | 'Λ' | 'Ξ' | 'Π' | 'Σ' | 'Φ' | 'Ψ' | 'Ω' => 1,
        _ => 0,
    }
}

/// Whether the alphabet or its extension has `sign`.
#[inline]
pub(super) const fn has(sign: char) -> bool {
    septets(sign) > 0
}

/// Bytes that [`fit`] looks at in one go.
const STRIDE: usize = 16;

/// The longest beginning of `text` that the alphabet has and that takes at most `room` septets: where it ends,
/// in bytes, and its septets.
#[inline]
pub(super) fn fit(text: &str, room: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let (mut at, mut septets) = (0, 0);
    loop {
        // Nearly all of a text is letters, digits and spaces: they are counted by the stride.
        while room - septets >= STRIDE
            && let Some(stride) = bytes[at..].first_chunk::<STRIDE>()
            && stride.iter().fold(true, |all, byte| all & is_ordinary(*byte))
        {
            at += STRIDE;
            septets += STRIDE;
        }
        let stop = bytes.len().min(at + STRIDE);
        while at < stop {
            let (cost, width) = if bytes[at].is_ascii() {
                (usize::from(ASCII[usize::from(bytes[at])]), 1)
            } else {
                text[at..].chars().next().map_or((0, 0), |sign| (self::septets(sign), sign.len_utf8()))
            };
            if cost == 0 || cost > room - septets {
                return (at, septets);
            }
            septets += cost;
            at += width;
        }
        if at == bytes.len() {
            return (at, septets);
        }
    }
}

/// Whether `byte` is one of the ASCII signs of one septet that make up most texts, in a form that compilers turn
/// into vector instructions.
const fn is_ordinary(byte: u8) -> bool {
    (byte.wrapping_sub(b' ') <= b'Z' - b' ') | (byte.wrapping_sub(b'a') <= b'z' - b'a')
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
    fn ordinary_signs_cost_one() {
        for byte in (0..=u8::MAX).filter(|byte| is_ordinary(*byte)) {
            assert_eq!(septets(char::from(byte)), 1, "{byte}");
        }
    }

    #[test]
    fn a_text_is_taken_up_to_the_room_or_the_first_foreign_sign() {
        let table = [
            ("", 160, (0, 0)),
            ("Ciao", 160, (4, 4)),
            ("Ciao", 3, (3, 3)),
            ("perché no?", 160, (11, 10)),
            ("perché no?", 5, (5, 5)),
            ("25 €", 160, (6, 5)),
            ("25 €", 4, (3, 3)),
            ("[a]", 4, (2, 3)),
            ("però ê", 160, (6, 5)),
            ("a\tb", 160, (1, 1)),
            ("quindici segni.è passati", 160, (25, 24)),
            ("sedici segni qui e poi altri diciotto", 33, (33, 33)),
        ];
        for (text, room, expected) in table {
            assert_eq!(fit(text, room), expected, "{text:?}");
        }
    }
}
