//! What counts cost in money: AWS's list prices in us-east-1, in millionths of a dollar.

use super::spent::{Function, Spent, Took};

/// Millionths of a dollar for each, on demand: <https://aws.amazon.com/dynamodb/pricing/on-demand/>.
const WRITE_UNIT: f64 = 0.625;
const READ_UNIT: f64 = 0.125;
/// <https://aws.amazon.com/sqs/pricing/>.
const QUEUE_REQUEST: f64 = 0.40;
/// <https://aws.amazon.com/eventbridge/pricing/>. The events of SES are counted as if they were custom ones.
const BUS_EVENT: f64 = 1.0;
const SCHEDULED: f64 = 1.0;
/// <https://aws.amazon.com/lambda/pricing/>, arm64.
const RUN: f64 = 0.20;
const GIGABYTE_SECOND: f64 = 13.3334;
/// <https://aws.amazon.com/cloudwatch/pricing/>: half a dollar a gigabyte.
const LOGGED_BYTE: f64 = 0.5e-3;

/// `MemorySize` of the template, in gigabytes.
const MEMORY: f64 = 0.25;
/// What cannot be measured here: how long calls take, in milliseconds, and what a run takes besides.
const TABLE_CALL: f64 = 5.0;
const QUEUE_CALL: f64 = 10.0;
const SEND: f64 = 80.0;
const A_RUN: f64 = 2.0;
/// Bytes of the lines that Lambda writes about a run (`platform.start`, `platform.report`).
const LINES_OF_A_RUN: usize = 700;
/// Bytes of a line of the SMS delivery log.
const DELIVERY_LINE: usize = 600;
/// Sweeps in 30 days.
const SWEEPS_A_MONTH: f64 = 43_200.0;

/// The parts of a script's price, in millionths of a dollar.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Price {
    pub(super) writes: f64,
    pub(super) reads: f64,
    pub(super) queues: f64,
    pub(super) buses: f64,
    pub(super) lambda: f64,
    pub(super) logs: f64,
}

impl Price {
    /// The price of a script whose receipts come as events (e-mail) or as log lines (SMS).
    pub(super) fn of(spent: &Spent, by_event: bool) -> Self {
        let all = spent.all();
        let (taken_in, receipts) = (spent.of(Function::Ingest).received, spent.of(Function::Receipts).runs);
        let delivery_lines = if by_event { 0 } else { receipts * DELIVERY_LINE };
        let logged = spent.logged + all.runs * LINES_OF_A_RUN + delivery_lines;
        let events = taken_in + if by_event { receipts } else { 0 };
        Self {
            writes: all.writes * WRITE_UNIT,
            reads: all.reads * READ_UNIT,
            queues: (send_requests(spent) + ingest_requests(spent)) * QUEUE_REQUEST,
            buses: count(events) * BUS_EVENT,
            lambda: spent.by.values().map(|took| running(*took)).sum(),
            logs: count(logged) * LOGGED_BYTE,
        }
    }

    /// All together.
    pub(super) fn sum(self) -> f64 {
        self.parts().into_iter().map(|(_, part)| part).sum()
    }

    /// By name.
    pub(super) fn parts(self) -> [(&'static str, f64); 6] {
        let Self { writes, reads, queues, buses, lambda, logs } = self;
        [
            ("writes", writes),
            ("reads", reads),
            ("SQS", queues),
            ("EventBridge", buses),
            ("Lambda", lambda),
            ("logs", logs),
        ]
    }
}

/// Requests that send jobs take: what the functions ask, and a receive and a delete for each batch.
pub(super) fn send_requests(spent: &Spent) -> f64 {
    count(spent.all().queue_requests + 2 * spent.of(Function::Sender).runs)
}

/// Requests of the queue behind the bus: the bus's own for each event, a receive and a delete for each batch.
pub(super) fn ingest_requests(spent: &Spent) -> f64 {
    let Took { received, runs, .. } = spent.of(Function::Ingest);
    count(received + 2 * runs)
}

/// A month of sweeps with nothing due, as these were, in dollars.
pub(super) fn month_of_sweeps(sweeps: Took) -> f64 {
    let beside = SCHEDULED + count(LINES_OF_A_RUN) * LOGGED_BYTE;
    let all = sweeps.writes * WRITE_UNIT + sweeps.reads * READ_UNIT + running(sweeps);
    (all / count(sweeps.runs) + beside) * SWEEPS_A_MONTH / 1e6
}

/// What runs cost. The messages of a batch are at work at once, so a run lasts as long as one of them.
fn running(took: Took) -> f64 {
    let at_once = if took.received > 0 { count(took.received) / count(took.runs) } else { 1.0 };
    let calls =
        count(took.table_calls) * TABLE_CALL + count(took.queue_requests) * QUEUE_CALL + count(took.sends) * SEND;
    let milliseconds = calls / at_once + count(took.runs) * A_RUN;
    count(took.runs) * RUN + milliseconds / 1e3 * MEMORY * GIGABYTE_SECOND
}

/// A count as a factor.
#[expect(clippy::cast_precision_loss, reason = "scripts have thousands of messages, not 2^53")]
pub(super) fn count(number: usize) -> f64 {
    number as f64
}
