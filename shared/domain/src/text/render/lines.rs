//! A filled text as lines, and the lines that go out whole.
//!
//! A line that has placeholders but none with a value, and is otherwise empty or just their label ("Phone: ..."), goes
//! out, with its line break or, in HTML, its element. In every other line each gap closes up by itself.

use super::super::markup::{Tag, decoded, entity_at_start_of};
use super::super::medium::Medium;
use super::Filled;
use super::{closing, labels};

/// Elements that have no purpose once their text is gone. A cell of a table is none: it keeps its column.
const HOLDING_TEXT: [&str; 8] = ["p", "li", "div", "h1", "h2", "h3", "h4", "blockquote"];

/// A part of a line.
#[derive(Clone, Copy, Debug)]
pub(super) enum Item<'o> {
    /// A sign of the text itself.
    Sign(char),
    /// A character reference of the text itself, other than for a space.
    Entity(&'o str),
    /// A value, never altered.
    Value(&'o str),
    /// A missing value.
    Gap,
    /// An inline tag: the line goes on inside and after it.
    Inline(Tag<'o>),
    /// A tag between lines.
    Between(Tag<'o>),
    /// A line feed of a plain text.
    LineFeed,
    /// What was taken out.
    Gone,
}

impl Item<'_> {
    const fn ends_line(self) -> bool {
        matches!(self, Self::Between(_) | Self::LineFeed)
    }

    /// Whether it does nothing but end a line.
    fn is_break(self) -> bool {
        match self {
            Self::LineFeed => true,
            Self::Between(tag) => tag.is("br"),
            _ => false,
        }
    }

    pub(super) fn is_space(self) -> bool {
        matches!(self, Self::Sign(sign) if sign.is_whitespace())
    }

    /// Whether it counts when a line is read: neither space, nor tag, nor taken out.
    pub(super) fn is_seen(self) -> bool {
        matches!(self, Self::Sign(_) | Self::Entity(_) | Self::Value(_)) && !self.is_space()
    }
}

/// The text of `filled` with its gaps closed up.
pub(super) fn close_up(filled: &Filled, medium: Medium) -> String {
    let mut items = items_of(filled, medium == Medium::Html);
    drop_broken_links(&mut items);
    let mut from = 0;
    for at in 0..=items.len() {
        if at < items.len() && !items[at].ends_line() {
            continue;
        }
        let line = &mut items[from..at];
        if line.iter().any(|item| matches!(item, Item::Gap)) {
            if says_nothing(line) {
                line.iter_mut().filter(|item| !matches!(item, Item::Inline(_))).for_each(|item| *item = Item::Gone);
                drop_frame(&mut items, from, at);
            } else {
                closing::close_gaps(line);
            }
        }
        from = at + 1;
    }
    written(&items, filled.text.len())
}

fn items_of(filled: &Filled, html: bool) -> Vec<Item<'_>> {
    let text = filled.text.as_str();
    let mut items = Vec::with_capacity(text.len());
    let (mut values, mut gaps) = (filled.values.iter().peekable(), filled.gaps.iter().peekable());
    let mut at = 0;
    loop {
        while gaps.next_if(|&&gap| gap <= at).is_some() {
            items.push(Item::Gap);
        }
        if let Some(value) = values.next_if(|value| value.start == at) {
            items.push(Item::Value(&text[value.clone()]));
            at = value.end;
            continue;
        }
        let rest = &text[at..];
        let Some(sign) = rest.chars().next() else {
            return items;
        };
        let (item, length) = match sign {
            '\n' if !html => (Item::LineFeed, 1),
            '<' if html => Tag::at_start_of(rest).map_or((Item::Sign('<'), 1), |tag| {
                let item = if tag.is_inline() { Item::Inline(tag) } else { Item::Between(tag) };
                (item, tag.source.len())
            }),
            '&' if html => entity_at_start_of(rest).map_or((Item::Sign('&'), 1), |entity| {
                let space = decoded(entity).filter(|sign| sign.is_whitespace());
                (space.map_or(Item::Entity(entity), Item::Sign), entity.len())
            }),
            sign => (Item::Sign(sign), sign.len_utf8()),
        };
        let end = at + length;
        let breaks = matches!(item, Item::Inline(_)) && gaps.peek().is_some_and(|&&gap| gap < end);
        items.push(item);
        if breaks {
            // A gap among the attributes: it stands right after its tag.
            while gaps.next_if(|&&gap| gap < end).is_some() {}
            items.push(Item::Gap);
        }
        while values.next_if(|value| value.start < end).is_some() {}
        at = end;
    }
}

/// Takes out links and pictures whose address is missing, with all that they enclose.
fn drop_broken_links(items: &mut [Item<'_>]) {
    for at in 1..items.len() {
        let (Item::Inline(tag), Item::Gap) = (items[at - 1], items[at]) else {
            continue;
        };
        if tag.is("img") {
            items[at - 1] = Item::Gone;
        } else if tag.is("a") && tag.attribute("href").is_some_and(|address| address.trim().is_empty()) {
            let closes = |item: &Item<'_>| matches!(item, Item::Inline(other) if tag.is_closed_by(other));
            let end = items[at..].iter().position(closes).map_or(at, |length| at + length);
            items[at - 1..=end].fill(Item::Gone);
            items[at] = Item::Gap;
        }
    }
}

/// Whether a line has no value, and nothing but a label before its first gap and no word after it.
fn says_nothing(line: &[Item<'_>]) -> bool {
    let Some(gap) = line.iter().position(|item| matches!(item, Item::Gap)) else {
        return false;
    };
    let is_word = |item: &Item<'_>| match item {
        Item::Sign(sign) => sign.is_alphanumeric(),
        other => matches!(other, Item::Entity(_)),
    };
    let is_value = |item: &Item<'_>| matches!(item, Item::Value(_));
    let (before, after) = line.split_at(gap);
    // A label is the whole of what stands before, not only the last of several sentences.
    let label = match before.iter().rposition(|item| item.is_seen()) {
        Some(colon) if matches!(before[colon], Item::Sign(':')) => labels::start(before, colon).unwrap_or(colon),
        _ => gap,
    };
    !before[..label].iter().any(is_word) && !after.iter().any(is_word) && !line.iter().any(is_value)
}

/// Takes out what held the line `from..to` apart from its neighbours: a line feed, a `<br>`, or the element that held
/// nothing else.
fn drop_frame(items: &mut [Item<'_>], from: usize, to: usize) {
    if !is_balanced(&items[from..to]) {
        return;
    }
    items[from..to].fill(Item::Gone);
    let kept_before = |end: usize| items[..end].iter().rposition(|item| !matches!(item, Item::Gone));
    let before = kept_before(from);
    let line_before_is_empty = before.and_then(kept_before).is_none_or(|at| matches!(items[at], Item::LineFeed));
    let next = items.get(to).copied();
    let Some(before) = before else {
        if next.is_some_and(Item::is_break) {
            items[to] = Item::Gone;
        }
        return;
    };
    if next.is_some_and(Item::is_break) {
        items[to] = Item::Gone;
        // Of the empty lines before and after it one is enough.
        let is_line_feed = |at: usize| matches!(items.get(at), Some(Item::LineFeed));
        if is_line_feed(before) && line_before_is_empty && is_line_feed(to + 1) {
            items[to + 1] = Item::Gone;
        }
    } else if items[before].is_break() {
        items[before] = Item::Gone;
    } else if let (Item::Between(open), Some(Item::Between(close))) = (items[before], next)
        && open.is_any(&HOLDING_TEXT)
        && open.is_closed_by(&close)
    {
        items[before] = Item::Gone;
        items[to] = Item::Gone;
    }
}

/// Whether every inline element that begins here ends here too.
fn is_balanced(line: &[Item<'_>]) -> bool {
    let mut open = Vec::new();
    line.iter().all(|item| match item {
        Item::Inline(tag) if tag.is("img") => true,
        Item::Inline(tag) if tag.closes => open.pop().is_some_and(|opened: Tag<'_>| opened.is_closed_by(tag)),
        Item::Inline(tag) => {
            open.push(*tag);
            true
        }
        _ => true,
    }) && open.is_empty()
}

fn written(items: &[Item<'_>], length: usize) -> String {
    let mut out = String::with_capacity(length);
    for item in items {
        match item {
            Item::Sign(sign) => out.push(*sign),
            Item::Entity(text) | Item::Value(text) => out.push_str(text),
            Item::Inline(tag) | Item::Between(tag) => out.push_str(tag.source),
            Item::LineFeed => out.push('\n'),
            Item::Gap | Item::Gone => {}
        }
    }
    out
}
