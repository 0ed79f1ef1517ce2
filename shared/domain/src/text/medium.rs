//! What a text is written into, and how a value is made safe for it.

use super::signs::{ends_line, is_blank, is_invisible};

/// What a text is written into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// A text message: plain text, in which every space is a plain space.
    Sms,
    /// The body of an e-mail. The text is HTML, the values are not.
    Html,
    /// The subject of an e-mail: one line without controls.
    Subject,
}

/// Schemes that a value may bring into an attribute; any other could be a script.
const SAFE_SCHEMES: [&str; 5] = ["http", "https", "mailto", "sms", "tel"];
/// Attributes that hold an address.
const ADDRESSES: [&str; 3] = ["cite", "href", "src"];

impl Medium {
    /// What stands between the members of a list.
    pub(super) const fn list_separator(self) -> &'static str {
        match self {
            Self::Html => "\n",
            Self::Sms | Self::Subject => "; ",
        }
    }

    /// Writes a part of the text itself.
    pub(super) fn push_literal(self, out: &mut String, text: &str) {
        if self != Self::Html {
            self.push_clean(out, text);
            return;
        }
        // What goes on after a value in an address must not make a scheme of it.
        if let Place::Address(start) = Place::at_end_of(out)
            && let Some(colon) = text[..text.find('"').unwrap_or(text.len())].find(':')
            && makes_unsafe_scheme(start, &text[..=colon])
        {
            out.push_str(&text[..colon]);
            out.push_str("%3A");
            out.push_str(&text[colon + 1..]);
            return;
        }
        out.push_str(text);
    }

    /// Writes a value, without the space around it. In HTML, `out` tells whether it falls inside a tag.
    ///
    /// Gives false, and writes nothing, for a value that nothing visible would be left of, for one that would make a
    /// link to something other than a page, a mailbox or a telephone, and for any in a tag but outside the quotes of an
    /// attribute, or among styles: there it could say more than it should.
    pub(super) fn push_value(self, out: &mut String, value: &str) -> bool {
        let value = value.trim();
        if is_blank(value) {
            return false;
        }
        if self != Self::Html {
            self.push_clean(out, value);
            return true;
        }
        let line_end = match Place::at_end_of(out) {
            Place::Text => "<br>",
            Place::Words => " ",
            Place::Address(start) if !makes_unsafe_scheme(start, value) => " ",
            Place::Address(_) | Place::Closed => return false,
        };
        push_escaped(out, value, line_end);
        true
    }

    fn push_clean(self, out: &mut String, text: &str) {
        if is_plain(text) {
            out.push_str(text);
            return;
        }
        let mut signs = text.chars().peekable();
        while let Some(sign) = signs.next() {
            match sign {
                '\r' if signs.peek() == Some(&'\n') => {}
                _ if ends_line(sign) => out.push(if self == Self::Sms { '\n' } else { ' ' }),
                _ if is_invisible(sign) => {}
                _ if sign.is_whitespace() => out.push(' '),
                _ => out.push(sign),
            }
        }
    }
}

/// Writes `text` as HTML text, each end of a line as `line_end`.
pub(super) fn push_escaped(out: &mut String, text: &str, line_end: &str) {
    if is_plain(text) && !text.contains(['&', '<', '>', '"', '\'']) {
        out.push_str(text);
        return;
    }
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\r' if signs.peek() == Some(&'\n') => {}
            _ if ends_line(sign) => out.push_str(line_end),
            _ if is_invisible(sign) => {}
            _ => out.push(sign),
        }
    }
}

/// Only signs of ASCII that can be seen, and spaces: nothing that any medium minds, but for HTML's own signs.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Where the next sign of an HTML text falls. Our HTML has every attribute in double quotes, and in it no angle bracket
/// that is not a tag's.
enum Place<'o> {
    /// Between tags.
    Text,
    /// In an attribute that leads somewhere, of which so much is written.
    Address(&'o str),
    /// In another attribute.
    Words,
    /// Where no value belongs: in a tag outside of quotes, or among styles.
    Closed,
}

impl<'o> Place<'o> {
    fn at_end_of(out: &'o str) -> Self {
        let Some(tag) = out.rfind(['<', '>']).map(|at| &out[at..]).filter(|tag| tag.starts_with('<')) else {
            return Self::Text;
        };
        let Some((before, written)) = tag.rsplit_once("=\"").filter(|(_, written)| !written.contains('"')) else {
            return Self::Closed;
        };
        let name = before.rsplit(|sign: char| sign.is_ascii_whitespace()).next().unwrap_or_default();
        let is = |one: &str| name.eq_ignore_ascii_case(one);
        if is("style") {
            Self::Closed
        } else if ADDRESSES.into_iter().any(is) {
            Self::Address(written)
        } else {
            Self::Words
        }
    }
}

/// Whether an address that begins with `start` and goes on with `added` has an unsafe scheme that is not all in
/// `start`. Browsers leave out spaces and signs that cannot be seen before they look.
fn makes_unsafe_scheme(start: &str, added: &str) -> bool {
    let ends_scheme = [':', '/', '?', '#'];
    if start.contains(ends_scheme) {
        return false;
    }
    let is_shown = |sign: &char| !is_invisible(*sign) && !sign.is_whitespace();
    let address: String = start.chars().chain(added.chars()).filter(is_shown).collect();
    let scheme = address.find(ends_scheme).filter(|end| address[*end..].starts_with(':')).map(|end| &address[..end]);
    scheme.is_some_and(|scheme| {
        scheme.chars().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '+' | '-' | '.'))
            && !SAFE_SCHEMES.iter().any(|safe| safe.eq_ignore_ascii_case(scheme))
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn pushed(medium: Medium, before: &str, value: &str) -> String {
        let mut out = before.to_owned();
        if medium.push_value(&mut out, value) { out[before.len()..].to_owned() } else { "-".to_owned() }
    }

    #[rstest]
    #[case::plain("Rossi", "Rossi", "Rossi", "Rossi")]
    #[case::markup("<b>R&D</b> \"'", "<b>R&D</b> \"'", "&lt;b&gt;R&amp;D&lt;/b&gt; &quot;&#39;", "<b>R&D</b> \"'")]
    #[case::line_ends("a\r\nb\rc\u{2028}d", "a\nb\nc\nd", "a<br>b<br>c<br>d", "a b c d")]
    #[case::controls("a\0b\u{1b}\u{7f}c\td", "abc d", "abc\td", "abc d")]
    #[case::overrides("\u{202e}abc\u{200f}\u{2066}", "abc", "abc", "abc")]
    #[case::no_break_spaces("3\u{202f}PM\u{a0}x", "3 PM x", "3\u{202f}PM\u{a0}x", "3 PM x")]
    #[case::emoji("\u{1f469}\u{200d}\u{2695}\u{fe0f}", "👩\u{200d}⚕️", "👩\u{200d}⚕️", "👩\u{200d}⚕️")]
    #[case::outer_space(" x\n", "x", "x", "x")]
    #[case::nothing_visible("\u{202e} \0", "-", "-", "-")]
    fn values(#[case] value: &str, #[case] sms: &str, #[case] html: &str, #[case] subject: &str) {
        assert_eq!(pushed(Medium::Sms, "", value), sms);
        assert_eq!(pushed(Medium::Html, "<p>", value), html);
        assert_eq!(pushed(Medium::Subject, "", value), subject);
    }

    #[rstest]
    #[case("https://example.com/a?b=1:2", "https://example.com/a?b=1:2")]
    #[case("www.example.com", "www.example.com")]
    #[case("TEL:+3906", "TEL:+3906")]
    #[case("javascript:alert(1)", "-")]
    #[case("\u{1}java\0script:alert(1)", "-")]
    #[case("java\tscript:alert(1)", "-")]
    #[case("/a:b", "/a:b")]
    #[case("data:text/html,x", "-")]
    #[case("a\"\nonclick=x", "a&quot; onclick=x")]
    fn values_inside_a_tag(#[case] value: &str, #[case] expected: &str) {
        assert_eq!(pushed(Medium::Html, "<p><a href=\"", value), expected);
    }

    #[rstest]
    #[case::words("<p title=\"a", "Note: x\ny", "Note: x y")]
    #[case::style("<p style=\"color:", "red;position:fixed", "-")]
    #[case::name("<p ", "onclick", "-")]
    #[case::without_quotes("<a href=", "x", "-")]
    #[case::after_a_scheme("<a href=\"geo:", "1,2:3", "1,2:3")]
    #[case::second_half("<a href=\"java", "script:x", "-")]
    fn values_elsewhere_in_a_tag(#[case] before: &str, #[case] value: &str, #[case] expected: &str) {
        assert_eq!(pushed(Medium::Html, before, value), expected);
    }

    #[rstest]
    #[case("javascript", ":alert(1)\">a: b", "%3Aalert(1)\">a: b")]
    #[case("https", "://e.org\">", "://e.org\">")]
    #[case("https://e.org", ":80/\">", ":80/\">")]
    #[case("e.org", "/a:b\">", "/a:b\">")]
    fn what_follows_a_value_makes_no_scheme_of_it(#[case] value: &str, #[case] after: &str, #[case] expected: &str) {
        let mut out = format!("<a href=\"{value}");
        Medium::Html.push_literal(&mut out, after);
        assert_eq!(out, format!("<a href=\"{value}{expected}"));
    }
}
