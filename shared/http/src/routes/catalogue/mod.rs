//! What a clinic sets up once: five kinds of objects with the same five endpoints each. The code is here once; a kind
//! says what is its own in its file.

pub(super) mod group;
pub(super) mod insurance;
pub(super) mod location;
pub(super) mod resource;
pub(super) mod service;

use axum::http::StatusCode;
use axum::response::Response;
use carebell_domain::contact::EmailAddress;
use carebell_workflows::ports::{Document, Kind, Plans, Tenancy};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::to_value;

use super::{audit, senders};
use crate::access::{Grant, is_granted};
use crate::answer;
use crate::api::{Ports, knows, stored};
use crate::caller::{Member, Role};
use crate::check::Faults;
use crate::etag::IfMatch;
use crate::params::{PageOf, Paging};
use crate::problem::{Kind as ProblemKind, Problem};

/// A kind of objects: its form in the API, and how that becomes the stored form.
pub(super) trait Entry: Serialize + DeserializeOwned + Send + Sync {
    /// The identifier.
    type Id: ToString + TryFrom<String> + PartialEq + Send + Sync;
    /// The stored form.
    type Stored: Serialize + DeserializeOwned + Send;
    /// The kind.
    const KIND: Kind;
    /// Where they are listed.
    const PATH: &'static str;
    /// Fields that the audit does not show: a person's.
    const PERSONAL: &'static [&'static str] = &[];

    /// The identifier that the request gives.
    fn id(&self) -> Option<&Self::Id>;

    /// Other objects that it names: pointer, kind, identifier.
    fn named(&self) -> Vec<(&'static str, Kind, String)> {
        Vec::new()
    }

    /// The stored form under an identifier, once every field is right.
    fn check(self, id: Self::Id, tenancy: &Tenancy, faults: &mut Faults) -> Self::Stored;

    /// The e-mail sender that it brings with it, in its field `email_sender`.
    fn sender(_: &Self::Stored) -> Option<&EmailAddress> {
        None
    }

    /// Whether it can bring something forward that is planned already, in place of what was there before.
    fn replans(_: &Self::Stored, _: &Self::Stored) -> bool {
        false
    }

    /// The form in the API.
    fn show(stored: Self::Stored) -> Self;
}

/// Whether the caller may make `after` of the sender `before`.
async fn may_send_as(
    api: &Ports,
    member: &Member,
    before: Option<&EmailAddress>,
    after: Option<&EmailAddress>,
) -> Result<(), Problem> {
    if before == after
        || member.role != Role::Operator
        || is_granted(api, &member.tenant, &member.user, Grant::Senders).await?
    {
        return Ok(());
    }
    Err(Problem::because(ProblemKind::Forbidden, "Changing a sender needs the grant `senders`"))
}

/// Switches that are on where a request does not say.
const fn on() -> bool {
    true
}

fn object<E: Entry>(id: &str) -> String {
    format!("{}/{id}", E::PATH.trim_start_matches("/v1/"))
}

fn show<E: Entry>(document: Document) -> Result<E, Problem> {
    stored(document).map(E::show)
}

/// A page, by identifier.
pub(super) async fn list<E: Entry>(api: &Ports, member: &Member, paging: &Paging) -> Result<PageOf<E>, Problem> {
    let page = api.config.list(&member.tenant, E::KIND, paging.after(), paging.limit).await?;
    let items = page.items.into_iter().map(show).collect::<Result<_, _>>()?;
    Ok(paging.page(items, page.next))
}

/// One.
pub(super) async fn get<E: Entry>(api: &Ports, member: &Member, id: &E::Id) -> Result<Response, Problem> {
    let id = id.to_string();
    let strange = E::KIND == Kind::Resource && member.resource.as_ref().is_some_and(|own| own.as_str() != id);
    let document = if strange { None } else { api.config.get(&member.tenant, E::KIND, &id).await? };
    answer::object(&show::<E>(document.ok_or_else(Problem::not_found)?)?)
}

/// The stored form of what a request says, with every fault of it.
async fn checked<E: Entry>(api: &Ports, member: &Member, entry: E, id: E::Id) -> Result<E::Stored, Problem> {
    let named = entry.named();
    let wanted: Vec<(Kind, &str)> = named.iter().map(|(_, kind, id)| (*kind, id.as_str())).collect();
    let tenancy = api.tenancy_with(&member.tenant, &wanted).await?;
    let mut faults = Faults::default();
    for (pointer, kind, id) in &named {
        if !knows(&tenancy, *kind, id) {
            faults.add(pointer, format!("there is no {id}"));
        }
    }
    let stored = entry.check(id, &tenancy, &mut faults);
    if let Some(address) = E::sender(&stored) {
        senders::check_address(api, &member.tenant, "/email_sender", address, &mut faults).await?;
    }
    faults.give(Some(stored))
}

/// A new one, under the identifier that the request gives, or a new one.
pub(super) async fn create<E: Entry>(api: &Ports, member: &Member, entry: E) -> Result<Response, Problem> {
    let name = entry.id().map_or_else(|| api.ids.ulid(), ToString::to_string);
    let id = E::Id::try_from(name.clone()).map_err(|_| Problem::field("/id", "not an identifier"))?;
    let stored = checked(api, member, entry, id).await?;
    may_send_as(api, member, None, E::sender(&stored)).await?;
    let body = value(&stored)?;
    let audit = audit::row(api.clock.now(), &member.user, object::<E>(&name), None, Some(&body), E::PERSONAL);
    let document = api.config.save(&member.tenant, E::KIND, &name, body, None, audit).await?;
    answer::created(format!("{}/{name}", E::PATH), &show::<E>(document)?)
}

/// One in place of what the caller has read.
pub(super) async fn put<E: Entry>(
    api: &Ports,
    member: &Member,
    id: E::Id,
    if_match: &IfMatch,
    entry: E,
) -> Result<Response, Problem> {
    let name = id.to_string();
    let before = api.config.get(&member.tenant, E::KIND, &name).await?.ok_or_else(Problem::not_found)?;
    if_match.check(&show::<E>(before.clone())?)?;
    let mut faults = Faults::default();
    faults.fixed("/id", entry.id(), &id);
    faults.done()?;
    let after = checked(api, member, entry, id).await?;
    may_send_as(api, member, E::sender(&stored(before.clone())?), E::sender(&after)).await?;
    let body = value(&after)?;
    let now = api.clock.now();
    let audit = audit::row(now, &member.user, object::<E>(&name), Some(&before.body), Some(&body), E::PERSONAL);
    let plans = if E::replans(&stored(before.clone())?, &after) { Plans::Change } else { Plans::Stay };
    let document = (E::KIND, name.as_str(), body);
    let document = api.config.save_with(&member.tenant, document, Some(before.version), audit, plans).await?;
    answer::object(&show::<E>(document)?)
}

/// None in place of what the caller has read. What names it keeps the name; messages about it show what is left.
pub(super) async fn delete<E: Entry>(
    api: &Ports,
    member: &Member,
    id: &E::Id,
    if_match: &IfMatch,
) -> Result<StatusCode, Problem> {
    let name = id.to_string();
    let before = api.config.get(&member.tenant, E::KIND, &name).await?.ok_or_else(Problem::not_found)?;
    if_match.check(&show::<E>(before.clone())?)?;
    let now = api.clock.now();
    let audit = audit::row(now, &member.user, object::<E>(&name), Some(&before.body), None, E::PERSONAL);
    api.config.remove(&member.tenant, E::KIND, &name, before.version, audit).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn value(stored: &impl Serialize) -> Result<serde_json::Value, Problem> {
    to_value(stored).map_err(|error| Problem::internal("A document cannot be written", &error))
}

/// The five endpoints of a kind.
macro_rules! endpoints {
    (
        $entry:ident, $id:ident, $tag:tt, $all:tt, $one:tt, $name:literal, $names:literal:
        $list:ident, $create:ident, $get:ident, $put:ident, $delete:ident
    ) => {
        #[utoipa::path(
            get, path = $all, tag = $tag, summary = concat!("List ", $names), params(crate::params::PageParams),
            responses((status = OK, description = "A page, by identifier", body = crate::params::PageOf<$entry>))
        )]
        pub(crate) async fn $list(
            axum::extract::State(api): axum::extract::State<crate::api::Api>,
            member: crate::caller::Member,
            _: crate::params::Filter<crate::params::NoFilter>,
            paging: crate::params::Paging,
        ) -> Result<axum::Json<crate::params::PageOf<$entry>>, crate::problem::Problem> {
            super::list(&api, &member, &paging).await.map(axum::Json)
        }

        #[utoipa::path(
            post, path = $all, tag = $tag, summary = concat!("Add ", $name), request_body = $entry,
            responses(
                (status = CREATED, description = "What was added", body = $entry),
                (status = CONFLICT, description = "`exists`: the identifier is taken"),
            )
        )]
        pub(crate) async fn $create(
            axum::extract::State(api): axum::extract::State<crate::api::Api>,
            member: crate::caller::Member,
            crate::body::Body(entry): crate::body::Body<$entry>,
        ) -> Result<axum::response::Response, crate::problem::Problem> {
            super::create(&api, &member, entry).await
        }

        #[utoipa::path(
            get, path = $one, tag = $tag, summary = concat!("Read ", $name),
            params(("id" = $id, Path, description = "Identifier")),
            responses((status = OK, description = "What is stored", body = $entry))
        )]
        pub(crate) async fn $get(
            axum::extract::State(api): axum::extract::State<crate::api::Api>,
            member: crate::caller::Member,
            crate::params::Ids(id): crate::params::Ids<$id>,
        ) -> Result<axum::response::Response, crate::problem::Problem> {
            super::get::<$entry>(&api, &member, &id).await
        }

        #[utoipa::path(
            put, path = $one, tag = $tag, summary = concat!("Replace ", $name), request_body = $entry,
            params(("id" = $id, Path, description = "Identifier")),
            responses((status = OK, description = "What is stored", body = $entry))
        )]
        pub(crate) async fn $put(
            axum::extract::State(api): axum::extract::State<crate::api::Api>,
            member: crate::caller::Member,
            crate::params::Ids(id): crate::params::Ids<$id>,
            if_match: crate::etag::IfMatch,
            crate::body::Body(entry): crate::body::Body<$entry>,
        ) -> Result<axum::response::Response, crate::problem::Problem> {
            super::put(&api, &member, id, &if_match, entry).await
        }

        #[utoipa::path(
            delete, path = $one, tag = $tag, summary = concat!("Remove ", $name),
            params(("id" = $id, Path, description = "Identifier")),
            responses((status = NO_CONTENT, description = "It is removed"))
        )]
        pub(crate) async fn $delete(
            axum::extract::State(api): axum::extract::State<crate::api::Api>,
            member: crate::caller::Member,
            crate::params::Ids(id): crate::params::Ids<$id>,
            if_match: crate::etag::IfMatch,
        ) -> Result<axum::http::StatusCode, crate::problem::Problem> {
            super::delete::<$entry>(&api, &member, &id, &if_match).await
        }
    };
}
use endpoints;
