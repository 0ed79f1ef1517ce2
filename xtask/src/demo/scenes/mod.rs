//! What a clinic and its clients do beside bookings and first reminders, a scene each: every scene has clients of its own,
//! whom nothing else of the demonstration writes to.
//!
//! A scene that is added is a file here and its line among [`SCENES`].

mod answer_by_link;
mod cast;
mod household;
mod page;
mod questionnaire;
mod recall;
mod second_reminder;
mod stage;
#[cfg(test)]
mod tests;

use std::mem::discriminant;

use anyhow::Result;
use jiff::Timestamp;
use serde::Serializer;
use serde_json::{Value, json};

use super::people::Client;
use super::print;

pub(super) use cast::cast;
pub(super) use stage::Stage;
#[cfg(test)]
pub(super) use tests::failed;

/// In the order in which they are played: what has to be waited for longest is first.
const SCENES: [Scene; 5] =
    [questionnaire::SCENE, second_reminder::SCENE, recall::SCENE, household::SCENE, answer_by_link::SCENE];

/// A scene.
struct Scene {
    /// Its name in the figures.
    name: &'static str,
    /// What it shows.
    title: &'static str,
    /// How many clients it has.
    people: usize,
    /// Whether it leaves something under way for minutes, such as what can still be taken back: then it is played when all
    /// else is quiet.
    is_closing: bool,
    /// What the clinic sets for it, before anything is booked.
    set: fn(&mut Value, Timestamp) -> Result<()>,
    /// Books what it is about, so that all of it falls due soon. Gives what is done then.
    begin: for<'a> fn(&'a Stage<'a>, &'a [Client]) -> Result<Play<'a>>,
}

/// Waits for what was to come, does what people do then, and tells what came of it.
type Play<'a> = Box<dyn FnOnce() -> Result<Told> + 'a>;

/// A scene that has begun.
pub(super) struct Begun<'a> {
    scene: &'static Scene,
    play: Play<'a>,
}

impl Begun<'_> {
    /// Whether it is played when all else is quiet.
    pub(super) const fn is_closing(&self) -> bool {
        self.scene.is_closing
    }
}

/// What came of a scene.
struct Told {
    /// For programs, by name.
    facts: Value,
    /// For people, in order.
    lines: Vec<Line>,
}

/// What is printed of a scene.
enum Line {
    /// Something that was done, or seen.
    Said(String),
    /// A message, as the API shows it.
    Message(Value),
    /// Lines of a timeline.
    Timeline(Vec<Value>),
}

/// A scene that was played, to its end or not.
pub(super) struct Played {
    name: &'static str,
    title: &'static str,
    told: Result<Told>,
}

/// How many clients the scenes have together.
pub(super) fn people() -> usize {
    SCENES.iter().map(|scene| scene.people).sum()
}

/// Sets what the scenes need, for a demonstration at this moment.
///
/// # Errors
/// If the moment has no day.
pub(super) fn set(settings: &mut Value, moment: Timestamp) -> Result<()> {
    SCENES.iter().try_for_each(|scene| (scene.set)(settings, moment))
}

/// Begins every scene with its share of the clients.
///
/// # Errors
/// If the API refuses something.
pub(super) fn begin<'a>(stage: &'a Stage<'a>, clients: &'a [Client]) -> Result<Vec<Begun<'a>>> {
    let mut rest = clients;
    let mut begun = Vec::new();
    for scene in &SCENES {
        let (own, others) = rest.split_at(scene.people);
        begun.push(Begun { scene, play: (scene.begin)(stage, own)? });
        rest = others;
    }
    Ok(begun)
}

/// Plays to the end what has begun.
pub(super) fn play(begun: Vec<Begun<'_>>) -> Vec<Played> {
    let play = |Begun { scene, play }: Begun<'_>| Played { name: scene.name, title: scene.title, told: play() };
    begun.into_iter().map(play).collect()
}

impl Played {
    /// What kept the scene from its end.
    pub(super) fn failure(&self) -> Option<String> {
        let error = self.told.as_ref().err()?;
        Some(format!("the scene {} ({error:#})", self.name))
    }

    /// Prints it for people.
    pub(super) fn print(&self) {
        println!("\n{}", self.title);
        let told = match &self.told {
            Ok(told) => told,
            Err(error) => return println!("\n  It was not played to its end: {error:#}"),
        };
        let mut before = None;
        for line in &told.lines {
            let kind = Some(discriminant(line));
            match line {
                Line::Message(message) => print::message(message),
                Line::Said(words) if kind == before => println!("  {words}"),
                Line::Said(words) => println!("\n  {words}"),
                Line::Timeline(lines) => {
                    println!();
                    print::lines(lines);
                }
            }
            before = kind;
        }
    }

    fn facts(&self) -> Value {
        match &self.told {
            Ok(told) => told.facts.clone(),
            Err(error) => json!({"failed": format!("{error:#}")}),
        }
    }
}

/// Writes the scenes as one object: the facts of each under its name.
///
/// # Errors
/// The serializer's.
pub(super) fn by_name<S: Serializer>(scenes: &[Played], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(scenes.iter().map(|played| (played.name, played.facts())))
}
