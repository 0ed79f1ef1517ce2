//! Common mail domains, and what was meant by one mistyped.

use super::country::Country;

/// The domains of most private mailboxes in the countries that the product is used in, by how common they are.
const COMMON: &str = "gmail.com hotmail.com hotmail.it libero.it yahoo.it yahoo.com outlook.com outlook.it icloud.com \
    virgilio.it alice.it tiscali.it fastwebnet.it email.it inwind.it vodafone.it hotmail.fr orange.fr wanadoo.fr \
    laposte.net yahoo.fr outlook.fr hotmail.es yahoo.es outlook.es telefonica.net hotmail.co.uk yahoo.co.uk \
    btinternet.com outlook.no hotmail.no online.no yahoo.no googlemail.com protonmail.com comcast.net verizon.net \
    sbcglobal.net bellsouth.net email.com mail.com ymail.com";

/// The fewest letters of a name with which a slip is looked for: in a shorter one it makes another real name.
const NAME_LEAST: usize = 5;

/// The common domain that was probably meant by `domain`, given in small letters; `None` where there is no doubt.
pub(super) fn meant(domain: &str) -> Option<&'static str> {
    let (name, top) = domain.split_once('.')?;
    if COMMON.split(' ').any(|common| common == domain) {
        return None;
    }
    // These are at home under .com alone, whatever the person's country.
    match name {
        "gmail" => return Some("gmail.com"),
        "icloud" => return Some("icloud.com"),
        _ => {}
    }
    // Under another country's code a provider may be at home too (yahoo.se), unless the code is half of "com".
    let abroad = !matches!(top, "cm" | "co" | "om") && Country::parse(&top.to_ascii_uppercase()).is_ok();
    COMMON.split(' ').find(|common| {
        let right = common.split_once('.').map_or(*common, |(right, _)| right);
        right.len() >= NAME_LEAST && one_slip(domain.as_bytes(), common.as_bytes()) && !(abroad && name == right)
    })
}

/// Whether one letter added, left out or changed, or two neighbours swapped, turn one text into the other.
fn one_slip(one: &[u8], other: &[u8]) -> bool {
    let start = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[start..], &other[start..]);
    let end = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    match (&one[..one.len() - end], &other[..other.len() - end]) {
        ([_], [] | [_]) | ([], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table() {
        let table = [
            ("gmial.com", Some("gmail.com")),
            ("gmai.com", Some("gmail.com")),
            ("gmaill.com", Some("gmail.com")),
            ("gnail.com", Some("gmail.com")),
            ("gmail.con", Some("gmail.com")),
            ("gmail.cm", Some("gmail.com")),
            ("gmail.it", Some("gmail.com")),
            ("gmailcom.it", None),
            ("hotmial.com", Some("hotmail.com")),
            ("hotmal.it", Some("hotmail.it")),
            ("hotmail.co", Some("hotmail.com")),
            ("yahooo.com", Some("yahoo.com")),
            ("yaho.it", Some("yahoo.it")),
            ("outlok.com", Some("outlook.com")),
            ("libero.ti", Some("libero.it")),
            ("libeor.it", Some("libero.it")),
            ("icloud.it", Some("icloud.com")),
            ("wanado.fr", Some("wanadoo.fr")),
            ("hotmail.couk", Some("hotmail.co.uk")),
            // Right as they are.
            ("gmail.com", None),
            ("mail.com", None),
            ("email.com", None),
            ("yahoo.se", None),
            ("yahoo.ie", None),
            ("hotmail.gr", None),
            ("live.at", None),
            ("tim.it", None),
            ("tin.it", None),
            ("free.fr", None),
            ("clinicarossi.it", None),
            ("example.org", None),
        ];
        for (domain, expected) in table {
            assert_eq!(meant(domain), expected, "{domain}");
        }
    }

    #[test]
    fn one_slip_and_no_more() {
        let table = [
            ("abc", "abc", false),
            ("abc", "acb", true),
            ("abc", "bca", false),
            ("abc", "abcd", true),
            ("abc", "bc", true),
            ("abc", "axc", true),
            ("abc", "axy", false),
            ("aab", "ab", true),
            ("", "a", true),
            ("", "ab", false),
        ];
        for (one, other, expected) in table {
            assert_eq!(one_slip(one.as_bytes(), other.as_bytes()), expected, "{one} {other}");
            assert_eq!(one_slip(other.as_bytes(), one.as_bytes()), expected, "{other} {one}");
        }
    }
}
