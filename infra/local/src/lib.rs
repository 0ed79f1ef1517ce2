//! The local cloud: `template.yaml` and the functions' binaries, as they are, on an AWS emulator,
//! with a carrier that stands in for SES and SNS. No account, no Docker, no network beyond the
//! package registries.
//!
//! ```no_run
//! use carebell_local::{Cloud, Options, Role, User};
//!
//! # fn main() -> anyhow::Result<()> {
//! let cloud = Cloud::start(Options::default())?;
//! let token = cloud.sign_in(&User::new("desk", Role::Operator).of("tt_example"))?;
//! let answer = cloud.api().get("/v1/appointments", Some(&token))?;
//! assert_eq!(answer.status, 200);
//! assert!(cloud.carrier().messages().is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! All of it ends with the [`Cloud`], or with the process that holds it, however that ends: the
//! emulator's guard waits for the end of its standard input, which this process holds.

mod api;
mod aws;
mod binaries;
mod cloud;
mod emulator;
mod project;
mod stack;
mod users;
mod venv;
mod wait;

pub use api::{Answer, Api};
pub use aws::Aws;
pub use binaries::{Binaries, build_programs};
pub use cloud::{Cloud, Options, RECEIPT_SOURCE};
pub use emulator::{ACCOUNT, REGION};
pub use project::{cache_directory, root};
pub use stack::{Outputs, function_names};
pub use users::{Role, User};
pub use venv::Venv;
pub use wait::wait_for;
