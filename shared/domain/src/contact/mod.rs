//! stub, replaced on merge
use serde::{Deserialize, Serialize};
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Country([u8; 2]);
impl Country { pub fn parse(t: &str) -> Result<Self, ()> { let b = t.as_bytes(); Ok(Self([b[0], b[1]])) } }
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneNumber(String);
impl PhoneNumber { pub fn parse(t: &str, _: Country) -> Result<Self, String> { Ok(Self(t.into())) } }
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailAddress(String);
impl EmailAddress { pub fn parse(t: &str) -> Result<Self, String> { Ok(Self(t.into())) } }
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmsSender(String);
pub fn sms_allowed(_: &PhoneNumber, _: &[Country]) -> Result<(), ()> { Ok(()) }
