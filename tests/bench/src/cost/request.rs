//! What an `Idempotency-Key` adds to a request of the API: one booking without, one with.

use std::sync::Arc;

use anyhow::{Result, ensure};
use axum::body::Body;
use axum::http::{Request, header};
use carebell_http::{ClaimNames, Claims, Ports, router};
use carebell_testkit::{EmulatedTable, FixedClock, FixedKeys, SequentialIds};
use carebell_workflows::ports::{Clock, Records};
use tower::ServiceExt;

use super::clinic;
use super::scenario::EMAIL;

/// Write units of a booking, without a key and with one.
pub(super) async fn bookings() -> Result<(f64, f64)> {
    let table = EmulatedTable::start().await;
    let clock = Arc::new(FixedClock::at("2026-06-01T10:00:00+02:00"));
    let store = Arc::new(table.store(clock.clone()));
    clinic::found(&store, EMAIL).await?;
    clinic::know(&store, 1, EMAIL).await?;
    let tenant = clinic::tenant()?;
    let client = store.clients(&tenant, "", None, 1).await?.items.remove(0).id;
    let api = router(Ports {
        clock: clock.clone() as Arc<dyn Clock>,
        ids: Arc::new(SequentialIds::default()),
        config: store.clone(),
        directory: store.clone(),
        records: store.clone(),
        calendar: store.clone(),
        messages: store.clone(),
        suppressions: store.clone(),
        counts: store.clone(),
        surveys: store.clone(),
        dead_letters: store.clone(),
        idempotency: store,
        identities: None,
        keys: Arc::new(FixedKeys),
        claims: ClaimNames::default(),
    });
    let mut writes = [0.0; 2];
    for (key, writes) in [None, Some("5f0c3a52-8c1e-4a63-9a47-0a1d7c1b2e3f")].into_iter().zip(&mut writes) {
        let (start, end) = ("2026-06-05T15:30:00+02:00", "2026-06-05T16:00:00+02:00");
        let body = clinic::visit(client.as_str(), start, end);
        let mut request = Request::post("/v1/appointments").header(header::CONTENT_TYPE, "application/json");
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        let claims = [("sub", "ann"), ("cognito:groups", "[operator]"), ("custom:tenant", tenant.as_str())];
        let claims = claims.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let mut request = request.body(Body::from(body.to_string()))?;
        request.extensions_mut().insert(Claims(claims.into()));
        let _ = table.meter.take();
        let answer = api.clone().oneshot(request).await?;
        ensure!(answer.status() == 201, "a booking was answered with {}", answer.status());
        *writes = table.meter.spent().1.sum();
    }
    let [without, with] = writes;
    Ok((without, with))
}
