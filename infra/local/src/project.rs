//! Where things are on this machine.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The repository's root: the nearest directory, from the present one upwards, that holds `template.yaml`. Where this
/// was compiled tells nothing: one target folder may serve several clones.
pub fn root() -> &'static Path {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        let here = env::current_dir().unwrap_or_default();
        let root = here.ancestors().find(|directory| directory.join("template.yaml").is_file());
        root.unwrap_or(&here).to_path_buf()
    })
}

/// Where tools are kept between runs: outside the clone, so that every clone shares them.
#[expect(clippy::disallowed_methods, reason = "a tool of the developer's machine, not a part of the product")]
pub fn cache_directory() -> PathBuf {
    env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".cache")))
        .unwrap_or_else(env::temp_dir)
        .join("carebell")
}
