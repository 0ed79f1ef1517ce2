//! Repeated requests.

use carebell_workflows::ports::{Idempotency, Replay, Saved};
use jiff::SignedDuration;

use crate::world::World;

fn saved() -> Saved {
    Saved { status: 201, headers: vec![("etag".into(), "\"1\"".into())], body: "{\"id\":\"c1\"}".into() }
}

#[tokio::test]
async fn the_answer_to_the_first_is_the_answer_to_all() {
    let world = World::start().await;
    let begin = |scope, key, digest| world.store.begin(scope, key, digest);
    assert_eq!(begin("tt_one/u", "k", "d").await.expect("it is answered"), Replay::New);
    assert_eq!(begin("tt_one/u", "k", "d").await.expect("it is answered"), Replay::Running);
    assert_eq!(begin("tt_one/u", "k", "e").await.expect("it is answered"), Replay::OtherBody);
    world.store.finish("tt_one/u", "k", &saved()).await.expect("it is kept");
    assert_eq!(begin("tt_one/u", "k", "d").await.expect("it is answered"), Replay::Answered(saved()));
    assert_eq!(begin("tt_one/u", "k", "e").await.expect("it is answered"), Replay::OtherBody);
    for (scope, key) in [("tt_two/u", "k"), ("tt_one/v", "k"), ("tt_one/u", "l"), ("tt_one/uk", "")] {
        assert_eq!(begin(scope, key, "d").await.expect("it is answered"), Replay::New, "{scope} {key}");
    }
    world.store.forget("tt_one/u", "k").await.expect("it is answered");
    assert_eq!(begin("tt_one/u", "k", "d").await.expect("it is answered"), Replay::Answered(saved()));
    world.clock.advance(SignedDuration::from_hours(24));
    assert_eq!(begin("tt_one/u", "k", "e").await.expect("it is answered"), Replay::New);
}

#[tokio::test]
async fn a_request_that_died_is_taken_over_and_one_that_failed_is_forgotten() {
    let world = World::start().await;
    let begin = |digest| world.store.begin("tt_one/u", "k", digest);
    assert_eq!(begin("d").await.expect("it is answered"), Replay::New);
    world.clock.advance(SignedDuration::from_secs(59));
    assert_eq!(begin("d").await.expect("it is answered"), Replay::Running);
    world.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(begin("e").await.expect("it is answered"), Replay::OtherBody);
    assert_eq!(begin("d").await.expect("it is answered"), Replay::New);
    assert_eq!(begin("d").await.expect("it is answered"), Replay::Running);
    world.store.forget("tt_one/u", "k").await.expect("it is answered");
    assert_eq!(begin("e").await.expect("it is answered"), Replay::New);
}

#[tokio::test]
async fn of_many_at_once_one_is_new() {
    let world = World::start().await;
    let all = futures::future::join_all((0..8).map(|_| world.store.begin("tt_one/u", "k", "d"))).await;
    let new = all.into_iter().filter(|one| *one.as_ref().expect("it is answered") == Replay::New).count();
    assert_eq!(new, 1);
}
