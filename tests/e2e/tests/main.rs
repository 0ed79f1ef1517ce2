//! The deployed binaries, driven through their real triggers. The cloud is started once; each test has a clinic of its
//! own, see `carebell_e2e`.

mod answers;
mod bad_input;
mod batches;
mod booking;
mod bus;
mod calendar;
mod centre;
mod doubt;
mod households;
mod receipts;
mod reminders;
mod repeats;
mod replan;
mod role;
mod roles;
mod samples;
mod schema;
