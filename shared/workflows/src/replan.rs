//! Planning anew: a change of settings that brings something forward is carried to what is already planned.
//!
//! What a change puts later, or switches off, is decided when the message is about to leave; only an instant that moves
//! forward, or a message that appears, needs a write: the due index would look too late. So the calendar is walked, and
//! each appointment is written at most once, only where its stored instant is later than the one that holds now.
//!
//! The walk goes month by month, in slices that take themselves up again. It comes a second time after the caches'
//! lifetime, for what a function wrote meanwhile that did not know the change yet.

use std::sync::Arc;

use carebell_domain::agenda::agenda;
use carebell_domain::decide::{Facts, Household};
use carebell_domain::model::Settings;
use carebell_domain::{Event, TenantId};
use futures::stream::{self, StreamExt, TryStreamExt};
use jiff::civil::Date;
use jiff::{SignedDuration, Span, Timestamp};
use tracing::info;

use crate::ports::{
    AppointmentWrite, Clock, Directory, JobQueue, Planned, PortError, Records, Replans, Tenancy, WriteError,
};
use crate::send::local_day;
use crate::slices::{LongJob, REPLAN_SCHEMA, ReplanJob, Slice};

/// What planning anew needs.
#[derive(Clone)]
pub struct Replanner {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Settings and catalogue.
    pub directory: Arc<dyn Directory>,
    /// The calendar.
    pub calendar: Arc<dyn Replans>,
    /// Appointments.
    pub records: Arc<dyn Records>,
    /// The queue of further slices.
    pub queue: Arc<dyn JobQueue>,
}

/// What became of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replanned {
    /// It is done, as far as this slice goes: so many appointments were written.
    Done(usize),
    /// The change that it is about cannot be read yet: the job was handed over again.
    Later,
    /// The tenant is gone.
    NoTenant,
}

/// Appointments read at once.
const PAGE: usize = 500;
/// Writes and look-ups at work at once.
pub(crate) const AT_ONCE: usize = 16;
/// How long a slice goes on taking pages; the function may run for a minute.
const SLICE_TIME: SignedDuration = SignedDuration::from_secs(20);
/// How long a job waits whose change cannot be read yet.
const A_MOMENT: SignedDuration = SignedDuration::from_secs(2);
/// After how long the walk comes again: longer than any function keeps a configuration, and a run of it.
const CACHES_ARE_OLD: SignedDuration = SignedDuration::from_secs(45);
/// How many months ahead the calendar is walked.
const MONTHS_AHEAD: i32 = 120;
/// How far back, where recalls wait for visits of any day.
const MONTHS_BACK: i32 = 120;

impl Replanner {
    /// Does one job: spreads the walk over the months that have appointments, or walks a slice of one.
    ///
    /// # Errors
    /// [`PortError`] where a port failed: the job comes back, and what it has written it leaves alone then.
    pub async fn handle(&self, job: &ReplanJob) -> Result<Replanned, PortError> {
        let Some(tenancy) = self.directory.fresh(&job.tenant).await? else { return Ok(Replanned::NoTenant) };
        if tenancy.version < job.version {
            // An eventual read: in a moment it will be there.
            self.queue.enqueue(&[(LongJob::Replan(job.clone()), A_MOMENT)]).await?;
            return Ok(Replanned::Later);
        }
        match &job.slice {
            None => self.spread(job, &tenancy).await.map(|()| Replanned::Done(0)),
            Some(slice) => self.walk(job, &tenancy, slice).await.map(Replanned::Done),
        }
    }

    async fn spread(&self, job: &ReplanJob, tenancy: &Tenancy) -> Result<(), PortError> {
        let months = months(&tenancy.settings, self.clock.now());
        let found = with_visits(&*self.calendar, &job.tenant, &months).await?;
        let slice = |month| Slice { month, after: None };
        let mut jobs: Vec<_> = found
            .into_iter()
            .map(|month| {
                (LongJob::Replan(ReplanJob { slice: Some(slice(month)), ..job.clone() }), SignedDuration::ZERO)
            })
            .collect();
        if !job.again {
            jobs.push((LongJob::Replan(ReplanJob { again: true, ..job.clone() }), CACHES_ARE_OLD));
        }
        self.queue.enqueue(&jobs).await
    }

    async fn walk(&self, job: &ReplanJob, tenancy: &Tenancy, slice: &Slice) -> Result<usize, PortError> {
        let begun = self.clock.now();
        let mut after = slice.after.clone();
        let mut written = 0;
        loop {
            let page = self.calendar.month(&job.tenant, slice.month, after.as_deref(), PAGE).await?;
            written += self.plan(&job.tenant, tenancy, page.items).await?;
            after = page.next;
            if after.is_none() {
                break;
            }
            if begun.duration_until(self.clock.now()) >= SLICE_TIME {
                let rest = Slice { month: slice.month, after };
                let job = ReplanJob { slice: Some(rest), ..job.clone() };
                self.queue.enqueue(&[(LongJob::Replan(job), SignedDuration::ZERO)]).await?;
                break;
            }
        }
        info!(tenant = %job.tenant, month = %slice.month, written, "Planned anew");
        Ok(written)
    }

    /// Writes those appointments of a page whose future has moved forward. Gives their number.
    async fn plan(&self, tenant: &TenantId, tenancy: &Tenancy, page: Vec<Planned>) -> Result<usize, PortError> {
        let now = self.clock.now();
        let written: Vec<bool> = stream::iter(page)
            .map(|planned| async move {
                let Some(write) = sooner(tenancy, planned, now) else { return Ok(false) };
                match self.records.write_appointment(tenant, &write).await {
                    Ok(_) => Ok(true),
                    // Whoever wrote it has planned it; on settings of before, the second walk finds it.
                    Err(WriteError::Stale) => Ok(false),
                    Err(WriteError::Port(error)) => Err(error),
                }
            })
            .buffer_unordered(AT_ONCE)
            .try_collect()
            .await?;
        Ok(written.into_iter().filter(|written| *written).count())
    }
}

/// The write of an appointment whose future has moved forward, or whose day is another one now.
///
/// A notification that waits is left alone: it has an entry of its own, and what follows it is planned when it goes.
fn sooner(tenancy: &Tenancy, planned: Planned, now: Timestamp) -> Option<AppointmentWrite> {
    let Planned { client, appointment, due: stored, local_day: listed } = planned;
    let known = std::slice::from_ref(&appointment);
    let facts = Facts {
        settings: &tenancy.settings,
        catalogue: &tenancy.catalogue,
        client: &client,
        patients: &[],
        appointments: known,
        guards: &[],
        // Only when a reminder goes does it matter who else is written to: it goes no sooner.
        household: &Household::NONE,
        sms_suppressed: None,
        email_suppressed: None,
    };
    let by_the_calendar = agenda(&facts, &appointment, now).into_iter();
    let by_the_calendar = by_the_calendar.filter(|entry| !entry.occasion.event.is_notification());
    let due = by_the_calendar.map(|entry| entry.due(now)).min();
    let local_day = local_day(&tenancy.catalogue, &tenancy.settings, &appointment);
    // Stored instants are whole seconds, rounded up.
    let second = |at: Timestamp| at.as_second() + i64::from(at.subsec_nanosecond() > 0);
    let is_sooner = due.is_some_and(|due| stored.is_none_or(|stored| second(due.at) < second(stored.at)));
    (is_sooner || local_day != listed).then(|| AppointmentWrite {
        due: if is_sooner { due } else { stored },
        local_day,
        announce: None,
        notes: None,
        history: None,
        attendance: None,
        skipped: Vec::new(),
        notice: None,
        appointment,
    })
}

/// The job that a change of a tenant's configuration calls for.
#[must_use]
pub fn replan(tenant: TenantId, version: u64) -> LongJob {
    LongJob::Replan(ReplanJob { schema: REPLAN_SCHEMA, tenant, version, again: false, slice: None })
}

/// The first days of the months in which a change can matter: those to come, the last one, for what follows a visit, and
/// where recalls are sent those since the day from which visits count.
pub(crate) fn months(settings: &Settings, now: Timestamp) -> Vec<Date> {
    let today = settings.centre.time_zone.day(now);
    let back = |months| today.saturating_sub(Span::new().months(months));
    let recalled_from = settings.recall.visits_from.unwrap_or(Date::MIN).max(back(MONTHS_BACK));
    let from = if settings.event(Event::Recall).enabled { recalled_from.min(back(1)) } else { back(1) };
    let last = today.saturating_add(Span::new().months(MONTHS_AHEAD));
    from.first_of_month().series(Span::new().months(1)).take_while(|month| *month <= last).collect()
}

/// Those of the months in which the calendar lists anything.
pub(crate) async fn with_visits(
    calendar: &dyn Replans,
    tenant: &TenantId,
    months: &[Date],
) -> Result<Vec<Date>, PortError> {
    let found: Vec<Option<Date>> = stream::iter(months.iter().copied())
        .map(|month| async move { Ok::<_, PortError>(calendar.has_month(tenant, month).await?.then_some(month)) })
        .buffered(AT_ONCE)
        .try_collect()
        .await?;
    Ok(found.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use carebell_domain::fixtures::{Clinic, at};
    use carebell_domain::model::EventSettings;

    use super::*;

    #[test]
    fn the_months_go_back_as_far_as_recalls_do() {
        let mut settings = Clinic::new().settings;
        let span = |settings: &Settings| {
            let months = months(settings, at("2026-06-15T10:00+02:00"));
            (months.first().map(Date::to_string), months.last().map(Date::to_string), months.len())
        };
        let text = |day: &str| Some(day.to_owned());
        assert_eq!(span(&settings), (text("2026-05-01"), text("2036-06-01"), 122));
        settings.events.insert(Event::Recall, EventSettings { enabled: true, email: true, ..EventSettings::default() });
        settings.recall.visits_from = Some(jiff::civil::date(2025, 1, 20));
        assert_eq!(span(&settings), (text("2025-01-01"), text("2036-06-01"), 138));
        settings.recall.visits_from = None;
        assert_eq!(span(&settings).0, text("2016-06-01"));
    }
}
