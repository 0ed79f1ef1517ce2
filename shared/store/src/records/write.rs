//! Writing an appointment: one conditional update, and a transaction only where something else changes with it.

use aws_sdk_dynamodb::types::ReturnValue;
use carebell_domain::TenantId;
use carebell_workflows::ports::{AppointmentWrite, PortError, Target, WriteError};

use super::history::{history_item, notes_item};
use super::{appointment, client};
use crate::Store;
use crate::instant::to_number;
use crate::item::text;
use crate::keys::{self, CAL, DUE};
use crate::messages::skip_change;
use crate::notices;
use crate::stream::CHANGED;
use crate::table::{Transacted, Written, failed};

#[derive(Debug, thiserror::Error)]
#[error("a part other than the appointment refused it")]
struct OtherPart;

impl Store {
    pub(crate) async fn change_appointment(
        &self,
        tenant: &TenantId,
        write: &AppointmentWrite,
    ) -> Result<u64, WriteError> {
        let what = "writing an appointment";
        let AppointmentWrite { appointment, local_day, due, announce, notes, history, attendance, skipped, notice } =
            write;
        let id = &appointment.id;
        let rev = appointment.rev + 1;
        let change = appointment::to_change(tenant, appointment)
            .index(DUE, due.map(|due| keys::due(tenant, &Target::Appointment(id.clone()), due)))
            .index(CAL, Some(keys::calendar(tenant, appointment, *local_day)))
            .put(CHANGED, announce.map(|look_at| text(to_number(look_at))));

        let mut others = Vec::new();
        if let Some(notes) = notes {
            others.push(match notes_item(tenant, id, notes) {
                Some(item) => self.table.put_any(item),
                None => self.table.delete(keys::notes(tenant, id)),
            });
        }
        if let Some(history) = history {
            others.push(self.table.put_any(history_item(tenant, id, rev, history)));
        }
        if let Some(counted) = attendance {
            others.push(self.table.update(client::attendance(tenant, &id.client, *counted)));
        }
        for message in skipped {
            others.push(self.table.update(skip_change(tenant, message).map_err(failed(what))?));
        }

        if let Some(change) = notice {
            others.push(self.table.update(notices::part(tenant, change).map_err(failed(what))?));
        }

        if others.is_empty() {
            return match self.table.change(what, change, ReturnValue::None).await? {
                Written::Done(_) => Ok(rev),
                Written::Refused(_) | Written::Met => Err(WriteError::Stale),
            };
        }
        others.insert(0, self.table.update(change));
        match self.table.transact(what, others).await? {
            Transacted::Done => Ok(rev),
            Transacted::Refused(parts) if parts.contains(&0) => Err(WriteError::Stale),
            Transacted::Refused(_) => Err(PortError::new(what, OtherPart).into()),
        }
    }
}
