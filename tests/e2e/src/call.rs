//! A request as IAM sees it: an action on a resource and, for the table, on a partition.

use carebell_local::{ACCOUNT, REGION};
use serde_json::Value;

/// What a function asked of AWS.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Call {
    /// The function, by its short name.
    pub function: String,
    /// The action, such as `dynamodb:GetItem`.
    pub action: String,
    /// The ARN of what it concerned.
    pub resource: String,
    /// The partition key of the item or items, for the table: `dynamodb:LeadingKeys`.
    pub key: Option<String>,
}

/// What one request asks for; a transaction asks for several things.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html>
pub(crate) fn calls(function: &str, target: &str, body: &Value) -> Vec<Call> {
    let Some((service, action)) = target.split_once('.') else { return Vec::new() };
    let call = |action: String, resource: String, key: Option<String>| Call {
        function: function.to_owned(),
        action,
        resource,
        key,
    };
    let text = |name: &str| body[name].as_str().unwrap_or_default();
    match service {
        "DynamoDB_20120810" => {
            let table = |action: &str, table: &str, key| {
                call(format!("dynamodb:{action}"), format!("arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{table}"), key)
            };
            items(action, body).into_iter().map(|(action, name, key)| table(&action, &name, key)).collect()
        }
        "AmazonSQS" => {
            let queue = text("QueueUrl").rsplit('/').next().unwrap_or_default();
            // A batch is permitted as its single action.
            let action = action.strip_suffix("Batch").unwrap_or(action);
            vec![call(format!("sqs:{action}"), format!("arn:aws:sqs:{REGION}:{ACCOUNT}:{queue}"), None)]
        }
        "secretsmanager" => vec![call(format!("secretsmanager:{action}"), text("SecretId").to_owned(), None)],
        "AWSCognitoIdentityProviderService" => {
            let pool = text("UserPoolId");
            let pool = format!("arn:aws:cognito-idp:{REGION}:{ACCOUNT}:userpool/{pool}");
            vec![call(format!("cognito-idp:{action}"), pool, None)]
        }
        _ => vec![call(format!("{service}:{action}"), String::new(), None)],
    }
}

/// The parts of a request to the table: action, table (with its index), partition key.
fn items(action: &str, body: &Value) -> Vec<(String, String, Option<String>)> {
    let name = |value: &Value| value["TableName"].as_str().unwrap_or_default().to_owned();
    let key = |item: &Value| item["pk"]["S"].as_str().map(str::to_owned);
    let of = |request: &Value| key(&request["Key"]).or_else(|| key(&request["Item"]));
    match action {
        "TransactWriteItems" | "TransactGetItems" => {
            let parts = body["TransactItems"].as_array().into_iter().flatten().filter_map(Value::as_object).flatten();
            let single = |kind: &str| if kind == "ConditionCheck" { kind.to_owned() } else { kind.to_owned() + "Item" };
            parts.map(|(kind, request)| (single(kind), name(request), of(request))).collect()
        }
        "BatchGetItem" => {
            let tables = body["RequestItems"].as_object().into_iter().flatten();
            let keys = tables.flat_map(|(table, request)| {
                request["Keys"].as_array().into_iter().flatten().map(move |item| (table.clone(), key(item)))
            });
            keys.map(|(table, key)| (action.to_owned(), table, key)).collect()
        }
        "Query" => {
            let index = body["IndexName"].as_str().map_or_else(String::new, |index| format!("/index/{index}"));
            vec![(action.to_owned(), name(body) + &index, queried(body))]
        }
        _ => vec![(action.to_owned(), name(body), of(body))],
    }
}

/// The partition that a query reads: the value of the one equality in its condition.
fn queried(body: &Value) -> Option<String> {
    let (_, rest) = body["KeyConditionExpression"].as_str()?.split_once('=')?;
    let value = rest.split_whitespace().next()?;
    body["ExpressionAttributeValues"][value]["S"].as_str().map(str::to_owned)
}
