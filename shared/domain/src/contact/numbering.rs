//! Which country an E.164 number belongs to, by its first digits (ITU-T E.164, list of assigned country codes).
//!
//! A table of our own: libphonenumber knows the same, but takes some 50 ms and 8 MB to wake up, too much for a
//! function that only sends. The tests hold the table to its data.

use super::country::Country;
use super::nanp;

/// Country codes, each with the country that has most of its numbers. The global ones (800, 808, 870, 878, 881,
/// 882, 883, 888, 979) are left out: satellites, freephone and premium rate are no country. `1` is for [`nanp`].
const CODES: &str = "20EG 27ZA 211SS 212MA 213DZ 216TN 218LY 220GM 221SN 222MR 223ML 224GN 225CI 226BF 227NE \
    228TG 229BJ 230MU 231LR 232SL 233GH 234NG 235TD 236CF 237CM 238CV 239ST 240GQ 241GA 242CG 243CD 244AO 245GW \
    246IO 247SH 248SC 249SD 250RW 251ET 252SO 253DJ 254KE 255TZ 256UG 257BI 258MZ 260ZM 261MG 262RE 263ZW 264NA \
    265MW 266LS 267BW 268SZ 269KM 290SH 291ER 297AW 298FO 299GL \
    30GR 31NL 32BE 33FR 34ES 36HU 39IT 350GI 351PT 352LU 353IE 354IS 355AL 356MT 357CY 358FI 359BG 370LT 371LV \
    372EE 373MD 374AM 375BY 376AD 377MC 378SM 380UA 381RS 382ME 383XK 385HR 386SI 387BA 389MK \
    40RO 41CH 43AT 44GB 45DK 46SE 47NO 48PL 49DE 420CZ 421SK 423LI \
    51PE 52MX 53CU 54AR 55BR 56CL 57CO 58VE 500FK 501BZ 502GT 503SV 504HN 505NI 506CR 507PA 508PM 509HT 590GP \
    591BO 592GY 593EC 594GF 595PY 596MQ 597SR 598UY 599CW \
    60MY 61AU 62ID 63PH 64NZ 65SG 66TH 670TL 672NF 673BN 674NR 675PG 676TO 677SB 678VU 679FJ 680PW 681WF 682CK \
    683NU 685WS 686KI 687NC 688TV 689PF 690TK 691FM 692MH 7RU \
    81JP 82KR 84VN 86CN 850KP 852HK 853MO 855KH 856LA 880BD 886TW \
    90TR 91IN 92PK 93AF 94LK 95MM 98IR 960MV 961LB 962JO 963SY 964IQ 965KW 966SA 967YE 968OM 970PS 971AE 972IL \
    973BH 974QA 975BT 976MN 977NP 992TJ 993TM 994AZ 995GE 996KG 998UZ ";

/// Beginnings of numbers that have a country code in common with a bigger country, but are paid for differently.
const SMALLER: &[(&[u8; 2], &[&str])] = &[
    (b"BQ", &["5993", "5994", "5997"]),
    (b"GG", &["441481", "447781", "447839", "4479111", "4479117"]),
    (b"IM", &["441624", "4474576", "447524", "447624"]),
    (b"JE", &["441534", "447509", "4477003", "4477007", "4477008", "447797", "447829", "447937"]),
    (b"KZ", &["77"]),
    (b"YT", &["2622689", "262269", "262639", "2627093", "2629398", "2629478", "2629769"]),
];

/// [`CODES`] by the number that the code is; no code is the beginning of another.
static COUNTRIES: [Option<Country>; 1000] = {
    let text = CODES.as_bytes();
    let mut countries = [None; 1000];
    let (mut at, mut code) = (0, 0);
    while at < text.len() {
        if text[at].is_ascii_digit() {
            code = code * 10 + (text[at] - b'0') as usize;
            at += 1;
        } else {
            countries[code] = Some(Country::listed([text[at], text[at + 1]]));
            code = 0;
            at += 3;
        }
    }
    countries
};

/// The country of a number, given without its `+`. `None` for the global ranges, for those of the North American
/// plan that are no place, and for what begins like no number.
///
/// Countries whose mobile numbers nobody can tell apart count as one: see [`as_numbered`].
pub(super) fn country(digits: &str) -> Option<Country> {
    if let Some(rest) = digits.strip_prefix('1') {
        return nanp::country(rest);
    }
    let smaller = |(_, starts): &&(_, &[&str])| starts.iter().any(|start| digits.starts_with(start));
    if let Some((code, _)) = SMALLER.iter().find(smaller) {
        return Some(Country::listed(**code));
    }
    (1..=3).rev().find_map(|width| {
        let code: usize = digits.get(..width)?.parse().ok()?;
        COUNTRIES[code]
    })
}

/// The country under which [`country`] gives the numbers of `country`: another one for those that have their
/// mobile numbers in common with it.
pub(super) fn as_numbered(country: Country) -> Country {
    match country.as_str() {
        "AX" => Country::listed(*b"FI"),
        "BL" | "MF" => Country::listed(*b"GP"),
        "CC" | "CX" => Country::listed(*b"AU"),
        "EH" => Country::listed(*b"MA"),
        "SJ" => Country::NO,
        "VA" => Country::IT,
        _ => country,
    }
}

#[cfg(test)]
mod tests {
    use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, PhoneNumberType, Region};

    use super::*;

    /// What libphonenumber says, in our countries.
    fn expected(region: Region) -> Option<Country> {
        match region.to_string().as_str() {
            "001" => None,
            // Parts of Saint Helena, Ascension and Tristan da Cunha without an ISO code.
            "AC" | "TA" => Some(Country::parse("SH").unwrap()),
            code => Some(as_numbered(Country::parse(code).unwrap())),
        }
    }

    #[test]
    fn tables_hold_listed_countries() {
        for country in COUNTRIES.iter().flatten() {
            assert_eq!(Country::parse(country.as_str()), Ok(*country));
        }
        for (code, _) in SMALLER {
            Country::parse(str::from_utf8(*code).unwrap()).unwrap();
        }
    }

    #[test]
    fn every_calling_code_is_where_libphonenumber_has_it() {
        for code in PHONE_NUMBER_UTIL.get_supported_calling_codes().filter(|code| *code != 1) {
            let region = PHONE_NUMBER_UTIL.get_region_for_country_code(code).unwrap();
            assert_eq!(country(&format!("{code}000000")), expected(region), "{code}");
        }
        for code in ["", "0", "999", "2", "21", "210"] {
            assert_eq!(country(code), None, "{code}");
        }
    }

    #[test]
    fn every_mobile_range_is_where_libphonenumber_has_it() {
        for region in PHONE_NUMBER_UTIL.get_supported_regions() {
            let mobile = PhoneNumberType::Mobile;
            let Ok(number) = PHONE_NUMBER_UTIL.get_example_number_for_type_and_region(region, mobile) else {
                continue;
            };
            let e164 = number.format_as(PhoneNumberFormat::E164);
            // Some are in the ranges of two countries: the first that libphonenumber finds counts.
            let found = number.get_region_code().unwrap();
            assert_eq!(country(&e164[1..]), expected(found), "{region}");
        }
    }

    #[test]
    fn shared_codes_are_cut_where_libphonenumber_cuts_them() {
        for (code, length) in [("44", 10), ("7", 10), ("262", 9), ("599", 8)] {
            for start in 0..10_000 {
                let digits = format!("{code}{start:04}{}", &"5555555555"[..length - 4]);
                let Ok(number) = PHONE_NUMBER_UTIL.parse(format!("+{digits}"), None) else {
                    continue;
                };
                if !matches!(number.get_type(), PhoneNumberType::Mobile | PhoneNumberType::FixedLine) {
                    continue;
                }
                assert_eq!(country(&digits), expected(number.get_region_code().unwrap()), "{digits}");
            }
        }
    }
}
