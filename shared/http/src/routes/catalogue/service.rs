//! What is booked: `/v1/services`.

use carebell_domain::model::{RecallChoice, Service};
use carebell_domain::{GroupId, ServiceId};
use carebell_workflows::ports::{Kind, Tenancy};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Entry, endpoints};
use crate::check::{Faults, NOTES};

/// The longest service: a week.
const MOST_MINUTES: u32 = 7 * 24 * 60;

endpoints! {
    ServiceShape, ServiceId, "services", "/v1/services", "/v1/services/{id}", "a service", "services":
    list_services, create_service, get_service, put_service, delete_service
}

/// What is booked.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Service)]
pub(crate) struct ServiceShape {
    /// Identifier; a new one is made where none is given. It cannot be changed.
    id: Option<ServiceId>,
    /// Name, as clients know it.
    #[schema(max_length = 200)]
    name: String,
    /// Price in minor units of the centre's currency (cents).
    #[schema(minimum = 0)]
    price: Option<i64>,
    /// Usual length in minutes.
    #[schema(minimum = 1, maximum = 10_080)]
    duration_minutes: Option<u32>,
    /// What the client is to do before coming.
    #[schema(max_length = 2_000)]
    preparation: Option<String>,
    /// Whether the preparation goes to clients.
    #[serde(default)]
    send_preparation: bool,
    /// Group.
    group: Option<GroupId>,
    /// Whether clients are written to about this service.
    #[serde(default = "super::on")]
    #[schema(default = true)]
    memo: bool,
    /// Whether no message may tell what it is about.
    #[serde(default)]
    confidential: bool,
    /// After which interval visits for it call their patients back, from a day to ten years, or that they do not; null
    /// leaves it to the centre.
    recall: Option<RecallChoice>,
}

impl Entry for ServiceShape {
    type Id = ServiceId;
    type Stored = Service;
    const KIND: Kind = Kind::Service;
    const PATH: &'static str = "/v1/services";

    fn replans(before: &Service, after: &Service) -> bool {
        before.recall != after.recall
    }

    fn id(&self) -> Option<&ServiceId> {
        self.id.as_ref()
    }

    fn named(&self) -> Vec<(&'static str, Kind, String)> {
        self.group.iter().map(|group| ("/group", Kind::Group, group.to_string())).collect()
    }

    fn check(self, id: ServiceId, _: &Tenancy, faults: &mut Faults) -> Service {
        let Self {
            id: _,
            name,
            price,
            duration_minutes,
            preparation,
            send_preparation,
            group,
            memo,
            confidential,
            recall,
        } = self;
        faults.name("/name", &name);
        faults.price("/price", price);
        faults.maybe_lines("/preparation", preparation.as_ref(), NOTES);
        faults.recall("/recall", recall);
        if duration_minutes.is_some_and(|minutes| !(1..=MOST_MINUTES).contains(&minutes)) {
            faults.add("/duration_minutes", format!("a length lies between 1 and {MOST_MINUTES} minutes"));
        }
        Service { id, name, price, duration_minutes, preparation, send_preparation, group, memo, confidential, recall }
    }

    fn show(stored: Service) -> Self {
        let Service {
            id,
            name,
            price,
            duration_minutes,
            preparation,
            send_preparation,
            group,
            memo,
            confidential,
            recall,
        } = stored;
        let id = Some(id);
        Self { id, name, price, duration_minutes, preparation, send_preparation, group, memo, confidential, recall }
    }
}
