//! The local cloud that all tests of a process share.

use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use carebell_local::{Binaries, Cloud, Options, Role, User};

use crate::recorder;

/// How long anything may take: what a provider had no room for is tried again after a minute, by a sweep that comes
/// once a minute, and a busy machine is slow.
pub const SOON: Duration = Duration::from_secs(200);

/// The cloud, started by the first test that asks for it. It ends with the process.
///
/// # Panics
/// If it cannot be started: then no test means anything.
pub fn cloud() -> &'static Cloud {
    static CLOUD: OnceLock<Cloud> = OnceLock::new();
    CLOUD.get_or_init(|| {
        let options = Options { binaries: Binaries::BuiltWithTests, ..Options::default() };
        let cloud = Cloud::start(options).expect("the local cloud starts");
        recorder::attach(&cloud).expect("the functions can be watched");
        cloud
    })
}

/// The token of a user who operates the service.
///
/// # Errors
/// If the user cannot be made.
pub fn platform() -> Result<&'static str> {
    static TOKEN: OnceLock<Option<String>> = OnceLock::new();
    let token = TOKEN.get_or_init(|| cloud().sign_in(&User::new("platform", Role::Platform)).ok());
    token.as_deref().context("the platform's user cannot sign in")
}

/// The pause before the second look, and the longest between two. Most looks cost an invocation of the API, and many
/// tests look at once.
const PAUSES: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(1));

/// Looks until `look` finds something, [`SOON`] at the latest.
///
/// # Errors
/// If `look` fails, or finds nothing in time: the error then names `what`.
#[expect(clippy::disallowed_methods, reason = "waits for other processes, in real time")]
pub fn until<T>(what: &str, mut look: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let (start, (mut pause, longest)) = (Instant::now(), PAUSES);
    loop {
        if let Some(found) = look()? {
            return Ok(found);
        }
        ensure!(start.elapsed() < SOON, "waited {} seconds in vain for {what}", SOON.as_secs());
        thread::sleep(pause);
        pause = (pause * 2).min(longest);
    }
}
