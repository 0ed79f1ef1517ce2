//! Mailboxes: [`EmailAddress`].

use std::borrow::Cow;

use serde::{Deserialize, Serialize, Serializer};

use super::email_error::EmailError;
use super::{redacted, typo};

/// The most octets before the `@` (RFC 5321, section 4.5.3.1.1).
const LOCAL_LIMIT: usize = 64;

/// The most octets of an address: a path of 256 with its angle brackets (RFC 5321, section 4.5.3.1.3).
const ADDRESS_LIMIT: usize = 254;

/// The most octets between two dots of a domain (RFC 1035, section 2.3.4).
const LABEL_LIMIT: usize = 63;

/// One mailbox, such as SES takes it: in ASCII, without quotes, comments or a name before it; the domain in small
/// letters, an internationalised one in its `xn--` form.
#[derive(Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(value_type = String, format = Email, max_length = 254, example = "maria.rossi@example.org")
)]
pub struct EmailAddress(String);

redacted!(EmailAddress);

impl EmailAddress {
    /// Reads one address; spaces around it are dropped.
    ///
    /// # Errors
    /// [`EmailError`] names the rule that failed, never the address.
    pub fn parse(entered: &str) -> Result<Self, EmailError> {
        let entered = entered.trim();
        if entered.is_empty() {
            return Err(EmailError::Empty);
        }
        if entered.len() > ADDRESS_LIMIT {
            return Err(EmailError::TooLong { limit: ADDRESS_LIMIT, size: entered.len() });
        }
        let Some((local, domain)) = entered.split_once('@').filter(|(_, domain)| !domain.contains('@')) else {
            return Err(EmailError::AtSigns { found: entered.matches('@').count() });
        };
        check_local(local)?;
        let domain = ascii_domain(domain)?;
        check_domain(&domain)?;
        let address = format!("{local}@{domain}");
        if address.len() > ADDRESS_LIMIT {
            return Err(EmailError::TooLong { limit: ADDRESS_LIMIT, size: address.len() });
        }
        Ok(Self(address))
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands after the `@`, in small letters.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.split_once('@').map_or("", |(_, domain)| domain)
    }

    /// The address that was probably meant, where the domain looks like a common one mistyped (`gmial.com`): a
    /// warning at entry, never a refusal.
    #[must_use]
    pub fn likely_typo(&self) -> Option<Self> {
        let (local, domain) = self.0.split_once('@')?;
        Some(Self(format!("{local}@{}", typo::meant(domain)?)))
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = EmailError;

    fn try_from(entered: String) -> Result<Self, EmailError> {
        Self::parse(&entered)
    }
}

impl Serialize for EmailAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// A dot-string of RFC 5321, section 4.1.2.
fn check_local(local: &str) -> Result<(), EmailError> {
    if local.is_empty() || local.len() > LOCAL_LIMIT {
        return Err(EmailError::LocalSize { limit: LOCAL_LIMIT, size: local.len() });
    }
    let allowed = |sign: char| sign.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(sign);
    if let Some(before) = local.chars().position(|sign| !allowed(sign)) {
        return Err(EmailError::LocalSign { at: before + 1 });
    }
    if local.split('.').any(str::is_empty) {
        return Err(EmailError::LocalDots);
    }
    Ok(())
}

/// The domain in small letters of ASCII (UTS #46 for those that are written in others).
fn ascii_domain(domain: &str) -> Result<Cow<'_, str>, EmailError> {
    if domain.is_ascii() {
        return Ok(Cow::Owned(domain.to_ascii_lowercase()));
    }
    idna::domain_to_ascii_cow(domain.as_bytes(), idna::AsciiDenyList::STD3).map_err(|_| EmailError::DomainSign)
}

fn check_domain(domain: &str) -> Result<(), EmailError> {
    let part = |size| EmailError::DomainPart { limit: LABEL_LIMIT, size };
    let Some((_, top)) = domain.rsplit_once('.') else {
        return Err(part(domain.len()));
    };
    for label in domain.split('.') {
        if label.is_empty() || label.len() > LABEL_LIMIT {
            return Err(part(label.len()));
        }
        let letters = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if !letters || label.starts_with('-') || label.ends_with('-') {
            return Err(EmailError::DomainSign);
        }
    }
    if top.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(EmailError::DomainNumber);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn accepted_and_normalised() {
        let table = [
            ("maria@example.org", "maria@example.org"),
            (" Maria.Rossi+vet@Example.ORG\n", "Maria.Rossi+vet@example.org"),
            ("o'brien_1@mail.example.co.uk", "o'brien_1@mail.example.co.uk"),
            ("info@müller.example", "info@xn--mller-kva.example"),
            ("info@xn--mller-kva.example", "info@xn--mller-kva.example"),
            ("info@però。example", "info@xn--per-ena.example"),
        ];
        for (entered, expected) in table {
            assert_eq!(EmailAddress::parse(entered).map(|one| one.0), Ok(expected.to_owned()), "{entered}");
        }
    }

    #[test]
    fn refused_with_the_rule_that_failed() {
        use EmailError::{
            AtSigns, DomainNumber, DomainPart, DomainSign, Empty, LocalDots, LocalSign, LocalSize, TooLong,
        };
        let table = [
            ("", Empty),
            (" \t", Empty),
            ("maria", AtSigns { found: 0 }),
            ("maria@rossi@example.org", AtSigns { found: 2 }),
            ("a@example.org, b@example.org", AtSigns { found: 2 }),
            ("@example.org", LocalSize { limit: 64, size: 0 }),
            (&format!("{}@example.org", "a".repeat(65)), LocalSize { limit: 64, size: 65 }),
            (&format!("a@{}.org", "a.".repeat(126)), TooLong { limit: 254, size: 258 }),
            ("Maria Rossi <maria@example.org>", LocalSign { at: 6 }),
            ("\"maria\"@example.org", LocalSign { at: 1 }),
            ("ma\r\nria@example.org", LocalSign { at: 3 }),
            ("niccolò@example.org", LocalSign { at: 7 }),
            (".maria@example.org", LocalDots),
            ("maria.@example.org", LocalDots),
            ("ma..ria@example.org", LocalDots),
            ("maria@localhost", DomainPart { limit: 63, size: 9 }),
            ("maria@", DomainPart { limit: 63, size: 0 }),
            ("maria@example.", DomainPart { limit: 63, size: 0 }),
            ("maria@.org", DomainPart { limit: 63, size: 0 }),
            (&format!("a@{}.org", "b".repeat(64)), DomainPart { limit: 63, size: 64 }),
            ("maria@exa mple.org", DomainSign),
            ("maria@exa_mple.org", DomainSign),
            ("maria@-example.org", DomainSign),
            ("maria@example.org>", DomainSign),
            ("maria@exam\0ple.org", DomainSign),
            ("maria@mül ler.org", DomainSign),
            ("maria@127.0.0.1", DomainNumber),
        ];
        for (entered, expected) in table {
            assert_eq!(EmailAddress::parse(entered), Err(expected), "{entered}");
        }
    }

    #[test]
    fn the_limits_themselves_pass() {
        let local = "a".repeat(64);
        let domain = format!("{}.{}.{}.org", "b".repeat(63), "c".repeat(63), "d".repeat(57));
        let address = format!("{local}@{domain}");
        assert_eq!(address.len(), 254);
        assert!(EmailAddress::parse(&address).is_ok());
    }

    #[test]
    fn a_mistyped_domain_is_put_right() {
        let address = EmailAddress::parse("maria@gmial.com").unwrap();
        assert_eq!(address.likely_typo().unwrap().as_str(), "maria@gmail.com");
        assert!(EmailAddress::parse("maria@gmail.com").unwrap().likely_typo().is_none());
    }

    #[test]
    fn json_is_the_address_and_debug_is_not() {
        let address = EmailAddress::parse("maria@example.org").unwrap();
        let json = serde_json::to_string(&address).unwrap();
        assert_eq!(json, r#""maria@example.org""#);
        assert_eq!(serde_json::from_str::<EmailAddress>(&json).unwrap(), address);
        assert!(serde_json::from_str::<EmailAddress>(r#""maria""#).is_err());
        assert_eq!(format!("{address:?}"), "EmailAddress(..)");
    }

    proptest! {
        #[test]
        fn parsed_twice_is_parsed_once(entered in ".{0,30}|[a-z.+]{1,9}@[a-zA-Zèß.-]{1,20}\\.[a-z]{2,3}") {
            if let Ok(address) = EmailAddress::parse(&entered) {
                prop_assert!(address.as_str().is_ascii() && address.as_str().len() <= ADDRESS_LIMIT);
                prop_assert!(EmailAddress::parse(address.as_str()).unwrap() == address);
            }
        }
    }
}
