//! The document.

use std::fmt::Write as _;

use carebell_domain::decide::SkipReason;
use carebell_domain::{Channel, Event};

use crate::probe::{self, messages};
use crate::rows::ROWS;
use crate::visit::{Hour, Visit};

const HEAD: &str = "\
# Events

What clients are written to about. `cargo xtask events` draws this page from the code: a visit is made that calls for
each event, and the rules are asked what becomes of its message, as it is and with each switch, setting and reason in its
way. A test compares it, and looks whether every test that is named exists.
";

const EXAMPLES: &str = "By day: booked, changed or called off on Monday at 10:00, for Friday at 15:30. By night: on Monday \
    at 22:30, for Friday at 02:00. The settings are a new tenant's, with every event on and recalls after six months.";

/// The document, as it is kept in `docs/events.md`.
#[must_use]
pub fn document() -> String {
    let mut page = HEAD.to_owned();
    page.push_str("\n## What all have in common\n");
    paragraph(&mut page, &common());
    page.push_str("\n## Every event\n\n");
    table(&mut page);
    page.push_str("\n## When it goes\n");
    paragraph(&mut page, EXAMPLES);
    examples(&mut page);
    page
}

/// What each message has of something.
type Facts = fn(Event, Channel) -> Vec<&'static str>;

/// Switches, reasons, placeholders.
const FACTS: [(&str, Facts); 3] = [
    ("switches", probe::switches),
    ("reasons", |event, channel| probe::reasons(event, channel).into_iter().map(SkipReason::as_str).collect()),
    ("placeholders", |event, _| probe::placeholders(event)),
];

/// What every message has of something.
fn shared(facts: Facts) -> Vec<&'static str> {
    let all = |one: &&str| messages().all(|(event, channel)| facts(event, channel).contains(one));
    let first = messages().next().map(|(event, channel)| facts(event, channel));
    first.unwrap_or_default().into_iter().filter(all).collect()
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn common() -> String {
    let [switches, reasons, placeholders] = FACTS.map(|(_, facts)| quoted(&shared(facts)));
    format!(
        "Every message is switched off by the settings {switches}. Every one can be skipped as {reasons}. Every text may \
         use {placeholders}. The table says what comes on top of that."
    )
}

/// A paragraph, its lines as long as those of the other documents.
fn paragraph(page: &mut String, text: &str) {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.len() - 1;
        if lines[line].len() + word.len() >= 120 {
            lines.push(word.to_owned());
        } else {
            let space = if lines[line].is_empty() { "" } else { " " };
            lines[line] = format!("{}{space}{word}", lines[line]);
        }
    }
    let _ = write!(page, "\n{}\n", lines.join("\n"));
}

fn table(page: &mut String) {
    page.push_str("| event | channel | switches | due | skipped as | own texts | placeholders | shown by |\n");
    page.push_str("|---|---|---|---|---|---|---|---|\n");
    let [switches, reasons, placeholders] = FACTS.map(|(_, facts)| (facts, shared(facts)));
    for row in ROWS {
        for (channel, shown) in row.shown {
            let more = |(facts, shared): &(Facts, Vec<&'static str>)| {
                let own: Vec<_> = facts(row.event, *channel).into_iter().filter(|one| !shared.contains(one)).collect();
                quoted(&own)
            };
            let invited = if probe::invites(row.event, *channel) { "; with the invitation" } else { "" };
            let _ = writeln!(
                page,
                "| `{}` | {channel} | {} | {} | {} | {}{invited} | {} | [`{}`](../{}) |",
                row.event,
                more(&switches),
                row.due,
                more(&reasons),
                probe::languages(row.event, *channel).join(", "),
                more(&placeholders),
                shown.test,
                shown.file,
            );
        }
    }
}

fn examples(page: &mut String) {
    page.push_str("\n| event | channel | by day | by night | moved by |\n|---|---|---|---|---|\n");
    for (event, channel) in messages() {
        let [day, night] = [Hour::Day, Hour::Night].map(|hour| {
            let sent = Visit::new(event, channel, hour, |_| {}).sent();
            sent.unwrap_or_else(|reason| format!("skipped: `{reason}`"))
        });
        let moved_by = quoted(&probe::timings(event, channel));
        let _ = writeln!(page, "| `{event}` | {channel} | {day} | {night} | {moved_by} |");
    }
}
