//! The page of a questionnaire.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use carebell_domain::model::{LONGEST_COMMENT, QuestionKind};
use carebell_workflows::answer::{Answers, Opened};
use carebell_workflows::ports::PortError;
use carebell_workflows::survey::{Filled, Sent, Stands, Unfit};
use maud::{Markup, html};

use super::frame::{Page, framed, notice};
use super::words::Words;
use super::{back, unknown};

/// Keeps what was filled in, and leads back to the page, which then says thanks.
///
/// # Errors
/// [`PortError`] where a port failed.
pub(super) async fn send(
    answers: &Answers,
    token: &str,
    body: &str,
    headers: &HeaderMap,
) -> Result<Response, PortError> {
    let Ok(fields) = serde_urlencoded::from_str::<BTreeMap<String, String>>(body) else { return Ok(unknown(headers)) };
    let mut filled = Filled {
        rating: fields.get("rating").and_then(|rating| rating.parse().ok()),
        comment: fields.get("comment").cloned().unwrap_or_default(),
        answers: Vec::new(),
    };
    let Some(opened) = answers.open(token).await? else { return Ok(unknown(headers)) };
    for index in 0..opened.tenancy.settings.survey.questions.len() {
        filled.answers.push(fields.get(&format!("q{index}")).cloned().unwrap_or_default());
    }
    Ok(match answers.send_survey(token, &filled).await? {
        Sent::Kept | Sent::Over => back(token),
        Sent::NoLink => unknown(headers),
        Sent::Unfit(unfit) => page(&opened, Stands::Open, Some((&filled, unfit))),
    })
}

/// The page as the questionnaire stands; where something was not right, with what was filled in and what that is.
pub(super) fn page(opened: &Opened, stands: Stands, again: Option<(&Filled, Unfit)>) -> Response {
    let words = Words::of(opened.language());
    let page = Page::of_visit(opened, words.survey);
    match stands {
        Stands::Answered => notice(StatusCode::OK, &page, words.survey_thanks),
        Stands::Over => notice(StatusCode::GONE, &page, words.survey_over),
        Stands::Open => {
            let status = if again.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            framed(status, &page, &form(opened, words, again))
        }
    }
}

fn form(opened: &Opened, words: &Words, again: Option<(&Filled, Unfit)>) -> Markup {
    let settings = &opened.tenancy.settings;
    let blank = Filled::default();
    let filled = again.map_or(&blank, |(filled, _)| filled);
    let rating = filled.rating.map(|rating| rating.to_string()).unwrap_or_default();
    html! {
        section {
            @if let Some((_, unfit)) = again {
                p .state .stop role="alert" {
                    @match unfit {
                        Unfit::Choose => (words.survey_choose),
                        Unfit::TooLong(limit) => { (words.survey_long[0]) (limit) (words.survey_long[1]) }
                    }
                }
            }
            form method="post" {
                (scale("rating", words.survey_rating, (1, 5), &rating, true, words))
                @for (index, question) in settings.survey.questions.iter().enumerate() {
                    @let name = format!("q{index}");
                    @let text = question.text(opened.language(), settings.centre.language);
                    @let said = filled.answers.get(index).map(String::as_str).unwrap_or_default();
                    @match question.kind.range() {
                        Some(range) => (scale(&name, text, range, said, false, words)),
                        None => (lines(&name, text, said)),
                    }
                }
                (lines("comment", words.survey_comment, &filled.comment))
                button .main type="submit" { (words.survey_send) }
            }
        }
    }
}

/// A question that is answered by a number.
fn scale(name: &str, text: &str, (least, most): (u8, u8), chosen: &str, required: bool, words: &Words) -> Markup {
    let ends = match QuestionKind::Recommend.range() {
        Some(range) if range == (least, most) => words.survey_recommend,
        _ => words.survey_ends,
    };
    html! {
        fieldset {
            legend { (text) }
            div .scale {
                @for number in least..=most {
                    label {
                        input type="radio" name=(name) value=(number) required[required]
                            checked[chosen == number.to_string()];
                        (number)
                    }
                }
            }
            p .dim { (least) " = " (ends[0]) ", " (most) " = " (ends[1]) }
        }
    }
}

/// A question that is answered in words.
fn lines(name: &str, text: &str, said: &str) -> Markup {
    html! {
        p {
            label .block for=(name) { (text) }
            textarea id=(name) name=(name) rows="4" maxlength=(LONGEST_COMMENT) { (said) }
        }
    }
}
