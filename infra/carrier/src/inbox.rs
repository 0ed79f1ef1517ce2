//! The inbox: a page on which a person sees what was sent. It needs no script, and shows the HTML
//! of an e-mail in a frame that may neither run nor load anything.

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::{Query, State as Shared};
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::{Html, IntoResponse, Response};

use crate::api::Filter;
use crate::html::escape;
use crate::magic::{MAILBOXES, Magic, PHONES};
use crate::message::{Content, Email, Kind, Message, Receipt, Refusal, Sms};
use crate::state::{State, Status};

/// The newest so many are on the page; `/messages` has them all.
const SHOWN: usize = 200;
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'";
const STYLE: &str = include_str!("inbox.css");

pub(crate) async fn page(Shared(state): Shared<Arc<State>>, Query(filter): Query<Filter>) -> Response {
    let to = filter.to();
    let messages = state.messages(to.as_deref(), filter.kind);
    let mut page = String::new();
    head(&mut page, &state.status(), to.as_deref().unwrap_or_default(), filter.kind);
    for message in messages.iter().rev().take(SHOWN) {
        article(&mut page, message);
    }
    if messages.is_empty() {
        page.push_str("<p class=\"note\">No messages.</p>");
    } else if messages.len() > SHOWN {
        let _ = write!(
            page,
            "<p class=\"note\">The newest {SHOWN} of {}. <a href=\"/messages\">All of them</a></p>",
            messages.len()
        );
    }
    refusals(&mut page, &state.refusals());
    page.push_str("<h2>Addresses that choose what happens</h2>");
    magic(&mut page, "first word of the mailbox", &MAILBOXES);
    magic(&mut page, "last digits of the number", &PHONES);
    page.push_str("</main>");
    ([(CONTENT_SECURITY_POLICY, POLICY)], Html(page)).into_response()
}

// Writing to a string cannot fail, here and below.
fn head(page: &mut String, status: &Status, to: &str, kind: Option<Kind>) {
    let kept = match kind {
        Some(Kind::Email) => "<input type=\"hidden\" name=\"kind\" value=\"email\">",
        Some(Kind::Sms) => "<input type=\"hidden\" name=\"kind\" value=\"sms\">",
        None => "",
    };
    let _ = write!(
        page,
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>Carrier</title><style>{STYLE}</style>\
         <main><h1>Carrier</h1>\
         <p class=\"note\">{} messages · {} refusals · receipts: {} published, {} to come, {} failed</p>\
         <form><label>To <input name=\"to\" value=\"{}\" size=\"32\"></label>{kept} <button>Show</button> \
         <a href=\"/\">all</a> <a href=\"/?kind=email\">e-mail</a> <a href=\"/?kind=sms\">SMS</a></form>",
        status.messages,
        status.refusals,
        status.receipts_published,
        status.receipts_planned,
        status.receipts_failed,
        escape(to),
    );
}

fn article(page: &mut String, message: &Message) {
    let title = match &message.content {
        Content::Email(email) => &email.subject,
        Content::Sms(sms) => &sms.text,
    };
    let kind = if message.kind == Kind::Email { "e-mail" } else { "SMS" };
    let _ = write!(
        page,
        "<details><summary><time>{}</time> <b>{kind}</b> {} <i>{}</i> <span>{}</span></summary><dl>",
        message.at.strftime("%Y-%m-%d %H:%M:%S"),
        escape(&message.to),
        escape(&outcome(message)),
        escape(title),
    );
    row(page, "Identifier", &message.id);
    row(page, "Answer", &format!("{:?}, to {}", message.answer, message.caller));
    for Receipt { event, due, published, error } in &message.receipts {
        let state = match (published, error) {
            (Some(at), _) => format!("published {at}"),
            (None, Some(reason)) => format!("failed: {reason}"),
            (None, None) => format!("due {due}"),
        };
        row(page, event, &state);
    }
    match &message.content {
        Content::Email(email) => show_email(page, email),
        Content::Sms(sms) => show_sms(page, sms),
    }
    page.push_str("</details>");
}

/// The latest receipt that is out.
fn outcome(message: &Message) -> String {
    let latest = message.receipts.iter().rev().find(|receipt| receipt.published.is_some());
    latest.map_or_else(|| "no receipt".to_owned(), |receipt| receipt.event.clone())
}

fn show_email(page: &mut String, email: &Email) {
    row(page, "From", &email.from);
    row(page, "To", &email.destination.join(", "));
    if !email.reply_to.is_empty() {
        row(page, "Reply-To", &email.reply_to.join(", "));
    }
    for header in &email.headers {
        row(page, &header.name, &header.value);
    }
    row(page, "Configuration set", email.configuration_set.as_deref().unwrap_or("none, so that there are no receipts"));
    for (name, value) in &email.tags {
        row(page, &format!("Tag {name}"), value);
    }
    for attachment in &email.attachments {
        let media = attachment.content_type.as_deref().unwrap_or("no media type");
        let octets = attachment.base64.trim_end_matches('=').len() * 3 / 4;
        row(page, "Attachment", &format!("{} ({media}, {octets} octets)", attachment.name));
    }
    page.push_str("</dl>");
    if let Some(html) = &email.html {
        let _ = write!(page, "<iframe sandbox title=\"HTML part\" srcdoc=\"{}\"></iframe>", escape(html));
    }
    if let Some(text) = &email.text {
        let _ = write!(page, "<pre>{}</pre>", escape(text));
    }
}

fn show_sms(page: &mut String, sms: &Sms) {
    row(page, "Parts", &sms.parts.to_string());
    for (name, value) in &sms.attributes {
        row(page, name, value);
    }
    let _ = write!(page, "</dl><pre>{}</pre>", escape(&sms.text));
}

fn row(page: &mut String, name: &str, value: &str) {
    let _ = write!(page, "<dt>{}<dd>{}", escape(name), escape(value));
}

fn refusals(page: &mut String, refusals: &[Refusal]) {
    if refusals.is_empty() {
        return;
    }
    page.push_str("<h2>Calls answered with an error</h2><table><tr><th>When<th>To<th>Error<th>Words");
    for refusal in refusals.iter().rev().take(SHOWN) {
        let _ = write!(
            page,
            "<tr><td><time>{}</time><td>{}<td>{}<td>{}",
            refusal.at.strftime("%Y-%m-%d %H:%M:%S"),
            escape(&refusal.to),
            escape(&refusal.error),
            escape(&refusal.message),
        );
    }
    page.push_str("</table>");
}

fn magic(page: &mut String, key: &str, rows: &[Magic]) {
    let _ = write!(page, "<table><tr><th>{key}<th>what happens");
    for row in rows {
        let _ = write!(page, "<tr><td><code>{}</code><td>", row.key);
        for (index, text) in row.meaning.split('`').enumerate() {
            let (open, close) = if index % 2 == 1 { ("<code>", "</code>") } else { ("", "") };
            let _ = write!(page, "{open}{}{close}", escape(text));
        }
    }
    page.push_str("<tr><td>anything else<td>delivered</table>");
}
