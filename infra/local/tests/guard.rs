//! Nothing is left running when the owner of a local cloud ends.

use std::fs;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::time::Duration;

use carebell_local::wait_for;

const GUARD: &str = include_str!("../src/guard.py");

fn runs(pid: &str) -> bool {
    let status = Command::new("kill").args(["-0", pid]).stderr(Stdio::null()).status();
    status.expect("kill").success()
}

#[test]
fn all_processes_and_the_folder_go_with_the_input() {
    let folder = tempfile::tempdir().expect("a folder");
    let work = folder.path().join("work");
    fs::create_dir(&work).expect("a folder");
    let mut guard = Command::new("python3")
        .args(["-c", GUARD])
        .arg(&work)
        // Like the emulator, which starts the functions.
        .args(["sh", "-c", "sleep 600 & echo $! > pid; wait"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .process_group(0)
        .spawn()
        .expect("python3");
    let limit = Duration::from_secs(20);
    let grandchild = wait_for("the command's own process", limit, || {
        let pid = fs::read_to_string(folder.path().join("pid")).unwrap_or_default();
        Ok(pid.ends_with('\n').then(|| pid.trim().to_owned()))
    })
    .expect("a process");
    assert!(runs(&grandchild));

    drop(guard.stdin.take());
    guard.wait().expect("the guard's end");
    wait_for("the end of all", limit, || Ok((!runs(&grandchild)).then_some(()))).expect("an end");
    assert!(!work.exists());
}
