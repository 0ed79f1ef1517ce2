//! Prints the OpenAPI document that the code makes: `cargo xtask openapi` writes it to `docs/openapi.json`.

use std::io::Write;

fn main() -> std::io::Result<()> {
    std::io::stdout().write_all(carebell_http::openapi().as_bytes())
}
