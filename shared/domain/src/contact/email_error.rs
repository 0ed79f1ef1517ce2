//! Which rule a text breaks that is no mailbox.

/// Why a text is no mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    /// Nothing was entered.
    #[error("an e-mail address is wanted")]
    Empty,
    /// More than the mail protocol carries.
    #[error("an e-mail address has at most {limit} bytes, this has {size}")]
    TooLong {
        /// The most bytes.
        limit: usize,
        /// The bytes given.
        size: usize,
    },
    /// No `@`, or several addresses.
    #[error("one e-mail address has exactly one @, {found} were found")]
    AtSigns {
        /// How many there are.
        found: usize,
    },
    /// Nothing before the `@`, or more than the mail protocol carries.
    #[error("what stands before the @ has 1 to {limit} bytes, this has {size}")]
    LocalSize {
        /// The most bytes.
        limit: usize,
        /// The bytes given.
        size: usize,
    },
    /// A sign before the `@` that needs quotes, is a control character or not ASCII.
    #[error("character {at} may not stand before the @: letters of a to z, digits, dots and signs like - and _ may")]
    LocalSign {
        /// Which character, counted from 1.
        at: usize,
    },
    /// A dot at an end of what stands before the `@`, or two in a row.
    #[error("the dots before the @ must stand alone between other signs")]
    LocalDots,
    /// A domain without a dot, or with something wrong around one.
    #[error("the domain needs a dot, with 1 to {limit} bytes before and after each; one part has {size}")]
    DomainPart {
        /// The most bytes of a part.
        limit: usize,
        /// The bytes of the part that is wrong, or of the whole where there is no dot.
        size: usize,
    },
    /// A sign that no domain has.
    #[error("the domain has a sign that no domain has, or a dash beside a dot")]
    DomainSign,
    /// A domain that ends like an internet address.
    #[error("the domain ends in a number")]
    DomainNumber,
}
