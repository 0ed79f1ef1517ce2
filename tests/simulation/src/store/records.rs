//! Clients' files: every write of an appointment, a client or a patient is conditional on the `rev` that was read.

use std::collections::BTreeMap;
use std::sync::Arc;

use carebell_domain::decide::Named;
use carebell_domain::model::{Appointment, Claims, Client, Patient};
use carebell_domain::{AppointmentId, Channel, ClientId, ItemId, PatientId, TenantId};
use carebell_workflows::ports::{
    Address, AppointmentWrite, AtAddress, ClientWrite, File, History, Notes, NoticeChange, PatientWrite, Planned,
    Target,
};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::messages::Guards;
use super::{Changed, ClaimChange, Store, Versioned};

/// Why a write was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Another `rev`.
    Stale,
    /// A part other than the condition cannot be carried out.
    Impossible,
}

/// An appointment with its index keys.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The appointment.
    pub appointment: Arc<Appointment>,
    /// Its entry in the due index.
    pub due: Option<carebell_domain::agenda::Due>,
    /// The day under which the calendar lists it.
    pub local_day: Date,
}

/// What lies under one client.
#[derive(Debug, Default)]
pub(super) struct FileRows {
    client: Versioned<Client>,
    patients: BTreeMap<PatientId, Patient>,
    appointments: BTreeMap<ItemId, Versioned<Stored>>,
    pub(super) guards: Guards,
}

fn is_at(client: &Client, channel: Channel, address: &Address) -> bool {
    match (Address::of(client, channel), address) {
        (Some(Address::Sms(own)), Address::Sms(one)) => own.e164() == one.e164(),
        (Some(Address::Email(own)), Address::Email(one)) => own.as_str().to_lowercase() == one.as_str().to_lowercase(),
        _ => false,
    }
}

/// Stored claims know whole seconds.
fn stored(mut claims: Claims) -> Claims {
    let second = |at: Timestamp| Timestamp::from_second(at.as_second()).unwrap_or(at);
    for claim in claims.values_mut() {
        claim.at = second(claim.at);
        claim.until = claim.until.map(second);
        claim.doubt = claim.doubt.map(second);
    }
    claims
}

impl Store {
    pub(super) fn rows_of(&mut self, tenant: &TenantId, client: &ClientId) -> &mut FileRows {
        self.files.entry((tenant.clone(), client.clone())).or_default()
    }

    fn file_rows(&self, tenant: &TenantId, client: &ClientId) -> Option<&FileRows> {
        self.files.get(&(tenant.clone(), client.clone()))
    }

    /// The client's whole file.
    #[must_use]
    pub fn file(&self, tenant: &TenantId, client: &ClientId) -> File {
        let Some(rows) = self.file_rows(tenant, client) else { return File::default() };
        File {
            client: rows.client.get().cloned(),
            patients: rows.patients.values().cloned().collect(),
            appointments: rows
                .appointments
                .values()
                .filter_map(|one| Some(one.get()?.appointment.as_ref().clone()))
                .collect(),
            guards: rows.guards.values().cloned().collect(),
        }
    }

    /// The generation of each of a tenant's appointments.
    #[must_use]
    pub fn generations(&self, tenant: &TenantId) -> Vec<Named> {
        let rows =
            self.files.iter().filter(|((of, _), _)| of == tenant).flat_map(|(_, rows)| rows.appointments.values());
        let present = rows.filter_map(Versioned::get).map(|one| &one.appointment);
        present.map(|one| (one.id.clone(), one.generation)).collect()
    }

    /// Who is written to at an address, at most `most` of them, and which reminders went there to a household since a
    /// day.
    #[must_use]
    pub fn at_address(&self, tenant: &TenantId, address: &Address, most: usize, since: Date) -> AtAddress {
        let files = self.files.iter().filter(|((of, _), _)| of == tenant);
        let owns = |client: &&Client| Channel::ALL.iter().any(|channel| is_at(client, *channel, address));
        let clients = files.filter_map(|(_, rows)| rows.client.get()).filter(owns).map(|client| client.id.clone());
        let guards = self.shared_guards(tenant, address).into_iter().filter(|guard| guard.day >= since);
        AtAddress { clients: clients.take(most).collect(), guards: guards.collect() }
    }

    /// Every client's file, for the checks.
    pub fn files(&self) -> impl Iterator<Item = (&TenantId, File)> {
        self.files.keys().map(|(tenant, client)| (tenant, self.file(tenant, client)))
    }

    /// One client.
    #[must_use]
    pub fn client(&self, tenant: &TenantId, client: &ClientId) -> Option<Client> {
        self.file_rows(tenant, client)?.client.get().cloned()
    }

    /// One client and one of its appointments, as an eventual read sees them.
    #[must_use]
    pub fn client_and_appointment(
        &self,
        tenant: &TenantId,
        id: &AppointmentId,
        lag: SignedDuration,
    ) -> (Option<Client>, Option<Appointment>) {
        let Some(rows) = self.file_rows(tenant, &id.client) else { return (None, None) };
        let one = rows.appointments.get(&id.item).and_then(|one| one.seen(self.now, lag));
        (rows.client.seen(self.now, lag).cloned(), one.map(|one| one.appointment.as_ref().clone()))
    }

    /// One appointment with its index keys.
    #[must_use]
    pub fn appointment(&self, tenant: &TenantId, id: &AppointmentId) -> Option<&Stored> {
        self.file_rows(tenant, &id.client)?.appointments.get(&id.item)?.get()
    }

    /// What the calendar lists in the month of a day.
    #[must_use]
    pub fn month(&self, tenant: &TenantId, month: Date) -> Vec<Planned> {
        let mut found = Vec::new();
        for ((_, _), rows) in self.files.iter().filter(|((of, _), _)| of == tenant) {
            let Some(client) = rows.client.get() else { continue };
            let listed = rows.appointments.values().filter_map(Versioned::get);
            found.extend(listed.filter(|one| one.local_day.first_of_month() == month.first_of_month()).map(|one| {
                Planned {
                    client: client.clone(),
                    appointment: one.appointment.as_ref().clone(),
                    due: one.due,
                    local_day: one.local_day,
                }
            }));
        }
        found
    }

    /// One patient.
    #[must_use]
    pub fn patient(&self, tenant: &TenantId, client: &ClientId, patient: &PatientId) -> Option<Patient> {
        self.file_rows(tenant, client)?.patients.get(patient).cloned()
    }

    /// The notes beside an appointment.
    #[must_use]
    pub fn notes(&self, tenant: &TenantId, id: &AppointmentId) -> Notes {
        self.notes.get(&(tenant.clone(), id.clone())).cloned().unwrap_or_default()
    }

    /// The history of an appointment, oldest first.
    #[must_use]
    pub fn history(&self, tenant: &TenantId, id: &AppointmentId) -> Vec<History> {
        let rows = self.histories.get(&(tenant.clone(), id.clone()));
        rows.map(|rows| rows.values().cloned().collect()).unwrap_or_default()
    }

    /// Writes an appointment and what belongs to the change, all or nothing.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn write_appointment(
        &mut self,
        tenant: &TenantId,
        write: &AppointmentWrite,
        lag: SignedDuration,
    ) -> Result<u64, Refused> {
        let AppointmentWrite { appointment, local_day, due, announce, notes, history, attendance, skipped, notice } =
            write;
        let (id, now) = (&appointment.id, self.now);
        let before = self.appointment(tenant, id).cloned();
        if before.as_ref().map_or(0, |before| before.appointment.rev) != appointment.rev {
            return Err(Refused::Stale);
        }
        if attendance.is_some() && self.client(tenant, &id.client).is_none() {
            return Err(Refused::Impossible);
        }
        let rev = appointment.rev + 1;
        let after = Appointment { rev, claims: stored(appointment.claims.clone()), ..appointment.clone() };
        self.note_claims(tenant, before.as_ref().map(|before| &before.appointment), &after);
        let target = Target::Appointment(id.clone());
        self.index(tenant, (&target, None), before.and_then(|before| before.due), *due, lag);
        let rows = self.rows_of(tenant, &id.client);
        let one = Stored { appointment: Arc::new(after), due: *due, local_day: *local_day };
        rows.appointments.entry(id.item.clone()).or_default().set(one, now);
        if let (Some(counted), Some(mut client)) = (attendance, rows.client.get().cloned()) {
            let add = |to: u32, by: i32| to.saturating_add_signed(by);
            client.attendance.attended = add(client.attendance.attended, counted.attended);
            client.attendance.no_show = add(client.attendance.no_show, counted.no_show);
            client.rev += 1;
            rows.client.set(client, now);
        }
        let key = (tenant.clone(), id.clone());
        if let Some(notes) = notes {
            if *notes == Notes::default() {
                self.notes.remove(&key);
            } else {
                self.notes.insert(key.clone(), notes.clone());
            }
        }
        if let Some(history) = history {
            let row = History { claims: stored(history.claims.clone()), ..history.clone() };
            self.histories.entry(key).or_default().insert(rev, row);
        }
        for message in skipped {
            self.put_record(tenant, message);
        }
        match notice {
            Some(NoticeChange::Raise(notice)) => self.raise(tenant, notice, lag),
            Some(NoticeChange::Withdraw(matter, id)) => self.withdraw(tenant, matter, id, lag),
            None => {}
        }
        if let Some(look_at) = announce {
            let change = Changed::Appointment { tenant: tenant.clone(), id: id.clone(), look_at: *look_at };
            self.stream.push(change);
        }
        Ok(rev)
    }

    /// Keeps what the write does to claims. One that a new generation or notice leaves behind stays as it is.
    fn note_claims(&mut self, tenant: &TenantId, before: Option<&Arc<Appointment>>, after: &Appointment) {
        let Some(before) = before else { return };
        let change =
            |key, claim, gone| ClaimChange { tenant: tenant.clone(), before: Arc::clone(before), key, claim, gone };
        for (key, claim) in &after.claims {
            let known = before.claims.get(key);
            if known.is_none_or(|known| (&known.at, &known.job) != (&claim.at, &claim.job)) {
                self.claimed.push(change(*key, claim.clone(), false));
            }
        }
        for (key, claim) in &before.claims {
            let current = after.number(key.event) == key.number || key.repeat;
            if !after.claims.contains_key(key) && current {
                self.claimed.push(change(*key, claim.clone(), true));
            }
        }
    }

    /// Writes a client.
    ///
    /// # Errors
    /// [`Refused::Stale`].
    pub fn write_client(&mut self, tenant: &TenantId, write: &ClientWrite) -> Result<u64, Refused> {
        let now = self.now;
        let ClientWrite { client, .. } = write;
        let rows = self.rows_of(tenant, &client.id);
        if rows.client.get().map_or(0, |before| before.rev) != client.rev {
            return Err(Refused::Stale);
        }
        let rev = client.rev + 1;
        rows.client.set(Client { rev, ..client.clone() }, now);
        Ok(rev)
    }

    /// Writes a patient.
    ///
    /// # Errors
    /// [`Refused::Stale`].
    pub fn write_patient(&mut self, tenant: &TenantId, write: &PatientWrite) -> Result<u64, Refused> {
        let PatientWrite { patient } = write;
        let rows = self.rows_of(tenant, &patient.client);
        if rows.patients.get(&patient.id).map_or(0, |before| before.rev) != patient.rev {
            return Err(Refused::Stale);
        }
        let rev = patient.rev + 1;
        rows.patients.insert(patient.id.clone(), Patient { rev, ..patient.clone() });
        Ok(rev)
    }

    /// The appointment that another system calls `theirs`.
    #[must_use]
    pub fn outside(&self, tenant: &TenantId, source: &str, theirs: &str) -> Option<AppointmentId> {
        self.outside.get(&(tenant.clone(), source.to_owned(), theirs.to_owned())).cloned()
    }

    /// Remembers which appointment another system calls `theirs`.
    pub fn remember_outside(&mut self, tenant: &TenantId, source: &str, theirs: &str, id: &AppointmentId) {
        self.outside.insert((tenant.clone(), source.to_owned(), theirs.to_owned()), id.clone());
    }
}
