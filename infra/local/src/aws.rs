//! Calls to the emulator by hand. It checks no signatures, so a test or a tool can do without the
//! SDK, whose crates take minutes to compile.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use ureq::Agent;
use ureq::http::{Request, Response};

/// A client of the emulator.
#[derive(Clone, Debug)]
pub struct Aws {
    agent: Agent,
    endpoint: String,
}

impl Aws {
    pub(crate) fn new(endpoint: String) -> Self {
        let config =
            Agent::config_builder().http_status_as_error(false).timeout_global(Some(Duration::from_secs(120))).build();
        Self { agent: Agent::new_with_config(config), endpoint }
    }

    /// Where the emulator listens: `http://127.0.0.1:port`.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Calls an action of a service that speaks AWS's JSON protocol, such as
    /// `DynamoDB_20120810.Scan`, `AmazonSQS.SendMessage`, `AWSEvents.PutEvents`,
    /// `Logs_20140328.FilterLogEvents`.
    ///
    /// # Errors
    /// If the service answers with an error; the error then holds its words.
    pub fn call(&self, target: &str, body: &Value) -> Result<Value> {
        let request = Request::post(&self.endpoint)
            .header("x-amz-target", target)
            .header("content-type", "application/x-amz-json-1.0")
            .body(body.to_string())?;
        let text = self.run(request).with_context(|| target.to_owned())?;
        if text.is_empty() {
            return Ok(Value::Null);
        }
        Ok(serde_json::from_str(&text)?)
    }

    /// Runs a function with this event and gives its answer, or its error object.
    ///
    /// # Errors
    /// If the function cannot be run.
    pub fn invoke(&self, function: &str, event: &Value) -> Result<Value> {
        let url = format!("{}/2015-03-31/functions/{function}/invocations", self.endpoint);
        let text = self.run(Request::post(url).body(event.to_string())?)?;
        Ok(serde_json::from_str(&text)?)
    }

    /// Calls an action of CloudFormation, which speaks the older Query protocol, and gives its XML.
    pub(crate) fn cloudformation(&self, parameters: &[(String, String)]) -> Result<String> {
        let request =
            self.agent.post(&self.endpoint).send_form(parameters.iter().map(|(name, value)| (name, value)))?;
        text_of(request)
    }

    pub(crate) fn put_object(&self, bucket: &str, key: &str, body: Vec<u8>) -> Result<()> {
        let url = format!("{}/{bucket}/{key}", self.endpoint);
        text_of(self.agent.put(url).send(body)?)?;
        Ok(())
    }

    pub(crate) fn create_bucket(&self, bucket: &str) -> Result<()> {
        let url = format!("{}/{bucket}", self.endpoint);
        text_of(self.agent.put(url).send_empty()?)?;
        Ok(())
    }

    fn run(&self, request: Request<String>) -> Result<String> {
        text_of(self.agent.run(request)?)
    }
}

fn text_of(mut response: Response<ureq::Body>) -> Result<String> {
    let status = response.status();
    let text = response.body_mut().with_config().limit(64 * 1024 * 1024).read_to_string()?;
    ensure!(status.is_success(), "{status}: {text}");
    Ok(text)
}
