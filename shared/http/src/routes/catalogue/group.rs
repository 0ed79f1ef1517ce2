//! Groups of services: `/v1/groups`.

use carebell_domain::GroupId;
use carebell_domain::model::Group;
use carebell_workflows::ports::{Kind, Tenancy};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Entry, endpoints};
use crate::check::Faults;

endpoints! {
    GroupShape, GroupId, "groups", "/v1/groups", "/v1/groups/{id}", "a group", "groups":
    list_groups, create_group, get_group, put_group, delete_group
}

/// A group of services.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Group)]
pub(crate) struct GroupShape {
    /// Identifier; a new one is made where none is given. It cannot be changed.
    id: Option<GroupId>,
    /// Name.
    #[schema(max_length = 200)]
    name: String,
    /// Off silences all services of the group.
    #[serde(default = "super::on")]
    #[schema(default = true)]
    memo: bool,
}

impl Entry for GroupShape {
    type Id = GroupId;
    type Stored = Group;
    const KIND: Kind = Kind::Group;
    const PATH: &'static str = "/v1/groups";

    fn id(&self) -> Option<&GroupId> {
        self.id.as_ref()
    }

    fn check(self, id: GroupId, _: &Tenancy, faults: &mut Faults) -> Group {
        faults.name("/name", &self.name);
        Group { id, name: self.name, memo: self.memo }
    }

    fn show(stored: Group) -> Self {
        let Group { id, name, memo } = stored;
        Self { id: Some(id), name, memo }
    }
}
