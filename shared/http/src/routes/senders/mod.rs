//! The senders that a tenant has verified: the platform records them, the tenant reads them and chooses among them.

pub(super) mod get;
pub(super) mod of_tenant;
pub(super) mod put;
pub(super) mod shape;

use carebell_domain::TenantId;
use carebell_domain::contact::{EmailAddress, VerifiedSenders};
use carebell_domain::model::Senders;
use carebell_workflows::api::documents::SENDERS;
use carebell_workflows::ports::Kind;

use crate::api::{Ports, stored};
use crate::check::Faults;
use crate::problem::Problem;

/// What is recorded now, with the version of its document where there is one.
async fn verified(api: &Ports, tenant: &TenantId) -> Result<(VerifiedSenders, Option<u64>), Problem> {
    let Some(document) = api.config.get(tenant, Kind::Senders, SENDERS).await? else {
        return Ok((VerifiedSenders::default(), None));
    };
    let version = document.version;
    Ok((stored(document)?, Some(version)))
}

/// A fault for each sender in the settings that is not recorded.
pub(super) async fn check(
    api: &Ports,
    tenant: &TenantId,
    senders: &Senders,
    faults: &mut Faults,
) -> Result<(), Problem> {
    let (verified, _) = verified(api, tenant).await?;
    if senders.email_address.as_ref().is_some_and(|address| !verified.allow_email(address)) {
        missing("/senders/email_address", "address", faults);
    }
    if senders.sms.as_ref().is_some_and(|sender| !verified.allow_sms(sender)) {
        missing("/senders/sms_number", "number", faults);
    }
    Ok(())
}

/// A fault for an address in another object that is not recorded.
pub(super) async fn check_address(
    api: &Ports,
    tenant: &TenantId,
    pointer: &str,
    address: &EmailAddress,
    faults: &mut Faults,
) -> Result<(), Problem> {
    if !verified(api, tenant).await?.0.allow_email(address) {
        missing(pointer, "address", faults);
    }
    Ok(())
}

fn missing(pointer: &str, what: &str, faults: &mut Faults) {
    let detail = format!(
        "this {what} is not among the verified senders (`GET /v1/senders`); the platform has to record it first"
    );
    faults.add(pointer, detail);
}
