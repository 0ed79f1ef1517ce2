//! Clients: writing, the list of names, the rows of their addresses.

use std::collections::BTreeSet;

use carebell_domain::contact::EmailAddress;
use carebell_domain::model::Client;
use carebell_workflows::ports::{Audit, ClientWrite, Records, WriteError};
use serde_json::json;

use crate::world::{World, client, id};

async fn rows(world: &World, part: &str) -> BTreeSet<(String, String)> {
    let text = |value: &aws_sdk_dynamodb::types::AttributeValue| value.as_s().expect("a text").clone();
    let keys = world.items().await.into_iter().map(|item| (text(&item["pk"]), text(&item["sk"])));
    keys.filter(|(pk, _)| pk.contains(part)).collect()
}

#[tokio::test]
async fn a_client_reads_back_and_stale_writes_are_refused() {
    let world = World::start().await;
    let person = world.put_client(client("client1", "Bianchi")).await;
    assert_eq!(world.store.client(&world.tenant, &person.id).await.expect("it is read"), Some(person.clone()));
    for stale in [0, 2, 7] {
        let write = ClientWrite { client: Client { rev: stale, ..person.clone() }, before: None, audit: Vec::new() };
        let refused = world.store.write_client(&world.tenant, &write).await;
        assert!(matches!(refused, Err(WriteError::Stale)), "{stale}");
    }
}

#[tokio::test]
async fn address_rows_follow_the_addresses() {
    let world = World::start().await;
    let person = world.put_client(client("client1", "Bianchi")).await;
    let first = rows(&world, "#ADDR#").await;
    assert_eq!(first.len(), 2);
    assert!(first.iter().all(|(pk, sk)| pk.starts_with("T#tt_one#ADDR#") && sk == "C#client1"));

    let relative = world.put_client(client("client2", "Bianchi")).await;
    assert_eq!(rows(&world, "#ADDR#").await.len(), 4);

    let moved = EmailAddress::parse("giulia@example.org").expect("a mailbox");
    let write = ClientWrite {
        client: Client { email: Some(moved), mobile: None, ..person.clone() },
        before: Some(person),
        audit: Vec::new(),
    };
    world.store.write_client(&world.tenant, &write).await.expect("it is written");
    let mine: Vec<_> = rows(&world, "#ADDR#").await.into_iter().filter(|(_, sk)| sk == "C#client1").collect();
    assert_eq!(mine.len(), 1);
    assert!(!first.contains(&mine[0]));
    assert_eq!(rows(&world, "#ADDR#").await.len(), 3, "the relative's stay: {relative:?}");
}

#[tokio::test]
async fn an_unchanged_address_costs_no_transaction_and_an_audit_comes_with_the_write() {
    let world = World::start().await;
    let person = world.put_client(client("client1", "Bianchi")).await;
    let _ = world.table.meter.take();
    let mut write = ClientWrite { client: person.clone(), before: Some(person.clone()), audit: Vec::new() };
    write.client.address = Some("Via Appia 1".into());
    world.store.write_client(&world.tenant, &write).await.expect("it is written");
    assert_eq!(world.table.meter.take()[0].operation, "PutItem");

    write.client.rev = 2;
    write.audit.push(Audit {
        at: carebell_domain::fixtures::at("2026-06-01T10:00:00Z"),
        by: "user".into(),
        object: "client/client1/privacy".into(),
        old: json!(null),
        new: json!(true),
    });
    world.store.write_client(&world.tenant, &write).await.expect("it is written");
    assert_eq!(rows(&world, "#AUD#2026-06").await.len(), 1);
}

#[tokio::test]
async fn names_are_listed_in_order_by_pages_without_loss() {
    let world = World::start().await;
    for (name, last) in
        [("c1", "Bianchi"), ("c2", "bianco"), ("c3", "Bianchi"), ("c4", "Rossi"), ("c5", "Åström"), ("c6", "")]
    {
        world.put_client(client(name, last)).await;
    }
    for limit in 1..=7 {
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = world.store.clients(&world.tenant, "", after.as_deref(), limit).await.expect("it is read");
            assert!(page.items.len() <= limit);
            found.extend(page.items.into_iter().map(|client| client.id.to_string()));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(found, ["c6", "c5", "c1", "c3", "c2", "c4"], "{limit}");
    }
    for (begin, expected) in [("BIANC", 3), ("bianchi", 2), ("ast", 1), ("x", 0)] {
        let page = world.store.clients(&world.tenant, begin, None, 10).await.expect("it is read");
        assert_eq!((page.items.len(), page.next), (expected, None), "{begin}");
    }
    let other = world.store.clients(&id("tt_two"), "", Some("a#b#c"), 10).await.expect("it is read");
    assert!(other.items.is_empty());
}

#[tokio::test]
async fn a_new_name_moves_the_client_in_the_list() {
    let world = World::start().await;
    let person = world.put_client(client("c1", "Bianchi")).await;
    let write = ClientWrite {
        client: Client { last_name: "Rossi".into(), ..person.clone() },
        before: Some(person),
        audit: Vec::new(),
    };
    world.store.write_client(&world.tenant, &write).await.expect("it is written");
    for (begin, expected) in [("bianchi", 0), ("rossi", 1)] {
        let page = world.store.clients(&world.tenant, begin, None, 10).await.expect("it is read");
        assert_eq!(page.items.len(), expected, "{begin}");
    }
}
