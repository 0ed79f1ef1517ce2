//! The cache of tenants' configurations.

use carebell_domain::contact::{EmailIdentity, PhoneNumber, VerifiedSenders};
use carebell_domain::fixtures::Clinic;
use carebell_domain::{Channel, Event, Language};
use carebell_workflows::ports::{ConfigStore, Directory, Kind, TenantText};
use jiff::SignedDuration;
use serde_json::json;

use crate::config::audit;
use crate::world::{World, id};

/// The senders that the clinic has verified.
fn verified() -> VerifiedSenders {
    let identity = |text: &str| EmailIdentity::parse(text).expect("an identity");
    let emails = vec![identity("aurora.example"), identity("desk@example.com")];
    VerifiedSenders { emails, sms_numbers: vec![PhoneNumber::from_e164("+393471234567").expect("a number")] }
}

async fn make(world: &World) -> Clinic {
    let clinic = Clinic::new();
    let made = world.store.create_tenant(&world.tenant, &clinic.settings, audit("settings")).await;
    made.expect("it is made");
    for (kind, name, body) in [
        (Kind::Senders, "senders", serde_json::to_value(verified())),
        (Kind::Location, "rome", serde_json::to_value(&clinic.catalogue.locations[&id("rome")])),
        (Kind::Resource, "rossi", serde_json::to_value(&clinic.catalogue.resources[&id("rossi")])),
        (Kind::Service, "visit", serde_json::to_value(&clinic.catalogue.services[&id("visit")])),
        (Kind::Text, "appointment_reminder.sms.it", Ok(json!({"subject": null, "body": "A domani"}))),
        (Kind::User, "sub-1", Ok(json!({"email": "a@example.com", "grants": ["settings"]}))),
        (Kind::User, "sub-2", Ok(json!({"email": "b@example.com"}))),
    ] {
        let body = body.expect("it is JSON");
        world.store.save(&world.tenant, kind, name, body, None, audit(name)).await.expect("it is saved");
    }
    clinic
}

#[tokio::test]
async fn all_documents_make_one_configuration() {
    let world = World::start().await;
    let clinic = make(&world).await;
    let tenancy = world.store.tenancy(&world.tenant).await.expect("it is read").expect("there is one");
    assert_eq!((&tenancy.settings, &tenancy.catalogue), (&clinic.settings, &clinic.catalogue));
    assert_eq!(tenancy.senders, verified());
    let own = TenantText { subject: None, body: "A domani".into() };
    assert_eq!(tenancy.texts.own[&(Event::AppointmentReminder, Channel::Sms, Language::It)], own);
    assert_eq!(tenancy.grants, [(id("sub-1"), vec!["settings".to_owned()])].into());
    assert_eq!(tenancy.version, 8);
    assert_eq!(world.store.tenancy(&id("tt_two")).await.expect("it is read"), None);
}

#[tokio::test]
async fn it_is_asked_for_its_version_after_five_seconds_and_read_when_that_rose() {
    let world = World::start().await;
    make(&world).await;
    let mut asked = Vec::new();
    for (wait, change) in [(0, false), (4, false), (1, false), (4, true), (1, false), (0, false)] {
        world.clock.advance(SignedDuration::from_secs(wait));
        if change {
            let body = json!({"id": "g", "name": "Group", "memo": true});
            world.second().save(&world.tenant, Kind::Group, "g", body, None, audit("g")).await.expect("it is saved");
        }
        let _ = world.table.meter.take();
        let tenancy = world.store.tenancy(&world.tenant).await.expect("it is read").expect("there is one");
        let calls: Vec<_> = world.table.meter.take().into_iter().map(|call| call.operation).collect();
        asked.push((calls, tenancy.version));
    }
    let (look, load) = (vec!["GetItem"], vec!["GetItem", "Query"]);
    let expected = [(load.clone(), 8), (vec![], 8), (look, 8), (vec![], 8), (load, 9), (vec![], 9)];
    assert_eq!(asked, expected);
}

#[tokio::test]
async fn many_at_once_ask_once() {
    let world = World::start().await;
    make(&world).await;
    let _ = world.table.meter.take();
    let all = futures::future::join_all((0..20).map(|_| world.store.tenancy(&world.tenant))).await;
    assert!(all.into_iter().all(|one| one.expect("it is read").is_some()));
    assert_eq!(world.table.meter.take().len(), 2);
}
