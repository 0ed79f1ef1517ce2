//! What the sender makes of a day that an earlier reminder has taken, and of a used-up one, on the real store.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use carebell_domain::contact::{Country, EmailAddress, SmsSender};
use carebell_domain::fixtures::{Clinic, at};
use carebell_domain::{Channel, Event, ItemId};
use carebell_workflows::jobs::{SEND_SCHEMA, SendJob};
use carebell_workflows::ports::{ConfigStore, EmailChannel, EmailOut, Kind, Outcome, Records, SmsChannel, SmsOut};
use carebell_workflows::send::{Doubts, Handled, Sender, Waits};
use jiff::SignedDuration;
use serde_json::json;

use crate::config::audit;
use crate::world::{World, id, write};

/// A provider that accepts everything and keeps the senders and the texts.
#[derive(Default)]
pub(crate) struct Provider(Mutex<Vec<(Option<String>, String)>>);

impl Provider {
    fn accept(&self, from: Option<&str>, text: &str) -> Outcome {
        let mut all = self.0.lock().expect("nobody panicked");
        all.push((from.map(str::to_owned), text.to_owned()));
        Outcome::Accepted { provider_id: format!("p-{}", all.len()) }
    }

    fn count(&self) -> usize {
        self.0.lock().expect("nobody panicked").len()
    }

    fn senders(&self) -> Vec<Option<String>> {
        self.0.lock().expect("nobody panicked").iter().map(|(from, _)| from.clone()).collect()
    }

    pub(crate) fn texts(&self) -> Vec<String> {
        self.0.lock().expect("nobody panicked").iter().map(|(_, text)| text.clone()).collect()
    }
}

#[async_trait]
impl EmailChannel for Provider {
    async fn send(&self, email: &EmailOut) -> Outcome {
        self.accept(email.from.as_ref().map(EmailAddress::as_str), &email.text)
    }
}

#[async_trait]
impl SmsChannel for Provider {
    async fn send(&self, sms: &SmsOut) -> Outcome {
        let sender = sms.sender.as_ref().map(|sender| match sender {
            SmsSender::Number(number) => number.e164(),
            SmsSender::Name(name) => name.as_str(),
        });
        self.accept(sender, &sms.text)
    }
}

/// A clinic that sends one SMS reminder a day, its client on the table, and a sender.
pub(crate) async fn open(change: impl FnOnce(&mut Clinic)) -> (World, Clinic, Sender, Arc<Provider>) {
    let world = World::start().await;
    let mut clinic = Clinic::new();
    change(&mut clinic);
    let made = world.store.create_tenant(&world.tenant, &clinic.settings, audit("settings")).await;
    made.expect("it is made");
    for (kind, name, body) in [
        (Kind::Location, "rome", json!(clinic.catalogue.locations[&id("rome")])),
        (Kind::Resource, "rossi", json!(clinic.catalogue.resources[&id("rossi")])),
        (Kind::Service, "visit", json!(clinic.catalogue.services[&id("visit")])),
    ] {
        world.store.save(&world.tenant, kind, name, body, None, audit(name)).await.expect("it is saved");
    }
    clinic.client.rev = 0;
    clinic.client = world.put_client(clinic.client.clone()).await;
    let (store, provider) = (world.store.clone(), Arc::new(Provider::default()));
    let (run_time, wait) = (SignedDuration::from_secs(30), SignedDuration::from_mins(15));
    let doubts = Doubts {
        clock: world.clock.clone(),
        directory: store.clone(),
        records: store.clone(),
        messages: store.clone(),
        notices: store.clone(),
        run_time,
        waits: Waits { email: wait, sms: wait },
    };
    let sender = Sender {
        clock: world.clock.clone(),
        directory: store.clone(),
        records: store.clone(),
        messages: store.clone(),
        suppressions: store.clone(),
        quota: store,
        email: provider.clone(),
        sms: provider.clone(),
        doubts,
        links: None,
    };
    (world, clinic, sender, provider)
}

/// Does a job about an appointment, and says how many messages have gone since the begin.
async fn send(world: &World, sender: &Sender, provider: &Provider, name: &str, item: &str) -> usize {
    send_to(world, sender, provider, (name, "client1", item)).await
}

/// The same about an appointment of another client.
pub(crate) async fn send_to(
    world: &World,
    sender: &Sender,
    provider: &Provider,
    (name, client, item): (&str, &str, &str),
) -> usize {
    let (tenant, client) = (world.tenant.clone(), id(client));
    let items: Vec<ItemId> = vec![id(item)];
    let job = SendJob { schema: SEND_SCHEMA, id: name.to_owned(), tenant, client, items };
    assert_eq!(sender.handle(&job).await.expect("it is done"), Handled::Done);
    provider.count()
}

#[tokio::test]
async fn a_reminder_of_the_new_start_goes_on_the_day_of_the_old_ones() {
    let (world, mut clinic, sender, provider) = open(|_| {}).await;
    let now = "2026-06-01T12:00+02:00";
    let index = clinic.book("a", now, "2026-06-02T15:30+02:00");
    clinic.appointments[index] = world.put(write(clinic.appointments[index].clone())).await;
    assert_eq!(send(&world, &sender, &provider, "one", "a").await, 1);
    let file = world.store.file(&world.tenant, &clinic.client.id).await.expect("it is read");
    clinic.appointments = file.appointments;
    clinic.reschedule(index, now, "2026-06-02T17:00+02:00");
    clinic.appointments[index] = world.put(write(clinic.appointments[index].clone())).await;
    assert_eq!(send(&world, &sender, &provider, "two", "a").await, 2);
    assert_eq!(send(&world, &sender, &provider, "three", "a").await, 2);
    // The day is the new reminder's now.
    let file = world.store.file(&world.tenant, &clinic.client.id).await.expect("it is read");
    assert_eq!(file.guards.len(), 1);
    assert_eq!(file.guards[0].named, [(id("client1.a"), 1)]);
    assert!(file.appointments[0].claim(Event::AppointmentReminder, Channel::Sms).is_some());
}

#[tokio::test]
async fn a_reminder_that_no_later_day_can_take_goes_beside_the_days_own() {
    let (world, mut clinic, sender, provider) = open(|_| {}).await;
    let now = "2026-06-01T12:00+02:00";
    let first = clinic.book("first", now, "2026-06-03T10:00+02:00");
    world.put(write(clinic.appointments[first].clone())).await;
    assert_eq!(send(&world, &sender, &provider, "one", "first").await, 1);
    // Tomorrow at 09:00 is less than twelve hours before either.
    for (count, name, start) in [(2, "soon", "2026-06-02T15:30+02:00"), (3, "too", "2026-06-02T16:00+02:00")] {
        let index = clinic.book(name, now, start);
        world.put(write(clinic.appointments[index].clone())).await;
        assert_eq!(send(&world, &sender, &provider, name, name).await, count, "{name}");
    }
    // One that can wait does.
    let index = clinic.book("later", now, "2026-06-03T11:00+02:00");
    world.put(write(clinic.appointments[index].clone())).await;
    assert_eq!(send(&world, &sender, &provider, "later", "later").await, 3);
    world.clock.advance(at("2026-06-01T10:00:00Z").duration_until(at("2026-06-02T09:00+02:00")));
    assert_eq!(send(&world, &sender, &provider, "tomorrow", "later").await, 4);
    let file = world.store.file(&world.tenant, &clinic.client.id).await.expect("it is read");
    let named: Vec<_> = file.guards.iter().map(|guard| guard.named.clone()).collect();
    assert_eq!(named, [vec![(id("client1.first"), 0)], vec![(id("client1.later"), 0)]]);
}

#[tokio::test]
async fn what_waits_for_tomorrow_holds_up_nothing_else() {
    let (world, mut clinic, sender, provider) = open(|clinic| {
        clinic.switch_on(Event::AppointmentCreated);
        clinic.client.email = None;
        clinic.settings.settling_seconds = 0;
        clinic.settings.sms_daily_cap = 0;
    })
    .await;
    let index = clinic.book("a", "2026-06-01T12:00+02:00", "2026-06-03T15:00+02:00");
    world.put(write(clinic.appointments[index].clone())).await;
    assert_eq!(send(&world, &sender, &provider, "one", "a").await, 0);
    let due = async || {
        let item = world.item("A#a").await.expect("it is there");
        item["duesk"].as_s().expect("a text")[..20].to_owned()
    };
    assert_eq!(due().await, "2026-06-01T13:00:00Z", "the reminder");
    world.clock.advance(SignedDuration::from_hours(3));
    assert_eq!(send(&world, &sender, &provider, "two", "a").await, 0);
    assert_eq!(due().await, "2026-06-01T22:00:00Z", "both, when the next day begins in Rome");
}

#[tokio::test]
async fn an_own_sender_goes_while_the_platform_has_it_on_record() {
    let own = |entered| Some(SmsSender::parse(entered, Country::IT).expect("a sender"));
    let address = |text| Some(EmailAddress::parse(text).expect("an address"));
    let (centre, rome, number) = ("desk@aurora.example", "rome@aurora.example", "+393471234567");
    // In the settings, at the location, on the list, and from whom it goes: first the SMS, then the e-mail.
    let table = [
        (number, None, json!([centre]), json!([number]), [Some(number), Some(centre)]),
        (number, None, json!(["aurora.example"]), json!([]), [None, Some(centre)]),
        (number, None, json!([rome, "other.example"]), json!(["+393471234568"]), [None, None]),
        ("Aurora", Some(rome), json!([rome]), json!([]), [Some("Aurora"), Some(rome)]),
        // Not the centre's in place of the location's: the platform's.
        ("Aurora", Some(rome), json!([centre]), json!([]), [Some("Aurora"), None]),
    ];
    for (sms, location, emails, numbers, expected) in table {
        let (world, mut clinic, sender, provider) = open(|clinic| {
            clinic.switch_on(Event::AppointmentCreated);
            clinic.settings.settling_seconds = 0;
            (clinic.settings.senders.sms, clinic.settings.senders.email_address) = (own(sms), address(centre));
            let place = clinic.catalogue.locations.get_mut(&id("rome")).expect("a place");
            place.email_sender = location.and_then(address);
        })
        .await;
        let entries: Vec<_> = numbers.as_array().into_iter().flatten().collect();
        let numbers: Vec<_> = entries.iter().map(|one| json!({"e164": one, "entered": one})).collect();
        let list = json!({"emails": emails, "sms_numbers": numbers});
        let saved = world.store.save(&world.tenant, Kind::Senders, "senders", list, None, audit("senders")).await;
        saved.expect("it is saved");
        let index = clinic.book("a", "2026-06-01T12:00+02:00", "2026-06-05T15:00+02:00");
        world.put(write(clinic.appointments[index].clone())).await;
        assert_eq!(send(&world, &sender, &provider, "one", "a").await, 2);
        let mut from = provider.senders();
        from.sort();
        let mut expected = expected.map(|one| one.map(str::to_owned));
        expected.sort();
        assert_eq!(from, expected, "{sms} {location:?}");
    }
}

#[tokio::test]
async fn a_sender_that_is_struck_off_stays_behind_within_seconds() {
    let (world, mut clinic, sender, provider) = open(|clinic| {
        clinic.switch_on(Event::AppointmentCreated);
        clinic.client.mobile = None;
        clinic.settings.settling_seconds = 0;
        let desk = EmailAddress::parse("desk@aurora.example").expect("an address");
        clinic.settings.senders.email_address = Some(desk);
    })
    .await;
    for (version, emails) in [(None, json!(["aurora.example"])), (Some(1), json!([]))] {
        let list = json!({"emails": emails, "sms_numbers": []});
        let saved = world.store.save(&world.tenant, Kind::Senders, "senders", list, version, audit("senders")).await;
        saved.expect("it is saved");
        world.clock.advance(SignedDuration::from_secs(5));
        let name = if version.is_none() { "first" } else { "second" };
        let index = clinic.book(name, "2026-06-01T12:00+02:00", "2026-06-05T15:00+02:00");
        world.put(write(clinic.appointments[index].clone())).await;
        send(&world, &sender, &provider, name, name).await;
    }
    assert_eq!(provider.senders(), [Some("desk@aurora.example".to_owned()), None]);
}
