//! Queues as SQS has them: a message that is given out is invisible for a while, comes again until it is removed, and
//! after too many receives goes to the dead letters. The numbers are those of `template.yaml`.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::fault::{Fault, Point};
use crate::world::{Event, RunId, World};

/// The queues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// Events of other systems.
    Ingest,
    /// Send jobs.
    Send,
    /// Jobs that are done in slices.
    Jobs,
    /// Dead letters.
    Dead,
}

/// How long a message that was given out is invisible, in each queue.
const VISIBILITY: SignedDuration = SignedDuration::from_secs(180);
/// How often a message is given out.
const RECEIVES: u32 = 5;
/// Messages a batch.
const BATCH: usize = 10;

/// A message.
#[derive(Clone, Debug)]
pub struct Message {
    /// The queue's name for it.
    pub id: String,
    /// What was sent.
    pub body: String,
    /// Where a letter says it came from, and why.
    pub said: Option<(String, String)>,
    receives: u32,
    visible: Timestamp,
}

/// All queues.
#[derive(Debug, Default)]
pub struct Queues {
    messages: BTreeMap<(Name, u64), Message>,
    /// Runs that died over a message, and when.
    died: Vec<(RunId, u64, u64)>,
    /// Letters that even the last function gave up.
    pub last_resort: Vec<Message>,
}

impl Queues {
    /// Whether any queue holds anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty()
    }
}

impl World {
    /// Puts a message into a queue.
    pub fn enqueue(&mut self, queue: Name, body: String, said: Option<(String, String)>, delay: SignedDuration) {
        let number = self.number();
        let visible = self.now() + delay + self.millis(1, 40);
        let message = Message { id: format!("{queue:?}-{number}"), body, said, receives: 0, visible };
        self.queues.messages.insert((queue, number), message);
        self.at(visible, Event::Poll(queue));
    }

    /// What a queue gives out now: one batch. Some messages go to the dead letters instead.
    pub fn receive(&mut self, queue: Name) -> Vec<(u64, Message)> {
        let now = self.now();
        let most = if self.random.chance(1, 2) { BATCH } else { 1 };
        let visible: Vec<u64> = self
            .queues
            .messages
            .range((queue, 0)..=(queue, u64::MAX))
            .filter(|(_, message)| message.visible <= now)
            .map(|((_, number), _)| *number)
            .take(most)
            .collect();
        let mut batch = Vec::new();
        for number in visible {
            let Some(message) = self.queues.messages.get_mut(&(queue, number)) else { continue };
            if message.receives >= RECEIVES {
                self.give_up(queue, number);
                continue;
            }
            message.receives += 1;
            message.visible = now + VISIBILITY;
            let given = message.clone();
            let again = match self.faults.at(Point::Queue) {
                // At least once: it comes a second time, while the first run may still be alive.
                Some(Fault::Twice) => {
                    self.tell(format_args!("{} will be given out twice", given.id));
                    let after = [50, 2_000, 20_000];
                    let after = *self.random.one(&after);
                    Some(SignedDuration::from_millis(after))
                }
                Some(_) => {
                    self.tell(format_args!("{} is late", given.id));
                    let late = self.millis(5_000, 90_000);
                    self.show(queue, number, late);
                    self.after(late, Event::Poll(queue));
                    continue;
                }
                None => None,
            };
            match again {
                Some(after) => {
                    self.show(queue, number, after);
                    self.after(after, Event::Poll(queue));
                }
                None => self.after(VISIBILITY, Event::Poll(queue)),
            }
            batch.push((number, given));
        }
        if self.queues.messages.range((queue, 0)..=(queue, u64::MAX)).any(|(_, message)| message.visible <= now) {
            let soon = self.millis(1, 30);
            self.after(soon, Event::Poll(queue));
        }
        batch
    }

    fn show(&mut self, queue: Name, number: u64, after: SignedDuration) {
        let at = self.now() + after;
        if let Some(message) = self.queues.messages.get_mut(&(queue, number)) {
            message.visible = at;
        }
    }

    fn give_up(&mut self, queue: Name, number: u64) {
        let Some(mut message) = self.queues.messages.remove(&(queue, number)) else { return };
        self.tell(format_args!("{} is given up", message.id));
        if queue == Name::Dead {
            self.queues.last_resort.push(message);
            return;
        }
        message.receives = 0;
        message.visible = self.now();
        self.queues.messages.insert((Name::Dead, number), message);
        self.after(SignedDuration::from_millis(5), Event::Poll(Name::Dead));
    }

    /// A run died over a batch, or asks for it to come back. Where another delivery has acknowledged one of its messages nobody comes back; nor where
    /// one will that is under way already.
    pub fn died(&mut self, run: RunId, queue: Name, batch: &[(u64, String)]) {
        let at = self.number();
        for (number, _) in batch {
            if self.queues.messages.contains_key(&(queue, *number)) {
                self.queues.died.push((run, at, *number));
            } else {
                self.ledger.orphans.push(run);
            }
        }
    }

    /// Removes what a run has done: all of its batch but those that are to come back.
    pub fn remove_done(&mut self, run: RunId, queue: Name, batch: &[(u64, String)], failed: &[String]) {
        let back: Vec<(u64, String)> = batch.iter().filter(|(_, id)| failed.contains(id)).cloned().collect();
        self.died(run, queue, &back);
        for (number, id) in batch {
            if !failed.contains(id) {
                self.queues.messages.remove(&(queue, *number));
                // Numbers rise: this run began before that one died.
                let over = self.queues.died.iter().filter(|(_, at, of)| of == number && run < *at);
                self.ledger.orphans.extend(over.map(|(dead, ..)| *dead));
            }
        }
    }
}
