//! The text of a message, packed: each write of its row costs by the kilobyte, and the plain-text part of an e-mail
//! would often need a second one.

use carebell_workflows::ports::Body;

use crate::packed;

/// Between subject and text: neither holds it.
const BETWEEN: char = '\0';

/// Packs a text.
pub(crate) fn pack(body: &Body) -> std::io::Result<Vec<u8>> {
    let Body { subject, text } = body;
    match subject {
        Some(subject) => packed::pack(&[subject.as_bytes(), &[BETWEEN as u8], text.as_bytes()]),
        None => packed::pack(&[text.as_bytes()]),
    }
}

/// Unpacks a text.
pub(crate) fn unpack(stored: &[u8]) -> std::io::Result<Body> {
    let text = packed::unpack(stored)?;
    Ok(match text.split_once(BETWEEN) {
        Some((subject, text)) => Body { subject: Some(subject.to_owned()), text: text.to_owned() },
        None => Body { subject: None, text },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_packed_unpacks(subject in proptest::option::of("[^\0]{0,80}"), text in "[^\0]{0,400}") {
            let body = Body { subject, text };
            prop_assert_eq!(unpack(&pack(&body)?)?, body);
        }
    }

    #[test]
    fn what_is_no_text_is_an_error() {
        assert!(unpack(&[0xff, 0xff, 0xff]).is_err());
    }
}
