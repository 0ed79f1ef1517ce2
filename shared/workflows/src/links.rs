//! The links to clients' pages: made for messages here, read by [`answer`](crate::answer).

use std::fmt;
use std::sync::Arc;

use carebell_domain::link::{LinkKey, LinkKind, Token};
use carebell_domain::model::Appointment;
use carebell_domain::{Channel, TenantId};

use crate::ports::{Keys, PortError};

/// The number of the key that new links are signed with.
const NEWEST: u8 = 1;

/// Makes links.
#[derive(Clone)]
pub struct Links {
    /// Where the pages are reached, such as `https://visits.example.org`.
    base: Arc<str>,
    keys: Arc<dyn Keys>,
}

impl fmt::Debug for Links {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Links").field("base", &self.base).finish_non_exhaustive()
    }
}

impl Links {
    /// Links to pages that are reached at `base`.
    #[must_use]
    pub fn new(base: &str, keys: Arc<dyn Keys>) -> Self {
        Self { base: base.trim_end_matches('/').into(), keys }
    }

    /// Where a client confirms or cancels an appointment; the channel is that of the message.
    ///
    /// # Errors
    /// [`PortError`] where the key cannot be had.
    pub async fn answer(
        &self,
        tenant: &TenantId,
        appointment: &Appointment,
        channel: Channel,
    ) -> Result<String, PortError> {
        self.link(LinkKind::Answer(channel), tenant, appointment).await
    }

    /// Where a client says how a visit was; the channel is that of the message.
    ///
    /// # Errors
    /// [`PortError`] where the key cannot be had.
    pub async fn survey(
        &self,
        tenant: &TenantId,
        appointment: &Appointment,
        channel: Channel,
    ) -> Result<String, PortError> {
        self.link(LinkKind::Survey(channel), tenant, appointment).await
    }

    async fn link(&self, kind: LinkKind, tenant: &TenantId, appointment: &Appointment) -> Result<String, PortError> {
        let key = link_key(&*self.keys, NEWEST).await?;
        let token = Token::sign(&key, kind, tenant, &appointment.id, appointment.generation);
        Ok(format!("{}/p/{token}", self.base))
    }
}

/// The key of a number.
pub(crate) async fn link_key(keys: &dyn Keys, id: u8) -> Result<LinkKey, PortError> {
    Ok(LinkKey { id, key: keys.key(&format!("link/{id}")).await? })
}
