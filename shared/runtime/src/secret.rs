//! The deployment's secret: one generated text, from which each purpose has a key of its own.

use std::sync::Arc;

use async_trait::async_trait;
use aws_sdk_secretsmanager::{Client, Config};
use carebell_workflows::ports::{Keys, PortError};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use tokio::sync::OnceCell;

/// Reads the secret on first use, and keeps it: a function that needs none pays for none, not even for a client.
#[derive(Clone, Debug)]
pub struct Secret {
    config: Config,
    id: Arc<str>,
    value: Arc<OnceCell<String>>,
}

impl Secret {
    /// The secret of this name or ARN.
    #[must_use]
    pub fn new(config: impl Into<Config>, id: &str) -> Self {
        Self { config: config.into(), id: id.into(), value: Arc::default() }
    }

    async fn read(&self) -> Result<String, PortError> {
        let what = "reading the secret";
        let answer = Client::from_conf(self.config.clone()).get_secret_value().secret_id(&*self.id).send().await;
        let answer = answer.map_err(|error| PortError::new(what, error))?;
        answer.secret_string.ok_or_else(|| PortError::new(what, "it has no text"))
    }
}

#[async_trait]
impl Keys for Secret {
    /// HMAC-SHA256 of the purpose under the secret (RFC 5869's expand step, for one block).
    async fn key(&self, purpose: &str) -> Result<[u8; 32], PortError> {
        let value = self.value.get_or_try_init(|| self.read()).await?;
        let mut mac =
            Hmac::<Sha256>::new_from_slice(value.as_bytes()).map_err(|error| PortError::new("a key", error))?;
        mac.update(purpose.as_bytes());
        mac.update(&[1]);
        Ok(mac.finalize().into_bytes().into())
    }
}
