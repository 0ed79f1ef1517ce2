//! An AWS endpoint with TLS that refuses every call: the functions' first TLS call goes here.

use std::io::{BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result, ensure};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::http::request;

/// The endpoint, and the bundle of the one authority that vouches for it.
pub(super) struct Endpoint {
    pub(super) address: SocketAddr,
    pub(super) bundle: PathBuf,
    calls: Arc<AtomicUsize>,
}

impl Endpoint {
    /// Starts it; the bundle lies in a folder of the caller's.
    pub(super) fn start(folder: &Path) -> Result<Self> {
        let (bundle, key) = (folder.join("authority.pem"), folder.join("key.pem"));
        let mut make = Command::new("openssl");
        make.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"])
            .args(["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"])
            .args(["-addext", "basicConstraints=critical,CA:FALSE", "-out"])
            .arg(&bundle)
            .arg("-keyout")
            .arg(&key);
        let made = make.output().context("openssl is missing")?;
        ensure!(made.status.success(), "{make:?} failed: {}", String::from_utf8_lossy(&made.stderr));
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![CertificateDer::from_pem_file(&bundle)?], PrivateKeyDer::from_pem_file(&key)?)?;
        let config = Arc::new(config);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let calls = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&calls);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (config, counted) = (Arc::clone(&config), Arc::clone(&counted));
                // Connections that break are the functions' affair.
                thread::spawn(move || serve(stream, config, &counted));
            }
        });
        Ok(Self { address, bundle, calls })
    }

    /// Calls that have come so far.
    pub(super) fn calls(&self) -> usize {
        self.calls.load(Ordering::Relaxed)
    }
}

fn serve(stream: TcpStream, config: Arc<ServerConfig>, calls: &AtomicUsize) -> Result<()> {
    let mut requests = BufReader::new(StreamOwned::new(ServerConnection::new(config)?, stream));
    while request(&mut requests)?.is_some() {
        calls.fetch_add(1, Ordering::Relaxed);
        let refusal = r#"{"__type":"ValidationException","message":"a refusal"}"#;
        let length = refusal.len();
        let answer = requests.get_mut();
        write!(answer, "HTTP/1.1 400 Bad Request\r\ncontent-type: application/x-amz-json-1.0\r\n")?;
        write!(answer, "content-length: {length}\r\n\r\n{refusal}")?;
        answer.flush()?;
    }
    Ok(())
}
