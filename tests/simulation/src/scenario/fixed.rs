//! The scenarios of which every single fault is tried: each a small story, begun on a Monday morning in Rome.

use std::sync::Arc;

use carebell_domain::contact::EmailAddress;
use carebell_domain::model::{AnswerKind, Client, Settings, Source, Status};
use carebell_domain::time::{Lead, SendingHours};
use carebell_domain::{AppointmentId, TenantId};
use carebell_workflows::ports::Tenancy;
use jiff::{SignedDuration, Timestamp};

use super::{Desk, Scenario, Step, Told, client, event, id, tenancy};

const MONDAY: &str = "2026-06-01T10:00+02:00";

/// A scenario as it is told: times are minutes after its begin.
struct Story {
    scenario: Scenario,
    tenant: TenantId,
    tenancy: Tenancy,
}

fn story(name: &str) -> Story {
    begun(name, MONDAY)
}

fn begun(name: &str, begin: &str) -> Story {
    let tenant: TenantId = id("tt_one");
    let mut tenancy = tenancy();
    tenancy.settings.reminder.lead = Lead::Hours(24);
    tenancy.settings.reminder.minimum_notice_hours = 2;
    let clients = vec![(tenant.clone(), client(&tenant, 1))];
    let scenario = Scenario {
        name: name.to_owned(),
        begin: id(begin),
        tenants: vec![],
        clients,
        arrives_from: None,
        steps: vec![],
    };
    Story { scenario, tenant, tenancy }
}

impl Story {
    fn at(&self, minutes: i64) -> Timestamp {
        self.scenario.begin + SignedDuration::from_mins(minutes)
    }

    fn with(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.tenancy.settings);
        self
    }

    fn step(mut self, minutes: i64, step: Step) -> Self {
        self.scenario.steps.push((self.at(minutes), step));
        self
    }

    fn desk(self, minutes: i64, item: &str, what: Desk) -> Self {
        let appointment: AppointmentId = id(&format!("client1.{item}"));
        let tenant = self.tenant.clone();
        self.step(minutes, Step::Desk(tenant, appointment, what))
    }

    /// A second client, with the first one's number and mailbox, is booked.
    fn relative(mut self, minutes: i64, start: i64) -> Self {
        self.tenancy.settings.households = true;
        let (first, second) = (client(&self.tenant, 1), client(&self.tenant, 2));
        let second = Client { mobile: first.mobile, email: first.email, ..second };
        self.scenario.clients.push((self.tenant.clone(), second));
        let what = Desk::Book { start: self.at(start), status: Status::Booked, source: Source::Desk };
        let tenant = self.tenant.clone();
        self.step(minutes, Step::Desk(tenant, id("client2.a"), what))
    }

    fn book(self, minutes: i64, item: &str, start: i64) -> Self {
        let start = self.at(start);
        self.desk(minutes, item, Desk::Book { start, status: Status::Booked, source: Source::Desk })
    }

    fn move_to(self, minutes: i64, item: &str, start: i64) -> Self {
        let start = self.at(start);
        self.desk(minutes, item, Desk::Move(start))
    }

    fn status(self, minutes: i64, item: &str, to: Status) -> Self {
        self.desk(minutes, item, Desk::Status(to))
    }

    fn answer(self, minutes: i64, kind: AnswerKind) -> Self {
        self.desk(minutes, "a", Desk::Answer(kind))
    }

    fn garbled(self, minutes: i64) -> Self {
        let tenant = self.tenant.clone();
        self.step(minutes, Step::Garbled(tenant))
    }

    fn admins(mut self, names: &[&str]) -> Self {
        let address = |name: &&str| EmailAddress::parse(&format!("{name}@example.com")).map(|to| (id(name), to)).ok();
        self.tenancy.admins = names.iter().filter_map(address).collect();
        self
    }

    fn consent(self, minutes: i64, given: bool) -> Self {
        let tenant = self.tenant.clone();
        self.step(minutes, Step::Consent(tenant, id("client1"), given))
    }

    fn told(self, minutes: i64, version: u64, start: i64, status: Status, consent: Option<bool>) -> Self {
        let (at, start, tenant) = (self.at(minutes), self.at(start), self.tenant.clone());
        let told = Told { tenant: &tenant, version, at, item: "b1", client: 1, start, status, consent };
        self.step(minutes, event(&told))
    }

    fn settings(self, minutes: i64, change: impl FnOnce(&mut Tenancy)) -> Self {
        let mut changed = self.tenancy.clone();
        change(&mut changed);
        changed.version += 1;
        changed.settings = changed.settings.clone().replacing(&self.tenancy.settings, self.at(minutes));
        let tenant = self.tenant.clone();
        self.step(minutes, Step::Settings(tenant, Arc::new(changed)))
    }

    fn end(mut self) -> Scenario {
        self.scenario.tenants.push((self.tenant, Arc::new(self.tenancy)));
        self.scenario
    }
}

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

fn elsewhere(zone: &'static str) -> impl FnOnce(&mut Tenancy) {
    move |tenancy| {
        for place in tenancy.catalogue.locations.values_mut() {
            place.time_zone = Some(id(zone));
        }
    }
}

fn any_hour(settings: &mut Settings) {
    settings.sending_hours = SendingHours::default();
}

pub(super) fn all() -> Vec<Scenario> {
    use AnswerKind::{Cancelled as Declined, Confirmed, OtherTime};
    use Status::{Booked, Cancelled, Requested};
    let asked = |story: Story| {
        let start = story.at(2 * DAY);
        story.desk(0, "a", Desk::Book { start, status: Requested, source: Source::Online })
    };
    vec![
        story("booked, told, reminded").book(0, "a", 2 * DAY).end(),
        story("booked at the last moment").book(0, "a", 3 * HOUR).end(),
        story("moved before the reminder").book(0, "a", 2 * DAY).move_to(30, "a", 3 * DAY).end(),
        story("moved after the reminder").book(0, "a", 2 * DAY).move_to(DAY + HOUR, "a", 3 * DAY).end(),
        story("moved while the booking settles").book(0, "a", 2 * DAY).move_to(1, "a", 3 * DAY).end(),
        story("cancelled while the booking settles").book(0, "a", 2 * DAY).status(1, "a", Cancelled).end(),
        story("cancelled as the reminder falls due").book(0, "a", 2 * DAY).status(DAY, "a", Cancelled).end(),
        story("cancelled and opened again")
            .book(0, "a", 2 * DAY)
            .status(30, "a", Cancelled)
            .status(60, "a", Booked)
            .end(),
        asked(story("asked for online and approved")).status(5, "a", Booked).end(),
        asked(story("asked for online and refused")).status(5, "a", Cancelled).end(),
        story("two of one day in one reminder").book(0, "a", 2 * DAY).book(3, "b", 2 * DAY + 4 * HOUR).end(),
        story("a second one, booked after the first reminder of the day")
            .book(0, "a", 2 * DAY)
            .book(DAY + HOUR, "b", 3 * DAY)
            .end(),
        story("the day is taken and no later one is left")
            .with(any_hour)
            .with(|settings| settings.reminder.lead = Lead::Hours(4))
            .book(0, "a", 6 * HOUR)
            .book(3 * HOUR, "b", 9 * HOUR)
            .end(),
        story("without one a day")
            .with(|settings| settings.one_reminder_a_day = false)
            .book(0, "a", 2 * DAY)
            .book(1, "b", 2 * DAY + HOUR)
            .end(),
        story("a household of one day").book(0, "a", 2 * DAY).relative(3, 2 * DAY + 4 * HOUR).end(),
        story("a household at one instant, and one moves")
            .book(0, "a", 2 * DAY)
            .relative(3, 2 * DAY)
            .move_to(DAY + HOUR, "a", 3 * DAY)
            .end(),
        story("consent withdrawn before the reminder").book(0, "a", 2 * DAY).consent(DAY - HOUR, false).end(),
        story("consent withdrawn as the reminder falls due").book(0, "a", 2 * DAY).consent(DAY, false).end(),
        story("told by another system, moved and called off")
            .told(0, 1, 2 * DAY, Booked, Some(true))
            .told(5, 2, 3 * DAY, Booked, None)
            .told(30, 3, 3 * DAY, Cancelled, None)
            .end(),
        story("two events of another system at once")
            .told(0, 1, 2 * DAY, Booked, Some(true))
            .told(0, 2, 3 * DAY, Booked, None)
            .end(),
        story("the master switch goes off")
            .book(0, "a", 2 * DAY)
            .settings(DAY - 1, |one| one.settings.master = false)
            .end(),
        story("the lead grows")
            .book(0, "a", 3 * DAY)
            .settings(DAY, |one| one.settings.reminder.lead = Lead::Days(2))
            .end(),
        story("the place goes to another zone")
            .book(0, "a", 2 * DAY)
            .settings(DAY - 2, elsewhere("America/New_York"))
            .end(),
        story("the day's SMS are used up")
            .with(|settings| settings.sms_daily_cap = 1)
            .book(0, "a", 2 * DAY)
            .book(2, "b", 3 * DAY)
            .end(),
        story("the client confirms").admins(&["ada", "bea"]).book(0, "a", 2 * DAY).answer(30, Confirmed).end(),
        story("the client cancels and takes it back")
            .book(0, "a", 2 * DAY)
            .answer(30, Declined)
            .desk(38, "a", Desk::Undo)
            .answer(45, OtherTime)
            .end(),
        story("the client takes it back at the last moment")
            .book(0, "a", 2 * DAY)
            .answer(30, Declined)
            .desk(39, "a", Desk::Undo)
            .end(),
        story("answers are told once a day")
            .with(|settings| settings.answers_digest_at = Some(jiff::civil::Time::constant(12, 0, 0, 0)))
            .book(0, "a", 2 * DAY)
            .answer(30, Confirmed)
            .answer(115, Declined)
            .end(),
        story("events that cannot be taken in").garbled(0).garbled(10).garbled(40).garbled(61).end(),
        story("nobody to be told").admins(&[]).garbled(0).garbled(1).end(),
        begun("booked in the evening", "2026-06-01T20:58+02:00").with(any_hour).book(0, "a", 2 * DAY).end(),
        begun("the clocks go forward", "2026-03-28T02:30+01:00")
            .with(any_hour)
            .with(|settings| settings.reminder.lead = Lead::Days(1))
            .book(0, "a", 2 * DAY - HOUR)
            .end(),
        begun("the clocks go back", "2026-10-24T01:00+02:00")
            .with(any_hour)
            .with(|settings| settings.reminder.lead = Lead::Days(1))
            .book(0, "a", 2 * DAY + 2 * HOUR)
            .end(),
    ]
}
