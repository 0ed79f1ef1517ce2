//! Steps of a message: each an attribute of its own, set once. So they commute, with each other and with the row.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use carebell_domain::message::{Status, Step, Steps, day_of};
use carebell_workflows::ports::{MessageKey, PortError};
use jiff::{SignedDuration, Timestamp};

use super::row::{FORM, MESSAGE, NoDay};
use crate::Store;
use crate::item::{Change, Corrupt, Row, instant, number, text};
use crate::keys::{self, TTL};

/// How long a row is kept that only receipts have written so far: as long as messages are by default.
const KEPT: SignedDuration = SignedDuration::from_hours(2 * 366 * 24);

const NAMES: [(Status, &str); Status::ALL.len()] = [
    (Status::Planned, "s_planned"),
    (Status::Queued, "s_queued"),
    (Status::Sending, "s_sending"),
    (Status::Unknown, "s_unknown"),
    (Status::Sent, "s_sent"),
    (Status::Failed, "s_failed"),
    (Status::Delivered, "s_delivered"),
    (Status::Bounced, "s_bounced"),
    (Status::Read, "s_read"),
    (Status::Clicked, "s_clicked"),
    (Status::Complained, "s_complained"),
    (Status::Skipped, "s_skipped"),
    (Status::Cancelled, "s_cancelled"),
];

impl Store {
    pub(crate) async fn add_steps(&self, key: &MessageKey, steps: &Steps) -> Result<(), PortError> {
        let what = "adding steps to a message";
        let day = day_of(&key.id).ok_or_else(|| PortError::new(what, NoDay))?;
        let place = keys::message(&key.tenant, &key.id).ok_or_else(|| PortError::new(what, NoDay))?;
        let begin = day.in_tz("UTC").map_or(Timestamp::MAX, |begin| begin.timestamp());
        let until = begin.saturating_add(KEPT).unwrap_or(Timestamp::MAX);
        let row = Change::of(place, MESSAGE, FORM).set_first(TTL, number(until.as_second()));
        self.table.apply(what, with_steps(row, steps)).await.map(drop)
    }
}

/// Adds steps to a change, each unless it is there.
pub(crate) fn with_steps(change: Change, steps: &Steps) -> Change {
    NAMES.iter().filter_map(|(status, name)| Some((name, steps.get(status)?))).fold(change, |change, (name, step)| {
        let words = step.words.as_ref().map(|words| ("w".to_owned(), text(words)));
        let map: HashMap<_, _> = words.into_iter().chain([("at".to_owned(), instant(step.at))]).collect();
        change.set_first(name, AttributeValue::M(map))
    })
}

/// The steps of a row.
pub(crate) fn read_steps(row: Row<'_>) -> Result<Steps, Corrupt> {
    let steps = NAMES.iter().filter_map(|(status, name)| Some((*status, row.map(name)?)));
    steps
        .map(|(status, map)| Ok((status, Step { at: map.instant("at")?, words: map.maybe("w").map(str::to_owned) })))
        .collect()
}
