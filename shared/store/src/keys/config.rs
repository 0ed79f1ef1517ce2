//! What a clinic set up, its audit, the list of tenants, and repeated requests.

use carebell_domain::TenantId;
use carebell_domain::ids::derived;
use carebell_domain::link::TenantNumber;
use carebell_workflows::ports::{Audit, Kind};

use super::{Key, Span, tenant};

fn configuration(of: &TenantId) -> String {
    format!("{}#CFG", tenant(of))
}

const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Settings => "settings",
        Kind::Senders => "senders",
        Kind::Text => "text",
        Kind::Location => "location",
        Kind::Resource => "resource",
        Kind::Service => "service",
        Kind::Group => "group",
        Kind::Insurance => "insurance",
        Kind::User => "user",
    }
}

/// Every kind of document.
const KINDS: [Kind; 9] = [
    Kind::Settings,
    Kind::Senders,
    Kind::Text,
    Kind::Location,
    Kind::Resource,
    Kind::Service,
    Kind::Group,
    Kind::Insurance,
    Kind::User,
];

/// One document.
pub(crate) fn document(of: &TenantId, kind: Kind, id: &str) -> Key {
    Key::new(configuration(of), format!("{}#{id}", kind_name(kind)))
}

/// The documents of a kind.
pub(crate) fn documents(of: &TenantId, kind: Kind) -> Span {
    Span::prefix(configuration(of), format!("{}#", kind_name(kind)))
}

/// The version of the whole. It sorts before the documents: a reader that pages sees it first, so what it then
/// takes for that version is at least as new.
pub(crate) fn version(of: &TenantId) -> Key {
    Key::new(configuration(of), "VERSION")
}

/// The version and all documents.
pub(crate) fn whole_configuration(of: &TenantId) -> Span {
    Span { pk: configuration(of), from: "VERSION".into(), to: "user#\u{10FFFF}".into() }
}

/// The tenant whose configuration a partition holds.
pub(crate) fn configured_tenant(pk: &str) -> Option<TenantId> {
    pk.strip_prefix("T#")?.strip_suffix("#CFG")?.parse().ok()
}

/// Kind and name of a document's sort key.
pub(crate) fn document_of(sk: &str) -> Option<(Kind, &str)> {
    let (kind, id) = sk.split_once('#')?;
    Some((KINDS.into_iter().find(|one| kind_name(*one) == kind)?, id))
}

/// A row of the audit, in the partition of its month and in order of time.
pub(crate) fn audit(of: &TenantId, row: &Audit) -> Key {
    let day = jiff::tz::TimeZone::UTC.to_datetime(row.at).date();
    let unique = derived(&[&row.object, &row.by]);
    Key::new(format!("{}#AUD#{}", tenant(of), day.strftime("%Y-%m")), format!("{:.9}#{}", row.at, &unique[..8]))
}

/// The tenants.
pub(crate) fn tenants() -> Span {
    Span::prefix("PLATFORM".into(), "TENANT#")
}

/// A tenant in their list.
pub(crate) fn tenant_row(of: &TenantId) -> Key {
    Key::new("PLATFORM".into(), format!("TENANT#{of}"))
}

/// The tenant of a number, which links carry.
pub(crate) fn tenant_number(number: TenantNumber) -> Key {
    Key::new(format!("LINK#{number}"), "T")
}

/// The tenant of a row of the list.
pub(crate) fn tenant_of(sk: &str) -> Option<TenantId> {
    sk.strip_prefix("TENANT#")?.parse().ok()
}

/// A request that may be repeated. The scope names tenant and user; it enters by digest, as the key that the caller
/// chose does.
pub(crate) fn request(scope: &str, key: &str) -> Key {
    Key::new(format!("IDEM#{}", derived(&["request", scope, key])), "R")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_read_back_and_the_version_comes_first() {
        let of: TenantId = "tt_a".parse().expect("well formed");
        let all = whole_configuration(&of);
        for kind in KINDS {
            let key = document(&of, kind, "a.b-c");
            assert_eq!(document_of(&key.sk), Some((kind, "a.b-c")));
            assert!(all.from < key.sk && key.sk < all.to, "{key:?}");
        }
        assert_eq!(document_of("VERSION"), None);
    }
}
