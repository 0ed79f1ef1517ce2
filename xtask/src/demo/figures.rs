//! What came of the visits, in figures: the product's own counts, and the carrier's against them.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use carebell_carrier::{Content, Message};
use carebell_local::Cloud;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::Value;

use super::changes::MOVED_BY;
use super::clock::now;
use super::desk::Desk;
use super::parallel;
use super::scenes::{self, Played};
use super::visits::Booking;
use super::wait::depth;

/// Fewer would show too little.
const FEWEST_APPOINTMENTS: usize = 200;
const FEWEST_REASONS: usize = 5;
const SHOWN_STATUSES: [&str; 3] = ["delivered", "read", "bounced"];
const CHANNELS: [&str; 2] = ["email", "sms"];

/// The figures of a run.
#[derive(Default, Serialize)]
pub(super) struct Figures {
    /// Appointments that the clinic has.
    pub(super) appointments: usize,
    /// Messages that were not skipped, by channel and status.
    pub(super) messages: BTreeMap<String, BTreeMap<String, i64>>,
    /// Messages that were skipped, by reason.
    pub(super) skipped: BTreeMap<String, i64>,
    /// Receipts that came, by kind.
    pub(super) receipts: BTreeMap<String, usize>,
    /// What could not be processed.
    pub(super) dead_letters: u64,
    /// Messages that somebody got twice.
    pub(super) duplicates: usize,
    /// What came of each scene, by its name.
    #[serde(serialize_with = "scenes::by_name")]
    pub(super) scenes: Vec<Played>,
    /// How long it all took.
    pub(super) seconds: u64,
}

impl Figures {
    /// Reads them, once all is quiet. `days` are those of the clinic's appointments.
    ///
    /// # Errors
    /// If the API does not answer.
    pub(super) fn read(cloud: &Cloud, admin: &Desk<'_>, platform: &Desk<'_>, days: BTreeSet<Date>) -> Result<Self> {
        let mut figures = Self { appointments: appointments(admin, days)?, ..Self::default() };
        for line in counts(admin)? {
            let text =
                |name: &str| line[name].as_str().map(str::to_owned).with_context(|| format!("no {name}: {line}"));
            let count = line["count"].as_i64().context("no count")?;
            match line["reason"].as_str() {
                Some(reason) => *figures.skipped.entry(reason.to_owned()).or_default() += count,
                None => {
                    let channel = figures.messages.entry(text("channel")?).or_default();
                    *channel.entry(text("status")?).or_default() += count;
                }
            }
        }
        let sent = cloud.carrier().messages();
        for receipt in sent.iter().flat_map(|message| &message.receipts).filter(|receipt| receipt.published.is_some()) {
            *figures.receipts.entry(name_of(&receipt.event)).or_default() += 1;
        }
        figures.duplicates = duplicates(&sent);
        let letters = admin.list("/v1/dead-letters")?.len() + platform.list("/v1/platform/dead-letters")?.len();
        figures.dead_letters = u64::try_from(letters)? + depth(cloud, "LastResortQueueUrl")?;
        Ok(figures)
    }

    /// Whether they show what they are to show.
    ///
    /// # Errors
    /// All that is missing.
    pub(super) fn check(&self) -> Result<()> {
        let mut missing = Vec::new();
        if self.appointments <= FEWEST_APPOINTMENTS {
            missing.push(format!("more than {FEWEST_APPOINTMENTS} appointments (there are {})", self.appointments));
        }
        for channel in CHANNELS {
            if self.messages.get(channel).is_none_or(BTreeMap::is_empty) {
                missing.push(format!("messages by {channel}"));
            }
        }
        if self.skipped.len() < FEWEST_REASONS {
            missing.push(format!("{FEWEST_REASONS} reasons (there are {})", self.skipped.len()));
        }
        for status in SHOWN_STATUSES {
            if self.messages.values().filter_map(|channel| channel.get(status)).sum::<i64>() <= 0 {
                missing.push(format!("messages that were {status}"));
            }
        }
        if self.dead_letters > 0 {
            missing.push(format!("no dead letters (there are {})", self.dead_letters));
        }
        if self.duplicates > 0 {
            missing.push(format!("no duplicates (there are {})", self.duplicates));
        }
        missing.extend(self.scenes.iter().filter_map(Played::failure));
        if missing.is_empty() {
            return Ok(());
        }
        bail!("the figures lack {}", missing.join(", "))
    }
}

/// The message summary's counts of today, and of yesterday where midnight has passed.
pub(super) fn counts(desk: &Desk<'_>) -> Result<Vec<Value>> {
    let today = now().to_zoned(TimeZone::UTC).date();
    let path = format!("/v1/messages/counts?from={}&to={today}", today.yesterday()?);
    let mut answer = desk.get(&path)?;
    match answer["counts"].take() {
        Value::Array(counts) => Ok(counts),
        other => bail!("no counts: {other}"),
    }
}

/// The days for which visits were booked, and those to which some have moved.
pub(super) fn days(bookings: &[Booking]) -> Result<BTreeSet<Date>> {
    let mut days = BTreeSet::new();
    for booking in bookings {
        days.insert(booking.site.at(booking.start)?.date());
        days.insert(booking.site.at(booking.start + MOVED_BY)?.date());
    }
    Ok(days)
}

/// How many appointments the clinic has, day by day.
fn appointments(desk: &Desk<'_>, days: BTreeSet<Date>) -> Result<usize> {
    let days: Vec<Date> = days.into_iter().collect();
    let found = parallel::each(&days, |day| Ok(desk.list(&format!("/v1/appointments?day={day}"))?.len()))?;
    Ok(found.into_iter().sum())
}

/// A receipt's kind: `DeliveryDelay` is `delivery_delay`, and a log of an SMS that arrived is one of a delivery.
fn name_of(event: &str) -> String {
    match event {
        "SUCCESS" => "sms_delivery".to_owned(),
        "FAILURE" => "sms_failure".to_owned(),
        event => {
            let mut name = String::new();
            for sign in event.chars() {
                if sign.is_ascii_uppercase() && !name.is_empty() {
                    name.push('_');
                }
                name.push(sign.to_ascii_lowercase());
            }
            name
        }
    }
}

/// Messages beyond the first that carry the same tags, or for SMS, which carry none, the same text to the same number.
fn duplicates(sent: &[Message]) -> usize {
    let different: BTreeSet<(String, String)> = sent
        .iter()
        .map(|message| match &message.content {
            Content::Email(email) => (String::new(), format!("{:?}", email.tags)),
            Content::Sms(sms) => (message.to.clone(), sms.text.clone()),
        })
        .collect();
    sent.len() - different.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn receipts_have_one_kind_of_name() {
        for (event, name) in [
            ("Delivery", "delivery"),
            ("DeliveryDelay", "delivery_delay"),
            ("SUCCESS", "sms_delivery"),
            ("Open", "open"),
        ] {
            assert_eq!(name_of(event), name);
        }
    }

    fn good() -> Figures {
        let of = |counts: &[(&str, i64)]| counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
        Figures {
            appointments: 201,
            messages: BTreeMap::from([
                ("email".to_owned(), of(&[("delivered", 1), ("read", 1), ("bounced", 1)])),
                ("sms".to_owned(), of(&[("delivered", 1)])),
            ]),
            skipped: of(&[("a", 1), ("b", 1), ("c", 1), ("d", 1), ("e", 1)]),
            ..Figures::default()
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        assert!(good().check().is_ok());
        type Spoil = fn(&mut Figures);
        let cases: [(Spoil, &str); 7] = [
            (|figures| figures.appointments = 200, "200 appointments"),
            (|figures| _ = figures.messages.remove("sms"), "by sms"),
            (|figures| _ = figures.skipped.remove("a"), "5 reasons"),
            (|figures| _ = figures.messages.get_mut("email").unwrap().insert("read".to_owned(), 0), "were read"),
            (|figures| figures.dead_letters = 1, "dead letters"),
            (|figures| figures.duplicates = 2, "duplicates"),
            (|figures| figures.scenes.push(scenes::failed("recall")), "the scene recall"),
        ];
        for (spoil, words) in cases {
            let mut figures = good();
            spoil(&mut figures);
            let error = figures.check().unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
    }
}
