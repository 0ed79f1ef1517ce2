//! A function's role, as it is deployed, and what it permits.

use std::fmt;

use anyhow::{Context, Result};
use carebell_e2e::{Call, cloud};
use serde_json::Value;

/// What one statement permits.
#[derive(Clone, Debug)]
pub(crate) struct Permission {
    /// The action, such as `dynamodb:GetItem`.
    pub(crate) action: String,
    /// The resources, with wildcards.
    resources: Vec<String>,
    /// The partitions, with wildcards; without any, all.
    pub(crate) keys: Vec<String>,
}

/// The permissions of a function, one for each action of each statement.
pub(crate) fn permissions(function: &str) -> Result<Vec<Permission>> {
    let endpoint = cloud().aws().endpoint();
    let path = format!("{endpoint}/2015-03-31/functions/{}/configuration", cloud().function(function));
    let configuration: Value = serde_json::from_str(&ureq::get(&path).call()?.body_mut().read_to_string()?)?;
    let role = configuration["Role"].as_str().and_then(|arn| arn.rsplit('/').next()).context("a role")?;
    let form = [("Action", "GetRolePolicy"), ("Version", "2010-05-08"), ("RoleName", role), ("PolicyName", function)];
    let answer = ureq::post(endpoint).send_form(form)?.body_mut().read_to_string()?;
    let document = answer.split_once("<PolicyDocument>").and_then(|(_, rest)| rest.split_once("</PolicyDocument>"));
    let document = document.with_context(|| format!("{function} has no policy of its name: {answer}"))?.0;
    let policy: Value = serde_json::from_str(&unescaped(document)?)?;
    let mut permissions = Vec::new();
    for statement in policy["Statement"].as_array().context("statements")? {
        assert_eq!(statement["Effect"], "Allow", "{function}");
        // Phone numbers have no ARN: what the sender publishes goes to the carrier, which sees no topic.
        let resources =
            if statement["Resource"].is_null() { vec!["*".to_owned()] } else { texts(&statement["Resource"]) };
        let keys = texts(&statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]);
        permissions.extend(texts(&statement["Action"]).into_iter().map(|action| Permission {
            action,
            resources: resources.clone(),
            keys: keys.clone(),
        }));
    }
    Ok(permissions)
}

/// The action, and the dead letters' queue where it is that one.
impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dead = self.resources.iter().any(|resource| resource.contains("DeadLetterQueue"));
        write!(f, "{}{}", self.action, if dead { " to the dead letters" } else { "" })
    }
}

impl Permission {
    /// Whether it permits a call.
    pub(crate) fn permits(&self, call: &Call) -> bool {
        self.action == call.action
            && self.resources.iter().any(|pattern| matches(pattern, &call.resource))
            && call.key.as_ref().is_none_or(|key| self.keys.is_empty() || self.reaches(key))
    }

    fn reaches(&self, key: &str) -> bool {
        self.keys.iter().any(|pattern| matches(pattern, key))
    }
}

/// Whether a text is like a pattern, in which `*` stands for anything.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let Some(last) = pattern.rsplit_once('*').map(|(_, last)| last) else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    text.len() >= pattern.len() - pattern.matches('*').count() && text.ends_with(last)
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(one) => vec![one.clone()],
        Value::Array(many) => many.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    }
}

/// The document as IAM gives it, percent-encoded (RFC 3986).
fn unescaped(document: &str) -> Result<String> {
    let document = document.replace("&quot;", "\"").replace("&amp;", "&");
    Ok(percent_encoding::percent_decode_str(&document).decode_utf8()?.into_owned())
}

#[test]
fn a_pattern_is_like_what_it_is_like() {
    for (pattern, text, expected) in [
        ("T#*#C#*", "T#tt_a#C#1", true),
        ("T#*#CFG", "T#tt_a#CFG", true),
        ("T#*#CFG", "T#tt_a#CFG#x", false),
        ("T#*#CFG", "T#CFG", false),
        ("PLATFORM", "PLATFORM", true),
        ("PLATFORM", "PLATFORMS", false),
        ("DUE#*", "T#DUE#", false),
        ("*", "", true),
    ] {
        assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
    }
}
