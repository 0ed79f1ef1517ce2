//! What a tenant has proved to be its own: [`VerifiedSenders`].

use serde::{Deserialize, Serialize};

use super::email::EmailAddress;
use super::email_error::EmailError;
use super::phone::PhoneNumber;
use super::redacted;
use super::sender::SmsSender;

/// The mailboxes and numbers in whose name a tenant may write. One account sends for all tenants, so that the
/// providers cannot tell whose they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifiedSenders {
    /// Senders of e-mails.
    pub emails: Vec<EmailIdentity>,
    /// Numbers from which SMS come.
    pub sms_numbers: Vec<PhoneNumber>,
}

impl VerifiedSenders {
    /// Whether e-mails may come from this address.
    #[must_use]
    pub fn allow_email(&self, address: &EmailAddress) -> bool {
        self.emails.iter().any(|identity| identity.covers(address))
    }

    /// Whether SMS may come from this sender. Names are free: nobody can prove that one is his.
    #[must_use]
    pub fn allow_sms(&self, sender: &SmsSender) -> bool {
        match sender {
            SmsSender::Name(_) => true,
            SmsSender::Number(number) => self.sms_numbers.iter().any(|own| own.e164() == number.e164()),
        }
    }
}

/// One address, or a domain, which stands for every address at that very domain.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(value_type = String, max_length = 254, example = "example.org")
)]
pub struct EmailIdentity(String);

redacted!(EmailIdentity);

impl EmailIdentity {
    /// Reads an address, or a domain: what has no `@` is one.
    ///
    /// # Errors
    /// [`EmailError`] names the rule that failed, never the address.
    pub fn parse(entered: &str) -> Result<Self, EmailError> {
        if entered.contains('@') {
            return EmailAddress::parse(entered).map(|address| Self(address.as_str().to_owned()));
        }
        // A domain is what may stand after the @ of an address.
        let address = EmailAddress::parse(&format!("a@{}", entered.trim()))?;
        Ok(Self(address.domain().to_owned()))
    }

    /// Whether an address is this one, or at this domain. What stands before the `@` is compared as it is written, as
    /// SES does (Amazon SES developer guide, "Creating and verifying identities"); SES would take a domain's
    /// subdomains too.
    #[must_use]
    pub fn covers(&self, address: &EmailAddress) -> bool {
        self.0 == address.as_str() || self.0 == address.domain()
    }
}

impl TryFrom<String> for EmailIdentity {
    type Error = EmailError;

    fn try_from(entered: String) -> Result<Self, EmailError> {
        Self::parse(&entered)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::Country;

    fn identity(entered: &str) -> EmailIdentity {
        EmailIdentity::parse(entered).expect(entered)
    }

    #[test]
    fn an_address_is_covered_by_itself_and_by_its_very_domain() {
        let table = [
            ("desk@aurora.example", "desk@aurora.example", true),
            ("desk@aurora.example", "desk@AURORA.example", true),
            (" Desk@Aurora.Example ", "Desk@aurora.example", true),
            ("desk@aurora.example", "Desk@aurora.example", false),
            ("desk@aurora.example", "desk+a@aurora.example", false),
            ("desk@aurora.example", "help@aurora.example", false),
            ("desk@aurora.example", "desk@aurora.example.org", false),
            ("aurora.example", "desk@aurora.example", true),
            ("Aurora.EXAMPLE", "Any.Body@aurora.example", true),
            ("aurora.example", "desk@mail.aurora.example", false),
            ("mail.aurora.example", "desk@aurora.example", false),
            ("aurora.example", "desk@notaurora.example", false),
            ("aurora.example", "aurora.example@evil.example", false),
            ("aurora.example", "desk@aurora.example.org", false),
            ("müller.example", "info@xn--mller-kva.example", true),
            ("xn--mller-kva.example", "info@müller.example", true),
        ];
        for (listed, address, expected) in table {
            let senders = VerifiedSenders { emails: vec![identity(listed)], sms_numbers: Vec::new() };
            let address = EmailAddress::parse(address).expect(address);
            assert_eq!(senders.allow_email(&address), expected, "{listed} {}", address.as_str());
            assert!(!VerifiedSenders::default().allow_email(&address));
        }
    }

    #[test]
    fn a_number_is_listed_however_it_is_written_and_names_are_free() {
        let number = |entered, country| PhoneNumber::parse(entered, country).expect(entered);
        let senders =
            VerifiedSenders { emails: Vec::new(), sms_numbers: vec![number("+39 347 123 4567", Country::FR)] };
        let table = [
            ("347 123 4567", Country::IT, true),
            ("0039 347-1234567", Country::IT, true),
            ("+393471234567", Country::US, true),
            ("347 123 4568", Country::IT, false),
            ("+34 712 34 56 78", Country::IT, false),
        ];
        for (entered, country, expected) in table {
            let sender = SmsSender::Number(number(entered, country));
            assert_eq!(senders.allow_sms(&sender), expected, "{entered}");
            assert!(!VerifiedSenders::default().allow_sms(&sender));
        }
        let name = SmsSender::parse("Aurora", Country::IT).expect("a name");
        assert!(VerifiedSenders::default().allow_sms(&name));
    }

    #[test]
    fn what_is_neither_address_nor_domain_is_refused() {
        for bad in [
            "",
            " ",
            "example",
            "@example.org",
            "a@b@example.org",
            "*.example.org",
            "exa mple.org",
            ".org",
            "127.0.0.1",
        ] {
            assert!(EmailIdentity::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn json_is_the_text_and_reads_back() {
        let senders = VerifiedSenders {
            emails: vec![identity("Desk@Aurora.example"), identity("Aurora.example")],
            sms_numbers: vec![PhoneNumber::from_e164("+393471234567").expect("a number")],
        };
        let json = serde_json::to_value(&senders).expect("JSON");
        assert_eq!(json["emails"], serde_json::json!(["Desk@aurora.example", "aurora.example"]));
        assert_eq!(serde_json::from_value::<VerifiedSenders>(json).expect("senders"), senders);
        assert_eq!(format!("{:?}", senders.emails[0]), "EmailIdentity(..)");
    }
}
