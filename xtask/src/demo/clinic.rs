//! The clinic: its tenant, settings, sites, doctors, rooms, services and insurances, made through the API.

use anyhow::Result;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::desk::Desk;
use super::hours::{night, windows};
use super::scenes;
use super::site::Site;

/// The tenant.
pub(super) const TENANT: &str = "tt_aurora";
/// Another system that tells the clinic of appointments.
pub(super) const SOURCE: &str = "records.example";
/// How long before a visit its reminder is due.
pub(super) const LEAD: SignedDuration = SignedDuration::from_hours(48);
/// The administrator, who is told of what clients answer and of what somebody has to see to.
pub(super) const ADMINISTRATOR: &str = "office@aurora.example";
/// The insurance that writes to its members itself.
pub(super) const INSURANCE: &str = "fondo";

const NOTICE_HOURS: u16 = 12;
const SETTLING_SECONDS: u16 = 5;

/// The doctors and the treatment room of a site, the room last.
const ROME: [(&str, &str); 4] =
    [("rossi", "Dr. Livia Rossi"), ("conti", "Dr. Marco Conti"), ("serra", "Dr. Anna Serra"), ("room-1", "Stanza 1")];
const BOSTON: [(&str, &str); 4] =
    [("adams", "Dr. Ruth Adams"), ("brooks", "Dr. Paul Brooks"), ("nguyen", "Dr. May Nguyen"), ("room-2", "Room 2")];
/// The resource about whose appointments nobody is written to.
const QUIET_RESOURCE: &str = "room-1";
/// What is done in the treatment room.
const TREATMENTS: [&str; 3] = ["nurse", "vaccination", "screening"];

/// Groups: identifier, name, whether clients are written to about them.
const GROUPS: [(&str, &str, bool); 4] = [
    ("visits", "Visits", true),
    ("prevention", "Prevention", true),
    ("families", "Families", true),
    ("aftercare", "Aftercare", false),
];
/// Services: identifier, name, group.
const SERVICES: [(&str, &str, &str); 15] = [
    ("check-up", "Check-up", "prevention"),
    ("examination", "General examination", "prevention"),
    ("vaccination", "Vaccination", "prevention"),
    ("screening", "Screening", "prevention"),
    ("problem", "Visit for a problem", "visits"),
    ("symptoms", "Visit for symptoms", "visits"),
    ("consultation", "Consultation", "visits"),
    ("follow-up", "Follow-up visit", "visits"),
    ("nurse", "Nurse's visit", "visits"),
    ("home-visit", "Visit at home", "visits"),
    ("child", "Well-child visit", "families"),
    ("pregnancy", "Pregnancy visit", "families"),
    ("after-birth", "Visit after birth", "aftercare"),
    ("after-surgery", "Visit after surgery", "aftercare"),
    ("asthma", "Asthma check", "aftercare"),
];
/// Services that no message may name.
const CONFIDENTIAL: [&str; 2] = ["pregnancy", "consultation"];
/// The service about which nobody is written to.
const QUIET_SERVICE: &str = "home-visit";

/// With whom, or in which room, a visit takes place.
pub(super) fn resource(site: Site, service: &str, provider: usize) -> &'static str {
    let of_site = match site {
        Site::Rome => ROME,
        Site::Boston => BOSTON,
    };
    let (doctors, room) = (&of_site[..3], of_site[3].0);
    if TREATMENTS.contains(&service) { room } else { doctors[provider % doctors.len()].0 }
}

/// Who the centre is: what the platform makes the tenant of.
pub(super) fn centre() -> Value {
    json!({
        "name": "Clinica Aurora",
        "phone": "+33 1 99 00 00 10",
        "website": "https://aurora.example",
        "country": "IT",
        "currency": "EUR",
        "time_zone": Site::Rome.zone(),
        "language": "it",
    })
}

/// Sets the clinic up, with hours that let messages go at this moment.
///
/// # Errors
/// If the API refuses something.
pub(super) fn set_up(admin: &Desk<'_>, moment: Timestamp) -> Result<()> {
    let (before, tag) = admin.get_tagged("/v1/settings")?;
    admin.put("/v1/settings", &settings(before, moment)?, &tag)?;
    admin.post("/v1/users", &json!({"email": ADMINISTRATOR, "role": "admin"}))?;
    for (path, body) in catalogue() {
        admin.post(path, &body)?;
    }
    Ok(())
}

fn settings(mut settings: Value, moment: Timestamp) -> Result<Value> {
    settings["master"] = json!(true);
    let email = json!({"enabled": true, "sms": false, "email": true});
    let both = json!({"enabled": true, "sms": true, "email": true});
    settings["events"] = json!({
        "appointment_requested": email,
        "appointment_created": email,
        "appointment_approved": email,
        "appointment_modified": both,
        "appointment_cancelled": both,
        "appointment_reminder": {"enabled": true, "sms": true, "email": true, "open_tracking": true},
    });
    settings["senders"] = json!({"sms_name": "Aurora", "reply_to": "desk@aurora.example"});
    settings["reminder"] = json!({"lead": {"hours": LEAD.as_hours()}, "minimum_notice_hours": NOTICE_HOURS});
    let windows = json!(windows(moment)?);
    for day in ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] {
        settings["sending_hours"][day] = windows.clone();
    }
    settings["night"] = night(moment)?;
    settings["settling_seconds"] = json!(SETTLING_SECONDS);
    settings["event_sources"] = json!([SOURCE]);
    settings["sms_countries"] = json!(["IT", "FR", "US"]);
    scenes::set(&mut settings, moment)?;
    Ok(settings)
}

/// What else a clinic sets up, and under which path.
fn catalogue() -> Vec<(&'static str, Value)> {
    let locations = [
        json!({
            "id": Site::Rome.id(), "name": "Aurora Roma", "town": "Roma", "address": "Via dell'Esempio 1",
            "country": "IT", "phone": "+33 1 99 00 00 11", "time_zone": Site::Rome.zone(),
            "notes": "Si prega di presentarsi alla reception.",
        }),
        json!({
            "id": Site::Boston.id(), "name": "Aurora Boston", "town": "Boston", "address": "1 Example Street",
            "country": "US", "phone": "+1 617 555-0142", "time_zone": Site::Boston.zone(),
            "notes": "Please register at the desk.",
        }),
    ];
    let resources = ROME.into_iter().chain(BOSTON);
    let resources = resources.map(|(id, name)| json!({"id": id, "name": name, "memo": id != QUIET_RESOURCE}));
    let groups = GROUPS.map(|(id, name, memo)| json!({"id": id, "name": name, "memo": memo}));
    let services = SERVICES.map(|(id, name, group)| {
        json!({
            "id": id, "name": name, "group": group, "duration_minutes": 30,
            "memo": id != QUIET_SERVICE, "confidential": CONFIDENTIAL.contains(&id),
        })
    });
    let insurances = [
        json!({"id": INSURANCE, "name": "Fondo Salute", "memo": false}),
        json!({"id": "mutua", "name": "Mutua Esempio", "memo": true}),
    ];
    let mut all = Vec::new();
    all.extend(locations.map(|body| ("/v1/locations", body)));
    all.extend(resources.map(|body| ("/v1/resources", body)));
    all.extend(groups.map(|body| ("/v1/groups", body)));
    all.extend(services.map(|body| ("/v1/services", body)));
    all.extend(insurances.map(|body| ("/v1/insurances", body)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::data;

    #[test]
    fn every_visit_has_a_service_and_a_doctor() {
        let all = catalogue();
        let has = |path: &str, id: &str| all.iter().any(|(under, body)| *under == path && body["id"] == id);
        assert_eq!(all.iter().filter(|(path, _)| *path == "/v1/resources").count(), 8);
        for visit in data::visits().unwrap() {
            assert!(has("/v1/services", &visit.service), "{}", visit.service);
            for site in Site::ALL {
                assert!(has("/v1/resources", resource(site, &visit.service, visit.provider)));
            }
        }
        for (_, _, group) in SERVICES {
            assert!(has("/v1/groups", group));
        }
        assert!(has("/v1/insurances", INSURANCE));
    }
}
