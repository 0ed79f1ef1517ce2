//! The message summary.

use carebell_domain::Channel;
use carebell_domain::decide::SkipReason;
use carebell_domain::fixtures::at;
use carebell_domain::message::{Status, Step, Steps};
use carebell_workflows::ports::{ConfigStore, MessageQuery, MessageRecord, Messages};
use jiff::ToSpan;

use crate::config::audit;
use crate::world::{World, appointment, day, id, message};

/// Two messages a day on thirty days; every fifth skipped.
async fn fill(world: &World) -> Vec<MessageRecord> {
    world.clock.set(at("2026-05-04T09:00:00Z"));
    let settings = carebell_domain::fixtures::Clinic::new().settings;
    world.store.create_tenant(&world.tenant, &settings, audit("settings")).await.expect("it is made");
    let mut all = Vec::new();
    for number in 0..60 {
        let when = at("2026-05-04T09:00:00Z") + jiff::SignedDuration::from_hours(12 * number);
        let channel = if number % 2 == 0 { Channel::Sms } else { Channel::Email };
        let mut one = message(&appointment(&format!("a{number}"), "2026-07-05T15:30Z"), channel, when);
        if number % 5 == 0 {
            one.skipped = Some(SkipReason::NoAddress);
            one.recipient = None;
            one.steps = Steps::from([(Status::Skipped, Step { at: when, words: None })]);
        }
        world.store.record(&world.tenant, &one).await.expect("it is written");
        all.push(one);
    }
    all
}

async fn ids(world: &World, query: &MessageQuery, limit: usize) -> Vec<String> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page =
            Messages::list(&*world.store, &world.tenant, query, after.as_deref(), limit, day("2026-06-02")).await;
        let page = page.expect("it is read");
        assert!(page.items.len() <= limit);
        found.extend(page.items.into_iter().map(|one| one.id.to_string()));
        after = page.next;
        if after.is_none() {
            return found;
        }
    }
}

#[tokio::test]
async fn pages_lose_nothing_and_repeat_nothing() {
    let world = World::start().await;
    let all = fill(&world).await;
    for limit in [1, 2, 7, 60, 100] {
        let mut found = ids(&world, &MessageQuery::default(), limit).await;
        let days: Vec<String> = found.iter().map(|id| id[..8].to_owned()).collect();
        assert!(days.is_sorted_by(|one, next| one >= next), "newest day first");
        found.sort();
        let mut expected: Vec<String> = all.iter().map(|one| one.id.to_string()).collect();
        expected.sort();
        assert_eq!(found, expected, "{limit}");
    }
}

#[tokio::test]
async fn filters_find_what_they_name() {
    let world = World::start().await;
    let all = fill(&world).await;
    let query = MessageQuery::default;
    for (query, expected) in [
        (MessageQuery { channel: Some(Channel::Sms), ..query() }, 30),
        (MessageQuery { status: Some(Status::Skipped), ..query() }, 12),
        (MessageQuery { reason: Some(SkipReason::NoAddress), channel: Some(Channel::Email), ..query() }, 6),
        (MessageQuery { reason: Some(SkipReason::Suppressed), ..query() }, 0),
        (MessageQuery { recipient: Some("giulia@example.com".into()), ..query() }, 48),
        (MessageQuery { client: Some(id("client1")), resource: Some(id("rossi")), ..query() }, 60),
        (MessageQuery { location: Some(id("elsewhere")), ..query() }, 0),
        (MessageQuery { from: Some(day("2026-06-01")), ..query() }, 4),
        (MessageQuery { to: Some(day("2026-05-04")), ..query() }, 2),
        (MessageQuery { from: Some(day("2026-05-10")), to: Some(day("2026-05-09")), ..query() }, 0),
    ] {
        assert_eq!(ids(&world, &query, 7).await.len(), expected, "{query:?}");
    }
    assert_eq!(all.len(), 60);
}

#[tokio::test]
async fn a_page_has_an_end_however_little_it_finds() {
    let world = World::start().await;
    let old = message(&appointment("a", "2026-07-05T15:30Z"), Channel::Sms, at("2026-01-01T09:00:00Z"));
    world.store.record(&world.tenant, &old).await.expect("it is written");
    let _ = world.table.meter.take();
    let today = day("2026-06-02");
    let query = MessageQuery::default();
    let first = Messages::list(&*world.store, &world.tenant, &query, None, 10, today).await.expect("it is read");
    assert!(first.items.is_empty() && first.next.is_some());
    assert_eq!(world.table.meter.take().len(), 1 + 92);
    let second = Messages::list(&*world.store, &world.tenant, &query, first.next.as_deref(), 10, today)
        .await
        .expect("it is read");
    assert_eq!(second.items, [old]);
}

#[tokio::test]
async fn a_cursor_leads_nowhere_else() {
    let world = World::start().await;
    fill(&world).await;
    let (other, today) = (id("tt_two"), day("2026-06-02"));
    let query = MessageQuery { from: Some(today - 3.days()), ..MessageQuery::default() };
    for cursor in ["2026-06-01", "20260601-ABC"] {
        let page = Messages::list(&*world.store, &other, &query, Some(cursor), 10, today).await.expect("it is read");
        assert_eq!((page.items, page.next), (Vec::new(), None), "{cursor}");
    }
    for nonsense in ["T#tt_one#M#2026-06-01", "", "x", "99999999-ABC"] {
        assert!(Messages::list(&*world.store, &other, &query, Some(nonsense), 10, today).await.is_err(), "{nonsense}");
    }
}
