//! Who is reminded together: the other clients at a client's number and mailbox.

use carebell_domain::decide::{DayGuard, Household, MOST_MEMBERS, Relative};
use carebell_domain::model::Client;
use carebell_domain::{Channel, TenantId};

use crate::ports::{Address, AtAddress, PortError, Records};

/// Reads the household of a client on some channels, and the reminders that went to it. Each member's file is read
/// consistently, as the client's own is.
///
/// # Errors
/// [`PortError`] where a read failed.
pub async fn household(
    records: &dyn Records,
    tenant: &TenantId,
    client: &Client,
    channels: &[Channel],
) -> Result<(Household, Vec<DayGuard>), PortError> {
    let (mut household, mut went) = (Household::default(), Vec::new());
    for channel in channels {
        let Some(address) = Address::of(client, *channel) else { continue };
        let AtAddress { clients, guards } = records.at_address(tenant, &address, MOST_MEMBERS + 1).await?;
        if clients.len() > MOST_MEMBERS {
            household.crowded.push(*channel);
            continue;
        }
        went.extend(guards);
        for other in clients.into_iter().filter(|other| *other != client.id) {
            if household.relatives.iter().any(|relative| relative.client.id == other) {
                continue;
            }
            let file = records.file(tenant, &other).await?;
            if let Some(member) = file.client {
                let (patients, appointments) = (file.patients, file.appointments);
                household.relatives.push(Relative { client: member, patients, appointments });
            }
        }
    }
    Ok((household, went))
}
