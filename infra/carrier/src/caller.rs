//! Finds the process at the other end of a connection, so that a test can end it while its answer
//! is held.

use std::fs;
use std::net::SocketAddr;

/// The process on this machine whose end of a connection has this address, while it is open.
///
/// Reads Linux's `/proc` (proc(5)): elsewhere, and for the processes of other users, it finds none.
pub fn process_of(caller: SocketAddr) -> Option<u32> {
    let link = format!("socket:[{}]", inode(caller)?);
    let processes = fs::read_dir("/proc").ok()?.filter_map(Result::ok);
    processes.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).find(|process| holds(*process, &link))
}

/// The socket's inode: the tenth field of the row whose local address it is.
fn inode(local: SocketAddr) -> Option<String> {
    let SocketAddr::V4(local) = local else {
        return None;
    };
    let address = u32::from_ne_bytes(local.ip().octets());
    let address = format!("{address:08X}:{:04X}", local.port());
    let table = fs::read_to_string("/proc/net/tcp").ok()?;
    let rows = table.lines().map(|row| row.split_whitespace().collect::<Vec<_>>());
    rows.filter(|fields| fields.get(1) == Some(&address.as_str()))
        .find_map(|fields| fields.get(9).map(|inode| (*inode).to_owned()))
}

fn holds(process: u32, link: &str) -> bool {
    let Ok(files) = fs::read_dir(format!("/proc/{process}/fd")) else {
        return false;
    };
    files
        .filter_map(Result::ok)
        .filter_map(|file| fs::read_link(file.path()).ok())
        .any(|target| target.as_os_str() == link)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::net::{TcpListener, TcpStream};

    use super::*;

    #[test]
    fn the_process_of_a_connection_is_found_while_it_is_open() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let stream = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (accepted, caller) = listener.accept().unwrap();
        assert_eq!(process_of(caller), Some(std::process::id()));
        drop((stream, accepted));
        assert_eq!(process_of(caller), None);
    }
}
