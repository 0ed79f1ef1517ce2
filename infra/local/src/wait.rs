//! Waiting for what another process does.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// The time between two looks.
const PAUSE: Duration = Duration::from_millis(50);

/// Looks until `look` finds something, and gives it.
///
/// # Errors
/// If `look` fails, or has found nothing within `limit`: the error then names `what`.
#[expect(clippy::disallowed_methods, reason = "waits for other processes, in real time")]
pub fn wait_for<T>(what: &str, limit: Duration, mut look: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let start = Instant::now();
    loop {
        if let Some(found) = look()? {
            return Ok(found);
        }
        if start.elapsed() > limit {
            bail!("waited {} seconds in vain for {what}", limit.as_secs());
        }
        thread::sleep(PAUSE);
    }
}
