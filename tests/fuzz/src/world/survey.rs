//! Answers to questionnaires: there are none.

use async_trait::async_trait;
use carebell_domain::model::SurveyAnswer;
use carebell_domain::{AppointmentId, TenantId};
use carebell_workflows::ports::{Page, PortError, Surveys};

use super::World;

#[async_trait]
impl Surveys for World {
    async fn keep_answer(&self, _: &TenantId, _: &SurveyAnswer) -> Result<bool, PortError> {
        Ok(true)
    }

    async fn answer(&self, _: &TenantId, _: &AppointmentId) -> Result<Option<SurveyAnswer>, PortError> {
        Ok(None)
    }

    async fn answers(&self, _: &TenantId, _: &str, _: Option<&str>, _: usize) -> Result<Page<SurveyAnswer>, PortError> {
        Ok(Page { items: Vec::new(), next: None })
    }
}
