//! Bytes of log lines, in the form in which the functions write them.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tracing::subscriber::DefaultGuard;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;

/// Counts the lines of this thread.
pub(super) struct Logs {
    bytes: Bytes,
    _on: DefaultGuard,
}

#[derive(Clone, Default)]
struct Bytes(Arc<AtomicUsize>);

impl Logs {
    /// Begins to count what the product's own crates write.
    pub(super) fn start() -> Self {
        let bytes = Bytes::default();
        let ours = ["domain", "workflows", "store", "channels", "runtime"].map(|name| format!("carebell_{name}"));
        let ours = Targets::new().with_targets(ours.map(|name| (name, LevelFilter::INFO)));
        let lines = tracing_subscriber::fmt::layer().json().flatten_event(true).with_ansi(false);
        let lines = tracing_subscriber::registry().with(ours).with(lines.with_writer(bytes.clone()));
        Self { bytes, _on: tracing::subscriber::set_default(lines) }
    }

    /// Bytes since the last time.
    pub(super) fn take(&self) -> usize {
        self.bytes.0.swap(0, Ordering::Relaxed)
    }
}

impl io::Write for Bytes {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.fetch_add(line.len(), Ordering::Relaxed);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Bytes {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}
