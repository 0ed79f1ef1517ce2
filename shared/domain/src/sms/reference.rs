//! The rules of [`split`](super::split) and [`measure`](super::measure()) again, slowly and without a thought for
//! speed: encode every sign into its units, then fill one part after the other. Tests compare the two.

use super::encoding::Encoding;
use super::segments::Measure;

const SINGLE: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
    ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const ESCAPED: &str = "\u{c}^{}\\[~]|€";

/// The units of each sign, and the encoding they belong to.
fn encode(text: &str) -> (Encoding, Vec<(char, Vec<u16>)>) {
    let septets = |sign: char| match SINGLE.chars().position(|one| one == sign) {
        Some(code) => Some(vec![u16::try_from(code).expect("128 signs")]),
        None if ESCAPED.contains(sign) => Some(vec![0x1b, 0]),
        None => None,
    };
    let gsm: Option<Vec<_>> = text.chars().map(|sign| Some((sign, septets(sign)?))).collect();
    gsm.map_or_else(
        || {
            let wide = |sign: char| (sign, sign.encode_utf16(&mut [0; 2]).to_vec());
            (Encoding::Ucs2, text.chars().map(wide).collect())
        },
        |signs| (Encoding::Gsm7, signs),
    )
}

fn fill(signs: &[(char, Vec<u16>)], capacity: usize) -> Vec<(String, usize)> {
    let mut parts: Vec<(String, usize)> = Vec::new();
    for (sign, units) in signs {
        let room = parts.last().map_or(0, |(_, used)| capacity - used);
        if room < units.len() {
            parts.push((String::new(), 0));
        }
        if let Some((text, used)) = parts.last_mut() {
            text.push(*sign);
            *used += units.len();
        }
    }
    parts
}

fn filled(text: &str) -> (Encoding, usize, usize, Vec<(String, usize)>) {
    let (encoding, signs) = encode(text);
    let (single, joined) = match encoding {
        Encoding::Gsm7 => (160, 153),
        Encoding::Ucs2 => (70, 67),
    };
    let units: usize = signs.iter().map(|(_, units)| units.len()).sum();
    let capacity = if units <= single { single } else { joined };
    (encoding, units, capacity, fill(&signs, capacity))
}

/// The parts of a text.
#[must_use]
pub fn parts(text: &str) -> Vec<String> {
    filled(text).3.into_iter().map(|(text, _)| text).collect()
}

/// What a text costs.
#[must_use]
pub fn measure(text: &str) -> Measure {
    let (encoding, units, capacity, parts) = filled(text);
    let used = parts.last().map_or(0, |(_, used)| *used);
    Measure { encoding, parts: parts.len(), units, units_left: capacity - used }
}
