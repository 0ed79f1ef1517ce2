//! Every answer of every test is compared with the OpenAPI document: what it names, what it needs, of which types.

use std::sync::LazyLock;

use serde_json::Value;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(&carebell_http::openapi()).expect("JSON"));

/// Whether an answer is one that the document promises.
pub(crate) fn check(method: &str, path: &str, status: u16, body: &Value) -> Result<(), String> {
    let Some(operation) = operation(method, path) else { return Ok(()) };
    let responses = &operation["responses"];
    let response = match &responses[status.to_string()] {
        Value::Null if status >= 400 => &responses["default"],
        Value::Null => return Err(format!("{status} is not promised")),
        promised => promised,
    };
    let content = response["content"].as_object().into_iter().flatten().next();
    match content.map(|(_, content)| &content["schema"]) {
        None | Some(Value::Null) => Ok(()),
        Some(schema) => fits(schema, body, true).map_err(|error| format!("body{error}")),
    }
}

fn operation(method: &str, path: &str) -> Option<&'static Value> {
    let path = path.split('?').next()?;
    let parts: Vec<&str> = path.split('/').collect();
    let matches = |template: &str| {
        let template: Vec<&str> = template.split('/').collect();
        let same = |(named, part): (&&str, &&str)| named.starts_with('{') || named == part;
        template.len() == parts.len() && template.iter().zip(&parts).all(same)
    };
    let paths = DOCUMENT["paths"].as_object()?;
    // A path without parameters comes before one with them.
    let item = paths.get(path).or_else(|| paths.iter().find(|(template, _)| matches(template)).map(|(_, item)| item));
    item?.get(method.to_ascii_lowercase())
}

/// Whether a value fits a schema. `closed`: an object has no field that the schema does not name.
fn fits(schema: &Value, value: &Value, closed: bool) -> Result<(), String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = DOCUMENT.pointer(reference.trim_start_matches('#')).ok_or("leads nowhere")?;
        return fits(target, value, closed);
    }
    for several in ["oneOf", "anyOf"] {
        if let Some(schemas) = schema[several].as_array() {
            let errors: Vec<String> = schemas.iter().filter_map(|schema| fits(schema, value, closed).err()).collect();
            if errors.len() == schemas.len() {
                return Err(format!(" fits none of: {}", errors.join("; ")));
            }
        }
    }
    for schema in schema["allOf"].as_array().into_iter().flatten() {
        fits(schema, value, false)?;
    }
    if let Some(values) = schema["enum"].as_array()
        && !values.contains(value)
    {
        return Err(format!(" is {value}, none of {values:?}"));
    }
    of_type(schema, value)?;
    if let Some(fields) = value.as_object() {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            fields.get(name).ok_or_else(|| format!(" lacks {name}"))?;
        }
        for (name, field) in fields {
            match (&schema["properties"][name], &schema["additionalProperties"]) {
                (Value::Null, Value::Null) if closed && schema["properties"].is_object() => {
                    return Err(format!(" has {name}, which is not promised"));
                }
                (Value::Null, Value::Null | Value::Bool(_)) => {}
                (Value::Null, other) => fits(other, field, true).map_err(|error| format!("/{name}{error}"))?,
                (property, _) => fits(property, field, true).map_err(|error| format!("/{name}{error}"))?,
            }
        }
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        if schema["items"].is_object() {
            fits(&schema["items"], item, true).map_err(|error| format!("/{index}{error}"))?;
        }
    }
    Ok(())
}

fn of_type(schema: &Value, value: &Value) -> Result<(), String> {
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    };
    let fits = match &schema["type"] {
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(is),
        _ => true,
    };
    if fits { Ok(()) } else { Err(format!(" is {value}, not of type {}", schema["type"])) }
}
