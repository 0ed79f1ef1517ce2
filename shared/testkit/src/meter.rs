//! What calls to DynamoDB touched and took.

use std::collections::{BTreeMap, HashMap};
use std::ops::AddAssign;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_sdk_dynamodb::config::interceptors::{
    AfterDeserializationInterceptorContextRef, BeforeSerializationInterceptorContextMut,
};
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodb::operation::batch_get_item::{BatchGetItemInput, BatchGetItemOutput};
use aws_sdk_dynamodb::operation::delete_item::{DeleteItemInput, DeleteItemOutput};
use aws_sdk_dynamodb::operation::get_item::{GetItemInput, GetItemOutput};
use aws_sdk_dynamodb::operation::put_item::{PutItemInput, PutItemOutput};
use aws_sdk_dynamodb::operation::query::{QueryInput, QueryOutput};
use aws_sdk_dynamodb::operation::transact_write_items::{TransactWriteItemsInput, TransactWriteItemsOutput};
use aws_sdk_dynamodb::operation::update_item::{UpdateItemInput, UpdateItemOutput};
use aws_sdk_dynamodb::types::{
    AttributeValue, Capacity, ConsumedCapacity, KeysAndAttributes, ReturnConsumedCapacity, TransactWriteItem,
};
use aws_smithy_types::config_bag::{Storable, StoreReplace};

/// Capacity units of the table and of each index.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Units {
    /// The table itself.
    pub table: f64,
    /// The index of what is due.
    pub due: f64,
    /// The index of days and names.
    pub cal: f64,
}

impl Units {
    /// All together.
    #[must_use]
    pub fn sum(self) -> f64 {
        self.table + self.due + self.cal
    }
}

impl AddAssign for Units {
    fn add_assign(&mut self, other: Self) {
        self.table += other.table;
        self.due += other.due;
        self.cal += other.cal;
    }
}

/// One call.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The operation, as AWS calls it.
    pub operation: &'static str,
    /// Whether it writes.
    pub writes: bool,
    /// The partition keys that it named.
    pub partitions: Vec<String>,
    /// What it took. A write whose condition did not hold shows nothing here; on AWS it takes what the write would.
    pub units: Units,
}

/// Notes every call of a client. It asks DynamoDB to tell the capacity, which the product itself does not.
#[derive(Clone, Debug, Default)]
pub struct Meter(Arc<Mutex<Noted>>);

#[derive(Debug, Default)]
struct Noted {
    /// Number of the next call.
    next: u64,
    calls: BTreeMap<u64, Call>,
}

/// The number of a call, kept with it until its answer comes: calls of one client overlap.
#[derive(Clone, Copy, Debug)]
struct Number(u64);

impl Storable for Number {
    type Storer = StoreReplace<Self>;
}

impl Meter {
    /// The calls since the last time, in order.
    #[must_use]
    pub fn take(&self) -> Vec<Call> {
        std::mem::take(&mut self.noted().calls).into_values().collect()
    }

    /// Read and write units of the calls since the last time.
    #[must_use]
    pub fn spent(&self) -> (Units, Units) {
        let (mut reads, mut writes) = (Units::default(), Units::default());
        for call in self.take() {
            if call.writes {
                writes += call.units;
            } else {
                reads += call.units;
            }
        }
        (reads, writes)
    }

    fn noted(&self) -> MutexGuard<'_, Noted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, operation: &'static str, writes: bool, partitions: Vec<String>, bag: &mut ConfigBag) {
        let mut noted = self.noted();
        let number = noted.next;
        noted.next += 1;
        noted.calls.insert(number, Call { operation, writes, partitions, units: Units::default() });
        bag.interceptor_state().store_put(Number(number));
    }

    fn charge(&self, capacity: &[ConsumedCapacity], bag: &ConfigBag) {
        let Some(Number(number)) = bag.load::<Number>() else { return };
        if let Some(call) = self.noted().calls.get_mut(number) {
            capacity.iter().for_each(|one| call.units += units(one));
        }
    }
}

fn units(capacity: &ConsumedCapacity) -> Units {
    let index = |name: &str| {
        let index = capacity.global_secondary_indexes().and_then(|all| all.get(name));
        index.and_then(Capacity::capacity_units).unwrap_or_default()
    };
    let (due, cal) = (index("DUE"), index("CAL"));
    let all = capacity.capacity_units().unwrap_or_default();
    Units { table: all - due - cal, due, cal }
}

fn partition(attributes: &HashMap<String, AttributeValue>) -> Vec<String> {
    attributes.get("pk").and_then(|pk| pk.as_s().ok()).cloned().into_iter().collect()
}

fn part(part: &TransactWriteItem) -> Vec<String> {
    let update = part.update().map(|update| partition(update.key()));
    let put = part.put().map(|put| partition(put.item()));
    let delete = part.delete().map(|delete| partition(delete.key()));
    let check = part.condition_check().map(|check| partition(check.key()));
    update.or(put).or(delete).or(check).unwrap_or_default()
}

/// Defines what is noted of each operation: its input, its output, whether it writes, its partitions, its capacity.
macro_rules! operations {
    ($($operation:literal $input:ident $output:ident $writes:literal $partitions:expr, $capacity:expr;)*) => {
        impl Intercept for Meter {
            fn name(&self) -> &'static str {
                "Meter"
            }

            fn modify_before_serialization(
                &self,
                context: &mut BeforeSerializationInterceptorContextMut<'_>,
                _: &RuntimeComponents,
                bag: &mut ConfigBag,
            ) -> Result<(), BoxError> {
                $(if let Some(input) = context.input_mut().downcast_mut::<$input>() {
                    input.return_consumed_capacity = Some(ReturnConsumedCapacity::Indexes);
                    let partitions: fn(&$input) -> Vec<String> = $partitions;
                    self.note($operation, $writes, partitions(input), bag);
                })*
                Ok(())
            }

            fn read_after_deserialization(
                &self,
                context: &AfterDeserializationInterceptorContextRef<'_>,
                _: &RuntimeComponents,
                bag: &mut ConfigBag,
            ) -> Result<(), BoxError> {
                $(if let Ok(output) = context.output_or_error()
                    && let Some(output) = output.downcast_ref::<$output>()
                {
                    let capacity: fn(&$output) -> Vec<ConsumedCapacity> = $capacity;
                    self.charge(&capacity(output), bag);
                })*
                Ok(())
            }
        }
    };
}

operations! {
    "GetItem" GetItemInput GetItemOutput false
        |input| input.key().map(partition).unwrap_or_default(),
        |output| output.consumed_capacity().cloned().into_iter().collect();
    "BatchGetItem" BatchGetItemInput BatchGetItemOutput false
        |input| {
            let tables = input.request_items().into_iter().flat_map(HashMap::values);
            tables.flat_map(KeysAndAttributes::keys).flat_map(partition).collect()
        },
        |output| output.consumed_capacity().to_vec();
    "Query" QueryInput QueryOutput false
        |input| {
            let pk = input.expression_attribute_values().and_then(|values| values.get(":pk"));
            pk.and_then(|pk| pk.as_s().ok()).cloned().into_iter().collect()
        },
        |output| output.consumed_capacity().cloned().into_iter().collect();
    "PutItem" PutItemInput PutItemOutput true
        |input| input.item().map(partition).unwrap_or_default(),
        |output| output.consumed_capacity().cloned().into_iter().collect();
    "UpdateItem" UpdateItemInput UpdateItemOutput true
        |input| input.key().map(partition).unwrap_or_default(),
        |output| output.consumed_capacity().cloned().into_iter().collect();
    "DeleteItem" DeleteItemInput DeleteItemOutput true
        |input| input.key().map(partition).unwrap_or_default(),
        |output| output.consumed_capacity().cloned().into_iter().collect();
    "TransactWriteItems" TransactWriteItemsInput TransactWriteItemsOutput true
        |input| input.transact_items().iter().flat_map(part).collect(),
        |output| output.consumed_capacity().to_vec();
}
