//! GNU parallel on two hosts, which are one machine with two ports: each is reached by ssh, and
//! has a home folder of its own.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::common::{TestProject, files_below, tool};
use super::{CLIENTS, Daemon, assert_same, can_run, deployed, free_port, killed_once, whole};

const HOSTS: [&str; 2] = ["host-a", "host-b"];

/// Starts the hosts, with keys of their own, and says how `ssh` reaches them.
fn start_hosts(root: &Path) -> (Daemon, String) {
    let shown = root.display();
    for name in ["host-key", "key"] {
        let file = format!("{shown}/{name}");
        tool("ssh-keygen", &["-q", "-t", "ed25519", "-N", "", "-f", &file]);
    }
    // Where the daemon keeps its parts away from each other; a package's start makes it.
    fs::create_dir_all("/run/sshd").expect("a folder");
    let mut daemon = format!(
        "HostKey {shown}/host-key\nAuthorizedKeysFile {shown}/key.pub\nPidFile none\n\
         StrictModes no\nUsePAM no\nPasswordAuthentication no\n\
         PermitRootLogin prohibit-password\nMaxStartups 100\n"
    );
    let mut client = format!(
        "Host *\n  HostName 127.0.0.1\n  User root\n  IdentityFile {shown}/key\n  \
         IdentitiesOnly yes\n  UserKnownHostsFile /dev/null\n  StrictHostKeyChecking no\n  \
         LogLevel ERROR\n"
    );
    let mut matches = String::new();
    let mut said = Vec::new();
    for host in HOSTS {
        let port = free_port();
        fs::create_dir(root.join(host)).expect("a folder");
        daemon.push_str(&format!("ListenAddress 127.0.0.1:{port}\n"));
        client.push_str(&format!("Host {host}\n  Port {port}\n"));
        matches.push_str(&format!(
            "Match LocalPort {port}\n  ForceCommand cd {shown}/{host} && HOME=$PWD exec bash -c \
             \"$SSH_ORIGINAL_COMMAND\"\n"
        ));
        said.push(format!("listening on 127.0.0.1 port {port}"));
    }
    fs::write(root.join("sshd_config"), daemon + &matches).expect("a writable file");
    fs::write(root.join("ssh_config"), client).expect("a writable file");
    let said: Vec<&str> = said.iter().map(String::as_str).collect();
    // It asks to be started by its whole path.
    let mut command = Command::new("/usr/sbin/sshd");
    command.args(["-D", "-e", "-f"]).arg(root.join("sshd_config"));
    (Daemon::start(&mut command, &said), format!("ssh -F {shown}/ssh_config"))
}

/// What makes the letters of a project on these hosts.
fn start(project: &TestProject, shards: usize, hosts: &[&str], ssh: &str) -> Command {
    let mut start = Command::new(deployed("parallel/letters"));
    start.arg(project.path("")).arg(shards.to_string()).args(hosts).env("RSYNC_RSH", ssh);
    start
}

/// Eight shards on two hosts, one of them killed on the host where it is tried first. A third
/// host cannot be reached, which says so and is no reason to do without the others.
#[test]
fn hosts_make_the_letters_of_one_whole_run() {
    if !can_run(&["parallel", "rsync", "ssh", "sshd"]) {
        return;
    }
    let whole = whole();
    let project = TestProject::of_clients(CLIENTS);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    let (_hosts, ssh) = start_hosts(root);
    let mut start = start(&project, 8, &[&HOSTS[..], &["host-c"]].concat(), &ssh);
    start.env("OSHIRASE", killed_once(root)).env("HOME", root);
    let output = start.output().expect("it starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(root.join("killed").exists(), "{said}");
    assert!(said.contains("host-c cannot be reached"), "{said}");
    // On both there is a beginning of the shard that was killed.
    for host in HOSTS {
        let shard = root.join(host).join("oshirase-letters/out/shards/3-of-8");
        assert!(!files_below(&shard).is_empty(), "{host}: {said}");
    }
    assert_same(&project, &whole);
}

/// Whoever starts it from another script learns by the exit code whether all is there.
#[test]
fn the_exit_code_says_what_is_missing() {
    if !can_run(&["parallel", "rsync", "ssh", "sshd"]) {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    let (_hosts, ssh) = start_hosts(root);
    let project = TestProject::base();
    let code = |program: &str, hosts: &[&str]| {
        let mut start = start(&project, 2, hosts, &ssh);
        let output = start.env("OSHIRASE", program).env("HOME", root).output().expect("it starts");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let program = env!("CARGO_BIN_EXE_oshirase");
    let (nobody, said) = code(program, &["host-c"]);
    assert_eq!(nobody, Some(2), "{said}");
    let (no_program, said) = code("no-such-program", &HOSTS);
    assert_eq!(no_program, Some(2), "{said}");
    assert!(said.contains("nothing is merged: of 2 shards 0 are whole"), "{said}");
    project.edit("data/clients.yaml", "honorific: 御中", "honorific: ''");
    let (faults, said) = code(program, &HOSTS);
    assert_eq!(faults, Some(1), "{said}");
    assert_eq!(project.letters("report-1").len(), 1, "{said}");
}
