//! Addresses as keys: a keyed digest, so that the table can be searched by an address and does not tell it.

use std::sync::Arc;

use carebell_domain::contact::{EmailAddress, PhoneNumber};
use carebell_workflows::ports::{Address, Keys, PortError};
use data_encoding::BASE32HEX_NOPAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use tokio::sync::OnceCell;

use crate::table::failed;

/// The purpose of the key. It never changes, because rows of an older key would not be found again.
const PURPOSE: &str = "address/1";

/// The digests of addresses.
pub(crate) struct Addresses {
    keys: Arc<dyn Keys>,
    key: OnceCell<Hmac<Sha256>>,
}

/// Bytes of a digest that are kept: 160 bits collide for nobody, and all 256 make longer keys.
const KEPT: usize = 20;

impl Addresses {
    pub(crate) fn new(keys: Arc<dyn Keys>) -> Self {
        Self { keys, key: OnceCell::new() }
    }

    async fn digest(&self, kind: &str, address: &str) -> Result<String, PortError> {
        let read = || async {
            let key = self.keys.key(PURPOSE).await?;
            Hmac::new_from_slice(&key).map_err(failed("reading the address key"))
        };
        let mut mac = self.key.get_or_try_init(read).await?.clone();
        mac.update(kind.as_bytes());
        mac.update(address.as_bytes());
        Ok(BASE32HEX_NOPAD.encode(&mac.finalize().into_bytes()[..KEPT]))
    }

    /// The digest of a mailbox. The part before the `@` may be told apart by case (RFC 5321, 2.4), but no common
    /// provider does so: a suppression of one spelling holds for all.
    pub(crate) async fn email(&self, email: &EmailAddress) -> Result<String, PortError> {
        self.digest("e:", &email.as_str().to_lowercase()).await
    }

    /// The digest of either.
    pub(crate) async fn of(&self, address: &Address) -> Result<String, PortError> {
        match address {
            Address::Sms(number) => self.phone(number).await,
            Address::Email(mailbox) => self.email(mailbox).await,
        }
    }

    /// The digest of a number.
    pub(crate) async fn phone(&self, number: &PhoneNumber) -> Result<String, PortError> {
        self.e164(number.e164()).await
    }

    /// The digest of a number in E.164.
    pub(crate) async fn e164(&self, e164: &str) -> Result<String, PortError> {
        self.digest("p:", e164).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed(u8);

    #[async_trait::async_trait]
    impl Keys for Fixed {
        async fn key(&self, _: &str) -> Result<[u8; 32], PortError> {
            Ok([self.0; 32])
        }
    }

    #[tokio::test]
    async fn spellings_of_a_mailbox_have_one_digest_and_keys_tell_apart() {
        let addresses = |key| Addresses::new(Arc::new(Fixed(key)));
        let mailbox = |text| EmailAddress::parse(text).expect("a mailbox");
        let one = addresses(1);
        let digest = one.email(&mailbox("Maria.Rossi@example.com")).await.expect("a digest");
        assert_eq!(digest.len(), 32);
        assert_eq!(one.email(&mailbox("maria.rossi@EXAMPLE.com")).await.expect("a digest"), digest);
        assert_ne!(addresses(2).email(&mailbox("maria.rossi@example.com")).await.expect("a digest"), digest);
        assert_ne!(one.e164("+393471234567").await.expect("a digest"), digest);
    }
}
