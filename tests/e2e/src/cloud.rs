//! The local cloud that all tests of a process share.

use std::sync::OnceLock;
use std::time::Duration;

use anyhow::{Context, Result};
use carebell_local::{Binaries, Cloud, Options, Role, User, wait_for};

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

/// Looks until `look` finds something, [`SOON`] at the latest.
///
/// # Errors
/// If `look` fails, or finds nothing in time: the error then names `what`.
pub fn until<T>(what: &str, look: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    wait_for(what, SOON, look)
}
