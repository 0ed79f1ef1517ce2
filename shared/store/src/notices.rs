//! What the centre's administrators are told of: an item for each notice, those of a matter in one partition, each with
//! its own entry in the due index.

use std::collections::{BTreeMap, HashMap};

use async_trait::async_trait;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use carebell_domain::centre::{Happened, Notice, Visit};
use carebell_domain::model::Claim;
use carebell_domain::{MatterId, TenantId, UserId};
use carebell_workflows::ports::{MessageRecord, NoticeChange, Notices, PortError, Target, WriteError};
use jiff::SignedDuration;
use serde::de::DeserializeOwned;

use crate::Store;
use crate::instant::{round_up, to_number};
use crate::item::{Change, Corrupt, Item, REV, Row, instant, number, text};
use crate::keys::{self, DUE, TTL};
use crate::messages::skip_change;
use crate::stream::CHANGED;
use crate::table::{Freshness, Transacted, Written, failed};

/// Type of the item, and its present form.
pub(crate) const NOTICE: &str = "Z";
const FORM: u8 = 1;
const HAPPENED: &str = "x";
const VISIT: &str = "a";
const AT: &str = "at";
const DAY: &str = "day";
const WITHDRAWN: &str = "wd";
const CLOSED: &str = "no";
const TO: &str = "to";
/// How long a notice is kept after it may be told: as long as it makes sense, and so long as it takes to see what
/// became of it.
const KEPT: SignedDuration = SignedDuration::from_hours(3 * 24);
/// Parts of a transaction, as AWS allows.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html>
const A_TRANSACTION: usize = 100;

#[async_trait]
impl Notices for Store {
    async fn raise(&self, tenant: &TenantId, notice: &Notice) -> Result<(), PortError> {
        let what = "raising a notice";
        self.table.apply(what, raised(tenant, notice).map_err(failed(what))?).await.map(drop)
    }

    async fn matter(&self, tenant: &TenantId, matter: &MatterId) -> Result<Vec<Notice>, PortError> {
        let what = "reading a matter";
        let items = self.table.query(what, None, keys::matter(tenant, matter), Freshness::Consistent, None).await?;
        items.iter().filter_map(|item| from_item(item).transpose()).collect::<Result<_, _>>().map_err(failed(what))
    }

    async fn write_notices(
        &self,
        tenant: &TenantId,
        notices: &[Notice],
        skipped: &[MessageRecord],
    ) -> Result<(), WriteError> {
        let what = "writing notices";
        let rows = skipped.iter().map(|row| skip_change(tenant, row)).collect::<Result<Vec<_>, _>>();
        let mut rows = rows.map_err(failed(what))?;
        let changes = notices.iter().map(|notice| changed(tenant, notice));
        let mut changes: Vec<Change> = changes.collect();
        if let (1, true) = (changes.len(), rows.is_empty()) {
            return match self.table.change(what, changes.remove(0), ReturnValue::None).await? {
                Written::Done(_) => Ok(()),
                Written::Refused(_) | Written::Met => Err(WriteError::Stale),
            };
        }
        // The rows come with the first part: what is skipped is never without its reason.
        while !changes.is_empty() {
            let most = A_TRANSACTION.saturating_sub(rows.len()).max(1).min(changes.len());
            let parts = changes.drain(..most).chain(rows.drain(..)).map(|change| self.table.update(change)).collect();
            match self.table.transact(what, parts).await? {
                Transacted::Done => {}
                Transacted::Refused(_) => return Err(WriteError::Stale),
            }
        }
        Ok(())
    }
}

/// A change of a notice as a part of a transaction. It meets no condition.
pub(crate) fn part(tenant: &TenantId, change: &NoticeChange) -> Result<Change, serde_json::Error> {
    match change {
        NoticeChange::Raise(notice) => raised(tenant, notice),
        NoticeChange::Withdraw(matter, id) => Ok(Change::of(keys::notice(tenant, matter, id), NOTICE, FORM)
            .set(WITHDRAWN, AttributeValue::Bool(true))
            .index(DUE, None)
            .put(CHANGED, None)
            .add(REV, 1)),
    }
}

/// Each attribute is set unless it is there, so that the same notice again changes nothing that matters: only its entry
/// in the due index may come back, and goes when it is looked at.
pub(crate) fn raised(tenant: &TenantId, notice: &Notice) -> Result<Change, serde_json::Error> {
    let Notice { matter, id, happened, visit, at, day, due, .. } = notice;
    let until = due.unwrap_or(*at).max(*at).saturating_add(KEPT).unwrap_or(*at);
    let set = |change: Change, name: &str, value: Option<AttributeValue>| match value {
        Some(value) => change.set_first(name, value),
        None => change,
    };
    let change = Change::of(keys::notice(tenant, matter, id), NOTICE, FORM)
        .set_first(HAPPENED, json(happened)?)
        .set_first(AT, instant(*at))
        .set_first(TTL, number(round_up(until).as_second()))
        .set_first(REV, number(1));
    let change = set(change, VISIT, visit.as_ref().map(json).transpose()?);
    let change = set(change, DAY, day.map(text));
    let Some(due) = due else { return Ok(change) };
    let entry = keys::due(tenant, &Target::Matter(matter.clone()), (*due).into());
    Ok(change
        .set_first(DUE.pk, text(entry.pk))
        .set_first(DUE.sk, text(entry.sk))
        .set_first(CHANGED, text(to_number(*due))))
}

/// What became of a notice. What it tells never changes.
fn changed(tenant: &TenantId, notice: &Notice) -> Change {
    let Notice { matter, id, closed, to, due, rev, .. } = notice;
    let claim = |claim: &Option<Claim>| text(claim.as_ref().map(ToString::to_string).unwrap_or_default());
    let to: HashMap<String, AttributeValue> = to.iter().map(|(user, one)| (user.to_string(), claim(one))).collect();
    let target = Target::Matter(matter.clone());
    Change::of(keys::notice(tenant, matter, id), NOTICE, FORM)
        .put(CLOSED, closed.as_ref().map(text))
        .put(TO, (!to.is_empty()).then_some(AttributeValue::M(to)))
        .index(DUE, due.map(|due| keys::due(tenant, &target, due.into())))
        .put(CHANGED, None)
        .next_rev(*rev)
}

fn json(value: &impl serde::Serialize) -> Result<AttributeValue, serde_json::Error> {
    serde_json::to_string(value).map(AttributeValue::S)
}

fn parsed<T: DeserializeOwned>(row: Row<'_>, name: &'static str) -> Result<T, Corrupt> {
    serde_json::from_str(row.text(name)?).map_err(|_| Corrupt(name))
}

/// The notice of an item. `None` where it was withdrawn and is otherwise gone.
fn from_item(item: &Item) -> Result<Option<Notice>, Corrupt> {
    let row = Row(item);
    if !row.has(HAPPENED) {
        return Ok(None);
    }
    let (pk, sk) = row.key()?;
    let (_, matter) = keys::matter_of(pk).ok_or(Corrupt(keys::PK))?;
    let due = row.maybe(DUE.sk).map(|entry| keys::due_of(entry).ok_or(Corrupt(DUE.sk))).transpose()?;
    let claim = |text: &str| if text.is_empty() { Ok(None) } else { text.parse().map(Some) };
    let mut to: BTreeMap<UserId, Option<Claim>> = BTreeMap::new();
    for (user, one) in row.map(TO).into_iter().flat_map(|map| map.0) {
        let one = one.as_s().ok().and_then(|text| claim(text).ok()).ok_or(Corrupt(TO))?;
        to.insert(user.parse().map_err(|_| Corrupt(TO))?, one);
    }
    Ok(Some(Notice {
        matter,
        id: sk.parse().map_err(|_| Corrupt(keys::SK))?,
        happened: parsed::<Happened>(row, HAPPENED)?,
        visit: row.has(VISIT).then(|| parsed::<Visit>(row, VISIT)).transpose()?,
        at: row.instant(AT)?,
        day: row.maybe_parsed(DAY)?,
        withdrawn: row.has(WITHDRAWN),
        closed: row.maybe_parsed(CLOSED)?,
        to,
        due: due.map(|entry| entry.due),
        rev: row.number(REV)?,
    }))
}
