//! Documents, their versions, and the list of tenants.

use carebell_domain::fixtures::{Clinic, at};
use carebell_workflows::ports::{Audit, ConfigStore, Document, Kind, SaveError};
use serde_json::json;

use crate::world::{NOW, World, id};

pub(crate) fn audit(object: &str) -> Audit {
    Audit { at: at(NOW), by: "user".into(), object: object.into(), old: json!(null), new: json!({"name": "x"}) }
}

#[tokio::test]
async fn a_document_has_versions_and_stale_writes_are_refused() {
    let world = World::start().await;
    let body = json!({"name": "Rome", "closed": []});
    let save = |body, expected| {
        world.store.save(&world.tenant, Kind::Location, "rome", body, expected, audit("location/rome"))
    };
    assert!(matches!(save(body.clone(), Some(1)).await, Err(SaveError::Stale)));
    let first = save(body.clone(), None).await.expect("it is saved");
    let expected = Document { kind: Kind::Location, id: "rome".into(), body, version: 1, changed_at: at(NOW) };
    assert_eq!(first, expected);
    assert!(matches!(save(json!({}), None).await, Err(SaveError::Exists)));
    assert_eq!(save(json!({"name": "Roma"}), Some(1)).await.expect("it is saved").version, 2);
    assert!(matches!(save(json!({}), Some(1)).await, Err(SaveError::Stale)));

    let remove = |expected| world.store.remove(&world.tenant, Kind::Location, "rome", expected, audit("location/rome"));
    assert!(matches!(remove(1).await, Err(SaveError::Stale)));
    let get = || ConfigStore::get(&*world.store, &world.tenant, Kind::Location, "rome");
    assert_eq!(get().await.expect("it is read").map(|document| document.body), Some(json!({"name": "Roma"})));
    remove(2).await.expect("it is removed");
    assert_eq!(get().await.expect("it is read"), None);
    assert!(matches!(remove(2).await, Err(SaveError::Stale)));
}

#[tokio::test]
async fn every_change_is_in_the_audit_and_a_refused_one_is_not() {
    let world = World::start().await;
    for (place, expected) in [None, Some(1), Some(7), Some(2)].into_iter().enumerate() {
        let audit = Audit { object: format!("service/{place}"), ..audit("") };
        let _ = world.store.save(&world.tenant, Kind::Service, "visit", json!({}), expected, audit).await;
    }
    let rows =
        world.items().await.into_iter().filter(|item| item["pk"].as_s().is_ok_and(|pk| pk.contains("#AUD#2026-06")));
    let mut objects: Vec<String> = rows.map(|row| row["ob"].as_s().expect("a text").clone()).collect();
    objects.sort();
    assert_eq!(objects, ["service/0", "service/1", "service/3"]);
}

#[tokio::test]
async fn documents_are_listed_by_kind_in_pages() {
    let world = World::start().await;
    for name in ["a", "a-b", "a.b", "b", "c"] {
        let audit = audit(&format!("text/{name}"));
        world.store.save(&world.tenant, Kind::Text, name, json!({}), None, audit).await.expect("it is saved");
    }
    for limit in 1..=6 {
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = ConfigStore::list(&*world.store, &world.tenant, Kind::Text, after.as_deref(), limit).await;
            let page = page.expect("it is read");
            found.extend(page.items.into_iter().map(|document| document.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(found, ["a", "a-b", "a.b", "b", "c"], "{limit}");
    }
    let others = ConfigStore::list(&*world.store, &world.tenant, Kind::User, None, 5).await.expect("it is read");
    assert!(others.items.is_empty());
}

#[tokio::test]
async fn a_tenant_is_made_once() {
    let world = World::start().await;
    let settings = Clinic::new().settings;
    for name in ["tt_two", "tt_one", "tt_three"] {
        let made = world.store.create_tenant(&id(name), &settings, audit("settings")).await;
        made.expect("it is made");
    }
    let again = world.store.create_tenant(&id("tt_two"), &settings, audit("settings")).await;
    assert!(matches!(again, Err(SaveError::Exists)));
    let first = world.store.tenants(None, 2).await.expect("it is read");
    assert_eq!((first.items, first.next.as_deref()), (vec![id("tt_one"), id("tt_three")], Some("tt_three")));
    let rest = world.store.tenants(Some("tt_three"), 2).await.expect("it is read");
    assert_eq!((rest.items, rest.next), (vec![id("tt_two")], None));
}
