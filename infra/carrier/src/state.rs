//! What a running carrier knows, shared by its requests and its pending receipts.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use tokio::sync::Notify;
use tokio::task::JoinSet;

use crate::clock;
use crate::config::Config;
use crate::emulator::Emulator;
use crate::fault::{self, Effect, Fault};
use crate::message::{Answer, Kind, Message, Receipt, Refusal};

/// Counts for somebody who waits for the carrier to fall quiet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Messages accepted.
    pub messages: usize,
    /// Calls answered with an error.
    pub refusals: usize,
    /// Receipts that are still to be published.
    pub receipts_planned: usize,
    /// Receipts that the emulator took.
    pub receipts_published: usize,
    /// Receipts that the emulator did not take.
    pub receipts_failed: usize,
}

/// The number of a message among all, since identifiers belong to the providers.
pub(crate) type Number = u64;

pub(crate) struct State {
    pub(crate) config: Config,
    pub(crate) emulator: Option<Emulator>,
    /// Wakes the held answers.
    pub(crate) release: Notify,
    kept: Mutex<Kept>,
    tasks: Mutex<JoinSet<()>>,
}

#[derive(Default)]
struct Kept {
    next: Number,
    messages: BTreeMap<Number, Message>,
    refusals: Vec<Refusal>,
    faults: Vec<Fault>,
    throttled: HashSet<String>,
    sms_attributes: BTreeMap<String, String>,
}

impl State {
    pub(crate) fn new(config: Config) -> Result<Self, String> {
        let emulator = config.emulator_endpoint.as_deref().map(|url| Emulator::new(url, &config)).transpose()?;
        Ok(Self { config, emulator, release: Notify::new(), kept: Mutex::default(), tasks: Mutex::default() })
    }

    /// Runs a task that ends with the carrier at the latest.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = self.tasks();
        while tasks.try_join_next().is_some() {}
        tasks.spawn(task);
    }

    /// Ends all tasks, without waiting for it.
    pub(crate) fn abort_tasks(&self) {
        self.tasks().abort_all();
    }

    /// Ends all tasks, and returns when they have ended.
    pub(crate) async fn end_tasks(&self) {
        let mut tasks = std::mem::take(&mut *self.tasks());
        tasks.shutdown().await;
    }

    pub(crate) fn keep(&self, message: Message) -> Number {
        let mut kept = self.kept();
        let number = kept.next;
        kept.next += 1;
        kept.messages.insert(number, message);
        number
    }

    pub(crate) fn refuse(&self, kind: Kind, to: &str, error: &str, message: &str) {
        let refusal =
            Refusal { at: clock::now(), kind, to: to.to_owned(), error: error.to_owned(), message: message.to_owned() };
        self.kept().refusals.push(refusal);
    }

    pub(crate) fn set_answer(&self, number: Number, answer: Answer) {
        if let Some(message) = self.kept().messages.get_mut(&number) {
            message.answer = answer;
        }
    }

    /// Notes how the publishing of one receipt ended.
    pub(crate) fn set_receipt(&self, number: Number, index: usize, result: Result<(), String>) {
        let mut kept = self.kept();
        let receipt = kept.messages.get_mut(&number).and_then(|message| message.receipts.get_mut(index));
        if let Some(receipt) = receipt {
            match result {
                Ok(()) => receipt.published = Some(clock::now()),
                Err(reason) => receipt.error = Some(reason),
            }
        }
    }

    /// The messages to this address and of this kind, oldest first.
    pub(crate) fn messages(&self, to: Option<&str>, kind: Option<Kind>) -> Vec<Message> {
        let wanted = |message: &&Message| {
            to.is_none_or(|to| message.to.eq_ignore_ascii_case(to)) && kind.is_none_or(|kind| message.kind == kind)
        };
        self.kept().messages.values().filter(wanted).cloned().collect()
    }

    pub(crate) fn refusals(&self) -> Vec<Refusal> {
        self.kept().refusals.clone()
    }

    pub(crate) fn forget_messages(&self) {
        let mut kept = self.kept();
        kept.messages.clear();
        kept.refusals.clear();
        kept.throttled.clear();
    }

    /// Whether this is the address's first call; it is not any more.
    pub(crate) fn first_call(&self, to: &str) -> bool {
        self.kept().throttled.insert(to.to_ascii_lowercase())
    }

    pub(crate) fn add_fault(&self, fault: Fault) -> Result<(), String> {
        fault.check()?;
        self.kept().faults.push(fault);
        Ok(())
    }

    pub(crate) fn faults(&self) -> Vec<Fault> {
        self.kept().faults.clone()
    }

    pub(crate) fn clear_faults(&self) {
        self.kept().faults.clear();
        self.release.notify_waiters();
    }

    pub(crate) fn take_effects(&self, kind: Kind, to: &str) -> Vec<Effect> {
        fault::take(&mut self.kept().faults, kind, to)
    }

    pub(crate) fn set_sms_attributes(&self, attributes: BTreeMap<String, String>) {
        self.kept().sms_attributes.extend(attributes);
    }

    pub(crate) fn sms_attributes(&self) -> BTreeMap<String, String> {
        self.kept().sms_attributes.clone()
    }

    pub(crate) fn status(&self) -> Status {
        let kept = self.kept();
        let mut status = Status { messages: kept.messages.len(), refusals: kept.refusals.len(), ..Status::default() };
        for receipt in kept.messages.values().flat_map(|message| &message.receipts) {
            match receipt {
                Receipt { published: Some(_), .. } => status.receipts_published += 1,
                Receipt { error: Some(_), .. } => status.receipts_failed += 1,
                Receipt { .. } => status.receipts_planned += 1,
            }
        }
        status
    }

    // A panic elsewhere leaves the data whole: every change below a lock is one step.
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tasks(&self) -> MutexGuard<'_, JoinSet<()>> {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
