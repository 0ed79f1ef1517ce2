//! The plain-text part of an e-mail, made from its HTML body.
//!
//! It knows what our own sanitised HTML has: paragraphs, headings, line breaks, lists, tables as rows, links, rules.
//! A link is followed by its address, unless the address is its text.

use super::markup::{Tag, decoded, entity_at_start_of};

/// The text of an HTML fragment, paragraphs apart by an empty line.
#[must_use]
pub fn html_to_text(html: &str) -> String {
    let mut text = Writer::default();
    let mut link: Option<(usize, String)> = None;
    let mut rest = html;
    while let Some(sign) = rest.chars().next() {
        let mut length = sign.len_utf8();
        if let Some(tag) = Tag::at_start_of(rest) {
            length = tag.source.len();
            if tag.is_any(&["style", "script", "head", "title"]) && !tag.closes {
                length = end_of_element(rest, &tag);
            } else if tag.is("a") {
                let opened = link.take();
                if !tag.closes {
                    link = tag.attribute("href").map(|address| (text.out.len(), decode(address)));
                } else if let Some((start, address)) = opened {
                    text.link(start, &address);
                }
            } else {
                text.tag(&tag);
            }
        } else if rest.starts_with("<!") {
            length = rest.find('>').map_or(rest.len(), |end| end + 1);
        } else if let Some(entity) = entity_at_start_of(rest) {
            length = entity.len();
            match decoded(entity) {
                Some(sign) => text.sign(sign),
                None => entity.chars().for_each(|sign| text.sign(sign)),
            }
        } else {
            text.sign(sign);
        }
        rest = &rest[length..];
    }
    text.out
}

fn end_of_element(html: &str, open: &Tag<'_>) -> usize {
    let mut at = open.source.len();
    while let Some(offset) = html[at..].find("</") {
        at += offset;
        if let Some(close) = Tag::at_start_of(&html[at..]).filter(|close| open.is_closed_by(close)) {
            return at + close.source.len();
        }
        at += 2;
    }
    html.len()
}

fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = entity_at_start_of(rest).unwrap_or("&");
        match decoded(entity) {
            Some(sign) => out.push(sign),
            None => out.push_str(entity),
        }
        rest = &rest[entity.len()..];
    }
    out + rest
}

/// Plain text in the making. Line ends are owed, and paid when more text comes: so there are none at either end, and
/// two blocks one after the other owe no more than one does.
#[derive(Default)]
struct Writer {
    out: String,
    owed_lines: usize,
    owed_space: bool,
    owed_bullet: bool,
}

impl Writer {
    fn sign(&mut self, sign: char) {
        if sign.is_whitespace() && sign != '\u{a0}' && sign != '\u{202f}' {
            self.owed_space = true;
            return;
        }
        if self.owed_lines > 0 && !self.out.is_empty() {
            self.out.extend(std::iter::repeat_n('\n', self.owed_lines));
        } else if self.owed_space && !self.out.is_empty() {
            self.out.push(' ');
        }
        if std::mem::take(&mut self.owed_bullet) {
            self.out.push_str("- ");
        }
        (self.owed_lines, self.owed_space) = (0, false);
        self.out.push(if sign == '\u{a0}' { ' ' } else { sign });
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        if tag.is("br") {
            self.owed_lines = (self.owed_lines + 1).min(2);
        } else if tag.is_any(&["p", "h1", "h2", "h3", "h4", "ul", "ol", "table", "blockquote", "hr"]) {
            self.owed_lines = 2;
        } else if tag.is_any(&["td", "th"]) {
            self.owed_space = true;
        } else if !tag.is_inline() {
            self.owed_lines = self.owed_lines.max(1);
            self.owed_bullet = tag.is("li") && !tag.closes;
        }
    }

    /// Follows the link that began at `start` with its address.
    fn link(&mut self, start: usize, address: &str) {
        let shown = self.out[start..].trim();
        let bare =
            |text: &str| text.trim_start_matches("mailto:").trim_start_matches("tel:").trim_end_matches('/').to_owned();
        if shown.is_empty() || bare(address) == bare(shown) || address.is_empty() {
            return;
        }
        self.out.push_str(" (");
        self.out.push_str(address);
        self.out.push(')');
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::paragraphs("<p>Hello Anna,</p>\n<p>see you\n  soon.</p>", "Hello Anna,\n\nsee you soon.")]
    #[case::breaks("<p>a<br>b<br/>\nc</p>", "a\nb\nc")]
    #[case::list(
        "<p>Bring:</p><ul>\n<li>card</li>\n<li><b>coat</b></li>\n</ul><p>x</p>",
        "Bring:\n\n- card\n- coat\n\nx"
    )]
    #[case::link(
        "<p>See <a href=\"https://e.org/?a=1&amp;b=2\">our page</a>.</p>",
        "See our page (https://e.org/?a=1&b=2)."
    )]
    #[case::bare_links("<a href='https://e.org/'>https://e.org</a> <a href=\"tel:06\">06</a>", "https://e.org 06")]
    #[case::entities("R&amp;D &lt;b&gt; &quot;&#39;&#x27;&nbsp;&euro; &;&", "R&D <b> \"'' &euro; &;&")]
    #[case::entities_make_no_tags("&lt;p&gt;x", "<p>x")]
    #[case::table("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc")]
    #[case::unseen("<style>p{a:b}</style><!-- x -->y<script>1</script>", "y")]
    #[case::not_a_tag("3 < 5 <", "3 < 5 <")]
    fn reads(#[case] html: &str, #[case] expected: &str) {
        assert_eq!(html_to_text(html), expected);
    }

    proptest! {
        #[test]
        fn any_input_has_an_answer(html in r"(\PC|<p>|</a>|<a href=.|<style>|&#[0-9]{0,8};|[<>&]){0,30}") {
            let text = html_to_text(&html);
            prop_assert!(!text.starts_with('\n') && !text.ends_with('\n'));
        }
    }
}
