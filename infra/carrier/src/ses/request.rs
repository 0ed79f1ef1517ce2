//! Reads a `SendEmail` request and holds it to the limits of the Amazon SES API v2 reference.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::error::SesError;
use crate::message::{Attachment, Email, Header};

/// The largest message, in octets as sent, base64 included.
pub(crate) const LARGEST: usize = 40 * 1024 * 1024;
const MOST_RECIPIENTS: usize = 50;
const MOST_HEADERS: usize = 15;
const LONGEST_TAG: usize = 256;
const LONGEST_HEADER_NAME: usize = 126;
const LONGEST_HEADER: usize = 996;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    from_email_address: Option<String>,
    #[serde(default)]
    reply_to_addresses: Vec<String>,
    destination: Option<Destination>,
    content: RequestContent,
    #[serde(default)]
    email_tags: Vec<NameValue>,
    configuration_set_name: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Destination {
    to_addresses: Vec<String>,
    cc_addresses: Vec<String>,
    bcc_addresses: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RequestContent {
    simple: Option<Simple>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Simple {
    subject: Data,
    body: Body,
    #[serde(default)]
    headers: Vec<NameValue>,
    #[serde(default)]
    attachments: Vec<File>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Body {
    text: Option<Data>,
    html: Option<Data>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Data {
    data: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct NameValue {
    name: String,
    value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct File {
    raw_content: String,
    file_name: String,
    content_type: Option<String>,
    content_disposition: Option<String>,
}

/// The e-mail in a request's body.
pub(crate) fn read(body: &[u8]) -> Result<Email, SesError> {
    if body.len() > LARGEST {
        return Err(SesError::bad_request("Message length is more than 41943040 bytes long."));
    }
    let request: Request = serde_json::from_slice(body).map_err(|error| SesError::bad_request(error.to_string()))?;
    let Some(simple) = request.content.simple else {
        return Err(SesError::bad_request("The local carrier takes Content.Simple only."));
    };
    let from = request.from_email_address.ok_or_else(|| SesError::bad_request("Missing FromEmailAddress."))?;
    let Destination { to_addresses, cc_addresses, bcc_addresses } = request.destination.unwrap_or_default();
    let destination = [to_addresses, cc_addresses, bcc_addresses].concat();
    if destination.is_empty() || destination.len() > MOST_RECIPIENTS {
        return Err(SesError::bad_request(format!("Recipient count must be 1 to {MOST_RECIPIENTS}.")));
    }
    [&from].into_iter().chain(&destination).chain(&request.reply_to_addresses).try_for_each(|it| check_address(it))?;
    if simple.body.text.is_none() && simple.body.html.is_none() {
        return Err(SesError::bad_request("Body must have a text or an HTML part."));
    }
    Ok(Email {
        from,
        reply_to: request.reply_to_addresses,
        destination,
        subject: simple.subject.data,
        text: simple.body.text.map(|part| part.data),
        html: simple.body.html.map(|part| part.data),
        headers: headers(simple.headers)?,
        attachments: simple.attachments.into_iter().map(attachment).collect::<Result<_, _>>()?,
        tags: tags(request.email_tags)?,
        configuration_set: request.configuration_set_name,
    })
}

/// The bare mailbox in `Name <mailbox>` or `mailbox`.
pub(crate) fn mailbox(address: &str) -> &str {
    let inner = address.rsplit_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map_or(address, |(mailbox, _)| mailbox).trim()
}

fn check_address(address: &str) -> Result<(), SesError> {
    if address.chars().any(char::is_control) || !address.is_ascii() {
        return Err(SesError::bad_request("Address contains control or non-ASCII characters."));
    }
    let Some((local, domain)) = mailbox(address).rsplit_once('@') else {
        return Err(SesError::bad_request("Missing final '@domain'"));
    };
    if local.is_empty() || local.contains(char::is_whitespace) || local.contains('@') {
        return Err(SesError::bad_request("Local address contains control or whitespace"));
    }
    let is_domain = |character: char| character.is_ascii_alphanumeric() || matches!(character, '.' | '-');
    if domain.is_empty() || !domain.chars().all(is_domain) {
        return Err(SesError::bad_request("Domain contains illegal character"));
    }
    Ok(())
}

fn headers(given: Vec<NameValue>) -> Result<Vec<Header>, SesError> {
    if given.len() > MOST_HEADERS {
        return Err(SesError::bad_request(format!("There can be at most {MOST_HEADERS} headers.")));
    }
    let header = |NameValue { name, value }: NameValue| {
        let named = (1..=LONGEST_HEADER_NAME).contains(&name.len())
            && name.chars().all(|character| character.is_ascii_graphic() && character != ':');
        let valued = name.len() + value.len() <= LONGEST_HEADER
            && value.chars().all(|character| character.is_ascii_graphic() || character == ' ');
        if named && valued { Ok(Header { name, value }) } else { Err(SesError::bad_request("Invalid header.")) }
    };
    given.into_iter().map(header).collect()
}

fn attachment(file: File) -> Result<Attachment, SesError> {
    if STANDARD.decode(&file.raw_content).is_err() {
        return Err(SesError::bad_request("Attachment content is not base64."));
    }
    if file.file_name.is_empty() || file.file_name.chars().any(char::is_control) {
        return Err(SesError::bad_request("Invalid attachment file name."));
    }
    Ok(Attachment {
        name: file.file_name,
        content_type: file.content_type,
        disposition: file.content_disposition,
        base64: file.raw_content,
    })
}

fn tags(given: Vec<NameValue>) -> Result<BTreeMap<String, String>, SesError> {
    let allowed = |text: &str| {
        (1..=LONGEST_TAG).contains(&text.len())
            && text.chars().all(|character| character.is_ascii_alphanumeric() || matches!(character, '_' | '-'))
    };
    let mut tags = BTreeMap::new();
    for NameValue { name, value } in given {
        if !allowed(&name) || !allowed(&value) {
            return Err(SesError::bad_request(format!(
                "Invalid tag <{name}: {value}>: only alphanumeric ASCII characters, '_', and '-' are allowed."
            )));
        }
        if tags.insert(name, value).is_some() {
            return Err(SesError::bad_request("Duplicate tag name."));
        }
    }
    Ok(tags)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_is_found_within_an_address() {
        for (address, expected) in [
            ("anna@example.org", "anna@example.org"),
            ("Anna Rossi <anna@example.org>", "anna@example.org"),
            ("\"Rossi, <Anna>\" <anna@example.org>", "anna@example.org"),
            ("", ""),
        ] {
            assert_eq!(mailbox(address), expected, "{address}");
        }
    }

    #[test]
    fn an_address_that_ses_would_not_take_is_refused() {
        for address in [
            "",
            "anna",
            "@example.org",
            "an na@example.org",
            "a@b@example.org",
            "anna@",
            "anna@ex ample.org",
            "anna@exämple.org",
            "anna@example.org\r\nBcc: eve@example.org",
        ] {
            assert!(check_address(address).is_err(), "{address}");
        }
        assert!(check_address("Anna <anna.rossi+1@mail.example.org>").is_ok());
    }
}
