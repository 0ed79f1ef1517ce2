//! Who is written to at an address, and the reminders that went there to a household: two runs of its entries.

use carebell_domain::TenantId;
use carebell_workflows::ports::{Address, AtAddress, PortError};
use jiff::civil::Date;

use super::file::read_guard;
use crate::Store;
use crate::item::{Corrupt, Row};
use crate::keys::{self, SK};
use crate::table::{Freshness, failed};

impl Store {
    pub(crate) async fn read_address(
        &self,
        tenant: &TenantId,
        address: &Address,
        most: usize,
        since: Date,
    ) -> Result<AtAddress, PortError> {
        let what = "reading an address";
        let digest = self.addresses.of(address).await?;
        let fresh = Freshness::Consistent;
        let owners = self.table.query(what, None, keys::owners(tenant, &digest), fresh, Some(most)).await?;
        let client = |item| keys::owner_of(Row(item).text(SK)?).ok_or(Corrupt(SK));
        let clients = owners.iter().map(client).collect::<Result<_, _>>().map_err(failed(what))?;
        let went = self.table.query(what, None, keys::shared_guards(tenant, &digest, since), fresh, None).await?;
        let guards = went.iter().map(read_guard).collect::<Result<_, _>>().map_err(failed(what))?;
        Ok(AtAddress { clients, guards })
    }
}
