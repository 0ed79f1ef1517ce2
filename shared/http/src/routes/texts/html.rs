//! HTML that tenants write: what could run, or be laid over something else, is taken out when it is saved.

use std::collections::HashSet;

use ammonia::Builder;

/// Styles that lay out a mail and do nothing else.
const STYLES: [&str; 24] = [
    "background-color",
    "border",
    "border-bottom",
    "border-collapse",
    "border-left",
    "border-radius",
    "border-right",
    "border-top",
    "color",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "height",
    "line-height",
    "margin",
    "max-width",
    "padding",
    "text-align",
    "text-decoration",
    "text-transform",
    "vertical-align",
    "white-space",
    "width",
];

/// The same HTML, without scripts, event handlers, forms, frames and styles that do more than lay out.
pub(crate) fn clean(html: &str) -> String {
    let mut builder = Builder::default();
    builder
        .add_generic_attributes(["style"])
        .filter_style_properties(HashSet::from(STYLES))
        .link_rel(None)
        .clean(html)
        .to_string()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::plain("<p>Ciao [client.first_name]</p>", "<p>Ciao [client.first_name]</p>")]
    #[case::link(r#"<a href="[link.answer]">ok</a>"#, r#"<a href="[link.answer]">ok</a>"#)]
    #[case::style(r#"<p style="color:red;position:fixed">x</p>"#, r#"<p style="color:red">x</p>"#)]
    #[case::script("a<script>alert(1)</script>b", "ab")]
    #[case::handler(r#"<b onclick="x()">b</b>"#, "<b>b</b>")]
    #[case::address(r#"<a href="javascript:x()">a</a>"#, "<a>a</a>")]
    #[case::frame("<iframe src=\"https://example.org\"></iframe>c", "c")]
    fn only_layout_remains(#[case] html: &str, #[case] expected: &str) {
        assert_eq!(clean(html), expected);
    }
}
