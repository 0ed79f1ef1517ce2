//! What link scanners and previews do: they fetch each link of each message, and change nothing by it.

use std::collections::BTreeMap;

use carebell_domain::text::builtin;
use carebell_domain::text::lexer::Template;
use carebell_domain::text::placeholders::Placeholder;
use carebell_domain::{Channel, Event, Language};

use crate::answers::Site;

/// The links that the product's text of an event on a channel has.
fn links_of(event: Event, channel: Channel, language: Language) -> Vec<Placeholder> {
    let email = builtin::email(event, language, false);
    let texts = match channel {
        Channel::Sms => vec![builtin::sms(event, language), builtin::invited_sms(event, language).unwrap_or_default()],
        Channel::Email => vec![email.subject, email.html],
    };
    let templates: Vec<Template<'_>> = texts.into_iter().map(Template::parse).collect();
    let all = Placeholder::ALL.iter().copied().filter(|one| one.alias().starts_with("link."));
    all.filter(|one| templates.iter().any(|template| template.names(*one))).collect()
}

#[tokio::test]
async fn no_link_of_any_message_does_anything_when_it_is_fetched() {
    let site = Site::open().await;
    let mut links = BTreeMap::new();
    for event in Event::ALL {
        for channel in event.channels().iter().copied() {
            let named = Language::ALL.map(|language| links_of(event, channel, language));
            assert!(named.iter().all(|one| *one == named[0]), "{event} {channel}: languages differ");
            for placeholder in &named[0] {
                // The questionnaire of a visit about which nobody was asked yet is closed.
                let (link, status) = match placeholder {
                    Placeholder::LinkAnswer => (site.link_by(channel).await, 200),
                    Placeholder::LinkSurvey => (site.survey_by(channel).await, 410),
                    other => panic!("no page is known for {other:?} of {event} by {channel}"),
                };
                links.insert(link, (status, format!("{event} {channel}")));
            }
        }
    }
    assert_eq!(links.len(), 4, "{links:?}");
    // Everything that is kept.
    let kept = async || {
        let table = &site.world.table;
        let scan = table.client.scan().table_name(&table.name).send().await.expect("the table can be scanned");
        let mut items = scan.items.unwrap_or_default();
        items.sort_by_key(|item| format!("{:?} {:?}", item["pk"], item["sk"]));
        items
    };
    let before = kept().await;
    for (link, (status, of)) in &links {
        for path in [link.clone(), format!("{link}?do=confirm&of={}", site.id), format!("{link}?rating=1")] {
            for method in ["GET", "HEAD"] {
                let page = site.call(method, &path, None).await;
                assert_eq!(page.status, *status, "{of}: {method} {path}");
            }
        }
    }
    assert!(kept().await == before, "something was changed");
}
