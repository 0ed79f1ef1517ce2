//! A stand-in for Lambda's Runtime API: it says when a function polls, and lets it wait.
//! <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>

use std::io::{BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};

use super::http::request;

/// For how long a function is waited for: under callgrind it runs fifty times as long.
const PATIENCE: Duration = Duration::from_secs(120);

/// The stand-in, for one function.
pub(super) struct RuntimeApi {
    pub(super) address: SocketAddr,
    polls: Receiver<()>,
    events: Sender<String>,
}

impl RuntimeApi {
    pub(super) fn start() -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let ((polled, polls), (events, given)) = (channel(), channel());
        let given = Arc::new(Mutex::new(given));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (polled, given) = (polled.clone(), Arc::clone(&given));
                // A connection that breaks is the end of its function.
                thread::spawn(move || serve(&stream, &polled, &given));
            }
        });
        Ok(Self { address, polls, events })
    }

    /// Waits until the function polls.
    pub(super) fn polled(&self) -> Result<()> {
        self.polls.recv_timeout(PATIENCE).context("the function does not poll")
    }

    /// Answers the poll that waits.
    pub(super) fn give(&self, event: &str) -> Result<()> {
        self.events.send(event.to_owned()).context("nobody waits for an event")
    }
}

fn serve(stream: &TcpStream, polled: &Sender<()>, given: &Mutex<Receiver<String>>) -> Result<()> {
    let mut requests = BufReader::new(stream);
    while let Some((line, _)) = request(&mut requests)? {
        if !line.contains("/invocation/next") {
            write!(&*stream, "HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n")?;
            continue;
        }
        polled.send(())?;
        let event = given.lock().unwrap_or_else(PoisonError::into_inner).recv()?;
        write!(
            &*stream,
            "HTTP/1.1 200 OK\r\nlambda-runtime-aws-request-id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n\
             lambda-runtime-deadline-ms: 4102444800000\r\n\
             lambda-runtime-invoked-function-arn: arn:aws:lambda:eu-south-1:123456789012:function:bench\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{event}",
            event.len()
        )?;
    }
    Ok(())
}
