//! Clients with one number: one reminder, and a page that answers for each.

use std::sync::Arc;

use carebell_domain::decide::{MOST_MEMBERS, SkipReason};
use carebell_domain::fixtures::{Clinic, at};
use carebell_domain::model::{Appointment, Client, Status};
use carebell_domain::{AppointmentId, Channel, Event};
use carebell_testkit::FixedKeys;
use carebell_workflows::answer::{Answers, Press, Pressed};
use carebell_workflows::api::timeline::{What, timeline};
use carebell_workflows::links::Links;
use carebell_workflows::ports::{Directory, Records};
use carebell_workflows::send::Sender;

use crate::sending::{Provider, open, send_to};
use crate::world::{World, id, write};

const BOOKED: &str = "2026-06-01T12:00+02:00";

/// A household of Giulia and Luca, who are to come on one day.
struct Home {
    world: World,
    sender: Sender,
    provider: Arc<Provider>,
}

impl Home {
    async fn open(change: impl FnOnce(&mut Clinic)) -> Self {
        let (world, mut clinic, sender, provider) = open(|clinic| {
            clinic.settings.households = true;
            change(clinic);
        })
        .await;
        let sender = Sender { links: Some(Links::new("https://visite.carebell.it", Arc::new(FixedKeys))), ..sender };
        let luca = Client { id: id("luca"), first_name: "Luca".into(), rev: 0, ..clinic.client.clone() };
        world.put_client(luca).await;
        clinic.book("a", BOOKED, "2026-06-05T10:00+02:00");
        world.put(write(clinic.appointments[0].clone())).await;
        clinic.client.id = id("luca");
        clinic.book("b", BOOKED, "2026-06-05T11:00+02:00");
        world.put(write(clinic.appointments[1].clone())).await;
        Self { world, sender, provider }
    }

    /// The reminders fall due.
    fn days_pass(&self) {
        self.world.clock.advance(at(BOOKED).duration_until(at("2026-06-03T11:00+02:00")));
    }

    async fn send(&self, name: &str, client: &str, item: &str) -> usize {
        send_to(&self.world, &self.sender, &self.provider, (name, client, item)).await
    }

    async fn visit(&self, visit: &str) -> Appointment {
        let visit: AppointmentId = id(visit);
        let read = self.world.store.client_and_appointment(&self.world.tenant, &visit).await;
        read.expect("it is read").1.expect("the visit")
    }

    fn answers(&self) -> Answers {
        let store = &self.world.store;
        Answers {
            clock: self.world.clock.clone(),
            directory: store.clone(),
            records: store.clone(),
            messages: store.clone(),
            surveys: store.clone(),
            numbers: store.clone(),
            keys: Arc::new(FixedKeys),
        }
    }

    /// The token of the link in the first message.
    fn token(&self) -> String {
        let text = self.provider.texts().swap_remove(0);
        let (_, link) = text.split_once("https://visite.carebell.it/p/").expect("a link");
        let is_sign = |sign: char| sign.is_ascii_alphanumeric() || "-_".contains(sign);
        link.chars().take_while(|sign| is_sign(*sign)).collect()
    }

    async fn shown(&self) -> Vec<String> {
        let opened = self.answers().open(&self.token()).await.expect("it is read").expect("it is genuine");
        opened.shown().iter().map(|visit| visit.appointment.id.to_string()).collect()
    }
}

#[tokio::test]
async fn one_message_names_both_and_the_other_is_skipped_for_it() {
    let home = Home::open(|_| {}).await;
    // What will become of Luca's is foretold.
    let tenancy = home.world.store.tenancy(&home.world.tenant).await.expect("it is read").expect("a tenant");
    let store = &*home.world.store;
    let lines = timeline((store, store, store), &tenancy, &home.world.tenant, &id("luca.b"), at(BOOKED)).await;
    let lines = lines.expect("it is read").expect("a timeline");
    let occasion = home.visit("luca.b").await.occasion(Event::AppointmentReminder, Channel::Sms);
    let foretold = lines.iter().find_map(|line| match &line.what {
        What::Ahead { occasion: one, decision } if *one == occasion => decision.trace.first(),
        _ => None,
    });
    assert_eq!(foretold.map(|finding| finding.reason), Some(SkipReason::RemindedToday));

    home.days_pass();
    assert_eq!(home.send("one", "client1", "a").await, 1);
    let text = home.provider.texts().swap_remove(0);
    let both = "Promemoria: Giulia, Venerdì 5 Giugno 10:00, Sede di Roma; Luca, Venerdì 5 Giugno 11:00, Sede di Roma.";
    assert!(text.starts_with(both) && !text.contains("Rossi") && !text.contains("Visita"), "{text}");
    assert_eq!(home.send("two", "luca", "b").await, 1);
    let claim = home.visit("luca.b").await.claim(Event::AppointmentReminder, Channel::Sms).cloned();
    assert_eq!(claim.and_then(|claim| claim.skipped), Some(SkipReason::RemindedToday));
}

#[tokio::test]
async fn the_page_answers_for_each_and_for_nobody_else() {
    let home = Home::open(|_| {}).await;
    home.days_pass();
    home.send("one", "client1", "a").await;
    assert_eq!(home.shown().await, ["client1.a", "luca.b"]);
    let (token, answers) = (home.token(), home.answers());
    let press = |visit: &str, press| {
        let (answers, token, visit) = (answers.clone(), token.clone(), id(visit));
        async move { answers.press(&token, &visit, press).await.expect("it is written") }
    };
    assert_eq!(press("luca.b", Press::Cancel).await, Pressed::Done);
    assert_eq!(press("luca.nothing", Press::Cancel).await, Pressed::NotNow);
    assert_eq!(home.visit("luca.b").await.status, Status::Cancelled);
    assert_eq!(press("luca.b", Press::Undo).await, Pressed::Done);
    assert_eq!(press("client1.a", Press::Confirm).await, Pressed::Done);
    assert_eq!(home.visit("luca.b").await.status, Status::Booked);
    assert_eq!(home.visit("client1.a").await.status, Status::Confirmed);

    // Luca has another number now: what was sent to this one no longer speaks for him.
    let luca = home.world.store.client(&home.world.tenant, &id("luca")).await.expect("it is read").expect("Luca");
    let write = carebell_workflows::ports::ClientWrite {
        client: Client { mobile: None, ..luca.clone() },
        before: Some(luca),
        audit: Vec::new(),
    };
    home.world.store.write_client(&home.world.tenant, &write).await.expect("it is written");
    assert_eq!(home.shown().await, ["client1.a"]);
    assert_eq!(press("luca.b", Press::Cancel).await, Pressed::NotNow);
    // The link is out, though: whoever has it is to learn nothing of the other's visit now either.
    let opened = answers.open(&token).await.expect("it is read").expect("it is genuine");
    assert!(opened.is_of_household());
}

#[tokio::test]
async fn what_was_named_stays_named_when_the_address_grows_crowded() {
    let home = Home::open(|_| {}).await;
    home.days_pass();
    home.send("one", "client1", "a").await;
    let luca = home.world.store.client(&home.world.tenant, &id("luca")).await.expect("it is read").expect("Luca");
    for number in 0..MOST_MEMBERS - 1 {
        home.world.put_client(Client { id: id(&format!("more{number}")), rev: 0, ..luca.clone() }).await;
    }
    assert_eq!(home.send("two", "luca", "b").await, 1);
    let claim = home.visit("luca.b").await.claim(Event::AppointmentReminder, Channel::Sms).cloned();
    assert_eq!(claim.and_then(|claim| claim.skipped), Some(SkipReason::RemindedToday));
    // So many are no household: whoever comes later is reminded alone.
    let home = Home::open(|_| {}).await;
    home.days_pass();
    for number in 0..MOST_MEMBERS - 1 {
        home.world.put_client(Client { id: id(&format!("more{number}")), rev: 0, ..luca.clone() }).await;
    }
    home.send("one", "client1", "a").await;
    assert_eq!(home.send("two", "luca", "b").await, 2);
}

#[tokio::test]
async fn without_the_switch_each_gets_its_own() {
    let home = Home::open(|clinic| clinic.settings.households = false).await;
    home.days_pass();
    assert_eq!(home.send("one", "client1", "a").await, 1);
    assert_eq!(home.send("two", "luca", "b").await, 2);
    assert!(home.provider.texts().iter().all(|text| !text.starts_with("Promemoria")));
    assert_eq!(home.shown().await, ["client1.a"]);
}
