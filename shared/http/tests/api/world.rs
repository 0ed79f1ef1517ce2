//! A tenant with a clinic in it, and callers of every role. Every answer is compared with the OpenAPI document.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use carebell_http::{ClaimNames, Claims, Ports, router};
use carebell_store::Store;
use carebell_testkit::{EmulatedTable, FixedClock, FixedKeys, SequentialIds};
use carebell_workflows::ports::{Clock, Identities};
use serde_json::{Value, json};
use tower::util::ServiceExt;

use crate::schema;

/// The tenant of the tests.
pub(crate) const TENANT: &str = "tt_example";
/// Another one.
pub(crate) const OTHER: &str = "tt_other";
/// When the tests begin: a Monday.
const START: &str = "2026-06-01T10:00+02:00";

/// Who calls.
#[derive(Clone, Debug)]
pub(crate) struct Caller(BTreeMap<String, String>);

impl Caller {
    fn new(user: &str, role: &str, tenant: Option<&str>) -> Self {
        let mut claims =
            BTreeMap::from([("sub".to_owned(), user.to_owned()), ("cognito:groups".to_owned(), format!("[{role}]"))]);
        if let Some(tenant) = tenant {
            claims.insert("custom:tenant".to_owned(), tenant.to_owned());
        }
        Self(claims)
    }

    /// Who operates the service.
    pub(crate) fn platform() -> Self {
        Self::new("pat", "platform", None)
    }

    /// An administrator of the tenant.
    pub(crate) fn admin() -> Self {
        Self::new("ada", "admin", Some(TENANT))
    }

    /// An administrator of another tenant.
    pub(crate) fn stranger() -> Self {
        Self::new("sam", "admin", Some(OTHER))
    }

    /// An operator of the tenant.
    pub(crate) fn operator() -> Self {
        Self::new("olga", "operator", Some(TENANT))
    }

    /// A doctor of the tenant.
    pub(crate) fn doctor(resource: &str) -> Self {
        let mut caller = Self::new("dora", "resource", Some(TENANT));
        caller.0.insert("custom:resource".to_owned(), resource.to_owned());
        caller
    }

    /// Another system, with scopes.
    pub(crate) fn machine(scopes: &str) -> Self {
        let mut caller = Self::new("mach", "machine", Some(TENANT));
        caller.0.insert("custom:scopes".to_owned(), scopes.to_owned());
        caller
    }
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    /// Status.
    pub(crate) status: StatusCode,
    /// Headers.
    pub(crate) headers: HeaderMap,
    /// Body; null where it is no JSON.
    pub(crate) body: Value,
    /// Body as text.
    pub(crate) text: String,
}

impl Answer {
    /// The ETag.
    pub(crate) fn etag(&self) -> String {
        self.headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()).expect("an ETag").to_owned()
    }

    /// The body, where the status is as expected.
    #[track_caller]
    pub(crate) fn with(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self.body
    }

    /// The pointers of the fields that were refused.
    #[track_caller]
    pub(crate) fn refused(self) -> Vec<String> {
        assert_eq!(self.headers.get(header::CONTENT_TYPE).expect("a type"), "application/problem+json");
        let body = self.with(422);
        let errors = body["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().filter_map(|error| error["pointer"].as_str().map(str::to_owned)).collect()
    }
}

/// Everything that a test needs.
pub(crate) struct World {
    pub(crate) table: EmulatedTable,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) store: Arc<Store>,
    ports: Ports,
    router: Router,
}

fn ports(store: &Arc<Store>, clock: &Arc<FixedClock>) -> Ports {
    Ports {
        clock: Arc::<FixedClock>::clone(clock),
        ids: Arc::new(SequentialIds::default()),
        config: Arc::<Store>::clone(store),
        directory: Arc::<Store>::clone(store),
        records: Arc::<Store>::clone(store),
        calendar: Arc::<Store>::clone(store),
        messages: Arc::<Store>::clone(store),
        suppressions: Arc::<Store>::clone(store),
        counts: Arc::<Store>::clone(store),
        surveys: Arc::<Store>::clone(store),
        dead_letters: Arc::<Store>::clone(store),
        idempotency: Arc::<Store>::clone(store),
        identities: None,
        keys: Arc::new(FixedKeys),
        claims: ClaimNames::default(),
    }
}

impl World {
    /// Two tenants, without anything in them.
    pub(crate) async fn empty() -> Self {
        let table = EmulatedTable::start().await;
        let clock = Arc::new(FixedClock::at(START));
        let store = Arc::new(table.store(Arc::<FixedClock>::clone(&clock)));
        let ports = ports(&store, &clock);
        let router = router(ports.clone());
        let world = Self { table, clock, store, ports, router };
        for tenant in [TENANT, OTHER] {
            world.post(&Caller::platform(), "/v1/platform/tenants", &tenant_body(tenant)).await.with(201);
        }
        world
    }

    /// The tenant with a clinic in it: a place in Rome and one in New York, two doctors, two services, a client.
    pub(crate) async fn clinic() -> Self {
        let world = Self::empty().await;
        let admin = Caller::admin();
        for (path, body) in [
            ("/v1/locations", json!({"id": "rome", "name": "Sede di Roma"})),
            (
                "/v1/locations",
                json!({"id": "york", "name": "New York", "time_zone": "America/New_York", "country": "US"}),
            ),
            ("/v1/resources", json!({"id": "rossi", "name": "Dott.ssa Rossi"})),
            ("/v1/resources", json!({"id": "verdi", "name": "Dott. Verdi"})),
            ("/v1/services", json!({"id": "visit", "name": "Visita", "price": 9000})),
            ("/v1/services", json!({"id": "xray", "name": "Radiografia"})),
            (
                "/v1/clients",
                json!({
                    "id": "anna", "first_name": "Anna", "last_name": "Bianchi", "mobile": "347 123 4567",
                    "email": "anna@example.com", "privacy": {"given": true},
                }),
            ),
        ] {
            world.post(&admin, path, &body).await.with(201);
        }
        world.later(6);
        world
    }

    /// Has the clients' files in a table that does not exist: whatever needs them fails.
    pub(crate) fn lose_records(&mut self) {
        let clock = Arc::<FixedClock>::clone(&self.clock);
        let lost = Store::new(self.table.client.clone(), "no-such-table", clock, Arc::new(FixedKeys));
        self.router = router(Ports { records: Arc::new(lost), ..self.ports.clone() });
    }

    /// Has an identity provider to be told of users.
    pub(crate) fn tell(&mut self, identities: impl Identities + 'static) {
        self.ports.identities = Some(Arc::new(identities));
        self.router = router(self.ports.clone());
    }

    /// Has them where they are again.
    pub(crate) fn find_records(&mut self) {
        self.router = router(self.ports.clone());
    }

    /// Lets seconds pass: the cache of the configuration lasts for five.
    pub(crate) fn later(&self, seconds: i64) {
        self.clock.advance(jiff::SignedDuration::from_secs(seconds));
    }

    /// The present instant.
    pub(crate) fn now(&self) -> jiff::Timestamp {
        self.clock.now()
    }

    /// Sends a request.
    pub(crate) async fn send(&self, caller: Option<&Caller>, request: Request<Body>) -> Answer {
        let mut request = request;
        if let Some(Caller(claims)) = caller {
            request.extensions_mut().insert(Claims(claims.clone()));
        }
        let (method, path) = (request.method().to_string(), request.uri().to_string());
        let response = self.router.clone().oneshot(request).await.expect("the router does not fail");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let body = serde_json::from_str(&text).unwrap_or_default();
        if method != "HEAD" {
            let promised = schema::check(&method, &path, parts.status.as_u16(), &body);
            assert_eq!(promised, Ok(()), "{method} {path}: {text}");
        }
        Answer { status: parts.status, headers: parts.headers, body, text }
    }

    /// Sends a request with headers and a body.
    pub(crate) async fn call(
        &self,
        caller: &Caller,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = match body {
            None => Body::empty(),
            Some(body) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(body.to_string())
            }
        };
        self.send(Some(caller), request.body(body).expect("a request")).await
    }

    /// Reads.
    pub(crate) async fn get(&self, caller: &Caller, path: &str) -> Answer {
        self.call(caller, "GET", path, &[], None).await
    }

    /// Creates.
    pub(crate) async fn post(&self, caller: &Caller, path: &str, body: &Value) -> Answer {
        self.call(caller, "POST", path, &[], Some(body)).await
    }

    /// Replaces what was just read.
    pub(crate) async fn put(&self, caller: &Caller, path: &str, body: &Value) -> Answer {
        let tag = self.get(caller, path).await.etag();
        self.call(caller, "PUT", path, &[("if-match", &tag)], Some(body)).await
    }

    /// Books a visit of half an hour in Rome. Gives its identifier.
    pub(crate) async fn book(&self, start: &str, end: &str) -> String {
        let body = self.post(&Caller::operator(), "/v1/appointments", &visit(start, end)).await.with(201);
        body["id"].as_str().expect("an identifier").to_owned()
    }
}

/// What makes a tenant.
pub(crate) fn tenant_body(tenant: &str) -> Value {
    json!({
        "id": tenant,
        "centre": {
            "name": "Centro Aurora", "country": "IT", "currency": "EUR", "time_zone": "Europe/Rome", "language": "it",
        },
    })
}

/// A visit of Anna's in Rome.
pub(crate) fn visit(start: &str, end: &str) -> Value {
    json!({
        "client": "anna", "resource": "rossi", "services": ["visit"], "location": "rome", "start": start, "end": end,
    })
}
