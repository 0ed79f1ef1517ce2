//! Receipts: what the providers say became of a message. They may come twice, late, in any order, and before the
//! message's own record.

use std::sync::Arc;

use carebell_domain::contact::EmailAddress;
use carebell_domain::decide::Suppression;
use carebell_domain::message::{Status, Steps};
use carebell_domain::receipt::{ReceiptError, SnsReceipt, read_ses, read_sns};
use serde_json::Value;
use tracing::info;

use crate::ports::{Clock, MessageKey, Messages, PortError, Suppressions};

/// What taking receipts in needs.
#[derive(Clone)]
pub struct Receipts {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Message rows.
    pub messages: Arc<dyn Messages>,
    /// Suppressed addresses.
    pub suppressions: Arc<dyn Suppressions>,
}

/// Why a receipt was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum Untaken {
    /// It can never be: it belongs to the dead letters.
    #[error(transparent)]
    Malformed(#[from] ReceiptError),
    /// It may be later.
    #[error(transparent)]
    Port(#[from] PortError),
}

impl Receipts {
    /// Takes an SES event in (the `detail` of the EventBridge event).
    ///
    /// # Errors
    /// [`Untaken`].
    pub async fn ses(&self, detail: &Value) -> Result<(), Untaken> {
        let Some(receipt) = read_ses(detail)? else {
            info!("An SES event about a message that is not ours");
            return Ok(());
        };
        let key = MessageKey { tenant: receipt.tenant, id: receipt.message };
        self.messages.step(&key, &receipt.steps).await?;
        for (address, why) in receipt.suppress {
            // SES repeats the address as it was sent; one that cannot be read was never ours.
            if let Ok(mailbox) = EmailAddress::parse(&address) {
                self.suppressions.suppress_email(&key.tenant, &mailbox, why, self.clock.now()).await?;
            }
        }
        Ok(())
    }

    /// Takes a line of the SNS delivery log in.
    ///
    /// # Errors
    /// [`Untaken`].
    pub async fn sns(&self, line: &Value) -> Result<(), Untaken> {
        let receipt = read_sns(line)?;
        // Where the sender has yet to come, it takes the step over with its own half.
        let Some(key) = self.messages.sms_receipt(&receipt).await? else { return Ok(()) };
        let SnsReceipt { status, step, opted_out, .. } = receipt;
        self.messages.step(&key, &Steps::from([(status, step)])).await?;
        if let Some(number) = opted_out {
            let (why, now) = (Suppression::CarrierOptOut, self.clock.now());
            self.suppressions.suppress_sms(&key.tenant, &number, why, now).await?;
        }
        Ok(())
    }
}

/// Whether steps that came before the message's record say that its number is opted out.
pub(crate) fn tells_opt_out(steps: &Steps) -> bool {
    let words = steps.get(&Status::Failed).and_then(|step| step.words.as_deref());
    words.is_some_and(carebell_domain::receipt::is_opt_out)
}
