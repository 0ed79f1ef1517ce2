use proptest::prelude::*;
use rstest::rstest;

use super::*;

/// The pieces in short: literals as they are, placeholders as `<alias>`, columns as `<column NAME>`, unknown as `<?>`.
fn shown(text: &str) -> String {
    let show = |piece: &Piece<'_>| match piece.kind {
        PieceKind::Literal(plain) => plain.to_owned(),
        PieceKind::Placeholder(known) => format!("<{}>", known.alias()),
        PieceKind::Column(name) => format!("<column {name}>"),
        PieceKind::Unknown => "<?>".to_owned(),
    };
    Template::parse(text).pieces().iter().map(show).collect()
}

#[rstest]
#[case::bracketed("Ciao [TRD3]!", "Ciao <client.first_name>!")]
#[case::any_case("[trd3][Trd4]", "<client.first_name><client.last_name>")]
#[case::bare("TRD3, TRD31.", "<client.first_name>, <appointment.long_date>.")]
#[case::longest_number("TRD31", "<appointment.long_date>")]
#[case::bare_is_capitals_only("trd3 Trd3", "trd3 Trd3")]
#[case::bare_is_a_whole_word("xTRD3 TRD3x TRD3_ _TRD3 éTRD3 TRD3é", "xTRD3 TRD3x TRD3_ _TRD3 éTRD3 TRD3é")]
#[case::words_end_at_signs("l'TRD5-TRD9 (TRD8)", "l'<resource.name>-<appointment.start_time> (<appointment.date>)")]
#[case::not_run_together("TRD3TRD4", "TRD3TRD4")]
#[case::bare_unknown("TRD2 TRD99 TRD03 TRD300 TRD99999999999999999999", "<?> <?> <?> <?> <?>")]
#[case::bare_without_number("TRD TRDs TRD-3", "TRD TRDs TRD-3")]
#[case::bracketed_unknown("[TRD2] [trd31x] [TRD] [TRD03]", "<?> [trd31x] [TRD] <?>")]
#[case::alias("[client.first_name] [CLIENT.Last_Name]", "<client.first_name> <client.last_name>")]
#[case::single_word_alias("[password] [new_time] [Due_Date]", "<password> <new_time> <due_date>")]
#[case::unknown_in_known_group("[client.nickname] [link.x] [location.a.b]", "<?> <?> <?>")]
#[case::other_groups_are_text("[shop.name] [see website] [3] []", "[shop.name] [see website] [3] []")]
#[case::sentences_are_text("[Centre. Open daily] [client.]", "[Centre. Open daily] [client.]")]
#[case::columns("[column.Data visita] [COLUMN.x]", "<column Data visita> <column x>")]
#[case::column_without_name("[column.] [column. ]", "<?> <?>")]
#[case::never_closed("[TRD3 and [client.first_name", "[<client.first_name> and [client.first_name")]
#[case::nested("[[TRD3]] [a [TRD4]]", "[<client.first_name>] [a <client.last_name>]")]
#[case::across_a_tag("[client.x\">a]<b>[client.x<] [TRD3]", "[client.x\">a]<b>[client.x<] <client.first_name>")]
#[case::spaces_inside("[ TRD3 ] [ client.first_name ]", "[ <client.first_name> ] [ client.first_name ]")]
#[case::signs_of_many_bytes("[é] [TRé] [🎈.x]", "[é] [TRé] [🎈.x]")]
fn reads(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(shown(text), expected);
}

#[test]
fn positions_are_bytes() {
    let template = Template::parse("è [TRD3] TRD99");
    let spans: Vec<_> = template.pieces().iter().map(|piece| piece.span.clone()).collect();
    assert_eq!(spans, [0..3, 3..9, 9..10, 10..15]);
}

proptest! {
    #[test]
    fn any_text_has_a_reading_that_covers_it(text in r"(\PC|[\[\]TRD0-9.]|TRD|\[client\.|\n){0,60}") {
        let template = Template::parse(&text);
        let mut end = 0;
        for piece in template.pieces() {
            prop_assert_eq!(piece.span.start, end);
            prop_assert!(!piece.span.is_empty());
            if let PieceKind::Literal(plain) = piece.kind {
                prop_assert_eq!(plain, &text[piece.span.clone()]);
            }
            end = piece.span.end;
        }
        prop_assert_eq!(end, text.len());
    }
}
