//! What stands for a sign that the GSM 7-bit alphabet lacks, where Unicode's own decompositions do not say.

/// The replacement of one sign; an empty one removes it, `None` leaves it to the decompositions.
pub(super) const fn replacement(sign: char) -> Option<&'static str> {
    Some(match sign {
        // Line ends that phones do not know. A carriage return is in the alphabet, but is paid for nothing.
        '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => "\n",
        // Spaces: the tab, no-break, typographic and narrow ones.
        '\t' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => " ",
        // Control characters; the form feed is in the extension table and never comes here.
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => "",
        // The soft hyphen, zero-width signs, and controls of writing direction.
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' => "",
        '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => "",

        '‘' | '’' | '‚' | '‛' | '′' | '‹' | '›' | '`' | '´' => "'",
        'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' | 'ˈ' => "'",
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' => "\"",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '⁃' | '−' | '•' | '‣' | '∙' | '◦' | '▪' | '●' => {
            "-"
        }
        '·' | '․' | '‧' => ".",
        '⁄' | '∕' | '÷' => "/",
        '×' => "x",
        '±' => "+/-",
        '≤' => "<=",
        '≥' => ">=",
        '≠' => "!=",
        '←' => "<-",
        '→' => "->",
        '°' => "o",
        '©' => "(C)",
        '®' => "(R)",
        // The micro sign, as in "5 ug".
        'µ' => "u",

        'Đ' | 'Ð' => "D",
        'đ' | 'ð' => "d",
        'Ħ' => "H",
        'ħ' => "h",
        'ı' => "i",
        'ĸ' => "k",
        'Ł' => "L",
        'ł' => "l",
        'Ŋ' => "N",
        'ŋ' => "n",
        'Œ' => "OE",
        'œ' => "oe",
        'ẞ' => "SS",
        'Ŧ' => "T",
        'ŧ' => "t",
        'Þ' => "Th",
        'þ' => "th",
        'Ə' => "E",
        'ə' => "e",
        'ƒ' => "f",
        _ => return None,
    })
}

/// Signs that only change how their neighbours are drawn: joiners and variation selectors. They belong to
/// emoji and to some scripts, and mean nothing beside a sign of the alphabet.
pub(super) const fn is_joiner(sign: char) -> bool {
    matches!(sign, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

/// Combining marks that stand on Latin letters, digits and symbols. Those of one script alone never do.
pub(super) const fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{300}'..='\u{36f}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20f0}')
}

/// Signs that Unicode calls compatible with plainer ones and that people type: ligatures, superscripts,
/// fractions, Roman numerals, `№`, `™`. Signs of East Asian width stay with the scripts they are used in.
pub(super) const fn has_plain_form(sign: char) -> bool {
    matches!(sign, '\u{80}'..='\u{36f}' | '\u{1e00}'..='\u{1eff}' | '\u{2000}'..='\u{218f}' | 'ﬀ'..='ﬆ')
}
