//! A tenant's documents as one configuration.

use std::collections::BTreeMap;
use std::hash::Hash;
use std::str::FromStr;

use carebell_domain::contact::{EmailAddress, VerifiedSenders};
use carebell_domain::model::{Catalogue, Settings};
use carebell_domain::{Channel, Event, Language, TenantId, UserId};
use carebell_workflows::ports::{Document, Kind, PortError, Tenancy, TenantText, Texts};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::documents::read;
use crate::item::{Corrupt, Item};
use crate::table::failed;

/// A user's document, as far as it matters here.
#[derive(Debug, Deserialize)]
struct User {
    email: Option<EmailAddress>,
    #[serde(default)]
    role: String,
    #[serde(default)]
    grants: Vec<String>,
}

/// The role of those who are told what the centre is told.
const ADMIN: &str = "admin";

/// Puts documents together. `None` where the settings are missing: the tenant is being made.
pub(super) fn assemble(tenant: &TenantId, version: u64, items: &[Item]) -> Result<Option<Tenancy>, PortError> {
    let what = "reading a configuration";
    let mut settings: Option<Settings> = None;
    let mut senders = VerifiedSenders::default();
    let mut catalogue = Catalogue::default();
    let mut texts = Texts::default();
    let (mut grants, mut admins) = (BTreeMap::new(), BTreeMap::new());
    for item in items {
        let document = read(item).map_err(failed(what))?;
        let added = match document.kind {
            Kind::Settings => content(document.body).map(|read| settings = Some(read)),
            Kind::Senders => content(document.body).map(|read| senders = read),
            Kind::Text => add_text(&mut texts, document),
            Kind::Location => add(&mut catalogue.locations, document),
            Kind::Resource => add(&mut catalogue.resources, document),
            Kind::Service => add(&mut catalogue.services, document),
            Kind::Group => add(&mut catalogue.groups, document),
            Kind::Insurance => add(&mut catalogue.insurances, document),
            Kind::User => add_user(&mut grants, &mut admins, document),
        };
        added.map_err(failed(what))?;
    }
    let found = settings.map(|settings| Tenancy { settings, senders, catalogue, texts, grants, admins, version });
    if found.is_none() {
        tracing::warn!(%tenant, "a tenant has no settings");
    }
    Ok(found)
}

const BODY: Corrupt = Corrupt("d");
const NAME: Corrupt = Corrupt("sk");

fn content<T: DeserializeOwned>(body: serde_json::Value) -> Result<T, Corrupt> {
    serde_json::from_value(body).map_err(|_| BODY)
}

fn add<K, V>(all: &mut BTreeMap<K, V>, document: Document) -> Result<(), Corrupt>
where
    K: Ord + Hash + FromStr,
    V: DeserializeOwned,
{
    let id = document.id.parse().map_err(|_| NAME)?;
    all.insert(id, content(document.body)?);
    Ok(())
}

fn add_text(texts: &mut Texts, document: Document) -> Result<(), Corrupt> {
    let mut parts = document.id.split('.');
    let mut next = || parts.next().ok_or(NAME);
    let (event, channel, language) = (next()?, next()?, next()?);
    let event: Event = event.parse().map_err(|_| NAME)?;
    let channel: Channel = channel.parse().map_err(|_| NAME)?;
    let language: Language = language.parse().map_err(|_| NAME)?;
    let text: TenantText = content(document.body)?;
    texts.own.insert((event, channel, language), text);
    Ok(())
}

fn add_user(
    grants: &mut BTreeMap<UserId, Vec<String>>,
    admins: &mut BTreeMap<UserId, EmailAddress>,
    document: Document,
) -> Result<(), Corrupt> {
    let user: User = content(document.body)?;
    let id: UserId = document.id.parse().map_err(|_| NAME)?;
    admins.extend(user.email.filter(|_| user.role == ADMIN).map(|email| (id.clone(), email)));
    if !user.grants.is_empty() {
        grants.insert(id, user.grants);
    }
    Ok(())
}
