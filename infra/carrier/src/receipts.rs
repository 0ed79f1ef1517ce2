//! Receipts: what is published of a message, when, and the publishing.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::clock;
use crate::fault::Effect;
use crate::message::Receipt;
use crate::state::{Number, State};

/// What a message's fate leads to, so long after it was accepted.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) after: Duration,
    /// As in [`Receipt::event`].
    pub(crate) name: &'static str,
    pub(crate) post: Post,
}

/// Where a receipt goes in.
#[derive(Clone, Debug)]
pub(crate) enum Post {
    /// The default bus.
    Event { detail_type: &'static str, resource: String, detail: Value },
    /// A log group.
    Log { group: String, line: Value },
}

/// The steps after the faults have had their way with them.
pub(crate) fn shape(mut steps: Vec<Step>, effects: &[Effect]) -> Vec<Step> {
    for effect in effects {
        match effect {
            Effect::DropReceipts => steps.clear(),
            Effect::DuplicateReceipts => {
                steps = steps.into_iter().flat_map(|step| [step.clone(), step]).collect();
            }
            Effect::DelayReceipts(ms) => steps.iter_mut().for_each(|step| step.after += Duration::from_millis(*ms)),
            Effect::ReverseReceipts => steps = reverse(steps),
            _ => {}
        }
    }
    steps
}

/// The instants stay, what happens at them is turned round.
fn reverse(steps: Vec<Step>) -> Vec<Step> {
    let instants: Vec<Duration> = steps.iter().map(|step| step.after).collect();
    steps.into_iter().rev().zip(instants).map(|(step, after)| Step { after, ..step }).collect()
}

/// The steps as they are noted with a message that is accepted now.
pub(crate) fn planned(steps: &[Step]) -> Vec<Receipt> {
    let now = clock::now();
    let receipt = |step: &Step| Receipt {
        event: step.name.to_owned(),
        due: now.checked_add(step.after).unwrap_or(now),
        published: None,
        error: None,
    };
    steps.iter().map(receipt).collect()
}

/// Publishes the steps, each at its time, and notes how each ended.
pub(crate) async fn publish(state: Arc<State>, number: Number, steps: Vec<Step>) {
    let mut elapsed = Duration::ZERO;
    for (index, step) in steps.into_iter().enumerate() {
        clock::pause(step.after.saturating_sub(elapsed)).await;
        elapsed = elapsed.max(step.after);
        let result = match &state.emulator {
            Some(emulator) => emulator.publish(&step.post).await,
            None => Ok(()),
        };
        state.set_receipt(number, index, result);
    }
}

/// Publishes the steps at once, in their order, before the call is answered.
pub(crate) async fn publish_now(state: Arc<State>, number: Number, mut steps: Vec<Step>) {
    steps.iter_mut().for_each(|step| step.after = Duration::ZERO);
    publish(state, number, steps).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps() -> Vec<Step> {
        [("Delivery", 50), ("Open", 300)]
            .map(|(name, ms)| Step {
                after: Duration::from_millis(ms),
                name,
                post: Post::Log { group: "g".to_owned(), line: Value::Null },
            })
            .to_vec()
    }

    #[test]
    fn faults_shape_the_receipts() {
        type Case<'a> = (&'a [Effect], &'a [(&'a str, u64)]);
        let cases: [Case<'_>; 6] = [
            (&[], &[("Delivery", 50), ("Open", 300)]),
            (&[Effect::DropReceipts], &[]),
            (&[Effect::DelayReceipts(10)], &[("Delivery", 60), ("Open", 310)]),
            (&[Effect::ReverseReceipts], &[("Open", 50), ("Delivery", 300)]),
            (&[Effect::DuplicateReceipts], &[("Delivery", 50), ("Delivery", 50), ("Open", 300), ("Open", 300)]),
            (&[Effect::Throttle, Effect::ReceiptsFirst], &[("Delivery", 50), ("Open", 300)]),
        ];
        for (effects, expected) in cases {
            let shaped: Vec<(&str, u64)> = shape(steps(), effects)
                .iter()
                .map(|step| (step.name, u64::try_from(step.after.as_millis()).unwrap()))
                .collect();
            assert_eq!(shaped, expected, "{effects:?}");
        }
    }
}
