//! What other systems call an appointment, for those whose events do not name the client.

use carebell_domain::{AppointmentId, TenantId};
use carebell_workflows::ports::PortError;

use crate::Store;
use crate::item::{Change, Row, text};
use crate::keys;
use crate::table::{Freshness, failed};

/// Type of the item, and its present form.
const OUTSIDE: &str = "X";
const FORM: u8 = 1;
const APPOINTMENT: &str = "a";

impl Store {
    pub(crate) async fn read_outside(
        &self,
        tenant: &TenantId,
        source: &str,
        theirs: &str,
    ) -> Result<Option<AppointmentId>, PortError> {
        let what = "looking up another system's appointment";
        let item = self.table.get(what, keys::outside(tenant, source, theirs), Freshness::Consistent).await?;
        item.map(|item| Row(&item).parsed(APPOINTMENT)).transpose().map_err(failed(what))
    }

    pub(crate) async fn write_outside(
        &self,
        tenant: &TenantId,
        source: &str,
        theirs: &str,
        id: &AppointmentId,
    ) -> Result<(), PortError> {
        let row = Change::of(keys::outside(tenant, source, theirs), OUTSIDE, FORM).set(APPOINTMENT, text(id));
        self.table.apply("remembering another system's appointment", row).await.map(drop)
    }
}
