//! The one frame around the body of every e-mail.
//!
//! Made for mail programs as they are: tables for layout, styles inline, a style sheet only for what may be ignored
//! (dark mode, narrow screens), no pictures and nothing fetched from elsewhere. Read without any style it is the
//! centre's name, the message, and how to reach the centre.

use super::medium::{Medium, push_escaped};
use super::placeholders::Placeholder::{CentreName, CentrePhone, CentreWebsite};
use super::values::Values;
use crate::locale::Locale;

const HEAD: &str = r#"<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<style>
:root { color-scheme: light dark; }
.message a { color: #0b5c8a; }
.message p, .message ul, .message ol { margin: 0 0 16px; }
@media (max-width: 600px) { .pad { padding-left: 20px !important; padding-right: 20px !important; } }
@media (prefers-color-scheme: dark) {
.page { background: #14181c !important; }
.card { background: #1f252b !important; }
.head, .message { color: #eceff1 !important; }
.message a { color: #7cc4ee !important; }
.foot { color: #a7b0b8 !important; }
}
</style>"#;

const FONT: &str = "font-family: -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;";

/// The whole HTML document around `body`, which is safe HTML already.
#[must_use]
pub(super) fn framed(body: &str, subject: &str, locale: Locale, values: &Values<'_>) -> String {
    let escaped = |text: &str| {
        let mut out = String::new();
        push_escaped(&mut out, text.trim(), " ");
        out
    };
    let value = |placeholder| values.get(placeholder, locale, Medium::Html.list_separator()).map(|text| escaped(&text));
    let name = value(CentreName).unwrap_or_default();
    let foot: Vec<String> = [CentreName, CentrePhone, CentreWebsite].into_iter().filter_map(value).collect();
    let (tag, title, foot) = (locale.tag(), escaped(subject), foot.join(" &middot; "));
    format!(
        r#"<!doctype html>
<html lang="{tag}">
<head>
{HEAD}
<title>{title}</title>
</head>
<body class="page" style="margin: 0; padding: 0; background: #f2f4f6;">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background: #f2f4f6;">
<tr><td align="center" style="padding: 24px 12px;">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width: 600px; background: #ffffff; border-radius: 8px;">
<tr><td class="head pad" style="padding: 28px 32px 0; {FONT} font-size: 18px; font-weight: 600; color: #1c2a35;">{name}</td></tr>
<tr><td class="message pad" style="padding: 20px 32px 12px; {FONT} font-size: 16px; line-height: 1.5; color: #25313a;">
{body}
</td></tr>
<tr><td class="foot pad" style="padding: 12px 32px 28px; {FONT} font-size: 13px; line-height: 1.5; color: #5c6870;">{foot}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
"#
    )
}
