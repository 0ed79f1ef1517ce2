//! From the facts to the words: which text holds, in which language, and what its placeholders stand for.

use carebell_domain::contact::EmailAddress;
use carebell_domain::decide::{Facts, Named, Occasion};
use carebell_domain::locale::{Locale, Money};
use carebell_domain::model::{Appointment, Client, Service};
use carebell_domain::sms::{measure, plain_unless_dearer};
use carebell_domain::text::placeholders::Placeholder;
use carebell_domain::text::{
    EmailText, Languages, OtherAppointment, Values, choose_email, choose_sms, compose_email, compose_sms,
    household_email, household_sms,
};
use carebell_domain::{Channel, Language};

use super::facts::Working;
use crate::ports::Body;

/// A message in words.
#[derive(Clone, Debug)]
pub(super) enum Composed {
    /// An SMS.
    Sms { language: Language, text: String, segments: u8 },
    /// An e-mail.
    Email {
        language: Language,
        subject: String,
        html: String,
        text: String,
        from: Option<EmailAddress>,
        track_opens: bool,
    },
}

impl Composed {
    pub(super) const fn language(&self) -> Language {
        match self {
            Self::Sms { language, .. } | Self::Email { language, .. } => *language,
        }
    }

    pub(super) const fn segments(&self) -> Option<u8> {
        match self {
            Self::Sms { segments, .. } => Some(*segments),
            Self::Email { .. } => None,
        }
    }

    pub(super) fn into_body(self) -> Body {
        match self {
            Self::Sms { text, .. } => Body { subject: None, text },
            Self::Email { subject, text, .. } => Body { subject: Some(subject), text },
        }
    }
}

/// What a message holds beside the facts.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Beside<'a> {
    /// The notes for the client.
    pub(super) notes: Option<&'a str>,
    /// The other appointments that a reminder names, with their generations.
    pub(super) named: &'a [Named],
    /// Where the client confirms or cancels, if invited to.
    pub(super) answer: Option<&'a str>,
    /// Where the client says how the visit was.
    pub(super) survey: Option<&'a str>,
}

/// Writes a message about an appointment.
pub(super) fn compose(
    working: &Working,
    appointment: &Appointment,
    occasion: Occasion,
    beside: Beside<'_>,
) -> Composed {
    let facts = working.facts();
    let Occasion { event, channel, .. } = occasion;
    let languages = Languages { client: working.client.language, centre: working.tenancy.settings.centre.language };
    let confidential = facts.services(appointment).any(|service| service.confidential);
    // Of a household's reminder nobody is to learn what another member is treated for.
    let household = beside.named.iter().any(|(other, _)| other.client != working.client.id);
    let values = values(&facts, working, appointment, beside);
    let values = if household {
        household_values(values, working, appointment, beside.named).confidential()
    } else {
        named_values(values, working, beside.named)
    };
    let values = if confidential { values.confidential() } else { values };
    let location = facts.location(appointment);
    let country = location.and_then(|location| location.country).unwrap_or(facts.settings.centre.country);
    let own = |language| working.tenancy.texts.own.get(&(event, channel, language));
    match channel {
        Channel::Sms => {
            let text = |language| own(language).map(|text| text.body.as_str());
            let chosen = if household {
                household_sms(languages)
            } else {
                choose_sms(event, languages, confidential, beside.answer.is_some(), text)
            };
            let locale = Locale::at(chosen.language, Some(country.as_str()));
            let mut text = compose_sms(chosen.text, locale, &values);
            if facts.settings.plain_letters {
                text = plain_unless_dearer(&text).into_owned();
            }
            let segments = u8::try_from(measure(&text).parts).unwrap_or(u8::MAX);
            Composed::Sms { language: chosen.language, text, segments }
        }
        Channel::Email => {
            let text = |language| own(language).and_then(email_text);
            let chosen =
                if household { household_email(languages) } else { choose_email(event, languages, confidential, text) };
            let locale = Locale::at(chosen.language, Some(country.as_str()));
            let email = compose_email(chosen.text, locale, &values);
            let settings = facts.settings;
            let may_track = !settings.tracking_consent_required || Client::consents(facts.client.tracking);
            Composed::Email {
                language: chosen.language,
                subject: email.subject,
                html: email.html,
                text: email.text,
                from: location
                    .and_then(|location| location.email_sender.clone())
                    .or_else(|| settings.senders.email_address.clone()),
                track_opens: settings.event(event).open_tracking && may_track,
            }
        }
    }
}

pub(super) fn email_text(text: &crate::ports::TenantText) -> Option<EmailText<'_>> {
    Some(EmailText { subject: text.subject.as_deref()?, html: &text.body })
}

/// What the placeholders stand for.
fn values<'v>(facts: &Facts<'v>, working: &'v Working, appointment: &'v Appointment, beside: Beside<'v>) -> Values<'v> {
    let Beside { notes, answer, survey, .. } = beside;
    let (centre, client) = (&facts.settings.centre, facts.client);
    let catalogue = facts.catalogue;
    let patient = appointment.patient.as_ref();
    let patient = patient.and_then(|id| working.patients.iter().find(|patient| patient.id == *id));
    let resource = catalogue.resources.get(&appointment.resource);
    let location = facts.location(appointment);
    let services = told_services(facts, appointment);
    let group = appointment.group.as_ref().or_else(|| services.first().and_then(|service| service.group.as_ref()));
    let zone = facts.zone(appointment);
    let minutes = appointment.start.duration_until(appointment.end).as_mins();
    let phone = |number: &'v carebell_domain::contact::PhoneNumber| number.entered();
    let mut values = Values::new()
        .text(Placeholder::CentreName, centre.name.as_str())
        .maybe(Placeholder::CentrePhone, centre.phone.as_ref().map(phone))
        .maybe(Placeholder::CentreWebsite, centre.website.as_deref())
        .text(Placeholder::ClientFirstName, client.first_name.as_str())
        .text(Placeholder::ClientLastName, client.last_name.as_str())
        .maybe(Placeholder::ClientMobile, client.mobile.as_ref().map(phone))
        .maybe(Placeholder::ClientAddress, client.address.as_deref())
        .maybe(Placeholder::PatientName, patient.map(|patient| patient.name.as_str()))
        .maybe(Placeholder::ResourceName, resource.map(|resource| resource.name.as_str()))
        .maybe(Placeholder::ResourceAddress, resource.and_then(|resource| resource.address.as_deref()))
        .maybe(Placeholder::ResourcePhone, resource.and_then(|resource| resource.phone.as_ref()).map(phone))
        .start(zone.at(appointment.start).datetime())
        .end(zone.at(appointment.end).datetime())
        .minutes(u32::try_from(minutes).unwrap_or_default())
        .maybe(Placeholder::AppointmentService, joined(&services, ", ", |service| Some(service.name.as_str())))
        .maybe(Placeholder::AppointmentPreparation, joined(&services, "\n", preparation))
        .maybe(
            Placeholder::AppointmentGroup,
            group.and_then(|id| catalogue.groups.get(id)).map(|group| group.name.as_str()),
        )
        .maybe(Placeholder::AppointmentTariff, appointment.tariff.as_deref())
        .maybe(Placeholder::AppointmentNotes, notes)
        .maybe(Placeholder::LinkAnswer, answer)
        .maybe(Placeholder::LinkSurvey, survey)
        .maybe(Placeholder::LocationName, location.map(|location| location.name.as_str()))
        .maybe(Placeholder::LocationTown, location.and_then(|location| location.town.as_deref()))
        .maybe(Placeholder::LocationAddress, location.and_then(|location| location.address.as_deref()))
        .maybe(Placeholder::LocationNotes, location.and_then(|location| location.notes.as_deref()))
        .maybe(
            Placeholder::LocationPhone,
            location.and_then(|location| location.phone.as_ref()).or(centre.phone.as_ref()).map(phone),
        );
    let prices: Option<i64> = services.iter().map(|service| service.price).sum();
    if let Some(minor) = appointment.price.or(prices).filter(|_| !services.is_empty()) {
        values = values.price(Money { minor, currency: centre.currency.as_str() });
    }
    values
}

/// The client's other appointments that a reminder names.
fn named_values<'v>(values: Values<'v>, working: &'v Working, named: &[Named]) -> Values<'v> {
    let others = named.iter().filter_map(|(id, _)| working.whose(id));
    others.fold(values, |values, (of, other)| values.other(when_and_where(&of, other, None)))
}

/// All that a household's reminder tells: whose visits, when and where.
fn household_values<'v>(
    values: Values<'v>,
    working: &'v Working,
    appointment: &'v Appointment,
    named: &[Named],
) -> Values<'v> {
    let mut visits: Vec<_> = named.iter().map(|(id, _)| id).chain([&appointment.id]).collect();
    visits.sort_by_key(|id| (working.whose(id).map(|(_, one)| one.start), *id));
    let visits = visits.into_iter().filter_map(|id| working.whose(id));
    visits.fold(values, |values, (of, visit)| values.other(when_and_where(&of, visit, Some(of.called(visit)))))
}

fn when_and_where<'v>(of: &Facts<'v>, visit: &Appointment, who: Option<&'v str>) -> OtherAppointment<'v> {
    let place = of.location(visit).map_or("", |location| location.name.as_str());
    let start = of.zone(visit).at(visit.start).datetime();
    OtherAppointment { who: who.map(Into::into), start, place: place.into() }
}

/// The services that a text names: those whose memo switch is on.
fn told_services<'v>(facts: &Facts<'v>, appointment: &'v Appointment) -> Vec<&'v Service> {
    let groups = &facts.catalogue.groups;
    let silenced =
        |service: &Service| service.group.as_ref().and_then(|id| groups.get(id)).is_some_and(|group| !group.memo);
    facts.services(appointment).filter(|service| service.memo && !silenced(service)).collect()
}

fn preparation(service: &Service) -> Option<&str> {
    service.preparation.as_deref().filter(|_| service.send_preparation)
}

/// What the services say, each once.
fn joined<'v>(services: &[&'v Service], between: &str, of: impl Fn(&'v Service) -> Option<&'v str>) -> Option<String> {
    let mut told: Vec<&str> = Vec::new();
    for text in services.iter().filter_map(|service| of(service)) {
        if !told.contains(&text) {
            told.push(text);
        }
    }
    (!told.is_empty()).then(|| told.join(between))
}
