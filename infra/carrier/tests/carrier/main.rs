//! The carrier from outside: through the SDK's clients, as the functions see it, through its HTTP
//! routes, as tests see it, and from the emulator's side.

#![expect(clippy::unwrap_used, reason = "a test fails by a panic, in its helpers too")]

mod doors;
mod emulator;
mod faults;
mod pages;
mod receipts;
mod sdk;
mod ses;
mod sns;
