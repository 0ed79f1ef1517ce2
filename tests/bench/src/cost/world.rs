//! The production workflows with the production store and channels, on an emulated table and the recorder. What
//! Lambda's pollers do is done here: batches as large as `template.yaml` allows, one second each.

use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_sesv2::config::{BehaviorVersion, Region};
use aws_types::SdkConfig;
use carebell_channels::{SesEmail, SnsSms, SqsJobs, SqsOutbox};
use carebell_domain::agenda::Pace;
use carebell_domain::message::Status;
use carebell_runtime::aws;
use carebell_store::{Store, stream};
use carebell_testkit::{EmulatedTable, FixedClock, FixedKeys, SequentialIds};
use carebell_workflows::changes::Changes;
use carebell_workflows::counts::Counter;
use carebell_workflows::ingest::{Ingest, Taken};
use carebell_workflows::links::Links;
use carebell_workflows::ports::{Clock, Counts, Ids, Outbox};
use carebell_workflows::receipts::Receipts;
use carebell_workflows::send::{Doubts, Handled, Sender, Waits};
use carebell_workflows::sweep::Sweeper;
use jiff::{SignedDuration, Timestamp};

use super::logs::Logs;
use super::poller::Poller;
use super::providers::{Providers, Receipt};
use super::scenario::Scenario;
use super::spent::{Function, Spent, Took};
use super::{batches, clinic};

/// When a script begins: a Monday morning.
const BEGIN: &str = "2026-06-01T10:00:00+02:00";
/// All functions, a table and a clock.
pub(super) struct World {
    pub(super) store: Arc<Store>,
    table: EmulatedTable,
    clock: Arc<FixedClock>,
    providers: Providers,
    poller: Poller,
    logs: Logs,
    spent: Spent,
    ingest: Ingest,
    changes: Changes,
    sweeper: Sweeper,
    senders: Vec<Sender>,
    receipts: Receipts,
    counter: Counter,
}

fn sdk(providers: &Providers) -> SdkConfig {
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new("eu-south-1"))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new("bench", "bench", None, None, "bench")))
        .http_client(providers.clone())
        .build()
}

/// The queue of send jobs behind the recorder.
pub(super) fn outbox(providers: &Providers) -> Arc<dyn Outbox> {
    Arc::new(SqsOutbox::new(&sdk(providers), "https://sqs.example/send", "https://sqs.example/dead"))
}

fn sender(store: Arc<Store>, clock: Arc<dyn Clock>, sdk: &SdkConfig) -> Sender {
    Sender {
        doubts: Doubts {
            clock: clock.clone(),
            directory: store.clone(),
            records: store.clone(),
            messages: store.clone(),
            run_time: SignedDuration::from_secs(30),
            waits: Waits { email: SignedDuration::from_mins(15), sms: SignedDuration::from_hours(1) },
        },
        clock,
        directory: store.clone(),
        records: store.clone(),
        messages: store.clone(),
        suppressions: store.clone(),
        quota: store,
        email: Arc::new(SesEmail::new(sdk, "no-reply@carebell.example", "carebell-plain", "carebell-tracked")),
        sms: Arc::new(SnsSms::new(sdk)),
        links: Some(Links::new("https://visits.example", Arc::new(FixedKeys))),
    }
}

impl World {
    /// A tenant on a table of its own.
    pub(super) async fn start(scenario: Scenario) -> Result<Self> {
        let table = EmulatedTable::start().await;
        let clock = Arc::new(FixedClock::at(BEGIN));
        let providers = Providers::default();
        let sending = aws::sending(&sdk(&providers));
        // Each function is a process, with a cache of its own.
        let process = || Arc::new(table.store(clock.clone()));
        let ids: Arc<dyn Ids> = Arc::new(SequentialIds::default());
        let outbox = outbox(&providers);
        let store = process();
        clinic::found(&store, scenario).await?;
        let (taking_in, taking_receipts) = (process(), process());
        Ok(Self {
            ingest: Ingest { clock: clock.clone(), directory: taking_in.clone(), records: taking_in },
            changes: Changes {
                clock: clock.clone(),
                ids: ids.clone(),
                outbox: outbox.clone(),
                jobs: Arc::new(SqsJobs::new(&sdk(&providers), "https://sqs.example/jobs")),
            },
            sweeper: Sweeper { pace: Pace::Minutes, clock: clock.clone(), ids, sweep: process(), outbox },
            senders: (0..batches::SENDERS).map(|_| sender(process(), clock.clone(), &sending)).collect(),
            receipts: Receipts {
                clock: clock.clone(),
                messages: taking_receipts.clone(),
                suppressions: taking_receipts,
            },
            counter: Counter { counts: process() },
            poller: Poller::of(&table)?,
            logs: Logs::start(),
            spent: Spent::default(),
            store,
            table,
            clock,
            providers,
        })
    }

    /// From here on it counts.
    pub(super) fn begin(&mut self) -> Result<()> {
        let _ = (self.table.meter.take(), self.poller.fresh()?, self.logs.take());
        Ok(())
    }

    /// What it took.
    pub(super) fn end(mut self) -> Spent {
        self.spent.logged = self.logs.take();
        self.spent
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(super) fn at(&self, instant: Timestamp) {
        self.clock.set(instant);
    }

    pub(super) fn later(&self, by: SignedDuration) {
        self.clock.advance(by);
    }

    fn a_second_later(&self) {
        self.later(SignedDuration::from_secs(1));
    }

    fn note(&mut self, function: Function, runs: usize, received: usize) {
        let mut took = Took { runs, received, ..Took::default() };
        for call in self.table.meter.take() {
            took.table_calls += 1;
            *(if call.writes { &mut took.writes } else { &mut took.reads }) += call.units.sum();
        }
        (took.queue_requests, took.sends) = self.providers.take();
        *self.spent.by.entry(function).or_default() += took;
    }

    /// `appointment-ingest`: each event is news.
    pub(super) async fn ingest(&mut self, events: &[String]) -> Result<()> {
        for batch in events.chunks(batches::INGEST) {
            for event in batch {
                ensure!(self.ingest.handle(event).await? == Taken::Written, "an event was no news");
            }
            self.a_second_later();
        }
        self.note(Function::Ingest, events.len().div_ceil(batches::INGEST), events.len());
        Ok(())
    }

    /// `appointment-changes`: the marked records of the stream, if there are any.
    pub(super) async fn changes(&mut self) -> Result<()> {
        let marked: Vec<_> = self.poller.fresh()?.iter().filter_map(stream::change).map(|(change, _)| change).collect();
        for batch in marked.chunks(batches::CHANGES) {
            ensure!(self.changes.handle(batch).await?.is_empty(), "a change was not handed over");
        }
        self.note(Function::Changes, marked.len().div_ceil(batches::CHANGES), 0);
        Ok(())
    }

    /// `reminder-sweep`, once.
    pub(super) async fn sweep(&mut self) -> Result<()> {
        self.sweeper.run().await?;
        self.note(Function::Sweep, 1, 0);
        Ok(())
    }

    /// `sender`, until its queue is empty: as many at once as are allowed, a batch and a second each.
    pub(super) async fn send(&mut self) -> Result<()> {
        let (mut runs, mut received) = (0, 0);
        loop {
            let before = runs;
            for sender in &self.senders {
                let jobs = self.providers.jobs(batches::SEND);
                runs += usize::from(!jobs.is_empty());
                received += jobs.len();
                for job in jobs {
                    let job = serde_json::from_str(&job)?;
                    ensure!(sender.handle(&job).await? == Handled::Done, "a job is not done");
                }
            }
            if runs == before {
                break;
            }
            self.a_second_later();
        }
        self.note(Function::Sender, runs, received);
        Ok(())
    }

    /// `receipts`: a run for each.
    pub(super) async fn receive(&mut self) -> Result<()> {
        let receipts = self.providers.receipts();
        for receipt in &receipts {
            match receipt {
                Receipt::Ses(detail) => self.receipts.ses(detail).await?,
                Receipt::Sns(line) => self.receipts.sns(line).await?,
            }
        }
        self.note(Function::Receipts, receipts.len(), 0);
        Ok(())
    }

    /// `message-changes`: the message rows of the stream.
    pub(super) async fn count(&mut self) -> Result<()> {
        let rows: Vec<_> = self.poller.all()?.iter().filter_map(stream::row_change).collect();
        for batch in rows.chunks(batches::COUNTS) {
            self.counter.handle(batch).await?;
        }
        self.note(Function::Counts, rows.len().div_ceil(batches::COUNTS), 0);
        Ok(())
    }

    /// How many messages the counts show as delivered.
    pub(super) async fn delivered(&self) -> Result<usize> {
        let (from, to) = (BEGIN.get(..10).context("a day")?.parse()?, "2026-06-30".parse()?);
        let days = self.store.days(&clinic::tenant()?, from, to).await?;
        let cells = days.into_iter().flat_map(|(_, cells)| cells);
        let delivered: i64 =
            cells.filter(|(count, _)| count.status == Status::Delivered).map(|(_, number)| number).sum();
        Ok(usize::try_from(delivered)?)
    }
}
