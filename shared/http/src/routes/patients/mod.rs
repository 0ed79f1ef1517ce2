//! Patients: for whom appointments are, when it is not the client in person.

pub(super) mod create;
pub(super) mod get;
pub(super) mod list;
pub(super) mod put;
pub(super) mod shape;
