//! The verified senders as the API takes and shows them.

use carebell_domain::contact::{Country, EmailIdentity, PhoneNumber, VerifiedSenders};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::check::Faults;

/// Most entries of either list.
const MOST: usize = 50;

/// The senders that a tenant has verified. An SMS sender that is a name needs no entry.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VerifiedSenders)]
pub(crate) struct VerifiedShape {
    /// E-mail addresses, and domains: `example.org` stands for every address at that very domain, not at those below
    /// it.
    #[schema(max_items = 50)]
    emails: Vec<EmailIdentity>,
    /// Numbers from which SMS may come, in E.164.
    #[schema(max_items = 50, pattern = r"^\+[1-9][0-9]{6,14}$", example = json!(["+390612345678"]))]
    sms_numbers: Vec<String>,
}

impl VerifiedShape {
    /// As they are shown.
    pub(super) fn show(senders: &VerifiedSenders) -> Self {
        let sms_numbers = senders.sms_numbers.iter().map(|number| number.e164().to_owned()).collect();
        Self { emails: senders.emails.clone(), sms_numbers }
    }

    /// As they are stored, once every field is right. `country` is the centre's.
    pub(super) fn check(self, country: Country, faults: &mut Faults) -> VerifiedSenders {
        faults.list("/emails", &self.emails, MOST);
        faults.list("/sms_numbers", &self.sms_numbers, MOST);
        // Only E.164, which is the same number in every country: the tenant may change the centre's. Then read like a
        // number of the settings, to be equal to it.
        let read = |entered: &str| PhoneNumber::from_e164(entered).and_then(|_| PhoneNumber::parse(entered, country));
        let numbers = self.sms_numbers.iter().take(MOST).enumerate();
        let sms_numbers = numbers
            .filter_map(|(index, entered)| faults.keep(&format!("/sms_numbers/{index}"), read(entered)))
            .collect();
        VerifiedSenders { emails: self.emails, sms_numbers }
    }
}
