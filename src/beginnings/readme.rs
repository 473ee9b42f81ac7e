//! `README.txt`: what to do next, for who has never seen such a folder.

use super::Beginning;

/// What it is called.
pub(super) const NAME: &str = "README.txt";

/// The text but for what depends on the project, which stands behind `@` on lines of
/// their own.
const TEXT: &str = include_str!("readme.txt");

/// What Windows' Notepad knows UTF-8 by, and how it ends lines.
const MARK: &str = "\u{FEFF}";
const LINE_END: &str = "\r\n";

/// Its bytes. `to_fill` are the files with places to be filled in.
pub(super) fn text(beginning: &Beginning<'_>, to_fill: &[&str]) -> Vec<u8> {
    let mut lines = Vec::new();
    for line in TEXT.lines() {
        match line {
            "@steps" => lines.extend(steps(beginning, to_fill)),
            "@files" => lines.extend(files(beginning)),
            _ => lines.push(line.replace("@office", beginning.name)),
        }
    }
    let text: String = lines.into_iter().map(|line| line + LINE_END).collect();
    format!("{MARK}{text}").into_bytes()
}

/// The steps to the first letter, in order.
fn steps(beginning: &Beginning<'_>, to_fill: &[&str]) -> Vec<String> {
    let mut steps: Vec<Vec<String>> = Vec::new();
    if beginning.is_for_clients() && !beginning.has_clients {
        steps.push(vec![
            "宛先の一覧（ExcelかCSV）を取り込みます。".to_owned(),
            "  oshirase import 顧客一覧.xlsx".to_owned(),
        ]);
    }
    if !to_fill.is_empty() {
        let mut step = vec!["次のファイルを開き、【要記入：…】をすべて書き換えます。".to_owned()];
        step.extend(to_fill.iter().map(|file| format!("  {file}")));
        step.push("残っている間は、お知らせは作られません。".to_owned());
        steps.push(step);
    }
    steps.extend(
        [
            ["直すところが残っていないか確かめます。", "  oshirase check"],
            ["1件を画面で見て確かめます。", "  oshirase preview"],
            ["すべてのお知らせを作ります。outにできます。", "  oshirase generate"],
        ]
        .map(|step| step.map(str::to_owned).to_vec()),
    );
    let mut step = vec!["発送したら、記録します（以後は変わりません）。".to_owned()];
    match beginning.kinds {
        [_] => step.push("  oshirase issue --by 発送した人".to_owned()),
        // Where several are open, the command wants to know which.
        kinds => step.extend(
            kinds.iter().map(|it| format!("  oshirase issue --notice {} --by 発送した人", it.id())),
        ),
    }
    steps.push(step);
    let numbered = steps.into_iter().zip(1..).flat_map(|(step, number)| {
        let lines = step.into_iter().enumerate();
        lines.map(move |(at, line)| match at {
            0 => format!("  {number}. {line}"),
            _ => format!("     {line}"),
        })
    });
    numbered.collect()
}

/// What is in the folder.
fn files(beginning: &Beginning<'_>) -> Vec<String> {
    let mut files = vec![
        ("data/office.yaml".to_owned(), "差出人（名前、役職、連絡先）".to_owned()),
        ("data/incident.yaml".to_owned(), "事故の内容と、お問い合わせの窓口".to_owned()),
    ];
    let notices = beginning.kinds.iter();
    files.extend(notices.map(|it| (format!("data/notices/{}.yaml", it.id()), it.in_japanese())));
    if beginning.is_for_clients() {
        let written =
            if beginning.has_clients { "宛先" } else { "宛先（importが書きます）" };
        files.push(("data/clients.yaml".to_owned(), written.to_owned()));
    }
    files.push(("out".to_owned(), "できたお知らせ。手で変えないでください。".to_owned()));
    let width = files.iter().map(|(file, _)| file.len()).max().unwrap_or_default();
    files.into_iter().map(|(file, what)| format!("  {file:<width$}  {what}")).collect()
}
