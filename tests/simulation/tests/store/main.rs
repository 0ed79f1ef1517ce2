//! The simulated store against the real one on an emulated table: the same operations by chance, the same answers.

mod operations;

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::Arc;

use carebell_domain::agenda::Pace;
use carebell_domain::decide::{DayGuard, Occasion, SkipReason};
use carebell_domain::fixtures::{Clinic, at};
use carebell_domain::message::{Status, Step, Steps, message_id};
use carebell_domain::model::Client;
use carebell_domain::{AppointmentId, Channel, ClientId, Event, MatterId, TenantId};
use carebell_simulation::random::Random;
use carebell_simulation::store::{Refused, SHARDS, Store};
use carebell_testkit::{EmulatedTable, FixedClock};
use carebell_workflows::ports::{
    Address, DayOf, File, MessageKey, MessageRecord, Messages, Notices, Records, Sweep, SweepEntry, WriteError,
};
use jiff::{SignedDuration, Timestamp};

const NOW: &str = "2026-06-01T10:00:00Z";
const ZERO: SignedDuration = SignedDuration::ZERO;

fn id<T: std::str::FromStr>(text: &str) -> T {
    text.parse().ok().expect("well formed")
}

/// Both stores, and what decides.
struct Pair {
    real: carebell_store::Store,
    model: Store,
    random: Random,
    tenant: TenantId,
}

fn same(what: &str, real: &impl Debug, model: &impl Debug) {
    assert_eq!(format!("{real:?}"), format!("{model:?}"), "{what}");
}

fn real_write(answer: Result<u64, WriteError>) -> Result<u64, Refused> {
    answer.map_err(|error| match error {
        WriteError::Stale => Refused::Stale,
        WriteError::Port(_) => Refused::Impossible,
    })
}

fn sorted(mut file: File) -> File {
    file.patients.sort_by(|one, other| one.id.cmp(&other.id));
    file.appointments.sort_by(|one, other| one.id.item.cmp(&other.id.item));
    file.guards.sort_by_key(|guard| (guard.day, guard.channel));
    file
}

impl Pair {
    fn instant(&mut self) -> Timestamp {
        at(NOW) + SignedDuration::from_millis(self.random.between(-90_000_000, 90_000_000))
    }

    fn pace(&mut self) -> Pace {
        if self.random.chance(1, 3) { Pace::Hours } else { Pace::Minutes }
    }

    fn maybe<T>(&mut self, value: T) -> Option<T> {
        self.random.chance(1, 2).then_some(value)
    }

    /// A `rev`: mostly the right one.
    fn rev(&mut self, right: u64) -> u64 {
        if self.random.chance(4, 5) { right } else { self.random.below(4) }
    }

    fn person(&mut self) -> &'static str {
        if self.random.chance(1, 2) { "client1" } else { "client2" }
    }

    fn appointment_id(&mut self) -> AppointmentId {
        let item = *self.random.one(&["a", "b", "c"]);
        AppointmentId { client: id(self.person()), item: id(item) }
    }

    fn occasion(&mut self) -> Occasion {
        let event = *self.random.one(&[Event::AppointmentReminder, Event::AppointmentCancelled]);
        let number = u32::try_from(self.random.below(2)).expect("small");
        let channel = *self.random.one(&Channel::ALL);
        Occasion { event, channel, number, repeat: event == Event::AppointmentCancelled && self.random.chance(1, 4) }
    }

    fn step(&mut self) -> (Status, Step) {
        let status =
            *self.random.one(&[Status::Unknown, Status::Sent, Status::Failed, Status::Delivered, Status::Read]);
        let words = self.maybe("words".to_owned());
        (status, Step { at: self.instant(), words })
    }

    fn message(&mut self) -> MessageRecord {
        let (appointment, occasion) = (self.appointment_id(), self.occasion());
        let skipped = self.random.chance(1, 3).then_some(SkipReason::RemindedToday);
        let when = at(NOW);
        let step = if skipped.is_some() { (Status::Skipped, Step { at: when, words: None }) } else { self.step() };
        MessageRecord {
            id: message_id(&appointment, occasion, when).expect("well formed"),
            event: occasion.event,
            channel: occasion.channel,
            client: Some(appointment.client.clone()),
            appointment: Some(appointment),
            number: occasion.number,
            repeats: None,
            resource: Some(id("rossi")),
            location: Some(id("rome")),
            recipient: self.maybe("giulia@example.com".to_owned()),
            language: self.maybe(carebell_domain::Language::It),
            provider_id: self.maybe("p-1".to_owned()),
            segments: self.maybe(2),
            skipped,
            trace: skipped.map(Into::into).into_iter().collect(),
            body: None,
            at: self.instant(),
            keep_until: self.instant(),
            steps: Steps::from([step]),
        }
    }

    fn key(&mut self) -> MessageKey {
        let id = message_id(&self.appointment_id(), self.occasion(), at(NOW)).expect("well formed");
        MessageKey { tenant: self.tenant.clone(), id }
    }

    /// A day, of a client or of the address that both have.
    fn guard(&mut self) -> (DayOf, DayGuard) {
        let day = at(NOW).to_zoned(jiff::tz::TimeZone::UTC).date();
        let (channel, shared) = (*self.random.one(&Channel::ALL), self.random.chance(1, 2));
        let kind = self.maybe(Event::AppointmentReminder).filter(|_| shared);
        let person: ClientId = id(self.person());
        let generation = u32::try_from(self.random.below(2)).expect("small");
        let named = ["a", "b"].map(|item| (AppointmentId { client: person.clone(), item: id(item) }, generation));
        let client = Client { id: person, ..Clinic::new().client };
        let guard = DayGuard { day, channel, shared, kind, message: self.key().id, named: named.to_vec() };
        (DayOf::of(&client, &guard), guard)
    }

    /// Everything that can be read.
    async fn compare(&mut self) {
        let tenant = self.tenant.clone();
        for client in ["client1", "client2"].map(id) {
            let real = sorted(self.real.file(&tenant, &client).await.expect("a file"));
            same("a file", &real, &sorted(self.model.file(&tenant, &client)));
            for item in ["a", "b", "c"].map(id) {
                let one = AppointmentId { client: client.clone(), item };
                same("notes", &self.real.notes(&tenant, &one).await.expect("notes"), &self.model.notes(&tenant, &one));
                let real = self.real.history(&tenant, &one).await.expect("a history");
                same("a history", &real, &self.model.history(&tenant, &one));
                let real = self.real.client_and_appointment(&tenant, &one).await.expect("both");
                same("client and appointment", &real, &self.model.client_and_appointment(&tenant, &one, ZERO));
            }
        }
        let since =
            *self.random.one(&[jiff::civil::Date::MIN, jiff::civil::date(2026, 6, 1), jiff::civil::date(2026, 6, 2)]);
        for address in Channel::ALL.into_iter().filter_map(|channel| Address::of(&Clinic::new().client, channel)) {
            let real = self.real.at_address(&tenant, &address, 2, since).await.expect("an address");
            same("an address", &real, &self.model.at_address(&tenant, &address, 2, since));
        }
        let matters: BTreeSet<MatterId> = self.model.notices().map(|(_, notice)| notice.matter.clone()).collect();
        for matter in matters {
            let real = self.real.matter(&tenant, &matter).await.expect("a matter");
            same("a matter", &real, &self.model.matter(&tenant, &matter));
        }
        for (key, row) in self.model.rows() {
            same("a message", &self.real.get(key).await.expect("a message"), &row.message());
        }
        let (from, to) = (self.maybe(at(NOW)), self.instant());
        for pace in [Pace::Minutes, Pace::Hours] {
            let (mut real, mut model): (Vec<SweepEntry>, Vec<SweepEntry>) = (Vec::new(), Vec::new());
            for shard in 0..self.real.shards() {
                real.extend(self.real.due(pace, shard, from, to, None, 100).await.expect("a page").items);
            }
            for shard in 0..SHARDS {
                model.extend(self.model.due(pace, shard, from, to, None, 100).items);
            }
            real.sort_by_key(|entry| (entry.due, entry.target.clone()));
            model.sort_by_key(|entry| (entry.due, entry.target.clone()));
            same("what is due", &real, &model);
        }
    }
}

#[tokio::test]
async fn the_simulated_store_is_the_real_one() {
    for seed in 0..8 {
        let (table, clock) = (EmulatedTable::start().await, Arc::new(FixedClock::at(NOW)));
        let real = table.store(clock);
        let mut pair = Pair { real, model: Store::new(at(NOW)), random: Random::new(seed), tenant: id("tt_one") };
        for step in 0..120 {
            pair.operation().await;
            if step % 8 == 7 {
                pair.compare().await;
            }
        }
        assert!(pair.model.stream.len() > 10, "something was written");
    }
}
