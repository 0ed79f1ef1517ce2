//! What a text costs as SMS, compared with the slow reference.

use carebell_domain::sms::{
    Encoding, MAX_PARTS, cheaper, costly_signs, measure, plain_letters, plain_unless_dearer, reference, split,
};

use super::text_of;

/// The longest input: the reference is slow.
const LONGEST: usize = 4_000;

/// A text: parts and units are those of the reference, and plain letters are taken where they do not cost more.
pub fn sms(data: &[u8]) {
    let text = text_of(&data[..data.len().min(LONGEST)]);
    compare(&text);
    let plain = plain_letters(&text);
    compare(&plain);
    assert_eq!(plain_letters(&plain), plain, "plain letters of plain letters");
    let (before, after) = (measure(&text).parts, measure(&plain).parts);
    assert_eq!(cheaper(&text).is_some(), after < before, "what is offered saves something");
    assert_eq!(measure(&plain_unless_dearer(&text)).parts, before.min(after), "what is sent costs the least");
}

fn compare(text: &str) {
    let found = measure(text);
    assert_eq!(found, reference::measure(text));
    assert_eq!(split(text), reference::parts(text));
    assert_eq!(found.within_limit().is_ok(), found.parts <= MAX_PARTS);
    assert_eq!(Encoding::of(text), found.encoding);
    let costly: Vec<_> = costly_signs(text).collect();
    assert_eq!(costly.is_empty(), found.encoding == Encoding::Gsm7);
    for sign in costly.iter().take(10) {
        assert_eq!(text.chars().nth(sign.at), Some(sign.sign), "a costly sign stands where it is said to");
    }
}
