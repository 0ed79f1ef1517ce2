//! A client's page, as a browser shows it: what it says, and what its buttons send.

use anyhow::{Context, Result, ensure};
use carebell_carrier::Message;
use carebell_local::{Answer, Api};

use super::stage::words;

/// What a browser sends a form as.
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// A page behind the link of a message.
pub(super) struct Page<'a> {
    api: &'a Api,
    path: String,
}

impl<'a> Page<'a> {
    /// The page to which the link in a message leads.
    pub(super) fn of(api: &'a Api, message: &Message) -> Result<Self> {
        let path = path(words(message), &api.url()).context("there is no link in the message")?;
        Ok(Self { api, path: path.to_owned() })
    }

    /// Opens it.
    pub(super) fn open(&self) -> Result<Answer> {
        let page = self.api.get(&self.path, None)?;
        ensure!(page.status == 200, "the page answers {}", page.status);
        Ok(page)
    }

    /// Presses a button: sends its form with what was filled in, and gives the page to which that leads. Of a page with
    /// several forms the fields say which.
    pub(super) fn press(&self, fields: &[(&str, &str)]) -> Result<Answer> {
        let page = self.open()?;
        let own = hidden(&page.text).into_iter().filter(|(name, _)| fields.iter().all(|(one, _)| one != name));
        let sent: Vec<String> =
            own.chain(fields.iter().copied()).map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        let answer = self.api.call("POST".parse()?, &self.path, None, &[FORM], Some(sent.join("&")))?;
        // Led back to the page, whether or not that was followed.
        ensure!(matches!(answer.status, 200 | 303), "the button is answered with {}", answer.status);
        self.open()
    }
}

/// The path of the first link under an address.
fn path<'a>(text: &'a str, address: &str) -> Option<&'a str> {
    let (_, link) = text.split_once(address)?;
    let end = link.find(|sign: char| !sign.is_ascii_alphanumeric() && !"/-_".contains(sign));
    Some(&link[..end.unwrap_or(link.len())])
}

/// The fields of a page's form that nobody sees.
fn hidden(page: &str) -> Vec<(&str, &str)> {
    let inputs = page.split(r#"<input type="hidden" name=""#).skip(1);
    inputs.filter_map(|input| input.split_once('"')).filter_map(|(name, rest)| Some((name, value(rest)?))).collect()
}

fn value(input: &str) -> Option<&str> {
    let (_, value) = input.split_once(r#"value=""#)?;
    value.split_once('"').map(|(value, _)| value)
}

/// What a page says of how things stand: what it marks as that, else the line above its buttons, else its first one.
pub(super) fn says(page: &str) -> String {
    let marked = page.split_once(r#" role="status">"#).map(|(_, rest)| rest);
    let above = || page.split_once("<form").and_then(|(above, _)| above.rsplit_once("<p>")).map(|(_, rest)| rest);
    let first = || page.split_once("<section><p>").map(|(_, rest)| rest);
    let said = marked.or_else(above).or_else(first).and_then(|rest| rest.split_once('<'));
    let said = said.map(|(said, _)| said).unwrap_or_default();
    said.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// A value as forms are sent: all but letters and digits by their bytes.
fn escaped(value: &str) -> String {
    let sign = |byte: u8| {
        let plain = byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
        if plain { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    value.bytes().map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_ends_where_the_sentence_goes_on() {
        for (text, found) in [
            ("Confirm: http://a.localhost:1/p/Ab-9_z. To change", Some("/p/Ab-9_z")),
            ("http://a.localhost:1/p/x", Some("/p/x")),
            ("http://b.localhost:1/p/x", None),
        ] {
            assert_eq!(path(text, "http://a.localhost:1"), found);
        }
    }

    #[test]
    fn a_form_is_sent_with_what_nobody_sees_and_a_page_is_read() {
        let page = r#"<section><p class="state good" role="status">It&amp;s so.</p><form method="post">
            <input type="hidden" name="of" value="v1"><button name="do" value="undo">Undo</button></form></section>"#;
        assert_eq!(hidden(page), [("of", "v1")]);
        assert_eq!(says(page), "It&s so.");
        assert_eq!(says("<section><p>Rome</p><p>Will you come?</p><form>"), "Will you come?");
        assert_eq!(says("<section><p>Thanks.</p><p>Call us</p></section>"), "Thanks.");
        assert_eq!(says("<p>"), "");
        assert_eq!(escaped("It was tè, 100 %"), "It%20was%20t%C3%A8%2C%20100%20%25");
    }
}
