//! A clinic of one test: a tenant with its administrator, settings and catalogue, made through the API.

use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result};
use carebell_local::{Answer, Role, User};
use serde_json::{Value, json};
use ureq::http::Method;

use crate::{cloud, expect, platform};

/// The site of every clinic.
pub const LOCATION: &str = "centre";
/// The doctor of every clinic.
pub const RESOURCE: &str = "bianchi";
/// The service of every clinic.
pub const SERVICE: &str = "checkup";
/// The other system whose events every clinic accepts.
pub const SOURCE: &str = "org.example.agenda";
/// The zone of every clinic's site.
pub const ZONE: &str = "Europe/Rome";

/// A clinic.
#[derive(Clone, Debug)]
pub struct Clinic {
    /// The tenant's name.
    pub tenant: String,
    /// Its number among the clinics of this process: its addresses and numbers are made from it.
    pub(crate) number: u32,
    token: String,
}

static OPENED: AtomicU32 = AtomicU32::new(0);

impl Clinic {
    /// A clinic that tells of bookings, moves and cancellations at once, by SMS and e-mail, at any hour, and sends no
    /// reminders.
    ///
    /// # Errors
    /// If the API refuses any of it.
    pub fn open() -> Result<Self> {
        Self::with(|_| {})
    }

    /// The same clinic with other settings.
    ///
    /// # Errors
    /// If the API refuses any of it.
    pub fn with(change: impl FnOnce(&mut Value)) -> Result<Self> {
        let number = OPENED.fetch_add(1, Ordering::Relaxed);
        let tenant = format!("tt_e2e_{number}");
        let centre = json!({
            "name": "Centro Aurora", "phone": "+39 06 5550 1234", "country": "IT", "currency": "EUR",
            "time_zone": ZONE, "language": "it",
        });
        let new = json!({ "id": tenant, "centre": centre });
        expect(&cloud().api().post("/v1/platform/tenants", Some(platform()?), &new)?, 201)?;
        let admin = User::new(&format!("admin-{number}"), Role::Admin).of(&tenant);
        let clinic = Self { tenant, number, token: cloud().sign_in(&admin)? };
        // Settings first: what the functions then read of this tenant for the first time is already as it stays.
        clinic.change_settings(|settings| {
            as_tests_need(settings);
            change(settings);
        })?;
        clinic.add("/v1/locations", &json!({ "id": LOCATION, "name": "Aurora Centro", "town": "Roma" }))?;
        clinic.add("/v1/resources", &json!({ "id": RESOURCE, "name": "Dott.ssa Bianchi" }))?;
        clinic.add("/v1/services", &json!({ "id": SERVICE, "name": "Visita di controllo", "price": 8000 }))?;
        Ok(clinic)
    }

    /// The administrator's token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The token of another user of the clinic.
    ///
    /// # Errors
    /// If the name is taken.
    pub fn sign_in(&self, name: &str, role: Role) -> Result<String> {
        cloud().sign_in(&User::new(&format!("{name}-{}", self.number), role).of(&self.tenant))
    }

    /// `GET path` as the administrator.
    ///
    /// # Errors
    /// If the answer is none of success.
    pub fn get(&self, path: &str) -> Result<Value> {
        let answer = cloud().api().get(path, Some(&self.token))?;
        expect(&answer, 200).with_context(|| format!("GET {path}"))
    }

    /// Any call as the administrator, whatever the answer.
    ///
    /// # Errors
    /// If there is no answer.
    pub fn call(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Option<&Value>) -> Result<Answer> {
        cloud().api().call(method, path, Some(&self.token), headers, body.map(Value::to_string))
    }

    /// `POST path` as the administrator.
    ///
    /// # Errors
    /// If nothing is made.
    pub fn add(&self, path: &str, body: &Value) -> Result<Value> {
        let answer = self.call(Method::POST, path, &[], Some(body))?;
        expect(&answer, 201).with_context(|| format!("POST {path}"))
    }

    /// Reads an object, changes it and writes it back on the condition that it is still the one that was read.
    ///
    /// # Errors
    /// If the answer is none of success.
    pub fn edit(&self, path: &str, change: impl FnOnce(&mut Value)) -> Result<Value> {
        let read = self.call(Method::GET, path, &[], None)?;
        let tag = read.header("etag").context("no ETag")?.to_owned();
        let mut object = expect(&read, 200)?;
        change(&mut object);
        let answer = self.call(Method::PUT, path, &[("if-match", &tag)], Some(&object))?;
        expect(&answer, 200).with_context(|| format!("PUT {path}"))
    }

    /// Changes the settings. Functions that have read them before see it within five seconds.
    ///
    /// # Errors
    /// If they are refused.
    pub fn change_settings(&self, change: impl FnOnce(&mut Value)) -> Result<Value> {
        self.edit("/v1/settings", change)
    }
}

fn as_tests_need(settings: &mut Value) {
    settings["master"] = json!(true);
    settings["privacy_only"] = json!(false);
    settings["settling_seconds"] = json!(0);
    settings["sending_hours"] = json!({});
    settings["night"] = json!({ "from": "00:00:00", "to": "00:00:00" });
    // The numbers that France reserves for fiction: +33 6 39 98 xx xx.
    settings["sms_countries"] = json!(["FR"]);
    settings["event_sources"] = json!([SOURCE]);
    settings["sources_without_client"] = json!([SOURCE]);
    settings["reminder"] = json!({ "lead": { "days": 2 }, "minimum_notice_hours": 0 });
    settings["events"] = json!({});
    for event in ["created", "modified", "cancelled"] {
        settings["events"][format!("appointment_{event}")] = json!({ "enabled": true, "sms": true, "email": true });
    }
}
