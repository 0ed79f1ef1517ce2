//! Calls to the deployed HTTP API.

use std::time::Duration;

use anyhow::Result;
use serde_json::Value;
use ureq::Agent;
use ureq::http::{HeaderMap, Method, Request};

/// The deployed HTTP API.
#[derive(Clone, Debug)]
pub struct Api {
    agent: Agent,
    endpoint: String,
    host: String,
}

/// What the API answered, whatever its status.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub text: String,
}

impl Answer {
    /// The body as JSON; `Null` if it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    /// A header, if it is there and readable.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

impl Api {
    pub(crate) fn new(endpoint: &str, api_id: &str) -> Self {
        let port = endpoint.rsplit(':').next().unwrap_or_default();
        let config =
            Agent::config_builder().http_status_as_error(false).timeout_global(Some(Duration::from_secs(60))).build();
        Self {
            agent: Agent::new_with_config(config),
            endpoint: endpoint.to_owned(),
            host: format!("{api_id}.execute-api.localhost:{port}"),
        }
    }

    /// The `Host` by which the emulator knows the API.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The API's address for people: browsers resolve names under `localhost` to this machine.
    /// Other programs call the emulator's endpoint with [`host`](Self::host) as `Host`.
    pub fn url(&self) -> String {
        format!("http://{}", self.host)
    }

    /// `GET path`.
    ///
    /// # Errors
    /// If there is no answer.
    pub fn get(&self, path: &str, token: Option<&str>) -> Result<Answer> {
        self.call(Method::GET, path, token, &[], None)
    }

    /// `POST path` with a JSON body.
    ///
    /// # Errors
    /// If there is no answer.
    pub fn post(&self, path: &str, token: Option<&str>, body: &Value) -> Result<Answer> {
        self.call(Method::POST, path, token, &[], Some(body.to_string()))
    }

    /// Any call; a body goes as `application/json` unless the headers say otherwise.
    ///
    /// # Errors
    /// If there is no answer.
    pub fn call(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        headers: &[(&str, &str)],
        body: Option<String>,
    ) -> Result<Answer> {
        let mut request =
            Request::builder().method(method).uri(format!("{}{path}", self.endpoint)).header("host", &self.host);
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let typed = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        if body.is_some() && !typed {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = match body {
            Some(body) => self.agent.run(request.body(body)?)?,
            None => self.agent.run(request.body(())?)?,
        };
        Ok(Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: response.body_mut().read_to_string()?,
        })
    }
}
