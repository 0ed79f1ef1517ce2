//! Every key that is read or written belongs to the tenant that was named.

use std::collections::BTreeSet;

use carebell_domain::centre::{Happened, Notice};
use carebell_domain::fixtures::{Clinic, at};
use carebell_domain::link::TenantNumber;
use carebell_domain::message::{Status, Step, Steps};
use carebell_domain::{Channel, TenantId};
use carebell_workflows::ports::{
    Address, AppointmentWrite, ConfigStore, CountDelta, Counts, DeadLetter, DeadLetters, Directory, Kind, MessageKey,
    MessageQuery, Messages, Notices, Records, SmsQuota, Suppressions, Surveys,
};
use serde_json::json;

use crate::config::audit;
use crate::world::{NOW, World, appointment, client, day, message, write};

/// Everything that a tenant can do, once.
async fn everything(world: &World, tenant: &TenantId) {
    let (store, now, today) = (&world.store, at(NOW), day("2026-06-01"));
    let person = world.put_client(client("client1", "Bianchi")).await;
    let booked = AppointmentWrite { due: Some(now.into()), ..write(appointment("a1", "2026-06-05T15:30Z")) };
    let booked = world.put(booked).await;
    let row = message(&booked, Channel::Sms, now);
    let key = MessageKey { tenant: tenant.clone(), id: row.id.clone() };
    let steps = Steps::from([(Status::Delivered, Step { at: now, words: None })]);
    let done = async {
        store.create_tenant(tenant, &Clinic::new().settings, audit("settings")).await.expect("made");
        let group = json!({"id": "g", "name": "G", "memo": true});
        store.save(tenant, Kind::Group, "g", group, None, audit("g")).await.expect("saved");
        ConfigStore::get(&**store, tenant, Kind::Group, "g").await?;
        ConfigStore::list(&**store, tenant, Kind::Group, Some("T#tt_two#CFG"), 5).await?;
        store.tenancy(tenant).await?;
        store.file(tenant, &person.id).await?;
        store.client_and_appointment(tenant, &booked.id).await?;
        store.notes(tenant, &booked.id).await?;
        store.history(tenant, &booked.id).await?;
        let address = Address::of(&person, Channel::Sms).expect("a number");
        store.at_address(tenant, &address, 5, today).await?;
        store.clients(tenant, "", Some("T#tt_two#CL"), 5).await?;
        store.day(tenant, day("2026-06-05"), None, None, None, 5).await?;
        store.remember_outside(tenant, "pms#tt_two", "77", &booked.id).await?;
        store.outside(tenant, "pms#tt_two", "77").await?;
        store.record(tenant, &row).await?;
        store.step(&key, &steps).await?;
        Messages::get(&**store, &key).await?;
        store.get_all(tenant, std::slice::from_ref(&row.id)).await?;
        let query = MessageQuery { from: Some(today), ..MessageQuery::default() };
        Messages::list(&**store, tenant, &query, None, 5, today).await?;
        store.suppressed(tenant, person.mobile.as_ref(), person.email.as_ref()).await?;
        store.suppress_sms(tenant, "+393471234567", carebell_domain::decide::Suppression::Stop, now).await?;
        store.take(tenant, today, 100, 1).await?;
        store.counted_up_to(tenant, today).await?;
        let delta = CountDelta { tenant: tenant.clone(), day: today, cells: [].into(), last_sequence: "1".into() };
        store.add(&delta, "").await?;
        store.days(tenant, today, today).await?;
        store.answers(tenant, "2026-06", Some("T#tt_two#SV#2026-06"), 5).await?;
        store.answer(tenant, &booked.id).await?;
        DeadLetters::list(&**store, Some(tenant), "2026-06", None, 5).await?;
        let letter = DeadLetter {
            id: "T#tt_two".into(),
            tenant: Some(tenant.clone()),
            origin: "o".into(),
            reason: "r".into(),
            body: String::new(),
            at: now,
        };
        let matter = Notice::of_visit(&Clinic::new().settings, Happened::OtherTime, &booked, "1", now);
        store.raise(tenant, &matter).await?;
        let raised = store.matter(tenant, &matter.matter).await?;
        store.write_notices(tenant, &raised, &[]).await.expect("nobody else wrote");
        store.keep(&letter).await
    };
    done.await.expect("all is answered");
}

#[tokio::test]
async fn every_key_carries_the_tenant() {
    let world = World::start().await;
    everything(&world, &world.tenant).await;
    let calls = world.table.meter.take();
    let partitions: BTreeSet<String> = calls.into_iter().flat_map(|call| call.partitions).collect();
    assert!(partitions.len() >= 14, "{partitions:?}");
    // The list of tenants is the platform's; a tenant's number leads to it from a link, which names nobody.
    let number = format!("LINK#{}", TenantNumber::of(&world.tenant));
    let own = |pk: &&String| *pk == "PLATFORM" || **pk == number || pk.starts_with("T#tt_one#");
    let foreign: Vec<&String> = partitions.iter().filter(|pk| !own(pk)).collect();
    assert!(foreign.is_empty(), "{foreign:?}");
}
