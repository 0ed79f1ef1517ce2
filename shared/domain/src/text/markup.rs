//! HTML taken apart, as far as our own sanitised HTML needs it: tags and what stands between them.

/// A tag as it is written. It is small, because there is room for one in every sign of a line that closes up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag<'h> {
    /// All of it, with its angle brackets.
    pub(super) source: &'h str,
    /// The length of its name.
    name_length: u8,
    /// Whether it ends an element.
    pub(super) closes: bool,
}

/// Elements inside which a line of text goes on. All others begin and end one.
const INLINE: [&str; 19] = [
    "a", "abbr", "b", "big", "cite", "code", "del", "em", "font", "i", "img", "ins", "s", "small", "span", "strong",
    "sub", "sup", "u",
];

impl<'h> Tag<'h> {
    /// The tag at the start of `html`, if there is one. A `>` inside a quoted attribute does not end it.
    pub(super) fn at_start_of(html: &'h str) -> Option<Self> {
        let inside = html.strip_prefix('<')?;
        let closes = inside.starts_with('/');
        let inside = inside.strip_prefix('/').unwrap_or(inside);
        let is_name = |sign: char| sign.is_ascii_alphanumeric();
        let name = &inside[..inside.find(|sign| !is_name(sign)).unwrap_or(inside.len())];
        if !name.starts_with(|sign: char| sign.is_ascii_alphabetic()) {
            return None;
        }
        let name_length = u8::try_from(name.len()).ok()?;
        let mut quote = None;
        let end = html.bytes().position(|byte| match quote {
            Some(open) => {
                if byte == open {
                    quote = None;
                }
                false
            }
            None => {
                if matches!(byte, b'"' | b'\'') {
                    quote = Some(byte);
                }
                byte == b'>'
            }
        })?;
        Some(Self { source: &html[..=end], name_length, closes })
    }

    /// Its name, in the case in which it is written.
    fn name(&self) -> &'h str {
        let start = 1 + usize::from(self.closes);
        &self.source[start..start + usize::from(self.name_length)]
    }

    pub(super) fn is(&self, name: &str) -> bool {
        self.name().eq_ignore_ascii_case(name)
    }

    pub(super) fn is_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.is(name))
    }

    pub(super) fn is_inline(&self) -> bool {
        self.is_any(&INLINE)
    }

    /// Whether `self` opens what `other` closes.
    pub(super) fn is_closed_by(&self, other: &Self) -> bool {
        !self.closes && other.closes && self.is(other.name())
    }

    /// The value of a quoted attribute, with its entities.
    pub(super) fn attribute(&self, name: &str) -> Option<&'h str> {
        let at = self.source.to_ascii_lowercase().find(&format!(" {name}="))?;
        let value = &self.source[at + name.len() + 2..];
        let quote = value.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
        value[1..].split(quote).next()
    }
}

/// A character reference at the start of `html`, with its ampersand and semicolon.
pub(super) fn entity_at_start_of(html: &str) -> Option<&str> {
    let name = html.strip_prefix('&')?;
    let end = name.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '#')?;
    (end > 0 && name.as_bytes()[end] == b';').then(|| &html[..end + 2])
}

/// The sign that a character reference stands for; none for names that our HTML does not use.
pub(super) fn decoded(entity: &str) -> Option<char> {
    let name = entity.strip_prefix('&')?.strip_suffix(';')?;
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return code.ok().and_then(char::from_u32);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => return None,
    })
}
