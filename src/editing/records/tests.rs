use super::*;
use crate::client_list::{Field, Value};

fn fields(texts: &[(Field, &str)]) -> Fields {
    texts.iter().map(|(field, text)| (field.clone(), Value::One((*text).to_owned()))).collect()
}

fn client(id: &str) -> Fields {
    fields(&[(Field::Id, id), (Field::Name, "丁社"), (Field::Honorific, "御中")])
}

fn with_all(
    files: &[&str],
    change: Option<(usize, FieldChange)>,
    removed: &[usize],
    added: &[Fields],
) -> Vec<(String, String)> {
    let files = files.iter().enumerate();
    let name = |number| format!("data/clients{number}.yaml");
    let files: Vec<Arc<SourceText>> =
        files.map(|(number, text)| Arc::new(SourceText::new(name(number), *text))).collect();
    let declared = Declared::default();
    let records = Records::read(&files, &declared);
    let changed = change.into_iter().map(|(number, change)| {
        let record = &records.all[number];
        (record, records.changed(record, &[change]).unwrap_or_else(|it| panic!("{it:?}")))
    });
    let changed = changed.collect();
    let removed: Vec<&KnownRecord> = removed.iter().map(|it| &records.all[*it]).collect();
    let added = added.iter().map(|it| records.added(it).unwrap_or_else(|it| panic!("{it:?}")));
    let amended = records.amended(changed, &removed, added.collect());
    let amended = amended.unwrap_or_else(|it| panic!("{it:?}"));
    amended.into_iter().map(|it| (it.new.name.to_string(), it.new.text.clone())).collect()
}

const LIST: &str = "# 宛先\n- id: C-1\n  name: 甲社\n  honorific: 御中 # 一\n\n# 乙はここから\n- id: C-2\n  name: 乙社\n  honorific: 御中\n\n# 終わり\n";

#[test]
fn records_are_added_as_those_above_them_are_written() {
    let added = |text: &str| with_all(&[text], None, &[], &[client("C-3")]).remove(0).1;
    let record = "- id: C-3\n  name: 丁社\n  honorific: 御中\n";
    assert_eq!(added(LIST), LIST.replace("\n\n# 終わり", &format!("\n\n{record}\n# 終わり")));
    let tight = "- id: 1\n  name: 甲\n  honorific: 様\n- id: 2\n  name: 乙\n  honorific: 様";
    assert_eq!(added(tight), format!("{tight}\n{record}"));
    let documents = "id: 1\r\nname: 甲\r\nhonorific: 様\r\n";
    let behind = "---\r\nid: C-3\r\nname: 丁社\r\nhonorific: 御中\r\n";
    assert_eq!(added(documents), format!("{documents}{behind}"));
    let indented = "  - id: 1\n    name: 甲\n    honorific: 様\n";
    assert!(added(indented).ends_with("\n\n  - id: C-3\n    name: 丁社\n    honorific: 御中\n"));
    assert_eq!(added("# まだない\n"), format!("# まだない\n{record}"));
}

#[test]
fn a_file_is_made_where_none_takes_records() {
    let record = "- id: C-3\n  name: 丁社\n  honorific: 御中\n".to_owned();
    let made = with_all(&[], None, &[], &[client("C-3")]);
    assert_eq!(made, [(FIRST_FILE.to_owned(), record.clone())]);
    let flow = "[{id: 1, name: 甲, honorific: 様}]\n";
    assert_eq!(
        with_all(&[flow], None, &[], &[client("C-3")]),
        [("data/clients/added.yaml".to_owned(), record)]
    );
}

#[test]
fn one_record_changes_and_another_goes() {
    let value = |text: &str| Some(Value::One(text.to_owned()));
    let change =
        FieldChange { field: Field::Name, before: value("甲社"), after: value("甲会") };
    let new = with_all(&[LIST], Some((0, change)), &[1], &[]).remove(0).1;
    let wanted = LIST.replace("甲社", "甲会");
    let wanted =
        wanted.replace("# 乙はここから\n- id: C-2\n  name: 乙社\n  honorific: 御中\n\n", "");
    assert_eq!(new, wanted);
    assert!(with_all(&[LIST], None, &[], &[]).is_empty());
}

#[test]
fn what_would_be_wrong_is_not_written() {
    let files = [Arc::new(SourceText::new("a.yaml", LIST))];
    let declared = Declared::default();
    let records = Records::read(&files, &declared);
    let change = |field, after: &str| FieldChange {
        field,
        before: None,
        after: Some(Value::One(after.to_owned())),
    };
    let new = |change| records.changed(&records.all[0], &[change]).map(|_| ());
    assert!(new(change(Field::PostalCode, "1")).is_err_and(|it| it.len() == 1));
    assert!(new(change(Field::Own("業務".to_owned()), "甲")).is_err());
    assert!(records.added(&fields(&[(Field::Id, "C/3"), (Field::Name, "甲")])).is_err());
}

mod every_file;

fn changed_names(files: &[&str], names: &[(usize, &str)]) -> Vec<(String, String)> {
    let files = files.iter().map(|text| Arc::new(SourceText::new("a.yaml", *text)));
    let files: Vec<Arc<SourceText>> = files.collect();
    let declared = Declared::default();
    let records = Records::read(&files, &declared);
    let changed = names.iter().map(|(number, name)| {
        let after = Some(Value::One((*name).to_owned()));
        let change = FieldChange { field: Field::Name, before: None, after };
        let record = &records.all[*number];
        (record, records.changed(record, &[change]).unwrap_or_else(|it| panic!("{it:?}")))
    });
    let amended = records.amended(changed.collect(), &[], Vec::new());
    let amended = amended.unwrap_or_else(|it| panic!("{it:?}"));
    amended.into_iter().map(|it| (it.new.name.to_string(), it.new.text.clone())).collect()
}

#[test]
fn records_between_the_same_brackets_change_one_after_another() {
    let flow = "[{id: 1, name: 甲, honorific: 様}, # 乙\n {id: 2, name: 乙, honorific: 様}]\n";
    let new = changed_names(&[flow], &[(1, "丁"), (0, "丙")]).remove(0).1;
    assert_eq!(new, flow.replace('甲', "丙").replace("name: 乙", "name: 丁"));
}

#[test]
fn a_record_between_the_brackets_of_another_is_not_taken_out() {
    let flow = "[{id: 1, name: 甲, honorific: 様}, {id: 2, name: 乙, honorific: 様}]\n";
    let lent = "- id: 1\n  name: &a 甲\n  honorific: 様\n- id: 2\n  name: *a\n  honorific: 様\n";
    let declared = Declared::default();
    for text in [flow, lent] {
        let files = [Arc::new(SourceText::new("a.yaml", text))];
        let records = Records::read(&files, &declared);
        let record = &records.all[0];
        assert!(!records.removable(record), "{text}");
        assert!(records.amended(Vec::new(), &[record], Vec::new()).is_err(), "{text}");
    }
    let files = [Arc::new(SourceText::new("a.yaml", lent))];
    let records = Records::read(&files, &declared);
    assert!(records.removable(&records.all[1]), "nobody borrows from it");
    assert!(records.changed(&records.all[0], &[]).is_err(), "another has a value from it");
}

#[test]
fn a_record_goes_with_the_comment_directly_above_it() {
    let without = |text: &str, gone: &[usize]| {
        let mut new = with_all(&[text], None, gone, &[]);
        new.pop().map(|it| it.1).unwrap_or_default()
    };
    let record = |id: &str| format!("id: {id}\n  name: 甲\n  honorific: 様\n");
    let (a, b, c) = (record("a"), record("b"), record("c"));
    let list = format!("# 宛先\n- {a}  # 甲のこと\n# 乙は\n# 要確認\n- {b}\n# 残る\n\n- {c}");
    assert_eq!(without(&list, &[1]), format!("# 宛先\n- {a}  # 甲のこと\n\n# 残る\n\n- {c}"));
    assert_eq!(without(&list, &[0, 1, 2]), "# 宛先\n\n# 残る\n\n");
    let (a, b) = (a.replace("  ", ""), b.replace("  ", ""));
    let documents = format!("# 宛先\n---\n{a}# 残る\n---\n# 乙\n{b}---\n{{id: c}}\n");
    let declared = Declared::default();
    assert_eq!(
        Records::read(&[Arc::new(SourceText::new("a", documents.as_str()))], &declared).all.len(),
        3
    );
    assert_eq!(without(&documents, &[1]), format!("# 宛先\n---\n{a}# 残る\n---\n{{id: c}}\n"));
    assert_eq!(
        without(&documents, &[0]),
        format!("# 宛先\n# 残る\n---\n# 乙\n{b}---\n{{id: c}}\n")
    );
    let marked = format!("{a}--- {{id: b, name: 乙, honorific: 様}} # 乙\n---\n{a}");
    assert_eq!(
        without(&marked.replacen("id: a", "id: c", 1), &[1]),
        format!("{}---\n{a}", a.replace("id: a", "id: c"))
    );
}

#[test]
fn records_are_added_to_files_of_any_shape() {
    let added = |text: &str| with_all(&[text], None, &[], &[client("C-3")]).remove(0).1;
    let lines = "id: C-3\nname: 丁社\nhonorific: 御中\n";
    let element = "- id: C-3\n  name: 丁社\n  honorific: 御中\n";
    let marked = "--- {id: a, name: 甲, honorific: 様}\n";
    assert_eq!(added(marked), format!("{marked}---\n{lines}"));
    for head in ["---\n", "# 宛先\n---\n", "%YAML 1.2\n---\n"] {
        assert_eq!(added(head), format!("{head}{element}"));
    }
    assert_eq!(added("# 宛先\n...\n"), format!("# 宛先\n{element}...\n"));
    assert_eq!(added("---"), format!("---\n{element}"));
    let document = "id: a\nname: 甲\nhonorific: 様\n";
    assert_eq!(added(&format!("{document}...\n")), format!("{document}---\n{lines}...\n"));
    assert_eq!(
        added(&format!("{document}...\n# 終わり\n")),
        format!("{document}---\n{lines}...\n# 終わり\n")
    );
    let list = "- id: a\n  name: 甲\n  honorific: 様\n";
    assert_eq!(
        added(&format!("{list}  # 甲の下\n# 終わり\n")),
        format!("{list}  # 甲の下\n\n{element}# 終わり\n")
    );
    let crlf = |text: &str| text.replace('\n', "\r\n");
    assert_eq!(added(&crlf(list)), format!("{}\r\n{}", crlf(list), crlf(element)));
    assert_eq!(added(&format!("---\n{list}...\n")), format!("---\n{list}\n{element}...\n"));
    let tab = "-\tid: a\n\tname: 甲\n\thonorific: 様\n";
    let files = [Arc::new(SourceText::new("a.yaml", tab))];
    assert!(Records::read(&files, &Declared::default()).all[0].id.is_none(), "no YAML");
}

#[test]
fn a_file_takes_no_more_than_can_be_read() {
    let files = [Arc::new(SourceText::new(FIRST_FILE, LIST))];
    let declared = Declared::default();
    let mut records = Records::read(&files, &declared);
    records.room = LIST.len() + 2 * 60;
    let new = |number: usize| {
        let added = (0..number).map(|it| records.added(&client(&format!("N-{it}"))));
        let added = added.collect::<Result<Vec<_>, _>>().unwrap_or_else(|it| panic!("{it:?}"));
        records.amended(Vec::new(), &[], added).unwrap_or_else(|it| panic!("{it:?}"))
    };
    let made = new(12);
    let names: Vec<&str> = made.iter().map(|it| &*it.new.name).collect();
    assert_eq!(names, [FIRST_FILE, "data/clients/added.yaml", "data/clients/added-2.yaml"]);
    assert!(made.iter().all(|it| it.new.text.len() <= records.room));
    let all: String = made.iter().map(|it| it.new.text.as_str()).collect();
    assert!((0..12).all(|it| all.matches(&format!("id: N-{it}\n")).count() == 1), "{all}");
    records.room = 20;
    let added = records.added(&client("N-1")).unwrap_or_else(|it| panic!("{it:?}"));
    assert!(records.amended(Vec::new(), &[], vec![added]).is_err());
    let change =
        FieldChange {
            field: Field::Name, before: None, after: Some(Value::One("甲".repeat(100)))
        };
    records.room = LIST.len();
    let record = &records.all[0];
    let changed = records.changed(record, &[change]).unwrap_or_else(|it| panic!("{it:?}"));
    assert!(records.amended(vec![(record, changed)], &[], Vec::new()).is_err());
}
