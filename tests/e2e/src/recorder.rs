//! What each function asks of AWS: written down on the way to the emulator.
//!
//! The emulator asks nobody for permission, so a role that is too narrow, or too wide, would first be seen on AWS. Each
//! function therefore gets the address of a recorder of its own as the endpoint of the services that it uses (SES and
//! SNS lie elsewhere, with the carrier), which notes the request and passes it on. `tests/roles.rs` compares.

use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::{Context, Result};
use carebell_local::Cloud;
use serde_json::{Value, json};

use crate::call::{Call, calls};

/// The services, as the SDK's variables name them: `AWS_ENDPOINT_URL_DYNAMODB` and so on.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html>
const SERVICES: [&str; 4] = ["DYNAMODB", "SQS", "SECRETS_MANAGER", "COGNITO_IDENTITY_PROVIDER"];

static RECORDED: Mutex<BTreeSet<Call>> = Mutex::new(BTreeSet::new());

/// The calls that a function has made so far.
pub fn recorded(function: &str) -> Vec<Call> {
    let all = RECORDED.lock().unwrap_or_else(PoisonError::into_inner);
    all.iter().filter(|call| call.function == function).cloned().collect()
}

/// Puts a recorder before every function.
pub(crate) fn attach(cloud: &Cloud) -> Result<()> {
    for function in carebell_local::function_names()? {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let url = format!("http://{}", listener.local_addr()?);
        let path =
            format!("{}/2015-03-31/functions/{}/configuration", cloud.aws().endpoint(), cloud.function(&function));
        let text = ureq::get(&path).call()?.body_mut().read_to_string()?;
        let mut variables = serde_json::from_str::<Value>(&text)?["Environment"]["Variables"].take();
        for service in SERVICES {
            variables[format!("AWS_ENDPOINT_URL_{service}")] = json!(url);
        }
        ureq::put(&path).send(json!({ "Environment": { "Variables": variables } }).to_string())?;
        let emulator = cloud.aws().endpoint().strip_prefix("http://").context("an address")?.to_owned();
        thread::spawn(move || listen(&listener, &function, &emulator));
    }
    Ok(())
}

fn listen(listener: &TcpListener, function: &str, emulator: &str) {
    for stream in listener.incoming().flatten() {
        let (function, emulator) = (function.to_owned(), emulator.to_owned());
        // A connection that breaks is the function's to notice: it sees its own end closed.
        thread::spawn(move || pass_on(&stream, &function, &emulator));
    }
}

/// Passes the requests of one connection on, one after the other, and all that comes back.
fn pass_on(stream: &TcpStream, function: &str, emulator: &str) -> io::Result<()> {
    let upstream = TcpStream::connect(emulator)?;
    let (mut answers, mut back) = (upstream.try_clone()?, stream.try_clone()?);
    thread::spawn(move || {
        let done = io::copy(&mut answers, &mut back);
        back.shutdown(Shutdown::Both)?;
        done
    });
    let mut requests = BufReader::new(stream.try_clone()?);
    let passed = requests_of(&mut requests, |target, request| {
        note(function, target, &request[request.len() - body_length(request)..]);
        (&upstream).write_all(request)
    });
    upstream.shutdown(Shutdown::Write)?;
    passed
}

/// Reads one request after the other, each whole, until the connection ends.
fn requests_of(requests: &mut impl BufRead, mut each: impl FnMut(&str, &[u8]) -> io::Result<()>) -> io::Result<()> {
    loop {
        let (mut request, mut target) = (Vec::new(), String::new());
        loop {
            let begin = request.len();
            if requests.read_until(b'\n', &mut request)? == 0 {
                return Ok(());
            }
            let line = String::from_utf8_lossy(&request[begin..]).trim().to_owned();
            if line.is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("x-amz-target")
            {
                value.trim().clone_into(&mut target);
            }
        }
        let head = request.len();
        request.resize(head + body_length(&request), 0);
        requests.read_exact(&mut request[head..])?;
        each(&target, &request)?;
    }
}

/// The length that a request's head declares; the SDK never sends chunks.
fn body_length(request: &[u8]) -> usize {
    let head = request.split(|sign| *sign == b'\n').take_while(|line| !line.trim_ascii().is_empty());
    let lines = head.filter_map(|line| std::str::from_utf8(line).ok()?.split_once(':'));
    let length = lines.filter(|(name, _)| name.eq_ignore_ascii_case("content-length")).map(|(_, value)| value);
    length.filter_map(|value| value.trim().parse().ok()).next().unwrap_or(0)
}

fn note(function: &str, target: &str, body: &[u8]) {
    let body = serde_json::from_slice(body).unwrap_or(Value::Null);
    RECORDED.lock().unwrap_or_else(PoisonError::into_inner).extend(calls(function, target, &body));
}
