//! What the clinic set up, users, repeated requests, counts and dead letters.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use carebell_domain::contact::EmailAddress;
use carebell_domain::message::Status;
use carebell_domain::model::Settings;
use carebell_domain::{Channel, Event, TenantId};
use carebell_workflows::api::documents::{SENDERS, SETTINGS, StoredUser, parse_text_name};
use carebell_workflows::ports::{
    Audit, Clock, ConfigStore, Count, CountDelta, Counts, DeadLetter, DeadLetters, Directory, Document, Idempotency,
    Kind, Page, Plans, PortError, Replay, SaveError, Saved, Tenancy,
};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

use super::{LATE, World, exists, id, saved};

impl World {
    /// The one document of a name.
    fn document(&self, kind: Kind, name: &str) -> Option<Document> {
        let catalogue = &self.tenancy.catalogue;
        let body = match kind {
            Kind::Settings => (name == SETTINGS).then(|| written(&self.tenancy.settings)),
            Kind::Senders => (name == SENDERS).then(|| written(&self.tenancy.senders)),
            Kind::Text => parse_text_name(name).and_then(|which| self.tenancy.texts.own.get(&which)).map(written),
            Kind::User => exists(name).then(|| user(name)).flatten(),
            Kind::Location => name.parse().ok().and_then(|id| catalogue.locations.get(&id)).map(written),
            Kind::Resource => name.parse().ok().and_then(|id| catalogue.resources.get(&id)).map(written),
            Kind::Service => name.parse().ok().and_then(|id| catalogue.services.get(&id)).map(written),
            Kind::Group => name.parse().ok().and_then(|id| catalogue.groups.get(&id)).map(written),
            Kind::Insurance => name.parse().ok().and_then(|id| catalogue.insurances.get(&id)).map(written),
        };
        Some(Document { kind, id: name.to_owned(), body: body?, version: 1, changed_at: self.now() })
    }

    fn names(&self, kind: Kind) -> Vec<String> {
        fn all<K: ToString, V>(map: &BTreeMap<K, V>) -> Vec<String> {
            map.keys().map(ToString::to_string).collect()
        }
        let catalogue = &self.tenancy.catalogue;
        match kind {
            Kind::Settings => vec![SETTINGS.to_owned()],
            Kind::Senders => vec![SENDERS.to_owned()],
            Kind::Text => {
                let own = self.tenancy.texts.own.keys();
                own.map(|(event, channel, language)| format!("{event}.{channel}.{language}")).collect()
            }
            Kind::User => vec!["ada".to_owned()],
            Kind::Location => all(&catalogue.locations),
            Kind::Resource => all(&catalogue.resources),
            Kind::Service => all(&catalogue.services),
            Kind::Group => all(&catalogue.groups),
            Kind::Insurance => all(&catalogue.insurances),
        }
    }
}

fn written(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("the fixture can be written")
}

fn user(name: &str) -> Option<Value> {
    Some(written(&StoredUser {
        id: name.parse().ok()?,
        email: EmailAddress::parse("ada@example.org").ok()?,
        name: Some("Ada".into()),
        role: "operator".into(),
        resource: None,
        scopes: Vec::new(),
        grants: vec!["texts".into()],
    }))
}

#[async_trait]
impl Directory for World {
    async fn tenancy(&self, tenant: &TenantId) -> Result<Option<Arc<Tenancy>>, PortError> {
        let tenancy = if tenant.as_str() == LATE { &self.late } else { &self.tenancy };
        Ok(Self::is_ours(tenant).then(|| Arc::clone(tenancy)))
    }
}

#[async_trait]
impl ConfigStore for World {
    async fn get(&self, tenant: &TenantId, kind: Kind, name: &str) -> Result<Option<Document>, PortError> {
        Ok(if Self::is_ours(tenant) { self.document(kind, name) } else { None })
    }

    async fn list(
        &self,
        _: &TenantId,
        kind: Kind,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<Document>, PortError> {
        let names = self.names(kind);
        let later = names.into_iter().filter(|name| after.is_none_or(|after| name.as_str() > after));
        let items: Vec<Document> = later.filter_map(|name| self.document(kind, &name)).take(limit).collect();
        let next = items.last().filter(|_| items.len() == limit).map(|last| last.id.clone());
        Ok(Page { items, next })
    }

    async fn save_with(
        &self,
        tenant: &TenantId,
        (kind, name, body): (Kind, &str, Value),
        expected: Option<u64>,
        _: Audit,
        _: Plans,
    ) -> Result<Document, SaveError> {
        let before = self.get(tenant, kind, name).await?.map(|document| document.version);
        match (before, expected) {
            (Some(_), None) => Err(SaveError::Exists),
            (before, expected) if before != expected => Err(SaveError::Stale),
            _ => Ok(Document { kind, id: name.to_owned(), body, version: 2, changed_at: self.now() }),
        }
    }

    async fn remove(
        &self,
        tenant: &TenantId,
        kind: Kind,
        name: &str,
        expected: u64,
        _: Audit,
    ) -> Result<(), SaveError> {
        let version = self.get(tenant, kind, name).await?.map(|document| document.version);
        if version == Some(expected) { Ok(()) } else { Err(SaveError::Stale) }
    }

    async fn create_tenant(&self, tenant: &TenantId, _: &Settings, _: Audit) -> Result<(), SaveError> {
        if Self::is_ours(tenant) { Err(SaveError::Exists) } else { Ok(()) }
    }

    async fn tenants(&self, _: Option<&str>, _: usize) -> Result<Page<TenantId>, PortError> {
        Ok(Page { items: vec![id(super::TENANT)], next: Some("tenants".to_owned()) })
    }
}

#[async_trait]
impl Idempotency for World {
    async fn begin(&self, _: &str, key: &str, _: &str) -> Result<Replay, PortError> {
        Ok(match key {
            "answered" => Replay::Answered(saved()),
            "running" => Replay::Running,
            "other" => Replay::OtherBody,
            _ => Replay::New,
        })
    }

    async fn finish(&self, _: &str, _: &str, _: &Saved) -> Result<(), PortError> {
        Ok(())
    }

    async fn forget(&self, _: &str, _: &str) -> Result<(), PortError> {
        Ok(())
    }
}

#[async_trait]
impl Counts for World {
    async fn counted_up_to(&self, _: &TenantId, _: Date) -> Result<String, PortError> {
        Ok("0".repeat(40))
    }

    async fn add(&self, delta: &CountDelta, after: &str) -> Result<bool, PortError> {
        assert!(delta.last_sequence.as_str() > after, "what is counted is later than what was");
        Ok(true)
    }

    async fn days(&self, _: &TenantId, from: Date, to: Date) -> Result<Vec<(Date, BTreeMap<Count, i64>)>, PortError> {
        let count =
            Count { event: Event::AppointmentReminder, channel: Channel::Sms, status: Status::Delivered, reason: None };
        Ok([from, to].map(|day| (day, BTreeMap::from([(count.clone(), 3)]))).into())
    }
}

#[async_trait]
impl DeadLetters for World {
    async fn keep(&self, letter: &DeadLetter) -> Result<(), PortError> {
        assert!(letter.tenant.as_ref().is_none_or(Self::is_ours), "a letter is a tenant's that exists, or nobody's");
        Ok(())
    }

    async fn list(
        &self,
        tenant: Option<&TenantId>,
        _: &str,
        _: Option<&str>,
        _: usize,
    ) -> Result<Page<DeadLetter>, PortError> {
        let letter = DeadLetter {
            id: "01LETTER".into(),
            tenant: tenant.cloned(),
            origin: "sender".into(),
            reason: "not a send job".into(),
            body: "{}".into(),
            at: self.now(),
        };
        Ok(Page { items: vec![letter], next: Some("letters".to_owned()) })
    }
}
