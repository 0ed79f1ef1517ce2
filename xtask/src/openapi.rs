//! `cargo xtask openapi`: writes `docs/openapi.json` from the code, or compares it.

use anyhow::Result;

use crate::made::{self, Arguments};
use crate::process::at_root;

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut print = at_root("cargo");
    print.args(["run", "--quiet", "--package", "carebell-http", "--example", "openapi"]);
    made::run(arguments, "openapi", "docs/openapi.json", print)
}
