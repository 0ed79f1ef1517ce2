//! Clients' pages, as a browser uses them.

use anyhow::{Context, Result, ensure};
use carebell_carrier::Kind;
use carebell_local::Answer;
use ureq::http::Method;

use crate::{Person, Visit, cloud};

impl Person {
    /// The path of the page to which the person's first message of a kind leads, once it is there.
    ///
    /// # Errors
    /// If none comes in time, or it has no link.
    pub fn link(&self, kind: Kind) -> Result<String> {
        let message = self.receives(kind)?;
        let text = match kind {
            Kind::Sms => message.sms().map(|sms| &sms.text),
            Kind::Email => message.email().and_then(|email| email.text.as_ref()),
        };
        let text = text.context("a text")?;
        let base = cloud().api().url();
        let at = text.find(&base).with_context(|| format!("no link in {text}"))?;
        let link = &text[at + base.len()..];
        let end = link.find(|sign: char| !sign.is_ascii_alphanumeric() && !"/-_".contains(sign));
        Ok(link[..end.unwrap_or(link.len())].to_owned())
    }
}

/// Presses a button of a page for a visit, and gives the page to which that leads.
///
/// # Errors
/// If it is refused.
pub fn press(path: &str, visit: &Visit, button: &str) -> Result<Answer> {
    let of = &visit.id;
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let body = Some(format!("do={button}&of={of}"));
    let answer = cloud().api().call(Method::POST, path, None, &form, body)?;
    ensure!(answer.status == 303 || answer.status == 200, "{} {}", answer.status, answer.text);
    cloud().api().get(path, None)
}
