//! Keys that need no secret.

use async_trait::async_trait;
use carebell_workflows::ports::{Keys, PortError};

/// For each purpose a key that anybody can tell: its begin, filled up with zeros.
#[derive(Clone, Copy, Debug, Default)]
pub struct FixedKeys;

#[async_trait]
impl Keys for FixedKeys {
    async fn key(&self, purpose: &str) -> Result<[u8; 32], PortError> {
        let mut key = [0; 32];
        for (place, byte) in key.iter_mut().zip(purpose.bytes()) {
            *place = byte;
        }
        Ok(key)
    }
}
