//! Listens on 127.0.0.1, and the handle by which a carrier is watched, disturbed and stopped.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

use crate::config::Config;
use crate::fault::Fault;
use crate::message::{Message, Refusal};
use crate::state::{State, Status};
use crate::{api, clock, inbox, ses, sns};

/// More than SES takes, so that its own error answers what is too large.
const LARGEST_BODY: usize = 64 * 1024 * 1024;

/// A running carrier. It ends when this is dropped.
pub struct Carrier {
    address: SocketAddr,
    state: Arc<State>,
}

impl Carrier {
    /// Starts to listen on 127.0.0.1. Needs a Tokio runtime with time and I/O.
    ///
    /// # Errors
    /// If the port is taken, or the emulator's address is not of the form `http://host:port`.
    pub async fn start(config: Config) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, config.port)).await?;
        let address = listener.local_addr()?;
        let state = State::new(config).map_err(|reason| io::Error::new(io::ErrorKind::InvalidInput, reason))?;
        let state = Arc::new(state);
        state.spawn(listen(listener, Arc::clone(&state)));
        Ok(Self { address, state })
    }

    /// The endpoint for SES and SNS, and the inbox: `http://127.0.0.1:port`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The messages accepted so far, oldest first.
    pub fn messages(&self) -> Vec<Message> {
        self.state.messages(None, None)
    }

    /// The messages accepted so far for one mailbox or number, oldest first.
    pub fn messages_to(&self, to: &str) -> Vec<Message> {
        self.state.messages(Some(to), None)
    }

    /// The calls that were answered with an error, oldest first.
    pub fn refusals(&self) -> Vec<Refusal> {
        self.state.refusals()
    }

    /// How many messages, refusals and receipts there are.
    pub fn status(&self) -> Status {
        self.state.status()
    }

    /// Sets a fault, after those already in force.
    ///
    /// # Errors
    /// If it names an error that the calls it concerns do not know.
    pub fn add_fault(&self, fault: Fault) -> Result<(), String> {
        self.state.add_fault(fault)
    }

    /// The faults in force.
    pub fn faults(&self) -> Vec<Fault> {
        self.state.faults()
    }

    /// Ends all faults; held answers are given.
    pub fn clear_faults(&self) {
        self.state.clear_faults();
    }

    /// Forgets messages and refusals; receipts under way are still published.
    pub fn forget_messages(&self) {
        self.state.forget_messages();
    }

    /// Stops listening, closes all connections and gives up the receipts that are not out yet.
    pub async fn stop(self) {
        self.state.end_tasks().await;
    }
}

impl Drop for Carrier {
    fn drop(&mut self) {
        self.state.abort_tasks();
    }
}

/// An answer that is not given: the connection is closed in its place.
#[derive(Clone, Copy)]
pub(crate) struct LostAnswer;

impl IntoResponse for LostAnswer {
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

fn router(state: Arc<State>) -> Router {
    Router::new()
        .route("/v2/email/outbound-emails", post(ses::send_email))
        .route("/", get(inbox::page).post(sns::call))
        .route("/messages", get(api::messages).delete(api::forget_messages))
        .route("/refusals", get(api::refusals))
        .route("/faults", get(api::faults).post(api::add_fault).delete(api::clear_faults))
        .route("/status", get(api::status))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .with_state(state)
}

async fn listen(listener: TcpListener, state: Arc<State>) {
    let router = router(Arc::clone(&state));
    loop {
        match listener.accept().await {
            Ok((stream, caller)) => state.spawn(serve(stream, caller, router.clone())),
            // The error of one connection, or too many open files: the latter needs a moment.
            Err(_) => clock::pause(Duration::from_millis(50)).await,
        }
    }
}

/// One connection. When the caller closes it, the request in progress is dropped.
async fn serve(stream: TcpStream, caller: SocketAddr, router: Router) {
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(caller);
        let response = router.clone().oneshot(request);
        async move {
            let response = response.await.unwrap_or_else(|never: Infallible| match never {});
            if response.extensions().get::<LostAnswer>().is_some() { Err(AnswerLost) } else { Ok(response) }
        }
    });
    // The error is the caller's, who went away, or a lost answer: both are noted with the message.
    let _ended = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

/// Makes the server close the connection.
#[derive(Debug)]
struct AnswerLost;

impl std::fmt::Display for AnswerLost {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("the answer is lost on purpose")
    }
}

impl std::error::Error for AnswerLost {}
