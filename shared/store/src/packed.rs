//! Long texts, packed: an item holds 400 KB, and a row of the audit holds the text of an e-mail before and after.

use std::io::{Read, Write};

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

/// Up to so many bytes a text is stored as it is, to be read by people.
const PLAIN: usize = 16 * 1024;

/// Packs bytes.
pub(crate) fn pack(parts: &[&[u8]]) -> std::io::Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    for part in parts {
        encoder.write_all(part)?;
    }
    encoder.finish()
}

/// Unpacks a text.
pub(crate) fn unpack(packed: &[u8]) -> std::io::Result<String> {
    let mut text = String::new();
    DeflateDecoder::new(packed).read_to_string(&mut text)?;
    Ok(text)
}

/// A text as an attribute, packed where it is long.
pub(crate) fn packed(value: &impl ToString) -> AttributeValue {
    let text = value.to_string();
    if text.len() <= PLAIN {
        return AttributeValue::S(text);
    }
    // Packing writes into memory and does not fail; if it did, the text as it is would do too.
    match pack(&[text.as_bytes()]) {
        Ok(packed) => AttributeValue::B(Blob::new(packed)),
        Err(_) => AttributeValue::S(text),
    }
}

/// The text of an attribute; `None` where it holds none.
pub(crate) fn unpacked(value: &AttributeValue) -> Option<String> {
    match value {
        AttributeValue::S(text) => Some(text.clone()),
        AttributeValue::B(packed) => unpack(packed.as_ref()).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_unpacks() {
        for (length, is_plain) in [(0, true), (PLAIN, true), (PLAIN + 1, false), (400_000, false)] {
            let text = "è\"".chars().cycle().take(length).collect::<String>();
            let text = &text[..text.floor_char_boundary(length)];
            let value = packed(&text);
            assert_eq!(value.as_s().is_ok(), is_plain, "{length}");
            assert_eq!(unpacked(&value).as_deref(), Some(text), "{length}");
        }
        assert_eq!(unpacked(&AttributeValue::N("1".into())), None);
        assert_eq!(unpacked(&AttributeValue::B(Blob::new([0xff, 0xff]))), None);
    }
}
