//! Rows of the audit.

use carebell_workflows::ports::Audit;
use jiff::Timestamp;
use serde_json::{Map, Value};

/// The row of a change of a configuration document: of its fields, those that changed, without those that are
/// personal data.
pub(super) fn row(
    at: Timestamp,
    by: &str,
    object: String,
    old: Option<&Value>,
    new: Option<&Value>,
    personal: &[&str],
) -> Audit {
    let side = |value: Option<&Value>, other: Option<&Value>| match value {
        None => Value::Null,
        Some(Value::Object(fields)) => {
            let changed = |name: &str, field: &Value| other.and_then(|other| other.get(name)) != Some(field);
            let shown = |name: &str, field: &Value| {
                if personal.contains(&name) { Value::String("...".into()) } else { field.clone() }
            };
            let fields = fields.iter().filter(|(name, field)| changed(name, field));
            Value::Object(fields.map(|(name, field)| (name.clone(), shown(name, field))).collect::<Map<_, _>>())
        }
        Some(other) => other.clone(),
    };
    Audit { at, by: by.to_owned(), object, old: side(old, new), new: side(new, old) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_changed_is_kept_and_no_personal_data() {
        let (old, new) = (json!({"a": 1, "b": 2, "name": "Anna"}), json!({"a": 1, "b": 3, "name": "Ann"}));
        let audit = row(Timestamp::UNIX_EPOCH, "u", "x".into(), Some(&old), Some(&new), &["name"]);
        assert_eq!((audit.old, audit.new), (json!({"b": 2, "name": "..."}), json!({"b": 3, "name": "..."})));
        let audit = row(Timestamp::UNIX_EPOCH, "u", "x".into(), None, Some(&json!({"a": 1})), &[]);
        assert_eq!((audit.old, audit.new), (Value::Null, json!({"a": 1})));
    }
}
