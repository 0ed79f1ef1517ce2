//! What the providers' receipts mean: a table for each provider, from its words to a step of a message.

mod ses;
mod sns;

pub use ses::{SesReceipt, TAG_MESSAGE, TAG_TENANT, read_ses};
pub use sns::{SnsReceipt, is_opt_out, read_sns};

/// Why something that should be a receipt is none. It names the field, never its value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// A field is missing or has the wrong type.
    #[error("{0} is missing or not what it should be")]
    Field(&'static str),
    /// A kind of event that the deployment does not subscribe to.
    #[error("an event of an unknown kind")]
    Kind,
}

/// Leaves the recipient out of a provider's words, and keeps them short.
fn without_recipient(words: &str) -> String {
    const MOST: usize = 300;
    let mut kept = String::with_capacity(words.len().min(MOST));
    for word in words.split_whitespace() {
        if !kept.is_empty() {
            kept.push(' ');
        }
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let personal = word.contains('@') || (digits >= 7 && !word.contains('.'));
        kept.push_str(if personal { "[recipient]" } else { word });
        if kept.len() >= MOST {
            let cut = kept.floor_char_boundary(MOST);
            kept.truncate(cut);
            break;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_without_the_recipient() {
        for (words, kept) in [
            ("smtp; 550 5.1.1 <ada@example.com>: unknown", "smtp; 550 5.1.1 [recipient] unknown"),
            ("Phone +393471234567 is currently unreachable", "Phone [recipient] is currently unreachable"),
            ("250 2.0.0 OK 1.2.3.4", "250 2.0.0 OK 1.2.3.4"),
        ] {
            assert_eq!(without_recipient(words), kept);
        }
        assert!(without_recipient(&"word ".repeat(500)).len() <= 300);
    }
}
