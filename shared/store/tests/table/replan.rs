//! A change of each kind of setting is carried to what is already planned, in at most one write an appointment.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use carebell_domain::fixtures::{Clinic, at};
use carebell_domain::model::{AfterVisit, Appointment, Location, Predefined, RecallChoice, Service, Settings, Status};
use carebell_domain::time::{Interval, Lead, SendingHours};
use carebell_domain::{AppointmentId, Event};
use carebell_workflows::api::appointments::{Change, plan_write};
use carebell_workflows::jobs::{Job, ReplanJob};
use carebell_workflows::ports::{Audit, ConfigStore, Directory, JobQueue, Kind, Plans, PortError, Records, Replans};
use carebell_workflows::replan::{Replanned, Replanner, replan};
use jiff::{SignedDuration, Timestamp};
use rstest::rstest;
use serde_json::{Value, json};

use crate::world::{World, day, id};

/// A queue that a test empties.
#[derive(Default)]
struct Waiting(Mutex<Vec<(Job, SignedDuration)>>);

#[async_trait]
impl JobQueue for Waiting {
    async fn enqueue(&self, jobs: &[(Job, SignedDuration)]) -> Result<(), PortError> {
        self.0.lock().expect("nobody panicked").extend_from_slice(jobs);
        Ok(())
    }
}

fn audit() -> Audit {
    Audit { at: at("2026-06-01T10:00Z"), by: "ada".into(), object: "o".into(), old: Value::Null, new: Value::Null }
}

/// A clinic on the table with three appointments of one client: a visit of last month, one on Friday at 15:30, one next
/// year, all planned by its settings.
struct Planned {
    world: World,
    clinic: Clinic,
}

impl Planned {
    async fn by(change: impl FnOnce(&mut Settings)) -> Self {
        let world = World::start().await;
        let mut clinic = Clinic::new();
        // The clinic's day begins at ten by UTC here: nothing lies before it.
        clinic.settings.sending_hours = SendingHours::default();
        change(&mut clinic.settings);
        let made = world.store.create_tenant(&world.tenant, &clinic.settings, audit()).await;
        made.expect("it is made");
        clinic.client.rev = 0;
        clinic.client = world.put_client(clinic.client.clone()).await;
        for (kind, name, body) in [
            (Kind::Location, "rome", json!(clinic.catalogue.locations[&id("rome")])),
            (Kind::Service, "visit", json!(clinic.catalogue.services[&id("visit")])),
        ] {
            world.store.save(&world.tenant, kind, name, body, None, audit()).await.expect("it is saved");
        }
        let past = clinic.book("past", "2026-05-01T10:00Z", "2026-05-20T10:00+02:00");
        clinic.set_status(past, "2026-05-20T11:00+02:00", Status::Attended);
        clinic.book("friday", "2026-06-01T09:00Z", "2026-06-05T15:30+02:00");
        clinic.book("far", "2026-06-01T09:00Z", "2027-03-05T15:30+01:00");
        let planned = Self { world, clinic };
        for appointment in &planned.clinic.appointments {
            planned.world.put(planned.plan(appointment.clone()).await).await;
        }
        planned
    }

    async fn plan(&self, appointment: Appointment) -> carebell_workflows::ports::AppointmentWrite {
        let tenancy = self.world.store.fresh(&self.world.tenant).await.expect("a read").expect("a tenant");
        let now = at("2026-06-01T10:00Z");
        let change =
            Change { tenancy: &tenancy, client: &self.clinic.client, patients: &[], before: None, by: "desk", now };
        plan_write(change, appointment, None)
    }

    /// When an appointment is to be looked at next.
    async fn due(&self, item: &str) -> Option<Timestamp> {
        for month in ["2026-05-01", "2026-06-01", "2027-03-01"] {
            let page = self.world.store.month(&self.world.tenant, day(month), None, 10).await.expect("a read");
            if let Some(found) = page.items.into_iter().find(|one| one.appointment.id.item.as_str() == item) {
                return found.due.map(|due| due.at);
            }
        }
        panic!("{item} is in no month");
    }

    async fn rev(&self, item: &str) -> u64 {
        let id = AppointmentId { client: self.clinic.client.id.clone(), item: id(item) };
        let (_, found) = self.world.store.client_and_appointment(&self.world.tenant, &id).await.expect("a read");
        found.expect("an appointment").rev
    }

    /// Changes the settings, an hour later.
    async fn set(&mut self, change: impl FnOnce(&mut Settings)) -> Plans {
        self.world.clock.advance(SignedDuration::from_hours(1));
        let before = self.clinic.settings.clone();
        let mut after = before.clone();
        change(&mut after);
        let after = after.replacing(&before, at("2026-06-01T11:00Z"));
        let plans = if after.replans(&before) { Plans::Change } else { Plans::Stay };
        self.save(Kind::Settings, "settings", json!(after), plans).await;
        self.clinic.settings = after;
        plans
    }

    async fn save(&self, kind: Kind, name: &str, body: Value, plans: Plans) {
        let tenant = &self.world.tenant;
        let version =
            ConfigStore::get(&*self.world.store, tenant, kind, name).await.expect("a read").map(|one| one.version);
        let saved = self.world.store.save_with(tenant, (kind, name, body), version, audit(), plans).await;
        saved.expect("it is saved");
    }

    /// Walks the calendar to its end. Gives how many appointments were written.
    async fn walk(&self) -> usize {
        let queue = Arc::new(Waiting::default());
        let store = &self.world.store;
        let replanner = Replanner {
            clock: self.world.clock.clone(),
            directory: store.clone(),
            calendar: store.clone(),
            records: store.clone(),
            queue: queue.clone(),
        };
        let version = store.fresh(&self.world.tenant).await.expect("a read").expect("a tenant").version;
        let mut written = 0;
        let mut next = Some(replan(self.world.tenant.clone(), version));
        while let Some(Job::Replan(job)) = next {
            match replanner.handle(&job).await.expect("it is done") {
                Replanned::Done(count) => written += count,
                other => panic!("{other:?}"),
            }
            next = queue.0.lock().expect("nobody panicked").pop().map(|(job, _)| job);
        }
        written
    }
}

#[rstest]
#[case::longer_lead(|set: &mut Settings| set.reminder.lead = Lead::Days(3), "friday", "2026-06-02T15:30+02:00")]
#[case::far_away(|set: &mut Settings| set.reminder.lead = Lead::Days(3), "far", "2027-03-02T15:30+01:00")]
#[case::passed_at_once(|set: &mut Settings| set.reminder.lead = Lead::Days(30), "friday", "2026-06-01T11:00Z")]
#[case::recalls(|set: &mut Settings| recalls(set), "past", "2026-06-20T09:00+02:00")]
#[tokio::test]
async fn what_is_due_sooner_is_written_once(#[case] change: fn(&mut Settings), #[case] item: &str, #[case] due: &str) {
    let mut planned = Planned::by(|_| {}).await;
    assert_eq!(planned.set(change).await, Plans::Change);
    assert!(planned.walk().await > 0);
    assert_eq!(planned.due(item).await, Some(at(due)));
    let revs = [planned.rev("past").await, planned.rev("friday").await, planned.rev("far").await];
    assert!(revs.iter().all(|rev| *rev <= 2), "{revs:?}");
    // A second walk finds nothing to do.
    assert_eq!(planned.walk().await, 0);
}

fn recalls(set: &mut Settings) {
    set.recall.intervals[0] = Interval::Months(1);
    set.recall.default = Some(Predefined::First);
    set.recall.visits_from = Some(jiff::civil::date(2026, 5, 1));
    set.events.get_mut(&Event::Recall).expect("an event").enabled = true;
}

#[tokio::test]
async fn an_event_that_is_switched_on_appears() {
    let off = |set: &mut Settings| {
        set.events.get_mut(&Event::AppointmentReminder).expect("an event").enabled = false;
    };
    let mut planned = Planned::by(off).await;
    assert_eq!(planned.due("friday").await, None);
    planned.set(|set| set.events.get_mut(&Event::AppointmentReminder).expect("an event").enabled = true).await;
    assert_eq!(planned.walk().await, 2);
    assert_eq!(planned.due("friday").await, Some(at("2026-06-03T15:30+02:00")));
    planned.set(|set| set.after_visit.sends = AfterVisit::ThankYou).await;
    planned.set(|set| set.events.get_mut(&Event::ThankYou).expect("an event").enabled = true).await;
    // The reminder comes first: thanks are planned when it has gone.
    assert_eq!(planned.walk().await, 0);
}

#[rstest]
#[case::shorter_lead(|set: &mut Settings| set.reminder.lead = Lead::Hours(20))]
#[case::switched_off(|set: &mut Settings| set.events.get_mut(&Event::AppointmentReminder).expect("it").enabled = false)]
#[tokio::test]
async fn what_is_due_later_is_left_to_the_sender(#[case] change: fn(&mut Settings)) {
    let mut planned = Planned::by(|_| {}).await;
    planned.set(change).await;
    assert_eq!(planned.walk().await, 0);
    assert_eq!(planned.due("friday").await, Some(at("2026-06-03T15:30+02:00")));
}

#[rstest]
#[case::master(|set: &mut Settings| set.master = false)]
#[case::privacy(|set: &mut Settings| set.privacy_only = false)]
#[case::settling(|set: &mut Settings| set.settling_seconds = 0)]
#[case::questions(|set: &mut Settings| set.survey.days_between = 60)]
#[case::invitation(|set: &mut Settings| set.reminder.invitation = false)]
#[case::a_notification(|set: &mut Settings| set.events.get_mut(&Event::AppointmentCreated).expect("it").enabled = true)]
#[tokio::test]
async fn what_the_sender_decides_changes_no_plans(#[case] change: fn(&mut Settings)) {
    let mut planned = Planned::by(|_| {}).await;
    assert_eq!(planned.set(change).await, Plans::Stay);
}

#[tokio::test]
async fn a_places_zone_and_a_services_recall_change_plans_too() {
    let planned = Planned::by(|set| {
        set.events.get_mut(&Event::Recall).expect("an event").enabled = true;
    })
    .await;
    // Friday's visit begins when Saturday has come in Auckland.
    let place =
        Location { time_zone: Some(id("Pacific/Auckland")), ..planned.clinic.catalogue.locations[&id("rome")].clone() };
    planned.save(Kind::Location, "rome", json!(place), Plans::Change).await;
    assert!(planned.walk().await > 0);
    let page = planned.world.store.day(&planned.world.tenant, day("2026-06-06"), None, None, None, 5).await;
    assert_eq!(page.expect("a read").items.len(), 1);
    let service =
        Service { recall: Some(RecallChoice::Weeks(3)), ..planned.clinic.catalogue.services[&id("visit")].clone() };
    planned.save(Kind::Service, "visit", json!(service), Plans::Change).await;
    planned.walk().await;
    // Three weeks after 20 May, at nine in Auckland.
    assert_eq!(planned.due("past").await, Some(at("2026-06-10T09:00+12:00")));
}

#[tokio::test]
async fn a_job_of_a_change_that_cannot_be_read_yet_comes_back() {
    let planned = Planned::by(|_| {}).await;
    let store = &planned.world.store;
    let queue = Arc::new(Waiting::default());
    let replanner = Replanner {
        clock: planned.world.clock.clone(),
        directory: store.clone(),
        calendar: store.clone(),
        records: store.clone(),
        queue,
    };
    let job = |tenant: &str, version| match replan(id(tenant), version) {
        Job::Replan(job) => ReplanJob { ..job },
    };
    assert_eq!(replanner.handle(&job("tt_one", 99)).await.expect("it is read"), Replanned::Later);
    assert_eq!(replanner.handle(&job("tt_none", 1)).await.expect("it is read"), Replanned::NoTenant);
}
