//! `PUT /v1/texts/{event}/{channel}/{language}`.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use carebell_domain::sms::{costly_signs, measure};
use carebell_domain::text::lint::{Problem as Slip, lint};
use carebell_domain::{Channel, Event, Language};
use carebell_workflows::api::documents::text_name;
use carebell_workflows::ports::{Kind, Tenancy, TenantText};
use serde_json::to_value;

use super::shape::{NewText, SavedText, TextShape, as_sent};
use super::{Which, holding};
use crate::api::Api;
use crate::body::Body;
use crate::caller::Member;
use crate::check::Faults;
use crate::contact::Warning;
use crate::etag::{self, IfMatch};
use crate::params::Ids;
use crate::problem::Problem;
use crate::routes::audit;

/// Write the tenant's own text
///
/// `If-Match` is the ETag of the text that holds, be it the tenant's or the product's. Unknown placeholders, and those
/// that have no meaning in the event, are refused with their position. The HTML of an e-mail is cleaned of scripts and
/// whatever else does more than lay out; the answer shows what is stored.
#[utoipa::path(
    put, path = "/v1/texts/{event}/{channel}/{language}", tag = "texts", request_body = NewText,
    params(
        ("event" = Event, Path, description = "The event"),
        ("channel" = Channel, Path, description = "The channel"),
        ("language" = Language, Path, description = "The language"),
    ),
    responses((status = OK, description = "The text, with warnings", body = SavedText))
)]
pub(crate) async fn put_text(
    State(api): State<Api>,
    member: Member,
    Ids(which): Ids<Which>,
    if_match: IfMatch,
    Body(new): Body<NewText>,
) -> Result<Response, Problem> {
    let tenancy = api.tenancy(&member.tenant).await?;
    let plain = tenancy.settings.plain_letters;
    let (before, version) = holding(&api, &member.tenant, which, plain).await?;
    if_match.check(&before)?;
    let (event, channel, language) = which;
    let mut faults = Faults::default();
    let text = new.check(event, channel, plain, &mut faults);
    faults.done()?;
    let warnings = warnings(&text, which, &tenancy);
    let new = to_value(&text).map_err(|error| Problem::internal("A text cannot be written", &error))?;
    let old = if version.is_some() { Some(before.as_value()?) } else { None };
    let name = text_name(event, channel, language);
    let audit = audit::row(api.clock.now(), &member.user, format!("text/{name}"), old.as_ref(), Some(&new), &[]);
    api.config.save(&member.tenant, Kind::Text, &name, new, version, audit).await?;
    let text = TextShape::own(which, text, plain);
    let tag = etag::header(&text)?;
    Ok(([(header::ETAG, tag)], Json(SavedText { text, warnings })).into_response())
}

/// What a slip is called, after the placeholder and its position.
pub(super) const fn words(slip: Slip) -> &'static str {
    match slip {
        Slip::UnknownPlaceholder => "is no placeholder",
        Slip::ForeignPlaceholder => "has no meaning in a text of this event",
        Slip::PreparationIsAnother => "is the notes of the appointment; the preparation of a service is TRD23",
    }
}

fn warnings(text: &TenantText, (event, channel, _): Which, tenancy: &Tenancy) -> Vec<Warning> {
    let warning = |detail: String| Warning { pointer: "/body".into(), detail, suggestion: None };
    let prepares =
        |service: &carebell_domain::model::Service| service.send_preparation && service.preparation.is_some();
    let preparation = tenancy.catalogue.services.values().any(prepares);
    let slips = lint(&text.body, event, preparation).into_iter().filter(|finding| !finding.problem.refuses());
    let mut warnings: Vec<Warning> = slips
        .map(|finding| {
            warning(format!("{} at character {} {}", finding.written, finding.position, words(finding.problem)))
        })
        .collect();
    if channel == Channel::Sms {
        let sent = as_sent(&text.body, tenancy.settings.plain_letters);
        let parts = measure(&sent).parts;
        if parts > 1 {
            warnings.push(warning(format!("needs {parts} SMS before its placeholders are filled")));
        }
        let costly: Vec<String> = costly_signs(&sent).map(|sign| sign.sign.to_string()).collect();
        if !costly.is_empty() {
            warnings
                .push(warning(format!("these signs leave room for 70 characters an SMS only: {}", costly.join(" "))));
        }
    }
    warnings
}
