//! The corpus of right and wrong texts: each is found to be what it is.
//!
//! `cargo test --test corpus weekday` looks at the texts in which a wrong weekday is
//! to be found, `cargo test --test corpus right` at those in which nothing is.

mod common;

use std::collections::BTreeSet;
use std::process::ExitCode;

use common::TestProject;
use common::cases::Text;
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let trials = Text::all().into_iter().map(trial).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn trial(text: Text) -> Trial {
    let check = |finding: &str| finding.split(':').next().unwrap_or_default().to_owned();
    let checks: BTreeSet<String> = text.finds.iter().map(|finding| check(finding)).collect();
    let kind = match checks.is_empty() {
        true => "right".to_owned(),
        false => checks.into_iter().collect::<Vec<_>>().join(", "),
    };
    Trial::test(text.name(), move || is_what_it_is(&text)).with_kind(kind)
}

fn is_what_it_is(text: &Text) -> Result<(), Failed> {
    let found = TestProject::with_opening(&text.text).findings();
    match found == text.finds {
        true => Ok(()),
        false => Err(format!("expected {:?}\nfound    {found:?}", text.finds).into()),
    }
}
