//! One operation by chance, on both stores.

use carebell_domain::agenda::Due;
use carebell_domain::centre::{Happened, Notice, Visit};
use carebell_domain::decide::{SkipReason, Suppression};
use carebell_domain::fixtures::{Clinic, at};
use carebell_domain::message::Steps;
use carebell_domain::model::{Appointment, Claim, Client, Patient, PatientState};
use carebell_domain::receipt::SnsReceipt;
use carebell_domain::{Channel, Event, TenantId};
use carebell_workflows::ports::{
    AppointmentWrite, AttendanceChange, ClientWrite, Count, CountDelta, Counts, History, Messages, Notes, NoticeChange,
    Notices, PatientWrite, Records, SmsQuota, Suppressions, Sweep,
};
use jiff::SignedDuration;

use crate::{NOW, Pair, ZERO, id, real_write, same};

impl Pair {
    pub(crate) async fn operation(&mut self) {
        let tenant = self.tenant.clone();
        match self.random.below(15) {
            0 => self.write_client(&tenant).await,
            1..=3 => self.write_appointment(&tenant).await,
            4 => {
                let of = id(self.person());
                let known = self.model.patient(&tenant, &of, &id("p")).map_or(0, |patient| patient.rev);
                let patient = Patient {
                    id: id("p"),
                    client: of,
                    name: "Rex".into(),
                    species: None,
                    birth_date: None,
                    state: PatientState::Active,
                    rev: self.rev(known),
                };
                let write = PatientWrite { patient };
                let real = real_write(self.real.write_patient(&tenant, &write).await);
                same("writing a patient", &real, &self.model.write_patient(&tenant, &write));
            }
            5 => {
                let message = self.message();
                self.real.record(&tenant, &message).await.expect("recorded");
                self.model.record(&tenant, &message);
            }
            6 => {
                let (key, step) = (self.key(), self.step());
                self.real.step(&key, &Steps::from([step.clone()])).await.expect("added");
                self.model.step(&key, &Steps::from([step]));
            }
            7 => {
                let (of, guard) = self.guard();
                if self.random.chance(2, 3) {
                    let real = self.real.take_day(&tenant, &of, &guard).await.expect("an answer");
                    same("taking a day", &real, &self.model.take_day(&tenant, &of, &guard));
                } else {
                    self.real.free_day(&tenant, &of, &guard).await.expect("an answer");
                    self.model.free_day(&tenant, &of, &guard);
                }
            }
            8 => self.sms().await,
            9 => {
                let (why, when) = (*self.random.one(&Suppression::ALL), self.instant());
                let client = Clinic::new().client;
                let (mobile, email) = (client.mobile.expect("a number"), client.email.expect("a mailbox"));
                self.real.suppress_sms(&tenant, mobile.e164(), why, when).await.expect("suppressed");
                self.model.suppress(&tenant, mobile.e164(), why, when);
                let real = self.real.suppressed(&tenant, Some(&mobile), Some(&email)).await.expect("an answer");
                let model = |address| self.model.suppressed(&tenant, address, ZERO);
                same("suppressions", &real, &(model(mobile.e164()), model(email.as_str())));
            }
            10 => {
                let day = at(NOW).to_zoned(jiff::tz::TimeZone::UTC).date();
                let segments = u8::try_from(self.random.between(1, 9)).expect("small");
                let real = self.real.take(&tenant, day, 60, segments).await.expect("an answer");
                same("the day's SMS", &real, &self.model.take_quota(&tenant, day, 60, segments));
            }
            11 => self.count(&tenant).await,
            12 | 13 => self.notices(&tenant).await,
            _ => {
                let (pace, shard, to) = (self.pace(), 0, self.instant());
                self.real.advance(pace, shard, to).await.expect("moved");
                self.model.advance(pace, shard, to);
                let real = self.real.watermark(pace, shard).await.expect("an answer");
                same("a watermark", &real, &self.model.watermark(pace, shard, ZERO));
            }
        }
    }

    fn notice(&mut self) -> Notice {
        let settings = Clinic::new().settings;
        let cause = *self.random.one(&["1", "2", "3"]);
        // The same cause always tells the same.
        let (happened, visit, subject) = match self.random.below(2) {
            0 => (Happened::OtherTime, self.visit(), "a"),
            _ => (Happened::NotTakenIn { source: "x".into(), why: "y".into() }, None, "b"),
        };
        Notice { visit, ..Notice::new(&settings, happened, subject, cause, at(NOW)) }
    }

    fn visit(&mut self) -> Option<Visit> {
        Some(Visit { id: self.appointment_id(), start: self.instant(), location: id("rome") })
    }

    fn maybe_notice(&mut self) -> Option<NoticeChange> {
        let notice = self.notice();
        match self.random.below(6) {
            0 => Some(NoticeChange::Raise(notice)),
            1 => {
                let known = self.model.matter(&self.tenant, &notice.matter);
                known.first().map(|one| NoticeChange::Withdraw(one.matter.clone(), one.id.clone()))
            }
            _ => None,
        }
    }

    async fn notices(&mut self, tenant: &TenantId) {
        let notice = self.notice();
        if self.random.chance(1, 2) {
            self.real.raise(tenant, &notice).await.expect("raised");
            self.model.raise(tenant, &notice, ZERO);
            return;
        }
        let mut some = self.model.matter(tenant, &notice.matter);
        for one in &mut some {
            one.rev = self.rev(one.rev);
            let claim = Claim::new(self.instant(), "01J");
            let claim = self.maybe(claim);
            one.to.insert(id("ada"), claim);
            let due = self.instant();
            one.due = self.maybe(due);
            let closed = Claim::skip(self.instant(), "01J", SkipReason::NoAddress);
            one.closed = self.random.chance(1, 4).then_some(closed);
        }
        let message = self.message();
        let skipped: Vec<_> = self.random.chance(1, 3).then_some(message).into_iter().collect();
        if some.is_empty() {
            return;
        }
        let real = self.real.write_notices(tenant, &some, &skipped).await;
        let real = real.map(|()| 0);
        let model = self.model.write_notices(tenant, &some, &skipped, ZERO).map(|()| 0);
        same("writing notices", &real_write(real), &model);
    }

    async fn write_client(&mut self, tenant: &TenantId) {
        let name = self.person();
        let before = self.model.client(tenant, &id(name));
        let rev = self.rev(before.as_ref().map_or(0, |before| before.rev));
        let privacy = self.maybe(Clinic::new().client.privacy).flatten();
        let base = before.clone().unwrap_or_else(|| Client { id: id(name), ..Clinic::new().client });
        let write = ClientWrite { client: Client { privacy, rev, ..base }, before, audit: Vec::new() };
        let real = real_write(self.real.write_client(tenant, &write).await);
        same("writing a client", &real, &self.model.write_client(tenant, &write));
    }

    async fn write_appointment(&mut self, tenant: &TenantId) {
        let one = self.appointment_id();
        let before = self.model.appointment(tenant, &one).map(|stored| stored.appointment.as_ref().clone());
        let rev = self.rev(before.as_ref().map_or(0, |before| before.rev));
        let mut clinic = Clinic::new();
        let index = clinic.book("x", NOW, "2026-06-05T15:30+02:00");
        let base = before.unwrap_or_else(|| Appointment { id: one, ..clinic.appointments.swap_remove(index) });
        let mut appointment = Appointment { rev, start: self.instant(), ..base };
        let (occasion, claimed) = (self.occasion(), self.instant());
        appointment.claims.insert(occasion, Claim { doubt: self.maybe(claimed), ..Claim::new(claimed, "01J") });
        let status = appointment.status;
        let due = Due { at: self.instant(), pace: self.pace() };
        let (look_at, when) = (self.instant(), self.instant());
        let history = History {
            at: when,
            by: "desk".into(),
            from: Some(status),
            to: status,
            moved_from: None,
            answer: None,
            taken_back: None,
            claims: appointment.claims.clone(),
        };
        let notes = Notes { notes: self.maybe("bring the papers".to_owned()), internal_notes: None };
        let message = self.message();
        let write = AppointmentWrite {
            local_day: at(NOW).to_zoned(jiff::tz::TimeZone::UTC).date(),
            appointment,
            due: self.maybe(due),
            announce: self.maybe(look_at),
            notes: self.maybe(notes),
            history: self.maybe(history),
            attendance: self.random.chance(1, 4).then_some(AttendanceChange { attended: 1, no_show: 0 }),
            skipped: self.random.chance(1, 4).then_some(message).into_iter().collect(),
            notice: self.maybe_notice(),
        };
        let real = real_write(self.real.write_appointment(tenant, &write).await);
        same("writing an appointment", &real, &self.model.write_appointment(tenant, &write, ZERO));
    }

    async fn sms(&mut self) {
        let (provider_id, key) = (format!("p-{}", self.random.below(3)), self.key());
        if self.random.chance(1, 2) {
            let real = self.real.join_sms(&provider_id, &key).await.expect("an answer");
            same("naming an SMS", &real, &self.model.join_sms(&provider_id, &key));
            return;
        }
        let (number, (status, step)) = ("+393471234567".to_owned(), self.step());
        let receipt = SnsReceipt {
            provider_id,
            published_at: at(NOW),
            number: Some(number.clone()),
            status,
            step,
            opted_out: None,
        };
        let real = self.real.sms_receipt(&receipt).await.expect("an answer");
        same("a receipt", &real, &self.model.sms_receipt(&receipt, ZERO));
        let span = (at(NOW) - SignedDuration::from_secs(9), at(NOW) + SignedDuration::from_secs(9));
        let mut real = self.real.stray_sms(&number, span.0, span.1).await.expect("an answer");
        let mut model = self.model.stray_sms(&number, span.0, span.1);
        real.sort();
        model.sort();
        same("strays", &real, &model);
    }

    async fn count(&mut self, tenant: &TenantId) {
        let day = at(NOW).to_zoned(jiff::tz::TimeZone::UTC).date();
        let counted = self.model.counted_up_to(tenant, day);
        let real = self.real.counted_up_to(tenant, day).await.expect("an answer");
        same("up to where it is counted", &real, &counted);
        let cell =
            Count { event: Event::AppointmentReminder, channel: Channel::Sms, status: self.step().0, reason: None };
        let last_sequence = format!("{:0>40}", self.random.below(1_000));
        let cells = [(cell, self.random.between(-2, 3))].into();
        let delta = CountDelta { tenant: tenant.clone(), day, cells, last_sequence };
        let after = if self.random.chance(3, 4) { counted } else { format!("{:0>40}", 7) };
        let real = self.real.add(&delta, &after).await.expect("an answer");
        same("adding counts", &real, &self.model.add_counts(&delta, &after));
        let real = self.real.days(tenant, day, day).await.expect("an answer");
        same("counts", &real, &self.model.days(tenant, day, day));
    }
}
