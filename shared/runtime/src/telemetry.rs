//! Logs: one JSON object a line, as CloudWatch reads them. `RUST_LOG` says how much.

use tracing_subscriber::EnvFilter;

/// Begins to log. To be called once, first thing in `main`.
pub fn init() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().json().flatten_event(true).with_env_filter(filter).with_ansi(false).init();
}
