//! The office's list, given by the page: what an import of it would change, and the import.
//! It is the command's; the page says what each column is where a person would type it.

use std::path::PathBuf;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value as Json, json};

use super::client_form::label;
use super::command::{Heard, heard};
use super::writing::Loaded;
use super::{Desk, Done};
use crate::args::{ImportArgs, Prefer};
use crate::client_list::{Field, NEW, NONE};
use crate::commands::import;
use crate::diagnostic::Diagnostic;
use crate::facts::OwnFields;
use crate::fs::PrivateFolder;
use crate::limits;
use crate::live::{ProblemView, Refusal};
use crate::messages::{Lang, Message};

/// What the page says of a column that is not read.
const NOT_READ: &str = "−";

/// A list that lies in a folder of its own as long as it is read.
struct List {
    /// Goes with this.
    _folder: PrivateFolder,
    args: ImportArgs,
    name: String,
}

/// `ask/import`: what would change.
pub fn ask(desk: &mut Desk, body: &Json) -> Done {
    let list = List::of(body)?;
    let args = ImportArgs { dry_run: true, ..list.args };
    let mut said = told(heard(|| import::run(&desk.project, &args))?)?;
    let loaded = Loaded::of(&desk.project)?;
    said["choices"] = choices(&loaded.facts.declared().own);
    Ok(said)
}

/// `do/import`.
pub fn import(desk: &mut Desk, body: &Json) -> Done {
    let list = List::of(body)?;
    let args = ImportArgs { yes: true, ..list.args };
    let mut said = told(heard(|| import::run(&desk.project, &args))?)?;
    let is_written = said["plan"]["written"].as_bool().unwrap_or_default();
    said["written"] = json!(is_written);
    if is_written {
        desk.what = Some(Message::UndoImport { file: list.name });
    }
    Ok(said)
}

/// What a command has said that has come as far as a plan, with all that is wrong with it.
fn told(heard: Heard) -> Result<Json, Refusal> {
    let plan = heard.result();
    let Heard { problems, said, .. } = heard;
    if plan.is_null() {
        return Err(Refusal { problems, said, ..Refusal::default() });
    }
    let problems: Vec<ProblemView> = problems.iter().map(ProblemView::from).collect();
    let sheets = plan["sheets"].clone();
    Ok(json!({ "plan": plan, "sheets": sheets, "problems": problems, "said": said }))
}

impl List {
    /// The list that the page gives, and what it says of its columns.
    fn of(body: &Json) -> Result<Self, Refusal> {
        let text = |key: &str| body.get(key).and_then(Json::as_str);
        let is = |key: &str| body.get(key).and_then(Json::as_bool).unwrap_or_default();
        let name = file_name(text("name").unwrap_or_default());
        let bytes = BASE64_STANDARD.decode(text("data").unwrap_or_default());
        let bytes = bytes.map_err(|_| Diagnostic::error(Message::ListNotReceived))?;
        if bytes.is_empty() || bytes.len() > limits::SHEET_BYTES {
            return Err(Diagnostic::error(Message::ListNotReceived).into());
        }
        let folder = PrivateFolder::new()?;
        // The folder has a file of its own. What is written here is no change of the project.
        let inner = folder.path().join("list");
        std::fs::create_dir(&inner)?;
        let file = inner.join(&name);
        std::fs::write(&file, &bytes)?;
        let args = ImportArgs {
            sheets: text("sheet")
                .filter(|it| !it.is_empty())
                .map(str::to_owned)
                .into_iter()
                .collect(),
            columns: columns(body.get("columns")),
            all_columns: is("new_fields"),
            delivery: text("delivery").filter(|it| !it.is_empty()).map(str::to_owned),
            prefer: match text("prefer") {
                Some("list") => Some(Prefer::List),
                Some("project") => Some(Prefer::Project),
                _ => None,
            },
            remove_gone: is("remove_gone"),
            json: true,
            called: Some(name.clone()),
            ..ImportArgs::of(file)
        };
        Ok(Self { _folder: folder, args, name })
    }
}

/// What a file is called that a page has given: the last part of a path, without what some
/// system does not take.
fn file_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_bad = |c: char| c.is_control() || "<>:\"|?*".contains(c);
    let mut name: String = last.chars().map(|c| if is_bad(c) { '_' } else { c }).collect();
    // The ending says what it is, and stays.
    while name.len() > limits::FILE_NAME {
        name.remove(0);
    }
    match name.trim_matches(['.', ' ']).is_empty() {
        true => "list".to_owned(),
        false => name,
    }
}

/// What the columns are, by heading or letters.
fn columns(given: Option<&Json>) -> Vec<(String, String)> {
    let given = given.and_then(Json::as_object).into_iter().flatten();
    let column = |(heading, field): (&String, &Json)| {
        let word = match field.as_str()?.trim() {
            "" | "-" | NOT_READ => NONE,
            word => word,
        };
        Some((heading.clone(), word.to_owned()))
    };
    given.filter_map(column).collect()
}

/// All that a column may be.
fn choices(own: &OwnFields) -> Json {
    let choice = |value: &str, ja: String, en: String| json!({ "value": value, "label": ja, "label_en": en });
    let built_in = Field::BUILT_IN.iter().filter_map(|field| {
        let label = label(field)?;
        Some(choice(&field.to_string(), label.text(Lang::Ja), label.text(Lang::En)))
    });
    let own = own.iter().filter(|it| it.columns().is_none());
    let own = own.map(|it| choice(&it.name, it.name.clone(), it.name.clone()));
    let rest = [(NEW, Message::ChoiceNew), (NOT_READ, Message::ChoiceNone)];
    let rest =
        rest.into_iter().map(|(word, it)| choice(word, it.text(Lang::Ja), it.text(Lang::En)));
    built_in.chain(own).chain(rest).collect()
}

impl ImportArgs {
    /// The import of this list, of which nothing else is said.
    fn of(file: PathBuf) -> Self {
        Self {
            file,
            sheets: Vec::new(),
            columns: Vec::new(),
            all_columns: false,
            delivery: None,
            honorific: None,
            prefer: None,
            remove_gone: false,
            yes: false,
            dry_run: false,
            json: false,
            called: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;

    const LIST: &str = "得意先コード,得意先名,住所,郵便番号,メール,分類,メモ\n\
                        A1,株式会社甲,東京都千代田区九丁目1番,101-0041,kou@example.jp,乙種,至急\n\
                        A2,乙商店,大阪府大阪市北区9番,530-0001,otsu@example.jp,甲種,\n";

    fn trial() -> Trial {
        Trial::of(&[
            ("data/office.yaml", "name: みなと会計事務所\n"),
            (
                "data/notices/n-1.yaml",
                "date: 2023-06-09\ntitle: ご報告\nbody: ご報告いたします。\n",
            ),
        ])
    }

    fn body(list: &str, columns: Json) -> Json {
        json!({ "name": "得意先.csv", "data": BASE64_STANDARD.encode(list), "columns": columns })
    }

    fn column<'a>(said: &'a Json, heading: &str) -> &'a Json {
        let columns = said["plan"]["columns"][0]["columns"].as_array().expect("columns");
        columns.iter().find(|it| it["heading"] == heading).expect("a column")
    }

    #[test]
    fn a_plan_shows_the_columns_and_what_they_may_be() {
        let mut trial = trial();
        let (code, said) = trial.ask("import", &body(LIST, json!({})));
        assert_eq!(code, 200, "{said}");
        assert_eq!(said["plan"]["added"].as_array().map(Vec::len), Some(2));
        let name = column(&said, "得意先名");
        assert_eq!(
            (&name["field"], &name["choice"], &name["column"]),
            (&json!("name"), &json!(false), &json!("B"))
        );
        assert_eq!(
            (&name["label"], &name["samples"]),
            (&json!("宛名"), &json!(["株式会社甲", "乙商店"]))
        );
        let class = column(&said, "分類");
        assert_eq!(
            (&class["field"], &class["own"], &class["choice"]),
            (&json!(null), &json!("分類"), &json!(true))
        );
        let choices = said["choices"].as_array().expect("choices");
        let has = |value: &str, label: &str| {
            choices.iter().any(|it| it["value"] == value && it["label"] == label)
        };
        assert!(
            has("person.name", "担当者") && has("new", "新しい項目にする") && has("−", "読まない")
        );
        assert_eq!(said["sheets"], json!([]));
        assert_eq!(trial.read("data/clients.yaml"), "");
    }

    #[test]
    fn a_changed_mapping_is_written_and_kept_for_the_next_time() {
        let mut trial = trial();
        let columns = json!({ "分類": "new", "G": "−", "住所": "address" });
        let (code, said) = trial.change("import", &body(LIST, columns));
        assert_eq!((code, &said["written"]), (200, &json!(true)), "{said}");
        assert_eq!(trial.read("data/fields.yaml"), "分類: {}\n");
        assert!(trial.read("data/clients.yaml").contains("  分類: 乙種\n"));
        // Nobody says it again.
        let list = LIST.replace("乙商店", "乙商事");
        let (_, said) = trial.ask("import", &body(&list, json!({})));
        assert_eq!(column(&said, "分類")["field"], "分類");
        assert_eq!(
            (&column(&said, "メモ")["field"], &column(&said, "メモ")["choice"]),
            (&json!(null), &json!(false))
        );
        assert_eq!(said["plan"]["changed"][0]["fields"][0]["after"], "乙商事");
        let (_, said) = trial.change("import", &body(LIST, json!({})));
        assert_eq!(said["written"], false);
    }

    #[test]
    fn an_import_is_taken_back_with_all_that_it_has_written() {
        let mut trial = trial();
        trial.change("import", &body(LIST, json!({ "分類": "new" })));
        assert!(!trial.read("data/import/columns.yaml").is_empty());
        assert_eq!(trial.change("undo", &json!({})).0, 200);
        for file in ["data/clients.yaml", "data/fields.yaml", "data/import/columns.yaml"] {
            assert!(!trial.desk.project.root().join(file).exists(), "{file}");
        }
        let (_, said) = trial.ask("import", &body(LIST, json!({})));
        assert_eq!(said["plan"]["added"].as_array().map(Vec::len), Some(2));
    }

    #[test]
    fn conflicts_wait_for_a_side_and_who_is_gone_for_a_word() {
        let mut trial = trial();
        trial.change("import", &body(LIST, json!({})));
        let by_hand = trial.read("data/clients.yaml").replace("乙商店", "乙の店 # 電話で");
        trial.write("data/clients.yaml", &by_hand);
        let first = LIST.split_inclusive('\n').take(1).collect::<String>();
        let changed = LIST.replace("乙商店", "乙商事");
        let (_, said) = trial.ask("import", &body(&changed, json!({})));
        assert_eq!(said["plan"]["conflicts"][0]["before"], "乙の店");
        let mut with_side = body(&changed, json!({}));
        with_side["prefer"] = json!("list");
        let (_, said) = trial.change("import", &with_side);
        assert_eq!(said["written"], true, "{said}");
        assert_eq!(trial.read("data/clients.yaml"), by_hand.replace("乙の店", "乙商事"));
        let mut shorter = body(&LIST.lines().take(2).collect::<Vec<_>>().join("\n"), json!({}));
        let (_, said) = trial.ask("import", &shorter);
        assert_eq!(said["plan"]["gone"], json!(["A2"]));
        shorter["remove_gone"] = json!(true);
        assert_eq!(trial.change("import", &shorter).1["plan"]["removed"], json!(["A2"]));
        assert!(!trial.read("data/clients.yaml").contains("A2"));
        assert_eq!(trial.ask("import", &body(&first, json!({}))).0, 422);
    }

    #[test]
    fn what_cannot_be_read_is_refused_and_writes_nothing() {
        let mut trial = trial();
        for (body, said) in [
            (json!({}), "nothing"),
            (json!([]), "a list"),
            (json!({ "name": "a.csv", "data": "これ" }), "no base64"),
            (
                json!({ "name": "a.xlsx", "data": BASE64_STANDARD.encode("no workbook") }),
                "no workbook",
            ),
            (json!({ "name": "~$a.xlsx", "data": BASE64_STANDARD.encode("lock") }), "a lock"),
            (body("", json!({})), "empty"),
            (body("\0\0\0", json!({})), "zeros"),
            (body(LIST, json!({ "得意先名": "nonsense" })), "no such field"),
            (body(LIST, json!({ "没年": "name" })), "no such column"),
        ] {
            let (code, told) = trial.change("import", &body);
            assert_eq!(code, 422, "{said}: {told}");
            let problems = told["problems"].as_array().expect("problems");
            assert!(!problems.is_empty(), "{said}");
            assert!(!told.to_string().contains("oshirase-temporary"), "{said}: {told}");
            assert_eq!(trial.ask("import", &body).0, 422, "{said}");
        }
        assert_eq!(trial.read("data/clients.yaml"), "");
    }

    #[test]
    fn no_name_leads_out_of_the_folder() {
        for (given, wanted) in [
            ("../../etc/list.csv", "list.csv"),
            ("C:\\Users\\甲\\list.csv", "list.csv"),
            ("..", "list"),
            ("", "list"),
            ("a/", "list"),
            ("a\0b\n.csv", "a_b_.csv"),
            (".lock", ".lock"),
            ("得意先：一覧.xlsx", "得意先：一覧.xlsx"),
        ] {
            assert_eq!(file_name(given), wanted, "{given:?}");
        }
        let long = format!("{}.xlsx", "あ".repeat(300));
        assert!(
            file_name(&long).len() <= limits::FILE_NAME && file_name(&long).ends_with("あ.xlsx")
        );
        let mut trial = trial();
        for name in ["../../../list.csv", ".lock", "..", "list"] {
            let mut body = body(LIST, json!({}));
            body["name"] = json!(name);
            assert_eq!(trial.ask("import", &body).0, 200, "{name}");
        }
    }
}
