//! Answers to questionnaires: each in its client's collection, where the visit can have but one, and in the calendar's
//! index by the month in which it was given.

use async_trait::async_trait;
use carebell_domain::model::SurveyAnswer;
use carebell_domain::{AppointmentId, TenantId};
use carebell_workflows::ports::{Page, PortError, Surveys};

use crate::Store;
use crate::item::{Corrupt, Item, Row, SCHEMA, TYPE, number, text};
use crate::keys::{self, CAL, PK};
use crate::table::{Freshness, Written, failed, key_of, page};

/// Type of the item, and its present form.
const ANSWER: &str = "SV";
const FORM: u8 = 1;
/// The answer, as JSON.
const BODY: &str = "d";

#[async_trait]
impl Surveys for Store {
    async fn keep_answer(&self, tenant: &TenantId, answer: &SurveyAnswer) -> Result<bool, PortError> {
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
        let mut span = keys::surveys_of_month(tenant, month);
        if let Some(after) = after {
            span = span.before(after);
        }
        let entries = self.table.query_backwards(what, Some(CAL), span, limit + 1).await?;
        let place = |entry: &Item| Row(entry).maybe(CAL.sk).unwrap_or_default().to_owned();
        let Page { items: entries, next } = page(entries, limit, place);
        let keys: Vec<_> = entries.iter().filter_map(key_of).collect();
        let mut found = self.table.get_all(what, keys.iter().cloned()).await?;
        let items = keys.iter().filter_map(|key| found.remove(key));
        let items = items.map(|item| read(Row(&item)).map_err(failed(what))).collect::<Result<_, _>>()?;
        Ok(Page { items, next })
    }
}

fn read(row: Row<'_>) -> Result<SurveyAnswer, Corrupt> {
    serde_json::from_str(row.text(BODY)?).map_err(|_| Corrupt(BODY))
}
