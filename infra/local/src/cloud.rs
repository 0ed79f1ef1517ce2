//! The whole of the local cloud, from nothing to a deployment that answers.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use carebell_carrier::{Carrier, Config};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

use crate::api::Api;
use crate::aws::Aws;
use crate::binaries::Binaries;
use crate::emulator::{ACCOUNT, Emulator, REGION};
use crate::stack::{Outputs, deploy, function_names};

/// The stack's name: functions are named after it.
const STACK: &str = "carebell";

/// The source of the carrier's receipts on the bus: only AWS may publish as `aws.ses`.
pub const RECEIPT_SOURCE: &str = "local.ses";

/// What a local cloud is started with.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Where the functions come from.
    pub binaries: Binaries,
    /// Parameters of `template.yaml`, in place of the local cloud's own.
    pub parameters: BTreeMap<String, String>,
}

/// A running local cloud.
pub struct Cloud {
    // In the order in which they end: the functions, then what they call.
    emulator: Emulator,
    carrier: Carrier,
    /// Drives the carrier.
    _runtime: Runtime,
    aws: Aws,
    api: Api,
    outputs: Outputs,
}

impl Cloud {
    /// Builds the functions, starts the emulator and the carrier, and deploys. Takes a few seconds
    /// where the functions are built; on a new machine it first installs the emulator.
    ///
    /// # Errors
    /// If something cannot be built, installed, started or deployed; nothing is left running.
    pub fn start(options: Options) -> Result<Self> {
        let archives = options.binaries.archives(&function_names()?)?;
        let emulator = Emulator::start()?;
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let carrier = runtime.block_on(Carrier::start(Config {
            emulator_endpoint: Some(emulator.endpoint()),
            region: REGION.to_owned(),
            account: ACCOUNT.to_owned(),
            tracked_configuration_set: Some(format!("{STACK}-tracked")),
            event_source: RECEIPT_SOURCE.to_owned(),
            ..Config::default()
        }))?;

        let mut parameters = local_parameters(&carrier.url());
        parameters.extend(options.parameters);
        let aws = Aws::new(emulator.endpoint());
        let outputs = deploy(&aws, STACK, archives, &parameters)?;
        let api = Api::new(aws.endpoint(), outputs.get("ApiId")?);
        Ok(Self { emulator, carrier, _runtime: runtime, aws, api, outputs })
    }

    /// The emulator.
    pub fn aws(&self) -> &Aws {
        &self.aws
    }

    /// The deployed HTTP API.
    pub fn api(&self) -> &Api {
        &self.api
    }

    /// The carrier, with all that was sent.
    pub fn carrier(&self) -> &Carrier {
        &self.carrier
    }

    /// The stack's outputs: the table's name, the queues' addresses and so on.
    pub fn outputs(&self) -> &Outputs {
        &self.outputs
    }

    /// The full name of a function, such as `carebell-sender` for `sender`.
    pub fn function(&self, name: &str) -> String {
        format!("{STACK}-{name}")
    }

    /// What a function has logged, oldest first.
    ///
    /// # Errors
    /// If it does not exist.
    pub fn logs(&self, name: &str) -> Result<Vec<String>> {
        let group = format!("/aws/lambda/{}", self.function(name));
        let mut lines = Vec::new();
        let mut next = Value::Null;
        loop {
            let mut request = json!({"logGroupName": group});
            if !next.is_null() {
                request["nextToken"] = next;
            }
            let mut answer = self.aws.call("Logs_20140328.FilterLogEvents", &request)?;
            let events = answer["events"].as_array().context("no events")?;
            lines.extend(events.iter().filter_map(|event| event["message"].as_str().map(str::to_owned)));
            next = answer["nextToken"].take();
            if next.is_null() {
                return Ok(lines);
            }
        }
    }

    /// What the emulator itself has complained about.
    pub fn emulator_log(&self) -> String {
        self.emulator.log()
    }
}

fn local_parameters(carrier: &str) -> BTreeMap<String, String> {
    let architecture = if cfg!(target_arch = "aarch64") { "arm64" } else { "x86_64" };
    [
        ("Architecture", architecture),
        ("CarrierEndpoint", carrier),
        ("ReceiptSource", RECEIPT_SOURCE),
        ("EmailFrom", "no-reply@carebell.example"),
        ("DataRetention", "Delete"),
        // Times at which a test or a demonstration can wait.
        ("RecallSweepSchedule", "rate(1 minute)"),
        ("UnknownWaitEmailSeconds", "20"),
        ("UnknownWaitSmsSeconds", "20"),
        ("SenderTimeoutSeconds", "10"),
        ("SendVisibilitySeconds", "20"),
        ("CountsWindowSeconds", "1"),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .collect()
}
