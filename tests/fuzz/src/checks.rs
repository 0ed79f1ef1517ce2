//! What must hold of whatever leaves for the outside.

use std::cell::RefCell;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// Runs work whose ports answer from memory: it never waits.
pub(crate) fn at_once<F: Future>(work: F) -> F::Output {
    match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer,
        Poll::Pending => panic!("nothing here waits"),
    }
}

/// Whether a text can stand in a header: one line without control characters.
pub(crate) fn is_one_line(text: &str) -> bool {
    !text.contains(|sign: char| sign.is_control() || matches!(sign, '\u{2028}' | '\u{2029}'))
}

/// Whether a text has no control characters but line ends.
pub(crate) fn is_plain_text(text: &str) -> bool {
    !text.contains(|sign: char| sign.is_control() && sign != '\n')
}

/// A tag of an HTML text: its name and its attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
}

/// The tags of an HTML text as a browser finds them.
pub(crate) fn tags(html: &str) -> Vec<Tag> {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Tags::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

#[derive(Default)]
struct Tags(RefCell<Vec<Tag>>);

impl TokenSink for Tags {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        if let Token::TagToken(tag) = token {
            let slash = if tag.kind == TagKind::EndTag { "/" } else { "" };
            let attributes = tag.attrs.iter().map(|one| (one.name.local.to_string(), one.value.to_string()));
            let tag = Tag { name: format!("{slash}{}", tag.name), attributes: attributes.collect() };
            self.0.borrow_mut().push(tag);
        }
        TokenSinkResult::Continue
    }
}

/// Elements that run, load, submit, or change how the rest is read.
const NEVER: [&str; 24] = [
    "applet", "base", "body", "button", "embed", "form", "frame", "frameset", "head", "html", "iframe", "input",
    "link", "math", "meta", "noscript", "object", "script", "select", "style", "svg", "template", "textarea", "title",
];
/// Attributes that hold an address.
const ADDRESSES: [&str; 3] = ["cite", "href", "src"];
/// Attributes that run or load, beside those whose name begins with `on`.
const NO_ATTRIBUTES: [&str; 6] = ["action", "background", "formaction", "srcdoc", "srcset", "xlink:href"];
/// Schemes that could run something, or lead into the reader's machine.
const NO_SCHEMES: [&str; 7] = ["blob", "data", "file", "filesystem", "javascript", "vbscript", "view-source"];

/// What in an HTML text could run, load or hide, if there is anything.
pub(crate) fn harm(html: &str) -> Option<String> {
    for tag in tags(html) {
        if NEVER.contains(&tag.name.as_str()) {
            return Some(format!("{tag:?}"));
        }
        for (name, value) in &tag.attributes {
            let runs = name.starts_with("on") || NO_ATTRIBUTES.contains(&name.as_str());
            if runs || (ADDRESSES.contains(&name.as_str()) && scheme(value).is_some_and(|one| is_harmful(&one))) {
                return Some(format!("{tag:?}"));
            }
            if name == "style" && properties(value).iter().any(|one| !is_layout(one)) {
                return Some(format!("{tag:?}"));
            }
        }
    }
    None
}

/// The names of the properties of a style: what stands before a colon at its begin or after a semicolon that is neither
/// quoted nor in brackets.
fn properties(style: &str) -> Vec<String> {
    let (mut names, mut part, mut closers) = (Vec::new(), String::new(), Vec::new());
    let mut signs = style.chars();
    while let Some(sign) = signs.next() {
        match (sign, closers.last()) {
            ('\\', _) => {
                // An escape: its sign is part of a word, whatever it is.
                signs.next();
                part.push('x');
                continue;
            }
            (sign, Some(open)) if sign == *open => drop(closers.pop()),
            ('\n', Some('"' | '\'')) => drop(closers.pop()),
            (_, Some('"' | '\'')) => {}
            ('"' | '\'', _) => closers.push(sign),
            ('(', _) => closers.push(')'),
            ('[', _) => closers.push(']'),
            ('{', _) => closers.push('}'),
            (';', None) => {
                names.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        part.push(sign);
    }
    names.push(part);
    let name = |part: &String| part.split_once(':').map(|(name, _)| name.trim().to_ascii_lowercase());
    names.iter().filter_map(name).collect()
}

/// Whether a property lays out: it neither loads, nor places over others, nor hides.
fn is_layout(property: &str) -> bool {
    let families = ["background-color", "border", "color", "font", "height", "line-height", "margin", "max-width"];
    let others = ["padding", "text-", "vertical-align", "white-space", "width"];
    families.iter().chain(&others).any(|family| property.starts_with(family))
}

fn is_harmful(scheme: &str) -> bool {
    NO_SCHEMES.contains(&scheme)
}

/// The scheme of an address, read as browsers do: without control characters and spaces before it, and without tabs
/// and line ends (<https://url.spec.whatwg.org/#url-parsing>).
fn scheme(address: &str) -> Option<String> {
    let address = address.trim_start_matches(|sign: char| sign <= ' ');
    let (scheme, _) = address.split_once(':')?;
    let scheme: String = scheme.chars().filter(|sign| !matches!(sign, '\t' | '\n' | '\r')).collect();
    Some(scheme.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::harm;

    #[test]
    fn harm_is_seen() {
        for html in [
            "<p>a</p><script>x</script>",
            "<b onclick=x>a</b>",
            "<a href=\" java\nscript:x\">a</a>",
            "<a href='&#106;avascript:x'>a</a>",
            "<p style=\"color:red;background: URL(x)\">a</p>",
            "<p style=\"color:';';position:fixed\">a</p>",
            "<img srcset=x>",
        ] {
            assert!(harm(html).is_some(), "{html}");
        }
        for html in
            ["<p style=\"color:';position:fixed'\">a</p>", "<a href=\"https://e.org\">a</a>", "3 < 5", "&lt;script>"]
        {
            assert_eq!(harm(html), None, "{html}");
        }
    }
}
