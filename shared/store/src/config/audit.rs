//! Rows of the audit, written in the transaction of the change that they tell of.

use carebell_domain::TenantId;
use carebell_workflows::ports::Audit;
use jiff::{SignedDuration, Timestamp};

use crate::item::{Item, SCHEMA, TYPE, instant, number, text};
use crate::keys::{self, TTL};
use crate::packed::packed;

/// Type of the item, and its present form.
const AUDIT: &str = "AU";
const FORM: u8 = 1;
/// How long a row is kept: two years.
const KEPT: SignedDuration = SignedDuration::from_hours(2 * 366 * 24);

/// A row as an item.
pub(crate) fn audit_item(tenant: &TenantId, row: &Audit) -> Item {
    let Audit { at, by, object, old, new } = row;
    let until = at.saturating_add(KEPT).unwrap_or(Timestamp::MAX);
    let mut item = keys::audit(tenant, row).attributes();
    item.extend([
        (TYPE.to_owned(), text(AUDIT)),
        (SCHEMA.to_owned(), number(FORM)),
        ("at".to_owned(), instant(*at)),
        ("by".to_owned(), text(by)),
        ("ob".to_owned(), text(object)),
        ("old".to_owned(), packed(old)),
        ("new".to_owned(), packed(new)),
        (TTL.to_owned(), number(until.as_second())),
    ]);
    item
}
