//! What the demonstration shows for people: the summary, some messages, why others were not sent, and the scenes.

use anyhow::Result;
use carebell_local::Cloud;
use serde_json::Value;

use super::desk::Desk;
use super::figures::{Figures, counts};
use super::print::{self, text};
use super::scenes::Played;
use super::table;

/// One message of each of these languages and channels.
const MESSAGES: [(&str, &str); 5] = [("it", "sms"), ("en", "sms"), ("fr", "email"), ("es", "email"), ("nb", "sms")];
/// Reasons of which one message each is explained, as far as they occurred; the first three that did.
const REASONS: [&str; 6] =
    ["reminded_today", "suppressed", "just_notified", "notice_too_short", "patient_gone", "privacy_not_given"];
const EXPLAINED: usize = 3;

/// Prints the summary.
///
/// # Errors
/// If the API does not answer.
pub(super) fn show(admin: &Desk<'_>, figures: &Figures) -> Result<()> {
    println!("\nMessages, by event, channel and status\n\n{}", table::of_counts(&counts(admin)?));
    println!("Why messages were skipped\n\n{}", table::of_numbers(&figures.skipped));
    let receipts = figures.receipts.iter().map(|(kind, count)| format!("{count} {kind}")).collect::<Vec<_>>();
    println!("Receipts: {}", receipts.join(", "));
    println!(
        "{} appointments, {} dead letters, {} duplicates, {} seconds",
        figures.appointments, figures.dead_letters, figures.duplicates, figures.seconds
    );
    println!("\nSome messages");
    let sent = admin.list("/v1/messages?event=appointment_reminder")?;
    for (language, channel) in MESSAGES {
        let is = |message: &&Value| {
            message["language"] == language && message["channel"] == channel && message["recipient"].is_string()
        };
        if let Some(message) = sent.iter().find(is) {
            print::message(&admin.get(&format!("/v1/messages/{}", text(message, "id")))?);
        }
    }
    println!("\nWhy nothing was sent");
    for reason in REASONS.iter().filter(|reason| figures.skipped.contains_key(**reason)).take(EXPLAINED) {
        let skipped = admin.list(&format!("/v1/messages?status=skipped&reason={reason}"))?;
        if let Some(message) = skipped.first() {
            let path = format!("/v1/appointments/{}/timeline", text(message, "appointment"));
            let timeline = admin.get(&path)?;
            println!("\n  {reason}: appointment {}", text(&timeline, "appointment"));
            print::lines(timeline["lines"].as_array().map(Vec::as_slice).unwrap_or_default());
        }
    }
    figures.scenes.iter().for_each(Played::print);
    Ok(())
}

/// Prints where to look.
pub(super) fn places(cloud: &Cloud, token: &str) {
    let api = cloud.api().url();
    println!("\nAPI            {api}");
    println!("documentation  {api}/docs");
    println!("inbox          {}", cloud.carrier().url());
    println!("\nA token of the clinic's administrator, good for an hour:\n{token}");
}
