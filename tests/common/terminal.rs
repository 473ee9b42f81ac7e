//! The program on a terminal of its own, with somebody who types.

use std::io::Write as _;
use std::process::{Command, Stdio};

/// What the program says on a terminal when it is run with this line and this is typed;
/// `None` where there is no `script`.
pub fn on_a_terminal(line: &str, typed: &str) -> Option<String> {
    let program = env!("CARGO_BIN_EXE_oshirase");
    let (_, said) = typed_into(&format!("'{program}' --lang ja {line}"), typed)?;
    Some(said)
}

/// The exit code of a shell's line on a terminal, into which this is typed, and what it
/// says; `None` where there is no `script`.
pub fn typed_into(line: &str, typed: &str) -> Option<(i32, String)> {
    let spawned = Command::new("script")
        .args(["-qefc", line, "/dev/null"])
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
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    Some((output.status.code().expect("a code"), said))
}
