//! The questionnaire behind a link: what it asks, and the one answer that a visit can have.

use carebell_domain::centre::{Happened, Notice};
use carebell_domain::link::{Fits, LinkKind};
use carebell_domain::model::{LONGEST_COMMENT, QuestionAnswer, QuestionKind, SURVEY_OPEN, SurveyAnswer};
use carebell_domain::{Event, Language};

use crate::answer::{Answers, Opened};
use crate::ports::PortError;

/// Where a questionnaire stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// It can be answered.
    Open,
    /// It has been answered.
    Answered,
    /// Its time is over, or its visit has changed since.
    Over,
}

/// What a client filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// 1 to 5.
    pub rating: Option<u8>,
    /// A comment.
    pub comment: String,
    /// The answers to the centre's questions, in their order, as they were sent.
    pub answers: Vec<String>,
}

/// What was wrong with what was filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// The rating is missing, or a number is none that could be chosen.
    Choose,
    /// Words are longer than the limit, in characters.
    TooLong(usize),
}

/// What sending a questionnaire led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It is kept, now or since before.
    Kept,
    /// It cannot be answered any more.
    Over,
    /// Something is to be put right first.
    Unfit(Unfit),
    /// The link leads nowhere.
    NoLink,
}

impl Opened {
    /// The language in which the client is asked.
    #[must_use]
    pub fn language(&self) -> Language {
        let client = self.file.client.as_ref();
        client.and_then(|client| client.language).unwrap_or(self.tenancy.settings.centre.language)
    }

    /// Whether the questionnaire can still be answered, as far as time goes: seven days from its sending.
    fn in_time(&self) -> bool {
        let claim = self.own().and_then(|own| own.claim(Event::SatisfactionSurvey, self.channel()));
        self.fits == Fits::Now && claim.is_some_and(|claim| claim.at.duration_until(self.now) < SURVEY_OPEN)
    }

    /// What was filled in, as an answer.
    fn answer(&self, filled: &Filled) -> Result<Option<SurveyAnswer>, Unfit> {
        let Some(own) = self.own() else { return Ok(None) };
        let settings = &self.tenancy.settings;
        let rating = filled.rating.filter(|rating| (1..=5).contains(rating)).ok_or(Unfit::Choose)?;
        let words = |text: &str| {
            let text = text.trim().replace("\r\n", "\n");
            let long = text.chars().count() > LONGEST_COMMENT;
            if long { Err(Unfit::TooLong(LONGEST_COMMENT)) } else { Ok((!text.is_empty()).then_some(text)) }
        };
        let mut answers = Vec::new();
        for (question, said) in settings.survey.questions.iter().zip(&filled.answers) {
            let number = match question.kind.range() {
                Some((least, most)) if !said.trim().is_empty() => {
                    let number = said.trim().parse().ok().filter(|number| (least..=most).contains(number));
                    Some(number.ok_or(Unfit::Choose)?)
                }
                _ => None,
            };
            let text = if question.kind == QuestionKind::Text { words(said)? } else { None };
            if number.is_some() || text.is_some() {
                let asked = question.text(self.language(), settings.centre.language).to_owned();
                answers.push(QuestionAnswer { question: asked, kind: question.kind, number, text });
            }
        }
        Ok(Some(SurveyAnswer {
            appointment: own.id.clone(),
            at: self.now,
            rating,
            comment: words(&filled.comment)?,
            answers,
            resource: own.resource.clone(),
            location: own.location.clone(),
            services: own.services.clone(),
        }))
    }
}

impl Answers {
    /// Where the questionnaire of an opened link stands.
    ///
    /// # Errors
    /// [`PortError`] where a read failed.
    pub async fn survey(&self, opened: &Opened) -> Result<Stands, PortError> {
        if let Some(own) = opened.own()
            && self.surveys.answer(&opened.tenant, &own.id).await?.is_some()
        {
            return Ok(Stands::Answered);
        }
        Ok(if opened.in_time() { Stands::Open } else { Stands::Over })
    }

    /// Keeps what a client filled in. A visit has one answer: one that comes again changes nothing.
    ///
    /// # Errors
    /// [`PortError`] where a port failed: the answer may have been kept, and may be sent again.
    pub async fn send_survey(&self, token: &str, filled: &Filled) -> Result<Sent, PortError> {
        let opened = self.open(token).await?.filter(|opened| matches!(opened.kind, LinkKind::Survey(_)));
        let Some(opened) = opened else { return Ok(Sent::NoLink) };
        match self.survey(&opened).await? {
            Stands::Over => return Ok(Sent::Over),
            Stands::Answered => return Ok(Sent::Kept),
            Stands::Open => {}
        }
        let answer = match opened.answer(filled) {
            Ok(Some(answer)) => answer,
            Ok(None) => return Ok(Sent::NoLink),
            Err(unfit) => return Ok(Sent::Unfit(unfit)),
        };
        let poor = answer.is_poor().then_some(Happened::PoorAnswer { rating: answer.rating });
        let notice = poor
            .zip(opened.own())
            .map(|(poor, own)| Notice::of_visit(&opened.tenancy.settings, poor, own, "", answer.at));
        self.surveys.keep_answer(&opened.tenant, &answer, notice.as_ref()).await?;
        self.show_click(&opened).await?;
        Ok(Sent::Kept)
    }
}
