//! The repository's commands: `cargo xtask help`.
fn main() {}
