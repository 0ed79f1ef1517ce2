//! What is to be said about a text before it is saved.
//!
//! Only placeholders are looked at here; what a text costs as SMS is the business of [`crate::sms`].

use serde::Serialize;

use super::lexer::{PieceKind, Template};
use super::placeholders::Placeholder;
use crate::Event;

/// Something to say about a place in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Finding {
    /// What it is.
    pub problem: Problem,
    /// The placeholder as it is written in the text.
    pub written: String,
    /// Where it begins: characters (Unicode scalar values) from the start of the text.
    pub position: usize,
}

/// What can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Problem {
    /// The form of a placeholder, but none that exists.
    UnknownPlaceholder,
    /// A placeholder that has no meaning in this event.
    ForeignPlaceholder,
    /// The notes (TRD14), where a service has a preparation to send: that is TRD23. Older guides confuse the two.
    PreparationIsAnother,
}

impl Problem {
    /// Whether a text with this problem is refused; the others are warnings.
    #[must_use]
    pub const fn refuses(self) -> bool {
        matches!(self, Self::UnknownPlaceholder | Self::ForeignPlaceholder)
    }
}

/// Every finding in `text` as a text of `event`, in the order of the text.
///
/// `preparation` tells whether the text is used for a service that has a preparation to send to clients.
#[must_use]
pub fn lint(text: &str, event: Event, preparation: bool) -> Vec<Finding> {
    let template = Template::parse(text);
    let problem = |kind| match kind {
        PieceKind::Literal(_) => None,
        PieceKind::Unknown => Some(Problem::UnknownPlaceholder),
        PieceKind::Column(_) => Some(Problem::ForeignPlaceholder),
        PieceKind::Placeholder(known) if !known.events().contains(&event) => Some(Problem::ForeignPlaceholder),
        PieceKind::Placeholder(Placeholder::AppointmentNotes)
            if preparation && !template.names(Placeholder::AppointmentPreparation) =>
        {
            Some(Problem::PreparationIsAnother)
        }
        PieceKind::Placeholder(_) => None,
    };
    let found = template.pieces().iter().filter_map(|piece| {
        Some(Finding {
            problem: problem(piece.kind)?,
            written: text[piece.span.clone()].to_owned(),
            position: text[..piece.span.start].chars().count(),
        })
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::Problem::{ForeignPlaceholder, PreparationIsAnother, UnknownPlaceholder};
    use super::*;

    #[rstest]
    #[case::clean("Ciao [client.first_name], [TRD31] [shop.name]", false, &[])]
    #[case::unknown("È [TRD99] e TRD2", false, &[(UnknownPlaceholder, "[TRD99]", 2), (UnknownPlaceholder, "TRD2", 12)])]
    #[case::foreign("[password] [column.x]", false, &[(ForeignPlaceholder, "[password]", 0), (ForeignPlaceholder, "[column.x]", 11)])]
    #[case::no_others_in_a_notification("[appointment.others]", false, &[(ForeignPlaceholder, "[appointment.others]", 0)])]
    #[case::notes_alone("Note: TRD14", true, &[(PreparationIsAnother, "TRD14", 6)])]
    #[case::notes_and_preparation("TRD14 TRD23", true, &[])]
    #[case::nothing_to_prepare("TRD14", false, &[])]
    fn finds(#[case] text: &str, #[case] preparation: bool, #[case] expected: &[(Problem, &str, usize)]) {
        let found = lint(text, Event::AppointmentCreated, preparation);
        let found: Vec<_> = found.iter().map(|one| (one.problem, one.written.as_str(), one.position)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_reminder_may_name_other_appointments() {
        assert_eq!(lint("[appointment.others] [link.answer]", Event::AppointmentReminder, false), []);
    }
}
