//! What the centre's administrators are told of.

use async_trait::async_trait;
use carebell_domain::centre::Notice;
use carebell_domain::{MatterId, NoticeId, TenantId};

use super::{MessageRecord, PortError, WriteError};

/// What a write of something else does to a notice, in the same transaction. It meets no condition and so never
/// refuses the whole.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a write has one at most, and is gone soon")]
pub enum NoticeChange {
    /// It is to be told. One that is there already stays as it is.
    Raise(Notice),
    /// It is not to be told any more; where it was told that stays so.
    Withdraw(MatterId, NoticeId),
}

/// The notices of tenants.
#[async_trait]
pub trait Notices: Send + Sync {
    /// Keeps a notice, so that it is told in time. One that is there already stays as it is.
    async fn raise(&self, tenant: &TenantId, notice: &Notice) -> Result<(), PortError>;

    /// All notices of a matter, read consistently.
    async fn matter(&self, tenant: &TenantId, matter: &MatterId) -> Result<Vec<Notice>, PortError>;

    /// Writes notices of one matter as they are to be, each on condition of the `rev` that was read, with the rows of
    /// mails that are not sent. All or nothing where there are few; very many are written in parts, and a later part may
    /// be refused.
    async fn write_notices(
        &self,
        tenant: &TenantId,
        notices: &[Notice],
        skipped: &[MessageRecord],
    ) -> Result<(), WriteError>;
}
