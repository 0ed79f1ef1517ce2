//! `docs/appointment-event.schema.json` says what the parser does: the same fields, needed or not, and the same names.

use anyhow::{Context, Result};
use carebell_e2e::sample;
use carebell_workflows::ingest::Envelope;
use serde_json::{Map, Value, json};

fn schema() -> Result<Value> {
    Ok(serde_json::from_str(include_str!("../../../docs/appointment-event.schema.json"))?)
}

fn is_read(event: &Value) -> bool {
    serde_json::from_value::<Envelope>(event.clone()).is_ok()
}

/// The schema of an object, behind a reference if it has one, and whether null may stand in its place.
fn object<'s>(schema: &'s Value, property: &'s Value) -> Option<&'s Map<String, Value>> {
    let reference = property["$ref"].as_str().or_else(|| property["anyOf"][0]["$ref"].as_str());
    let target = match reference {
        Some(reference) => schema.pointer(reference.strip_prefix('#')?)?,
        None => property,
    };
    target.get("properties").is_some().then(|| target.as_object()).flatten()
}

/// Asks the parser about every field of an object of the schema: `at` is where the object stands in the event.
fn compare(schema: &Value, of: &Map<String, Value>, at: &str) -> Result<()> {
    let event = sample("appointment-event")?;
    let properties = of["properties"].as_object().context("properties")?;
    let required: Vec<&str> = of["required"].as_array().context("required")?.iter().filter_map(Value::as_str).collect();
    for (name, property) in properties {
        let place = format!("{at}/{name}");
        let found = event.pointer(&place).with_context(|| format!("the sample has no {place}"))?;
        let mut without = event.clone();
        without.pointer_mut(at).and_then(Value::as_object_mut).context("an object")?.remove(name);
        assert_eq!(is_read(&without), !required.contains(&name.as_str()), "without {place}");
        let mut other = event.clone();
        *other.pointer_mut(&place).context("a value")? = json!({ "no": "such thing" });
        assert!(!is_read(&other) || place.starts_with("/detail-type"), "{place} of another type");
        for value in property["enum"].as_array().into_iter().flatten() {
            let mut chosen = event.clone();
            *chosen.pointer_mut(&place).context("a value")? = value.clone();
            assert!(is_read(&chosen), "{place} = {value}");
        }
        if let Some(inner) = object(schema, property).filter(|_| found.is_object()) {
            compare(schema, inner, &place)?;
        }
    }
    let strict = of.get("additionalProperties") == Some(&json!(false));
    let mut more = event.clone();
    more.pointer_mut(at).context("an object")?["shoe_size"] = json!(38);
    assert_eq!(is_read(&more), !strict, "a field that is not in {at}");
    Ok(())
}

#[test]
fn the_sample_is_read() -> Result<()> {
    assert!(is_read(&sample("appointment-event")?));
    Ok(())
}

#[test]
fn schema_and_parser_agree_about_every_field() -> Result<()> {
    let schema = schema()?;
    let detail = object(&schema, &schema["properties"]["detail"]).context("the detail is described")?;
    compare(&schema, detail, "/detail")?;
    for name in schema["required"].as_array().context("required")?.iter().filter_map(Value::as_str) {
        assert!(sample("appointment-event")?.get(name).is_some(), "{name}");
    }
    Ok(())
}

#[test]
fn the_sample_has_no_field_that_the_schema_lacks() -> Result<()> {
    fn walk(schema: &Value, of: &Map<String, Value>, found: &Value, at: &str) {
        for (name, value) in found.as_object().into_iter().flatten() {
            let property = &of["properties"][name];
            assert!(!property.is_null(), "{at}/{name}");
            assert!(property["description"].is_string(), "{at}/{name} is not described");
            if let (Some(inner), true) = (object(schema, property), value.is_object()) {
                walk(schema, inner, value, &format!("{at}/{name}"));
            }
        }
    }
    let schema = schema()?;
    let detail = object(&schema, &schema["properties"]["detail"]).context("the detail is described")?;
    walk(&schema, detail, &sample("appointment-event")?["detail"], "/detail");
    Ok(())
}
