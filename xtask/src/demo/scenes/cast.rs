//! Who plays in the scenes: clients of the desk to whom nothing stands in the way of any message, so that each scene shows
//! its own rule and no other. Of these, those with the fewest visits: theirs are left out of what is booked otherwise.

use anyhow::{Result, ensure};

use crate::demo::contact::is_ordinary;
use crate::demo::data::Visit;
use crate::demo::people::Client;

/// The clients of the scenes.
#[derive(Clone, Debug)]
pub(crate) struct Cast {
    pub(crate) clients: Vec<Client>,
}

impl Cast {
    /// Whether a visit of the records is one of theirs.
    pub(crate) fn has(&self, visit: &Visit) -> bool {
        self.clients.iter().any(|client| client.id == visit.person)
    }
}

/// Chooses so many clients.
///
/// # Errors
/// If there are not so many.
pub(crate) fn cast(clients: &[Client], visits: &[Visit], wanted: usize) -> Result<Cast> {
    let mut fit: Vec<&Client> = clients.iter().filter(|client| is_fit(client)).collect();
    ensure!(fit.len() >= wanted, "the scenes have {wanted} clients, of whom there are {}", fit.len());
    fit.sort_by_key(|client| (visits.iter().filter(|visit| visit.person == client.id).count(), client.number));
    Ok(Cast { clients: fit.into_iter().take(wanted).cloned().collect() })
}

fn is_fit(client: &Client) -> bool {
    let arrives = client.email.as_ref().zip(client.mobile.as_ref());
    !client.outside
        && client.died.is_none()
        && client.children.is_empty()
        && client.privacy
        && client.wants == (true, true)
        && !client.insured
        && arrives.is_some_and(|(email, mobile)| is_ordinary(email, mobile))
}
