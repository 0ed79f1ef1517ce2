//! A call's parameters in AWS's query protocol.

use std::collections::BTreeMap;

/// The parameters by name, such as `MessageAttributes.entry.1.Value.StringValue`.
pub(crate) struct Form(BTreeMap<String, String>);

impl Form {
    pub(crate) fn read(body: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(body).into_owned().collect())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// A map that the protocol spells out as `name.entry.1.key` and `name.entry.1.value`, and so on.
    pub(crate) fn map(&self, name: &str, key: &str, value: &str) -> BTreeMap<String, String> {
        let entry = |index: usize| {
            let part = |part: &str| self.get(&format!("{name}.entry.{index}.{part}")).map(str::to_owned);
            Some((part(key)?, part(value).unwrap_or_default()))
        };
        (1..).map_while(entry).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_read_from_its_numbered_entries() {
        let form = Form::read(
            b"Action=Publish&A.entry.1.Name=x&A.entry.1.Value.StringValue=1+2&A.entry.2.Name=y&A.entry.4.Name=z",
        );
        assert_eq!(form.get("Action"), Some("Publish"));
        let expected = [("x", "1 2"), ("y", "")].map(|(key, value)| (key.to_owned(), value.to_owned()));
        assert_eq!(form.map("A", "Name", "Value.StringValue"), BTreeMap::from(expected));
    }
}
