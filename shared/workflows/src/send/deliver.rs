//! Delivering one claimed message: the day's guard, the day's number of SMS, the provider, the record.

use carebell_domain::decide::{DayGuard, Suppression, invites};
use carebell_domain::message::{Status, Step, Steps};
use carebell_domain::model::Appointment;
use carebell_domain::sms::MAX_PARTS;
use carebell_domain::{Channel, Event, ItemId, MessageId, TenantId};
use jiff::{SignedDuration, Timestamp};
use tracing::{info, warn};

use super::Sender;
use super::claim::{Mine, blank_record};
use super::compose::{Beside, Composed, compose};
use super::day::{WINNER_AT_WORK, guard};
use super::facts::{Working, recipient};
use crate::jobs::SendJob;
use crate::ports::{DayOf, EmailOut, GuardTaken, MessageKey, MessageRecord, Outcome, PortError, SmsOut};
use crate::receipts::tells_opt_out;

/// After how long a message is tried again that the provider had no room for.
pub(super) const THROTTLED: SignedDuration = SignedDuration::from_secs(60);
/// How long after the client was read a message may still leave: a consent may be withdrawn meanwhile. The invariant
/// says ten seconds; the call itself takes some of them.
const READ_IS_FRESH: SignedDuration = SignedDuration::from_secs(8);

impl Sender {
    /// Hands a claimed message to the provider, once, and records what became of it.
    pub(super) async fn deliver(
        &self,
        job: &SendJob,
        working: &mut Working,
        item: &ItemId,
        mine: Mine,
    ) -> Result<(), PortError> {
        let Some(appointment) = working.appointment(item).cloned() else { return Ok(()) };
        let guard = guard(working, &appointment, &mine, self.clock.now());
        let composed = match self.prepare(job, working, &appointment, &mine, guard.as_ref()).await {
            Ok(Some(composed)) => composed,
            Ok(None) => return Ok(()),
            Err(error) => {
                // Where this fails too, the claim stays and the message is shown as unknown: less than is known.
                if let Err(error) = self.retract(job, working, item, &mine, guard.as_ref()).await {
                    warn!(tenant = %job.tenant, message = %mine.id, %error, "A claim could not be given back");
                }
                return Err(error);
            }
        };
        if working.asked.duration_until(self.clock.now()) > READ_IS_FRESH {
            info!(tenant = %job.tenant, message = %mine.id, "The facts have grown old; the message is decided anew");
            return self.retract(job, working, item, &mine, guard.as_ref()).await;
        }
        let outcome = self.hand_over(job, working, &mine, &composed).await;
        let now = self.clock.now();
        if let Outcome::Throttled { words } = &outcome {
            self.free(job, working, guard.as_ref()).await?;
            info!(tenant = %job.tenant, message = %mine.id, words, "The provider has no room; the message waits");
            return self.give_back(job, working, item, &mine, Some(now + THROTTLED)).await;
        }
        let record = record(working, &appointment, &mine, composed, &outcome, now)?;
        self.messages.record(&job.tenant, &record).await?;
        match (&outcome, mine.occasion.channel) {
            (Outcome::Accepted { provider_id }, Channel::Sms) => self.join(working, provider_id, mine.id).await?,
            (Outcome::Unknown { .. }, _) => self.doubts.mark(working, item, mine.occasion).await?,
            (Outcome::Refused { words }, _) => {
                warn!(tenant = %job.tenant, message = %mine.id, words, "The provider refused a message");
                self.free(job, working, guard.as_ref()).await?;
            }
            _ => {}
        }
        if let (Some(guard), false) = (guard, matches!(outcome, Outcome::Refused { .. })) {
            working.guards.push(guard);
        }
        Ok(())
    }

    /// All that precedes the call: the day's guard, the words, the day's number of SMS. `None` where the message waits
    /// and its claim has been given back.
    async fn prepare(
        &self,
        job: &SendJob,
        working: &mut Working,
        appointment: &Appointment,
        mine: &Mine,
        guard: Option<&DayGuard>,
    ) -> Result<Option<Composed>, PortError> {
        let item = &appointment.id.item;
        if let Some(guard) = guard
            && let GuardTaken::Theirs(theirs) = self.take_day(&job.tenant, working, guard).await?
        {
            self.yield_day(job, working, item, mine, theirs).await?;
            return Ok(None);
        }
        let notes =
            if appointment.has_notes { self.records.notes(&job.tenant, &appointment.id).await?.notes } else { None };
        let link = self.link(working, appointment, mine).await?;
        let is_survey = mine.occasion.event == Event::SatisfactionSurvey;
        let (answer, survey) = if is_survey { (None, link) } else { (link, None) };
        let beside = Beside {
            notes: notes.as_deref(),
            named: &mine.named,
            answer: answer.as_deref(),
            survey: survey.as_deref(),
        };
        let composed = compose(working, appointment, mine.occasion, beside);
        if let Composed::Sms { segments, .. } = &composed
            && let Some(tomorrow) = self.over_quota(job, working, *segments).await?
        {
            self.free(job, working, guard).await?;
            info!(tenant = %job.tenant, message = %mine.id, "The day's number of SMS is used up; the message waits");
            self.give_back(job, working, item, mine, Some(tomorrow)).await?;
            return Ok(None);
        }
        Ok(Some(composed))
    }

    /// Where the client confirms or cancels, for a message that invites to it, or says how the visit was.
    async fn link(
        &self,
        working: &Working,
        appointment: &Appointment,
        mine: &Mine,
    ) -> Result<Option<String>, PortError> {
        let occasion = mine.occasion;
        let named: Vec<&Appointment> =
            mine.named.iter().filter_map(|(id, _)| working.whose(id)).map(|(_, one)| one).collect();
        match &self.links {
            Some(links) if invites(&working.facts(), appointment, &named, occasion, self.clock.now()) => {
                links.answer(&working.tenant, appointment, occasion.channel).await.map(Some)
            }
            Some(links) if occasion.event == Event::SatisfactionSurvey => {
                links.survey(&working.tenant, appointment, occasion.channel).await.map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Gives the day and the claim back: the provider was not told, and that is certain.
    async fn retract(
        &self,
        job: &SendJob,
        working: &mut Working,
        item: &ItemId,
        mine: &Mine,
        guard: Option<&DayGuard>,
    ) -> Result<(), PortError> {
        self.free(job, working, guard).await?;
        self.give_back(job, working, item, mine, None).await
    }

    /// Another reminder has the day: the claim is given back, and the appointment is decided about with that known.
    async fn yield_day(
        &self,
        job: &SendJob,
        working: &mut Working,
        item: &ItemId,
        mine: &Mine,
        theirs: DayGuard,
    ) -> Result<(), PortError> {
        let key = MessageKey { tenant: job.tenant.clone(), id: theirs.message.clone() };
        let at_work = self.messages.get(&key).await?.is_none();
        working.guards.push(theirs);
        let again = at_work.then(|| self.clock.now() + WINNER_AT_WORK);
        self.give_back(job, working, item, mine, again).await
    }

    /// The begin of the centre's next day, where today's number of SMS is used up.
    async fn over_quota(&self, job: &SendJob, working: &Working, segments: u8) -> Result<Option<Timestamp>, PortError> {
        let settings = &working.tenancy.settings;
        let zone = &settings.centre.time_zone;
        let today = zone.day(self.clock.now());
        if self.quota.take(&job.tenant, today, settings.sms_daily_cap, segments).await? {
            return Ok(None);
        }
        Ok(Some(zone.start_of(today.tomorrow().unwrap_or(today))))
    }

    async fn hand_over(&self, job: &SendJob, working: &Working, mine: &Mine, composed: &Composed) -> Outcome {
        let (settings, verified) = (&working.tenancy.settings, &working.tenancy.senders);
        let (tenant, message) = (job.tenant.clone(), mine.id.clone());
        match (composed, &working.client.mobile, &working.client.email) {
            (Composed::Sms { text, segments, .. }, Some(_), _) if usize::from(*segments) > MAX_PARTS => {
                Outcome::Refused {
                    words: format!(
                        "the text needs {segments} SMS ({} letters); the limit is {MAX_PARTS}",
                        text.chars().count()
                    ),
                }
            }
            (Composed::Sms { text, .. }, Some(to), _) => {
                let own = settings.senders.sms.as_ref();
                let sender = own.filter(|own| listed(&job.tenant, &mine.id, verified.allow_sms(own))).cloned();
                self.sms.send(&SmsOut { tenant, message, sender, to: to.clone(), text: text.clone() }).await
            }
            (Composed::Email { subject, html, text, from, track_opens, .. }, _, Some(to)) => {
                let email = EmailOut {
                    tenant,
                    message,
                    from_name: settings.senders.email_name.clone().unwrap_or_else(|| settings.centre.name.clone()),
                    from: from.as_ref().filter(|own| listed(&job.tenant, &mine.id, verified.allow_email(own))).cloned(),
                    reply_to: settings.senders.reply_to.clone(),
                    to: to.clone(),
                    subject: subject.clone(),
                    html: html.clone(),
                    text: text.clone(),
                    track_opens: *track_opens,
                };
                self.email.send(&email).await
            }
            _ => Outcome::Refused { words: "the address was removed meanwhile".to_owned() },
        }
    }

    /// Tells the receipts which message the provider's name stands for, and takes in those that came first.
    pub(super) async fn join(&self, working: &Working, provider_id: &str, id: MessageId) -> Result<(), PortError> {
        let key = MessageKey { tenant: working.tenant.clone(), id };
        let early = self.messages.join_sms(provider_id, &key).await?;
        if early.is_empty() {
            return Ok(());
        }
        if let (true, Some(mobile)) = (tells_opt_out(&early), &working.client.mobile) {
            let (why, now) = (Suppression::CarrierOptOut, self.clock.now());
            self.suppressions.suppress_sms(&key.tenant, mobile.e164(), why, now).await?;
        }
        self.messages.step(&key, &early).await
    }

    async fn free(&self, job: &SendJob, working: &Working, guard: Option<&DayGuard>) -> Result<(), PortError> {
        match guard {
            Some(guard) => self.messages.free_day(&job.tenant, &DayOf::of(&working.client, guard), guard).await,
            None => Ok(()),
        }
    }
}

/// Tells of a sender of the tenant's own that the platform has not, or no longer, on record: without it the message goes
/// from the platform's.
pub(super) fn listed(tenant: &TenantId, message: &MessageId, is_listed: bool) -> bool {
    if !is_listed {
        warn!(%tenant, %message, "The tenant's own sender is not recorded as verified; the message goes without it");
    }
    is_listed
}

/// The first step of a message, its words, and the provider's name for it.
pub(super) fn told(outcome: &Outcome) -> (Status, Option<String>, Option<String>) {
    match outcome {
        Outcome::Accepted { provider_id } => (Status::Sent, None, Some(provider_id.clone())),
        Outcome::Refused { words } | Outcome::Throttled { words } => (Status::Failed, Some(words.clone()), None),
        Outcome::Unknown { words } => (Status::Unknown, Some(words.clone()), None),
    }
}

fn record(
    working: &Working,
    appointment: &Appointment,
    mine: &Mine,
    composed: Composed,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<MessageRecord, PortError> {
    let (status, words, provider_id) = told(outcome);
    Ok(MessageRecord {
        recipient: recipient(&working.client, mine.occasion.channel),
        language: Some(composed.language()),
        segments: composed.segments(),
        body: Some(composed.into_body()),
        provider_id,
        steps: Steps::from([(status, Step { at: now, words })]),
        ..blank_record(&working.tenancy.settings, appointment, mine.occasion, mine.at)?
    })
}
