//! The guard of a day, a client's or an address's: the first reminder takes it.

use carebell_domain::TenantId;
use carebell_domain::decide::DayGuard;
use carebell_workflows::ports::{DayOf, GuardTaken, PortError};

use crate::Store;
use crate::item::{Item, text};
use crate::keys::{self, Key, PK};
use crate::records::{GUARD_MESSAGE, guard_item, read_guard};
use crate::table::{Met, Written, failed};

impl Store {
    /// Taken where nobody has it, or the same message: then the named appointments are those of its later attempt.
    pub(crate) async fn take_guard(
        &self,
        tenant: &TenantId,
        whose: &DayOf,
        guard: &DayGuard,
    ) -> Result<GuardTaken, PortError> {
        let what = "taking a day";
        let item = guard_item(self.guard_key(tenant, whose, guard).await?, guard);
        let condition = "attribute_not_exists(#pk) OR #message = :message";
        let names = [("#pk", PK), ("#message", GUARD_MESSAGE)];
        let values = Item::from([(":message".to_owned(), text(&guard.message))]);
        match self.table.put(what, item, condition, &names, values).await? {
            Written::Done(_) => Ok(GuardTaken::Ours),
            Written::Met => Err(PortError::new(what, Met)),
            Written::Refused(theirs) => Ok(GuardTaken::Theirs(read_guard(&theirs).map_err(failed(what))?)),
        }
    }

    pub(crate) async fn free_guard(&self, tenant: &TenantId, whose: &DayOf, guard: &DayGuard) -> Result<(), PortError> {
        let key = self.guard_key(tenant, whose, guard).await?;
        let was = Some(text(&guard.message));
        self.table.remove_if("giving a day back", key, "#name = :was", GUARD_MESSAGE, was).await
    }

    async fn guard_key(&self, tenant: &TenantId, whose: &DayOf, guard: &DayGuard) -> Result<Key, PortError> {
        let DayGuard { day, channel, kind, .. } = guard;
        Ok(match whose {
            DayOf::Client(client) => keys::guard(tenant, client, *day, *channel),
            DayOf::Address(address) => {
                keys::shared_guard(tenant, &self.addresses.of(address).await?, *day, *channel, *kind)
            }
        })
    }
}
