//! The people to whom a clinic writes.

use anyhow::{Context, Result};
use carebell_carrier::{Kind, Message};
use carebell_domain::ClientId;
use serde_json::{Value, json};

use crate::{Clinic, SOURCE, cloud, until};

/// How a person can be reached. Mailbox and number choose what becomes of a message: see `carebell_carrier::magic`.
#[derive(Clone, Debug)]
pub struct Contact {
    mailbox: Option<String>,
    digits: Option<u8>,
    more: Value,
}

impl Contact {
    /// Someone who can be reached by nothing.
    pub fn none() -> Self {
        Self { mailbox: None, digits: None, more: json!({}) }
    }

    /// Someone with a mailbox and a mobile number: the part before the `@`, and the number's last two digits.
    pub fn both(mailbox: &str, digits: u8) -> Self {
        Self::none().mailbox(mailbox).digits(digits)
    }

    /// The same with this mailbox.
    #[must_use]
    pub fn mailbox(mut self, local: &str) -> Self {
        self.mailbox = Some(local.to_owned());
        self
    }

    /// The same with the mobile number that ends so.
    #[must_use]
    pub const fn digits(mut self, digits: u8) -> Self {
        self.digits = Some(digits);
        self
    }

    /// The same with another field of the client.
    #[must_use]
    pub fn field(mut self, name: &str, value: Value) -> Self {
        self.more[name] = value;
        self
    }
}

/// A client of a clinic.
#[derive(Clone, Debug)]
pub struct Person {
    /// The client's identifier.
    pub id: String,
    /// The mailbox; empty where there is none.
    pub email: String,
    /// The mobile number; empty where there is none.
    pub mobile: String,
    /// What another system calls the client; empty where none knows it.
    pub outside: String,
}

impl Clinic {
    /// A mailbox that no other test writes to.
    pub fn mailbox(&self, local: &str) -> String {
        format!("{local}@c{}.example.org", self.number)
    }

    /// A mobile number that no other test writes to.
    pub fn mobile(&self, digits: u8) -> String {
        format!("+3363998{:02}{digits:02}", self.number)
    }

    /// Adds a client, called Anna unless a field says otherwise.
    ///
    /// # Errors
    /// If the API refuses it.
    pub fn person(&self, contact: &Contact) -> Result<Person> {
        let email = contact.mailbox.as_ref().map(|local| self.mailbox(local));
        let mobile = contact.digits.map(|digits| self.mobile(digits));
        let mut body = json!({ "first_name": "Anna", "last_name": "Rossi", "email": email, "mobile": mobile });
        for (name, value) in contact.more.as_object().context("fields")? {
            body[name] = value.clone();
        }
        let client = self.add("/v1/clients", &body)?;
        let id = client["id"].as_str().context("a client has an identifier")?.to_owned();
        let (email, mobile) = (email.unwrap_or_default(), mobile.unwrap_or_default());
        Ok(Person { id, email, mobile, outside: String::new() })
    }

    /// Another administrator of the clinic, who is told what the centre is told.
    ///
    /// # Errors
    /// If the API refuses it.
    pub fn administrator(&self, mailbox: &str) -> Result<Person> {
        let email = self.mailbox(mailbox);
        let user = self.add("/v1/users", &json!({ "email": email, "role": "admin" }))?;
        let id = user["id"].as_str().context("a user has an identifier")?.to_owned();
        Ok(Person { id, email, mobile: String::new(), outside: String::new() })
    }

    /// A client whom another system is going to tell of, under this name there.
    ///
    /// # Errors
    /// If the name cannot be derived.
    pub fn outsider(&self, name: &str, mailbox: &str, digits: u8) -> Result<Person> {
        let id = ClientId::of_source(SOURCE, name)?.to_string();
        Ok(Person { id, email: self.mailbox(mailbox), mobile: self.mobile(digits), outside: name.to_owned() })
    }
}

impl Person {
    /// The messages that the carrier took on for this person, oldest first.
    pub fn received(&self, kind: Kind) -> Vec<Message> {
        let to = match kind {
            Kind::Email => &self.email,
            Kind::Sms => &self.mobile,
        };
        cloud().carrier().messages_to(to)
    }

    /// The first message of a kind, once it is there.
    ///
    /// # Errors
    /// If none comes in time.
    pub fn receives(&self, kind: Kind) -> Result<Message> {
        until(&format!("a message by {kind:?}"), || Ok(self.received(kind).into_iter().next()))
    }

    /// How many messages the carrier took on for this person: e-mails, SMS.
    pub fn count(&self) -> (usize, usize) {
        (self.received(Kind::Email).len(), self.received(Kind::Sms).len())
    }
}
