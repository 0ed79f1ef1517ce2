//! The one frame of all pages, in the style of the e-mails.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use carebell_domain::Language;
use carebell_domain::contact::PhoneNumber;
use carebell_domain::locale::Locale;
use carebell_workflows::answer::Opened;
use data_encoding::BASE64;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use super::words::Words;
use crate::problem::Problem;

/// The one style sheet. Colours have a contrast of at least 4.5 to 1 in both schemes, buttons are at least 48 pixels
/// high (WCAG 2.2, criteria 1.4.3 and 2.5.8).
const STYLE: &str = "\
:root{color-scheme:light dark;--page:#f2f4f6;--card:#fff;--text:#25313a;--dim:#5c6870;--main:#0b5c8a;--on:#fff;\
--line:#8795a1;--good:#12633a;--stop:#a3271f}\
@media(prefers-color-scheme:dark){:root{--page:#14181c;--card:#1f252b;--text:#eceff1;--dim:#a7b0b8;--main:#7cc4ee;\
--on:#10222d;--line:#6b7883;--good:#7fd6a6;--stop:#ff9c94}}\
*{box-sizing:border-box}\
body{margin:0;background:var(--page);color:var(--text);\
font:17px/1.5 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif}\
main{max-width:32rem;margin:0 auto;padding:1.5rem 1rem}\
header{max-width:32rem;margin:0 auto;padding:1.5rem 1rem 0;font-weight:600}\
h1{font-size:1.4rem;line-height:1.25;margin:0 0 1rem}h2{font-size:1.1rem;margin:2rem 0 1rem}\
section{background:var(--card);border-radius:10px;padding:1.25rem;margin:0 0 1rem}\
.when{font-size:1.25rem;font-weight:600;margin:0}p{margin:0 0 .75rem}.dim{color:var(--dim)}\
.state{font-weight:600}.good{color:var(--good)}.stop{color:var(--stop)}\
form{margin:0}button{font:inherit;font-weight:600;width:100%;min-height:3rem;padding:.6rem 1rem;margin:.5rem 0 0;\
border-radius:8px;border:2px solid var(--line);background:transparent;color:var(--text);cursor:pointer}\
button.main{background:var(--main);border-color:var(--main);color:var(--on)}\
textarea,select{font:inherit;width:100%;padding:.6rem;border:2px solid var(--line);border-radius:8px;\
background:var(--card);color:var(--text)}fieldset{border:0;padding:0;margin:0 0 1.25rem}\
legend,label.block{display:block;font-weight:600;margin:0 0 .5rem;padding:0}\
.scale{display:flex;flex-wrap:wrap;gap:.5rem}.scale label{display:flex;align-items:center;justify-content:center;gap:.4rem;\
min-width:3rem;min-height:3rem;padding:0 .6rem;border:2px solid var(--line);border-radius:8px;cursor:pointer}\
.scale label:has(:checked){border-color:var(--main)}\
a{color:var(--main)}:focus-visible{outline:3px solid var(--main);outline-offset:3px}";

/// What frames a page.
pub(super) struct Page<'a> {
    /// The language of the page.
    pub(super) locale: Locale,
    /// Its title.
    pub(super) title: &'a str,
    /// The centre's name, where it is known whose page it is.
    pub(super) centre: Option<&'a str>,
    /// The telephone to call.
    pub(super) phone: Option<&'a PhoneNumber>,
}

impl<'a> Page<'a> {
    /// A page of no centre.
    pub(super) fn of(language: Language, title: &'a str) -> Self {
        Self { locale: language.into(), title, centre: None, phone: None }
    }

    /// A page about the visit of an opened link, in its client's language.
    pub(super) fn of_visit(opened: &'a Opened, title: &'a str) -> Self {
        let settings = &opened.tenancy.settings;
        let location = opened.own().and_then(|own| opened.tenancy.catalogue.locations.get(&own.location));
        let country = location.and_then(|location| location.country).unwrap_or(settings.centre.country);
        Self {
            locale: Locale::at(opened.language(), Some(country.as_str())),
            title,
            centre: Some(&settings.centre.name),
            phone: location.and_then(|location| location.phone.as_ref()).or(settings.centre.phone.as_ref()),
        }
    }
}

/// A page that says one thing, and whom to call.
pub(super) fn notice(status: StatusCode, page: &Page<'_>, text: &str) -> Response {
    let body = html! {
        section {
            p { (text) }
            (call(page))
        }
    };
    framed(status, page, &body)
}

/// Whom to call; nothing where no number is known.
pub(super) fn call(page: &Page<'_>) -> Markup {
    html! {
        @if let Some(phone) = page.phone {
            p { (Words::of(page.locale.language).call) " " a href={ "tel:" (phone.e164()) } { (phone.entered()) } }
        }
    }
}

/// The whole page around a body.
pub(super) fn framed(status: StatusCode, page: &Page<'_>, body: &Markup) -> Response {
    let html = html! {
        (DOCTYPE)
        html lang=(page.locale.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex, nofollow";
                title { (page.title) @if let Some(centre) = page.centre { " - " (centre) } }
                style { (PreEscaped(STYLE)) }
            }
            body {
                @if let Some(centre) = page.centre { header { (centre) } }
                main {
                    h1 { (page.title) }
                    (body)
                }
            }
        }
    };
    let digest = BASE64.encode(&Sha256::digest(STYLE.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    match HeaderValue::try_from(policy) {
        Ok(policy) => (status, [(header::CONTENT_SECURITY_POLICY, policy)], Html(html.into_string())).into_response(),
        Err(error) => Problem::internal("A header cannot be written", &error).into_response(),
    }
}
