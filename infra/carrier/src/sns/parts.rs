//! How many parts a phone gets a text in (3GPP TS 23.038 and 23.040): the carrier's own count,
//! made apart from the product's, since it is what the product is billed for.

/// The basic characters of the GSM 7-bit alphabet.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Those that follow an escape, and so take two places.
const EXTENSION: &str = "\u{c}^{}\\[~]|€";

/// What a text takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) parts: usize,
    /// Without the headers that tie parts together.
    pub(crate) octets: usize,
}

pub(crate) fn measure(text: &str) -> Size {
    let septets: Option<Vec<usize>> = text.chars().map(septets).collect();
    match septets {
        Some(widths) => {
            let total: usize = widths.iter().sum();
            Size { parts: split(&widths, 160, 153), octets: (total * 7).div_ceil(8) }
        }
        None => {
            let widths: Vec<usize> = text.chars().map(char::len_utf16).collect();
            let total: usize = widths.iter().sum();
            Size { parts: split(&widths, 70, 67), octets: total * 2 }
        }
    }
}

fn septets(character: char) -> Option<usize> {
    if BASIC.contains(character) { Some(1) } else { EXTENSION.contains(character).then_some(2) }
}

/// A character is never split, so that a part can end a place early.
fn split(widths: &[usize], alone: usize, joined: usize) -> usize {
    if widths.iter().sum::<usize>() <= alone {
        return 1;
    }
    let (parts, _) =
        widths.iter().fold(
            (1, 0),
            |(parts, used), width| {
                if used + width > joined { (parts + 1, *width) } else { (parts, used + width) }
            },
        );
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_at_their_limits() {
        let cases = [
            ("a".repeat(160), 1, 140),
            ("a".repeat(161), 2, 141),
            ("a".repeat(306), 2, 268),
            ("a".repeat(307), 3, 269),
            ("€".repeat(80), 1, 140),
            ("€".repeat(81), 2, 142),
            ("€".repeat(153), 3, 268),
            ("ç".repeat(70), 1, 140),
            ("ç".repeat(71), 2, 142),
            ("😀".repeat(35), 1, 140),
            ("😀".repeat(67), 3, 268),
        ];
        for (text, parts, octets) in cases {
            assert_eq!(measure(&text), Size { parts, octets }, "{text}");
        }
    }
}
