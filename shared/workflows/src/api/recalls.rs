//! The dry run of recalls: how many would go, when, and at what cost, if the settings were others.
//!
//! The walk is that of [planning anew](crate::replan): the same months, the same entries of the calendar. Each visit
//! that plans a recall is decided about on the client's whole file, and each SMS is written, as when it is sent; only
//! nothing is claimed and nothing kept. A page looks at a bounded number of visits, and the sums of the pages add up.

use std::collections::BTreeMap;
use std::sync::Arc;

use carebell_domain::decide::SkipReason;
use carebell_domain::model::Settings;
use carebell_domain::{Channel, ClientId, Event, ItemId, TenantId};
use futures::stream::{self, StreamExt, TryStreamExt};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::ports::{Clock, Planned, PortError, Records, Replans, Suppressions, Tenancy};
use crate::replan::{AT_ONCE, months, with_visits};
use crate::send::{Fate, Foreseen, Rehearsal, plans_recall};
use crate::slices::Slice;

/// Visits read at once.
const CHUNK: usize = 250;
/// How long a page goes on reading; whoever waits for it gives up after half a minute.
const PAGE_TIME: SignedDuration = SignedDuration::from_secs(10);

/// What the dry run reads.
#[derive(Clone, Copy)]
pub struct DryRun<'a> {
    /// How long a page has been at work.
    pub clock: &'a dyn Clock,
    /// The calendar.
    pub calendar: &'a dyn Replans,
    /// Clients' files.
    pub records: &'a dyn Records,
    /// Suppressed addresses.
    pub suppressions: &'a dyn Suppressions,
    /// Whose.
    pub tenant: &'a TenantId,
    /// The configuration, with the settings that are tried.
    pub tenancy: &'a Arc<Tenancy>,
    /// As of when everything is decided; the same on every page.
    pub now: Timestamp,
}

/// Messages that would go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Going {
    /// How many.
    pub messages: u32,
    /// How many segments they have together; e-mails have none.
    pub segments: u32,
}

/// What a page found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Foretold {
    /// Visits that were looked at.
    pub visits: u32,
    /// Those of them of which a recall would go, on one channel at least.
    pub recalls: u32,
    /// What would go, by the first day of the local month and the channel.
    pub months: BTreeMap<(Date, Channel), Going>,
    /// What of it is due at once, by the local day on which it may go first, and the channel.
    pub at_once: BTreeMap<(Date, Channel), Going>,
    /// What would not go, by channel and reason.
    pub skipped: BTreeMap<(Channel, SkipReason), u32>,
    /// SMS that would be refused because their text is too long.
    pub too_long: u32,
    /// The first and the last local day of the calendar that were looked at; `None` where there was nothing to look at.
    pub walked: Option<(Date, Date)>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<Slice>,
}

impl Foretold {
    /// Adds the recalls of one visit.
    fn add(&mut self, visit: &[Foreseen]) {
        let goes = |one: &Foreseen| matches!(one.fate, Fate::Goes { .. });
        self.recalls += u32::from(visit.iter().any(goes));
        for Foreseen { channel, day, is_due, fate } in visit {
            match fate {
                Fate::Skipped(reason) => *self.skipped.entry((*channel, *reason)).or_default() += 1,
                Fate::TooLong => self.too_long += 1,
                Fate::Goes { segments } => {
                    let month = self.months.entry((day.first_of_month(), *channel)).or_default();
                    month.add(*segments);
                    if *is_due {
                        self.at_once.entry((*day, *channel)).or_default().add(*segments);
                    }
                }
            }
        }
    }
}

impl Going {
    fn add(&mut self, segments: u8) {
        self.messages += 1;
        self.segments += u32::from(segments);
    }
}

impl DryRun<'_> {
    /// One page: at most so many visits, and one at least, from where the page before ended.
    ///
    /// # Errors
    /// [`PortError`] where a read failed; nothing was changed, and the page can be asked for again.
    pub async fn page(&self, from: Option<&Slice>, visits: usize) -> Result<Foretold, PortError> {
        let begun = self.clock.now();
        let months = recalled_months(&self.tenancy.settings, self.now);
        let months: Vec<Date> =
            months.into_iter().filter(|month| from.is_none_or(|from| *month >= from.month)).collect();
        let mut found = Foretold::default();
        let (mut left, mut first, mut last) = (visits.max(1), None, None);
        for some in months.chunks(AT_ONCE) {
            for month in with_visits(self.calendar, self.tenant, some).await? {
                let mut after = from.filter(|from| from.month == month).and_then(|from| from.after.clone());
                loop {
                    let is_late = begun.duration_until(self.clock.now()) >= PAGE_TIME;
                    if left == 0 || is_late && found.visits > 0 {
                        found.next = Some(Slice { month, after });
                        found.walked = walked(&months, from, first.zip(last), found.next.as_ref());
                        return Ok(found);
                    }
                    let page = self.calendar.month(self.tenant, month, after.as_deref(), left.min(CHUNK)).await?;
                    left = left.saturating_sub(page.items.len());
                    first = first.or(page.items.first().map(|one| one.local_day));
                    last = page.items.last().map(|one| one.local_day).or(last);
                    self.look(page.items, &mut found).await?;
                    after = page.next;
                    if after.is_none() {
                        break;
                    }
                }
            }
        }
        found.walked = walked(&months, from, first.zip(last), None);
        Ok(found)
    }

    /// Adds what becomes of the recalls of some visits: each client's file is read once for all of them.
    async fn look(&self, visits: Vec<Planned>, found: &mut Foretold) -> Result<(), PortError> {
        found.visits += u32::try_from(visits.len()).unwrap_or(u32::MAX);
        let mut clients: BTreeMap<ClientId, Vec<ItemId>> = BTreeMap::new();
        for planned in visits.iter().filter(|one| plans_recall(self.tenant, self.tenancy, one, self.now)) {
            let id = &planned.appointment.id;
            clients.entry(id.client.clone()).or_default().push(id.item.clone());
        }
        let foreseen: Vec<Vec<Vec<Foreseen>>> = stream::iter(clients)
            .map(|(client, items)| async move { self.client(&client, &items).await })
            .buffer_unordered(AT_ONCE)
            .try_collect()
            .await?;
        foreseen.iter().flatten().for_each(|visit| found.add(visit));
        Ok(())
    }

    /// What becomes of the recalls of some visits of one client.
    async fn client(&self, client: &ClientId, items: &[ItemId]) -> Result<Vec<Vec<Foreseen>>, PortError> {
        let ports = (self.records, self.suppressions);
        let Some(file) = Rehearsal::load(ports, self.tenant, self.tenancy, client).await? else {
            return Ok(Vec::new());
        };
        let mut visits = Vec::with_capacity(items.len());
        for item in items {
            visits.push(file.recalls(self.records, item, self.now).await?);
        }
        Ok(visits)
    }
}

/// The days of the calendar that a page covers, those without visits included; its pages share the days at their edges.
fn walked(
    months: &[Date],
    from: Option<&Slice>,
    visits: Option<(Date, Date)>,
    next: Option<&Slice>,
) -> Option<(Date, Date)> {
    let begin = match from {
        Some(Slice { after: Some(_), .. }) => visits?.0,
        _ => *months.first()?,
    };
    let end = match next {
        Some(Slice { after: Some(_), .. }) => visits?.1,
        Some(Slice { month, after: None }) => month.yesterday().ok()?,
        None => months.last()?.last_of_month(),
    };
    (begin <= end).then_some((begin, end))
}

/// The months whose visits can have recalls: those that are walked when the settings change.
fn recalled_months(settings: &Settings, now: Timestamp) -> Vec<Date> {
    let on = Channel::ALL.into_iter().any(|channel| settings.on(Event::Recall, channel));
    if on { months(settings, now) } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use carebell_domain::fixtures::{Clinic, at};
    use carebell_domain::model::EventSettings;
    use jiff::civil::date;
    use rstest::rstest;

    use super::*;

    fn foreseen(channel: Channel, day: Date, is_due: bool, fate: Fate) -> Foreseen {
        Foreseen { channel, day, is_due, fate }
    }

    #[test]
    fn a_recall_counts_once_and_each_of_its_messages_by_what_becomes_of_it() {
        let (today, later) = (date(2026, 6, 1), date(2026, 7, 31));
        let skipped = Fate::Skipped(SkipReason::NoAddress);
        let mut found = Foretold::default();
        found.add(&[
            foreseen(Channel::Sms, today, true, Fate::Goes { segments: 2 }),
            foreseen(Channel::Email, today, true, Fate::Goes { segments: 0 }),
        ]);
        found.add(&[
            foreseen(Channel::Sms, later, false, Fate::Goes { segments: 3 }),
            foreseen(Channel::Email, later, false, skipped),
        ]);
        found.add(&[foreseen(Channel::Sms, later, false, Fate::TooLong)]);
        found.add(&[]);
        let going = |messages, segments| Going { messages, segments };
        let expected = Foretold {
            recalls: 2,
            months: BTreeMap::from([
                ((today, Channel::Sms), going(1, 2)),
                ((today, Channel::Email), going(1, 0)),
                ((date(2026, 7, 1), Channel::Sms), going(1, 3)),
            ]),
            at_once: BTreeMap::from([((today, Channel::Sms), going(1, 2)), ((today, Channel::Email), going(1, 0))]),
            skipped: BTreeMap::from([((Channel::Email, SkipReason::NoAddress), 1)]),
            too_long: 1,
            ..Foretold::default()
        };
        assert_eq!(found, expected);
    }

    #[rstest]
    #[case::all(None, None, Some("2026-05-01 2026-07-31"))]
    #[case::stopped_within_a_month(None, Some("2026-06-01 x"), Some("2026-05-01 2026-06-20"))]
    #[case::stopped_before_a_month(None, Some("2026-07-01"), Some("2026-05-01 2026-06-30"))]
    #[case::went_on_within_a_month(Some("2026-05-01 x"), None, Some("2026-06-10 2026-07-31"))]
    #[case::went_on_with_a_month(Some("2026-05-01"), Some("2026-06-01 x"), Some("2026-05-01 2026-06-20"))]
    #[case::stopped_at_once(None, Some("2026-05-01"), None)]
    fn a_page_says_which_days_it_covers(
        #[case] from: Option<&str>,
        #[case] next: Option<&str>,
        #[case] walked: Option<&str>,
    ) {
        let months = [date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)];
        let slice = |text: &str| Slice {
            month: text[..10].parse().expect("a day"),
            after: text.split_once(' ').map(|(_, after)| after.to_owned()),
        };
        let visits = Some((date(2026, 6, 10), date(2026, 6, 20)));
        let found = super::walked(&months, from.map(slice).as_ref(), visits, next.map(slice).as_ref());
        assert_eq!(found.map(|(from, to)| format!("{from} {to}")).as_deref(), walked);
    }

    #[test]
    fn the_months_are_those_that_a_change_plans_anew() {
        let (mut settings, now) = (Clinic::new().settings, at("2026-06-15T10:00+02:00"));
        assert_eq!(recalled_months(&settings, now), []);
        let on = EventSettings { enabled: true, email: true, ..EventSettings::default() };
        settings.events.insert(Event::Recall, on);
        assert_eq!(recalled_months(&settings, now), months(&settings, now));
        settings.events.insert(Event::Recall, EventSettings { email: false, ..on });
        assert_eq!(recalled_months(&settings, now), []);
    }
}
