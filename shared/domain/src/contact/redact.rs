//! Debug output that shows a type's name and nothing of its value.

/// Implements [`Debug`](std::fmt::Debug) for types that hold personal data, so that a log line or a failed
/// assertion names the type only: `PhoneNumber(..)`.
macro_rules! redacted {
    ($($name:ident),+ $(,)?) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    )+};
}

pub(crate) use redacted;
