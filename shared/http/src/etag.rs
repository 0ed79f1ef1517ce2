//! Entity tags (RFC 9110, section 8.8): a digest of what the client of the API sees, so that a write of something
//! that it does not see, such as a claim of the sender, makes no tag stale.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use carebell_domain::ids::derived;
use serde::Serialize;

use crate::problem::{Kind, Problem};

/// The tag of an object, with its quotation marks.
pub(crate) fn tag(object: &impl Serialize) -> Result<String, Problem> {
    let text =
        serde_json::to_string(object).map_err(|error| Problem::internal("An answer cannot be written", &error))?;
    Ok(format!("\"{}\"", derived(&["etag", &text])))
}

/// The tag as a header's value.
pub(crate) fn header(object: &impl Serialize) -> Result<HeaderValue, Problem> {
    HeaderValue::try_from(tag(object)?).map_err(|error| Problem::internal("A tag cannot be written", &error))
}

/// The condition of a write: the tags that the caller has read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IfMatch(Vec<String>);

impl IfMatch {
    /// Whether the present object is the one that the caller read.
    ///
    /// # Errors
    /// 412 where it is not.
    pub(crate) fn check(&self, object: &impl Serialize) -> Result<(), Problem> {
        let present = tag(object)?;
        let holds = self.0.iter().any(|one| *one == present || one == "*");
        holds.then_some(()).ok_or(Problem::new(Kind::Stale))
    }
}

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let mut tags = Vec::new();
        for value in parts.headers.get_all(header::IF_MATCH) {
            let text = value.to_str().map_err(|_| Problem::because(Kind::BadParameter, "If-Match is not readable"))?;
            tags.extend(text.split(',').map(|tag| tag.trim().to_owned()));
        }
        if tags.is_empty() {
            return Err(Problem::because(Kind::ConditionMissing, "Send the ETag of the object as you read it"));
        }
        Ok(Self(tags))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_follows_the_content() {
        let now = tag(&serde_json::json!({"name": "Anna"})).expect("a tag");
        let read = |text: &str| IfMatch(text.split(',').map(str::to_owned).collect());
        let object = serde_json::json!({"name": "Anna"});
        for (given, holds) in [
            (now.as_str(), true),
            (&format!("\"x\",{now}"), true),
            ("*", true),
            ("\"x\"", false),
            (&format!("W/{now}"), false),
        ] {
            assert_eq!(read(given).check(&object).is_ok(), holds, "{given}");
        }
        assert!(read(&now).check(&serde_json::json!({"name": "Ann"})).is_err());
    }
}
