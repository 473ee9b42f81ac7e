//! What the tests share: a project in a temporary folder, the real program run
//! on it, and the letters' text.
//!
//! Nothing here names the library: a test program that does is linked with Typst, and
//! most of them run the binary only.

#![allow(dead_code, reason = "each test file is a program of its own and uses a part of this")]

pub mod alterations;
pub mod browser;
pub mod cases;
pub mod desk;
pub mod embedded;
pub mod likeness;
pub mod live;
pub mod machine;
pub mod made;
pub mod random;
pub mod reading;
pub mod s3;
pub mod shards;
#[cfg(target_os = "linux")]
pub mod terminal;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// The repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Names that a letter must have right, whichever font they come from.
pub const NAMES: [&str; 11] = [
    "株式会社髙﨑ⅲ㈱①",
    "葛\u{E0101}城辻\u{E0101}合同会社",
    "渡邉\u{E0100}・邉商店、邊\u{E0100}",
    "辻と辻\u{E0100}と辻\u{E0101}",
    // Only the font without TrueType outlines has the first character.
    "𠮷野家具店",
    "𠮷野・𡈽田・𠮷田",
    "か\u{3099}く\u{3099}ハ\u{309A}ン店、がぐパン店",
    "ｱｲｳ商店 Ａ＆Ｂ A&B",
    "ｶﾞﾊﾟｼﾞ商会",
    "fi ffi — “Smith”",
    "〇",
];

/// The only notice of the small project, and of the model.
pub const NOTICE: &str = "data/notices/report-1.yaml";

/// What the notice of the small project begins with.
pub const OPENING: &str = "  - このたびの障害について{{ client.name }}の皆様にお詫び申し上げます。";

/// A client's record: this id, this name as YAML has it, and no more than must be.
pub fn record(id: &str, name: &str) -> String {
    format!(
        "- id: {id}\n  name: {name}\n  honorific: 御中\n  業務: [給与計算]\n  \
         route: 調整中\n  notify: 保留\n"
    )
}

/// The records of clients with [`NAMES`], to be added to a list.
pub fn hard_names() -> String {
    let client = |(number, name)| record(&format!("N-{number}"), &format!("\"{name}\""));
    format!("\n{}", NAMES.iter().enumerate().map(client).collect::<String>())
}

/// A project that a test may change.
pub struct TestProject {
    folder: tempfile::TempDir,
}

impl TestProject {
    /// The repository's own facts: the model letter and all its clients.
    pub fn model() -> Self {
        let project = Self::empty();
        copy_tree(&repository().join("data"), &project.path("data"));
        project
    }

    /// A small project of two clients.
    pub fn base() -> Self {
        let project = Self::empty();
        project.overlay(&repository().join("tests/base"));
        project
    }

    /// The small project with so many clients instead of its two.
    pub fn of_clients(count: usize) -> Self {
        let project = Self::base();
        let client = |number| record(&format!("N-{number:04}"), &format!("第{number}商店"));
        project.write("data/clients.yaml", &(0..count).map(client).collect::<String>());
        project
    }

    /// The small project with a registered name, and this text as the beginning of its notice.
    pub fn with_opening(text: &str) -> Self {
        let project = Self::base();
        project.edit("data/incident.yaml", "bulletins:", "vars: {ベンダー: ＭＫ社}\nbulletins:");
        let (plain, named) = ("text: 障害の", "text: \"{{ ベンダー }}より障害の");
        project.edit("data/incident.yaml", plain, named);
        project.edit("data/incident.yaml", "報告を受ける。}", "報告を受ける。\"}");
        let opening = text.replace('\n', "\n    ");
        project.edit(NOTICE, OPENING, &format!("  - |\n    {opening}"));
        project
    }

    /// A project without facts.
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// Copies the files of a folder over the project's.
    pub fn overlay(&self, folder: &Path) {
        copy_tree(folder, self.folder.path());
    }

    /// Copies the facts of another project, and its own templates.
    pub fn overlay_data(&self, folder: &Path) {
        for name in ["data", "templates"] {
            if folder.join(name).is_dir() {
                copy_tree(&folder.join(name), &self.path(name));
            }
        }
    }

    /// A path in the project.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.folder.path().join(relative)
    }

    /// Replaces a piece of text in a file; it must be there.
    pub fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.path(file);
        let text = fs::read_to_string(&path).expect("a readable file");
        assert!(text.contains(from), "{file} has no {from:?}");
        fs::write(&path, text.replacen(from, to, 1)).expect("a writable file");
    }

    /// Adds to the end of a file.
    pub fn append(&self, file: &str, text: &str) {
        let before = fs::read_to_string(self.path(file)).expect("a readable file");
        self.write(file, &format!("{before}{text}"));
    }

    /// Writes a file.
    pub fn write(&self, file: &str, text: &str) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a writable file");
    }

    /// The program on this project, ready to be run, with messages in English.
    pub fn command(&self, args: &[&str]) -> Command {
        self.command_in("en", args)
    }

    /// The same with messages in this language.
    pub fn command_in(&self, lang: &str, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_oshirase"));
        command.args(["--project".as_ref(), self.folder.path().as_os_str()]);
        command.args(["--lang", lang]).args(args);
        command.env("NO_COLOR", "1").env_remove("CLICOLOR_FORCE");
        command
    }

    /// Runs the program.
    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("the program starts")
    }

    /// Runs the program; its exit code and what it says, on both channels.
    pub fn said(&self, args: &[&str]) -> String {
        said(&self.run(args))
    }

    /// Runs the program with `--json`; what it says on standard output.
    pub fn json(&self, args: &[&str]) -> Value {
        let output = self.command(args).arg("--json").output().expect("the program starts");
        serde_json::from_slice(&output.stdout).expect("JSON on standard output")
    }

    /// What the program finds, as it says with `--json`.
    pub fn problems(&self, args: &[&str]) -> Vec<Value> {
        let mut said = self.json(args);
        match said["problems"].take() {
            Value::Array(problems) => problems,
            _ => panic!("no list of problems: {said}"),
        }
    }

    /// What `check` finds, each as `id: words → correction`, in the order of the
    /// file. The correction is what `--fix` writes.
    pub fn findings(&self) -> Vec<String> {
        let finding = |problem: &Value| {
            let check = problem["check"].as_str().unwrap_or("(no check)");
            let Some(file) = problem["file"].as_str() else { return check.to_owned() };
            let text = fs::read_to_string(self.path(file)).expect("a file");
            let byte = |index: usize| problem["bytes"][index].as_u64().expect("a number") as usize;
            let words = text[byte(0)..byte(1)].replace('\n', "⏎");
            match problem["fix"].as_str() {
                Some(fix) => format!("{check}: {words} → {fix}"),
                None => format!("{check}: {words}"),
            }
        };
        self.problems(&["check"]).iter().map(finding).collect()
    }

    /// Runs the program, which must succeed.
    pub fn succeed(&self, args: &[&str]) {
        let output = self.run(args);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{said}");
    }

    /// The letters of a notice that are on the disk, by file name, sorted.
    pub fn letters(&self, notice: &str) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.path("out").join(notice)) else { return Vec::new() };
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// The text of the only notice of the small project.
    pub fn notice(&self) -> String {
        fs::read_to_string(self.path(NOTICE)).expect("a readable file")
    }

    /// A letter's file.
    pub fn letter(&self, client: &str) -> PathBuf {
        self.path("out/report-1").join(format!("{client}.pdf"))
    }

    /// Exit code, standard error and letters in one text, with what changes
    /// from run to run replaced.
    pub fn story(&self, args: &[&str]) -> String {
        self.story_in("en", args)
    }

    /// The same in this language.
    pub fn story_in(&self, lang: &str, args: &[&str]) -> String {
        let output = self.command_in(lang, args).output().expect("the program starts");
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.replace(&self.folder.path().display().to_string(), "PROJECT");
        let mut story = format!("exit code {}\n", output.status.code().unwrap_or(-1));
        for line in said.lines() {
            story.push_str(&without_seconds(line));
            story.push('\n');
        }
        story.push_str(&format!("letters: {}\n", self.letters("report-1").join(" ")));
        story
    }
}

/// The exit code of a run of the program, and what it said on both channels.
pub fn said(output: &Output) -> String {
    let code = output.status.code().unwrap_or(-1);
    let [said, printed] =
        [&output.stderr, &output.stdout].map(|it| String::from_utf8_lossy(it).into_owned());
    format!("exit code {code}\n{said}{printed}")
}

/// `(3 pages, 0.2 s)` becomes `(3 pages, … s)`, in both languages.
pub fn without_seconds(line: &str) -> String {
    for (beginning, end) in [("made ", " s)"), ("作成", "秒）")] {
        if let Some(rest) = line.strip_suffix(end).filter(|_| line.starts_with(beginning)) {
            let start = rest.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
            return format!("{start}…{end}");
        }
    }
    line.trim_end().to_owned()
}

fn copy_tree(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy_tree(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a copy");
        }
    }
}

/// The files in a folder and in all folders below it.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        match entry.file_type().expect("a type").is_dir() {
            true => files.extend(files_below(&entry.path())),
            false => files.push(entry.path()),
        }
    }
    files
}

/// Whether bytes hold these, one after the other.
pub fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|it| it == part)
}

/// Whether there is a strace; where there is none, says that the test is left out.
pub fn has_strace() -> bool {
    let has = Command::new("strace").arg("-V").output().is_ok();
    if !has {
        assert!(std::env::var_os("CI").is_none(), "CI installs strace");
        eprintln!("SKIPPED: there is no strace, which `tests/run` installs");
    }
    has
}

/// The number in a variable of the environment that says how much a test tries.
pub fn number_in(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// Runs a program that CI installs and a reader of the README is told of.
pub fn tool(name: &str, args: &[&str]) -> Vec<u8> {
    let output = Command::new(name).args(args).output().unwrap_or_else(|error| {
        panic!("the tests need `{name}`, which `tests/run` installs: {error}")
    });
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name} {args:?}: {said}");
    output.stdout
}

/// The text of a letter's pages, the foot of the page left out.
pub fn text_of(pdf: &Path) -> String {
    // A4 is 595 by 842 points; the text ends 102 points above the paper's edge.
    let page = ["-x", "0", "-y", "0", "-W", "595", "-H", "750"];
    let mut args = vec!["-raw"];
    args.extend(page);
    let path = pdf.to_string_lossy();
    args.extend([path.as_ref(), "-"]);
    String::from_utf8(tool("pdftotext", &args)).expect("UTF-8")
}

/// The text without any white space.
pub fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
