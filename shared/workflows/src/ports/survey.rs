//! Answers to questionnaires.

use async_trait::async_trait;
use carebell_domain::model::SurveyAnswer;
use carebell_domain::{AppointmentId, TenantId};

use super::{Page, PortError};

/// Keeps the answers to questionnaires.
#[async_trait]
pub trait Surveys: Send + Sync {
    /// Keeps an answer. `false` where the visit has one already, which stays.
    async fn keep_answer(&self, tenant: &TenantId, answer: &SurveyAnswer) -> Result<bool, PortError>;

    /// The answer about a visit.
    async fn answer(&self, tenant: &TenantId, visit: &AppointmentId) -> Result<Option<SurveyAnswer>, PortError>;

    /// The answers of a month (`yyyy-mm`, in UTC), newest first.
    async fn answers(
        &self,
        tenant: &TenantId,
        month: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<SurveyAnswer>, PortError>;
}
