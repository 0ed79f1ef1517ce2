//! What the centre is told of.

use std::collections::BTreeMap;

use carebell_domain::agenda::Due;
use carebell_domain::centre::Notice;
use carebell_domain::message::centre_message_id;
use carebell_domain::model::Claim;
use carebell_domain::{MatterId, NoticeId, TenantId, UserId};
use carebell_workflows::ports::{MessageRecord, Target};
use jiff::{SignedDuration, Timestamp};

use super::{Changed, Refused, Store};

/// A mail to the centre that was claimed, or given back, for the checks.
#[derive(Clone, Debug)]
pub struct MailChange {
    /// Whose.
    pub tenant: TenantId,
    /// About what.
    pub matter: MatterId,
    /// The name of its message, without the day of its claim.
    pub name: String,
    /// To whom.
    pub to: UserId,
    /// What it tells.
    pub notices: Vec<NoticeId>,
    /// The claim.
    pub claim: Claim,
    /// Whether it was given back.
    pub gone: bool,
}

fn second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

/// Stored claims and entries of the index know whole seconds.
fn stored(mut notice: Notice) -> Notice {
    for claim in notice.to.values_mut().flatten().chain(&mut notice.closed) {
        claim.at = second(claim.at);
    }
    notice.due = notice.due.map(|due| if second(due) < due { second(due) + SignedDuration::from_secs(1) } else { due });
    notice
}

impl Store {
    /// Keeps a notice. Of one that is there already the entry in the index comes back, if it was gone.
    pub fn raise(&mut self, tenant: &TenantId, notice: &Notice, lag: SignedDuration) {
        let place = (tenant.clone(), notice.matter.clone());
        let known = self.notices.entry(place).or_default();
        let fresh = stored(Notice { rev: 1, ..notice.clone() });
        let (old, one) = match known.get_mut(&notice.id) {
            Some(one) => {
                let old = one.due;
                one.due = one.due.or(fresh.due);
                (old, one)
            }
            None => (None, known.entry(notice.id.clone()).or_insert(fresh)),
        };
        let due = one.due;
        self.index_notice(tenant, (&notice.matter, &notice.id), old, due, lag);
        if let Some(look_at) = notice.due {
            let (tenant, matter) = (tenant.clone(), notice.matter.clone());
            self.stream.push(Changed::Notice { tenant, matter, look_at });
        }
    }

    /// Takes a notice back.
    pub fn withdraw(&mut self, tenant: &TenantId, matter: &MatterId, id: &NoticeId, lag: SignedDuration) {
        let known = self.notices.get_mut(&(tenant.clone(), matter.clone()));
        let Some(one) = known.and_then(|known| known.get_mut(id)) else { return };
        one.withdrawn = true;
        one.rev += 1;
        let old = one.due.take();
        self.index_notice(tenant, (matter, id), old, None, lag);
    }

    fn index_notice(
        &mut self,
        tenant: &TenantId,
        (matter, id): (&MatterId, &NoticeId),
        old: Option<Timestamp>,
        new: Option<Timestamp>,
        lag: SignedDuration,
    ) {
        self.index(tenant, (&Target::Matter(matter.clone()), Some(id)), old.map(Due::from), new.map(Due::from), lag);
    }

    /// All notices of a matter.
    #[must_use]
    pub fn matter(&self, tenant: &TenantId, matter: &MatterId) -> Vec<Notice> {
        let known = self.notices.get(&(tenant.clone(), matter.clone()));
        known.map(|known| known.values().cloned().collect()).unwrap_or_default()
    }

    /// Every notice, for the checks.
    pub fn notices(&self) -> impl Iterator<Item = (&TenantId, &Notice)> {
        self.notices.iter().flat_map(|((tenant, _), known)| known.values().map(move |notice| (tenant, notice)))
    }

    /// Writes notices of one matter and the rows of skipped mails, all or nothing.
    ///
    /// # Errors
    /// [`Refused::Stale`].
    pub fn write_notices(
        &mut self,
        tenant: &TenantId,
        notices: &[Notice],
        skipped: &[MessageRecord],
        lag: SignedDuration,
    ) -> Result<(), Refused> {
        let Some(matter) = notices.first().map(|notice| notice.matter.clone()) else { return Ok(()) };
        let before: BTreeMap<NoticeId, Notice> =
            self.matter(tenant, &matter).into_iter().map(|notice| (notice.id.clone(), notice)).collect();
        if notices.iter().any(|notice| before.get(&notice.id).map(|before| before.rev) != Some(notice.rev)) {
            return Err(Refused::Stale);
        }
        for notice in notices {
            let known = self.notices.entry((tenant.clone(), matter.clone())).or_default();
            let after = stored(Notice { rev: notice.rev + 1, ..notice.clone() });
            let due = after.due;
            known.insert(notice.id.clone(), after);
            self.index_notice(tenant, (&matter, &notice.id), before[&notice.id].due, due, lag);
        }
        for message in skipped {
            self.put_record(tenant, message);
        }
        let after = self.matter(tenant, &matter);
        let before: Vec<Notice> = before.into_values().collect();
        self.note_mails(tenant, &before, &after);
        Ok(())
    }

    /// Keeps what a write does to the claims of mails.
    fn note_mails(&mut self, tenant: &TenantId, before: &[Notice], after: &[Notice]) {
        let (was, is) = (mails(before), mails(after));
        let change = |key: &Key, notices: &[Notice], told: &[NoticeId], gone| {
            let (to, at, job) = key;
            let mut told: Vec<&Notice> = notices.iter().filter(|notice| told.contains(&notice.id)).collect();
            told.sort_by_key(|notice| (notice.at, &notice.id));
            let id = centre_message_id(told[0], Some(to), *at).ok();
            MailChange {
                tenant: tenant.clone(),
                matter: told[0].matter.clone(),
                name: id.and_then(|id| Some(id.as_str().split_once('-')?.1.to_owned())).unwrap_or_default(),
                to: to.clone(),
                notices: told.iter().map(|notice| notice.id.clone()).collect(),
                claim: Claim::new(*at, job.clone()),
                gone,
            }
        };
        let gone =
            was.iter().filter(|(key, _)| !is.contains_key(*key)).map(|(key, told)| change(key, before, told, true));
        let new =
            is.iter().filter(|(key, _)| !was.contains_key(*key)).map(|(key, told)| change(key, after, told, false));
        let changes: Vec<MailChange> = gone.chain(new).collect();
        for notice in after.iter().filter(|notice| notice.withdrawn) {
            let told = changes.iter().any(|change| !change.gone && change.notices.contains(&notice.id));
            if told {
                self.faults.push(format!("I4: notice {} was taken on after it was taken back", notice.id));
            }
        }
        self.mailed.extend(changes);
    }
}

type Key = (UserId, Timestamp, String);

/// The mails that are claimed, with what each tells.
fn mails(notices: &[Notice]) -> BTreeMap<Key, Vec<NoticeId>> {
    let mut mails: BTreeMap<Key, Vec<NoticeId>> = BTreeMap::new();
    for notice in notices {
        for (user, claim) in notice.claims().filter(|(_, claim)| claim.skipped.is_none()) {
            mails.entry((user.clone(), claim.at, claim.job.clone())).or_default().push(notice.id.clone());
        }
    }
    mails
}
