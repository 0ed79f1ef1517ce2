//! Tokens of links.

use carebell_domain::link::{Fits, LinkKey, LinkKind, Token};
use carebell_domain::{AppointmentId, Channel, ItemId, TenantId};

use super::{parts, text_of};

const KEY: LinkKey = LinkKey { id: 1, key: [7; 32] };

/// A client, an appointment, and what a caller sends as a token. A signed token reads back and finds its appointment;
/// what the caller made up has one form, and finds it only if it is a signed one.
pub fn link(data: &[u8]) {
    let input = text_of(data);
    let mut parts = parts(&input);
    let (client, item, sent) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let (tenant, other): (TenantId, TenantId) =
        ("tt_example".parse().expect("a tenant"), "tt_other".parse().expect("another"));
    let id = format!("{client}.{item}").parse::<AppointmentId>();
    let id = id.unwrap_or_else(|_| "01JXA0C5SZ3V5Y8Q4D1F6G7H8J.a".parse().expect("well formed"));
    let signed = |channel, generation| Token::sign(&KEY, LinkKind::Answer(channel), &tenant, &id, generation);
    let token = signed(Channel::Sms, 3);
    let text = token.to_string();
    assert!(text.parse().is_ok_and(|read: Token| read == token), "{text} reads as another");
    assert!(!text.ends_with(['-', '_']), "{text} would be cut off");
    let find = |token: &Token, of: &TenantId, generation| {
        let items: [(&ItemId, u32); 1] = [(&id.item, generation)];
        token.find(&KEY, of, items).map(|(_, fits)| fits)
    };
    assert_eq!(find(&token, &tenant, 3), Some(Fits::Now));
    assert_eq!(find(&token, &tenant, 4), Some(Fits::Before));
    assert_eq!(find(&token, &other, 3), None, "another tenant's link");
    for sent in [sent.trim_end(), &altered(&text, data)] {
        let Ok(read) = sent.parse::<Token>() else { continue };
        assert_eq!(read.to_string(), sent, "one token has one form");
        let ours = [Channel::Sms, Channel::Email]
            .iter()
            .any(|channel| (0..=3).any(|generation| signed(*channel, generation).to_string() == sent));
        assert!(ours || read.client != id.client || find(&read, &tenant, 3).is_none(), "{sent} is forged");
    }
}

/// A signed token with one sign changed, as the input says.
fn altered(text: &str, data: &[u8]) -> String {
    let mut signs = text.as_bytes().to_vec();
    let (at, by) = (data.first().copied().unwrap_or(0), data.last().copied().unwrap_or(0));
    let at = usize::from(at) % signs.len();
    signs[at] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[usize::from(by % 64)];
    String::from_utf8(signs).expect("ASCII")
}
