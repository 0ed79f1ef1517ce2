//! The links in messages: short, signed, and void once what they are about has changed.
//!
//! A token holds what finds the object (kind, key, tenant, client) and a tag. The tag covers the rest, which is read
//! from the object itself: the appointment, and its generation. So a link stays short enough for an SMS, nobody can
//! make one, and one of before a move no longer fits, without a list of links that were given out.

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use ulid::Ulid;

use crate::{AppointmentId, Channel, ClientId, ItemId, TenantId};

/// A token's bytes are head, tenant, client and tag. With a ULID for the client they are 51 signs as text, so with
/// `https://`, a host of 18 signs and `/p/` before it a link has 80. Other identifiers stand in it as they are.
const NUMBER: usize = 5;
const ULID: usize = 16;
/// In the head: the client's identifier is none of ours.
const AS_TEXT: u8 = 8;
/// 128 bits, the least that RFC 2104, section 5, recommends for HMAC-SHA256.
const TAG: usize = 16;
/// Of how many generations before the present one a link is known as theirs: enough to say why it no longer works.
const REMEMBERED: u32 = 20;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// To confirm or cancel an appointment. The channel is that of the message with the link, so that a press of a
    /// button is shown on that message.
    Answer(Channel),
    /// To say how a visit was.
    Survey(Channel),
}

impl LinkKind {
    const ALL: [Self; 4] = [
        Self::Answer(Channel::Sms),
        Self::Answer(Channel::Email),
        Self::Survey(Channel::Sms),
        Self::Survey(Channel::Email),
    ];

    const fn code(self) -> u8 {
        match self {
            Self::Answer(Channel::Sms) => 1,
            Self::Answer(Channel::Email) => 2,
            Self::Survey(Channel::Sms) => 3,
            Self::Survey(Channel::Email) => 4,
        }
    }
}

/// A key of links, with its number: new links are signed with the newest, older ones stay good while theirs is kept.
#[derive(Clone, Copy)]
pub struct LinkKey {
    /// Which key it is, 1 to 15.
    pub id: u8,
    /// The key.
    pub key: [u8; 32],
}

/// A tenant in few bytes: the first forty bits of a digest of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TenantNumber([u8; NUMBER]);

impl TenantNumber {
    /// The number of a tenant.
    #[must_use]
    pub fn of(tenant: &TenantId) -> Self {
        let digest = Sha256::digest(format!("tenant#{tenant}"));
        let mut number = [0; NUMBER];
        number.copy_from_slice(&digest[..NUMBER]);
        Self(number)
    }
}

/// Ten hexadecimal digits.
impl fmt::Display for TenantNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A link's token. That it reads well says nothing about whether it is genuine: [`Token::find`] does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is for.
    pub kind: LinkKind,
    /// Which key signed it.
    pub key_id: u8,
    /// Whose it is.
    pub tenant: TenantNumber,
    /// Whose appointment it is about.
    pub client: ClientId,
    tag: [u8; TAG],
}

/// A text that is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no link's token")]
pub struct BadToken;

impl Token {
    /// The token of a link about an appointment as it stands.
    #[must_use]
    pub fn sign(
        key: &LinkKey,
        kind: LinkKind,
        tenant: &TenantId,
        appointment: &AppointmentId,
        generation: u32,
    ) -> Self {
        let AppointmentId { client, item } = appointment;
        let mut tag = [0; TAG];
        tag.copy_from_slice(&mac(key, kind, tenant, client, item, generation).finalize().into_bytes()[..TAG]);
        Self { kind, key_id: key.id, tenant: TenantNumber::of(tenant), client: client.clone(), tag }
    }

    /// Which of a client's appointments this token is about, and whether it is as it was when the link was made: one
    /// that was moved or opened again since has a later generation. `None` where the token is not genuine.
    #[must_use]
    pub fn find<'a>(
        &self,
        key: &LinkKey,
        tenant: &TenantId,
        appointments: impl IntoIterator<Item = (&'a ItemId, u32)>,
    ) -> Option<(&'a ItemId, Fits)> {
        if self.key_id != key.id || self.tenant != TenantNumber::of(tenant) {
            return None;
        }
        let fits = |item: &ItemId, generation| {
            // In constant time.
            mac(key, self.kind, tenant, &self.client, item, generation).verify_truncated_left(&self.tag).is_ok()
        };
        appointments.into_iter().find_map(|(item, generation)| {
            let oldest = generation.saturating_sub(REMEMBERED);
            let of = (oldest..=generation).rev().find(|one| fits(item, *one))?;
            Some((item, if of == generation { Fits::Now } else { Fits::Before }))
        })
    }
}

/// To what a token belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fits {
    /// The appointment as it stands.
    Now,
    /// The appointment as it was before a move or an opening again: the link is void.
    Before,
}

fn mac(
    key: &LinkKey,
    kind: LinkKind,
    tenant: &TenantId,
    client: &ClientId,
    item: &ItemId,
    generation: u32,
) -> Hmac<Sha256> {
    // The trait is named because two of them have a constructor of this name. Keys of any length are taken.
    let mut mac = <Hmac<Sha256> as hmac::digest::KeyInit>::new(&key_block(&key.key));
    // Identifiers hold no `#`.
    mac.update(format!("link#{}#{tenant}#{client}#{item}#{generation}", kind.code()).as_bytes());
    mac
}

/// The key, padded to the block that HMAC works with (RFC 2104, section 2).
fn key_block(key: &[u8; 32]) -> hmac::digest::Key<Hmac<Sha256>> {
    let mut block = hmac::digest::Key::<Hmac<Sha256>>::default();
    block[..key.len()].copy_from_slice(key);
    block
}

/// The ULID of a client's identifier, where it is written as ULIDs are.
fn ulid_of(client: &ClientId) -> Option<[u8; ULID]> {
    let ulid: Ulid = client.as_str().parse().ok()?;
    (ulid.to_string() == client.as_str()).then(|| ulid.to_bytes())
}

/// A client's identifier as it is. What follows it makes the last sign of the token one for four bits: letter or digit,
/// for phones leave a `-` or `_` at the end out of a link.
fn padded(client: &ClientId) -> Vec<u8> {
    let mut bytes = client.as_str().as_bytes().to_vec();
    while bytes.len() % 3 != ULID % 3 {
        bytes.push(0);
    }
    bytes
}

/// The client that these bytes name, in the one form that names it.
fn client_of(bytes: &[u8], as_text: bool) -> Option<ClientId> {
    if !as_text {
        return Ulid::from_bytes(bytes.try_into().ok()?).to_string().parse().ok();
    }
    let client: ClientId = std::str::from_utf8(bytes).ok()?.trim_end_matches('\0').parse().ok()?;
    (ulid_of(&client).is_none() && padded(&client) == bytes).then_some(client)
}

/// As it stands in a link.
impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (client, form) =
            ulid_of(&self.client).map_or_else(|| (padded(&self.client), AS_TEXT), |ulid| (ulid.to_vec(), 0));
        let head = self.key_id << 4 | form | self.kind.code();
        let bytes = [&[head][..], &self.tenant.0, &client, &self.tag].concat();
        f.write_str(&BASE64URL_NOPAD.encode(&bytes))
    }
}

impl FromStr for Token {
    type Err = BadToken;

    fn from_str(text: &str) -> Result<Self, BadToken> {
        // There is one form of each token: other letters for the same bytes are refused.
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| BadToken)?;
        let (&head, rest) = bytes.split_first().ok_or(BadToken)?;
        let (number, rest) = rest.split_first_chunk().ok_or(BadToken)?;
        let (client, tag) = rest.split_last_chunk().ok_or(BadToken)?;
        let kind = LinkKind::ALL.into_iter().find(|kind| kind.code() == head & 0x7).ok_or(BadToken)?;
        let client = client_of(client, head & AS_TEXT != 0).ok_or(BadToken)?;
        Ok(Self { kind, key_id: head >> 4, tenant: TenantNumber(*number), client, tag: *tag })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KEY: LinkKey = LinkKey { id: 1, key: [7; 32] };
    const CLIENT_ID: &str = "01JXA0C5SZ3V5Y8Q4D1F6G7H8J";

    fn tenant() -> TenantId {
        "tt_example".parse().expect("well formed")
    }

    fn appointment(item: &str) -> AppointmentId {
        format!("{CLIENT_ID}.{item}").parse().expect("well formed")
    }

    fn signed(item: &str, generation: u32) -> Token {
        let kind = LinkKind::Answer(Channel::Sms);
        Token::sign(&KEY, kind, &tenant(), &appointment(item), generation)
    }

    #[test]
    fn a_link_has_eighty_signs_and_reads_back() {
        let token = signed("a", 0);
        let text = token.to_string();
        assert_eq!(format!("https://visite.carebell.it/p/{text}").len(), 80);
        assert_eq!(text.parse(), Ok(token));
        // Phones leave such a sign at the end out of the link.
        assert!(!text.ends_with(['-', '_']));
    }

    #[test]
    fn it_is_void_after_a_move_and_finds_its_own() {
        let (a, b): (ItemId, ItemId) = ("a".parse().expect("an item"), "b".parse().expect("an item"));
        let token = signed("b", 2);
        let find = |key: &LinkKey, of: &TenantId, at| token.find(key, of, [(&a, 2), (&b, at)]);
        assert_eq!(find(&KEY, &tenant(), 2), Some((&b, Fits::Now)));
        assert_eq!(find(&KEY, &tenant(), 3), Some((&b, Fits::Before)));
        assert_eq!(find(&KEY, &tenant(), 1), None);
        assert_eq!(find(&KEY, &"tt_other".parse().expect("a tenant"), 2), None);
        assert_eq!(find(&LinkKey { key: [8; 32], ..KEY }, &tenant(), 2), None);
        assert_eq!(find(&LinkKey { id: 2, ..KEY }, &tenant(), 2), None);
    }

    #[test]
    fn other_identifiers_stand_as_they_are() {
        let kind = LinkKind::Answer(Channel::Email);
        for client in ["c", "c1", "c12", &CLIENT_ID.to_lowercase(), "81JXA0C5SZ3V5Y8Q4D1F6G7H8J", &"x".repeat(40)] {
            let id = format!("{client}.a").parse().expect("well formed");
            let token = Token::sign(&KEY, kind, &tenant(), &id, 0);
            assert_eq!(token.to_string().parse(), Ok(token.clone()), "{client}");
            assert!(!token.to_string().ends_with(['-', '_']));
        }
    }

    proptest! {
        #[test]
        fn a_changed_token_is_none_or_not_genuine(at in 0..51_usize, sign in "[A-Za-z0-9_-]") {
            let item: ItemId = "a".parse().expect("an item");
            let text = signed("a", 0).to_string();
            let mut changed = text.clone();
            changed.replace_range(at..=at, &sign);
            let found = changed.parse::<Token>().ok().and_then(|token| {
                token.find(&KEY, &tenant(), [(&item, 0)]).map(|_| token.client)
            });
            // The client is what finds the appointments: another one has others.
            let same_client = found.as_ref().is_some_and(|client| client.as_str() == CLIENT_ID);
            prop_assert_eq!(same_client, changed == text, "{}", changed);
        }

        #[test]
        fn no_text_breaks_it(text in "\\PC{0,80}") {
            let _ = text.parse::<Token>();
        }
    }
}
