//! Prints the document that the code makes: `cargo xtask events` writes it to `docs/events.md`.

use std::io::{Write, stdout};

fn main() -> std::io::Result<()> {
    stdout().write_all(carebell_events::document().as_bytes())
}
