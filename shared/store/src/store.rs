//! The store as a whole.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use carebell_domain::TenantId;
use carebell_workflows::ports::{Clock, Keys};
use tokio::sync::Mutex;

use crate::address::Addresses;
use crate::config::Known;
use crate::quota::Reserved;
use crate::table::Table;

/// Everything that Carebell keeps. It implements the ports `Records`, `Sweep`, `ConfigStore`, `Directory`,
/// `Messages`, `Suppressions`, `SmsQuota`, `Counts`, `DeadLetters` and `Idempotency`.
///
/// Share one in an `Arc`: it holds the cache of the tenants' configuration and the SMS that were reserved.
pub struct Store {
    pub(crate) table: Table,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) addresses: Addresses,
    pub(crate) known: Mutex<HashMap<TenantId, Arc<Mutex<Known>>>>,
    pub(crate) reserved: Mutex<Reserved>,
}

impl Store {
    /// The store on a table. The client may retry: every write here is safe to repeat. The key of addresses is asked
    /// for when the first address is met.
    #[must_use]
    pub fn new(client: Client, table: impl Into<String>, clock: Arc<dyn Clock>, keys: Arc<dyn Keys>) -> Self {
        Self {
            table: Table::new(client, table.into()),
            clock,
            addresses: Addresses::new(keys),
            known: Mutex::default(),
            reserved: Mutex::default(),
        }
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("table", &self.table.name()).finish_non_exhaustive()
    }
}
