//! placeholder
#[derive(Clone,Debug,PartialEq)]
pub struct Template;
