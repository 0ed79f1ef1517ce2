//! An empty table of the product's form, in this process.

use std::fmt;
use std::sync::Arc;

use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection, ProjectionType,
    ScalarAttributeType, StreamSpecification, StreamViewType,
};
use aws_sdk_dynamodb::{Client, Config};
use carebell_store::Store;
use carebell_store::keys::{CAL, DUE, PK, SK};
use carebell_workflows::ports::Clock;
use dynoxide::Database;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::{FixedKeys, Meter};

/// A table behind a socket of this machine; it ends with the value.
pub struct EmulatedTable {
    /// A client of it, with the meter in.
    pub client: Client,
    /// Its name.
    pub name: String,
    /// What the client's calls touched and took.
    pub meter: Meter,
    /// The emulator itself, for what needs no call: reading the stream, filling the table.
    pub database: Database,
    server: JoinHandle<()>,
}

impl EmulatedTable {
    /// Starts an empty one.
    ///
    /// # Panics
    /// Where no socket can be had, or the table not be made: a test cannot go on then.
    pub async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let database = Database::memory().expect("a database in memory");
        let server = tokio::spawn(dynoxide::server::serve_on(listener, database.clone()));
        let meter = Meter::default();
        let config = Config::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::from_static("eu-south-1"))
            .credentials_provider(Credentials::new("test", "test", None, None, "testkit"))
            .endpoint_url(format!("http://{address}"))
            .interceptor(meter.clone())
            .build();
        let (client, name) = (Client::from_conf(config), "carebell".to_owned());
        create(&client, &name).await;
        Self { client, name, meter, database, server }
    }

    /// The store on it.
    #[must_use]
    pub fn store(&self, clock: Arc<dyn Clock>) -> Store {
        Store::new(self.client.clone(), &self.name, clock, Arc::new(FixedKeys))
    }
}

impl fmt::Debug for EmulatedTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmulatedTable").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Drop for EmulatedTable {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn key(pk: &str, sk: &str) -> [KeySchemaElement; 2] {
    [(pk, KeyType::Hash), (sk, KeyType::Range)].map(|(name, kind)| {
        KeySchemaElement::builder().attribute_name(name).key_type(kind).build().expect("all is set")
    })
}

async fn create(client: &Client, name: &str) {
    let mut request = client.create_table().table_name(name).billing_mode(BillingMode::PayPerRequest);
    for attribute in [PK, SK, DUE.pk, DUE.sk, CAL.pk, CAL.sk] {
        let text = AttributeDefinition::builder().attribute_name(attribute).attribute_type(ScalarAttributeType::S);
        request = request.attribute_definitions(text.build().expect("all is set"));
    }
    for index in [DUE, CAL] {
        let keys_only = Projection::builder().projection_type(ProjectionType::KeysOnly).build();
        let index = GlobalSecondaryIndex::builder()
            .index_name(index.name)
            .set_key_schema(Some(key(index.pk, index.sk).to_vec()))
            .projection(keys_only);
        request = request.global_secondary_indexes(index.build().expect("all is set"));
    }
    let stream = StreamSpecification::builder().stream_enabled(true).stream_view_type(StreamViewType::NewAndOldImages);
    request = request.stream_specification(stream.build().expect("all is set"));
    request.set_key_schema(Some(key(PK, SK).to_vec())).send().await.expect("the table is made");
}
