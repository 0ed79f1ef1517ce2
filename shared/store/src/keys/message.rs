//! Messages, SMS joins, quotas, counts, dead letters, notices to the centre.

use carebell_domain::message::day_of;
use carebell_domain::{MatterId, MessageId, NoticeId, TenantId};
use carebell_workflows::ports::{DeadLetter, MessageKey};
use jiff::Timestamp;
use jiff::civil::Date;

use super::{Key, Span, tenant};
use crate::instant::sortable;

fn messages(of: &TenantId, day: Date) -> String {
    format!("{}#M#{day}", tenant(of))
}

/// One message. `None` where the identifier names no day: no message has it.
pub(crate) fn message(of: &TenantId, id: &MessageId) -> Option<Key> {
    Some(Key::new(messages(of, day_of(id)?), id.as_str()))
}

/// The messages of a day.
pub(crate) fn messages_of_day(of: &TenantId, day: Date) -> Span {
    // Before and behind every sign of an identifier.
    Span { pk: messages(of, day), from: "-".into(), to: "~".into() }
}

/// The message that a key names.
pub(crate) fn message_of(pk: &str, sk: &str) -> Option<MessageKey> {
    let (tenant, _) = pk.strip_prefix("T#")?.split_once("#M#")?;
    Some(MessageKey { tenant: tenant.parse().ok()?, id: sk.parse().ok()? })
}

/// What the provider calls an SMS. It enters by digest: it comes from outside.
pub(crate) fn sms(provider_id: &str) -> Key {
    Key::new(format!("SMS#{}", carebell_domain::ids::derived(&["sms", provider_id])), "J")
}

fn strays(digest: &str) -> String {
    format!("SMS#N#{digest}")
}

/// The name of an SMS to a number (by the digest of its address) of which a receipt was the first to tell.
pub(crate) fn stray_sms(digest: &str, at: Timestamp, provider_id: &str) -> Key {
    let name = carebell_domain::ids::derived(&["sms", provider_id]);
    Key::new(strays(digest), format!("{}#{name}", sortable(at)))
}

/// The names of those SMS to a number that the provider took on between two instants.
pub(crate) fn stray_sms_between(digest: &str, from: Timestamp, to: Timestamp) -> Span {
    // `$` sorts right behind `#`.
    Span { pk: strays(digest), from: sortable(from), to: format!("{}$", sortable(to)) }
}

/// The number of SMS that a tenant reserved of a day's cap.
pub(crate) fn quota(of: &TenantId, day: Date) -> Key {
    Key::new(format!("{}#QUOTA", tenant(of)), day.to_string())
}

/// The counts of a day.
pub(crate) fn counts(of: &TenantId, day: Date) -> Key {
    Key::new(format!("{}#CNT", tenant(of)), day.to_string())
}

/// The counts of days.
pub(crate) fn counts_between(of: &TenantId, from: Date, to: Date) -> Span {
    Span { pk: format!("{}#CNT", tenant(of)), from: from.to_string(), to: to.to_string() }
}

/// The dead letters of a month: a tenant's, or nobody's (`-` is no tenant's name).
fn letters(of: Option<&TenantId>, month: &str) -> String {
    let of = of.map_or_else(|| "T#-".to_owned(), tenant);
    format!("{of}#DL#{}", month.replace('#', "-"))
}

/// One dead letter.
pub(crate) fn letter(letter: &DeadLetter) -> Key {
    let day = jiff::tz::TimeZone::UTC.to_datetime(letter.at).date();
    let month = day.strftime("%Y-%m").to_string();
    Key::new(letters(letter.tenant.as_ref(), &month), carebell_domain::ids::derived(&["letter", &letter.id]))
}

/// The entry of a dead letter in the order of time.
pub(crate) fn letter_entry(one: &DeadLetter) -> Key {
    let Key { pk, sk } = letter(one);
    Key::new(pk, format!("{:.9}#{sk}", one.at))
}

/// The entries of a month's dead letters.
pub(crate) fn letters_of_month(of: Option<&TenantId>, month: &str) -> Span {
    Span::prefix(letters(of, month), "")
}

fn notices(of: &TenantId, matter: &MatterId) -> String {
    format!("{}#N#{matter}", tenant(of))
}

/// One notice of which the centre is told.
pub(crate) fn notice(of: &TenantId, matter: &MatterId, id: &NoticeId) -> Key {
    Key::new(notices(of, matter), id.as_str())
}

/// The notices of a matter.
pub(crate) fn matter(of: &TenantId, matter: &MatterId) -> Span {
    Span::prefix(notices(of, matter), "")
}

/// The matter of a notice's partition.
pub(crate) fn matter_of(pk: &str) -> Option<(TenantId, MatterId)> {
    let (tenant, matter) = pk.strip_prefix("T#")?.split_once("#N#")?;
    Some((tenant.parse().ok()?, matter.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_lie_under_their_day_and_read_back() {
        let of: TenantId = "tt_a".parse().expect("well formed");
        let id: MessageId = "20260603-ABC".parse().expect("well formed");
        let key = message(&of, &id).expect("it names a day");
        assert_eq!(key.pk, "T#tt_a#M#2026-06-03");
        assert_eq!(message_of(&key.pk, &key.sk), Some(MessageKey { tenant: of.clone(), id }));
        assert_eq!(message(&of, &"not-a-day-0".parse().expect("well formed")), None);
    }
}
