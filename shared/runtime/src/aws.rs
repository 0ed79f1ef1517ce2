//! The shared configuration of the AWS clients: built once in `main`.

use std::time::Duration;

use aws_config::environment::{EnvironmentVariableCredentialsProvider, EnvironmentVariableRegionProvider};
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, SdkConfig};

/// The configuration that every client is built from: credentials and region of the function, short time-outs (a
/// connection that died while the function was frozen must not hang), three attempts.
///
/// Lambda gives region and credentials in the environment. The default chain would look there first too, but builds
/// the clients of every other place (STS, instance metadata) before: a fifth of the instructions of a start.
pub async fn config() -> SdkConfig {
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(2))
        .operation_attempt_timeout(Duration::from_secs(5))
        .operation_timeout(Duration::from_secs(15))
        .build();
    aws_config::defaults(BehaviorVersion::v2026_01_12())
        .region(EnvironmentVariableRegionProvider::new())
        .credentials_provider(EnvironmentVariableCredentialsProvider::new())
        .timeout_config(timeouts)
        .load()
        .await
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
