//! Answers to questionnaires: each in its client's collection, where the visit can have but one, and in the calendar's
//! index by the month in which it was given.

use async_trait::async_trait;
use carebell_domain::centre::Notice;
use carebell_domain::model::SurveyAnswer;
use carebell_domain::{AppointmentId, TenantId};
use carebell_workflows::ports::{Page, PortError, Surveys};

use crate::Store;
use crate::item::{Corrupt, Item, Row, SCHEMA, TYPE, number, text};
use crate::keys::{self, CAL, PK};
use crate::notices;
use crate::table::{Freshness, Transacted, Written, failed};

/// Type of the item, and its present form.
const ANSWER: &str = "SV";
const FORM: u8 = 1;
/// The answer, as JSON.
const BODY: &str = "d";

#[async_trait]
impl Surveys for Store {
    async fn keep_answer(
        &self,
        tenant: &TenantId,
        answer: &SurveyAnswer,
        notice: Option<&Notice>,
    ) -> Result<bool, PortError> {
        let what = "keeping a questionnaire's answer";
        let entry = keys::survey_entry(tenant, answer);
        let body = serde_json::to_string(answer).map_err(failed(what))?;
        let mut item = keys::survey(tenant, &answer.appointment).attributes();
        item.extend([
            (TYPE.to_owned(), text(ANSWER)),
            (SCHEMA.to_owned(), number(FORM)),
            (BODY.to_owned(), text(body)),
            (CAL.pk.to_owned(), text(entry.pk)),
            (CAL.sk.to_owned(), text(entry.sk)),
        ]);
        if let Some(notice) = notice {
            let told = notices::raised(tenant, notice).map_err(failed(what))?;
            let kept = self.table.put_if(item, "attribute_not_exists(#pk)", &[("#pk", PK)], Item::new());
            return Ok(self.table.transact(what, vec![kept, self.table.update(told)]).await? == Transacted::Done);
        }
        let written = self.table.put(what, item, "attribute_not_exists(#pk)", &[("#pk", PK)], Item::new()).await?;
        Ok(matches!(written, Written::Done(_)))
    }

    async fn answer(&self, tenant: &TenantId, visit: &AppointmentId) -> Result<Option<SurveyAnswer>, PortError> {
        let what = "reading a questionnaire's answer";
        let item = self.table.get(what, keys::survey(tenant, visit), Freshness::Consistent).await?;
        item.map(|item| read(Row(&item))).transpose().map_err(failed(what))
    }

    async fn answers(
        &self,
        tenant: &TenantId,
        month: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<SurveyAnswer>, PortError> {
        let what = "listing questionnaires' answers";
        let Page { items, next } = self.table.latest(what, keys::surveys_of_month(tenant, month), after, limit).await?;
        let items = items.iter().map(|item| read(Row(item)).map_err(failed(what))).collect::<Result<_, _>>()?;
        Ok(Page { items, next })
    }
}

fn read(row: Row<'_>) -> Result<SurveyAnswer, Corrupt> {
    serde_json::from_str(row.text(BODY)?).map_err(|_| Corrupt(BODY))
}
