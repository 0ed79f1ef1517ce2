//! What other systems call an appointment.

use carebell_workflows::ports::Records;

use crate::world::{World, id};

#[tokio::test]
async fn their_names_lead_to_ours() {
    let world = World::start().await;
    let one = id("c1.a1");
    world.store.remember_outside(&world.tenant, "pms", "77", &one).await.expect("it is written");
    for (tenant, source, theirs, expected) in [
        ("tt_one", "pms", "77", Some(one)),
        ("tt_one", "pms", "7", None),
        ("tt_one", "pm", "s77", None),
        ("tt_two", "pms", "77", None),
    ] {
        let found = world.store.outside(&id(tenant), source, theirs).await.expect("it is read");
        assert_eq!(found, expected, "{tenant} {source} {theirs}");
    }
}
