//! The message summary as a table for people.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Statuses in the order of progress; those that did not occur have no column.
const STATUSES: [&str; 13] = [
    "planned",
    "queued",
    "sending",
    "unknown",
    "sent",
    "failed",
    "delivered",
    "bounced",
    "read",
    "clicked",
    "complained",
    "skipped",
    "cancelled",
];

/// The counts per event, channel and status, as the API gives them.
pub(super) fn of_counts(counts: &[Value]) -> String {
    let text = |line: &Value, name: &str| line[name].as_str().unwrap_or_default().to_owned();
    let mut rows: BTreeMap<(String, String), BTreeMap<String, i64>> = BTreeMap::new();
    for line in counts {
        let row = rows.entry((text(line, "event"), text(line, "channel"))).or_default();
        *row.entry(text(line, "status")).or_default() += line["count"].as_i64().unwrap_or(0);
    }
    let occurred: BTreeSet<&str> = rows.values().flat_map(BTreeMap::keys).map(String::as_str).collect();
    let columns: Vec<&str> = STATUSES.into_iter().filter(|status| occurred.contains(status)).collect();
    let mut lines = vec![["event", "channel"].into_iter().chain(columns.iter().copied()).map(str::to_owned).collect()];
    for ((event, channel), row) in rows {
        let cells = columns.iter().map(|status| row.get(*status).map_or_else(String::new, ToString::to_string));
        lines.push([event, channel].into_iter().chain(cells).collect());
    }
    aligned(&lines, 2)
}

/// Names and numbers below each other, the largest number first.
pub(super) fn of_numbers<'a>(numbers: impl IntoIterator<Item = (&'a String, &'a i64)>) -> String {
    let mut numbers: Vec<_> = numbers.into_iter().collect();
    numbers.sort_by_key(|(name, number)| (-**number, (*name).clone()));
    let lines: Vec<Vec<String>> =
        numbers.into_iter().map(|(name, number)| vec![name.clone(), number.to_string()]).collect();
    aligned(&lines, 1)
}

/// Lines whose cells stand below each other: the first few columns to the left, the others to the right.
fn aligned(lines: &[Vec<String>], left: usize) -> String {
    let columns = lines.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| lines.iter().filter_map(|line| line.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let mut table = String::new();
    for line in lines {
        let cells = line.iter().enumerate().map(|(column, cell)| {
            let width = widths[column];
            if column < left { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        let cells: Vec<String> = cells.collect();
        table.push_str(format!("  {}", cells.join("  ")).trim_end());
        table.push('\n');
    }
    table
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn days_are_added_and_only_statuses_that_occurred_have_columns() {
        let line = |day: &str, status: &str, count: i64| json!({"day": day, "event": "appointment_reminder", "channel": "sms", "status": status, "count": count});
        let counts =
            [line("2026-06-01", "delivered", 3), line("2026-06-02", "delivered", 9), line("2026-06-02", "sent", 1)];
        let expected =
            "  event                 channel  sent  delivered\n  appointment_reminder  sms         1         12\n";
        assert_eq!(of_counts(&counts), expected);
    }

    #[test]
    fn numbers_stand_largest_first() {
        let numbers = BTreeMap::from([("just_notified".to_owned(), 7), ("no_address".to_owned(), 12)]);
        assert_eq!(of_numbers(&numbers), "  no_address     12\n  just_notified   7\n");
    }
}
