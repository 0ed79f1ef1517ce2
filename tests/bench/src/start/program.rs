//! One function as a process, and what the system knows of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use anyhow::{Context, Result, bail, ensure};

use super::endpoint::Endpoint;
use super::runtime_api::RuntimeApi;

/// What callgrind is installed by.
pub(super) const INSTALL: &str = "apt-get install -y valgrind";

/// A function's program.
#[derive(Clone, Debug)]
pub(super) struct Program {
    pub(super) name: String,
    pub(super) path: PathBuf,
}

/// Resident memory in MiB.
#[derive(Clone, Copy, Debug)]
pub(super) struct Memory {
    pub(super) all: f64,
    /// What is not pages of a file: heap, stack, and what of the program is written to.
    pub(super) own: f64,
}

/// A run of it, which ends with the value.
struct Run {
    child: Child,
    api: RuntimeApi,
}

impl Drop for Run {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Program {
    fn run(&self, mut command: Command, endpoint: &Endpoint) -> Result<Run> {
        let api = RuntimeApi::start()?;
        let url = format!("https://{}", endpoint.address);
        let queue = format!("{url}/123456789012/queue");
        // What Lambda and the template set.
        let child = command
            .env_clear()
            .env("AWS_LAMBDA_RUNTIME_API", api.address.to_string())
            .env("AWS_LAMBDA_FUNCTION_NAME", &self.name)
            .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256")
            .env("AWS_LAMBDA_LOG_GROUP_NAME", "bench")
            .env("AWS_LAMBDA_LOG_STREAM_NAME", "bench")
            .env("AWS_REGION", "eu-south-1")
            .env("AWS_ACCESS_KEY_ID", "bench")
            .env("AWS_SECRET_ACCESS_KEY", "bench")
            .env("AWS_SESSION_TOKEN", "bench")
            .env("AWS_ENDPOINT_URL", &url)
            .env("SSL_CERT_FILE", &endpoint.bundle)
            .env("RUST_LOG", "info")
            .env("TABLE_NAME", "carebell")
            .env("SECRET_ARN", "arn:aws:secretsmanager:eu-south-1:123456789012:secret:bench")
            .env("SEND_QUEUE_URL", &queue)
            .env("DEAD_LETTER_QUEUE_URL", &queue)
            .env("EMAIL_FROM", "no-reply@carebell.example")
            .env("CONFIGURATION_SET", "carebell-plain")
            .env("CONFIGURATION_SET_TRACKED", "carebell-tracked")
            .env("USER_POOL_ID", "eu-south-1_bench")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot run {command:?}"))?;
        let run = Run { child, api };
        run.api.polled().with_context(|| self.name.clone())?;
        run.rest()?;
        Ok(run)
    }

    /// CPU time to the first poll, in microseconds.
    pub(super) fn cpu(&self, endpoint: &Endpoint) -> Result<f64> {
        let run = self.run(Command::new(&self.path), endpoint)?;
        let mut nanoseconds = 0.0;
        for task in fs::read_dir(format!("/proc/{}/task", run.child.id()))? {
            // <https://docs.kernel.org/scheduler/sched-stats.html>: the first number is the time on a CPU.
            let text = fs::read_to_string(task?.path().join("schedstat"))?;
            nanoseconds += text.split(' ').next().context("a number")?.parse::<f64>()?;
        }
        Ok(nanoseconds / 1e3)
    }

    /// Resident memory, at the first poll and after an event that led to a TLS call.
    pub(super) fn memory(&self, endpoint: &Endpoint, event: Option<&str>) -> Result<(Memory, Memory)> {
        let run = self.run(Command::new(&self.path), endpoint)?;
        let first = run.resident()?;
        let Some(event) = event else { return Ok((first, first)) };
        let before = endpoint.calls();
        run.api.give(event)?;
        run.api.polled()?;
        run.rest()?;
        ensure!(endpoint.calls() > before, "{} made no call", self.name);
        Ok((first, run.resident()?))
    }

    /// Millions of instructions to the first poll.
    pub(super) fn instructions(&self, endpoint: &Endpoint, folder: &Path) -> Result<f64> {
        let out = folder.join("callgrind.out");
        let mut command = Command::new("valgrind");
        command.arg("--tool=callgrind").arg(format!("--callgrind-out-file={}", out.display())).arg(&self.path);
        let mut run = self.run(command, endpoint)?;
        // Callgrind writes what it has counted when it is asked to end.
        let ended = Command::new("sh").args(["-c", &format!("kill -TERM {}", run.child.id())]).status()?;
        ensure!(ended.success(), "callgrind cannot be ended");
        run.child.wait()?;
        let text = fs::read_to_string(&out)?;
        let totals = text.lines().find_map(|line| line.strip_prefix("totals: ").or(line.strip_prefix("summary: ")));
        Ok(totals.context("callgrind counted nothing")?.trim().parse::<f64>()? / 1e6)
    }
}

impl Run {
    /// Waits until the process sleeps: its poll has then been sent to the end.
    fn rest(&self) -> Result<()> {
        for _ in 0..1_000_000 {
            let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
            if stat.rsplit(") ").next().is_some_and(|rest| rest.starts_with('S')) {
                return Ok(());
            }
            thread::yield_now();
        }
        bail!("a function that polls does not rest")
    }

    fn resident(&self) -> Result<Memory> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let mebibytes = |name: &str| -> Result<f64> {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).context("its memory is not shown")?;
            Ok(line.trim().trim_end_matches(" kB").parse::<f64>()? / 1024.0)
        };
        Ok(Memory { all: mebibytes("VmRSS:")?, own: mebibytes("RssAnon:")? })
    }
}

/// Says how valgrind is had where it is not.
pub(super) fn has_valgrind() -> Result<()> {
    let there = Command::new("valgrind").arg("--version").stdout(Stdio::null()).status();
    ensure!(there.is_ok_and(|status| status.success()), "valgrind is missing: {INSTALL}");
    Ok(())
}
