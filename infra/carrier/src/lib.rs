//! The local cloud's carrier: the endpoint of SES v2 `SendEmail` and SNS `Publish` for a deployment
//! that runs on an AWS emulator.
//!
//! The functions reach it through `AWS_ENDPOINT_URL_SESV2` and `AWS_ENDPOINT_URL_SNS`; nothing in
//! them knows that it is not AWS. It answers in AWS's own shapes, keeps every message whole (tags,
//! headers and attachments included) for a person (`GET /`) and for tests (`GET /messages`), and
//! sends the receipts that AWS would send through the emulator's real doors: events of a
//! configuration set on the default bus, SMS delivery logs in CloudWatch Logs.
//!
//! What becomes of a message is chosen by its address, as with AWS's mailbox simulator (the tables
//! are in [`magic`]), or by faults that a test sets ([`fault`]).
//!
//! | route | does |
//! |---|---|
//! | `POST /v2/email/outbound-emails` | SES v2 `SendEmail`, with `Content.Simple` |
//! | `POST /` | SNS `Publish` to a phone number, `CheckIfPhoneNumberIsOptedOut`, `SetSMSAttributes`, `GetSMSAttributes` |
//! | `GET /` | the inbox, a page for people; `?to=` and `?kind=` choose |
//! | `GET /messages?to=&kind=` | the messages accepted so far, oldest first; `DELETE` forgets them |
//! | `GET /refusals` | the calls that were answered with an error; `DELETE /messages` forgets them too |
//! | `GET /faults`, `POST /faults`, `DELETE /faults` | the faults in force, one more, none (held answers are then given) |
//! | `GET /status` | how many messages and refusals there are, and receipts planned, published and failed |

mod api;
mod caller;
mod clock;
mod config;
mod emulator;
pub mod fault;
mod html;
mod inbox;
pub mod magic;
pub mod message;
mod receipts;
mod send;
mod server;
mod ses;
mod sns;
mod state;

pub use caller::process_of;
pub use config::Config;
pub use fault::{Effect, Fault};
pub use message::{Answer, Attachment, Content, Email, Header, Kind, Message, Receipt, Refusal, Sms};
pub use server::Carrier;
pub use state::Status;
