//! Words that make sense only together with the value beside them.

use super::lines::Item;

/// The longest abbreviated title, in letters: "Prof.", "Dott.".
const LONGEST_TITLE: usize = 4;

/// Takes out the label that ends with the colon at `colon`, back to the start of its sentence, or back to the last
/// comma, dash or value where it is a single word ("Studio Rossi, tel: ...").
pub(super) fn take_out(line: &mut [Item<'_>], colon: usize) {
    let from = start(line, colon).unwrap_or(colon);
    for item in &mut line[from..=colon] {
        if matches!(item, Item::Sign(_) | Item::Entity(_)) {
            *item = Item::Gone;
        }
    }
}

/// Where the label begins; none if words before it are part of the same phrase as a value, so that only the colon
/// can go.
pub(super) fn start(line: &[Item<'_>], colon: usize) -> Option<usize> {
    let mut after_comma = None;
    for at in (0..colon).rev() {
        let one_word = || (words(&line[at + 1..colon]) <= 1).then_some(at + 1);
        match line[at] {
            // What stands before a comma stands by itself if it has a value, else it is part of the label.
            Item::Value(_) => return after_comma.or_else(one_word),
            Item::Sign(',' | ';') => after_comma = after_comma.or_else(one_word),
            Item::Sign('(' | '[' | '{') => return Some(at + 1),
            Item::Sign('.' | '!' | '?' | '…' | '-' | '–' | '—' | '|' | '·') if is_before_space(line, at) => {
                return Some(at + 1);
            }
            _ => {}
        }
    }
    Some(0)
}

fn is_before_space(line: &[Item<'_>], at: usize) -> bool {
    let next = line[at + 1..].iter().find(|item| item.is_space() || item.is_seen());
    next.is_some_and(|item| item.is_space())
}

fn words(items: &[Item<'_>]) -> usize {
    let sign = |item: &Item<'_>| match item {
        Item::Sign(sign) => Some(*sign),
        Item::Entity(_) => Some('&'),
        _ => None,
    };
    let text: String = items.iter().filter_map(sign).collect();
    text.split_whitespace().count()
}

/// Whether the full stop at `stop` looks like that of an abbreviated title ("Sig.", "Dr."), which ends no sentence.
pub(super) fn ends_title(line: &[Item<'_>], stop: usize) -> bool {
    let letters: Vec<char> = line[..stop]
        .iter()
        .rev()
        .map_while(|item| match item {
            Item::Sign(sign) if sign.is_alphabetic() => Some(*sign),
            _ => None,
        })
        .collect();
    matches!(line[stop], Item::Sign('.'))
        && (1..=LONGEST_TITLE).contains(&letters.len())
        && letters.last().is_some_and(|first| first.is_uppercase())
}
