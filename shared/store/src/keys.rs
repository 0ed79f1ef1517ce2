//! Every key of the table. Nothing else in the product writes one.
//!
//! The constructors take the tenant as a type, first: a key of another tenant cannot be made from what a caller
//! sends, because identifiers cannot hold the sign `#` that parts are joined with, and what other systems send
//! (their names of things) enters as a digest. The keys and what lies under them are listed in `docs/data.md`.

mod client;
mod config;
mod index;
mod message;

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use carebell_domain::TenantId;

pub(crate) use client::*;
pub(crate) use config::*;
pub(crate) use index::*;
pub(crate) use message::*;

/// Attribute of the partition key.
pub const PK: &str = "pk";
/// Attribute of the sort key.
pub const SK: &str = "sk";
/// Partition and sort key of an index: its name, and the attributes that are its keys.
pub const DUE: IndexName = IndexName { name: "DUE", pk: "duepk", sk: "duesk" };
/// The index of days and names.
pub const CAL: IndexName = IndexName { name: "CAL", pk: "calpk", sk: "calsk" };
/// Attribute after whose time an item goes by itself.
pub const TTL: &str = "ttl";

/// An index: its name and its key attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexName {
    /// Name.
    pub name: &'static str,
    /// Attribute of its partition key.
    pub pk: &'static str,
    /// Attribute of its sort key.
    pub sk: &'static str,
}

/// The key of an item, or of an entry of an index.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) pk: String,
    pub(crate) sk: String,
}

impl Key {
    fn new(pk: String, sk: impl Into<String>) -> Self {
        Self { pk, sk: sk.into() }
    }

    /// As the attributes of the table's own key.
    pub(crate) fn attributes(self) -> HashMap<String, AttributeValue> {
        HashMap::from([(PK.to_owned(), AttributeValue::S(self.pk)), (SK.to_owned(), AttributeValue::S(self.sk))])
    }
}

/// A run of sort keys in one partition, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) pk: String,
    pub(crate) from: String,
    pub(crate) to: String,
}

/// Sorts after whatever may follow a prefix: the last character of Unicode.
const LAST: char = '\u{10FFFF}';
/// Sorts before every sign of an identifier and before `#`: appended to a key it is the first place behind it.
const BEHIND: char = '!';

impl Span {
    fn prefix(pk: String, prefix: impl Into<String>) -> Self {
        let prefix = prefix.into();
        let to = format!("{prefix}{LAST}");
        // DynamoDB takes no empty value for a key.
        let from = if prefix.is_empty() { BEHIND.to_string() } else { prefix };
        Self { pk, from, to }
    }

    /// The rest of the run behind a key: how a page is taken up again. A cursor can only shorten the run.
    pub(crate) fn behind(mut self, sk: &str) -> Self {
        let next = format!("{sk}{BEHIND}");
        if next > self.from {
            self.from = next;
        }
        self
    }

    /// The part of the run before a key: how a page is taken up again that goes backwards.
    pub(crate) fn before(mut self, sk: &str) -> Self {
        let mut last = sk.to_owned();
        if let Some(sign) = last.pop().and_then(|sign| char::from_u32(u32::from(sign).saturating_sub(1))) {
            last.extend([sign, LAST]);
        }
        if last < self.to {
            self.to = last;
        }
        self
    }

    /// Whether no key can lie in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.from > self.to
    }
}

/// Begin of every partition of a tenant, without the `#` that follows it.
fn tenant(tenant: &TenantId) -> String {
    format!("T#{tenant}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_only_shortens_the_run() {
        let span = Span::prefix("T#tt_a#CFG".into(), "text#");
        assert_eq!(span.clone().behind("location#x"), span);
        let rest = span.clone().behind("text#b");
        assert!(rest.from.as_str() > "text#b" && rest.from.as_str() < "text#b-");
        assert!(span.clone().behind("user#x").is_empty());
        let rest = span.before("text#b");
        assert!(rest.to.as_str() < "text#b" && rest.to.as_str() > "text#az");
    }
}
