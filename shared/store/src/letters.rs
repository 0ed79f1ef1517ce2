//! Dead letters: what could not be processed, with the reason.

use async_trait::async_trait;
use carebell_domain::TenantId;
use carebell_workflows::ports::{DeadLetter, DeadLetters, Page, PortError};
use jiff::{SignedDuration, Timestamp};

use crate::Store;
use crate::item::{Corrupt, Item, Row, SCHEMA, TYPE, instant, number, text};
use crate::keys::{self, CAL, PK, TTL};
use crate::table::failed;

/// Type of the item, and its present form.
const LETTER: &str = "L";
const FORM: u8 = 1;
const ID: &str = "id";
const TENANT: &str = "tn";
const ORIGIN: &str = "or";
const REASON: &str = "why";
const BODY: &str = "x";
const AT: &str = "at";
/// How long a letter is kept: it may hold personal data, as bodies of messages do.
const KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

#[async_trait]
impl DeadLetters for Store {
    async fn keep(&self, letter: &DeadLetter) -> Result<(), PortError> {
        let DeadLetter { id, tenant, origin, reason, body, at } = letter;
        let until = at.saturating_add(KEPT).unwrap_or(Timestamp::MAX);
        let entry = keys::letter_entry(letter);
        let mut item = keys::letter(letter).attributes();
        item.extend([
            (TYPE.to_owned(), text(LETTER)),
            (SCHEMA.to_owned(), number(FORM)),
            (ID.to_owned(), text(id)),
            (ORIGIN.to_owned(), text(origin)),
            (REASON.to_owned(), text(reason)),
            (BODY.to_owned(), text(body)),
            (AT.to_owned(), instant(*at)),
            (TTL.to_owned(), number(until.as_second())),
            (CAL.pk.to_owned(), text(entry.pk)),
            (CAL.sk.to_owned(), text(entry.sk)),
        ]);
        item.extend(tenant.as_ref().map(|tenant| (TENANT.to_owned(), text(tenant))));
        let condition = "attribute_not_exists(#pk)";
        self.table.put("keeping a dead letter", item, condition, &[("#pk", PK)], Item::new()).await.map(drop)
    }

    async fn list(
        &self,
        tenant: Option<&TenantId>,
        month: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<DeadLetter>, PortError> {
        let what = "listing dead letters";
        let Page { items, next } = self.table.latest(what, keys::letters_of_month(tenant, month), after, limit).await?;
        let items = items.iter().map(|item| read(Row(item)).map_err(failed(what))).collect::<Result<_, _>>()?;
        Ok(Page { items, next })
    }
}

fn read(row: Row<'_>) -> Result<DeadLetter, Corrupt> {
    Ok(DeadLetter {
        id: row.text(ID)?.to_owned(),
        tenant: row.maybe_parsed(TENANT)?,
        origin: row.text(ORIGIN)?.to_owned(),
        reason: row.text(REASON)?.to_owned(),
        body: row.text(BODY)?.to_owned(),
        at: row.instant(AT)?,
    })
}
