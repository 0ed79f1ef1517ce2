//! What a bench reports: one figure a row.

use std::fmt::Write as _;

use serde::Serialize;

/// One figure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// Which measure of `docs/performance.md`. A `+` behind it: a part of it, or what something adds to it.
    pub id: &'static str,
    /// Of what.
    pub name: String,
    /// The figure.
    pub value: f64,
    /// What it may be at most; nothing where it is only shown.
    pub goal: Option<f64>,
    /// What it counts.
    pub unit: &'static str,
}

impl Row {
    /// A figure that is only shown.
    pub fn shown(id: &'static str, name: impl Into<String>, value: f64, unit: &'static str) -> Self {
        // Sums of halves and quotients by powers of ten: what lies behind the fourth digit is no measurement.
        let value = (value * 1e4).round() / 1e4;
        Self { id, name: name.into(), value, goal: None, unit }
    }

    /// The same figure with what it may be at most.
    #[must_use]
    pub fn at_most(self, goal: f64) -> Self {
        Self { goal: Some(goal), ..self }
    }

    /// Whether it is within its goal.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.goal.is_none_or(|goal| self.value <= goal)
    }
}

/// Rows as a table for people.
#[must_use]
pub fn table(rows: &[Row]) -> String {
    let width = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or_default();
    let mut text = String::new();
    for row in rows {
        let Row { id, name, value, unit, .. } = row;
        let value = format!("{value:.3}");
        let goal = row.goal.map(|goal| format!("at most {goal}")).unwrap_or_default();
        let over = if row.holds() { "" } else { "  OVER ITS GOAL" };
        let _ = writeln!(text, "{id:<4} {name:<width$} {value:>12} {unit:<24} {goal}{over}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_over_its_goal_is_seen() {
        let rows = [Row::shown("P1", "e-mail", 8.0, "units").at_most(8.2), Row::shown("P1", "SMS", 9.6, "units")];
        assert!(rows.iter().all(Row::holds));
        let over = rows[1].clone().at_most(9.5);
        assert!(!over.holds());
        assert!(table(&[over]).contains("OVER"));
    }
}
