//! The inbox and the JSON routes, over HTTP.

use aws_sdk_sesv2::types::{Body, EmailContent};
use carebell_carrier::{Answer, Carrier, Effect, Fault, Kind, Message, Status};
use serde::de::DeserializeOwned;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::sdk::{carrier, content, email, message, quiet, sms};

/// One request; its status code, headers and body.
async fn request(carrier: &Carrier, method: &str, path: &str, body: &str) -> (u16, String, String) {
    let host = carrier.url().replace("http://", "");
    let mut stream = tokio::net::TcpStream::connect(&host).await.unwrap();
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head[9..12].parse().unwrap(), head.to_owned(), body.to_owned())
}

async fn read<T: DeserializeOwned>(carrier: &Carrier, path: &str) -> T {
    let (status, _, body) = request(carrier, "GET", path, "").await;
    assert_eq!(status, 200, "{path}");
    serde_json::from_str(&body).unwrap()
}

#[tokio::test]
async fn messages_are_listed_by_address_and_kind_and_forgotten() {
    let carrier = carrier().await;
    email(&carrier, "anna@example.org").send().await.unwrap();
    email(&carrier, "bruno@example.org").send().await.unwrap();
    sms(&carrier, "+12025550100").send().await.unwrap();
    quiet(&carrier).await;
    for (query, expected) in [
        ("", vec!["anna@example.org", "bruno@example.org", "+12025550100"]),
        ("?kind=sms", vec!["+12025550100"]),
        ("?to=Anna@example.org", vec!["anna@example.org"]),
        ("?to=anna%40example.org&kind=email", vec!["anna@example.org"]),
        ("?to=+12025550100", vec!["+12025550100"]),
        ("?to=%2B12025550100", vec!["+12025550100"]),
        ("?to=+12025550100&kind=email", vec![]),
    ] {
        let listed: Vec<Message> = read(&carrier, &format!("/messages{query}")).await;
        assert_eq!(listed.iter().map(|message| message.to.as_str()).collect::<Vec<_>>(), expected, "{query}");
    }
    assert_eq!(read::<Vec<Message>>(&carrier, "/messages").await, carrier.messages());
    let status = Status { messages: 3, refusals: 0, receipts_planned: 0, receipts_published: 3, receipts_failed: 0 };
    assert_eq!(read::<Status>(&carrier, "/status").await, status);
    assert_eq!(request(&carrier, "DELETE", "/messages", "").await.0, 204);
    assert!(carrier.messages().is_empty());
}

#[tokio::test]
async fn faults_are_set_read_and_cleared() {
    let carrier = carrier().await;
    let fault = Fault::new(Effect::Throttle).kind(Kind::Email).count(2);
    let posted = request(&carrier, "POST", "/faults", r#"{"effect":"throttle","kind":"email","count":2}"#).await;
    assert_eq!((posted.0, serde_json::from_str::<Fault>(&posted.2).unwrap()), (201, fault.clone()));
    assert!(email(&carrier, "anna@example.org").send().await.is_err());
    assert_eq!(read::<Vec<Fault>>(&carrier, "/faults").await, [fault.count(1)]);
    for wrong in ["", "{}", r#"{"effect":"explode"}"#, r#"{"effect":{"error":"NoSuchException"}}"#] {
        assert_eq!(request(&carrier, "POST", "/faults", wrong).await.0, 400, "{wrong}");
    }
    assert_eq!(request(&carrier, "DELETE", "/faults", "").await.0, 204);
    assert!(carrier.faults().is_empty());
}

#[tokio::test]
async fn the_inbox_shows_everything_as_text() {
    let carrier = carrier().await;
    let evil = "\"><script>alert('1')</script>";
    let body = Body::builder().html(content(evil)).text(content(evil)).build();
    let content = EmailContent::builder().simple(message().subject(content(evil)).body(body).build()).build();
    email(&carrier, "anna@example.org").content(content).send().await.unwrap();
    sms(&carrier, "+12025550100").message(evil).send().await.unwrap();
    email(&carrier, "refuse@example.org").send().await.unwrap_err();
    assert_eq!(carrier.messages()[0].answer, Answer::Given);

    let (status, head, page) = request(&carrier, "GET", "/", "").await;
    assert_eq!(status, 200);
    assert!(head.contains("default-src 'none'"), "{head}");
    assert!(!page.contains("<script"), "{page}");
    for shown in [
        "anna@example.org",
        "+12025550100",
        "&lt;script&gt;",
        "MessageRejected",
        "<code>softbounce</code>",
        "<code>94</code>",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    let (_, _, filtered) = request(&carrier, "GET", "/?to=%22%3E%3Cscript%3E&kind=sms", "").await;
    assert!(filtered.contains("No messages") && !filtered.contains("<script"), "{filtered}");
}
