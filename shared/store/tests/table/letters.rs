//! Dead letters.

use carebell_domain::TenantId;
use carebell_domain::fixtures::{Clinic, at};
use carebell_workflows::letters::{Letter, Undertaker};
use carebell_workflows::ports::{ConfigStore, DeadLetter, DeadLetters};
use carebell_workflows::send::{Doubts, Waits};
use jiff::SignedDuration;

use crate::config::audit;
use crate::world::{World, id};

fn letter(name: &str, tenant: Option<&TenantId>, when: &str) -> DeadLetter {
    DeadLetter {
        id: name.into(),
        tenant: tenant.cloned(),
        origin: "send-queue".into(),
        reason: "not JSON".into(),
        body: "{".into(),
        at: at(when),
    }
}

#[tokio::test]
async fn letters_are_kept_once_and_listed_newest_first() {
    let world = World::start().await;
    let mine = Some(&world.tenant);
    let letters = [
        letter("z", mine, "2026-06-01T10:00:00Z"),
        letter("a", mine, "2026-06-03T10:00:00Z"),
        letter("m", mine, "2026-06-02T10:00:00.5Z"),
    ];
    let others = [
        letter("july", mine, "2026-07-01T10:00:00Z"),
        letter("nobody's", None, "2026-06-02T10:00:00Z"),
        letter("theirs", Some(&id("tt_two")), "2026-06-02T10:00:00Z"),
    ];
    for letter in letters.iter().chain(&others) {
        world.store.keep(letter).await.expect("it is kept");
    }
    world.store.keep(&letter("z", mine, "2026-06-20T10:00:00Z")).await.expect("it is answered");

    for limit in 1..=4 {
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = DeadLetters::list(&*world.store, mine, "2026-06", after.as_deref(), limit).await;
            let page = page.expect("it is read");
            assert!(page.items.len() <= limit);
            found.extend(page.items);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(found, [letters[1].clone(), letters[2].clone(), letters[0].clone()], "{limit}");
    }
    let nobodys = DeadLetters::list(&*world.store, None, "2026-06", None, 9).await.expect("it is read");
    assert_eq!(nobodys.items, [others[1].clone()]);
    let foreign = DeadLetters::list(&*world.store, mine, "2026-06#x", Some("tt"), 9).await.expect("it is read");
    assert!(foreign.items.is_empty());
}

#[tokio::test]
async fn a_letter_that_names_no_tenant_of_ours_is_the_platforms() {
    let world = World::start().await;
    let (clock, store) = (world.clock.clone(), world.store.clone());
    store.create_tenant(&world.tenant, &Clinic::new().settings, audit("settings")).await.expect("it is made");
    let doubts = Doubts {
        clock: clock.clone(),
        directory: store.clone(),
        records: store.clone(),
        messages: store.clone(),
        notices: store.clone(),
        run_time: SignedDuration::ZERO,
        waits: Waits { email: SignedDuration::ZERO, sms: SignedDuration::ZERO },
    };
    let undertaker = Undertaker { clock, letters: store.clone(), doubts };
    let bodies = [
        ("ours", format!(r#"{{"detail": {{"tenant": "{}"}}}}"#, world.tenant)),
        ("gone", r#"{"detail": {"tenant": "tt_gone"}}"#.to_owned()),
        ("none", "{".to_owned()),
    ];
    for (id, body) in &bodies {
        let letter = Letter { id: (*id).to_owned(), origin: None, reason: None, body: body.clone() };
        assert!(undertaker.handle(&letter).await.expect("it is kept"), "{id}");
    }
    let list = async |of| {
        let page = DeadLetters::list(&*store, of, "2026-06", None, 9).await.expect("it is read");
        let mut found: Vec<String> = page.items.into_iter().map(|letter| letter.body).collect();
        found.sort_unstable();
        found
    };
    assert_eq!(list(Some(&world.tenant)).await, [bodies[0].1.clone()]);
    assert_eq!(list(None).await, [bodies[2].1.clone(), bodies[1].1.clone()]);
}
