//! `GET /v1/messages/counts`.

use axum::Json;
use axum::extract::State;
use carebell_domain::decide::SkipReason;
use carebell_domain::message::Status;
use carebell_domain::{Channel, Event};
use carebell_workflows::api::summary::{Share, delivered_share};
use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::Api;
use crate::caller::Member;
use crate::params::Filter;
use crate::problem::{Kind, Problem};

/// Most days of one answer.
const MOST_DAYS: i32 = 366;
/// Days over which the delivered share is taken.
const SHARE_DAYS: i64 = 30;

/// Which days.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct DaysFilter {
    /// First day, in UTC.
    #[param(value_type = String, format = Date)]
    from: Date,
    /// Last day, in UTC; at most 366 days in all.
    #[param(value_type = String, format = Date)]
    to: Date,
}

/// How many messages there were.
#[derive(Serialize, ToSchema)]
pub(crate) struct MessageCounts {
    /// One line per day, channel, event and outcome that occurred.
    counts: Vec<CountLine>,
    /// What arrived in the last 30 days.
    last_30_days: DeliveredShare,
}

/// How many messages of one day had one outcome.
#[derive(Serialize, ToSchema)]
pub(crate) struct CountLine {
    /// The day, in UTC.
    #[schema(value_type = String, format = Date)]
    day: Date,
    /// Channel.
    channel: Channel,
    /// Event.
    event: Event,
    /// Outcome.
    status: Status,
    /// Why, where skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<SkipReason>,
    /// How many.
    count: i64,
}

/// How much of what was handed to a provider arrived.
#[derive(Serialize, ToSchema)]
pub(crate) struct DeliveredShare {
    /// Messages handed to a provider.
    sent: u64,
    /// Those known to have arrived.
    delivered: u64,
    /// The share in parts of a thousand; null where nothing was sent.
    per_mille: Option<u64>,
    /// The share to expect, in parts of a thousand.
    expected_per_mille: u64,
}

/// Count messages per day, channel, event and outcome
#[utoipa::path(
    get, path = "/v1/messages/counts", tag = "messages", params(DaysFilter),
    responses((status = OK, description = "The counts, oldest day first", body = MessageCounts))
)]
pub(crate) async fn count_messages(
    State(api): State<Api>,
    member: Member,
    Filter(DaysFilter { from, to }): Filter<DaysFilter>,
) -> Result<Json<MessageCounts>, Problem> {
    let days = (to - from).get_days() + 1;
    if !(1..=MOST_DAYS).contains(&days) {
        let detail = format!("from and to span between 1 and {MOST_DAYS} days, these span {days}");
        return Err(Problem::because(Kind::BadParameter, detail));
    }
    let counts = api.counts.days(&member.tenant, from, to).await?;
    let counts = counts.into_iter().flat_map(|(day, cells)| {
        cells.into_iter().filter(|(_, count)| *count != 0).map(move |(cell, count)| CountLine {
            day,
            channel: cell.channel,
            event: cell.event,
            status: cell.status,
            reason: cell.reason,
            count,
        })
    });
    let counts = counts.collect();
    let today = jiff::tz::TimeZone::UTC.to_datetime(api.clock.now()).date();
    let first = today.saturating_sub(Span::new().days(SHARE_DAYS - 1));
    let share = delivered_share(&api.counts.days(&member.tenant, first, today).await?);
    let last_30_days = DeliveredShare {
        sent: share.sent,
        delivered: share.delivered,
        per_mille: share.per_mille(),
        expected_per_mille: Share::EXPECTED_PER_MILLE,
    };
    Ok(Json(MessageCounts { counts, last_30_days }))
}
