//! Addresses to which nothing may be sent. A row holds each reason once, with its first time, so that writes of it
//! commute.

use async_trait::async_trait;
use carebell_domain::TenantId;
use carebell_domain::contact::{EmailAddress, PhoneNumber};
use carebell_domain::decide::Suppression;
use carebell_workflows::ports::{PortError, Suppressions};
use jiff::Timestamp;

use crate::Store;
use crate::item::{Change, Item, Row, instant};
use crate::keys;

/// Type of the item, and its present form.
const SUPPRESSION: &str = "AS";
const FORM: u8 = 1;

/// The gravest reason of a row.
fn reason(row: &Item) -> Option<Suppression> {
    Suppression::ALL.into_iter().find(|reason| Row(row).has(reason.as_str()))
}

#[async_trait]
impl Suppressions for Store {
    async fn suppressed(
        &self,
        tenant: &TenantId,
        mobile: Option<&PhoneNumber>,
        email: Option<&EmailAddress>,
    ) -> Result<(Option<Suppression>, Option<Suppression>), PortError> {
        let mobile = match mobile {
            Some(mobile) => Some(keys::suppression(tenant, &self.addresses.phone(mobile).await?)),
            None => None,
        };
        let email = match email {
            Some(email) => Some(keys::suppression(tenant, &self.addresses.email(email).await?)),
            None => None,
        };
        let wanted = mobile.iter().chain(&email).cloned();
        let found = self.table.get_all("reading suppressions", wanted).await?;
        let of = |key: Option<keys::Key>| found.get(&key?).and_then(reason);
        Ok((of(mobile), of(email)))
    }

    async fn suppress_email(
        &self,
        tenant: &TenantId,
        email: &EmailAddress,
        why: Suppression,
        at: Timestamp,
    ) -> Result<(), PortError> {
        let digest = self.addresses.email(email).await?;
        self.suppress(tenant, &digest, why, at).await
    }

    async fn suppress_sms(
        &self,
        tenant: &TenantId,
        e164: &str,
        why: Suppression,
        at: Timestamp,
    ) -> Result<(), PortError> {
        let digest = self.addresses.e164(e164).await?;
        self.suppress(tenant, &digest, why, at).await
    }
}

impl Store {
    async fn suppress(
        &self,
        tenant: &TenantId,
        digest: &str,
        why: Suppression,
        at: Timestamp,
    ) -> Result<(), PortError> {
        let row = Change::of(keys::suppression(tenant, digest), SUPPRESSION, FORM).set_first(why.as_str(), instant(at));
        self.table.apply("suppressing an address", row).await.map(drop)
    }
}
