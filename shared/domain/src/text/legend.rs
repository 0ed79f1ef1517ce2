//! The legend of placeholders, in every language: what the editor lists beside a text.

mod en;
mod es;
mod fr;
mod it;
mod nb;

use serde::Serialize;

use super::placeholders::{Group, Placeholder};
use crate::{Event, Language};

/// A placeholder, explained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LegendEntry {
    /// The code as it is written in a text, for example `[TRD3]`; some placeholders have none.
    pub code: Option<String>,
    /// The readable form as it is written in a text, for example `[client.first_name]`.
    pub alias: String,
    /// What it tells about.
    pub group: Group,
    /// The group's name in the language of the legend.
    pub group_name: &'static str,
    /// What stands for it, in the language of the legend.
    pub meaning: &'static str,
    /// The events in which it has a meaning.
    pub events: &'static [Event],
}

/// Every placeholder that `event` knows, or every one at all, explained in `language`.
#[must_use]
pub fn legend(language: Language, event: Option<Event>) -> Vec<LegendEntry> {
    let known = |one: &Placeholder| event.is_none_or(|event| one.events().contains(&event));
    let entry = |one: Placeholder| LegendEntry {
        code: one.code().map(|code| format!("[TRD{code}]")),
        alias: format!("[{}]", one.alias()),
        group: one.group(),
        group_name: group_name(one.group(), language),
        meaning: meaning(one, language),
        events: one.events(),
    };
    Placeholder::ALL.iter().copied().filter(known).map(entry).collect()
}

const fn meaning(placeholder: Placeholder, language: Language) -> &'static str {
    match language {
        Language::En => en::meaning(placeholder),
        Language::It => it::meaning(placeholder),
        Language::Es => es::meaning(placeholder),
        Language::Fr => fr::meaning(placeholder),
        Language::Nb => nb::meaning(placeholder),
    }
}

const fn group_name(group: Group, language: Language) -> &'static str {
    let [en, it, es, fr, nb] = match group {
        Group::Centre => ["Centre", "Centro", "Centro", "Centre", "Senter"],
        Group::Client => ["Client", "Cliente", "Cliente", "Client", "Klient"],
        Group::Resource => ["Resource", "Risorsa", "Recurso", "Ressource", "Ressurs"],
        Group::Appointment => ["Appointment", "Appuntamento", "Cita", "Rendez-vous", "Time"],
        Group::Agenda => ["Agenda", "Agenda", "Agenda", "Agenda", "Timebok"],
        Group::Link => ["Links", "Link", "Enlaces", "Liens", "Lenker"],
        Group::Message => ["Message", "Messaggio", "Mensaje", "Message", "Melding"],
    };
    match language {
        Language::En => en,
        Language::It => it,
        Language::Es => es,
        Language::Fr => fr,
        Language::Nb => nb,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_placeholder_has_a_meaning_of_its_own_in_every_language() {
        for language in Language::ALL {
            let meanings: HashSet<_> = legend(language, None).iter().map(|entry| entry.meaning).collect();
            assert_eq!(meanings.len(), Placeholder::ALL.len(), "{language}");
        }
    }

    #[test]
    fn an_event_shows_only_what_it_knows() {
        let shown = legend(Language::It, Some(Event::AppointmentCancelled));
        assert!(shown.iter().all(|entry| entry.events.contains(&Event::AppointmentCancelled)));
        assert!(!shown.iter().any(|entry| entry.alias == "[link.answer]" || entry.alias == "[password]"));
        let name = shown.iter().find(|entry| entry.alias == "[client.first_name]").expect("known in every event");
        assert_eq!(
            (name.code.as_deref(), name.group_name, name.meaning),
            (Some("[TRD3]"), "Cliente", "Nome del cliente")
        );
    }
}
