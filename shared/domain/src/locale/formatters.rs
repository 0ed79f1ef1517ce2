//! ICU4X's formatters, made once per thread and locale.
//!
//! Making one reads CLDR's compiled tables and costs many times what formatting costs. They are not `Send` (ICU4X
//! counts references without atomics unless a feature of one of its inner crates is on), hence the thread-local.

use std::cell::OnceCell;
use std::rc::Rc;

use icu_calendar::Gregorian;
use icu_datetime::fieldsets::{E, M, MD, T, YMD};
use icu_datetime::options::{Alignment, YearStyle};
use icu_datetime::{FixedCalendarDateTimeFormatter, NoCalendarFormatter};
use icu_decimal::DecimalFormatter;
use icu_locale::{Locale as Tag, locale};

use super::Locale;
use crate::Language;

/// Everything that a locale needs from CLDR. The calendar is fixed, so that no other calendar's tables are linked.
pub(super) struct Formatters {
    pub(super) date: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
    pub(super) day_month: FixedCalendarDateTimeFormatter<Gregorian, MD>,
    pub(super) weekday: FixedCalendarDateTimeFormatter<Gregorian, E>,
    pub(super) month: FixedCalendarDateTimeFormatter<Gregorian, M>,
    pub(super) time: NoCalendarFormatter<T>,
    pub(super) number: DecimalFormatter,
}

const LOCALES: usize = 6;

static TAGS: [Tag; LOCALES] =
    [locale!("en-GB"), locale!("en-US"), locale!("it"), locale!("es"), locale!("fr"), locale!("nb")];

thread_local! {
    static MADE: [OnceCell<Rc<Formatters>>; LOCALES] = const { [const { OnceCell::new() }; LOCALES] };
}

impl Formatters {
    /// The formatters of `locale`.
    pub(super) fn of(locale: Locale) -> Rc<Self> {
        let index = match locale.language {
            Language::En => usize::from(locale.american),
            Language::It => 2,
            Language::Es => 3,
            Language::Fr => 4,
            Language::Nb => 5,
        };
        MADE.with(|made| Rc::clone(made[index].get_or_init(|| Rc::new(Self::new(&TAGS[index])))))
    }

    fn new(tag: &Tag) -> Self {
        // Compiled in for each of TAGS: a test formats with every one of them.
        const DATA: &str = "CLDR's data for this language is compiled in";
        let two_digits = Alignment::Column;
        Self {
            date: FixedCalendarDateTimeFormatter::try_new(
                tag.into(),
                YMD::short().with_year_style(YearStyle::Full).with_alignment(two_digits),
            )
            .expect(DATA),
            day_month: FixedCalendarDateTimeFormatter::try_new(tag.into(), MD::short().with_alignment(two_digits))
                .expect(DATA),
            weekday: FixedCalendarDateTimeFormatter::try_new(tag.into(), E::long()).expect(DATA),
            month: FixedCalendarDateTimeFormatter::try_new(tag.into(), M::long()).expect(DATA),
            time: NoCalendarFormatter::try_new(tag.into(), T::hm()).expect(DATA),
            number: DecimalFormatter::try_new(tag.into(), icu_decimal::options::DecimalFormatterOptions::default())
                .expect(DATA),
        }
    }
}
