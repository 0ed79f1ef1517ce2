//! The message summary: days backwards from the newest, each message once.

use carebell_domain::message::{day_of, status};
use carebell_domain::{MessageId, TenantId};
use carebell_workflows::ports::{MessageQuery, MessageRecord, Page, PortError};
use jiff::civil::Date;

use super::row::from_item;
use crate::Store;
use crate::keys;
use crate::table::{Freshness, failed};

/// Rows that one page looks at, at most: a filter that hardly anything meets gives short pages, even empty ones
/// with a next, but none that takes long.
const MOST_ROWS: usize = 1_000;
/// Days that one page looks at, at most.
const MOST_DAYS: usize = 92;
/// Rows are kept for 120 months at most: no day before that has any.
const MOST_MONTHS: i32 = 121;
/// Rows asked for at once.
const CHUNK: usize = 250;

#[derive(Debug, thiserror::Error)]
#[error("the cursor names no place in the summary")]
struct BadCursor;

/// The place behind which a page goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    day: Date,
    /// The last message seen of the day; `None` before its first.
    behind: Option<MessageId>,
}

impl Place {
    fn parse(cursor: &str) -> Option<Self> {
        if let Ok(day) = cursor.parse() {
            return Some(Self { day, behind: None });
        }
        let id: MessageId = cursor.parse().ok()?;
        Some(Self { day: day_of(&id)?, behind: Some(id) })
    }

    fn cursor(&self) -> String {
        self.behind.as_ref().map_or_else(|| self.day.to_string(), MessageId::to_string)
    }
}

impl Store {
    pub(crate) async fn list_messages(
        &self,
        tenant: &TenantId,
        query: &MessageQuery,
        after: Option<&str>,
        limit: usize,
        today: Date,
    ) -> Result<Page<MessageRecord>, PortError> {
        let what = "listing messages";
        // A sender whose clock is ahead may have written under tomorrow already.
        let last = today.tomorrow().unwrap_or(today);
        let newest = query.to.map_or(last, |to| to.min(last));
        let oldest = match query.from {
            Some(from) => Some(from),
            None => self.first_day(tenant).await?,
        };
        let oldest = oldest.unwrap_or(Date::MIN).max(today.saturating_sub(jiff::Span::new().months(MOST_MONTHS)));
        let mut place = match after {
            Some(after) => Place::parse(after).ok_or_else(|| PortError::new(what, BadCursor))?,
            None => Place { day: newest, behind: None },
        };
        place.day = place.day.min(newest);

        let (mut items, mut rows, mut days) = (Vec::new(), 0, 0);
        while place.day >= oldest {
            if items.len() == limit || rows >= MOST_ROWS || days >= MOST_DAYS {
                return Ok(Page { items, next: Some(place.cursor()) });
            }
            let mut span = keys::messages_of_day(tenant, place.day);
            if let Some(behind) = &place.behind {
                span = span.behind(behind.as_str());
            }
            let chunk = CHUNK.min(MOST_ROWS - rows);
            let found = self.table.query(what, None, span, Freshness::Eventual, Some(chunk)).await?;
            rows += found.len();
            for item in &found {
                if items.len() == limit {
                    break;
                }
                let key = crate::table::key_of(item);
                place.behind = key.and_then(|key| key.sk.parse().ok());
                let message = from_item(item).map_err(failed(what))?;
                items.extend(message.filter(|message| meets(query, message)));
            }
            if found.len() < chunk && items.len() < limit {
                let Ok(before) = place.day.yesterday() else { break };
                place = Place { day: before, behind: None };
                days += 1;
            }
        }
        Ok(Page { items, next: None })
    }
}

/// Whether a message meets the filters.
fn meets(query: &MessageQuery, message: &MessageRecord) -> bool {
    fn is<T: PartialEq>(wanted: Option<&T>, found: Option<&T>) -> bool {
        wanted.is_none_or(|wanted| found == Some(wanted))
    }
    let MessageQuery { from: _, to: _, event, channel, status: wanted, reason, resource, location, client, recipient } =
        query;
    is(event.as_ref(), Some(&message.event))
        && is(channel.as_ref(), Some(&message.channel))
        && wanted.is_none_or(|wanted| wanted == status(&message.steps))
        && is(reason.as_ref(), message.skipped.as_ref())
        && is(resource.as_ref(), message.resource.as_ref())
        && is(location.as_ref(), message.location.as_ref())
        && is(client.as_ref(), message.client.as_ref())
        && is(recipient.as_ref(), message.recipient.as_ref())
}
