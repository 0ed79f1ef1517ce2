//! `GET /v1/appointments/{id}/timeline`: "why was nothing sent?".

use axum::Json;
use axum::extract::State;
use carebell_domain::decide::{Finding, Occasion, SkipReason, Verdict, WaitReason};
use carebell_domain::message::{Status as MessageStatus, status};
use carebell_domain::model::{AnswerKind, Status};
use carebell_domain::time::Zone;
use carebell_domain::{AppointmentId, Channel, Event, MessageId};
use carebell_workflows::api::timeline::{Line, What, timeline};
use serde::Serialize;
use utoipa::ToSchema;

use super::{find, local, tenancy, zone};
use crate::api::Api;
use crate::caller::Member;
use crate::params::Ids;
use crate::problem::Problem;
use crate::routes::messages::shape::{Rule, StepShape, rules, steps};

/// All that happened and will happen about an appointment.
#[derive(Serialize, ToSchema)]
pub(crate) struct Timeline {
    /// The appointment.
    appointment: AppointmentId,
    /// What happened and will, oldest first.
    lines: Vec<TimelineLine>,
}

/// One line of a timeline.
#[derive(Serialize, ToSchema)]
pub(crate) struct TimelineLine {
    /// When it happened, or will, on the clock of the location.
    #[schema(format = DateTime)]
    at: String,
    /// What it tells.
    #[serde(flatten)]
    what: TimelineEntry,
}

/// What a line tells.
#[derive(Serialize, ToSchema)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(crate) enum TimelineEntry {
    /// The appointment was made.
    Made {
        /// Its status now.
        status: Status,
    },
    /// The appointment was changed.
    Changed(ChangeLine),
    /// A message was dealt with: sent, or skipped for good.
    Message(MessageLine),
    /// A message will go at this time, as things stand.
    Planned(AheadLine),
    /// A message's time has come, but it waits.
    Waiting(AheadLine),
    /// A message would not go, as things stand.
    NotPlanned(AheadLine),
}

/// A change of the appointment.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChangeLine {
    /// The user, or the other system.
    by: String,
    /// Status before.
    from: Option<Status>,
    /// Status after.
    to: Status,
    /// Start before, where it moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    moved_from: Option<String>,
    /// What the client answered by a link, where that is the change.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<AnswerKind>,
    /// The answer that the client took back, where that is the change.
    #[serde(skip_serializing_if = "Option::is_none")]
    taken_back: Option<AnswerKind>,
}

/// A message that was dealt with.
#[derive(Serialize, ToSchema)]
pub(crate) struct MessageLine {
    /// The message in the summary.
    message: MessageId,
    /// Event.
    event: Event,
    /// Channel.
    channel: Channel,
    /// Whether it repeats a message of which nobody told what became of it.
    repeat: bool,
    /// Where it stands.
    status: MessageStatus,
    /// Why it was not sent: every rule that held, the first of which is the reason.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rules: Vec<Rule>,
    /// Its steps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    steps: Vec<StepShape>,
}

/// A message that is still to be decided.
#[derive(Serialize, ToSchema)]
pub(crate) struct AheadLine {
    /// Event.
    event: Event,
    /// Channel.
    channel: Channel,
    /// Whether it repeats a message of which nobody told what became of it, if nobody does until then.
    repeat: bool,
    /// Why it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    wait: Option<WaitReason>,
    /// Why it would not be sent: every rule that holds, the first of which is the reason.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rules: Vec<Rule>,
    /// When it is due by its own timing.
    #[schema(format = DateTime)]
    due: String,
    /// The last instant at which it makes sense.
    #[schema(format = DateTime)]
    until: String,
}

/// Read the timeline of an appointment
///
/// What was planned, what waits, what was sent, skipped and delivered, and the rules behind each. The reminder is
/// always in it, so that its absence has a reason too.
#[utoipa::path(
    get, path = "/v1/appointments/{id}/timeline", tag = "appointments",
    params(("id" = AppointmentId, Path, description = "Identifier")),
    responses((status = OK, description = "The timeline", body = Timeline))
)]
pub(crate) async fn get_timeline(
    State(api): State<Api>,
    member: Member,
    Ids(id): Ids<AppointmentId>,
) -> Result<Json<Timeline>, Problem> {
    let (_, appointment) = find(&api, &member, &id).await?;
    let tenancy = tenancy(&api, &member, [&appointment]).await?;
    let ports = (&*api.records, &*api.messages, &*api.suppressions);
    let lines = timeline(ports, &tenancy, &member.tenant, &id, api.clock.now()).await?;
    let zone = zone(&tenancy, &appointment.location);
    let lines = lines.ok_or_else(Problem::not_found)?.into_iter().map(|line| show(line, zone)).collect();
    Ok(Json(Timeline { appointment: id, lines }))
}

fn show(line: Line, zone: &Zone) -> TimelineLine {
    let what = match line.what {
        What::Made { status } => TimelineEntry::Made { status },
        What::Changed(row) => TimelineEntry::Changed(ChangeLine {
            by: row.by,
            from: row.from,
            to: row.to,
            moved_from: row.moved_from.map(|start| local(zone, start)),
            answer: row.answer,
            taken_back: row.taken_back,
        }),
        What::Message { occasion, id, claim, record } => {
            let (stands, rules, steps) = match record {
                Some(record) => (status(&record.steps), rules(record.skipped, &record.trace), steps(&record.steps)),
                // The row is written after the claim, and is gone when its time is over.
                None => (claimed(claim.skipped), rules(claim.skipped, &[]), Vec::new()),
            };
            let Occasion { event, channel, repeat, .. } = occasion;
            TimelineEntry::Message(MessageLine { message: id, event, channel, repeat, status: stands, rules, steps })
        }
        What::Ahead { occasion, decision } => {
            let ahead = |wait: Option<WaitReason>, reason: Option<SkipReason>, trace: &[Finding]| AheadLine {
                event: occasion.event,
                channel: occasion.channel,
                repeat: occasion.repeat,
                wait,
                rules: rules(reason, trace),
                due: local(zone, decision.due),
                until: local(zone, decision.until),
            };
            match decision.verdict {
                Verdict::Send { .. } => TimelineEntry::Planned(ahead(None, None, &[])),
                Verdict::Wait { why: WaitReason::Planned, forecast: None, .. } => {
                    TimelineEntry::Planned(ahead(None, None, &[]))
                }
                Verdict::Wait { why, forecast: None, .. } => TimelineEntry::Waiting(ahead(Some(why), None, &[])),
                Verdict::Wait { forecast: Some(reason), .. } | Verdict::Skip(reason) => {
                    TimelineEntry::NotPlanned(ahead(None, Some(reason), &decision.trace))
                }
            }
        }
    };
    TimelineLine { at: local(zone, line.at), what }
}

/// Where a message stands of which only the claim is known.
const fn claimed(skipped: Option<SkipReason>) -> MessageStatus {
    match skipped {
        Some(_) => MessageStatus::Skipped,
        None => MessageStatus::Sending,
    }
}
