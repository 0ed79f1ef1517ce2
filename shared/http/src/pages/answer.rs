//! The page on which an appointment is confirmed or cancelled.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use carebell_domain::AppointmentId;
use carebell_domain::link::Fits;
use carebell_domain::model::{AnswerKind, Appointment, Status};
use carebell_workflows::answer::{Answers, Opened, Press, Pressed, Visit};
use carebell_workflows::ports::PortError;
use maud::{Markup, html};
use serde::Deserialize;

use super::frame::{Page, call, framed, notice};
use super::words::Words;
use super::{back, unknown};

/// What a button sends.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    #[serde(rename = "do")]
    button: Button,
    of: AppointmentId,
}

/// The buttons.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Button {
    Confirm,
    Cancel,
    OtherTime,
    Undo,
}

impl From<Button> for Press {
    fn from(button: Button) -> Self {
        match button {
            Button::Confirm => Self::Confirm,
            Button::Cancel => Self::Cancel,
            Button::OtherTime => Self::OtherTime,
            Button::Undo => Self::Undo,
        }
    }
}

/// Carries out the press of a button, and leads back to the page, which shows how it stands then.
///
/// # Errors
/// [`PortError`] where a port failed.
pub(super) async fn press(
    answers: &Answers,
    token: &str,
    body: &str,
    headers: &HeaderMap,
) -> Result<Response, PortError> {
    // No button sends what cannot be read: somebody plays with the form.
    let Ok(Sent { button, of }) = serde_urlencoded::from_str(body) else { return Ok(unknown(headers)) };
    Ok(match answers.press(token, &of, button.into()).await? {
        Pressed::Done | Pressed::NotNow => back(token),
        Pressed::NoLink => unknown(headers),
    })
}

/// How an appointment stands, with the buttons that do something for it now.
pub(super) fn page(opened: &Opened) -> Response {
    let words = Words::of(opened.language());
    let page = Page::of_visit(opened, if opened.fits == Fits::Before { words.void } else { words.title });
    if opened.fits == Fits::Before {
        return notice(StatusCode::GONE, &page, words.void_then);
    }
    let shown = opened.shown();
    let Some((own, others)) = shown.split_first() else {
        return notice(StatusCode::GONE, &page, words.void_then);
    };
    let household = opened.is_of_household();
    let body = html! {
        (card(opened, *own, household, &page))
        @if !others.is_empty() { h2 { (words.others) } }
        @for other in others { (card(opened, *other, household, &page)) }
    };
    framed(StatusCode::OK, &page, &body)
}

/// One appointment: when, where, for whom, how it stands, and its buttons.
fn card(opened: &Opened, visit: Visit<'_>, household: bool, page: &Page<'_>) -> Markup {
    let Visit { of: facts, appointment } = visit;
    let (locale, words) = (page.locale, Words::of(page.locale.language));
    let start = facts.zone(appointment).at(appointment.start).datetime();
    let location = facts.location(appointment);
    let patient = appointment.patient.as_ref();
    let patient = patient.and_then(|id| facts.patients.iter().find(|patient| patient.id == *id));
    let who = if household { Some(facts.called(appointment)) } else { patient.map(|patient| patient.name.as_str()) };
    let neutral = household || facts.services(appointment).any(|service| service.confidential);
    let resource = facts.catalogue.resources.get(&appointment.resource).filter(|_| !neutral);
    html! {
        section {
            p .when { (locale.long_date(start.date())) ", " (locale.time(start.time())) }
            @if let Some(location) = location {
                p {
                    (location.name)
                    @for line in [&location.address, &location.town].into_iter().flatten() { br; (line) }
                }
            }
            @if let Some(who) = who { p .dim { (words.patient) " " (who) } }
            @if let Some(resource) = resource { p .dim { (words.with) " " (resource.name) } }
            (state(opened, appointment, page))
            (buttons(opened, appointment, page))
        }
    }
}

fn state(opened: &Opened, appointment: &Appointment, page: &Page<'_>) -> Markup {
    let words = Words::of(page.locale.language);
    let asked_for_another = appointment.answer.is_some_and(|answer| answer.kind == AnswerKind::OtherTime);
    match appointment.status {
        Status::Cancelled => html! { p .state .stop role="status" { (words.cancelled) } },
        _ if opened.now >= appointment.start => html! { p .state role="status" { (words.over) } },
        Status::Requested => html! { p .state role="status" { (words.requested) } },
        _ if asked_for_another => html! { p .state .good role="status" { (words.noted) } },
        Status::Confirmed => html! { p .state .good role="status" { (words.confirmed) } },
        _ => html! { p { (words.question) } },
    }
}

fn buttons(opened: &Opened, appointment: &Appointment, page: &Page<'_>) -> Markup {
    let words = Words::of(page.locale.language);
    let all = [
        (Press::Confirm, "confirm", words.confirm),
        (Press::Undo, "undo", words.undo),
        (Press::Cancel, "cancel", words.cancel),
        (Press::OtherTime, "other_time", words.other_time),
    ];
    let offered: Vec<_> = all.into_iter().filter(|(press, ..)| opened.may(*press, appointment)).collect();
    let may = |press| offered.iter().any(|(one, ..)| *one == press);
    let until = appointment.undoable(opened.now).filter(|_| may(Press::Undo));
    let until = until.and_then(|answer| Some(opened.facts()?.zone(appointment).at(answer.undo_until()).datetime()));
    let standing = appointment.status.is_standing() && opened.now < appointment.start;
    html! {
        @if let Some(until) = until {
            p .dim { (words.undo_until[0]) (page.locale.time(until.time())) (words.undo_until[1]) }
        }
        @if !offered.is_empty() {
            form method="post" {
                input type="hidden" name="of" value=(appointment.id);
                @for (press, name, label) in &offered {
                    button type="submit" name="do" value=(name) .main[*press == Press::Confirm] { (label) }
                }
            }
        }
        @if standing && !may(Press::Cancel) { p .dim { (words.too_late) } }
        @if !standing || !may(Press::Cancel) { (call(page)) }
    }
}
