//! Whatever comes from outside, thrown at the code that reads it: no input may make it panic, and what each target
//! says besides must hold.
//!
//! [`TARGETS`] names them. `corpus/NAME` holds inputs for each, written by hand, and every one that once broke
//! something; the tests replay them with some thousand altered ones. `cargo xtask fuzz` lets libFuzzer search on.

mod checks;
mod doors;
mod targets;
mod world;

pub use targets::api::{api_event, api_request};
pub use targets::bus::bus_event;
pub use targets::contact::{email, phone};
pub use targets::cursor::cursor;
pub use targets::link::link;
pub use targets::queue::{queue_job, stream};
pub use targets::receipts::{log_envelope, ses_receipt, sns_receipt};
pub use targets::sms::sms;
pub use targets::text::{html, text};

/// What is done with an input. It panics where something is wrong.
pub type Target = fn(&[u8]);

/// Every target, by its name.
pub const TARGETS: [(&str, Target); 15] = [
    ("api_event", api_event),
    ("api_request", api_request),
    ("bus_event", bus_event),
    ("cursor", cursor),
    ("email", email),
    ("html", html),
    ("link", link),
    ("log_envelope", log_envelope),
    ("phone", phone),
    ("queue_job", queue_job),
    ("ses_receipt", ses_receipt),
    ("sms", sms),
    ("sns_receipt", sns_receipt),
    ("stream", stream),
    ("text", text),
];
