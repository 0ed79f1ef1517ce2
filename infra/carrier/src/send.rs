//! The way of one valid call, the same for both kinds: faults and magic first, then the message is
//! kept, its receipts are planned, and the answer given, lost or held.

use std::net::SocketAddr;
use std::sync::Arc;

use crate::clock;
use crate::fault::Effect;
use crate::magic::Fate;
use crate::message::{Answer, Content, Kind, Message};
use crate::receipts::{self, Step};
use crate::state::{Number, State};

/// A valid call that is not yet accepted.
pub(crate) struct Draft {
    pub(crate) id: String,
    pub(crate) to: String,
    pub(crate) fate: Fate,
    pub(crate) content: Content,
    pub(crate) caller: SocketAddr,
}

/// Why a call is not accepted; each kind has its own names for these.
pub(crate) enum Refused {
    Throttled,
    Rejected,
    Named(String),
}

/// An accepted call.
pub(crate) struct Accepted {
    pub(crate) id: String,
    /// The connection is to be closed instead of answered.
    pub(crate) answer_lost: bool,
}

/// Takes a call as far as its answer. `script` writes the receipts that the message's fate leads to.
pub(crate) async fn send(
    state: &Arc<State>,
    draft: Draft,
    script: impl FnOnce(&Message, Fate) -> Vec<Step>,
) -> Result<Accepted, Refused> {
    let kind = match draft.content {
        Content::Email(_) => Kind::Email,
        Content::Sms(_) => Kind::Sms,
    };
    let effects = state.take_effects(kind, &draft.to);
    admit(state, &draft, &effects)?;

    let Draft { id, to, fate, content, caller } = draft;
    let answer = answer(&effects);
    let mut message =
        Message { id: id.clone(), at: clock::now(), kind, to, caller, answer, receipts: Vec::new(), content };
    let steps = receipts::shape(script(&message, fate), &effects);
    message.receipts = receipts::planned(&steps);
    let number = state.keep(message);

    if effects.contains(&Effect::ReceiptsFirst) {
        receipts::publish_now(Arc::clone(state), number, steps).await;
    } else {
        state.spawn(receipts::publish(Arc::clone(state), number, steps));
    }
    if answer == Answer::Held {
        hold(state, number).await;
    }
    Ok(Accepted { id, answer_lost: answer == Answer::Lost })
}

fn admit(state: &State, draft: &Draft, effects: &[Effect]) -> Result<(), Refused> {
    for effect in effects {
        match effect {
            Effect::Throttle => return Err(Refused::Throttled),
            Effect::Refuse => return Err(Refused::Rejected),
            Effect::Error(name) => return Err(Refused::Named(name.clone())),
            _ => {}
        }
    }
    match draft.fate {
        Fate::Refuse => Err(Refused::Rejected),
        Fate::Throttle if state.first_call(&draft.to) => Err(Refused::Throttled),
        _ => Ok(()),
    }
}

fn answer(effects: &[Effect]) -> Answer {
    if effects.contains(&Effect::LoseAnswer) {
        Answer::Lost
    } else if effects.contains(&Effect::HoldAnswer) {
        Answer::Held
    } else {
        Answer::Given
    }
}

/// Waits until the faults are cleared. When the caller's connection closes, the server drops the
/// request where it stands, that is here.
async fn hold(state: &Arc<State>, number: Number) {
    let mut held = Held { state, number, end: Answer::Abandoned };
    state.release.notified().await;
    held.end = Answer::Given;
}

struct Held<'a> {
    state: &'a State,
    number: Number,
    end: Answer,
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.state.set_answer(self.number, self.end);
    }
}
