//! The guard of a client's day: the first reminder takes it.

use carebell_domain::decide::DayGuard;
use carebell_domain::{ClientId, TenantId};
use carebell_workflows::ports::{GuardTaken, PortError};

use crate::Store;
use crate::item::{Item, text};
use crate::keys::{self, PK};
use crate::records::{GUARD_MESSAGE, guard_item, read_guard};
use crate::table::{Met, Written, failed};

impl Store {
    /// Taken where nobody has it, or the same message: then the named appointments are those of its later attempt.
    pub(crate) async fn take_guard(
        &self,
        tenant: &TenantId,
        client: &ClientId,
        guard: &DayGuard,
    ) -> Result<GuardTaken, PortError> {
        let what = "taking a client's day";
        let item = guard_item(tenant, client, guard);
        let condition = "attribute_not_exists(#pk) OR #message = :message";
        let names = [("#pk", PK), ("#message", GUARD_MESSAGE)];
        let values = Item::from([(":message".to_owned(), text(&guard.message))]);
        match self.table.put(what, item, condition, &names, values).await? {
            Written::Done(_) => Ok(GuardTaken::Ours),
            Written::Met => Err(PortError::new(what, Met)),
            Written::Refused(theirs) => Ok(GuardTaken::Theirs(read_guard(&theirs).map_err(failed(what))?)),
        }
    }

    pub(crate) async fn free_guard(
        &self,
        tenant: &TenantId,
        client: &ClientId,
        guard: &DayGuard,
    ) -> Result<(), PortError> {
        let key = keys::guard(tenant, client, guard.day, guard.channel);
        let was = Some(text(&guard.message));
        self.table.remove_if("giving a client's day back", key, "#name = :was", GUARD_MESSAGE, was).await
    }
}
