//! Clients by the begin of their surname.

use carebell_domain::TenantId;
use carebell_domain::model::Client;
use carebell_workflows::ports::{Page, PortError};

use super::client;
use crate::Store;
use crate::item::Row;
use crate::keys::{self, CAL};
use crate::table::{Freshness, failed, page};

impl Store {
    /// The index tells the order, a batch read the clients. A client that was removed since is left out.
    pub(crate) async fn list_clients(
        &self,
        tenant: &TenantId,
        surname: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<Client>, PortError> {
        let what = "listing clients";
        let mut span = keys::client_names(tenant, surname);
        if let Some(after) = after {
            span = span.behind(after);
        }
        let entries = self.table.query(what, Some(CAL), span, Freshness::Eventual, Some(limit + 1)).await?;
        let names: Vec<&str> = entries.iter().filter_map(|entry| Row(entry).maybe(CAL.sk)).collect();
        let Page { items: names, next } = page(names, limit, |name| (*name).to_owned());
        let keys: Vec<_> =
            names.into_iter().filter_map(keys::client_name_of).map(|id| keys::client(tenant, &id)).collect();
        let mut found = self.table.get_all(what, keys.iter().cloned()).await?;
        let clients =
            keys.iter().filter_map(|key| found.remove(key)).map(|item| client::read(item).map_err(failed(what)));
        Ok(Page { items: clients.collect::<Result<_, _>>()?, next })
    }
}
