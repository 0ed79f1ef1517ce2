//! Messages and timelines as lines for people.

use serde_json::Value;

/// A field of text; empty where there is none.
pub(super) fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

/// A message as it reached somebody.
pub(super) fn message(message: &Value) {
    let [channel, language, status, recipient] =
        ["channel", "language", "status", "recipient"].map(|name| text(message, name));
    println!("\n  {channel} in {language} to {recipient}, {status}");
    for line in message["subject"].as_str().into_iter().chain(text(message, "text").lines()) {
        println!("  | {line}");
    }
}

/// Lines of a timeline, each with the rules behind it.
pub(super) fn lines(lines: &[Value]) {
    for line in lines {
        println!("  {}  {}", text(line, "at"), told(line));
        for rule in line["rules"].as_array().into_iter().flatten() {
            println!("  {:25}  {}: {}", "", text(rule, "reason"), text(rule, "sentence"));
        }
    }
}

/// A line of a timeline in words.
fn told(line: &Value) -> String {
    let what = text(line, "what").replace('_', " ");
    let message = || format!("{} by {}", text(line, "event"), text(line, "channel"));
    match text(line, "what") {
        "made" => format!("made, now {}", text(line, "status")),
        "changed" => match (line["moved_from"].as_str(), line["taken_back"].as_str()) {
            (Some(from), _) => format!("moved from {from} by {}", text(line, "by")),
            (None, Some(answer)) => {
                format!("{} again: the {} took \"{answer}\" back", text(line, "to"), text(line, "by"))
            }
            (None, None) => format!("{} by {}", text(line, "to"), text(line, "by")),
        },
        "message" => format!("{}: {}", message(), text(line, "status")),
        _ => format!("{}: {what}", message()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_kind_of_line_has_its_words() {
        for (line, words) in [
            (json!({"what": "made", "status": "booked"}), "made, now booked"),
            (json!({"what": "changed", "to": "confirmed", "by": "client"}), "confirmed by client"),
            (
                json!({"what": "changed", "to": "booked", "by": "client", "taken_back": "confirmed"}),
                "booked again: the client took \"confirmed\" back",
            ),
            (json!({"what": "changed", "moved_from": "9:00", "by": "desk"}), "moved from 9:00 by desk"),
            (json!({"what": "message", "event": "recall", "channel": "sms", "status": "read"}), "recall by sms: read"),
            (json!({"what": "not_planned", "event": "recall", "channel": "sms"}), "recall by sms: not planned"),
        ] {
            assert_eq!(told(&line), words);
        }
    }
}
