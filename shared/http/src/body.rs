//! Bodies of requests: JSON of at most one megabyte, with every fault named by its place.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;
use std::marker::PhantomData;

use axum::body::{Body as RawBody, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use serde::de::{self, DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_path_to_error::{Path, Segment};

use crate::problem::{FieldError, Kind, Problem};

/// Most characters of what is told of a field.
const TOLD: usize = 300;
/// Most bytes of a body.
pub(crate) const LIMIT: usize = 1024 * 1024;

/// The body of a request, read as `T`.
pub(crate) struct Body<T>(pub(crate) T);

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        if !is_json(&parts.headers) {
            return Err(Problem::because(Kind::NotJson, "Send Content-Type: application/json"));
        }
        parse(&read(body).await?).map(Self)
    }
}

/// The bytes of a body.
///
/// # Errors
/// 413 beyond the limit.
pub(crate) async fn read(body: RawBody) -> Result<Bytes, Problem> {
    let detail = || format!("At most {LIMIT} bytes");
    to_bytes(body, LIMIT).await.map_err(|_| Problem::because(Kind::TooLarge, detail()))
}

fn is_json(headers: &HeaderMap) -> bool {
    let declared = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    media == "application/json" || (media.starts_with("application/") && media.ends_with("+json"))
}

/// Reads JSON as `T`. A byte-order mark before it is let pass (RFC 8259, section 8.1).
///
/// # Errors
/// 400 where it is no JSON, with line and column; 422 where a field is missing, unknown or of another type, with its
/// pointer.
pub(crate) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let pointer = pointer(error.path());
        let error = error.into_inner();
        if error.is_data() { Problem::invalid(vec![fault(&pointer, &error)]) } else { malformed(&error) }
    })?;
    reader.end().map_err(|error| malformed(&error))?;
    Ok(value)
}

fn malformed(error: &serde_json::Error) -> Problem {
    let place = format!("Line {}, column {}", error.line(), error.column());
    Problem::because(Kind::MalformedBody, place)
}

fn fault(pointer: &str, error: &serde_json::Error) -> FieldError {
    let text = error.to_string();
    // The pointer tells the place better than line and column do.
    let detail = text.rsplit_once(" at line ").map_or(text.as_str(), |(detail, _)| detail);
    FieldError { pointer: clipped(pointer), detail: clipped(detail), limit: None, found: None }
}

/// As much of a text as a reader needs: names and values of a megabyte are not sent back.
fn clipped(text: &str) -> String {
    match text.char_indices().nth(TOLD) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

/// Reads an object whose names are not known beforehand, each of them at most once: of two with one name, JSON does not
/// say which holds.
///
/// # Errors
/// A name that comes twice.
pub(crate) fn distinct<'de, D, K, V>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + Ord + fmt::Display,
    V: Deserialize<'de>,
{
    struct Distinct<K, V>(PhantomData<(K, V)>);

    impl<'de, K, V> Visitor<'de> for Distinct<K, V>
    where
        K: Deserialize<'de> + Ord + fmt::Display,
        V: Deserialize<'de>,
    {
        type Value = BTreeMap<K, V>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut read = BTreeMap::new();
            while let Some((name, value)) = map.next_entry()? {
                match read.entry(name) {
                    Entry::Vacant(place) => drop(place.insert(value)),
                    Entry::Occupied(place) => {
                        return Err(de::Error::custom(format_args!("duplicate field `{}`", place.key())));
                    }
                }
            }
            Ok(read)
        }
    }

    deserializer.deserialize_map(Distinct(PhantomData))
}

/// The JSON pointer (RFC 6901) of a path.
fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } | Segment::Enum { variant: key } => {
                pointer.push('/');
                pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Segment::Unknown => {}
        }
    }
    pointer
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use axum::response::IntoResponse;
    use rstest::rstest;

    use super::*;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only the reading is tested")]
    struct Shape {
        name: String,
        lines: Vec<Line>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only the reading is tested")]
    struct Line {
        count: u8,
    }

    #[rstest]
    #[case::good(br#"{"name":"a","lines":[{"count":1}]}"#, "200")]
    #[case::bom(b"\xEF\xBB\xBF{\"name\":\"a\",\"lines\":[]}", "200")]
    #[case::empty(b"", "400")]
    #[case::cut(br#"{"name":"a""#, "400")]
    #[case::two(br#"{"name":"a","lines":[]} {}"#, "400")]
    #[case::latin_1(b"{\"name\":\"\xE8\",\"lines\":[]}", "400")]
    #[case::utf_16(b"\xFF\xFE{\0\"\0", "400")]
    #[case::lone_surrogate(br#"{"name":"\ud800","lines":[]}"#, "400")]
    #[case::missing(br#"{"name":"a"}"#, "422 ")]
    #[case::unknown(br#"{"name":"a","lines":[],"x/y":1}"#, "422 /x~1y")]
    #[case::wrong_type(br#"{"name":7,"lines":[]}"#, "422 /name")]
    #[case::deep(br#"{"name":"a","lines":[{"count":1},{"count":-1}]}"#, "422 /lines/1/count")]
    #[case::impossible(br#"{"name":"a","lines":[{"count":1e9}]}"#, "422 /lines/0/count")]
    #[case::twice(br#"{"name":"a","name":"b","lines":[]}"#, "422 ")]
    #[case::array(b"[]", "422 ")]
    #[tokio::test]
    async fn every_body_has_a_defined_answer(#[case] body: &[u8], #[case] expected: &str) {
        let told = match parse::<Shape>(body) {
            Ok(_) => "200".to_owned(),
            Err(problem) => {
                let response = problem.into_response();
                let status = response.status().as_u16();
                let body = to_bytes(response.into_body(), LIMIT).await.expect("a body");
                let body: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
                match body["errors"][0]["pointer"].as_str() {
                    Some(pointer) => format!("{status} {pointer}"),
                    None => status.to_string(),
                }
            }
        };
        assert_eq!(told, expected);
    }
}
