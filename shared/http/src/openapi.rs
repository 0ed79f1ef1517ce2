//! The OpenAPI document: what the handlers say of themselves, and what holds for all of them alike.

use serde_json::{Map, Value, json, to_value};
use utoipa::PartialSchema;

use crate::access::{Allow, Allows};
use crate::caller::Role;
use crate::problem::{FieldError, ProblemBody};
use crate::routes::{self, TABLE};

const DESCRIPTION: &str = "\
Appointments become messages: reminders and notifications by SMS and e-mail, each silence explained.\n\n\
Times of appointments carry the offset of their location. Objects have an ETag; `PUT` and `DELETE` need it as \
`If-Match`. Every `POST` takes an `Idempotency-Key`, kept for 24 hours. Lists come in pages of at most 100, the next \
of which its cursor names. Bodies are JSON of at most 1 MB; unknown fields are refused. Answers that are not a \
success are problem documents (RFC 9457).";

/// This API's description in OpenAPI 3.1, as pretty JSON with a line feed at its end.
#[must_use]
pub fn openapi() -> String {
    let mut document = to_value(routes::documented()).unwrap_or_default();
    document["info"] = json!({
        "title": "Carebell",
        "version": env!("CARGO_PKG_VERSION"),
        "description": DESCRIPTION,
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    });
    document["servers"] = json!([{"url": "/"}]);
    let components = &mut document["components"];
    components["securitySchemes"] = json!({
        "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    });
    components["schemas"]["Problem"] = to_value(ProblemBody::schema()).unwrap_or_default();
    components["schemas"]["FieldError"] = to_value(FieldError::schema()).unwrap_or_default();
    for row in TABLE {
        let operation = &mut document["paths"][row.path][row.method.to_ascii_lowercase()];
        if let Some(operation) = operation.as_object_mut() {
            complete(operation, row.method, row.allows.as_ref());
        }
    }
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// Adds to an operation what its method and its row in the table imply.
fn complete(operation: &mut Map<String, Value>, method: &str, allows: Option<&Allows>) {
    let problem = json!({"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}});
    if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
        for (status, response) in responses.iter_mut() {
            if status.starts_with('4') {
                response["content"] = problem.clone();
            } else if let Some(headers) = success_headers(status, response) {
                response["headers"] = headers;
            }
        }
        responses.insert("default".into(), json!({"description": "A problem", "content": problem}));
    }
    let header = match method {
        "POST" => Some(json!({
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "A name of your own for this request: repeated within 24 hours, it gets the same answer.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 200},
        })),
        "PUT" | "DELETE" => Some(json!({
            "name": "If-Match", "in": "header", "required": true,
            "description": "The ETag of the object as it was read.",
            "schema": {"type": "string"},
        })),
        _ => None,
    };
    if let Some(header) = header {
        let parameters = operation.entry("parameters").or_insert_with(|| json!([]));
        if let Some(parameters) = parameters.as_array_mut() {
            parameters.push(header);
        }
    }
    if let Some(allows) = allows {
        operation.insert("security".into(), json!([{"token": []}]));
        let roles: Map<String, Value> =
            Role::ALL.into_iter().filter_map(|role| Some((role.as_str().into(), needs(allows.of(role))?))).collect();
        operation.insert("x-roles".into(), roles.into());
    }
}

/// What has an ETag: every object that can be replaced, and a tenant.
const TAGGED: [&str; 14] = [
    "Appointment",
    "Client",
    "Group",
    "Insurance",
    "Location",
    "Patient",
    "Resource",
    "SavedText",
    "Service",
    "Settings",
    "Tenant",
    "Text",
    "User",
    "VerifiedSenders",
];

/// The ETag of an object, and the place of a new one.
fn success_headers(status: &str, response: &Value) -> Option<Value> {
    let schema = response["content"]["application/json"]["schema"]["$ref"].as_str()?;
    let name = schema.rsplit('/').next()?;
    let text = json!({"schema": {"type": "string"}});
    match status {
        "201" => Some(json!({"ETag": text, "Location": text})),
        _ if TAGGED.contains(&name) => Some(json!({"ETag": text})),
        _ => None,
    }
}

/// What a role needs for a route; `None` where nothing helps.
fn needs(allow: Allow) -> Option<Value> {
    match allow {
        Allow::No => None,
        Allow::Yes => Some("yes".into()),
        Allow::Own => Some("own".into()),
        Allow::Scope(scope) => Some(format!("scope {scope}").into()),
        Allow::Granted(grant) => Some(format!("grant {}", grant.as_str()).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_document_is_the_one_that_the_code_makes() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
        let committed = std::fs::read_to_string(file).expect("docs/openapi.json");
        let committed: Value = serde_json::from_str(&committed).expect("JSON");
        let made: Value = serde_json::from_str(&openapi()).expect("JSON");
        assert!(committed == made, "docs/openapi.json is not up to date: run `cargo xtask openapi`");
    }

    #[test]
    fn every_reference_leads_somewhere() {
        fn references(value: &Value, found: &mut Vec<String>) {
            match value {
                Value::Object(fields) => {
                    found.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_owned));
                    fields.values().for_each(|field| references(field, found));
                }
                Value::Array(items) => items.iter().for_each(|item| references(item, found)),
                _ => {}
            }
        }
        let document: Value = serde_json::from_str(&openapi()).expect("JSON");
        let mut found = Vec::new();
        references(&document, &mut found);
        assert!(!found.is_empty());
        for reference in found {
            let pointer = reference.strip_prefix('#').expect("a local reference");
            assert!(document.pointer(pointer).is_some(), "{reference}");
        }
    }

    #[test]
    fn every_text_and_list_of_a_request_has_a_stated_limit() {
        let document: Value = serde_json::from_str(&openapi()).expect("JSON");
        let (mut open, mut seen, mut unlimited) = (Vec::new(), std::collections::BTreeSet::new(), Vec::new());
        for operation in document["paths"].as_object().expect("paths").values().filter_map(Value::as_object) {
            let bodies = operation.values().map(|one| &one["requestBody"]["content"]["application/json"]["schema"]);
            open.extend(bodies.map(|schema| (String::new(), schema)));
        }
        while let Some((place, schema)) = open.pop() {
            if let Some(reference) = schema["$ref"].as_str() {
                if seen.insert(reference) {
                    open.push((reference.to_owned(), document.pointer(&reference[1..]).expect("a schema")));
                }
                continue;
            }
            let is = |name: &str| {
                schema["type"] == name || schema["type"].as_array().is_some_and(|all| all.contains(&name.into()))
            };
            let limits = ["enum", "maxLength", "pattern", "format"].iter().any(|limit| schema.get(limit).is_some());
            if (is("string") && !limits) || (is("array") && schema.get("maxItems").is_none()) {
                unlimited.push(place.clone());
            }
            for (name, field) in schema["properties"].as_object().into_iter().flatten() {
                open.push((format!("{place}/{name}"), field));
            }
            for several in ["oneOf", "anyOf", "allOf"] {
                open.extend(schema[several].as_array().into_iter().flatten().map(|one| (place.clone(), one)));
            }
        }
        assert!(seen.len() > 10);
        assert_eq!(unlimited, Vec::<String>::new());
    }

    #[test]
    fn names_of_operations_are_unique() {
        let document: Value = serde_json::from_str(&openapi()).expect("JSON");
        assert_eq!(document["openapi"], "3.1.0");
        let mut names = std::collections::BTreeSet::new();
        for item in document["paths"].as_object().expect("paths").values() {
            for operation in item.as_object().expect("operations").values() {
                let name = operation["operationId"].as_str().expect("a name");
                assert!(names.insert(name.to_owned()), "{name}");
                assert!(operation["summary"].is_string(), "{name} has no summary");
            }
        }
        assert_eq!(names.len(), TABLE.len());
    }
}
