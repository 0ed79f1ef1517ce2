//! `api`: the clinics' HTTP API, behind an HTTP API gateway that verifies tokens.

mod claims;

use std::sync::Arc;

use carebell_channels::UserPool;
use carebell_http::{ClaimNames, Ports, router};
use carebell_runtime::{SystemClock, UlidIds, aws, config, secret::Secret, telemetry};
use carebell_store::Store;
use carebell_workflows::ports::Identities;
use lambda_http::{Error, tower::ServiceExt};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::init();
    let sdk = aws::config()?;
    let secret = Arc::new(Secret::new(&sdk, &config::text("SECRET_ARN")?));
    let clock = Arc::new(SystemClock);
    let table = config::text("TABLE_NAME")?;
    let store = Arc::new(Store::new(aws_sdk_dynamodb::Client::new(&sdk), table, clock.clone(), secret.clone()));
    let usual = ClaimNames::default();
    let claims = ClaimNames {
        tenant: config::optional("CLAIM_TENANT").unwrap_or(usual.tenant),
        role: config::optional("CLAIM_ROLE").unwrap_or(usual.role),
        resource: config::optional("CLAIM_RESOURCE").unwrap_or(usual.resource),
        scopes: config::optional("CLAIM_SCOPES").unwrap_or(usual.scopes),
    };
    let identities = config::optional("USER_POOL_ID").map(|pool| -> Arc<dyn Identities> {
        let config = aws_sdk_cognitoidentityprovider::Config::from(&sdk);
        let ClaimNames { tenant, resource, scopes, .. } = claims.clone();
        Arc::new(UserPool { config, pool, tenant, resource, scopes })
    });
    let api = router(Ports {
        clock,
        ids: Arc::new(UlidIds),
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
        identities,
        keys: secret,
        claims,
    });
    lambda_http::run(api.map_request(claims::verified)).await
}
