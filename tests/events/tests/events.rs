//! `docs/events.md` is what the code makes, and nothing in it is without a test that shows it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use carebell_domain::Event;
use carebell_domain::decide::SkipReason;
use carebell_events::{ROWS, document, has_a_row, reasons};

fn read(file: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the repository");
    fs::read_to_string(root.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

#[test]
fn every_event_has_its_row() {
    let without: Vec<_> = Event::ALL.into_iter().filter(|event| !has_a_row(*event)).collect();
    assert!(without.is_empty(), "ROWS needs one row of each event, with a test of each channel: {without:?}");
}

#[test]
fn the_committed_document_is_the_one_that_the_code_makes() {
    assert!(read("docs/events.md") == document(), "docs/events.md is not up to date: run `cargo xtask events`");
}

#[test]
fn the_tests_that_are_named_exist() {
    for (_, shown) in ROWS.iter().flat_map(|row| row.shown) {
        let text = read(shown.file);
        let has = ["", "async "].iter().any(|word| text.contains(&format!("]\n{word}fn {}()", shown.test)));
        assert!(has, "{} has no test {}", shown.file, shown.test);
    }
}

/// Otherwise what is put in the way does not stand in it.
#[test]
fn every_reason_can_keep_some_message_back() {
    let all = Event::ALL.into_iter().flat_map(|event| event.channels().iter().map(move |channel| (event, *channel)));
    let found: BTreeSet<SkipReason> = all.flat_map(|(event, channel)| reasons(event, channel)).collect();
    let without: Vec<_> = SkipReason::ALL.into_iter().filter(|reason| !found.contains(reason)).collect();
    assert!(without.is_empty(), "OBSTACLES needs facts that make these hold: {without:?}");
}
