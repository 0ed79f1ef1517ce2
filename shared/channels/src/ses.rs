//! E-mail through Amazon SES v2: one recipient a call, tagged with tenant and message, so that every receipt names them.

use std::sync::OnceLock;

use async_trait::async_trait;
use aws_sdk_sesv2::error::BuildError;
use aws_sdk_sesv2::types::{Body, Content, Destination, EmailContent, Message, MessageTag};
use aws_sdk_sesv2::{Client, Config};
use carebell_domain::receipt::{TAG_MESSAGE, TAG_TENANT};
use carebell_workflows::ports::{EmailChannel, EmailOut, Outcome};

use crate::classify::outcome;

/// Sends through SES.
#[derive(Clone, Debug)]
pub struct SesEmail {
    config: Config,
    /// Made at the first call: a function that starts may have a text message to send.
    client: OnceLock<Client>,
    platform_address: String,
    plain_set: String,
    tracked_set: String,
}

impl SesEmail {
    /// Without retries in the configuration. `platform_address` is the platform's own verified one, for tenants that
    /// have none; the sets are those of mails whose opening nobody follows, and of mails whose opening is reported.
    #[must_use]
    pub fn new(
        config: impl Into<Config>,
        platform_address: impl Into<String>,
        plain_set: impl Into<String>,
        tracked_set: impl Into<String>,
    ) -> Self {
        Self {
            config: config.into(),
            client: OnceLock::new(),
            platform_address: platform_address.into(),
            plain_set: plain_set.into(),
            tracked_set: tracked_set.into(),
        }
    }

    fn client(&self) -> &Client {
        self.client.get_or_init(|| Client::from_conf(self.config.clone()))
    }
}

const UTF_8: &str = "UTF-8";

fn content(text: &str) -> Result<Content, BuildError> {
    Content::builder().data(text).charset(UTF_8).build()
}

fn message(email: &EmailOut) -> Result<Message, BuildError> {
    let body = Body::builder().html(content(&email.html)?).text(content(&email.text)?).build();
    Ok(Message::builder().subject(content(&email.subject)?).body(body).build())
}

fn tag(name: &str, value: &str) -> Result<MessageTag, BuildError> {
    MessageTag::builder().name(name).value(value).build()
}

/// The sender as a header: the display name quoted, or encoded (RFC 2047) where it is not plain ASCII.
fn from(name: &str, address: &str) -> String {
    let clean: String = name.chars().filter(|sign| !sign.is_control()).collect();
    if clean.is_ascii() {
        let quoted = clean.replace('\\', "\\\\").replace('"', "\\\"");
        return format!("\"{quoted}\" <{address}>");
    }
    // An encoded word holds at most 75 characters: 45 octets of text make 60 of base 64.
    let mut words = Vec::new();
    let mut rest = clean.as_str();
    while !rest.is_empty() {
        let cut = rest.floor_char_boundary(45);
        let (word, after) = rest.split_at(cut);
        words.push(format!("=?UTF-8?B?{}?=", data_encoding::BASE64.encode(word.as_bytes())));
        rest = after;
    }
    format!("{} <{address}>", words.join(" "))
}

#[async_trait]
impl EmailChannel for SesEmail {
    async fn send(&self, email: &EmailOut) -> Outcome {
        let address = email.from.as_ref().map_or(self.platform_address.as_str(), |mailbox| mailbox.as_str());
        let parts = message(email).and_then(|message| {
            Ok((message, tag(TAG_TENANT, email.tenant.as_str())?, tag(TAG_MESSAGE, email.message.as_str())?))
        });
        let Ok((message, tenant, id)) = parts else {
            return Outcome::Refused { words: "the e-mail could not be made".to_owned() };
        };
        let set = if email.track_opens { &self.tracked_set } else { &self.plain_set };
        let answer = self
            .client()
            .send_email()
            .from_email_address(from(&email.from_name, address))
            .destination(Destination::builder().to_addresses(email.to.as_str()).build())
            .set_reply_to_addresses(email.reply_to.as_ref().map(|mailbox| vec![mailbox.as_str().to_owned()]))
            .content(EmailContent::builder().simple(message).build())
            .email_tags(tenant)
            .email_tags(id)
            .configuration_set_name(set)
            .send()
            .await;
        match answer {
            Ok(accepted) => Outcome::Accepted { provider_id: accepted.message_id.unwrap_or_default() },
            Err(error) => outcome(&error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::from;

    #[test]
    fn display_names_cannot_break_out() {
        for (name, header) in [
            ("Centro Aurora", "\"Centro Aurora\" <a@b.example>"),
            ("Dr. \"Who\" \\", "\"Dr. \\\"Who\\\" \\\\\" <a@b.example>"),
            ("Evil\r\nBcc: x@y.example", "\"EvilBcc: x@y.example\" <a@b.example>"),
            ("Città", "=?UTF-8?B?Q2l0dMOg?= <a@b.example>"),
        ] {
            assert_eq!(from(name, "a@b.example"), header);
        }
        let long = from(&"è".repeat(60), "a@b.example");
        assert!(long.split(' ').all(|word| word.len() <= 75), "{long}");
    }
}
