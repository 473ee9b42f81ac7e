//! The program on a terminal of its own, with somebody who types.

use std::io::Write as _;
use std::process::{Command, Stdio};

/// What the program says on a terminal when it is run with this line and this is typed;
/// `None` where there is no `script`.
pub fn on_a_terminal(line: &str, typed: &str) -> Option<String> {
    let program = env!("CARGO_BIN_EXE_oshirase");
    let line = format!("'{program}' --lang ja {line}");
    let spawned = Command::new("script")
        .args(["-qefc", &line, "/dev/null"])
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut child = match spawned {
        Ok(child) => child,
        Err(error) => {
            assert!(std::env::var_os("CI").is_none(), "CI has `script` (util-linux): {error}");
            eprintln!("SKIPPED: there is no `script` (Debian: bsdutils): {error}");
            return None;
        }
    };
    child.stdin.take().expect("a pipe").write_all(typed.as_bytes()).expect("a terminal");
    let output = child.wait_with_output().expect("an end");
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}
