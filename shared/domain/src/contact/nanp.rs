//! Which country an area code of the North American Numbering Plan (`+1`) belongs to.
//!
//! Twenty-five countries share the code, among them islands to which an SMS costs ten times as much: the area
//! code alone tells them apart (NANPA, "Area code map"; the data of libphonenumber, against which a test holds it).

use super::country::Country;

/// Area codes by country, without those of the United States, which gets the rest: new ones are taken into use
/// there every year.
const AREAS: &[(&[u8; 2], &[u16])] = &[
    (b"AG", &[268]),
    (b"AI", &[264]),
    (b"AS", &[684]),
    (b"BB", &[246]),
    (b"BM", &[441]),
    (b"BS", &[242]),
    (b"DM", &[767]),
    (b"DO", &[809, 829, 849]),
    (b"GD", &[473]),
    (b"GU", &[671]),
    (b"JM", &[658, 876]),
    (b"KN", &[869]),
    (b"KY", &[345]),
    (b"LC", &[758]),
    (b"MP", &[670]),
    (b"MS", &[664]),
    (b"PR", &[787, 939]),
    (b"SX", &[721]),
    (b"TC", &[649]),
    (b"TT", &[868]),
    (b"VC", &[784]),
    (b"VG", &[284]),
    (b"VI", &[340]),
    (
        b"CA",
        &[
            204, 226, 236, 249, 250, 257, 263, 273, 289, 306, 343, 354, 365, 367, 368, 382, 403, 416, 418, 428, 431,
            437, 438, 450, 468, 474, 506, 514, 519, 548, 579, 581, 584, 587, 604, 613, 639, 647, 672, 683, 705, 709,
            742, 753, 778, 780, 782, 807, 819, 825, 867, 873, 879, 902, 905, 942,
        ],
    ),
];

/// Area codes that are no place: toll-free, personal, carriers' and government's own, Canadian non-geographic,
/// premium rate.
const NO_PLACE: &[u16] = &[
    456, 500, 521, 522, 523, 524, 525, 526, 527, 528, 529, 532, 533, 544, 566, 577, 588, 600, 622, 633, 644, 655, 677,
    688, 700, 710, 800, 822, 833, 844, 855, 866, 877, 880, 881, 882, 883, 884, 885, 886, 887, 888, 889, 900,
];

/// The country of the number `+1` followed by `rest`, or `None` for a number of no place.
pub(super) fn country(rest: &str) -> Option<Country> {
    let area: u16 = rest.get(..3)?.parse().ok()?;
    if NO_PLACE.contains(&area) {
        return None;
    }
    let other = AREAS.iter().find(|(_, areas)| areas.contains(&area));
    Some(other.map_or(Country::US, |(code, _)| Country::listed(**code)))
}

#[cfg(test)]
mod tests {
    use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberType};

    use super::*;

    #[test]
    fn every_area_code_is_where_libphonenumber_has_it() {
        use PhoneNumberType::{PersonalNumber, PremiumRate, TollFree, VoIP};
        for area in 200..1000 {
            let number = PHONE_NUMBER_UTIL.parse(format!("+1{area}2345678"), None).unwrap();
            let expected = match (number.get_region_code(), number.get_type()) {
                (None, _) => continue,
                (_, PersonalNumber | PremiumRate | TollFree | VoIP) => None,
                (Some(region), _) => Some(Country::parse(&region.to_string()).unwrap()),
            };
            assert_eq!(country(&format!("{area}2345678")), expected, "{area}");
        }
    }
}
