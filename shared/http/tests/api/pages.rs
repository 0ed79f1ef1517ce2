//! Pages of lists.

use serde_json::{Value, json};

use crate::world::{Caller, World};

async fn clients(world: &World, number: usize) {
    for index in 0..number {
        let body = json!({"id": format!("c{index}"), "last_name": format!("Rossi {index}")});
        world.post(&Caller::admin(), "/v1/clients", &body).await.with(201);
    }
}

#[tokio::test]
async fn pages_follow_one_another_without_gap_or_repeat() {
    let world = World::empty().await;
    clients(&world, 7).await;
    let (mut seen, mut path, mut pages) = (Vec::new(), "/v1/clients?surname=ro&limit=3".to_owned(), 0);
    loop {
        let page = world.get(&Caller::admin(), &path).await.with(200);
        seen.extend(page["items"].as_array().expect("items").iter().map(|one| one["id"].clone()));
        pages += 1;
        let Value::String(next) = &page["next"] else { break };
        path = format!("/v1/clients?surname=ro&limit=3&cursor={next}");
    }
    let expected: Vec<Value> = (0..7).map(|index| json!(format!("c{index}"))).collect();
    assert_eq!((seen, pages), (expected, 3));
}

#[tokio::test]
async fn a_cursor_is_good_for_its_list_alone() {
    let world = World::empty().await;
    clients(&world, 3).await;
    let admin = Caller::admin();
    let page = world.get(&admin, "/v1/clients?surname=ro&limit=1").await.with(200);
    let next = page["next"].as_str().expect("a cursor");
    let mut bent = next.to_owned();
    bent.replace_range(0..1, if next.starts_with('A') { "B" } else { "A" });
    for (caller, path) in [
        (&admin, format!("/v1/clients?surname=ro&cursor={bent}")),
        (&admin, format!("/v1/clients?surname=r&cursor={next}")),
        (&admin, format!("/v1/users?cursor={next}")),
        (&Caller::stranger(), format!("/v1/clients?surname=ro&cursor={next}")),
        (&admin, "/v1/clients?surname=ro&cursor=".to_owned()),
    ] {
        let problem = world.get(caller, &path).await.with(400);
        assert_eq!(problem["type"], "/docs#problem-bad-cursor", "{path}");
    }
    world.get(&admin, &format!("/v1/clients?surname=ro&limit=2&cursor={next}")).await.with(200);
}
