//! The shared configuration of the AWS clients: built once in `main`.

use std::time::Duration;

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_secretsmanager::config::retry::RetryConfig;
use aws_sdk_secretsmanager::config::timeout::TimeoutConfig;
use aws_sdk_secretsmanager::config::{BehaviorVersion, Region};
use aws_types::SdkConfig;
use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};

use crate::config::{self, ConfigError};

/// The configuration that every client is built from: credentials and region of the function, short time-outs (a
/// connection that died while the function was frozen must not hang), three attempts.
///
/// Lambda gives region and credentials in the environment, for as long as the process lives. The loader of `aws-config`
/// would find them too, but links what reads profiles and asks STS, ECS and instance metadata, into every function.
///
/// # Errors
/// [`ConfigError::Missing`] outside Lambda.
pub fn config() -> Result<SdkConfig, ConfigError> {
    let credentials = Credentials::new(
        config::text("AWS_ACCESS_KEY_ID")?,
        config::text("AWS_SECRET_ACCESS_KEY")?,
        config::optional("AWS_SESSION_TOKEN"),
        None,
        "environment",
    );
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(2))
        .operation_attempt_timeout(Duration::from_secs(5))
        .operation_timeout(Duration::from_secs(15))
        .build();
    Ok(SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new(config::text("AWS_REGION")?))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .retry_config(RetryConfig::standard())
        .timeout_config(timeouts)
        .service_config(Endpoints)
        .build())
}

/// The same for the clients that send: one attempt, because a retry inside the call would send twice without a trace,
/// and twice the patience, because an answer that is not waited for leaves a message in doubt.
#[must_use]
pub fn sending(config: &SdkConfig) -> SdkConfig {
    let patience = Duration::from_secs(10);
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(2))
        .operation_attempt_timeout(patience)
        .operation_timeout(patience)
        .build();
    config.to_builder().retry_config(RetryConfig::disabled()).timeout_config(timeouts).build()
}

/// A client's own endpoint, where the environment names one: `AWS_ENDPOINT_URL_DYNAMODB` before `AWS_ENDPOINT_URL`.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html>
#[derive(Debug)]
struct Endpoints;

impl LoadServiceConfig for Endpoints {
    fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
        // Clients ask for nothing else that Lambda or the template sets.
        if key.env() != "AWS_ENDPOINT_URL" {
            return None;
        }
        let service = key.service_id().to_uppercase().replace(' ', "_");
        config::optional(&format!("AWS_ENDPOINT_URL_{service}")).or_else(|| config::optional("AWS_ENDPOINT_URL"))
    }
}
