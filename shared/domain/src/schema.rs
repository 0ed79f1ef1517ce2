//! OpenAPI schemas of types whose form on the wire differs from their fields.

use std::borrow::Cow;

use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::AppointmentId;
use crate::time::Window;

impl PartialSchema for AppointmentId {
    fn schema() -> RefOr<Schema> {
        let text = ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("An appointment, with its client before the dot."))
            .pattern(Some(r"^[A-Za-z0-9_-]{1,40}\.[A-Za-z0-9_-]{1,40}$"));
        text.into()
    }
}

impl ToSchema for AppointmentId {
    fn name() -> Cow<'static, str> {
        "AppointmentId".into()
    }
}

impl PartialSchema for Window {
    fn schema() -> RefOr<Schema> {
        let time = |what: &'static str, pattern: &'static str| {
            ObjectBuilder::new().schema_type(Type::String).description(Some(what)).pattern(Some(pattern))
        };
        let window = ObjectBuilder::new()
            .schema_type(Type::Object)
            .description(Some("A span of a day in which messages may go; the end is exclusive."))
            .property("from", time("First minute.", "^([01][0-9]|2[0-3]):[0-5][0-9]$"))
            .property("to", time("First minute that is closed again.", "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"))
            .required("from")
            .required("to");
        window.into()
    }
}

impl ToSchema for Window {
    fn name() -> Cow<'static, str> {
        "Window".into()
    }
}
