//! Items as DynamoDB holds them: reading attributes, and changes of them.

use std::collections::HashMap;
use std::fmt::Display;
use std::str::FromStr;

use aws_sdk_dynamodb::types::{AttributeValue, Update};
use jiff::Timestamp;

use crate::instant::{from_number, to_number};
use crate::keys::{IndexName, Key, PK, SK};

/// Attribute that names the type of an item. The filters of the streams read it.
pub(crate) const TYPE: &str = "t";
/// Attribute with the schema number of an item.
pub(crate) const SCHEMA: &str = "v";
/// Attribute that rises with every write of a record.
pub(crate) const REV: &str = "rev";

/// An item.
pub(crate) type Item = HashMap<String, AttributeValue>;

/// A stored item that cannot be read. It names the attribute, never its value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the attribute \"{0}\" of a stored item cannot be read")]
pub(crate) struct Corrupt(pub(crate) &'static str);

/// A text attribute.
pub(crate) fn text(value: impl Display) -> AttributeValue {
    AttributeValue::S(value.to_string())
}

/// A number attribute.
pub(crate) fn number(value: impl Display) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

/// An instant as a number.
pub(crate) fn instant(value: Timestamp) -> AttributeValue {
    AttributeValue::N(to_number(value))
}

/// Reads attributes of an item.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a>(pub(crate) &'a Item);

impl<'a> Row<'a> {
    /// A text, where there is one.
    pub(crate) fn maybe(self, name: &'static str) -> Option<&'a str> {
        self.0.get(name)?.as_s().ok().map(String::as_str)
    }

    /// A text.
    pub(crate) fn text(self, name: &'static str) -> Result<&'a str, Corrupt> {
        self.maybe(name).ok_or(Corrupt(name))
    }

    /// A text of a form, where there is one.
    pub(crate) fn maybe_parsed<T: FromStr>(self, name: &'static str) -> Result<Option<T>, Corrupt> {
        self.maybe(name).map(|text| text.parse().map_err(|_| Corrupt(name))).transpose()
    }

    /// A text of a form.
    pub(crate) fn parsed<T: FromStr>(self, name: &'static str) -> Result<T, Corrupt> {
        self.maybe_parsed(name)?.ok_or(Corrupt(name))
    }

    /// A number, where there is one.
    pub(crate) fn maybe_number<T: FromStr>(self, name: &'static str) -> Result<Option<T>, Corrupt> {
        let number = self.0.get(name).and_then(|value| value.as_n().ok());
        number.map(|number| number.parse().map_err(|_| Corrupt(name))).transpose()
    }

    /// A number.
    pub(crate) fn number<T: FromStr>(self, name: &'static str) -> Result<T, Corrupt> {
        self.maybe_number(name)?.ok_or(Corrupt(name))
    }

    /// An instant, where there is one.
    pub(crate) fn maybe_instant(self, name: &'static str) -> Result<Option<Timestamp>, Corrupt> {
        let number = self.0.get(name).and_then(|value| value.as_n().ok());
        number.map(|number| from_number(number).ok_or(Corrupt(name))).transpose()
    }

    /// An instant.
    pub(crate) fn instant(self, name: &'static str) -> Result<Timestamp, Corrupt> {
        self.maybe_instant(name)?.ok_or(Corrupt(name))
    }

    /// A map, where there is one.
    pub(crate) fn map(self, name: &'static str) -> Option<Row<'a>> {
        self.0.get(name)?.as_m().ok().map(Row)
    }

    /// Whether the attribute is there, whatever it holds.
    pub(crate) fn has(self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Partition and sort key.
    pub(crate) fn key(self) -> Result<(&'a str, &'a str), Corrupt> {
        Ok((self.text(PK)?, self.text(SK)?))
    }
}

/// A change of one item, as an `UpdateItem` on its own or within a transaction. Attribute names here have letters,
/// digits and `_` only, so each is its own placeholder: `#name` and `:name`.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    key: Key,
    sets: Vec<String>,
    removes: Vec<String>,
    adds: Vec<String>,
    names: HashMap<String, String>,
    values: HashMap<String, AttributeValue>,
    condition: Option<String>,
}

impl Change {
    /// A change of an item of a type, in the present schema.
    pub(crate) fn of(key: Key, kind: &'static str, schema: u8) -> Self {
        Self {
            key,
            sets: Vec::new(),
            removes: Vec::new(),
            adds: Vec::new(),
            names: HashMap::new(),
            values: HashMap::new(),
            condition: None,
        }
        .set(TYPE, text(kind))
        .set(SCHEMA, number(schema))
    }

    fn name(&mut self, name: &str) {
        self.names.insert(format!("#{name}"), name.to_owned());
    }

    fn value(&mut self, name: &str, value: AttributeValue) {
        self.values.insert(format!(":{name}"), value);
    }

    /// Sets an attribute.
    pub(crate) fn set(mut self, name: &str, value: AttributeValue) -> Self {
        self.name(name);
        self.value(name, value);
        self.sets.push(format!("#{name} = :{name}"));
        self
    }

    /// Sets an attribute unless it is there.
    pub(crate) fn set_first(mut self, name: &str, value: AttributeValue) -> Self {
        self.name(name);
        self.value(name, value);
        self.sets.push(format!("#{name} = if_not_exists(#{name}, :{name})"));
        self
    }

    /// Sets an attribute, or removes it where there is no value.
    pub(crate) fn put(self, name: &str, value: Option<AttributeValue>) -> Self {
        match value {
            Some(value) => self.set(name, value),
            None => self.remove(name),
        }
    }

    /// Sets an attribute where there is a value, and leaves it as it is where there is none.
    pub(crate) fn set_known(self, name: &str, value: Option<AttributeValue>) -> Self {
        match value {
            Some(value) => self.set(name, value),
            None => self,
        }
    }

    /// Removes an attribute.
    pub(crate) fn remove(mut self, name: &str) -> Self {
        self.name(name);
        self.removes.push(format!("#{name}"));
        self
    }

    /// Adds to a number.
    pub(crate) fn add(mut self, name: &str, by: i64) -> Self {
        self.name(name);
        self.value(name, number(by));
        self.adds.push(format!("#{name} :{name}"));
        self
    }

    /// Adds to a number within a map that is there.
    pub(crate) fn add_within(mut self, map: &str, name: &str, by: i32) -> Self {
        if by != 0 {
            self.name(map);
            self.name(name);
            self.value(name, number(by));
            self.sets.push(format!("#{map}.#{name} = #{map}.#{name} + :{name}"));
        }
        self
    }

    /// Sets or removes the keys of an index.
    pub(crate) fn index(self, index: IndexName, key: Option<Key>) -> Self {
        let (pk, sk) = key.map_or((None, None), |key| (Some(text(key.pk)), Some(text(key.sk))));
        self.put(index.pk, pk).put(index.sk, sk)
    }

    /// Goes ahead only on a condition about `name`, which the expression calls `#name`, and a `value`, which it
    /// calls `:was`.
    pub(crate) fn only_if(mut self, name: &str, expression: &str, value: Option<AttributeValue>) -> Self {
        self.name(name);
        if let Some(value) = value {
            self.value("was", value);
        }
        self.condition = Some(expression.to_owned());
        self
    }

    /// Goes ahead only if the item still has the `rev` that was read (0: there is none), and gives it the next.
    pub(crate) fn next_rev(self, read: u64) -> Self {
        let change = self.set(REV, number(read + 1));
        if read == 0 {
            change.only_if(PK, "attribute_not_exists(#pk)", None)
        } else {
            change.only_if(REV, "#rev = :was", Some(number(read)))
        }
    }

    /// As a change within a transaction, and the parts of one on its own.
    pub(crate) fn into_update(self, table: &str) -> Update {
        let mut clauses = Vec::new();
        for (word, parts) in [("SET", self.sets), ("REMOVE", self.removes), ("ADD", self.adds)] {
            if !parts.is_empty() {
                clauses.push(format!("{word} {}", parts.join(", ")));
            }
        }
        let update = Update::builder()
            .table_name(table)
            .set_key(Some(self.key.attributes()))
            .update_expression(clauses.join(" "))
            .set_expression_attribute_names(Some(self.names))
            .set_expression_attribute_values(Some(self.values))
            .set_condition_expression(self.condition);
        update.build().unwrap_or_else(|_| unreachable!("table, key and expression are set above"))
    }
}
