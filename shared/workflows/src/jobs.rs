//! The jobs that functions hand to each other. Each carries a `schema` number; code reads the previous one too.

use carebell_domain::{ClientId, ItemId, TenantId};
use serde::{Deserialize, Serialize};

/// The present form of [`SendJob`].
pub const SEND_SCHEMA: u8 = 1;

/// "Look at these appointments of a client: something is due." The job carries no decision: the sender takes that
/// on fresh facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendJob {
    /// Form of the job.
    pub schema: u8,
    /// Name of the job, new for each that is enqueued. Claims carry it: a job that finds its own claim was here before.
    pub id: String,
    /// Whose.
    pub tenant: TenantId,
    /// Which client's.
    pub client: ClientId,
    /// Which appointments, in order of their starts.
    pub items: Vec<ItemId>,
}
