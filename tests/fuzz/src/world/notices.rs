//! What the centre is told of: each matter of ours has two notices that are due.

use async_trait::async_trait;
use carebell_domain::centre::{Happened, Notice};
use carebell_domain::{MatterId, TenantId};
use carebell_workflows::ports::{Clock, MessageRecord, Notices, PortError, WriteError};

use super::{World, exists};

#[async_trait]
impl Notices for World {
    async fn raise(&self, _: &TenantId, notice: &Notice) -> Result<(), PortError> {
        assert!(notice.due.is_some(), "what is raised is looked at");
        Ok(())
    }

    async fn matter(&self, tenant: &TenantId, matter: &MatterId) -> Result<Vec<Notice>, PortError> {
        if !Self::is_ours(tenant) || !exists(matter.as_str()) {
            return Ok(Vec::new());
        }
        let (settings, visit) = (&self.tenancy.settings, &self.clinic.appointments[0]);
        let why = "no zone".to_owned();
        let lost = Happened::NotTakenIn { source: "org.example.poor".into(), why };
        let notices = [
            Notice::of_visit(settings, Happened::OtherTime, visit, "1", self.now()),
            Notice::new(settings, lost, "org.example.poor", "1", self.now()),
        ];
        Ok(notices.map(|notice| Notice { matter: matter.clone(), rev: 1, ..notice }).into())
    }

    async fn write_notices(
        &self,
        _: &TenantId,
        notices: &[Notice],
        skipped: &[MessageRecord],
    ) -> Result<(), WriteError> {
        assert!(!notices.is_empty(), "a write writes something");
        assert!(skipped.iter().all(|row| row.skipped.is_some()), "a skip has its reason");
        Ok(())
    }
}
