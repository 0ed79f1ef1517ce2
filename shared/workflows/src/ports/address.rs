//! Numbers and mailboxes, and who is written to there.

use carebell_domain::contact::{EmailAddress, PhoneNumber};
use carebell_domain::decide::DayGuard;
use carebell_domain::model::Client;
use carebell_domain::{Channel, ClientId};

/// A number or a mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A mobile number.
    Sms(PhoneNumber),
    /// A mailbox.
    Email(EmailAddress),
}

impl Address {
    /// Where a client is written to on a channel.
    #[must_use]
    pub fn of(client: &Client, channel: Channel) -> Option<Self> {
        match channel {
            Channel::Sms => client.mobile.clone().map(Self::Sms),
            Channel::Email => client.email.clone().map(Self::Email),
        }
    }
}

/// What is known of an address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AtAddress {
    /// Clients who are written to there.
    pub clients: Vec<ClientId>,
    /// The reminders that went there to a household; they are kept for a year.
    pub guards: Vec<DayGuard>,
}

/// Whose day a reminder takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayOf {
    /// One client's.
    Client(ClientId),
    /// That of all who are written to at an address.
    Address(Address),
}

impl DayOf {
    /// Whose day the guard of a client's reminder is of. Without an address there is no household.
    #[must_use]
    pub fn of(client: &Client, guard: &DayGuard) -> Self {
        let address = if guard.shared { Address::of(client, guard.channel) } else { None };
        address.map_or_else(|| Self::Client(client.id.clone()), Self::Address)
    }
}
