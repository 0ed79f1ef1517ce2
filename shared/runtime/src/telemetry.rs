//! Logs: one JSON object a line, as CloudWatch reads them. `RUST_LOG` says how much: a level, or one for each crate, as in
//! `info,hyper=warn`.

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config;

/// Begins to log. To be called once, first thing in `main`.
pub fn init() {
    let told = config::optional("RUST_LOG").and_then(|filter| filter.parse().ok());
    let filter: Targets = told.unwrap_or_else(|| Targets::new().with_default(LevelFilter::INFO));
    let lines = tracing_subscriber::fmt::layer().json().flatten_event(true).with_ansi(false);
    tracing_subscriber::registry().with(filter).with(lines).init();
}
