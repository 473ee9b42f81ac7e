//! What must not get into a letter, or to a terminal: files that are not the
//! project's, another record's values, characters that nobody sees, what a camera has
//! written into a picture.

mod common;

use std::fs;
use std::path::Path;

use common::{NOTICE, TestProject, holds, record, repository};
use serde_json::Value;

/// A word that no letter and no message may have.
const SECRET: &str = "SECRET-4711";

/// A template that prints this in a letter of one page.
fn with_template(project: &TestProject, body: &str) {
    let template = format!(
        "#set document(title: \"題\", date: datetime(year: 2024, month: 3, day: 1))\n#set page(footer: none)\n\
         #set text(font: \"BIZ UDMincho\", lang: \"ja\")\n{{{{ client.name }}}}\n{body}\n"
    );
    project.write("templates/report.typ", &template);
}

/// How this command ends, and everything that it says, in messages and in letters.
fn everything(project: &TestProject, args: &[&str]) -> (Option<i32>, String) {
    let output = project.run(args);
    let said = [output.stdout, output.stderr].concat();
    let mut said = String::from_utf8_lossy(&said).into_owned();
    for name in project.letters("report-1") {
        said += &common::text_of(&project.path("out/report-1").join(name));
    }
    (output.status.code(), said)
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    /// Puts a link in the place of a file or folder of the project, which goes.
    fn link(project: &TestProject, to: &Path, from: &str) {
        let from = project.path(from);
        fs::create_dir_all(from.parent().expect("a folder")).expect("a folder");
        if from.is_dir() {
            fs::remove_dir_all(&from).expect("the folder goes");
        } else if from.exists() {
            fs::remove_file(&from).expect("the file goes");
        }
        symlink(to, from).expect("a link");
    }

    /// Files of every kind outside of any project, each of which would do.
    fn outside() -> TestProject {
        let outside = TestProject::base();
        let picture = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text>{SECRET}</text></svg>"
        );
        outside.write("data/x.svg", &picture);
        outside.write("data/passwd", SECRET);
        outside.edit("data/clients.yaml", "株式会社いろは", SECRET);
        outside.edit("data/incident.yaml", "bulletins:", &format!("# {SECRET}\nbulletins:"));
        outside.write("templates/lib/letter.typ", SECRET);
        outside.write("templates/report.typ", SECRET);
        let font = repository().join("fonts/BIZUDMincho-Regular.ttf");
        fs::create_dir(outside.path("fonts")).expect("a folder");
        fs::copy(font, outside.path("fonts/x.ttf")).expect("a copy");
        outside
    }

    #[test]
    fn nothing_outside_of_the_project_is_read() {
        let outside = outside();
        for (from, to) in [
            ("data", "data"),
            ("data/clients.yaml", "data/clients.yaml"),
            ("data/clients", "data"),
            ("data/clients/more.yaml", "data/clients.yaml"),
            ("data/incident.yaml", "data/incident.yaml"),
            ("data/office.yaml", "data/office.yaml"),
            ("data/fields.yaml", "data/fields.yaml"),
            (NOTICE, NOTICE),
            ("data/notices", "data/notices"),
            ("data/x.svg", "data/passwd"),
            ("data/x.svg", "data/x.svg"),
            ("data/x.png", "data/clients.yaml"),
            ("templates", "templates"),
            ("templates/lib", "templates/lib"),
            ("templates/lib/letter.typ", "templates/lib/letter.typ"),
            ("templates/report.typ", "templates/report.typ"),
            ("templates/x.svg", "data/x.svg"),
            ("fonts", "fonts"),
            ("fonts/x.ttf", "fonts/x.ttf"),
        ] {
            let project = TestProject::base();
            if from.ends_with(".svg") {
                with_template(&project, &format!("#image(\"/{from}\", alt: \"絵\")"));
            }
            link(&project, &outside.path(to), from);
            for command in ["generate", "check"] {
                let (code, said) = everything(&project, &[command]);
                assert_eq!(code, Some(1), "{from}: {said}");
                assert!(said.contains("leads to a file that is not in this project"), "{said}");
                assert!(!said.contains(SECRET), "{from}: {said}");
                // What others share must be what was meant.
                let shared = !from.trim_end_matches("/more.yaml").ends_with("data/clients")
                    && from != "data/x.png";
                let made = project.letters("report-1").is_empty();
                assert!(made || !shared || from.starts_with("fonts"), "{from}: {said}");
            }
        }
    }

    #[test]
    fn a_link_says_what_kind_of_file_it_leads_to() {
        for (from, to) in [
            ("data/x.png", "clients.yaml"),
            ("data/x.svg", "clients.yaml"),
            ("templates/x.typ", "../data/clients.yaml"),
        ] {
            let project = TestProject::base();
            link(&project, Path::new(to), from);
            assert_eq!(everything(&project, &["generate"]).0, Some(1), "{from}");
        }
    }

    #[test]
    fn links_within_the_project_may_stay() {
        let project = TestProject::base();
        fs::rename(project.path("data"), project.path("2026")).expect("another name");
        link(&project, Path::new("2026"), "data");
        fs::rename(project.path("data/clients.yaml"), project.path("list.yaml")).expect("a name");
        link(&project, Path::new("../list.yaml"), "2026/clients.yaml");
        project.succeed(&["generate"]);
        // A project may itself be called by a link.
        let above = tempfile::tempdir().expect("a folder");
        let path = above.path().join("link");
        symlink(project.path(""), &path).expect("a link");
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_oshirase"));
        let output = command.arg("--project").arg(&path).arg("check").output().expect("it starts");
        assert_eq!(output.status.code(), Some(0));
    }
}

#[test]
fn a_template_reads_its_own_files_and_no_data() {
    let picture = format!("<svg xmlns='http://www.w3.org/2000/svg' id='{SECRET}'/>");
    for call in [
        "read(\"/data/x.svg\")",
        "std.read(\"/data/x.svg\")",
        "read(\"../data/x.svg\")",
        "str(read(\"/data/x.svg\", encoding: none))",
        "repr(xml(\"/data/x.svg\"))",
        "repr(std.xml(\"/data/x.svg\"))",
        "repr(csv(\"/data/x.svg\"))",
        "repr(json(\"/data/x.svg\"))",
        "repr(toml(\"/data/x.svg\"))",
        "repr(yaml(\"/data/x.svg\"))",
        "repr(cbor(\"/data/x.svg\"))",
        "{ let f = (std,).first().read; f(\"/data/x.svg\") }",
        "read.with(\"/data/x.svg\")()",
        "read(path(\"/data/x.svg\"))",
        "include \"/data/x.svg\"",
        "bibliography(\"/data/x.svg\")",
        "cite(<x>, style: \"/data/x.svg\")",
        "raw(\"x\", lang: \"x\", syntaxes: \"/data/x.svg\")",
        "raw(\"x\", lang: \"rs\", theme: \"/data/x.svg\")",
        "repr(plugin(\"/data/x.svg\"))",
        "read(\"/data/clients.yaml\")",
        "image(\"/data/clients.yaml\", alt: \"絵\")",
        "read(\"../../../../../../etc/passwd\")",
    ] {
        let project = TestProject::base();
        project.write("data/x.svg", &picture);
        with_template(&project, &format!("#{call}"));
        let (code, said) = everything(&project, &["generate", "--client", "C-1"]);
        assert_eq!(code, Some(1), "{call}: {said}");
        assert!(!said.contains("PDF/A"), "{call}: {said}");
        let none = project.letters("report-1").is_empty();
        assert!(none && !said.contains(SECRET), "{call}: {said}");
    }
    let project = TestProject::base();
    project.write("templates/x.svg", &picture);
    with_template(&project, "#read(\"/client-id\")#read(\"x.svg\")#json(bytes(\"[]\")).len()");
    project.succeed(&["generate"]);
    assert!(common::text_of(&project.letter("C-1")).contains(SECRET));
}

#[test]
fn a_picture_in_a_picture_is_the_projects() {
    let outside = TestProject::empty();
    outside.write("x.png", SECRET);
    for address in ["/etc/passwd", "file:///etc/passwd", "../../x.png", "http://127.0.0.1:9/x.png"]
        .map(str::to_owned)
        .into_iter()
        .chain([outside.path("x.png").display().to_string(), "clients.yaml".into()])
    {
        let project = TestProject::base();
        project.write(
            "data/x.svg",
            &format!(
                "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>\
                 <image href='{address}' width='9' height='9'/></svg>"
            ),
        );
        with_template(&project, "#image(\"/data/x.svg\", alt: \"絵\")");
        let (code, said) = everything(&project, &["generate", "--client", "C-1"]);
        assert_eq!(code, Some(1), "{address}: {said}");
        assert!(said.contains("failed to load linked image"), "{address}: {said}");
        let none = project.letters("report-1").is_empty();
        assert!(none && !said.contains(SECRET), "{address}: {said}");
    }
    let project = TestProject::base();
    project.write(
        "data/x.svg",
        "<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\
         <svg xmlns='http://www.w3.org/2000/svg'><text>&x;</text></svg>",
    );
    with_template(&project, "#image(\"/data/x.svg\", alt: \"絵\")");
    assert_eq!(everything(&project, &["generate"]).0, Some(1));
}

/// A photograph with all that a camera and programs write beside it.
fn photograph(plain: &[u8]) -> Vec<u8> {
    let segment = |marker: u8, text: &[u8]| {
        let length = (text.len() + 2) as u16;
        [&[0xFF, marker][..], &length.to_be_bytes(), text].concat()
    };
    // A TIFF of two fields: Artist, and Orientation with the first row at the right.
    let secret = SECRET.as_bytes();
    let mut exif =
        b"Exif\0\0MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\x01\x3B\0\x02".to_vec();
    exif.extend((secret.len() as u32).to_be_bytes());
    exif.extend([0, 0, 0, 38, 0, 0, 0, 0]);
    exif.extend(secret);
    let xmp = [b"http://ns.adobe.com/xap/1.0/\0", secret].concat();
    let beside = [segment(0xE1, &exif), segment(0xE1, &xmp), segment(0xFE, secret)].concat();
    // Behind SOI and JFIF's segment.
    [&plain[..20], &beside, &plain[20..], secret].concat()
}

#[test]
fn a_letter_has_of_a_photograph_what_is_seen() {
    let plain = fs::read(repository().join("tests/leaks/photo.jpg")).expect("the picture");
    let full = photograph(&plain);
    let pictures = [
        ("photo.jpg", plain.clone()),
        ("full.jpg", full.clone()),
        ("full.svg", in_svg(&full)),
        ("plain.svg", in_svg(&plain)),
    ];
    let mut letters = Vec::new();
    for (name, bytes) in pictures {
        let project = TestProject::base();
        fs::write(project.path("data").join(name), bytes).expect("a file");
        with_template(&project, &format!("#image(\"/data/{name}\", width: 2cm, alt: \"絵\")"));
        project.succeed(&["generate", "--client", "C-1"]);
        let letter = fs::read(project.letter("C-1")).expect("the letter");
        assert!(holds(&letter, b"DCTDecode"), "{name}");
        assert!(!holds(&letter, SECRET.as_bytes()), "{name}");
        letters.push(letter);
    }
    // One with nothing beside goes in byte for byte, and every other as it is seen.
    assert!(holds(&letters[0], &plain) && holds(&letters[3], &plain));
    for letter in letters {
        assert!(holds(&letter, &plain[20..]));
    }
}

fn in_svg(jpeg: &[u8]) -> Vec<u8> {
    use base64::Engine as _;
    let jpeg = base64::engine::general_purpose::STANDARD.encode(jpeg);
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='16' height='8'>\
         <image href='data:image/jpeg;base64,{jpeg}' width='16' height='8'/></svg>"
    )
    .into_bytes()
}

/// A picture of one dot, with texts beside it.
fn png_with_texts() -> Vec<u8> {
    use std::io::Write as _;
    let chunk = |kind: &[u8], data: &[u8]| {
        let named = [kind, data].concat();
        let mut sum = flate2::Crc::new();
        sum.update(&named);
        [&(data.len() as u32).to_be_bytes()[..], &named, &sum.sum().to_be_bytes()].concat()
    };
    let mut dots = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    dots.write_all(&[0, 128]).expect("memory");
    [
        b"\x89PNG\r\n\x1A\n".to_vec(),
        chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]),
        chunk(b"tEXt", &[b"Author\0", SECRET.as_bytes()].concat()),
        chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", SECRET.as_bytes()].concat()),
        chunk(b"IDAT", &dots.finish().expect("memory")),
        chunk(b"IEND", &[]),
        SECRET.as_bytes().to_vec(),
    ]
    .concat()
}

#[test]
fn a_letter_has_of_any_other_picture_the_dots() {
    let project = TestProject::base();
    fs::write(project.path("data/x.png"), png_with_texts()).expect("a file");
    with_template(&project, "#image(\"/data/x.png\", width: 2cm, alt: \"絵\")");
    project.succeed(&["generate", "--client", "C-1"]);
    let letter = fs::read(project.letter("C-1")).expect("the letter");
    assert!(holds(&letter, b"/Subtype/Image") && !holds(&letter, SECRET.as_bytes()));
}

/// Every character with the property `Default_Ignorable_Code_Point`.
fn ignorable() -> impl Iterator<Item = char> {
    let property =
        icu_properties::CodePointSetData::new::<icu_properties::props::DefaultIgnorableCodePoint>();
    ('\0'..=char::MAX).filter(move |c| property.contains(*c))
}

#[test]
fn no_name_has_a_character_that_is_not_seen() {
    let project = TestProject::base();
    let mut list = String::new();
    for c in ignorable() {
        // No font has other forms of this kana.
        let id = format!("U-{:X}", u32::from(c));
        list += &record(&id, &format!("\"もな\\U{:08X}か店\"", u32::from(c)));
    }
    project.write("data/clients.yaml", &list);
    with_template(&project, "");
    let output = project.run(&["generate", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(project.letters("report-1"), [""; 0]);
    assert_eq!(ignorable().count(), 4174);
}

#[test]
fn no_template_has_a_character_that_is_not_seen() {
    for c in ['\u{61C}', '\u{34F}', '\u{3164}', '\u{17B4}', '\u{180E}', '\u{E0041}', '\u{200B}'] {
        let project = TestProject::base();
        with_template(&project, &format!("もな{c}か"));
        let (code, said) = everything(&project, &["generate", "--client", "C-1"]);
        assert!(code == Some(1) && project.letters("report-1").is_empty(), "{c:?}: {said}");
        let code = format!("U+{:04X} is invisible", u32::from(c));
        assert!(said.contains(&code), "{code}: {said}");
    }
}

#[test]
fn what_a_template_writes_as_an_escape_does_not_come_out_unseen() {
    for code in ["3164", "E0041", "61C", "34F", "180E", "FFA0", "17B4"] {
        let project = TestProject::base();
        with_template(&project, &format!("もな\\u{{{code}}}か#\"もな\\u{{{code}}}か\";"));
        let (_, said) = everything(&project, &["generate", "--client", "C-1"]);
        // Some Typst leaves out altogether, and with them the letter is as it looks.
        let came_out = project.letters("report-1").len() == 1;
        assert_eq!(came_out, said.contains("もなかもなか"), "{code}: {said}");
        assert!(came_out || said.contains("is invisible"), "{code}: {said}");
    }
}

#[test]
fn what_a_terminal_obeys_is_not_said_to_it() {
    let project = TestProject::base();
    let name = "甲\u{202E}lmay\u{2066}\u{1b}[31m\u{9b}乙";
    project.write(
        &format!("data/clients/{name}.yaml"),
        "- id: C-9\n  name: \u{202E}甲\u{61C}\n  x: 1\n",
    );
    project.write(&format!("templates/{name}.typ"), "{{ x \u{202E} }}");
    project.write(&format!("data/{name}.png"), "x");
    project.append(
        "data/clients.yaml",
        "- id: C-8\n  name: \"\\e[31m\\x9B甲\\u202E\"\n  honorific: 御中\n",
    );
    for lang in ["en", "ja"] {
        for args in [
            &["check"][..],
            &["check", "--deep"],
            &["generate"],
            &["status"],
            &["check", "--json"],
            &["status", "--json"],
            &["generate", "--json"],
            &["check", "--client", name],
            &["preview", name],
            &["generate", "--notice", name],
            &[name],
            &["generate", &format!("--{name}")],
        ] {
            let output = project.command_in(lang, args).output().expect("it starts");
            let said = [output.stdout, output.stderr].concat();
            let said = String::from_utf8_lossy(&said);
            let obeyed =
                |c: char| c.is_control() && c != '\n' || "\u{202E}\u{2066}\u{61C}".contains(c);
            assert!(!said.contains(obeyed), "{args:?}: {said:?}");
        }
    }
}

/// A list as PyYAML writes it where records share their values.
fn written_by_a_program(records: usize) -> String {
    let record = |number: usize| {
        let shared = match number {
            0 => {
                "業務: &id001\n  - 給与計算\n  - 電子明細\n  person: &id002 {title: 5.10, name: 'x: 1'}"
            }
            _ => "業務: *id001\n  person: *id002",
        };
        format!(
            "- id: C-{number}\n  name: 株式会社第{number}\n  honorific: 御中\n  {shared}\n  \
             route: 調整中\n  notify: 保留\n"
        )
    };
    (0..records).map(record).collect()
}

#[test]
fn values_of_other_records_are_refused_together_and_written_out_by_fix() {
    let project = TestProject::base();
    project.write("data/clients.yaml", &written_by_a_program(1000));
    let (code, said) = everything(&project, &["check"]);
    assert_eq!(code, Some(1));
    assert!(said.lines().count() < 60, "{said}");
    let read = |project: &TestProject| -> serde_yaml::Value {
        let text = fs::read_to_string(project.path("data/clients.yaml")).expect("the list");
        serde_yaml::from_str(&text).expect("YAML")
    };
    let before = read(&project);
    everything(&project, &["check", "--fix"]);
    assert_eq!(read(&project), before);
    let (_, said) = everything(&project, &["check", "--json"]);
    let found: Value =
        serde_json::from_str(said.split_once('{').map_or("", |_| &said)).unwrap_or_default();
    let left = found["problems"].as_array().expect("a list");
    assert!(
        left.iter().all(|it| !it["message"].as_str().unwrap_or_default().contains("`*")),
        "{left:?}"
    );
    let text = fs::read_to_string(project.path("data/clients.yaml")).expect("the list");
    assert!(text.contains("業務: [給与計算, 電子明細]\n  person: {title: 5.10, name: \"x: 1\"}\n"));
}

#[test]
fn no_record_takes_over_another() {
    for list in [
        "- &b {id: C-1, name: 甲, honorific: 御中, 業務: [給与計算], route: 調整中, notify: 保留}\n\
         - <<: *b\n  id: C-2\n",
        "[&b {id: C-1, name: 甲, honorific: 御中, 業務: [給与計算], route: 調整中, notify: 保留},\n \
         {<<: *b, id: C-2}]\n",
        "[&b {id: C-1, name: 甲, honorific: 御中, 業務: [給与計算], route: 調整中, notify: 保留},\n \
         {<<: [\n*b\n], id: C-2}]\n",
    ] {
        let project = TestProject::base();
        project.write("data/clients.yaml", list);
        let (code, said) = everything(&project, &["generate"]);
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains("takes over what is written in another client's record"), "{said}");
        assert!(!project.letters("report-1").contains(&"C-2.pdf".to_owned()));
    }
    // What stays in one record does no harm.
    let project = TestProject::base();
    project.edit(
        "data/clients.yaml",
        "name: 株式会社いろは",
        "name: &n 株式会社いろは\n  担当: *n",
    );
    let (_, said) = everything(&project, &["check"]);
    assert!(!said.contains("`*"), "{said}");
}
