//! What the centre is told, from the write that causes it to the e-mail, on the real store.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use carebell_domain::centre::{Happened, Notice};
use carebell_domain::decide::SkipReason;
use carebell_domain::fixtures::{Clinic, at};
use carebell_domain::message::{Status, status};
use carebell_domain::model::{Appointment, Settings};
use carebell_domain::{Event, MatterId};
use carebell_workflows::jobs::{CentreJob, Job, SEND_SCHEMA};
use carebell_workflows::ports::{
    AppointmentWrite, Clock, ConfigStore, Directory, EmailChannel, EmailOut, Kind, MessageQuery, MessageRecord,
    Messages, NoticeChange, Notices, Outcome, Records, Sweep, Target, WriteError,
};
use carebell_workflows::send::{Doubts, Handled, Sender, Waits};
use jiff::SignedDuration;
use serde_json::json;

use crate::config::audit;
use crate::world::{World, appointment, client, id, write};

/// A provider that keeps what it is sent, and answers what it is told to.
#[derive(Default)]
struct Provider {
    sent: Mutex<Vec<EmailOut>>,
    next: Mutex<Option<Outcome>>,
}

#[async_trait]
impl EmailChannel for Provider {
    async fn send(&self, email: &EmailOut) -> Outcome {
        if let Some(outcome) = self.next.lock().expect("nobody panicked").take() {
            return outcome;
        }
        let mut sent = self.sent.lock().expect("nobody panicked");
        sent.push(email.clone());
        Outcome::Accepted { provider_id: format!("p-{}", sent.len()) }
    }
}

#[async_trait]
impl carebell_workflows::ports::SmsChannel for Provider {
    async fn send(&self, _: &carebell_workflows::ports::SmsOut) -> Outcome {
        panic!("nothing to the centre goes by SMS")
    }
}

struct Desk {
    world: World,
    provider: Arc<Provider>,
    sender: Sender,
    settings: Settings,
    jobs: u32,
}

impl Desk {
    /// A clinic with its master switch off, a client, and these administrators.
    async fn open(admins: &[&str]) -> Self {
        let world = World::start().await;
        let mut settings = Clinic::new().settings;
        settings.master = false;
        settings.centre.language = carebell_domain::Language::En;
        world.store.create_tenant(&world.tenant, &settings, audit("settings")).await.expect("it is made");
        for name in admins {
            let user = json!({"id": name, "email": format!("{name}@example.com"), "role": "admin"});
            world.store.save(&world.tenant, Kind::User, name, user, None, audit(name)).await.expect("it is saved");
        }
        let operator = json!({"id": "olga", "email": "olga@example.com", "role": "operator"});
        world.store.save(&world.tenant, Kind::User, "olga", operator, None, audit("olga")).await.expect("it is saved");
        world.put_client(client("client1", "Bianchi")).await;
        let (store, provider) = (world.store.clone(), Arc::new(Provider::default()));
        let doubts = Doubts {
            clock: world.clock.clone(),
            directory: store.clone(),
            records: store.clone(),
            messages: store.clone(),
            notices: store.clone(),
            run_time: SignedDuration::from_secs(30),
            waits: Waits { email: SignedDuration::from_mins(15), sms: SignedDuration::from_mins(15) },
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
        Self { world, provider, sender, settings, jobs: 0 }
    }

    fn notice(&self, cause: &str) -> Notice {
        let visit = appointment("a1", "2026-06-05T15:30+02:00");
        Notice::of_visit(&self.settings, Happened::OtherTime, &visit, cause, self.world.clock.now())
    }

    async fn raise(&self, cause: &str) -> Notice {
        let notice = self.notice(cause);
        self.world.store.raise(&self.world.tenant, &notice).await.expect("it is raised");
        notice
    }

    /// Does a job of this name about a matter.
    async fn job(&self, matter: &MatterId, name: &str) -> Handled {
        let (id, tenant) = (name.to_owned(), self.world.tenant.clone());
        let job = CentreJob { schema: SEND_SCHEMA, id, tenant, matter: matter.clone() };
        self.sender.take(&Job::Centre(job)).await.expect("it is done")
    }

    /// Does a new job about a matter, and says how many mails have gone since the begin.
    async fn look(&mut self, matter: &MatterId) -> usize {
        self.jobs += 1;
        assert_eq!(self.job(matter, &format!("job{}", self.jobs)).await, Handled::Done);
        self.provider.sent.lock().expect("nobody panicked").len()
    }

    fn last(&self) -> EmailOut {
        self.provider.sent.lock().expect("nobody panicked").last().expect("a mail").clone()
    }

    async fn rows(&self) -> Vec<MessageRecord> {
        let today = self.world.clock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
        let query = MessageQuery::default();
        Messages::list(&*self.world.store, &self.world.tenant, &query, None, 99, today).await.expect("a page").items
    }

    async fn matter(&self, matter: &MatterId) -> Vec<Notice> {
        self.world.store.matter(&self.world.tenant, matter).await.expect("it is read")
    }

    /// The matters that are due at an instant.
    async fn due(&self, now: &str) -> usize {
        let mut found = 0;
        for shard in 0..self.world.store.shards() {
            let pace = carebell_domain::agenda::Pace::Minutes;
            let page = self.world.store.due(pace, shard, None, at(now), None, 99).await.expect("a page");
            found += page.items.iter().filter(|entry| matches!(entry.target, Target::Matter(_))).count();
        }
        found
    }
}

#[tokio::test]
async fn a_notice_is_kept_with_the_appointment_or_not_at_all() {
    let desk = Desk::open(&["ada"]).await;
    let notice = desk.notice("1");
    let raise = Some(NoticeChange::Raise(notice.clone()));
    let booked = appointment("a1", "2026-06-05T15:30+02:00");
    let stale = AppointmentWrite { notice: raise.clone(), ..write(Appointment { rev: 7, ..booked.clone() }) };
    let refused = desk.world.store.write_appointment(&desk.world.tenant, &stale).await;
    assert!(matches!(refused, Err(WriteError::Stale)), "{refused:?}");
    assert_eq!(desk.matter(&notice.matter).await, []);
    let one = desk.world.put(AppointmentWrite { notice: raise.clone(), ..write(booked) }).await;
    let kept = Notice { rev: 1, ..notice.clone() };
    assert_eq!(desk.matter(&notice.matter).await, std::slice::from_ref(&kept));
    // The same cause once more refuses nothing and changes nothing.
    let one = desk.world.put(AppointmentWrite { notice: raise, ..write(one) }).await;
    assert_eq!(desk.matter(&notice.matter).await, [kept]);
    assert_eq!(desk.due("2026-06-01T10:00:00Z").await, 1);
    let withdraw = Some(NoticeChange::Withdraw(notice.matter.clone(), notice.id.clone()));
    desk.world.put(AppointmentWrite { notice: withdraw, ..write(one) }).await;
    let found = desk.matter(&notice.matter).await;
    assert!(matches!(&found[..], [Notice { withdrawn: true, due: None, rev: 2, .. }]), "{found:?}");
    assert_eq!(desk.due("2026-06-09T10:00:00Z").await, 0);
}

#[tokio::test]
async fn each_administrator_is_told_at_once_and_then_of_what_was_gathered() {
    let mut desk = Desk::open(&["ada", "bea"]).await;
    let matter = desk.raise("1").await.matter;
    assert_eq!(desk.look(&matter).await, 2);
    assert_eq!(desk.last().subject, "Action required");
    let text = desk.last().text;
    assert!(text.contains("Asks for another time: Giulia Bianchi, Friday 5 June 15:30\n"), "{text}");
    let rows = desk.rows().await;
    let to: BTreeMap<_, _> = rows.iter().map(|row| (row.recipient.clone().expect("an address"), row)).collect();
    assert_eq!(to.keys().collect::<Vec<_>>(), ["ada@example.com", "bea@example.com"]);
    assert!(rows.iter().all(|row| row.event == Event::CentreActionRequired && row.client.is_none()));
    assert_eq!(desk.due("2026-06-09T10:00:00Z").await, 0);
    for cause in ["2", "3"] {
        desk.world.clock.advance(SignedDuration::from_mins(10));
        desk.raise(cause).await;
        assert_eq!(desk.look(&matter).await, 2);
    }
    assert_eq!((desk.due("2026-06-01T10:59:59Z").await, desk.due("2026-06-01T11:00:00Z").await), (0, 2));
    desk.world.clock.set(at("2026-06-01T11:00:00Z"));
    assert_eq!(desk.look(&matter).await, 4);
    assert_eq!(desk.last().text.matches("Asks for another time").count(), 2);
    assert_eq!(desk.look(&matter).await, 4);
    // One that is raised again was told: its entry in the index goes when it is looked at.
    desk.raise("1").await;
    assert_eq!(desk.due("2026-06-09T10:00:00Z").await, 1);
    assert_eq!(desk.look(&matter).await, 4);
    assert_eq!(desk.due("2026-06-09T10:00:00Z").await, 0);
}

#[tokio::test]
async fn what_cannot_be_told_is_on_record_with_the_reason() {
    let mut desk = Desk::open(&[]).await;
    let matter = desk.raise("1").await.matter;
    assert_eq!(desk.look(&matter).await, 0);
    let rows = desk.rows().await;
    assert!(matches!(&rows[..], [row] if row.skipped == Some(SkipReason::NoAddress)), "{rows:?}");
    assert_eq!(desk.due("2026-06-09T10:00:00Z").await, 0);

    let mut desk = Desk::open(&["ada"]).await;
    let ada = desk.world.store.tenancy(&desk.world.tenant).await.expect("read").expect("it is there").admins
        [&id("ada")]
        .clone();
    let suppress = carebell_domain::decide::Suppression::HardBounce;
    let suppressions: &dyn carebell_workflows::ports::Suppressions = &*desk.world.store;
    suppressions.suppress_email(&desk.world.tenant, &ada, suppress, desk.world.clock.now()).await.expect("kept");
    let matter = desk.raise("1").await.matter;
    assert_eq!(desk.look(&matter).await, 0);
    let rows = desk.rows().await;
    assert!(matches!(&rows[..], [row] if row.skipped == Some(SkipReason::Suppressed)), "{rows:?}");
}

#[tokio::test]
async fn one_without_room_is_tried_again_and_one_refused_is_not() {
    let mut desk = Desk::open(&["ada"]).await;
    let matter = desk.raise("1").await.matter;
    let words = || "busy".to_owned();
    *desk.provider.next.lock().expect("nobody panicked") = Some(Outcome::Throttled { words: words() });
    assert_eq!(desk.look(&matter).await, 0);
    assert_eq!((desk.rows().await.len(), desk.due("2026-06-01T10:01:00Z").await), (0, 1));
    desk.world.clock.set(at("2026-06-01T10:01:00Z"));
    assert_eq!(desk.look(&matter).await, 1);
    desk.world.clock.set(at("2026-06-01T11:01:00Z"));
    desk.raise("2").await;
    *desk.provider.next.lock().expect("nobody panicked") = Some(Outcome::Refused { words: words() });
    assert_eq!(desk.look(&matter).await, 1);
    let rows = desk.rows().await;
    assert!(rows.iter().any(|row| status(&row.steps) == Status::Failed), "{rows:?}");
    assert_eq!(desk.due("2026-06-09T10:00:00Z").await, 0);
}

#[tokio::test]
async fn what_a_run_that_died_has_claimed_is_unknown_and_never_repeated() {
    let desk = Desk::open(&["ada"]).await;
    let notice = desk.raise("1").await;
    // The run ended right after its claim.
    let mut claimed = desk.matter(&notice.matter).await;
    let claim = carebell_domain::model::Claim::new(desk.world.clock.now(), "died");
    claimed[0].to.insert(id("ada"), Some(claim));
    claimed[0].due = None;
    desk.world.store.write_notices(&desk.world.tenant, &claimed, &[]).await.expect("it is written");
    assert_eq!(desk.job(&notice.matter, "died").await, Handled::Later);
    desk.world.clock.advance(SignedDuration::from_secs(36));
    assert_eq!(desk.job(&notice.matter, "died").await, Handled::Done);
    let rows = desk.rows().await;
    assert!(matches!(&rows[..], [row] if status(&row.steps) == Status::Unknown && row.recipient.is_some()), "{rows:?}");
    assert_eq!(desk.job(&notice.matter, "other").await, Handled::Done);
    assert!(desk.provider.sent.lock().expect("nobody panicked").is_empty());
}

#[tokio::test]
async fn very_many_are_one_mail() {
    let mut desk = Desk::open(&["ada"]).await;
    desk.settings.answers_digest_at = Some(jiff::civil::time(18, 0, 0, 0));
    let mut matter = None;
    for nth in 0..230 {
        let visit = appointment(&format!("a{nth}"), "2026-06-05T15:30+02:00");
        let now = desk.world.clock.now();
        let notice = Notice::of_visit(&desk.settings, Happened::Confirmed, &visit, "1", now);
        desk.world.store.raise(&desk.world.tenant, &notice).await.expect("it is raised");
        matter = Some(notice.matter);
    }
    desk.world.clock.set(at("2026-06-01T18:00+02:00"));
    assert_eq!(desk.look(&matter.expect("one")).await, 1);
    assert!(desk.last().text.contains("and 30 more"), "{}", desk.last().text);
    assert_eq!(desk.rows().await[0].number, 230);
    assert_eq!(desk.due("2026-06-09T10:00:00Z").await, 0);
}
