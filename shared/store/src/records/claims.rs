//! Claims as a map of their short forms.

use carebell_domain::model::Claims;

use aws_sdk_dynamodb::types::AttributeValue;

use crate::item::{Corrupt, Row, text};

/// The attribute of claims; `None` where there are none.
pub(crate) fn to_attribute(claims: &Claims) -> Option<AttributeValue> {
    let map = claims.iter().map(|(key, claim)| (key.to_string(), text(claim)));
    (!claims.is_empty()).then(|| AttributeValue::M(map.collect()))
}

/// The claims of an attribute.
pub(crate) fn from_row(row: Row<'_>, name: &'static str) -> Result<Claims, Corrupt> {
    let Some(map) = row.map(name) else { return Ok(Claims::new()) };
    let one = |(key, claim): (&String, &AttributeValue)| {
        let claim = claim.as_s().ok()?;
        Some((key.parse().ok()?, claim.parse().ok()?))
    };
    map.0.iter().map(|entry| one(entry).ok_or(Corrupt(name))).collect()
}
