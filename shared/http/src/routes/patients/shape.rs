//! A patient as the API takes and shows it.

use carebell_domain::model::{Patient, PatientState};
use carebell_domain::{ClientId, PatientId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::check::{Faults, NAME};

/// A child, an animal: for whom appointments are, when it is not the client in person.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Patient)]
pub(crate) struct PatientShape {
    /// Identifier within the client; a new one is made where none is given. It cannot be changed.
    id: Option<PatientId>,
    /// Whose patient it is. It cannot be changed.
    client: Option<ClientId>,
    /// Name.
    #[schema(max_length = 200)]
    name: String,
    /// Species of an animal.
    #[schema(max_length = 200)]
    species: Option<String>,
    /// Date of birth.
    #[schema(value_type = Option<String>, format = Date)]
    birth_date: Option<Date>,
    /// Whether the patient can still come.
    #[serde(default)]
    state: PatientState,
}

impl From<Patient> for PatientShape {
    fn from(patient: Patient) -> Self {
        let Patient { id, client, name, species, birth_date, state, rev: _ } = patient;
        Self { id: Some(id), client: Some(client), name, species, birth_date, state }
    }
}

impl PatientShape {
    /// The identifier that the request gives.
    pub(super) const fn id(&self) -> Option<&PatientId> {
        self.id.as_ref()
    }

    /// The stored form, once every field is right.
    pub(super) fn check(self, id: PatientId, client: ClientId, rev: u64, faults: &mut Faults) -> Patient {
        faults.fixed("/id", self.id.as_ref(), &id);
        faults.fixed("/client", self.client.as_ref(), &client);
        faults.name("/name", &self.name);
        faults.maybe_line("/species", self.species.as_ref(), NAME);
        let Self { id: _, client: _, name, species, birth_date, state } = self;
        Patient { id, client, name, species, birth_date, state, rev }
    }
}
