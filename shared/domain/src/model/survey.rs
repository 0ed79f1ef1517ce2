//! The questionnaire after a visit: its questions, and what was answered.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{AppointmentId, Language, LocationId, ResourceId, ServiceId};

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum QuestionKind {
    /// A number from 1 to 5.
    Rating,
    /// How likely one would recommend the clinic, from 0 to 10.
    Recommend,
    /// In one's own words.
    Text,
}

impl QuestionKind {
    /// The least and the greatest number; `None` for words.
    #[must_use]
    pub const fn range(self) -> Option<(u8, u8)> {
        match self {
            Self::Rating => Some((1, 5)),
            Self::Recommend => Some((0, 10)),
            Self::Text => None,
        }
    }
}

/// A question of the centre's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SurveyQuestion {
    /// How it is answered.
    pub kind: QuestionKind,
    /// The question, in one language at least.
    pub texts: BTreeMap<Language, String>,
}

impl SurveyQuestion {
    /// The question as a client is asked it: in the client's language, else in the centre's, else in any.
    #[must_use]
    pub fn text(&self, client: Language, centre: Language) -> &str {
        let own = self.texts.get(&client).or_else(|| self.texts.get(&centre));
        own.or_else(|| self.texts.values().next()).map(String::as_str).unwrap_or_default()
    }
}

/// What the questionnaire asks beside the rating and a comment, and how often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SurveySettings {
    /// Further questions, at most eight.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 8))]
    pub questions: Vec<SurveyQuestion>,
    /// A client is asked once in so many days, whatever the number of visits.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 3_650))]
    pub days_between: u16,
}

impl SurveySettings {
    /// Most questions of the centre's own.
    pub const MOST_QUESTIONS: usize = 8;
    /// Longest question, in characters.
    pub const LONGEST_QUESTION: usize = 200;
    /// The longest time between two questionnaires, in days.
    pub const MOST_DAYS_BETWEEN: u16 = 3_650;

    /// How long a client is left in peace.
    #[must_use]
    pub fn between(&self) -> SignedDuration {
        SignedDuration::from_hours(24 * i64::from(self.days_between))
    }
}

impl Default for SurveySettings {
    fn default() -> Self {
        Self { questions: Vec::new(), days_between: 30 }
    }
}

/// How long after it was sent a questionnaire can be answered.
pub const SURVEY_OPEN: SignedDuration = SignedDuration::from_hours(7 * 24);
/// The longest comment or answer in words, in characters.
pub const LONGEST_COMMENT: usize = 2_000;

/// The answer to one of the centre's questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QuestionAnswer {
    /// The question as it was asked.
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub question: String,
    /// How it was to be answered.
    pub kind: QuestionKind,
    /// The number, where it asked for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u8>,
    /// The words, where it asked for some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 2_000))]
    pub text: Option<String>,
}

/// A questionnaire that was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SurveyAnswer {
    /// The visit that it is about.
    pub appointment: AppointmentId,
    /// When it was answered.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// 1 (bad) to 5 (very good).
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 5))]
    pub rating: u8,
    /// What the client added.
    #[cfg_attr(feature = "openapi", schema(max_length = 2_000))]
    pub comment: Option<String>,
    /// The answers to the centre's own questions; those left open are left out.
    #[cfg_attr(feature = "openapi", schema(max_items = 8))]
    pub answers: Vec<QuestionAnswer>,
    /// With whom the visit was.
    pub resource: ResourceId,
    /// Where.
    pub location: LocationId,
    /// What for.
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub services: Vec<ServiceId>,
}

impl SurveyAnswer {
    /// Whether the client was not content: the centre is told at once.
    #[must_use]
    pub const fn is_poor(&self) -> bool {
        self.rating <= 2
    }
}

/// What many answers say together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SurveyFigures {
    /// How many answers gave each rating, from 1 to 5.
    pub ratings: [u32; 5],
    /// How many would hardly recommend the clinic (0 to 6), are in between (7, 8), would surely (9, 10).
    pub recommend: [u32; 3],
}

impl SurveyFigures {
    /// Adds an answer.
    pub fn add(&mut self, answer: &SurveyAnswer) {
        if let Some(count) = self.ratings.get_mut(usize::from(answer.rating).wrapping_sub(1)) {
            *count += 1;
        }
        let said = answer.answers.iter().filter(|one| one.kind == QuestionKind::Recommend);
        for number in said.filter_map(|one| one.number) {
            let group = match number {
                0..=6 => 0,
                7 | 8 => 1,
                _ => 2,
            };
            self.recommend[group] += 1;
        }
    }

    /// How many answers there are.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.ratings.iter().sum()
    }

    /// The mean rating in hundredths, rounded; `None` without any answer.
    #[must_use]
    pub fn mean_hundredths(&self) -> Option<u32> {
        let count = u64::from(self.count());
        let sum: u64 = self.ratings.iter().zip(1_u64..).map(|(count, rating)| u64::from(*count) * rating).sum();
        let mean = (count > 0).then(|| (sum * 100 + count / 2) / count)?;
        u32::try_from(mean).ok()
    }

    /// The net promoter score, -100 to 100: the share of those who surely would less that of those who hardly would,
    /// rounded; `None` where nobody was asked.
    #[must_use]
    pub fn net_promoter(&self) -> Option<i32> {
        let [hardly, between, surely] = self.recommend.map(i64::from);
        let all = hardly + between + surely;
        let score = (all > 0).then(|| (2 * 100 * (surely - hardly) + all).div_euclid(2 * all))?;
        i32::try_from(score).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(rating: u8, recommend: &[u8]) -> SurveyAnswer {
        let one = |number: &u8| QuestionAnswer {
            question: "?".into(),
            kind: QuestionKind::Recommend,
            number: Some(*number),
            text: None,
        };
        SurveyAnswer {
            appointment: "c.a".parse().expect("an identifier"),
            at: Timestamp::UNIX_EPOCH,
            rating,
            comment: None,
            answers: recommend.iter().map(one).collect(),
            resource: "r".parse().expect("an identifier"),
            location: "l".parse().expect("an identifier"),
            services: Vec::new(),
        }
    }

    #[test]
    fn figures_are_rounded_and_none_without_answers() {
        let mut figures = SurveyFigures::default();
        assert_eq!((figures.count(), figures.mean_hundredths(), figures.net_promoter()), (0, None, None));
        for (rating, recommend) in [(5, &[10][..]), (5, &[9]), (1, &[6])] {
            figures.add(&answer(rating, recommend));
        }
        assert_eq!(figures.ratings, [1, 0, 0, 0, 2]);
        assert_eq!((figures.count(), figures.mean_hundredths(), figures.net_promoter()), (3, Some(367), Some(33)));
        figures.add(&answer(1, &[0, 0]));
        assert_eq!((figures.mean_hundredths(), figures.net_promoter()), (Some(300), Some(-20)));
    }

    #[test]
    fn a_question_is_asked_in_the_nearest_language() {
        let texts = BTreeMap::from([(Language::It, "Pulito?".to_owned()), (Language::Fr, "Propre ?".to_owned())]);
        let question = SurveyQuestion { kind: QuestionKind::Rating, texts };
        assert_eq!(question.text(Language::Fr, Language::It), "Propre ?");
        assert_eq!(question.text(Language::En, Language::It), "Pulito?");
        assert!(!question.text(Language::En, Language::Nb).is_empty());
    }
}
