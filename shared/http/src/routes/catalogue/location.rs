//! Sites of the clinic: `/v1/locations`.

use carebell_domain::LocationId;
use carebell_domain::contact::{Country, EmailAddress};
use carebell_domain::model::Location;
use carebell_domain::time::Zone;
use carebell_workflows::ports::{Kind, Tenancy};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Entry, endpoints};
use crate::check::{Faults, LIST, NAME, NOTES};
use crate::contact::Phone;

endpoints! {
    LocationShape, LocationId, "locations", "/v1/locations", "/v1/locations/{id}", "a location", "locations":
    list_locations, create_location, get_location, put_location, delete_location
}

/// A site of the clinic.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Location)]
pub(crate) struct LocationShape {
    /// Identifier; a new one is made where none is given. It cannot be changed.
    id: Option<LocationId>,
    /// Name, as clients know it.
    #[schema(max_length = 200)]
    name: String,
    /// Town.
    #[schema(max_length = 200)]
    town: Option<String>,
    /// Street and number.
    #[schema(max_length = 200)]
    address: Option<String>,
    /// Country; the centre's where none is set.
    country: Option<Country>,
    /// Telephone; the centre's where none is set.
    phone: Option<Phone>,
    /// Time zone; the centre's where none is set. Every time of an appointment here is told in it.
    time_zone: Option<Zone>,
    /// Notes for the people who come here.
    #[schema(max_length = 2_000)]
    notes: Option<String>,
    /// Its own e-mail sender, one of the verified senders. An operator who was granted `catalogue` needs `senders` too
    /// to change it.
    email_sender: Option<EmailAddress>,
    /// Days on which nothing is sent by SMS: closures and holidays.
    #[serde(default)]
    #[schema(value_type = Vec<String>, format = Date, max_items = 400)]
    closed: Vec<Date>,
}

impl Entry for LocationShape {
    type Id = LocationId;
    type Stored = Location;
    const KIND: Kind = Kind::Location;
    const PATH: &'static str = "/v1/locations";

    fn replans(before: &Location, after: &Location) -> bool {
        before.time_zone != after.time_zone || before.closed != after.closed
    }

    fn id(&self) -> Option<&LocationId> {
        self.id.as_ref()
    }

    fn check(self, id: LocationId, tenancy: &Tenancy, faults: &mut Faults) -> Location {
        let Self { id: _, name, town, address, country, phone, time_zone, notes, email_sender, closed } = self;
        faults.name("/name", &name);
        faults.maybe_line("/town", town.as_ref(), NAME);
        faults.maybe_line("/address", address.as_ref(), NAME);
        faults.maybe_lines("/notes", notes.as_ref(), NOTES);
        faults.list("/closed", &closed, LIST);
        let phone = Phone::check(phone.as_ref(), country.unwrap_or(tenancy.settings.centre.country), "/phone", faults);
        Location { id, name, town, address, country, phone, time_zone, notes, email_sender, closed }
    }

    fn sender(stored: &Location) -> Option<&EmailAddress> {
        stored.email_sender.as_ref()
    }

    fn show(stored: Location) -> Self {
        let Location { id, name, town, address, country, phone, time_zone, notes, email_sender, closed } = stored;
        let phone = phone.as_ref().map(Phone::of);
        Self { id: Some(id), name, town, address, country, phone, time_zone, notes, email_sender, closed }
    }
}
