//! Suppressed addresses.

use carebell_domain::contact::{Country, EmailAddress, PhoneNumber};
use carebell_domain::decide::Suppression;
use carebell_domain::fixtures::at;
use carebell_workflows::ports::Suppressions;

use crate::world::{NOW, World, id};

#[tokio::test]
async fn a_suppression_holds_for_every_spelling_and_one_tenant() {
    let world = World::start().await;
    let mailbox = |text| EmailAddress::parse(text).expect("a mailbox");
    let italy = Country::parse("IT").expect("a country");
    let number = |text| PhoneNumber::parse(text, italy).expect("a number");
    let (mobile, email) = (number("+39 347 123 4567"), mailbox("giulia@example.com"));
    let ask = |tenant| {
        let (mobile, email, store) = (mobile.clone(), email.clone(), &world.store);
        async move { store.suppressed(&tenant, Some(&mobile), Some(&email)).await.expect("it is read") }
    };
    assert_eq!(ask(world.tenant.clone()).await, (None, None));
    let now = at(NOW);
    let shouted = mailbox("GIULIA@Example.com");
    let suppress = world.store.suppress_email(&world.tenant, &shouted, Suppression::Complaint, now);
    suppress.await.expect("it is written");
    assert_eq!(ask(world.tenant.clone()).await, (None, Some(Suppression::Complaint)));
    let suppress = world.store.suppress_email(&world.tenant, &email, Suppression::HardBounce, now);
    suppress.await.expect("it is written");
    world.store.suppress_sms(&world.tenant, "+393471234567", Suppression::Stop, now).await.expect("it is written");
    assert_eq!(ask(world.tenant.clone()).await, (Some(Suppression::Stop), Some(Suppression::HardBounce)));
    assert_eq!(ask(id("tt_two")).await, (None, None));
    let neither = world.store.suppressed(&world.tenant, None, None).await.expect("it is read");
    assert_eq!(neither, (None, None));
}

#[tokio::test]
async fn asking_costs_half_a_read_an_address() {
    let world = World::start().await;
    let email = EmailAddress::parse("giulia@example.com").expect("a mailbox");
    let _ = world.store.suppressed(&world.tenant, None, Some(&email)).await.expect("it is read");
    let (reads, _) = world.table.meter.spent();
    assert_eq!(reads.sum(), 0.5);
    let _ = world.store.suppressed(&world.tenant, None, None).await.expect("it is read");
    assert!(world.table.meter.take().is_empty());
}
