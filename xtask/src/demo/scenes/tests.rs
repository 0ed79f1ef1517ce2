use std::collections::BTreeSet;

use anyhow::anyhow;

use super::*;
use crate::demo::data;
use crate::demo::people::clients;
use crate::demo::site::Site;
use crate::demo::visits::bookings;

/// Moments in each season, at both ends of a day and of a month.
const MOMENTS: [&str; 5] = [
    "2026-11-22T03:20:17Z",
    "2027-12-31T23:59:59Z",
    "2028-02-29T12:00:00Z",
    "2026-08-31T22:30:00Z",
    "2034-05-31T04:01:00Z",
];

#[test]
fn there_are_clients_for_the_scenes_and_enough_visits_without_theirs() {
    for moment in MOMENTS {
        let moment: Timestamp = moment.parse().unwrap();
        let clients = clients(&data::people().unwrap(), Site::Rome.at(moment).unwrap().date()).unwrap();
        let visits = data::visits().unwrap();
        let cast = cast(&clients, &visits, people()).unwrap();
        let different: BTreeSet<&str> = cast.clients.iter().map(|client| client.id.as_str()).collect();
        assert_eq!((cast.clients.len(), different.len()), (people(), people()));
        let rest: Vec<_> = visits.into_iter().filter(|visit| !cast.has(visit)).collect();
        let bookings = bookings(&clients, &rest, moment).unwrap();
        assert!((380..=440).contains(&bookings.len()), "{}", bookings.len());
        let theirs = |id: &str| cast.clients.iter().any(|client| client.id == id);
        assert!(bookings.iter().all(|booking| !theirs(&clients[booking.client].id)));
    }
}

#[test]
fn too_few_clients_are_an_error() {
    let error = cast(&[], &[], 2).unwrap_err().to_string();
    assert_eq!(error, "the scenes have 2 clients, of whom there are 0");
}

#[test]
fn scenes_have_names_of_their_own() {
    let names: BTreeSet<&str> = SCENES.iter().map(|scene| scene.name).collect();
    assert_eq!(names.len(), SCENES.len());
}

#[test]
fn the_clinic_is_set_for_every_scene() {
    for moment in MOMENTS {
        let mut settings = json!({"events": {"recall": {"enabled": false}}, "recall": {"intervals": []}});
        set(&mut settings, moment.parse().unwrap()).unwrap();
        for event in ["appointment_second_reminder", "recall", "satisfaction_survey"] {
            assert_eq!(settings["events"][event]["enabled"], true, "{event}");
        }
        assert_eq!(settings["recall"]["intervals"], json!([]));
        assert!(settings["recall"]["visits_from"].as_str().unwrap() < moment);
    }
}

fn played(name: &'static str, told: Result<Told>) -> Played {
    Played { name, title: "A scene", told }
}

/// A scene that was not played to its end.
pub(in crate::demo) fn failed(name: &'static str) -> Played {
    played(name, Err(anyhow!("nobody came")))
}

#[test]
fn scenes_are_told_by_name_and_a_failed_one_says_why() {
    let told = Told { facts: json!({"reason": "already_booked"}), lines: Vec::new() };
    let scenes = [played("recall", Ok(told)), played("answer_by_link", Err(anyhow!("no link").context("the page")))];
    let mut text = Vec::new();
    by_name(&scenes, &mut serde_json::Serializer::new(&mut text)).unwrap();
    let json: Value = serde_json::from_slice(&text).unwrap();
    assert_eq!(
        json,
        json!({"recall": {"reason": "already_booked"}, "answer_by_link": {"failed": "the page: no link"}})
    );
    assert_eq!(scenes[0].failure(), None);
    assert_eq!(scenes[1].failure().unwrap(), "the scene answer_by_link (the page: no link)");
}
