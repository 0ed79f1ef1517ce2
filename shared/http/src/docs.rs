//! The documentation page: one HTML page without scripts, made from the OpenAPI document.

use std::collections::BTreeMap;
use std::fmt::Write;

use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use data_encoding::BASE64;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::problem::{Kind, Problem};

const STYLE: &str = "\
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}\
h1,h2,h3{line-height:1.2}h2{margin-top:3rem;border-bottom:1px solid #d0d7de;padding-bottom:.3rem}\
code,.path{font-family:ui-monospace,monospace;font-size:.9em}details{border:1px solid #d0d7de;border-radius:6px;\
margin:.5rem 0;padding:.5rem .8rem}summary{cursor:pointer}.method{display:inline-block;min-width:4.5rem;font-weight:600}\
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.25rem .5rem;\
border-top:1px solid #d0d7de}th{white-space:nowrap}a{color:#0550ae}.dim{color:#57606a}";

/// The page of a document.
///
/// # Errors
/// 500 where the document cannot be read.
pub(crate) fn page(document: &str) -> Result<Response, Problem> {
    let document: Value =
        serde_json::from_str(document).map_err(|error| Problem::internal("The document cannot be read", &error))?;
    let digest = BASE64.encode(&Sha256::digest(STYLE.as_bytes()));
    let policy = format!("default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'");
    let policy =
        HeaderValue::try_from(policy).map_err(|error| Problem::internal("A header cannot be written", &error))?;
    Ok(([(header::CONTENT_SECURITY_POLICY, policy)], Html(html(&document))).into_response())
}

fn html(document: &Value) -> String {
    let mut page = String::with_capacity(256 * 1024);
    let title = escaped(text(&document["info"]["title"]));
    put(
        &mut page,
        format_args!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{title} API</title><style>{STYLE}</style></head><body><h1>{title} API</h1>"
        ),
    );
    paragraphs(&mut page, text(&document["info"]["description"]));
    put(&mut page, format_args!("<p><a href=\"/openapi.json\">The OpenAPI document</a></p>"));
    for (tag, operations) in by_tag(document) {
        put(&mut page, format_args!("<h2 id=\"{0}\">{0}</h2>", escaped(tag)));
        for (path, method, operation) in operations {
            show_operation(&mut page, path, method, operation);
        }
    }
    put(&mut page, format_args!("<h2 id=\"objects\">objects</h2>"));
    for (name, schema) in fields(&document["components"]["schemas"]) {
        show_schema(&mut page, name, schema);
    }
    problems(&mut page);
    page.push_str("</body></html>\n");
    page
}

type Operations<'a> = Vec<(&'a str, &'a str, &'a Value)>;

/// The operations under their tags.
fn by_tag(document: &Value) -> BTreeMap<&str, Operations<'_>> {
    let mut tags: BTreeMap<&str, Operations<'_>> = BTreeMap::new();
    for (path, item) in fields(&document["paths"]) {
        for (method, operation) in fields(item) {
            tags.entry(text(&operation["tags"][0])).or_default().push((path, method, operation));
        }
    }
    tags
}

fn show_operation(page: &mut String, path: &str, method: &str, operation: &Value) {
    put(
        page,
        format_args!(
            "<details><summary><span class=\"method\">{}</span> <span class=\"path\">{}</span> {}</summary>",
            method.to_ascii_uppercase(),
            escaped(path),
            prose(text(&operation["summary"])),
        ),
    );
    paragraphs(page, text(&operation["description"]));
    let roles: Vec<String> = fields(&operation["x-roles"])
        .map(|(role, needs)| if needs == "yes" { role.clone() } else { format!("{role} ({})", text(needs)) })
        .collect();
    let roles = if roles.is_empty() { "anyone".to_owned() } else { roles.join(", ") };
    put(page, format_args!("<p class=\"dim\">For: {}</p><table>", escaped(&roles)));
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let required = if parameter["required"] == true { ", needed" } else { "" };
        put(
            page,
            format_args!(
                "<tr><th><code>{}</code><br><span class=\"dim\">{}{required}</span></th><td>{} {}</td></tr>",
                escaped(text(&parameter["name"])),
                escaped(text(&parameter["in"])),
                kind(&parameter["schema"]),
                prose(text(&parameter["description"])),
            ),
        );
    }
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    if !body.is_null() {
        put(page, format_args!("<tr><th>body</th><td>{}</td></tr>", kind(body)));
    }
    for (status, response) in fields(&operation["responses"]) {
        let schema = fields(&response["content"]).next().map_or(&Value::Null, |(_, content)| &content["schema"]);
        put(
            page,
            format_args!(
                "<tr><th>{}</th><td>{} {}</td></tr>",
                escaped(status),
                kind(schema),
                prose(text(&response["description"])),
            ),
        );
    }
    page.push_str("</table></details>");
}

fn show_schema(page: &mut String, name: &str, schema: &Value) {
    put(page, format_args!("<details id=\"object-{0}\"><summary><code>{0}</code></summary>", escaped(name)));
    paragraphs(page, text(&schema["description"]));
    put(page, format_args!("<p>{}</p><table>", kind_inside(schema)));
    let needed: Vec<&str> = schema["required"].as_array().into_iter().flatten().map(text).collect();
    for (field, schema) in fields(&schema["properties"]) {
        let required = if needed.contains(&field.as_str()) { "<br><span class=\"dim\">needed</span>" } else { "" };
        put(
            page,
            format_args!(
                "<tr><th><code>{}</code>{required}</th><td>{} {}</td></tr>",
                escaped(field),
                kind(schema),
                prose(text(&schema["description"])),
            ),
        );
    }
    page.push_str("</table></details>");
}

/// A schema in a few words, with links to the objects that it names.
fn kind(schema: &Value) -> String {
    match schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
        Some(name) => format!("<a href=\"#object-{0}\"><code>{0}</code></a>", escaped(name)),
        None => kind_inside(schema),
    }
}

fn kind_inside(schema: &Value) -> String {
    if schema.is_null() {
        return String::new();
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        if let Some(kinds) = schema[several].as_array() {
            return kinds.iter().map(kind).collect::<Vec<_>>().join(" or ");
        }
    }
    if let Some(values) = schema["enum"].as_array() {
        return values
            .iter()
            .map(|value| format!("<code>{}</code>", escaped(text(value))))
            .collect::<Vec<_>>()
            .join(" ");
    }
    let mut words = match &schema["type"] {
        Value::Array(types) => types.iter().map(text).collect::<Vec<_>>().join(" or "),
        one => text(one).to_owned(),
    };
    if schema["items"].is_object() {
        return format!("{} of {}", escaped(&words), kind(&schema["items"]));
    }
    let more = ["format", "pattern", "minimum", "maximum", "maxLength", "maxItems", "default"];
    for (name, value) in more.iter().filter_map(|name| Some((name, schema.get(name)?))) {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        put(&mut words, format_args!(", {name} {value}"));
    }
    escaped(&words)
}

fn problems(page: &mut String) {
    page.push_str("<h2 id=\"problems\">problems</h2><table>");
    for problem in Kind::ALL {
        let (status, name, title) = problem.parts();
        put(
            page,
            format_args!(
                "<tr id=\"problem-{name}\"><th>{} <code>{name}</code></th><td>{}</td></tr>",
                status.as_u16(),
                escaped(title),
            ),
        );
    }
    page.push_str("</table>");
}

fn paragraphs(page: &mut String, words: &str) {
    for paragraph in words.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
        put(page, format_args!("<p>{}</p>", prose(paragraph)));
    }
}

/// The words of a description: what stands between backticks is code.
fn prose(words: &str) -> String {
    let parts = words.split('`').enumerate();
    let part = |(nth, part): (usize, &str)| match nth % 2 {
        0 => escaped(part),
        _ => format!("<code>{}</code>", escaped(part)),
    };
    parts.map(part).collect()
}

fn put(page: &mut String, words: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = page.write_fmt(words);
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn fields(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_leads_to_every_problem_and_runs_nothing() {
        let document: Value = serde_json::from_str(&crate::openapi()).expect("JSON");
        let page = html(&document);
        for kind in Kind::ALL {
            assert!(page.contains(&format!("id=\"problem-{}\"", kind.parts().1)));
        }
        assert!(!page.contains("<script") && !page.contains("http://") && !page.contains("src="));
        assert!(page.contains("/v1/appointments/{id}/timeline"));
        assert!(page.contains("<code>If-Match</code>") && !page.contains('`'));
    }

    #[test]
    fn every_link_of_the_page_leads_somewhere() {
        let document: Value = serde_json::from_str(&crate::openapi()).expect("JSON");
        let page = html(&document);
        for link in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(page.contains(&format!("id=\"{link}\"")), "{link}");
        }
    }
}
