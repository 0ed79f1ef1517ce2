//! Texts: placeholders, the product's own texts, and how a text becomes a message.

pub mod legend;
pub mod lexer;
pub mod lint;
mod markup;
mod medium;
pub mod placeholders;
mod render;
mod signs;
mod values;

pub use medium::Medium;
pub use render::render;
pub use values::{OtherAppointment, Values};
