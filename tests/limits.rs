//! Hostile files: each ends in a clear error, with nothing half written.

mod common;

use std::fs;

use common::{NOTICE, OPENING, TestProject};

/// The first line that the program says, which must fail with this code and
/// leave nothing unfinished behind.
fn first_line(project: &TestProject, args: &[&str], code: i32) -> String {
    let output = project.run(args);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{said}");
    let letters = project.letters("report-1");
    assert!(letters.iter().all(|name| !name.starts_with('.')), "{letters:?}");
    said.lines().next().unwrap_or_default().to_owned()
}

fn with_data(file: &str, text: &str) -> TestProject {
    let project = TestProject::base();
    project.write(file, text);
    project
}

fn with_template(body: &str) -> TestProject {
    with_data(
        "templates/report.typ",
        &format!(
            "#set document(title: \"x\", date: datetime(year: 2024, month: 2, day: 6))\n{body}\n"
        ),
    )
}

#[cfg(unix)]
#[test]
fn a_device_or_pipe_in_place_of_a_file_is_not_read() {
    let project = TestProject::base();
    let path = project.path("data/incident.yaml");
    fs::remove_file(&path).expect("a file to remove");
    std::os::unix::fs::symlink("/dev/zero", &path).expect("a link");
    let output = project.run(&["generate"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("leads to a file that is not in this project"), "{said}");
    fs::remove_file(&path).expect("a link to remove");
    common::tool("mkfifo", &[&path.to_string_lossy()]);
    let output = project.run(&["generate"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("it is not a file"), "{output:?}");
}

#[test]
fn a_file_without_end_is_not_read() {
    let project = TestProject::base();
    let file = fs::File::options().write(true).open(project.path(NOTICE));
    file.expect("a file").set_len(6 << 30).expect("a sparse file");
    let output = project.run(&["generate"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("it has more than 64 MiB"), "{said}");
}

#[test]
fn nesting_without_end_is_an_error() {
    for text in [
        "[".repeat(100_000),
        "{a: ".repeat(100_000),
        "- id: C-1\n  name: ".to_owned() + &"[".repeat(100_000),
    ] {
        let project = with_data("data/clients.yaml", &text);
        let line = first_line(&project, &["generate"], 1);
        assert_eq!(line, "error: more than 128 brackets are open here");
    }
    for text in ["- ".repeat(100_000), "? ".repeat(100_000)] {
        let line = first_line(&with_data("data/clients.yaml", &text), &["generate"], 1);
        assert_eq!(line, "error: this is not YAML: recursion limit exceeded");
    }
}

#[test]
fn a_bracket_in_a_text_is_no_nesting() {
    let project = TestProject::base();
    project.edit(NOTICE, "再開まで手作業", &("あ[記]".repeat(3) + &"あ[".repeat(200)));
    project.succeed(&["check"]);
}

#[test]
fn an_alias_bomb_is_an_error() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    for file in ["data/incident.yaml", "data/clients.yaml"] {
        let line = first_line(&with_data(file, &bomb), &["generate"], 1);
        assert_eq!(line, "error: this is not YAML: repetition limit exceeded");
    }
}

#[test]
fn of_very_many_unknown_keys_some_are_named() {
    let project = TestProject::base();
    let text = fs::read_to_string(project.path("data/incident.yaml")).expect("a file");
    let keys: String = (0..50_000).map(|key| format!("k{key}: 1\n")).collect();
    project.write("data/incident.yaml", &(text + &keys));
    let line = first_line(&project, &["generate"], 1);
    assert_eq!(line, "error: and 49980 more unknown keys");
}

#[test]
fn of_very_many_problems_the_first_are_told() {
    // What is equal is told together; each of these records has a mistake of its own too.
    let client = |client| format!("- id: C-{client}\n  mistake-{client}: 1\n");
    let clients: String = (0..20_000).map(client).collect();
    let project = with_data("data/clients.yaml", &clients);
    let output = project.run(&["generate"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("more problems are not shown"), "{said}");
    assert!(said.matches("error: ").count() <= 101, "{said}");
    let result = project.json(&["generate"]);
    assert!(result["problems"].as_array().is_some_and(|it| it.len() > 1_000));
    assert_eq!(result["failed"], 20_000);
}

#[test]
fn templates_and_sources_without_end_are_errors() {
    for (body, expected) in [
        ("{% for i in range(end=10000000000) %}x{% endfor %}", "which exceeds the limit of 100000"),
        ("{% include \"report.typ\" %}", "Circular include"),
        ("#{while true {}}", "condition is always true"),
        ("#let f(x) = f(x + 1)\n#f(1)", "maximum function call depth exceeded"),
        (
            "#context { for i in range(query(metadata).len() + 1) { metadata(i) } }",
            "did not converge",
        ),
    ] {
        let line = first_line(&with_template(body), &["generate"], 1);
        assert!(line.contains(expected), "{body}: {line}");
    }
    for (open, close, expected) in [
        ("{{ (", ") }}", "The expression is too complex"),
        ("{% if true %}", "{% endif %}", "The template nesting is too deep"),
        ("#{(", ")}", "maximum parsing depth exceeded"),
    ] {
        let inner = if open.starts_with("{%") { "{% if true %}" } else { "(" }.repeat(50_000);
        let project = with_template(&format!("{open}{inner}{close}"));
        let line = first_line(&project, &["generate"], 1);
        assert!(line.contains(expected), "{open}: {line}");
    }
}

/// The watchdog reads the memory where the system tells it.
#[cfg(target_os = "linux")]
#[test]
fn a_letter_that_eats_memory_ends_the_program() {
    let project = with_template("#range(10000000000).len()");
    let line = first_line(&project, &["generate"], 1);
    assert_eq!(line, "error: the program took more than 1536 MiB of memory and was ended");
}

#[test]
fn a_letter_that_is_never_done_ends_the_program() {
    let project = with_template(
        "{% for i in range(end=100000) %}{% for j in range(end=100000) %}{% endfor %}{% endfor %}",
    );
    let line = first_line(&project, &["generate"], 1);
    assert_eq!(line, "error: a letter took more than 20 seconds, and the program was ended");
}

/// Every option that takes a text, on a command that has nothing else wrong.
const TEXT_OPTIONS: [&[&str]; 24] = [
    &["issue", "--yes", "--by"],
    &["issue", "--yes", "--by", "山田", "--how"],
    &["issue", "--yes", "--by", "山田", "--notice"],
    &["notice", "new", "--id"],
    &["notice", "new", "--title"],
    &["notice", "new", "--from"],
    &["notice", "facts", "--output", "facts-then"],
    &["report-sheet", "--client"],
    &["bulletin", "add", "--text", "報告。", "--at"],
    &["bulletin", "add", "--at", "2024-02-08T09:00", "--text"],
    &["bulletin", "add", "--at", "2024-02-08T09:00", "--text", "報告。", "--label"],
    &["generate", "--client"],
    &["generate", "--notice"],
    &["check", "--client"],
    &["status", "--notice"],
    &["diff", "C-1", "--with"],
    &["diff"],
    &["preview", "--no-open", "-o"],
    &["preview", "--no-open"],
    &["show"],
    &["show", "C-1", "--notice"],
    &["show", "C-1", "-o"],
    &["verify", "--notice"],
    &["verify", "--project"],
];

#[test]
fn a_value_of_an_option_has_an_end_and_says_something() {
    let project = TestProject::base();
    project.succeed(&["generate"]);
    for option in TEXT_OPTIONS {
        let takes_lines = option.ends_with(&["--text"]);
        let values = [
            ("あ".repeat(40_000), "it has 40000 characters, and "),
            ("あ\u{7}い".to_owned(), "control character"),
            ("あ\u{1B}[31mい".to_owned(), "control character"),
            ("あ\u{2028}い".to_owned(), "control character"),
            ("あ\nい".to_owned(), "it has a line break or another control character"),
            (" ".to_owned(), "it is empty"),
        ];
        for (value, reason) in values {
            if takes_lines && value.contains('\n') {
                continue;
            }
            let output = project.run(&[option, &[value.as_str()]].concat());
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{option:?}: {said}");
            assert!(said.contains(reason), "{option:?}: {said}");
            assert!(said.chars().count() < 400, "{option:?}: {said}");
            let written = said.contains(['\u{1B}', '\u{7}']);
            assert!(!written, "{option:?}: {said:?}");
        }
    }
    // What there is room for is taken.
    let how = "便".repeat(200);
    project.succeed(&["issue", "--yes", "--by", &how, "--how", &how]);
}

#[test]
fn what_was_typed_is_said_shortly() {
    let project = TestProject::base();
    for args in [
        vec!["x".repeat(40_000)],
        vec!["generate".to_owned(), "x".repeat(40_000)],
        vec!["generate".to_owned(), format!("--{}", "x".repeat(40_000))],
        vec!["generate".to_owned(), "--jobs".to_owned(), "9".repeat(40_000)],
        vec!["check".to_owned(), "--lang".to_owned(), "x\u{1B}[31m".repeat(4_000)],
    ] {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let output = project.run(&args);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.chars().count() < 400 && !said.contains('\u{1B}'), "{said}");
    }
}

#[test]
fn a_record_fits_into_the_list_of_what_is_sent() {
    for (key, value) in [
        ("name", "あ".repeat(40_000)),
        ("person", format!("{{name: {}}}", "あ".repeat(40_000))),
        ("person", format!("{{department: {}}}", "あ".repeat(40_000))),
        ("address", format!("[{}]", vec!["あ"; 40_000].join(", "))),
        ("postal_code", "1".repeat(40_000)),
    ] {
        let project = TestProject::base();
        let clients = fs::read_to_string(project.path("data/clients.yaml")).expect("a file");
        let first = clients.find("\n- ").expect("two clients");
        let own = format!("  {key}: ");
        let kept = clients[..first].lines().filter(|line| !line.starts_with(&own));
        let record = kept.collect::<Vec<_>>().join("\n");
        let text = format!("{record}\n{own}{value}{}", &clients[first..]);
        project.write("data/clients.yaml", &text);
        let output = project.run(&["generate"]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{key}: {said}");
        assert!(said.contains("data/clients.yaml"), "{key}: {said}");
    }
}

/// A font file with these tables (OpenType 1.9, "Organization of an OpenType Font").
fn font(tables: &[(&[u8; 4], Vec<u8>)], before: usize) -> Vec<u8> {
    let number = u16::try_from(tables.len()).expect("few tables");
    let mut directory = [&[0, 1, 0, 0][..], &number.to_be_bytes(), &[0; 6]].concat();
    let start = before + directory.len() + 16 * tables.len();
    let mut body = Vec::new();
    for (tag, table) in tables {
        directory.extend(*tag);
        for value in [0, start + body.len(), table.len()] {
            directory.extend(u32::try_from(value).expect("a small file").to_be_bytes());
        }
        body.extend(table);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    [directory, body].concat()
}

fn words(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|it| it.to_be_bytes()).collect()
}

/// The tables of a small font, of whose characters this is the table.
fn tables(cmap: Vec<u8>) -> Vec<(&'static [u8; 4], Vec<u8>)> {
    let mut head = vec![0; 54];
    head[..4].copy_from_slice(&[0, 1, 0, 0]);
    head[12..16].copy_from_slice(&[0x5F, 0x0F, 0x3C, 0xF5]);
    head[18..20].copy_from_slice(&1000_u16.to_be_bytes());
    let mut hhea = vec![0; 36];
    hhea[..4].copy_from_slice(&[0, 1, 0, 0]);
    hhea[34..].copy_from_slice(&[0, 1]);
    let name: Vec<u16> = "Hostile".encode_utf16().collect();
    let length = u16::try_from(name.len() * 2).expect("a short name");
    let name = [words(&[0, 1, 18, 3, 1, 0x409, 1, length, 0]), words(&name)].concat();
    vec![
        (b"cmap", cmap),
        (b"head", head),
        (b"hhea", hhea),
        (b"hmtx", words(&[500, 0])),
        (b"maxp", words(&[0, 0x5000, 1])),
        (b"name", name),
    ]
}

/// A table of characters in so many runs, each from one code to another.
fn runs(number: u32, first: u32, last: u32) -> Vec<u8> {
    let longs = |numbers: &[u32]| numbers.iter().flat_map(|it| it.to_be_bytes()).collect();
    let header: Vec<u8> = longs(&[12 << 16, 16 + 12 * number, 0, number]);
    let runs: Vec<u8> = longs(&[first, last, 0]);
    [words(&[0, 1, 3, 10, 0, 12]), header, runs.repeat(number as usize)].concat()
}

#[test]
fn a_font_that_claims_too_much_is_named() {
    let collection = |fonts: u32, size: usize| {
        let mut file = [&b"ttcf\0\x01\0\0"[..], &fonts.to_be_bytes()].concat();
        file.resize(size, 0);
        file
    };
    // Every font of the collection is the same one.
    let same = |fonts: u32| {
        let start = 12 + 4 * fonts as usize;
        let offset = u32::try_from(start).expect("a small file").to_be_bytes();
        let header = [&b"ttcf\0\x01\0\0"[..], &fonts.to_be_bytes()].concat();
        let one = font(&tables(runs(1, 0, 0x10_FFFF)), start);
        [header, offset.repeat(fonts as usize), one].concat()
    };
    let overlapping = {
        // Format 4, in which each segment has all characters.
        let segments = 8000;
        let header = words(&[4, 65_535, 0, segments * 2, 0, 0, 0]);
        let all = |code: u16| words(&vec![code; usize::from(segments)]);
        let table = [header, all(0xFFFF), vec![0, 0], all(0), all(1), all(0)].concat();
        [words(&[0, 1, 3, 1, 0, 12]), table].concat()
    };
    let not_a_font = "`fonts/x.ttc` is not a font";
    let too_many = "`fonts/x.ttc` claims to have more characters than there are";
    for (file, expected) in [
        (collection(u32::MAX, 112), "`fonts/x.ttc` claims to hold 4294967295 fonts"),
        (collection(65_535, 112), "`fonts/x.ttc` claims to hold 65535 fonts"),
        (collection(257, 12), "`fonts/x.ttc` claims to hold 257 fonts"),
        (collection(2, 20), not_a_font),
        (Vec::new(), not_a_font),
        (b"wOF2".repeat(100), not_a_font),
        (vec![0xFF; 1000], not_a_font),
        (font(&[], 0), not_a_font),
        (same(256), too_many),
        (font(&tables(runs(1, 0, u32::MAX)), 0), too_many),
        (font(&tables(runs(1, 0x11_0000, 0x11_0001)), 0), too_many),
        (font(&tables(runs(100_000, 0, 0x10_FFFF)), 0), too_many),
        (font(&tables(overlapping), 0), too_many),
    ] {
        let project = TestProject::base();
        fs::create_dir(project.path("fonts")).expect("a folder");
        fs::write(project.path("fonts/x.ttc"), file).expect("a font");
        for command in [&["generate"][..], &["check"], &["status"]] {
            let output = project.run(command);
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(said.contains(expected), "{command:?}, {expected}: {said}");
            assert!(said.contains("replace it by a TrueType or OpenType file"), "{said}");
        }
    }
    // Of one that claims what there is, nothing is said.
    let project = TestProject::base();
    fs::create_dir(project.path("fonts")).expect("a folder");
    let one = font(&tables(runs(1, 0, 0x10_FFFF)), 0);
    fs::write(project.path("fonts/x.ttf"), one).expect("a font");
    project.succeed(&["generate"]);
}

#[test]
fn files_without_number_or_end_are_named() {
    let project = TestProject::base();
    for number in 0..=10_000 {
        project.write(&format!("fonts/{number}.ttf"), "");
    }
    let line = first_line(&project, &["generate"], 1);
    assert_eq!(line, "error: there are more than 10000 files of one kind in `fonts/`");
    let project = TestProject::base();
    for number in 0..3 {
        project.write(&format!("fonts/{number}.ttf"), "");
        let file =
            fs::File::options().write(true).open(project.path(&format!("fonts/{number}.ttf")));
        file.expect("a file").set_len(250 << 20).expect("a sparse file");
    }
    let output = project.run(&["check"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.contains("the pictures and fonts of this project have more than 512 MiB"),
        "{said}"
    );
}

#[test]
fn what_is_said_of_a_very_long_line_is_short() {
    let long = "a".repeat(3_000_000);
    for (file, text) in [
        ("data/clients.yaml", format!("- id: C-1\n  name: {long}\n")),
        ("data/clients.yaml", ": ".repeat(100_000)),
        ("data/incident.yaml", long.clone()),
        ("data/incident.yaml", format!("{long}: 1\n")),
        ("data/incident.yaml", format!("name: [甲 #{long}]\n")),
        (NOTICE, format!("body: {{{long}}}\n")),
        ("data/office.yaml", "\u{FEFF}".repeat(100_000)),
    ] {
        let output = with_data(file, &text).run(&["check"]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{file}");
        assert!(said.contains(file), "{file}");
        assert!(said.len() < 20_000, "{file}: {} bytes", said.len());
    }
}

// Of what is long, twice as much takes twice as long and not four times: in the tests that
// follow there is so much of each that it would take minutes. What takes long by itself is
// left out.

#[test]
fn many_bulletins_are_read_in_time() {
    let bulletin = |number: u32| {
        let (day, hour, minute) = (1 + number / 1440, number / 60 % 24, number % 60);
        format!(
            "  - {{number: {}, at: 2024-01-{day:02}T{hour:02}:{minute:02}, \
             text: \"{{{{ ベンダー }}}}の報告{number}。\"}}\n",
            number + 1
        )
    };
    let bulletins: String = (0..3_000).map(bulletin).collect();
    let project = TestProject::base();
    let incident =
        format!("name: 障害\nvars: {{ベンダー: 株式会社あおい}}\nbulletins:\n{bulletins}");
    project.write("data/incident.yaml", &incident);
    project.succeed(&["check"]);
}

#[test]
fn many_records_in_one_piece_are_read_in_time_each_with_a_warning() {
    let record = |number: u32| {
        format!(
            "{{id: N-{number}, name: 第{number}　　商店, honorific: 御中, \
             業務: [給与計算], route: 調整中, notify: 保留}}"
        )
    };
    let records: Vec<String> = (0..2_000).map(record).collect();
    let project = with_data("data/clients.yaml", &format!("[{}]\n", records.join(", ")));
    let problems = project.problems(&["check"]);
    let of_names = problems.iter().filter(|it| it["check"] == "name-spaces");
    assert_eq!(of_names.count(), 2_000);
    assert_eq!(problems[0]["line"], 1);
}

#[test]
fn many_variables_with_numbers_are_looked_up_in_time() {
    let project = TestProject::base();
    let variables: String = (0..20_000).map(|it| format!("  値{it}: 1.{it}0\n")).collect();
    project.append("data/incident.yaml", &format!("vars:\n{variables}"));
    project.succeed(&["check"]);
}

#[test]
fn many_fields_of_a_record_are_noted_in_time() {
    let project = TestProject::base();
    let declared: String = (0..5_000).map(|it| format!("値{it}: {{}}\n")).collect();
    project.append("data/fields.yaml", &declared);
    let written: String = (0..5_000).map(|it| format!("  値{it}: 1.{it}0\n")).collect();
    project.append("data/clients.yaml", &written);
    project.succeed(&["check"]);
}

#[test]
fn a_paragraph_of_many_lines_each_of_which_may_begin_another_is_read_in_time() {
    let project = TestProject::base();
    let lines = "    　行。\n".repeat(20_000);
    let text = format!("  - |\n    {{% if false %}}\n{lines}    {{% endif %}}\n    文。");
    project.edit(NOTICE, OPENING, &text);
    project.succeed(&["check"]);
}

/// What decodes a picture asks for the memory of all its dots, and without it the system
/// ends the program.
#[test]
fn a_picture_that_claims_too_much_is_named() {
    let png = |width: u32, height: u32| {
        let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
        let header = [&b"IHDR"[..], &size, &[8, 0, 0, 0, 0]].concat();
        [&b"\x89PNG\r\n\x1A\n\0\0\0\x0D"[..], &header, &[0; 100]].concat()
    };
    let jpeg =
        b"\xFF\xD8\xFF\xC0\0\x11\x08\xFF\xFF\xFF\xFF\x03\x01\x22\0\x02\x11\x01\x03\x11\x01\xFF\xD9";
    for (name, picture) in [
        ("data/x.png", png(0x7FFF_FFFF, 0x7FFF_FFFF)),
        ("data/x.png", png(100_000_001, 1)),
        ("templates/x.png", png(u32::MAX, u32::MAX)),
        ("data/x.jpg", jpeg.to_vec()),
        ("data/x.jpeg", jpeg.to_vec()),
    ] {
        let project = TestProject::base();
        fs::create_dir_all(project.path("templates")).expect("a folder");
        fs::write(project.path(name), picture).expect("a picture");
        for command in [&["generate"][..], &["check"], &["status"]] {
            let output = project.run(command);
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(said.contains(&format!("`{name}` has more than 100 million dots")), "{said}");
        }
    }
}

#[test]
fn a_drawing_that_ends_what_draws_it_is_told() {
    let project = with_template("#image(\"/data/x.svg\", alt: \"x\")");
    project.write(
        "data/x.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100000\" height=\"100000\"><filter id=\"f\">\
         <feTurbulence baseFrequency=\"0.1\" numOctaves=\"100000\"/></filter>\
         <rect filter=\"url(#f)\" width=\"100000\" height=\"100000\"/></svg>",
    );
    let output = project.run(&["generate"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("error: oshirase itself failed while making this letter"), "{said}");
    assert!(said.contains("look at the letter's pictures, SVG above all"), "{said}");
}
