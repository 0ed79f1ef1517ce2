//! To which numbers an SMS may go: the control against numbers that exist to be paid for (SMS pumping).

use super::country::Country;
use super::numbering::as_numbered;
use super::phone::{LineKind, PhoneNumber};

/// Whether an SMS may go to `number` where `allowed` are the tenant's countries.
///
/// Needs no numbering data beyond small tables, so that it may run before every send.
///
/// # Errors
/// [`SmsRefusal`] with the first rule that forbids it.
pub fn sms_allowed(number: &PhoneNumber, allowed: &[Country]) -> Result<(), SmsRefusal> {
    let country = number.country().ok_or(SmsRefusal::NoCountry)?;
    if number.kind() == LineKind::Special {
        return Err(SmsRefusal::SpecialRange);
    }
    if !allowed.iter().any(|one| as_numbered(*one) == country) {
        return Err(SmsRefusal::CountryNotAllowed(country));
    }
    Ok(())
}

/// Why no SMS may go to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SmsRefusal {
    /// A number of no country: satellites, global networks, freephone and premium rate of the `+1` plan.
    #[error("the number belongs to no country")]
    NoCountry,
    /// Premium rate, shared cost, freephone, personal or company number, pager, mailbox.
    #[error("the number is in a range with special rates or uses")]
    SpecialRange,
    /// A country to which the tenant does not send.
    #[error("SMS to numbers of {0} are not allowed")]
    CountryNotAllowed(Country),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table() {
        use SmsRefusal::{CountryNotAllowed, NoCountry, SpecialRange};
        let allowed = [Country::IT, Country::FR, Country::US, Country::GB];
        let jamaica = Country::parse("JM").unwrap();
        let guernsey = Country::parse("GG").unwrap();
        let table = [
            ("+393331234567", Ok(())),
            // A landline is warned about at entry, not refused.
            ("+390612345678", Ok(())),
            // Reserved for fiction.
            ("+12125550123", Ok(())),
            ("+19995550199", Ok(())),
            ("+33639981234", Ok(())),
            ("+34600123456", Err(CountryNotAllowed(Country::ES))),
            ("+18765550123", Err(CountryNotAllowed(jamaica))),
            ("+447781123456", Err(CountryNotAllowed(guernsey))),
            // Premium rate and shared cost.
            ("+39899123456", Err(SpecialRange)),
            ("+33899123456", Err(SpecialRange)),
            ("+33810123456", Err(SpecialRange)),
            ("+449012345678", Err(SpecialRange)),
            ("+448431234567", Err(SpecialRange)),
            // Personal numbers and freephone.
            ("+447012345678", Err(SpecialRange)),
            ("+39800123456", Err(SpecialRange)),
            ("+19005550123", Err(NoCountry)),
            ("+18005550123", Err(NoCountry)),
            ("+15005550006", Err(NoCountry)),
            // Satellites and global networks.
            ("+870773123456", Err(NoCountry)),
            ("+881612345678", Err(NoCountry)),
            ("+882131234567", Err(NoCountry)),
            ("+883510012345", Err(NoCountry)),
            ("+80012345678", Err(NoCountry)),
            ("+80812345678", Err(NoCountry)),
        ];
        for (e164, expected) in table {
            let number = PhoneNumber::parse(e164, Country::IT).unwrap();
            assert_eq!(sms_allowed(&number, &allowed), expected, "{e164}");
        }
    }

    #[test]
    fn global_ranges_are_refused_even_as_bare_e164() {
        for e164 in ["+979123456789", "+888123456789", "+878121234567890", "+19005550123", "+9991234567"] {
            let number = PhoneNumber::from_e164(e164).unwrap();
            assert_eq!(sms_allowed(&number, &[Country::US]), Err(SmsRefusal::NoCountry), "{e164}");
        }
    }

    #[test]
    fn countries_with_common_numbers_allow_each_other() {
        let number = PhoneNumber::parse("+47 900 12 345", Country::NO).unwrap();
        assert_eq!(sms_allowed(&number, &[Country::parse("SJ").unwrap()]), Ok(()));
        assert_eq!(sms_allowed(&number, &[]), Err(SmsRefusal::CountryNotAllowed(Country::NO)));
    }
}
