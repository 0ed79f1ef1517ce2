//! Doctors and bookable rooms: `/v1/resources`.

use carebell_domain::contact::EmailAddress;
use carebell_domain::model::Resource;
use carebell_domain::{Language, ResourceId};
use carebell_workflows::ports::{Kind, Tenancy};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Entry, endpoints};
use crate::check::{Faults, NAME};
use crate::contact::Phone;

endpoints! {
    ResourceShape, ResourceId, "resources", "/v1/resources", "/v1/resources/{id}", "a resource", "resources":
    list_resources, create_resource, get_resource, put_resource, delete_resource
}

/// A doctor or a bookable room.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Resource)]
pub(crate) struct ResourceShape {
    /// Identifier; a new one is made where none is given. It cannot be changed.
    id: Option<ResourceId>,
    /// Full name, with title, as clients know it.
    #[schema(max_length = 200)]
    name: String,
    /// Address.
    #[schema(max_length = 200)]
    address: Option<String>,
    /// Telephone.
    phone: Option<Phone>,
    /// E-mail.
    email: Option<EmailAddress>,
    /// Language of messages to the resource.
    language: Option<Language>,
    /// Whether clients are written to about this resource's appointments.
    #[serde(default = "super::on")]
    #[schema(default = true)]
    memo: bool,
}

impl Entry for ResourceShape {
    type Id = ResourceId;
    type Stored = Resource;
    const KIND: Kind = Kind::Resource;
    const PATH: &'static str = "/v1/resources";
    const PERSONAL: &'static [&'static str] = &["name", "address", "phone", "email"];

    fn id(&self) -> Option<&ResourceId> {
        self.id.as_ref()
    }

    fn check(self, id: ResourceId, tenancy: &Tenancy, faults: &mut Faults) -> Resource {
        let Self { id: _, name, address, phone, email, language, memo } = self;
        faults.name("/name", &name);
        faults.maybe_line("/address", address.as_ref(), NAME);
        let phone = Phone::check(phone.as_ref(), tenancy.settings.centre.country, "/phone", faults);
        Resource { id, name, address, phone, email, language, memo }
    }

    fn show(stored: Resource) -> Self {
        let Resource { id, name, address, phone, email, language, memo } = stored;
        Self { id: Some(id), name, address, phone: phone.as_ref().map(Phone::of), email, language, memo }
    }
}
