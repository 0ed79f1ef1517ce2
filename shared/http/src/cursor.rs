//! Cursors: opaque, and good only for the list, the tenant and the filters that they came from.

use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Bytes of the authentication code: 128 bits cannot be guessed.
const TAG: usize = 16;
/// No place in a list needs a longer name.
const LONGEST: usize = 2_048;

/// Authenticates cursors of one list.
pub(crate) struct Sealer<'a> {
    /// The key.
    pub(crate) key: &'a [u8],
    /// What a cursor is good for: tenant, path and filters.
    pub(crate) list: &'a str,
}

impl Sealer<'_> {
    fn tag(&self, place: &str) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.key).ok()?;
        mac.update(&(self.list.len() as u64).to_be_bytes());
        mac.update(self.list.as_bytes());
        mac.update(place.as_bytes());
        Some(mac)
    }

    /// The cursor for a place in the list. `None` only where no key is usable.
    pub(crate) fn seal(&self, place: &str) -> Option<String> {
        let tag = self.tag(place)?.finalize().into_bytes();
        let mut bytes = tag[..TAG].to_vec();
        bytes.extend_from_slice(place.as_bytes());
        Some(BASE64URL_NOPAD.encode(&bytes))
    }

    /// The place that a cursor names. `None` where it is not one of this list.
    pub(crate) fn open(&self, cursor: &str) -> Option<String> {
        if cursor.len() > LONGEST {
            return None;
        }
        let bytes = BASE64URL_NOPAD.decode(cursor.as_bytes()).ok()?;
        let (tag, place) = bytes.split_at_checked(TAG)?;
        let place = std::str::from_utf8(place).ok()?;
        self.tag(place)?.verify_truncated_left(tag).ok()?;
        Some(place.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_unchanged_cursor_of_the_same_list_opens() {
        let ours = Sealer { key: &[7; 32], list: "tt_example /v1/clients surname=Ro" };
        let cursor = ours.seal("C#rossi#01").expect("a cursor");
        assert_eq!(ours.open(&cursor).as_deref(), Some("C#rossi#01"));
        for other in [
            Sealer { key: &[7; 32], list: "tt_other /v1/clients surname=Ro" },
            Sealer { key: &[8; 32], list: ours.list },
        ] {
            assert_eq!(other.open(&cursor), None);
        }
        for bad in ["", "x", "AAAA", &cursor[1..], &"A".repeat(3_000)] {
            assert_eq!(ours.open(bad), None, "{bad}");
        }
    }

    #[test]
    fn no_flipped_bit_opens() {
        let ours = Sealer { key: &[7; 32], list: "l" };
        let cursor = ours.seal("place").expect("a cursor");
        let bytes = BASE64URL_NOPAD.decode(cursor.as_bytes()).expect("base 64");
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(ours.open(&BASE64URL_NOPAD.encode(&flipped)), None, "bit {bit}");
        }
    }
}
