//! Somebody who works with the API: its calls, of which every one is to succeed.

use anyhow::{Context, Result, ensure};
use carebell_local::{Answer, Api};
use serde_json::Value;

/// A signed-in user.
pub(super) struct Desk<'a> {
    api: &'a Api,
    token: String,
}

impl<'a> Desk<'a> {
    pub(super) fn new(api: &'a Api, token: String) -> Self {
        Self { api, token }
    }

    pub(super) fn get(&self, path: &str) -> Result<Value> {
        self.get_tagged(path).map(|(body, _)| body)
    }

    /// An object and its entity tag.
    pub(super) fn get_tagged(&self, path: &str) -> Result<(Value, String)> {
        let answer = self.call("GET", path, &[], None)?;
        Ok((answer.json(), answer.header("etag").unwrap_or_default().to_owned()))
    }

    /// All objects of a list, page by page.
    pub(super) fn list(&self, path: &str) -> Result<Vec<Value>> {
        let joint = if path.contains('?') { '&' } else { '?' };
        let mut items = Vec::new();
        let mut cursor = String::new();
        loop {
            let mut page = self.get(&format!("{path}{joint}limit=100{cursor}"))?;
            let Value::Array(found) = page["items"].take() else {
                return Ok(items);
            };
            items.extend(found);
            let Some(next) = page["next"].as_str() else {
                return Ok(items);
            };
            cursor = format!("&cursor={next}");
        }
    }

    pub(super) fn post(&self, path: &str, body: &Value) -> Result<Value> {
        Ok(self.call("POST", path, &[], Some(body.to_string()))?.json())
    }

    /// A request that may be repeated, under this key.
    pub(super) fn post_once(&self, path: &str, key: &str, body: &Value) -> Result<Value> {
        Ok(self.call("POST", path, &[("idempotency-key", key)], Some(body.to_string()))?.json())
    }

    /// An action on an object, which needs no body.
    pub(super) fn act(&self, path: &str) -> Result<Value> {
        Ok(self.call("POST", path, &[], None)?.json())
    }

    /// Replaces an object that was read with this entity tag.
    pub(super) fn put(&self, path: &str, body: &Value, tag: &str) -> Result<Value> {
        Ok(self.call("PUT", path, &[("if-match", tag)], Some(body.to_string()))?.json())
    }

    fn call(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<String>) -> Result<Answer> {
        let answer = self
            .api
            .call(method.parse()?, path, Some(&self.token), headers, body)
            .with_context(|| format!("{method} {path}"))?;
        ensure!((200..300).contains(&answer.status), "{method} {path}: {} {}", answer.status, answer.text);
        Ok(answer)
    }
}
