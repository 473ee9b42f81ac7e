use std::io::Cursor;

use proptest::prelude::*;

use super::*;
use crate::facts::{Declared, pieces};

/// A list of these bytes.
fn list(form: Form, bytes: &[u8]) -> List {
    let bytes = bytes.to_vec();
    let open: Open = Arc::new(move || Ok(Box::new(Cursor::new(bytes.clone()))));
    List::new("clients", form, open)
}

/// What each record of a list is, and where: read in windows of so many bytes.
fn records(list: &List, window: usize) -> (Vec<(String, Before)>, Vec<String>) {
    let own = Declared::of("業務: {values: [甲, 乙], several: true}\n").own;
    let mut windows = list.windows_of(window, &own).expect("a list");
    let (mut records, mut wrong) = (Vec::new(), Vec::new());
    while let Some(window) = windows.next_window().expect("a window") {
        for piece in window.pieces {
            records.push((piece.source.text.clone(), piece.source.before));
            wrong.extend(piece.wrong.map(|it| format!("{:?} {:?}", it.message, it.place)));
        }
        wrong.extend(window.wrong.map(|it| format!("{:?} {:?}", it.message, it.place)));
    }
    (records, wrong)
}

/// Lines that lists of any form are made of, and others.
const LINES: [&str; 26] = [
    "- id: a\n",
    "  name: 甲\n",
    "---\n",
    "--- {id: b}\n",
    "...\n",
    "# 注\n",
    "\n",
    "  - id: c\r\n",
    "    list:\r\n",
    "    - x\n",
    "id: d\r",
    "[{id: e}, {id: f}]\n",
    "%YAML 1.2\n",
    "－ id: g\n",
    "id,name,業務\n",
    "a,甲,乙\n",
    "\"b\",\"甲\"\"乙\n丙\",\n",
    "c,\"\n\n\",\"甲、乙\"\r\n",
    ",,\n",
    "d,a\"b,\"c\n",
    "{\"id\": \"a\"}\n",
    "{\"id\": \"\\ud842\\udfb7\", \"n\": 1}\n",
    "{\"id\": }\n",
    "  \n",
    "\u{FEFF}",
    "e",
];

proptest! {
    #[test]
    fn a_list_read_in_windows_of_any_size_is_the_list_read_at_once(
        lines in proptest::collection::vec(0..LINES.len(), 0..14),
        window in 1..40_usize,
        form in 0..3_usize,
        broken in proptest::option::of(0..200_usize),
    ) {
        let mut bytes = lines.iter().map(|line| LINES[*line]).collect::<String>().into_bytes();
        if let Some(at) = broken.filter(|at| *at < bytes.len()) {
            bytes[at] = 0x83;
        }
        let list = list([Form::Yaml, Form::Csv, Form::JsonLines][form], &bytes);
        prop_assert_eq!(records(&list, window), records(&list, 1 << 20));
    }

    #[test]
    fn a_list_in_yaml_has_the_records_of_its_text(
        lines in proptest::collection::vec(0..LINES.len() - 2, 0..14),
        window in 1..40_usize,
    ) {
        let text: String = lines.iter().map(|line| LINES[*line]).collect();
        let whole = fs::with_line_feeds(text.clone());
        let cut = pieces(&whole).into_iter().map(|piece| {
            let before = Before { bytes: piece.range.start, lines: piece.lines };
            (whole[piece.range].to_owned(), before)
        });
        let (found, _) = records(&list(Form::Yaml, text.as_bytes()), window);
        prop_assert_eq!(found, cut.collect::<Vec<_>>());
    }
}

#[test]
fn a_record_knows_its_line_and_its_byte() {
    let yaml = "\u{FEFF}# 注\n- id: a\n- id: b\n";
    let (found, _) = records(&list(Form::Yaml, yaml.as_bytes()), 5);
    let before = |bytes, lines| Before { bytes, lines };
    assert_eq!(
        found,
        [("- id: a\n".to_owned(), before(9, 1)), ("- id: b\n".to_owned(), before(17, 2)),]
    );
    let csv = "id,name\n\na,\"甲\n乙\"\nb,丙\n";
    let (found, _) = records(&list(Form::Csv, csv.as_bytes()), 5);
    assert_eq!(found.iter().map(|(_, it)| it.lines).collect::<Vec<_>>(), [2, 4]);
    let json = "{\"id\": \"a\"}\n\n{\"id\": \"b\"}\n";
    let (found, _) = records(&list(Form::JsonLines, json.as_bytes()), 5);
    assert_eq!(found.iter().map(|(_, it)| it.lines).collect::<Vec<_>>(), [0, 2]);
}

#[test]
fn what_cannot_be_read_is_told_with_its_line() {
    for (form, text, line, told) in [
        (Form::Csv, "id,nmae\n", 1, "ColumnUnknown"),
        (Form::Csv, "id,id\n", 1, "ColumnTwice"),
        (Form::Csv, "id,,name\n", 1, "ColumnWithoutKey"),
        (Form::Csv, "id,name\na,甲,乙\n", 2, "RowTooLong"),
        (Form::Csv, "id,name\na,\"甲\nb,乙\n", 2, "QuoteWithoutEnd"),
        (Form::JsonLines, "{\"id\": \"a\"}\n[1]\n", 2, "LineOfNoRecord"),
        (Form::JsonLines, "{\"id\": \"a\"}\nid: b\n", 2, "NotJson"),
    ] {
        let list = list(form, text.as_bytes());
        let mut windows = list.windows(&OwnFields::default()).expect("a list");
        let mut wrong = Vec::new();
        while let Some(window) = windows.next_window().expect("a window") {
            wrong.extend(window.pieces.into_iter().filter_map(|piece| piece.wrong));
            wrong.extend(window.wrong);
        }
        let [wrong] = &wrong[..] else { panic!("{wrong:?}") };
        assert_eq!(wrong.place.as_ref().map(Place::line), Some(line), "{text}");
        assert!(format!("{:?}", wrong.message).starts_with(told), "{text}: {wrong:?}");
    }
}
