//! What must hold at every call to a provider: I2, I4, I5, I6 and the recipient's part of I8.

use carebell_domain::decide::Occasion;
use carebell_domain::message::{Status, message_id};
use carebell_domain::model::{Actor, Appointment, Client, Settings};
use carebell_domain::time::Hours;
use carebell_domain::{AppointmentId, Channel, TenantId};
use carebell_workflows::ports::{MessageKey, Tenancy};
use jiff::{SignedDuration, Timestamp};

use super::{Call, FRESH, Taking};
use crate::store::Store;
use crate::world::World;

/// For so long after a decision its message may still be on its way: the longest run, and two clocks that differ.
const ON_THE_WAY: SignedDuration = SignedDuration::from_secs(40);
/// For so long a run may not know of a change of settings: what is cached, and two clocks that differ.
const UNAWARE: SignedDuration = SignedDuration::from_secs(10);
/// How close to the start the night no longer counts.
const NIGHT_IGNORED: SignedDuration = SignedDuration::from_hours(12);

/// The name of an occasion's message on a channel, without the day of its claim.
#[must_use]
pub fn occasion_of(id: &AppointmentId, key: &Occasion) -> String {
    let id = message_id(id, *key, Timestamp::UNIX_EPOCH);
    id.ok().and_then(|id| without_day(id.as_str()).map(ToOwned::to_owned)).unwrap_or_default()
}

fn without_day(id: &str) -> Option<&str> {
    id.split_once('-').map(|(_, name)| name)
}

impl World {
    /// Checks a call to a provider and keeps it.
    pub fn attempt(&mut self, mut call: Call) {
        let mut wrong: Vec<String> = Vec::new();
        let place = format!("{}/{}", call.tenant, without_day(call.message.as_str()).unwrap_or_default());
        let earlier = self.ledger.calls.iter().any(|(other, _)| {
            other.accepted
                && other.tenant == call.tenant
                && without_day(other.message.as_str()) == without_day(call.message.as_str())
        });
        let key = MessageKey { tenant: call.tenant.clone(), id: call.message.clone() };
        let doubted = self.store.message(&key).is_some_and(|row| row.steps.contains_key(&Status::Unknown));
        if call.accepted && earlier && !doubted {
            wrong.push(format!("I2: message {} was accepted a second time", call.message));
        }
        let is_mail = self.ledger.mails.contains_key(&place);
        let taking = self.ledger.takings.get_mut(&place).and_then(|takings| takings.last_mut()).map(|taking| {
            taking.calls += 1;
            taking.clone()
        });
        match &taking {
            None if is_mail => self.attempt_mail(&call, &place, doubted, &mut wrong),
            None => wrong.push(format!("I2: message {} was sent before it was claimed", call.message)),
            Some(taking) => {
                if taking.gone || taking.run != call.run {
                    wrong.push(format!("I2: run {} sent message {} upon no claim of its own", call.run, call.message));
                }
                if taking.calls > 1 {
                    wrong.push(format!("I2: message {} was tried twice upon one claim", call.message));
                }
                call.generations = self.store.generations(&call.tenant);
                self.check(&call, taking, &mut wrong);
            }
        }
        for words in &wrong {
            self.tell(format_args!("VIOLATION {words}"));
        }
        self.ledger.violations.extend(wrong);
        self.ledger.calls.push((call, taking));
    }

    /// Whether the message that a repeat repeats was unknown when the repeat was claimed, and named by it.
    fn is_in_doubt(&self, tenant: &TenantId, before: &Appointment, repeat: Occasion) -> bool {
        let first = before.claims.get(&repeat.first());
        let id = first.and_then(|first| message_id(&before.id, repeat.first(), first.at).ok());
        let row = id.and_then(|id| self.store.message(&MessageKey { tenant: tenant.clone(), id }));
        row.is_some_and(|row| row.steps.contains_key(&Status::Unknown))
    }

    fn check(&self, call: &Call, taking: &Taking, wrong: &mut Vec<String>) {
        let Taking { key, claim, before, .. } = taking;
        let repeats = key.repeat && key.number == before.notices && before.pending.is_none();
        if !Store::is_right(key.event, before.status) || key.number != before.number(key.event) && !repeats {
            wrong.push(format!(
                "I4: message {} follows a claim that was written when the appointment was {:?}, generation {}, notice {}",
                call.message, before.status, before.generation, before.notices
            ));
        }
        if key.repeat && !self.is_in_doubt(&call.tenant, before, *key) {
            wrong.push(format!("I2: message {} repeats one of which the outcome is known", call.message));
        }
        if claim.at.duration_until(call.started).abs() > ON_THE_WAY {
            wrong.push(format!("I4: message {} left long after its claim", call.message));
        }
        let known: Vec<_> = self.store.tenancies(&call.tenant, call.started - ON_THE_WAY - UNAWARE, call.at).collect();
        if !known.iter().any(|tenancy| permitted(tenancy, taking)) {
            wrong.push(format!(
                "I5: {} {} went outside the permitted hours, claimed {}",
                key.event, call.message, claim.at
            ));
        }
        let reading = self.ledger.readings.get(&(call.run, call.tenant.clone(), before.id.client.clone()));
        let consents = |tenancy: &Tenancy| {
            reading.is_some_and(|reading| consents(&tenancy.settings, &reading.client, key.channel))
        };
        match reading {
            Some(reading) if reading.asked.duration_until(call.started) > FRESH => {
                wrong.push(format!("I6: the consent to message {} was read too long before", call.message));
            }
            _ if !known.iter().any(|tenancy| consents(tenancy)) => {
                wrong.push(format!("I6: no consent to message {} was read in the same run", call.message));
            }
            _ => {}
        }
        let message = MessageKey { tenant: call.tenant.clone(), id: call.message.clone() };
        for (named, _) in self.ledger.took_day.get(&message).into_iter().flatten() {
            let reading = self.ledger.readings.get(&(call.run, call.tenant.clone(), named.client.clone()));
            let fresh = reading.filter(|reading| reading.asked.duration_until(call.started) <= FRESH);
            let agrees = |settings| fresh.is_some_and(|reading| self::consents(settings, &reading.client, key.channel));
            if !known.iter().any(|tenancy| agrees(&tenancy.settings)) {
                wrong.push(format!(
                    "I6: message {} names {named}, and no consent was read in the same run",
                    call.message
                ));
            }
        }
        let address = match (key.channel, reading.map(|reading| &reading.client)) {
            (Channel::Sms, Some(client)) => client.mobile.as_ref().map(|mobile| mobile.e164().to_owned()),
            (Channel::Email, Some(client)) => client.email.as_ref().map(|email| email.as_str().to_owned()),
            (_, None) => None,
        };
        if address.as_ref() != Some(&call.to) {
            wrong.push(format!("I8: message {} went to another address than the client's", call.message));
        }
    }
}

fn consents(settings: &Settings, client: &Client, channel: Channel) -> bool {
    (!settings.privacy_only || Client::consents(client.privacy)) && client.preferences.accepts(channel)
}

/// Whether the instant of the decision was one at which such a message may go.
fn permitted(tenancy: &Tenancy, taking: &Taking) -> bool {
    let Taking { key, claim, before, .. } = taking;
    let settings = &tenancy.settings;
    let place = tenancy.catalogue.locations.get(&before.location);
    let zone = place.and_then(|place| place.time_zone.as_ref()).unwrap_or(&settings.centre.time_zone);
    // A stored claim knows whole seconds: the decision was in that second.
    let end = claim.at + SignedDuration::from_millis(999);
    match (key.event, key.channel) {
        (event, channel) if !event.is_notification() => {
            let closed = place.map(|place| place.closed.as_slice()).unwrap_or_default();
            let hours = Hours { week: &settings.sending_hours, closed, zone };
            channel == Channel::Email && !settings.sending_hours_for_email
                || hours.is_open(claim.at)
                || hours.is_open(end)
        }
        (_, Channel::Email) => true,
        (_, Channel::Sms) => {
            let caused = before.pending.is_some_and(|pending| pending.by == Actor::Client);
            let first = before.claims.get(&key.first()).filter(|_| key.repeat);
            let until = first.and_then(|first| first.until).unwrap_or_else(|| before.last_known_start());
            let near = claim.at.duration_until(until) < NIGHT_IGNORED;
            let by_day = |at: &Timestamp| settings.night.around(zone.at(*at).datetime()).is_none();
            caused || near || by_day(&claim.at) || by_day(&end)
        }
    }
}
