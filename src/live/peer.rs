//! Whose program is at the other end of a connection.
//!
//! An address that is seen in a command line can be opened by whoever is faster than
//! the browser. Linux tells which user has made a connection; on other systems the
//! addresses alone keep others out.

use std::net::{IpAddr, SocketAddr};
#[cfg(target_os = "linux")]
use std::os::unix::fs::MetadataExt;

/// The system's own user, who may do anything; WSL brings a browser of Windows in its name.
const ROOT: u32 = 0;

/// Whether a connection is of our own user, as far as the system tells.
#[cfg(target_os = "linux")]
pub fn is_own(peer: SocketAddr, own: SocketAddr) -> bool {
    let Ok(me) = std::fs::metadata("/proc/self").map(|it| it.uid()) else { return true };
    // A browser is hardly root's, whoever has started the program so.
    if me == ROOT {
        return true;
    }
    let tables = ["/proc/net/tcp", "/proc/net/tcp6"].map(std::fs::read_to_string);
    let user = tables.iter().flatten().find_map(|table| user_in(table, peer, own));
    user.is_none_or(|user| user == me || user == ROOT)
}

/// Whether a connection is of our own user: the system does not tell.
#[cfg(not(target_os = "linux"))]
pub fn is_own(_: SocketAddr, _: SocketAddr) -> bool {
    true
}

/// The user who holds the end `peer` of a connection to `own`, in one of the kernel's
/// tables (proc_pid_net(5)). An end that is being closed is nobody's any more.
#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "only Linux has the tables"))]
fn user_in(table: &str, peer: SocketAddr, own: SocketAddr) -> Option<u32> {
    table.lines().find_map(|line| {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let [_, local, remote, _, _, _, _, user, ..] = columns[..] else { return None };
        let is_it = names(local, peer) && names(remote, own);
        is_it.then(|| user.parse().ok()).flatten()
    })
}

/// Whether an address of the table is this one, in the family's own form or as an
/// IPv4 address in one of IPv6.
fn names(written: &str, address: SocketAddr) -> bool {
    let Some((host, port)) = written.split_once(':') else { return false };
    let octets = match address.ip() {
        IpAddr::V4(ip) if host.len() == 8 => ip.octets().to_vec(),
        IpAddr::V4(ip) => ip.to_ipv6_mapped().octets().to_vec(),
        IpAddr::V6(ip) => ip.octets().to_vec(),
    };
    // Words of four bytes, each as a number of this machine.
    let words = octets.chunks(4).filter_map(|word| word.try_into().ok().map(u32::from_ne_bytes));
    let is_host = words.map(|word| format!("{word:08X}")).collect::<String>() == host;
    is_host && u16::from_str_radix(port, 16) == Ok(address.port())
}

#[cfg(test)]
mod tests {
    use std::net::{TcpListener, TcpStream};

    use super::*;

    #[test]
    fn the_user_of_a_connection_is_found_by_both_ends() {
        let table = "\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1CD4 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1 0
   1: 0100007F:1CD4 0100007F:A1B2 01 00000000:00000000 00:00000000 00000000  1000        0 2 1 0
   2: 0100007F:A1B2 0100007F:1CD4 01 00000000:00000000 00:00000000 00000000  1001        0 3 1 0
   3: 0000000000000000FFFF00000100007F:A1B3 0000000000000000FFFF00000100007F:1CD4 01 0:0 0:0 0 1002 0 4
";
        let [own, peer, mapped, unknown] =
            [0x1CD4, 0xA1B2, 0xA1B3, 0xA1B4].map(|port| SocketAddr::from(([127, 0, 0, 1], port)));
        if cfg!(target_endian = "little") {
            assert_eq!(user_in(table, peer, own), Some(1001));
            assert_eq!(user_in(table, own, peer), Some(1000));
            assert_eq!(user_in(table, mapped, own), Some(1002));
            assert_eq!(user_in(table, unknown, own), None);
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_kernel_knows_us() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let own = listener.local_addr().expect("an address");
        let stream = TcpStream::connect(own).expect("a connection");
        let peer = stream.local_addr().expect("an address");
        let table = std::fs::read_to_string("/proc/net/tcp").expect("the table");
        let me = std::fs::metadata("/proc/self").expect("ourselves").uid();
        assert_eq!(user_in(&table, peer, own), Some(me));
        assert!(is_own(peer, own));
    }
}
