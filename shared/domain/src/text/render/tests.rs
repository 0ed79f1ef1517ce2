use jiff::civil::date;
use proptest::prelude::*;
use rstest::rstest;

use super::super::placeholders::Placeholder::{self, *};
use super::super::values::OtherAppointment;
use super::*;
use crate::Language;
use crate::locale::Money;

fn rendered(text: &str, values: &Values<'_>, medium: Medium) -> String {
    render(&Template::parse(text), values, Locale::from(Language::It), medium)
}

/// A name, a place and a start; everything else is missing.
fn some() -> Values<'static> {
    Values::new()
        .text(ClientFirstName, "Anna")
        .text(LocationName, "Studio Rossi")
        .start(date(2026, 6, 3).at(15, 30, 0, 0))
}

/// In these texts TRD3, TRD27 and TRD9 have a value, TRD4 and TRD7 have none.
#[rstest]
#[case::before_comma("Caro [TRD4], la aspettiamo", "Caro, la aspettiamo")]
#[case::before_loose_comma("Caro [TRD4] , ciao", "Caro, ciao")]
#[case::between_words("Sala [TRD7] alle TRD9", "Sala alle 15:30")]
#[case::two_side_by_side("Caro [TRD4] [TRD7], ciao", "Caro, ciao")]
#[case::first_of_two("Cara [TRD4] [TRD3], ciao", "Cara Anna, ciao")]
#[case::second_of_two("Cara [TRD3] [TRD4], ciao", "Cara Anna, ciao")]
#[case::at_the_start("[TRD4], la aspettiamo", "La aspettiamo")]
#[case::at_the_end("A presto, [TRD4]", "A presto")]
#[case::whole_tail("A presto. [TRD4]", "A presto.")]
#[case::before_stop("Da [TRD3], [TRD4].", "Da Anna.")]
#[case::after_stop("Ciao! [TRD4]. Bye", "Ciao! Bye")]
#[case::after_title("Gentile Sig. [TRD4], la aspettiamo", "Gentile Sig., la aspettiamo")]
#[case::after_sentence("Vi aspettiamo. [TRD4], TRD9", "Vi aspettiamo. 15:30")]
#[case::in_a_list("TRD3, TRD4, TRD27", "Anna, Studio Rossi")]
#[case::dashes("TRD3 - TRD4 - TRD27", "Anna - Studio Rossi")]
#[case::dash_at_the_end("TRD27 - TRD7", "Studio Rossi")]
#[case::brackets("TRD27 (TRD7), TRD9", "Studio Rossi, 15:30")]
#[case::brackets_half_full("TRD27 (TRD7, TRD9)", "Studio Rossi (15:30)")]
#[case::brackets_other_half("TRD27 (TRD9, TRD7)", "Studio Rossi (15:30)")]
#[case::quotes("Sala \"TRD7\" alle TRD9", "Sala alle 15:30")]
#[case::french_quotes("Salle « TRD7 » à TRD9", "Salle à 15:30")]
#[case::french_exclamation("Bonjour TRD4 !", "Bonjour !")]
#[case::exclamation("Ciao TRD4!", "Ciao!")]
#[case::salutation_with_colon("Estimada TRD4:", "Estimada:")]
#[case::label_of_a_sentence("Vi aspettiamo. Per disdire chiami: TRD7.", "Vi aspettiamo.")]
#[case::label_in_the_middle("Tel: TRD7. TRD3, a presto", "Anna, a presto")]
#[case::one_word_label("TRD27, tel: TRD7", "Studio Rossi")]
#[case::label_with_a_comma("A presto. Se non viene, chiami: TRD7. TRD3", "A presto. Anna")]
#[case::labels_one_after_the_other(
    "Ciao TRD3, a presto. Anche: TRD4. Conferma o no: TRD7. Se no, tel: TRD4. TRD9",
    "Ciao Anna, a presto. 15:30"
)]
#[case::label_after_a_value("TRD27 tel: TRD7", "Studio Rossi")]
#[case::label_after_a_dash("TRD27 - Tel e fax: TRD7", "Studio Rossi")]
#[case::label_in_brackets("TRD27 (tel: TRD7).", "Studio Rossi.")]
#[case::label_that_names_a_value("Lo studio TRD27 risponde al: TRD7", "Lo studio Studio Rossi risponde al")]
#[case::colon_before_more("Orario: TRD7, TRD9", "Orario: 15:30")]
#[case::line_of_a_label("Ciao TRD3\nTel: TRD7\nA presto", "Ciao Anna\nA presto")]
#[case::last_line("Ciao TRD3\nTel: TRD7", "Ciao Anna")]
#[case::line_between_empty_ones("Ciao\n\nTel: TRD7\n\nA presto", "Ciao\n\nA presto")]
#[case::line_of_placeholders("Ciao\n- TRD7, TRD4\nA presto", "Ciao\nA presto")]
#[case::everything("TRD4 TRD7", "")]
#[case::unknown_ones_are_missing("Caro TRD99, [client.x] ciao", "Caro, ciao")]
#[case::other_signs_stay("[vedi sito] , ( ) TRD3", "[vedi sito] , ( ) Anna")]
fn closes_up(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(rendered(text, &some(), Medium::Sms), expected);
}

#[rstest]
#[case::across_tags("<p>Cara <b>TRD4</b>, ciao</p>", "<p>Cara<b></b>, ciao</p>")]
#[case::empty_paragraph("<p>Ciao</p><p>TRD7</p>", "<p>Ciao</p>")]
#[case::labelled_line("<p>TRD3<br><strong>Tel:</strong> TRD7<br>TRD27</p>", "<p>Anna<br>Studio Rossi</p>")]
#[case::last_line("<p>TRD3<br>Tel: TRD7</p>", "<p>Anna</p>")]
#[case::all_lines("<p>Tel: TRD7<br>TRD4</p><p>x</p>", "<p>x</p>")]
#[case::list("<ul><li>TRD7</li><li>TRD3</li></ul>", "<ul><li>Anna</li></ul>")]
#[case::cell("<tr><td>TRD7</td><td>TRD3</td></tr>", "<tr><td></td><td>Anna</td></tr>")]
#[case::label_over_a_break("<p><b>Tel: TRD7<br>x</b></p>", "<p><b><br>x</b></p>")]
#[case::link("<p>TRD3 <a href=\"[link.answer]\">Conferma</a>, ciao</p>", "<p>Anna, ciao</p>")]
#[case::only_a_link("<p>x</p><p><a class=\"b\" href=\"[link.answer]\"><b>Conferma</b></a></p>", "<p>x</p>")]
#[case::no_break_space("<p>Cara&nbsp;TRD4, ciao</p>", "<p>Cara, ciao</p>")]
#[case::entity("<p>A &amp; TRD4, ciao</p>", "<p>A &amp;, ciao</p>")]
#[case::greater_than_in_an_attribute("<p title=\"a>b\">Cara TRD4, ciao</p>", "<p title=\"a>b\">Cara, ciao</p>")]
#[case::capital_after_a_tag("<p>TRD4, <i>la</i> aspettiamo</p>", "<p><i>La</i> aspettiamo</p>")]
fn closes_up_in_html(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(rendered(text, &some(), Medium::Html), expected);
}

#[test]
fn a_value_is_neither_searched_nor_altered() {
    let values = some().text(ClientLastName, "[TRD3], TRD27: ( )");
    assert_eq!(rendered("TRD7, [TRD4] , TRD7: x", &values, Medium::Sms), "[TRD3], TRD27: ( ): x");
}

#[test]
fn every_value_in_its_own_form() {
    let visit = |day, place: &'static str| OtherAppointment {
        who: None,
        start: date(2026, 6, day).at(9, 0, 0, 0),
        place: place.into(),
    };
    let values = some()
        .end(date(2026, 6, 3).at(16, 15, 0, 0))
        .minutes(45)
        .price(Money { minor: 3500, currency: "EUR" })
        .column("Numero Cane", "7")
        .other(visit(4, "Centro"))
        .other(visit(5, ""));
    let text = "TRD8 TRD26 TRD31 TRD32 TRD25 TRD33 TRD9 TRD10 TRD12 TRD13 [column.numero cane] [appointment.others]";
    insta::assert_snapshot!(rendered(text, &values, Medium::Sms));
    let html = rendered("[appointment.others]", &values, Medium::Html);
    assert_eq!(html, "Giovedì 4 Giugno 09:00, Centro<br>Venerdì 5 Giugno 09:00");
}

#[test]
fn nothing_tells_of_a_confidential_service() {
    let mut values =
        some().minutes(45).price(Money { minor: 1, currency: "EUR" }).end(date(2026, 6, 3).at(16, 0, 0, 0));
    for &placeholder in Placeholder::ALL {
        if !placeholder.alias().contains("appointment.") || !values.has(placeholder) {
            values = values.text(placeholder, placeholder.alias());
        }
    }
    let values = values.confidential();
    let shown: Vec<_> = Placeholder::ALL.iter().filter(|one| values.has(**one)).map(|one| one.alias()).collect();
    insta::assert_snapshot!(shown.join("\n"));
}

proptest! {
    #[test]
    fn any_text_and_any_values_render(
        text in r"(\PC|[ ,.:()\n]|TRD[0-9]{1,2}|\[client\.first_name\]|<p>|</b>|<a href='|&amp;){0,30}",
        name in r"\PC{0,12}|\s{1,3}",
        town in proptest::option::of(r"\PC{0,12}"),
    ) {
        let values = Values::new().text(ClientFirstName, &name).maybe(LocationTown, town.as_deref());
        for medium in [Medium::Sms, Medium::Html, Medium::Subject] {
            let shown = rendered(&text, &values, medium);
            if medium == Medium::Subject {
                prop_assert!(!shown.contains(|sign: char| sign.is_control()));
            }
        }
    }

    #[test]
    fn missing_values_leave_no_trace(gaps in proptest::collection::vec("(TRD4|\\[trd7\\])(,? | - |; )", 1..5), last in "(TRD4|)") {
        let gaps = gaps.concat() + if last.is_empty() { "TRD7" } else { &last };
        prop_assert_eq!(rendered(&format!("Caro {gaps}, ciao"), &some(), Medium::Sms), "Caro, ciao");
    }
}
