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
        if self == Self::Html || is_plain(text) {
            out.push_str(text);
        } else {
            self.push_clean(out, text);
        }
    }

    /// Writes a value, without the space around it. In HTML, `out` tells whether it falls inside a tag.
    ///
    /// Gives false, and writes nothing, for a value that nothing visible would be left of, and for one that would make
    /// a link to something other than a page, a mailbox or a telephone.
    pub(super) fn push_value(self, out: &mut String, value: &str) -> bool {
        let value = value.trim();
        if is_blank(value) {
            return false;
        }
        if self != Self::Html {
            self.push_literal(out, value);
            return true;
        }
        let in_tag = out.rfind(['<', '>']).is_some_and(|at| out.as_bytes()[at] == b'<');
        if in_tag && !is_safe_in_attribute(value) {
            return false;
        }
        push_escaped(out, value, if in_tag { " " } else { "<br>" });
        true
    }

    fn push_clean(self, out: &mut String, text: &str) {
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

fn is_safe_in_attribute(value: &str) -> bool {
    let visible: String = value.chars().filter(|&sign| !is_invisible(sign)).collect();
    let scheme = visible.split_once(':').map(|(scheme, _)| scheme);
    scheme.is_none_or(|scheme| {
        scheme.contains(|sign: char| !sign.is_ascii_alphanumeric() && !matches!(sign, '+' | '-' | '.'))
            || SAFE_SCHEMES.iter().any(|safe| safe.eq_ignore_ascii_case(scheme))
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
    #[case("data:text/html,x", "-")]
    #[case("a\"\nonclick=x", "a&quot; onclick=x")]
    fn values_inside_a_tag(#[case] value: &str, #[case] expected: &str) {
        assert_eq!(pushed(Medium::Html, "<p><a href=\"", value), expected);
    }
}
