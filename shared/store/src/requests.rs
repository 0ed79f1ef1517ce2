//! Repeated requests: the first takes the key, and its answer is kept for a day.

use async_trait::async_trait;
use carebell_workflows::ports::{Idempotency, PortError, Replay, Saved};
use jiff::{SignedDuration, Timestamp};

use crate::Store;
use crate::item::{Change, Item, Row, SCHEMA, TYPE, number, text};
use crate::keys::{self, PK, TTL};
use crate::table::{Written, failed};

/// Type of the item, and its present form.
const REQUEST: &str = "R";
const FORM: u8 = 1;
const DIGEST: &str = "dg";
const BEGUN: &str = "at";
const ANSWER: &str = "ans";
/// How long an answer is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// After so long a request that has no answer is taken for dead: longer than the API's function may run.
const DEAD_AFTER: SignedDuration = SignedDuration::from_secs(60);

#[async_trait]
impl Idempotency for Store {
    async fn begin(&self, scope: &str, key: &str, digest: &str) -> Result<Replay, PortError> {
        let what = "beginning a request";
        let now = self.clock.now();
        let seconds = |instant: Timestamp| number(instant.as_second());
        let until = now.saturating_add(KEPT).unwrap_or(Timestamp::MAX);
        let mut item = keys::request(scope, key).attributes();
        item.extend([
            (TYPE.to_owned(), text(REQUEST)),
            (SCHEMA.to_owned(), number(FORM)),
            (DIGEST.to_owned(), text(digest)),
            (BEGUN.to_owned(), seconds(now)),
            (TTL.to_owned(), seconds(until)),
        ]);
        // The table removes items some time after their day: until then they count as gone.
        let condition = "attribute_not_exists(#pk) OR #ttl <= :now \
                         OR (attribute_not_exists(#answer) AND #digest = :digest AND #begun <= :dead)";
        let names = [("#pk", PK), ("#ttl", TTL), ("#answer", ANSWER), ("#digest", DIGEST), ("#begun", BEGUN)];
        let values = Item::from([
            (":now".to_owned(), seconds(now)),
            (":dead".to_owned(), seconds(now - DEAD_AFTER)),
            (":digest".to_owned(), text(digest)),
        ]);
        let first = match self.table.put(what, item, condition, &names, values).await? {
            Written::Done(_) => return Ok(Replay::New),
            Written::Refused(first) => first,
            Written::Met => return Ok(Replay::Running),
        };
        let first = Row(&first);
        if first.text(DIGEST).map_err(failed(what))? != digest {
            return Ok(Replay::OtherBody);
        }
        match first.maybe(ANSWER) {
            Some(answer) => Ok(Replay::Answered(serde_json::from_str(answer).map_err(failed(what))?)),
            None => Ok(Replay::Running),
        }
    }

    async fn finish(&self, scope: &str, key: &str, saved: &Saved) -> Result<(), PortError> {
        let what = "keeping an answer";
        let answer = serde_json::to_string(saved).map_err(failed(what))?;
        // A row that went meanwhile is not made anew: it would lack its digest.
        let change = Change::of(keys::request(scope, key), REQUEST, FORM).set(ANSWER, text(answer)).only_if(
            DIGEST,
            "attribute_exists(#dg)",
            None,
        );
        self.table.apply(what, change).await.map(drop)
    }

    async fn forget(&self, scope: &str, key: &str) -> Result<(), PortError> {
        let key = keys::request(scope, key);
        self.table.remove_if("forgetting a request", key, "attribute_not_exists(#name)", ANSWER, None).await
    }
}
