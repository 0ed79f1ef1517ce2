//! `cargo xtask demo`: a clinic on the local cloud, its appointments turned into messages, receipts and figures.

mod bus;
mod changes;
mod clinic;
mod clock;
mod contact;
mod data;
mod desk;
mod figures;
mod hours;
mod load;
mod parallel;
mod people;
mod print;
mod scenes;
mod show;
mod site;
mod table;
mod visits;
mod wait;

use std::path::PathBuf;
use std::thread;

use anyhow::Result;
use carebell_local::{Binaries, Cloud, Options, Role, User};
use jiff::Timestamp;
use serde_json::json;

use clinic::{LEAD, TENANT};
use clock::now;
use desk::Desk;
use figures::Figures;
use scenes::{Begun, Stage};
use site::Site;
use visits::When;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// End after the summary, rather than with Ctrl-C
    #[arg(long)]
    once: bool,
    /// Print the figures as one JSON object, rather than for people
    #[arg(long)]
    json: bool,
    /// A folder with `<function>/bootstrap`, in place of building the functions
    #[arg(long, value_name = "FOLDER")]
    binaries: Option<PathBuf>,
}

pub(crate) fn run(arguments: Arguments) -> Result<()> {
    let began = now();
    eprintln!("Building the functions, starting the local cloud");
    let cloud = Cloud::start(Options {
        binaries: arguments.binaries.map_or(Binaries::Built, Binaries::In),
        ..Options::default()
    })?;
    let token = cloud.sign_in(&User::new("admin", Role::Admin).of(TENANT))?;
    let admin = Desk::new(cloud.api(), token.clone());
    let platform = Desk::new(cloud.api(), cloud.sign_in(&User::new("platform", Role::Platform))?);
    let figures = play(&cloud, &admin, &platform, began)?;
    if arguments.json {
        println!("{}", serde_json::to_string(&figures)?);
    } else {
        show::show(&admin, &figures)?;
        show::places(&cloud, &token);
    }
    figures.check()?;
    if !arguments.once {
        eprintln!("\nCtrl-C ends it.");
        loop {
            thread::park();
        }
    }
    Ok(())
}

/// Plays a few minutes of the clinic's life, and gives the figures.
fn play(cloud: &Cloud, admin: &Desk<'_>, platform: &Desk<'_>, began: Timestamp) -> Result<Figures> {
    let say = |words: &str| eprintln!("{:>4} s  {words}", began.duration_until(now()).as_secs());
    say("Setting the clinic up");
    platform.post("/v1/platform/tenants", &json!({"id": TENANT, "centre": clinic::centre()}))?;
    clinic::set_up(admin, now())?;
    let clients = people::clients(&data::people()?, Site::Rome.at(now())?.date())?;
    let visits = data::visits()?;
    let cast = scenes::cast(&clients, &visits, scenes::people())?;
    let visits: Vec<_> = visits.into_iter().filter(|visit| !cast.has(visit)).collect();
    let desk = Desk::new(cloud.api(), cloud.sign_in(&User::new("desk", Role::Operator).of(TENANT))?);
    say("Entering its clients");
    load::enter_clients(&desk, &clients)?;

    let moment = now();
    let bookings = visits::bookings(&clients, &visits, moment)?;
    say(&format!("Booking {} visits, by the desk and from another system", bookings.len()));
    let ids = load::book(cloud, &desk, &clients, &bookings, moment)?;
    say("Beginning the scenes");
    let stage = Stage::new(cloud, admin, &desk);
    let (closing, begun): (Vec<_>, Vec<_>) =
        scenes::begin(&stage, &cast.clients)?.into_iter().partition(Begun::is_closing);
    say("Waiting until all clients have been told");
    wait::until_told(cloud, admin)?;

    let changed = changes::change(cloud, &desk, &clients, &bookings, &ids, now())?;
    say(&format!("Approved, moved or cancelled {changed}; playing the scenes"));
    let mut played = scenes::play(begun);
    say("Waiting for the reminders and all receipts");
    let starts = bookings.iter().filter(|booking| booking.when == When::DueSoon).map(|booking| booking.start);
    let last = starts.max().map_or(moment, |start| start - LEAD);
    wait::until_quiet(cloud, admin, last)?;
    played.extend(scenes::play(closing));
    say("All is quiet");
    let days = figures::days(&bookings)?.into_iter().chain(stage.days()).collect();
    let mut figures = Figures::read(cloud, admin, platform, days)?;
    figures.scenes = played;
    figures.seconds = began.duration_until(now()).as_secs().unsigned_abs();
    Ok(figures)
}
