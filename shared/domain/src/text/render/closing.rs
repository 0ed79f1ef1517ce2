//! A gap in a line, closed up.
//!
//! What a good writer would do, by the signs next to the gap: spaces become one or none, a comma that separated what
//! is missing goes, so do brackets and quotes that held it, and a label that led up to it. Only the text's own signs
//! are ever touched, never a value. Every step takes at least one sign out, so it comes to an end.

use super::labels;
use super::lines::Item;

/// Pairs that go together when nothing stands between them.
const PAIRS: [(char, char); 9] =
    [('(', ')'), ('[', ']'), ('{', '}'), ('«', '»'), ('‹', '›'), ('“', '”'), ('‘', '’'), ('"', '"'), ('\'', '\'')];

/// What a sign does to its neighbours.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Ends a sentence.
    Stop,
    /// Separates within a sentence and clings to the word before it.
    Pause,
    /// Leads up to what follows.
    Colon,
    /// Separates within a sentence and stands free.
    Dash,
    /// Begins a bracket.
    Opens,
    /// Ends a bracket.
    Closes,
    /// Anything else.
    Word,
}

fn role(item: Item<'_>) -> Role {
    let Item::Sign(sign) = item else {
        return Role::Word;
    };
    match sign {
        '.' | '!' | '?' | '…' => Role::Stop,
        ',' | ';' => Role::Pause,
        ':' => Role::Colon,
        '-' | '–' | '—' | '/' | '|' | '·' | '•' | '&' | '+' => Role::Dash,
        '(' | '[' | '{' | '«' | '‹' | '“' => Role::Opens,
        ')' | ']' | '}' | '»' | '›' | '”' => Role::Closes,
        _ => Role::Word,
    }
}

/// Closes up every gap of a line.
pub(super) fn close_gaps(line: &mut [Item<'_>]) {
    while let Some(at) = line.iter().position(|item| matches!(item, Item::Gap)) {
        let next = line[at + 1..].iter().position(|item| item.is_seen() || matches!(item, Item::Gap));
        match next.map(|length| at + 1 + length) {
            // Gaps side by side are one.
            Some(next) if matches!(line[next], Item::Gap) => take_spaces(&mut line[at..next]),
            _ => while step(line, at) {},
        }
        line[at] = Item::Gone;
    }
}

/// Takes one thing out beside the gap at `at`. Gives false when it was the last: spaces.
fn step(line: &mut [Item<'_>], at: usize) -> bool {
    let left = line[..at].iter().rposition(|item| item.is_seen());
    let right = line[at..].iter().position(|item| item.is_seen()).map(|length| at + length);
    let around = left.map_or(0, |at| at + 1)..right.unwrap_or(line.len());
    let spaced = line[around.clone()].iter().any(|item| item.is_space());
    match (left, right) {
        (Some(left), Some(right)) if are_pair(line[left], line[right], spaced) => {
            line[left] = Item::Gone;
            line[right] = Item::Gone;
        }
        (Some(colon), right) if role(line[colon]) == Role::Colon && is_end(line, right) => {
            labels::take_out(line, colon);
        }
        _ => match superfluous(line, left, right) {
            Some(one) => line[one] = Item::Gone,
            None => {
                close_space(line, at, left, right);
                return false;
            }
        },
    }
    true
}

/// Whether a sentence, a bracket or the line ends here.
fn is_end(line: &[Item<'_>], at: Option<usize>) -> bool {
    at.is_none_or(|at| matches!(role(line[at]), Role::Stop | Role::Closes))
}

/// Which of the signs to the left and the right of a gap has lost its purpose.
fn superfluous(line: &[Item<'_>], left: Option<usize>, right: Option<usize>) -> Option<usize> {
    let of = |at: Option<usize>| at.map(|at| role(line[at]));
    let first = || left.is_some_and(|at| !line[..at].iter().any(|item| item.is_seen()));
    let title = || left.is_some_and(|stop| labels::ends_title(line, stop));
    match (of(left), of(right)) {
        // Nothing follows that it could separate.
        (Some(Role::Pause | Role::Dash), _) if is_end(line, right) => left,
        (None | Some(Role::Stop), Some(Role::Stop)) => right,
        // Of two separators one is enough; the dash of a list stays, and so does the stop of "Sig.,".
        (None | Some(Role::Opens | Role::Colon), Some(Role::Pause | Role::Colon | Role::Dash)) => right,
        (Some(Role::Dash), Some(Role::Pause | Role::Colon | Role::Dash)) if first() => right,
        (Some(Role::Pause | Role::Dash), Some(Role::Pause | Role::Colon | Role::Dash)) => left,
        (Some(Role::Stop), Some(Role::Pause | Role::Colon)) if !title() => right,
        _ => None,
    }
}

/// Leaves of the space around a gap what its neighbours need.
fn close_space(line: &mut [Item<'_>], at: usize, left: Option<usize>, right: Option<usize>) {
    let (from, to) = (left.map_or(0, |at| at + 1), right.unwrap_or(line.len()));
    let opened = left.is_none_or(|at| role(line[at]) == Role::Opens);
    let clings = right.is_none_or(|at| matches!(role(line[at]), Role::Stop | Role::Pause | Role::Colon | Role::Closes));
    // French sets a space before these signs; where the author wrote one it stays.
    let spaced = right.is_some_and(|at| matches!(line[at], Item::Sign('!' | '?' | ':' | ';' | '»')));
    if opened {
        take_spaces(&mut line[from..to]);
    } else if clings {
        take_spaces(&mut line[from..if spaced { at } else { to }]);
    } else if let Some(first) = line[from..to].iter().position(|item| item.is_space()) {
        take_spaces(&mut line[from + first + 1..to]);
    }
    if let (None, Some(first)) = (left, right) {
        capitalise(&mut line[first]);
    }
}

fn are_pair(left: Item<'_>, right: Item<'_>, spaced: bool) -> bool {
    let (Item::Sign(left), Item::Sign(right)) = (left, right) else {
        return false;
    };
    // Quotes of one shape are a pair only right next to each other: else they may belong to other words.
    PAIRS.contains(&(left, right)) && (left != right || !spaced)
}

fn take_spaces(items: &mut [Item<'_>]) {
    items.iter_mut().filter(|item| item.is_space()).for_each(|item| *item = Item::Gone);
}

/// The line now begins with this sign.
fn capitalise(item: &mut Item<'_>) {
    if let Item::Sign(sign) = item
        && let mut upper = sign.to_uppercase()
        && let (Some(one), None) = (upper.next(), upper.next())
    {
        *sign = one;
    }
}
