//! `GET /v1/messages`: the message summary.

use axum::Json;
use axum::extract::State;
use carebell_domain::contact::{Country, EmailAddress, PhoneNumber};
use carebell_domain::decide::SkipReason;
use carebell_domain::message::Status;
use carebell_domain::{Channel, ClientId, Event, LocationId, ResourceId};
use carebell_workflows::ports::MessageQuery;
use jiff::civil::Date;
use serde::Deserialize;

use super::shape::MessageShape;
use crate::api::Api;
use crate::caller::Member;
use crate::params::{Filter, PageOf, PageParams, Paging};
use crate::problem::{Kind, Problem};

/// Which messages.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct MessageFilter {
    /// First day, in UTC.
    #[param(value_type = Option<String>, format = Date)]
    from: Option<Date>,
    /// Last day, in UTC.
    #[param(value_type = Option<String>, format = Date)]
    to: Option<Date>,
    /// Only this event.
    #[param(inline)]
    event: Option<Event>,
    /// Only this channel.
    #[param(inline)]
    channel: Option<Channel>,
    /// Only this status.
    #[param(inline)]
    status: Option<Status>,
    /// Only those skipped for this reason.
    #[param(inline)]
    reason: Option<SkipReason>,
    /// Only about this resource's appointments.
    resource: Option<ResourceId>,
    /// Only about appointments at this location.
    location: Option<LocationId>,
    /// Only to this client.
    client: Option<ClientId>,
    /// Only to this address or number.
    recipient: Option<String>,
}

impl MessageFilter {
    fn query(self, member: &Member, country: Country) -> Result<MessageQuery, Problem> {
        if self.resource.as_ref().is_some_and(|resource| !member.may_see(resource)) {
            return Err(Problem::forbidden());
        }
        if let (Some(from), Some(to)) = (self.from, self.to)
            && to < from
        {
            return Err(Problem::because(Kind::BadParameter, "to is earlier than from"));
        }
        Ok(MessageQuery {
            from: self.from,
            to: self.to,
            event: self.event,
            channel: self.channel,
            status: self.status,
            reason: self.reason,
            resource: member.resource.clone().or(self.resource),
            location: self.location,
            client: self.client,
            recipient: self.recipient.map(|text| recipient(&text, country)).transpose()?,
        })
    }
}

/// An address or number as it is stored.
fn recipient(text: &str, country: Country) -> Result<String, Problem> {
    let bad = |detail: String| Problem::because(Kind::BadParameter, format!("recipient: {detail}"));
    if text.contains('@') {
        return EmailAddress::parse(text).map(|mail| mail.as_str().to_owned()).map_err(|error| bad(error.to_string()));
    }
    PhoneNumber::parse(text, country).map(|number| number.e164().to_owned()).map_err(|error| bad(error.to_string()))
}

/// List messages: sent, skipped and failed
///
/// Newest day first, without their texts. A doctor sees those about the own agenda.
#[utoipa::path(
    get, path = "/v1/messages", tag = "messages", params(MessageFilter, PageParams),
    responses((status = OK, description = "A page; it may be short, or empty, before the end", body = PageOf<MessageShape>))
)]
pub(crate) async fn list_messages(
    State(api): State<Api>,
    member: Member,
    Filter(filter): Filter<MessageFilter>,
    paging: Paging,
) -> Result<Json<PageOf<MessageShape>>, Problem> {
    let tenancy = api.tenancy(&member.tenant).await?;
    let query = filter.query(&member, tenancy.settings.centre.country)?;
    let today = jiff::tz::TimeZone::UTC.to_datetime(api.clock.now()).date();
    let page = api.messages.list(&member.tenant, &query, paging.after(), paging.limit, today).await?;
    let items = page.items.into_iter().map(|record| MessageShape::from(record).without_text()).collect();
    Ok(Json(paging.page(items, page.next)))
}
