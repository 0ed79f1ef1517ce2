//! The emulator's process: MiniStack, on 127.0.0.1 and a free port.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use crate::venv::Venv;
use crate::wait::wait_for;

/// The emulator's region.
pub const REGION: &str = "us-east-1";

/// The emulator's account.
pub const ACCOUNT: &str = "000000000000";

/// Ends the emulator and the functions' processes with us, even if we are killed.
const GUARD: &str = include_str!("guard.py");

/// Of ports that were free a moment ago, one may be taken; so many in a row are not.
const TRIES: usize = 3;

pub(crate) struct Emulator {
    guard: Child,
    /// Holds the functions' code and the log; removed with the emulator.
    directory: TempDir,
    port: u16,
}

impl Emulator {
    pub(crate) fn start() -> Result<Self> {
        let venv = Venv::of("ministack")?;
        let mut error = None;
        for _ in 0..TRIES {
            match Self::start_once(&venv) {
                Ok(emulator) => return Ok(emulator),
                Err(failure) => error = Some(failure),
            }
        }
        Err(error.context("no try was made")?)
    }

    fn start_once(venv: &Venv) -> Result<Self> {
        let port = free_port()?;
        let directory = tempfile::Builder::new().prefix("carebell-").tempdir()?;
        let log = File::create(directory.path().join("emulator.log"))?;
        let guard = Command::new(venv.program("python"))
            .args(["-c", GUARD])
            .arg(directory.path())
            .arg(venv.program("ministack"))
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("TMPDIR", directory.path())
            .env("HOME", directory.path())
            .env("BIND_HOST", "127.0.0.1")
            .env("GATEWAY_PORT", port.to_string())
            .env("MINISTACK_REGION", REGION)
            // Otherwise its MQTT broker and its SFTP server listen on all addresses.
            .env("IOT_MTLS_ENABLED", "0")
            .env("SFTP_ENABLED", "0")
            .env("LOG_LEVEL", "WARNING")
            // The functions inherit these.
            .env("AWS_ENDPOINT_URL", endpoint(port))
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .stdin(Stdio::piped())
            .stdout(log.try_clone()?)
            .stderr(log)
            .process_group(0)
            .spawn()?;
        let mut emulator = Self { guard, directory, port };
        emulator.wait_until_ready()?;
        Ok(emulator)
    }

    /// Where it listens.
    pub(crate) fn endpoint(&self) -> String {
        endpoint(self.port)
    }

    /// What it has logged so far.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.directory.path().join("emulator.log")).unwrap_or_default()
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let url = format!("{}/_ministack/ready", self.endpoint());
        wait_for("the emulator", Duration::from_secs(60), || {
            if self.guard.try_wait()?.is_some() {
                bail!("the emulator has ended:\n{}", self.log());
            }
            Ok(ureq::get(&url).call().is_ok().then_some(()))
        })
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        // Nothing can be done about an error here, and the guard needs no help.
        let _ = self.guard.wait();
    }
}

fn endpoint(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
}
