//! The configuration of a function, read once from its environment. Each function reads only what it uses.

use jiff::SignedDuration;

/// A setting that is missing or no number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// Missing.
    #[error("the environment variable {0} is not set")]
    Missing(&'static str),
    /// Not a number.
    #[error("the environment variable {0} is not a whole number")]
    NotANumber(&'static str),
}

/// A text that must be set.
///
/// # Errors
/// [`ConfigError::Missing`] where it is not, or is empty.
pub fn text(name: &'static str) -> Result<String, ConfigError> {
    optional(name).ok_or(ConfigError::Missing(name))
}

/// A text that may be left out or empty.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
#[must_use]
pub fn optional(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// A number of seconds, or `default` where it is not set.
///
/// # Errors
/// [`ConfigError::NotANumber`].
pub fn seconds(name: &'static str, default: u32) -> Result<SignedDuration, ConfigError> {
    let seconds = match optional(name) {
        None => default,
        Some(text) => text.parse().map_err(|_| ConfigError::NotANumber(name))?,
    };
    Ok(SignedDuration::from_secs(i64::from(seconds)))
}
