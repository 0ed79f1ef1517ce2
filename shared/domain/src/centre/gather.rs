//! What is told now, to whom, and when to look again.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use super::{GATHERED_FOR, MAKES_SENSE_FOR, Notice};
use crate::contact::EmailAddress;
use crate::decide::SkipReason;
use crate::model::{Claim, Settings};
use crate::{Channel, NoticeId, UserId};

/// How the administrators can be reached.
#[derive(Clone, Copy, Debug)]
pub struct Reach<'a> {
    /// The centre's settings.
    pub settings: &'a Settings,
    /// The administrators and their addresses.
    pub admins: &'a BTreeMap<UserId, EmailAddress>,
    /// Those of them to whose address nothing may be sent.
    pub suppressed: &'a BTreeSet<UserId>,
}

/// An e-mail to one administrator, or the decision to send none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// To whom; `None` where there is nobody.
    pub to: Option<UserId>,
    /// What it tells, the oldest first.
    pub notices: Vec<NoticeId>,
    /// Why it is not sent.
    pub skipped: Option<SkipReason>,
}

/// The mails that are due about one matter. The master switch, preferences and privacy say nothing about them: what
/// counts is that the event is on, and that there is an address to which something may be sent.
#[must_use]
pub fn mails(notices: &[Notice], reach: &Reach<'_>, now: Timestamp) -> Vec<Mail> {
    let settings = reach.settings;
    let mut due: Vec<&Notice> = notices
        .iter()
        .filter(|notice| !notice.withdrawn && notice.closed.is_none())
        .filter(|notice| look_again(notice, notices, settings).is_some_and(|due| due <= now))
        .collect();
    due.sort_by_key(|notice| (notice.at, &notice.id));
    let (off, on): (Vec<_>, Vec<_>) = due.into_iter().partition(|notice| notice.is_open() && !is_on(settings, notice));
    let mut mails = Vec::new();
    let mut add = |to: Option<&UserId>, notices: Vec<&Notice>, skipped: Option<SkipReason>| {
        if !notices.is_empty() {
            let notices = notices.into_iter().map(|notice| notice.id.clone()).collect();
            mails.push(Mail { to: to.cloned(), notices, skipped });
        }
    };
    add(None, off, Some(SkipReason::EventDisabled));
    if reach.admins.is_empty() {
        let nobody = on.iter().copied().filter(|notice| notice.is_open()).collect();
        add(None, nobody, Some(SkipReason::NoAddress));
    }
    // Whoever was to be told and is no administrator any more has no address here.
    let given_back = on.iter().flat_map(|notice| notice.to.keys());
    let everybody: BTreeSet<&UserId> = reach.admins.keys().chain(given_back).collect();
    for user in everybody {
        let theirs = on.iter().copied().filter(|notice| match notice.to.get(user) {
            None => notice.is_open() && reach.admins.contains_key(user),
            Some(claim) => claim.is_none(),
        });
        let (late, good): (Vec<_>, Vec<_>) = theirs.partition(|notice| is_late(settings, notice, now));
        let skipped = match reach.admins.get(user) {
            None => Some(SkipReason::NoAddress),
            Some(_) if reach.suppressed.contains(user) => Some(SkipReason::Suppressed),
            Some(_) => None,
        };
        add(Some(user), late, skipped.or(Some(SkipReason::Expired)));
        add(Some(user), good, skipped);
    }
    mails
}

fn is_on(settings: &Settings, notice: &Notice) -> bool {
    settings.on(notice.event(), Channel::Email) && settings.on(notice.happened.event(), Channel::Email)
}

fn is_late(settings: &Settings, notice: &Notice, now: Timestamp) -> bool {
    notice.told_from(settings).duration_until(now) > MAKES_SENSE_FOR
}

/// Writes into the notices that a job has taken mails on, or decided to send none, and when each is to be looked at
/// next.
pub fn take(notices: &mut [Notice], mails: &[Mail], settings: &Settings, job: &str, now: Timestamp) {
    for mail in mails {
        let claim = mail.skipped.map_or_else(|| Claim::new(now, job), |reason| Claim::skip(now, job, reason));
        for notice in notices.iter_mut().filter(|notice| mail.notices.contains(&notice.id)) {
            match &mail.to {
                Some(user) => drop(notice.to.insert(user.clone(), Some(claim.clone()))),
                None => notice.closed = Some(claim.clone()),
            }
        }
    }
    let due: Vec<_> = notices.iter().map(|notice| look_again(notice, notices, settings)).collect();
    for (notice, due) in notices.iter_mut().zip(due) {
        notice.due = due;
    }
}

/// The instant, or the next whole second: more precisely the due index does not know it.
pub(super) fn whole_second(at: Timestamp) -> Timestamp {
    let second = Timestamp::from_second(at.as_second()).unwrap_or(at);
    if second < at { second + SignedDuration::from_secs(1) } else { second }
}

/// When a notice is to be looked at next, among all those of its matter: when it may be told; when what has to be told
/// again is to be tried; never, once all is decided.
#[must_use]
pub fn look_again(notice: &Notice, all: &[Notice], settings: &Settings) -> Option<Timestamp> {
    if notice.is_open() {
        let told = all.iter().flat_map(Notice::claims).filter(|(_, claim)| claim.skipped.is_none());
        let last = told.map(|(_, claim)| claim.at).max();
        let gathered = last.map_or(Timestamp::MIN, |last| last + GATHERED_FOR);
        // What has to be tried again takes along what has come since.
        let again = all.iter().filter(|other| other.is_given_back()).filter_map(|other| other.due).max();
        let told_from = whole_second(notice.told_from(settings));
        return Some(told_from.max(gathered).max(again.unwrap_or(Timestamp::MIN)));
    }
    notice.due.filter(|_| notice.is_given_back())
}
