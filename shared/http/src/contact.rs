//! Phone numbers as the API takes and shows them.

use std::fmt;

use carebell_domain::contact::{Country, PhoneNumber};
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::openapi::{ObjectBuilder, OneOfBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::check::Faults;

/// A phone number. Requests write it in any form that is dialled in the centre's country; answers show it in E.164
/// and as it was entered, and that object may be sent back.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Phone {
    /// In E.164; absent in what was just read from a request.
    #[serde(skip_serializing_if = "Option::is_none")]
    e164: Option<String>,
    /// As entered.
    entered: String,
}

impl Phone {
    /// A stored number.
    pub(crate) fn of(number: &PhoneNumber) -> Self {
        Self { e164: Some(number.e164().to_owned()), entered: number.entered().to_owned() }
    }

    /// The number that a request names, if it is one.
    pub(crate) fn check(
        phone: Option<&Self>,
        country: Country,
        pointer: &str,
        faults: &mut Faults,
    ) -> Option<PhoneNumber> {
        let phone = phone?;
        faults.keep(pointer, PhoneNumber::parse(&phone.entered, country))
    }
}

impl<'de> Deserialize<'de> for Phone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PhoneVisitor)
    }
}

struct PhoneVisitor;

impl<'de> Visitor<'de> for PhoneVisitor {
    type Value = Phone;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a phone number, or an object with `entered`")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Phone, E> {
        Ok(Phone { e164: None, entered: text.to_owned() })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Phone, A::Error> {
        let mut entered: Option<String> = None;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "entered" if entered.is_some() => return Err(de::Error::duplicate_field("entered")),
                "entered" => entered = Some(map.next_value()?),
                // What an answer showed beside it follows from it anew.
                "e164" => map.next_value::<Option<String>>().map(drop)?,
                _ => return Err(de::Error::unknown_field(&key, &["entered", "e164"])),
            }
        }
        let entered = entered.ok_or_else(|| de::Error::missing_field("entered"))?;
        Ok(Phone { e164: None, entered })
    }
}

impl PartialSchema for Phone {
    fn schema() -> RefOr<Schema> {
        let text = || ObjectBuilder::new().schema_type(Type::String).max_length(Some(40));
        let object = ObjectBuilder::new()
            .schema_type(Type::Object)
            .property("entered", text().description(Some("As a person wrote it.")))
            .property("e164", text().description(Some("In E.164; answers show it.")).read_only(true))
            .required("entered");
        OneOfBuilder::new()
            .description(Some(
                "A phone number, in any form that is dialled in the centre's country. Answers show the object.",
            ))
            .item(text())
            .item(object)
            .into()
    }
}

impl ToSchema for Phone {
    fn name() -> std::borrow::Cow<'static, str> {
        "Phone".into()
    }
}

/// Something about an entry that is most likely a slip. The entry was taken all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct Warning {
    /// Where it stands in the body (RFC 6901).
    pub(crate) pointer: String,
    /// What looks wrong.
    pub(crate) detail: String,
    /// What was probably meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) suggestion: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_a_text_or_what_an_answer_showed() {
        let italy = Country::parse("IT").expect("a country");
        for body in [r#""06 1234 5678""#, r#"{"e164":"+390612345678","entered":"06 1234 5678"}"#] {
            let phone: Phone = serde_json::from_str(body).expect(body);
            let mut faults = Faults::default();
            let number = Phone::check(Some(&phone), italy, "/phone", &mut faults).expect("a number");
            assert_eq!(number.e164(), "+390612345678");
            assert_eq!(Phone::of(&number).entered, "06 1234 5678");
        }
        for bad in ["7", "{}", r#"{"entered":"1","x":1}"#, r#"{"entered":"1","entered":"2"}"#, "[]"] {
            assert!(serde_json::from_str::<Phone>(bad).is_err(), "{bad}");
        }
    }
}
