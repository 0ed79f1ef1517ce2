//! Insurances: `/v1/insurances`.

use carebell_domain::InsuranceId;
use carebell_domain::model::Insurance;
use carebell_workflows::ports::{Kind, Tenancy};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Entry, endpoints};
use crate::check::Faults;

endpoints! {
    InsuranceShape, InsuranceId, "insurances", "/v1/insurances", "/v1/insurances/{id}", "an insurance", "insurances":
    list_insurances, create_insurance, get_insurance, put_insurance, delete_insurance
}

/// An insurance.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Insurance)]
pub(crate) struct InsuranceShape {
    /// Identifier; a new one is made where none is given. It cannot be changed.
    id: Option<InsuranceId>,
    /// Name.
    #[schema(max_length = 200)]
    name: String,
    /// Whether clients are written to about appointments paid by it.
    #[serde(default = "super::on")]
    #[schema(default = true)]
    memo: bool,
}

impl Entry for InsuranceShape {
    type Id = InsuranceId;
    type Stored = Insurance;
    const KIND: Kind = Kind::Insurance;
    const PATH: &'static str = "/v1/insurances";

    fn id(&self) -> Option<&InsuranceId> {
        self.id.as_ref()
    }

    fn check(self, id: InsuranceId, _: &Tenancy, faults: &mut Faults) -> Insurance {
        faults.name("/name", &self.name);
        Insurance { id, name: self.name, memo: self.memo }
    }

    fn show(stored: Insurance) -> Self {
        let Insurance { id, name, memo } = stored;
        Self { id: Some(id), name, memo }
    }
}
