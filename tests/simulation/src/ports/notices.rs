//! The port of what the centre is told of.

use async_trait::async_trait;
use carebell_domain::centre::Notice;
use carebell_domain::{MatterId, TenantId};
use carebell_workflows::ports::{MessageRecord, Notices, PortError, WriteError};

use super::Ports;
use super::records::refused;
use crate::fault::Point::{Read, Write};

#[async_trait]
impl Notices for Ports {
    async fn raise(&self, tenant: &TenantId, notice: &Notice) -> Result<(), PortError> {
        self.call(Write, "raising a notice", |world| {
            self.touches(world, tenant);
            let lag = world.index_lag();
            world.store.raise(tenant, notice, lag);
        })
        .await
    }

    async fn matter(&self, tenant: &TenantId, matter: &MatterId) -> Result<Vec<Notice>, PortError> {
        self.call(Read, "reading a matter", |world| {
            self.touches(world, tenant);
            world.store.matter(tenant, matter)
        })
        .await
    }

    async fn write_notices(
        &self,
        tenant: &TenantId,
        notices: &[Notice],
        skipped: &[MessageRecord],
    ) -> Result<(), WriteError> {
        let answer = self.call(Write, "writing notices", |world| {
            self.touches(world, tenant);
            let lag = world.index_lag();
            let answer = world.store.write_notices(tenant, notices, skipped, lag);
            for Notice { id, to, closed, due, .. } in notices {
                world.tell(format_args!("    {id} to {to:?} closed {closed:?} due {due:?}: {answer:?}"));
            }
            answer
        });
        answer.await?.map_err(refused)
    }
}
