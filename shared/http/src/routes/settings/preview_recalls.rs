//! `POST /v1/settings/recalls/preview`: the dry run of recalls.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use carebell_domain::decide::SkipReason;
use carebell_domain::model::{EventSettings, RecallSettings, Settings};
use carebell_domain::{Channel, Event};
use carebell_workflows::api::recalls::{DryRun, Foretold, Going};
use carebell_workflows::slices::Slice;
use data_encoding::HEXLOWER;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::{check, stored_settings};
use crate::api::Api;
use crate::body::Body;
use crate::caller::Member;
use crate::check::Faults;
use crate::params::{Filter, NoFilter, Paging};
use crate::problem::{Kind, Problem};

/// Most visits that a page looks at.
const VISITS: usize = 1_000;

/// The settings to try. What is left out is as it is stored.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecallTrial {
    /// The master switch.
    master: Option<bool>,
    /// The event.
    events: Option<RecallTrialEvents>,
    /// The intervals, the default, and the day from which visits count.
    recall: Option<RecallSettings>,
}

/// The event to try.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecallTrialEvents {
    /// Whether recalls are sent, and on which channels.
    recall: Option<EventSettings>,
}

impl RecallTrial {
    /// The stored settings with what is tried in its place.
    fn over(self, stored: &Settings) -> Settings {
        let mut tried = stored.clone();
        tried.master = self.master.unwrap_or(tried.master);
        tried.recall = self.recall.unwrap_or(tried.recall);
        tried.events.extend(self.events.and_then(|events| events.recall).map(|recall| (Event::Recall, recall)));
        tried
    }
}

/// Which part of the walk.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes what `Paging` reads")]
pub(crate) struct WalkParams {
    /// Most visits that are looked at.
    #[param(minimum = 1, maximum = 1_000, default = 1_000)]
    limit: Option<usize>,
    /// Where the page begins: `next` of the page before. Good only with the same body, until the settings are changed.
    cursor: Option<String>,
}

/// What a page of the dry run found. The figures of all pages together are those of the whole.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecallPreview {
    /// As of when everything is decided: the instant of the first page, on the centre's clock.
    #[schema(format = DateTime)]
    at: String,
    /// Visits before this day have no recall; today, where recalls would be switched on with no other day.
    #[schema(value_type = Option<String>, format = Date)]
    visits_from: Option<Date>,
    /// The days of the calendar that this page covers; null where it covers none.
    walked: Option<DaySpan>,
    /// Visits that this page looked at.
    visits: u32,
    /// Those of them of which a recall would go, on one channel at least.
    recalls: u32,
    /// What they would cost: one credit for each segment of an SMS, none for an e-mail.
    credits: u32,
    /// What would go, by local month and channel.
    months: Vec<RecallMonth>,
    /// What of it is due at once, by the local day on which it may go first.
    at_once: Vec<RecallDay>,
    /// What would not go, by channel and reason.
    skipped: Vec<RecallSkips>,
    /// SMS that would be refused, because their text has more than ten segments.
    too_long: u32,
    /// The cursor of the next page; null at the end.
    next: Option<String>,
}

/// Some days.
#[derive(Serialize, ToSchema)]
pub(crate) struct DaySpan {
    /// The first. A day at the edge of two pages can be in both; its visits are not.
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// The last.
    #[schema(value_type = String, format = Date)]
    to: Date,
}

/// Recalls that would go.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecallSum {
    /// Channel.
    channel: Channel,
    /// How many messages.
    messages: u32,
    /// How many segments these have together; e-mails have none.
    segments: u32,
}

/// Recalls that would go in a month.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecallMonth {
    /// The month, by the calendar of each visit's location.
    #[schema(example = "2026-06")]
    month: String,
    /// The recalls.
    #[serde(flatten)]
    sum: RecallSum,
}

/// Recalls that are due at once.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecallDay {
    /// The day, by the calendar of each visit's location.
    #[schema(value_type = String, format = Date)]
    day: Date,
    /// The recalls.
    #[serde(flatten)]
    sum: RecallSum,
}

/// Recalls that would not go.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecallSkips {
    /// Channel.
    channel: Channel,
    /// Why: the first rule that holds, as things stand.
    reason: SkipReason,
    /// The rule in a sentence.
    sentence: &'static str,
    /// How many messages.
    messages: u32,
}

/// The place in the walk that a cursor names.
#[derive(Serialize, Deserialize)]
struct Place {
    /// The settings that are tried, as a digest.
    of: String,
    /// As of when everything is decided.
    at: Timestamp,
    /// Where the page begins.
    from: Slice,
}

/// Try the settings of recalls
///
/// How many recalls there would be, when, and at what cost, if the settings were these. Nothing is changed. What would
/// be saved is checked as `PUT /v1/settings` does, and the same rules decide about each visit that will then: with the
/// client's other visits, consent, preferences and suppressions, and with the text of each SMS. Only what happens until
/// a recall is due is not known. The visits are those that a change of settings plans anew: from `visits_from` on, at
/// most ten years back, and those to come. What is due at once goes as the sending hours and the day's number of SMS
/// allow; what has not gone 30 days later does not go any more.
///
/// The walk comes in pages: each looks at so many visits, takes some seconds, and says where the next begins. All are
/// decided as of the first page's instant. A page reads half a unit for each month that it passes, at most one unit for
/// each visit, and for each client with a recall the file (one unit for each 4 KB) and half a unit an address: some 3,000
/// units for 1,000 visits.
#[utoipa::path(
    post, path = "/v1/settings/recalls/preview", tag = "settings", params(WalkParams), request_body = RecallTrial,
    responses((status = OK, description = "A page", body = RecallPreview))
)]
pub(crate) async fn preview_recalls(
    State(api): State<Api>,
    member: Member,
    Filter(NoFilter {}): Filter<NoFilter>,
    paging: Paging<VISITS, VISITS>,
    Body(trial): Body<RecallTrial>,
) -> Result<Json<RecallPreview>, Problem> {
    let (stored, _) = stored_settings(&api, &member.tenant).await?;
    let tried = trial.over(&stored);
    let mut faults = Faults::default();
    check(&tried, &mut faults);
    faults.done()?;
    let place: Option<Place> = paging.after().map(read).transpose()?;
    let now = place.as_ref().map_or_else(|| api.clock.now(), |place| place.at);
    let tried = tried.replacing(&stored, now);
    let of = digest(&tried)?;
    if place.as_ref().is_some_and(|place| place.of != of) {
        let detail = "It is good with the body that it came with, until the settings are changed";
        return Err(Problem::because(Kind::BadCursor, detail));
    }
    let mut tenancy = api.directory.fresh(&member.tenant).await?.ok_or_else(Problem::forbidden)?;
    Arc::make_mut(&mut tenancy).settings = tried;
    let dry_run = DryRun {
        clock: &*api.clock,
        calendar: &*api.calendar,
        records: &*api.records,
        suppressions: &*api.suppressions,
        tenant: &member.tenant,
        tenancy: &tenancy,
        now,
    };
    let from = place.map(|place| place.from);
    let mut found = dry_run.page(from.as_ref(), paging.limit).await?;
    let next = found.next.take().map(|from| written(&Place { of, at: now, from })).transpose()?;
    let next = next.and_then(|place| paging.seal(&place));
    Ok(Json(show(found, &tenancy.settings, now, next)))
}

fn show(found: Foretold, settings: &Settings, now: Timestamp, next: Option<String>) -> RecallPreview {
    let sum = |channel, Going { messages, segments }| RecallSum { channel, messages, segments };
    let months = found.months.into_iter().map(|((month, channel), going)| RecallMonth {
        month: month.strftime("%Y-%m").to_string(),
        sum: sum(channel, going),
    });
    let months: Vec<RecallMonth> = months.collect();
    let days = found.at_once.into_iter();
    let skipped = found.skipped.into_iter();
    RecallPreview {
        at: settings.centre.time_zone.at(now).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        visits_from: settings.recall.visits_from,
        walked: found.walked.map(|(from, to)| DaySpan { from, to }),
        visits: found.visits,
        recalls: found.recalls,
        credits: months.iter().map(|line| line.sum.segments).sum(),
        months,
        at_once: days.map(|((day, channel), going)| RecallDay { day, sum: sum(channel, going) }).collect(),
        skipped: skipped
            .map(|((channel, reason), messages)| RecallSkips { channel, reason, sentence: reason.sentence(), messages })
            .collect(),
        too_long: found.too_long,
        next,
    }
}

/// A place as its cursor was made: nobody else can have made it.
fn read(place: &str) -> Result<Place, Problem> {
    serde_json::from_str(place).map_err(|_| Problem::new(Kind::BadCursor))
}

fn written(place: &Place) -> Result<String, Problem> {
    serde_json::to_string(place).map_err(|error| Problem::internal("A cursor cannot be written", &error))
}

/// What tells settings from others.
fn digest(settings: &Settings) -> Result<String, Problem> {
    let text = serde_json::to_vec(settings).map_err(|error| Problem::internal("Settings cannot be written", &error))?;
    Ok(HEXLOWER.encode(&Sha256::digest(text)[..16]))
}
