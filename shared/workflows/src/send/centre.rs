//! Telling the centre's administrators: one e-mail to each, of all that is due about one matter. The discipline is that
//! of the messages to clients: the claims are written into the notices before the provider is told, one call, no retry
//! inside, and a run that died leaves messages that are shown as unknown.

use std::collections::{BTreeMap, BTreeSet};

use carebell_domain::centre::{Mail, Notice, Reach, mails, take};
use carebell_domain::decide::SkipReason;
use carebell_domain::locale::Locale;
use carebell_domain::message::{Status, Step, Steps, centre_message_id};
use carebell_domain::text::placeholders::Placeholder;
use carebell_domain::text::{Email, Languages, Line, Values, choose_email, compose_email, happened};
use carebell_domain::{Channel, ClientId, Language, NoticeId, UserId};
use jiff::Timestamp;
use tracing::{info, warn};

use super::claim::keep_until;
use super::compose::email_text;
use super::deliver::{THROTTLED, listed, told};
use super::{Handled, Sender, TRIES};
use crate::jobs::CentreJob;
use crate::ports::{Body, EmailOut, MessageRecord, Outcome, PortError, Tenancy, WriteError};

/// Most administrators that are told: their mails are claimed in one transaction.
const MOST_ADMINS: usize = 50;

impl Sender {
    /// Does one job about a matter of which the centre is told.
    pub(super) async fn tell_centre(&self, job: &CentreJob) -> Result<Handled, PortError> {
        let Some(mut tenancy) = self.directory.tenancy(&job.tenant).await? else {
            return Ok(Handled::Hopeless("there is no such tenant"));
        };
        for _ in 0..TRIES {
            let before = self.doubts.notices.matter(&job.tenant, &job.matter).await?;
            if self.doubts.centre(job, &tenancy, &before).await? {
                return Ok(Handled::Later);
            }
            // Somebody may have just become the first administrator.
            if tenancy.admins.is_empty() {
                tenancy = self.directory.fresh(&job.tenant).await?.unwrap_or(tenancy);
            }
            let admins = tenancy.admins.iter().take(MOST_ADMINS).map(|(user, to)| (user.clone(), to.clone())).collect();
            let suppressed = self.suppressed_admins(job, &admins).await?;
            let now = self.clock.now();
            let settings = &tenancy.settings;
            let due = mails(&before, &Reach { settings, admins: &admins, suppressed: &suppressed }, now);
            let mut after = before.clone();
            take(&mut after, &due, settings, &job.id, now);
            let changed: Vec<Notice> = after
                .iter()
                .zip(&before)
                .filter(|(after, before)| after != before)
                .map(|(one, _)| one.clone())
                .collect();
            if changed.is_empty() {
                return Ok(Handled::Done);
            }
            // What the centre has switched off leaves no row.
            let skipped =
                due.iter().filter(|mail| mail.skipped.is_some_and(|reason| reason != SkipReason::EventDisabled));
            let skipped: Vec<MessageRecord> =
                skipped.map(|mail| blank(&tenancy, &after, mail, now)).collect::<Result<_, _>>()?;
            match self.doubts.notices.write_notices(&job.tenant, &changed, &skipped).await {
                Ok(()) => return self.deliver_all(job, &tenancy, &after, &due, now).await,
                // Another run of this very job may have been first, with claims that look like ours: they stay.
                Err(WriteError::Stale) => {}
                Err(WriteError::Port(error)) => return Err(error),
            }
        }
        warn!(tenant = %job.tenant, matter = %job.matter, "Too many writers at once; the job comes back");
        Ok(Handled::Later)
    }

    async fn suppressed_admins(
        &self,
        job: &CentreJob,
        admins: &BTreeMap<UserId, carebell_domain::contact::EmailAddress>,
    ) -> Result<BTreeSet<UserId>, PortError> {
        let mut suppressed = BTreeSet::new();
        for (user, address) in admins {
            let (_, email) = self.suppressions.suppressed(&job.tenant, None, Some(address)).await?;
            suppressed.extend(email.map(|_| user.clone()));
        }
        Ok(suppressed)
    }

    /// Hands over the claimed mails. One that fails takes none of the others along.
    async fn deliver_all(
        &self,
        job: &CentreJob,
        tenancy: &Tenancy,
        notices: &[Notice],
        due: &[Mail],
        at: Timestamp,
    ) -> Result<Handled, PortError> {
        let mut failed = None;
        for mail in due.iter().filter(|mail| mail.skipped.is_none()) {
            failed = failed.or(self.deliver_mail(job, tenancy, notices, mail, at).await.err());
        }
        failed.map_or(Ok(Handled::Done), Err)
    }

    async fn deliver_mail(
        &self,
        job: &CentreJob,
        tenancy: &Tenancy,
        notices: &[Notice],
        mail: &Mail,
        at: Timestamp,
    ) -> Result<(), PortError> {
        let Some(to) = mail.to.as_ref().and_then(|user| tenancy.admins.get(user)) else { return Ok(()) };
        let record = blank(tenancy, notices, mail, at)?;
        let (language, email) = match self.write_mail(job, tenancy, notices, mail).await {
            Ok(written) => written,
            Err(error) => {
                // The provider was not told, and that is certain.
                if let Err(error) = self.give_back_mail(job, mail, at).await {
                    warn!(tenant = %job.tenant, message = %record.id, %error, "A claim could not be given back");
                }
                return Err(error);
            }
        };
        let senders = &tenancy.settings.senders;
        let own = senders.email_address.as_ref();
        let out = EmailOut {
            tenant: job.tenant.clone(),
            message: record.id.clone(),
            from_name: senders.email_name.clone().unwrap_or_else(|| tenancy.settings.centre.name.clone()),
            from: own.filter(|own| listed(&job.tenant, &record.id, tenancy.senders.allow_email(own))).cloned(),
            reply_to: senders.reply_to.clone(),
            to: to.clone(),
            subject: email.subject.clone(),
            html: email.html,
            text: email.text.clone(),
            track_opens: false,
        };
        let outcome = self.email.send(&out).await;
        let now = self.clock.now();
        if let Outcome::Throttled { words } = &outcome {
            info!(tenant = %job.tenant, message = %record.id, words, "The provider has no room; the message waits");
            return self.give_back_mail(job, mail, at).await;
        }
        if let Outcome::Refused { words } = &outcome {
            warn!(tenant = %job.tenant, message = %record.id, words, "The provider refused a message");
        }
        let (status, words, provider_id) = told(&outcome);
        let record = MessageRecord {
            recipient: Some(to.as_str().to_owned()),
            language: Some(language),
            body: Some(Body { subject: Some(email.subject), text: email.text }),
            provider_id,
            steps: Steps::from([(status, Step { at: now, words })]),
            ..record
        };
        self.messages.record(&job.tenant, &record).await
    }

    /// The mail in words. Clients are named as they are called now; one who is gone is not named.
    async fn write_mail(
        &self,
        job: &CentreJob,
        tenancy: &Tenancy,
        notices: &[Notice],
        mail: &Mail,
    ) -> Result<(Language, Email), PortError> {
        let told: Vec<&Notice> = of(notices, &mail.notices);
        let mut names: BTreeMap<&ClientId, Option<String>> = BTreeMap::new();
        for client in told.iter().filter_map(|notice| Some(&notice.visit.as_ref()?.id.client)) {
            if !names.contains_key(client) {
                let known = self.records.client(&job.tenant, client).await?;
                names.insert(client, known.map(|one| format!("{} {}", one.first_name, one.last_name)));
            }
        }
        let centre = &tenancy.settings.centre;
        let lines: Vec<Line<'_>> = told
            .iter()
            .map(|notice| {
                let visit = notice.visit.as_ref();
                let client = visit.and_then(|visit| names.get(&visit.id.client)?.as_deref());
                let visit = visit.map(|visit| {
                    let place = tenancy.catalogue.locations.get(&visit.location);
                    let zone = place.and_then(|place| place.time_zone.as_ref()).unwrap_or(&centre.time_zone);
                    (zone.at(visit.start).datetime(), place.map_or("", |place| place.name.as_str()))
                });
                Line { happened: &notice.happened, client: client.map(Into::into), visit }
            })
            .collect();
        let Some(event) = told.first().map(|notice| notice.event()) else {
            return Err(PortError::new("writing an e-mail to the centre", "it tells nothing"));
        };
        let languages = Languages { client: None, centre: centre.language };
        let own = |language| tenancy.texts.own.get(&(event, Channel::Email, language)).and_then(email_text);
        let chosen = choose_email(event, languages, false, own);
        let locale = Locale::at(chosen.language, Some(centre.country.as_str()));
        let values = Values::new()
            .text(Placeholder::CentreName, centre.name.as_str())
            .maybe(Placeholder::CentrePhone, centre.phone.as_ref().map(carebell_domain::contact::PhoneNumber::entered))
            .maybe(Placeholder::CentreWebsite, centre.website.as_deref())
            .text(Placeholder::Happened, happened(&lines, locale));
        Ok((chosen.language, compose_email(chosen.text, locale, &values)))
    }

    /// Gives the claim of a mail back that this job wrote at `at` and that led to nothing. The mail is tried again after
    /// a while: in the same second another run of the job could not tell its claim from this one.
    async fn give_back_mail(&self, job: &CentreJob, mail: &Mail, at: Timestamp) -> Result<(), PortError> {
        let Some(user) = &mail.to else { return Ok(()) };
        for _ in 0..TRIES {
            let mut notices = self.doubts.notices.matter(&job.tenant, &job.matter).await?;
            let ours = |notice: &Notice| {
                let claim = notice.to.get(user).and_then(Option::as_ref);
                mail.notices.contains(&notice.id)
                    && claim.is_some_and(|one| one.job == job.id && one.at.as_second() == at.as_second())
            };
            notices.retain(ours);
            if notices.is_empty() {
                return Ok(());
            }
            let again = self.clock.now() + THROTTLED;
            for notice in &mut notices {
                notice.to.insert(user.clone(), None);
                notice.due = Some(notice.due.map_or(again, |due| due.min(again)));
            }
            match self.doubts.notices.write_notices(&job.tenant, &notices, &[]).await {
                Ok(()) => return Ok(()),
                Err(WriteError::Stale) => {}
                Err(WriteError::Port(error)) => return Err(error),
            }
        }
        Err(PortError::new("giving a claim back", "another write was first each time"))
    }
}

/// The notices of these names, the oldest first: the first of them names the mail.
pub(super) fn of<'n>(notices: &'n [Notice], names: &[NoticeId]) -> Vec<&'n Notice> {
    let mut found: Vec<&Notice> = notices.iter().filter(|notice| names.contains(&notice.id)).collect();
    found.sort_by_key(|notice| (notice.at, &notice.id));
    found
}

/// A row with what every message to the centre has.
pub(super) fn blank(
    tenancy: &Tenancy,
    notices: &[Notice],
    mail: &Mail,
    at: Timestamp,
) -> Result<MessageRecord, PortError> {
    let what = "naming a message";
    let told = of(notices, &mail.notices);
    let Some(first) = told.first() else { return Err(PortError::new(what, "it tells nothing")) };
    let skip = mail.skipped.map(|_| (Status::Skipped, Step { at, words: None }));
    Ok(MessageRecord {
        id: centre_message_id(first, mail.to.as_ref(), at).map_err(|error| PortError::new(what, error))?,
        event: first.event(),
        channel: Channel::Email,
        client: None,
        appointment: None,
        number: u32::try_from(told.len()).unwrap_or(u32::MAX),
        repeats: None,
        resource: None,
        location: None,
        recipient: None,
        language: None,
        provider_id: None,
        segments: None,
        skipped: mail.skipped,
        trace: mail.skipped.map(Into::into).into_iter().collect(),
        body: None,
        at,
        keep_until: keep_until(&tenancy.settings, at),
        steps: skip.into_iter().collect(),
    })
}
