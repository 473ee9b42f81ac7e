//! The help text in Japanese, word for word beside the English of the doc comments,
//! and what clap itself adds to it.

use clap::builder::{PossibleValue, StyledStr};
use clap::{Arg, Command};

/// The texts of the command line, each in English and in Japanese. A line takes 80
/// columns; clap breaks none between Japanese characters, `{n}` does.
const TEXTS: &[(&str, &str)] = &[
    // The program.
    (
        "Incident letters to every client, in Japanese, as PDF: YAML facts, Tera templates, \
         Typst typesetting",
        "委託先で起きた情報セキュリティ事故のお知らせを、宛先ごとにPDFで作ります",
    ),
    (
        "Letters to every client about a security incident at a vendor, as PDF or as text.\n\n\
         The facts are YAML files in `data/`, the letters appear in `out/`.",
        "情報セキュリティ事故のお知らせを、宛先ごとにPDFかメールの文で作ります。\n\n\
         内容は`data/`のYAMLファイルに書きます。お知らせは`out/`にできます。",
    ),
    ("The project folder", "お知らせのフォルダ"),
    (
        "Where everything goes that is made: a folder, below the project folder if it is relative, or a URL in an object store: s3://, gs://, az:// or file:///",
        "作ったものの行き先: フォルダ（相対パスは{n}お知らせのフォルダの下）か、{n}オブジェクトストレージのURL{n}（s3://、gs://、az://、file:///）",
    ),
    (
        "Language of messages; the system's if left out, English where that is not Japanese",
        "表示の言語（省くとパソコンの設定に従います）",
    ),
    ("English", "英語"),
    ("Japanese", "日本語"),
    // The commands.
    (
        "Work on one page in the browser: clients, texts, letters; the same as without a command",
        "宛先、文面、作成、発送を、ブラウザの1ページで行う{n}（何も付けずに起動したときと同じ）",
    ),
    ("Do not open the page", "ページを開かない"),
    (
        "The page's port [default: the first free one from 7380]",
        "ページのポート（省くと7380から空いている番号）",
    ),
    (
        "Make the letters that are new or no longer up to date, one file for each client",
        "新しいお知らせと、変わったお知らせを作る（1件に1つのファイル）",
    ),
    (
        "Show all problems of all clients; write nothing",
        "すべての宛先の問題を表示する（何も書き込みません）",
    ),
    (
        "Make one client's letter now and open it; nothing is written to out/",
        "1件のお知らせを作って開く（out/には書き込みません）",
    ),
    (
        "Show which letters are new, stale and why, issued; and what is due when",
        "お知らせの状況と理由、報告の期限を表示する",
    ),
    (
        "Show what has changed in one client's letter since it was made",
        "1件のお知らせが、作ったときからどう変わったかを表示する",
    ),
    ("The vendor's bulletins", "委託先からの報告"),
    ("The letters about the incident", "事故についてのお知らせ"),
    (
        "Put together what is to be reported to the 個人情報保護委員会, as text and PDF",
        "個人情報保護委員会への報告に書くことを、文字とPDFにまとめる",
    ),
    (
        "Record that the letters are sent; from then on they cannot change",
        "お知らせを発送済みと記録する（以後は変わりません）",
    ),
    (
        "Compare what is in out/ with the ledger, and the ledger with what was issued",
        "out/と記録を照合し、記録が発送したときのままかを確かめる",
    ),
    (
        "Make a letter again as it was made or issued, from the ledger",
        "作ったとき、または発送したときのお知らせを、記録から作り直す",
    ),
    (
        "Write what editors need to complete and check the files in data/",
        "エディターでdata/を書くための、書けることの一覧を出す",
    ),
    (
        "Write what editors need to complete and check the files in data/\n\n\
         JSON Schemas of these files go to .schema/, with the office's own fields in them, and \
         VS Code's settings for them to .vscode/ if there are none yet.",
        "data/の入力をエディターで助けるファイルを作ります。\n\n\
         ファイルごとのJSON Schema（自分の項目を含みます）を.schema/に書きます。{n}\
         VS Codeの設定（.vscode/）は、まだなければ書きます。",
    ),
    ("Print the schema of this file instead", "書かずに、このファイルのスキーマを表示する"),
    (
        "Write the schemas into this folder, and no settings",
        "スキーマをこのフォルダに書く（設定は書きません）",
    ),
    ("data/office.yaml", "data/office.yaml（差出人）"),
    ("data/fields.yaml", "data/fields.yaml（自分の項目）"),
    ("data/clients.yaml and data/clients/", "data/clients.yamlとdata/clients/（宛先）"),
    ("data/incident.yaml", "data/incident.yaml（事案）"),
    ("A file of data/notices/", "data/notices/のファイル（お知らせ）"),
    (
        "Add a bulletin at the end of data/incident.yaml; asks for what is not given",
        "報告をdata/incident.yamlの最後に加える（指定しなかったことは質問します）",
    ),
    ("List the bulletins", "報告の一覧を表示する"),
    (
        "Write the next letter, a copy of the last with its own date and number",
        "次のお知らせを書く（最後のものの写しに、新しい日付と番号を入れます）",
    ),
    ("List the notices", "お知らせの一覧を表示する"),
    (
        "Write the facts as they stood when a notice was issued into a folder",
        "発送したときの事実を、フォルダーに書き出す",
    ),
    ("The notice", "お知らせのid"),
    ("The folder, which is not there yet", "書き出すフォルダー（まだないもの）"),
    // init
    (
        "Begin a project: the office, a notice to be completed, and what to do next",
        "お知らせのフォルダを作る（差出人、文面の下書き、手順書）",
    ),
    (
        "The folder of the new project [default: the project folder]",
        "作るフォルダ（省くと今のフォルダ）",
    ),
    ("The office's name, as it is to be printed", "差出人の名前（印刷するとおりに）"),
    ("Who signs the letters", "署名する人の氏名"),
    ("The title of who signs: 代表社員", "署名する人の役職（例: 代表社員）"),
    ("The telephone number for questions", "お問い合わせの電話番号"),
    ("The e-mail address for questions", "お問い合わせのメールアドレス"),
    ("When questions are answered: 平日9時～17時", "お問い合わせの受付時間（例: 平日9時～17時）"),
    ("The kind of notice (may be given more than once)", "お知らせの種類（何度でも指定できます）"),
    ("The first report to clients of an office whose vendor was hit", "取引先（顧問先）への第1報"),
    ("The notice to the persons concerned, as a letter", "ご本人への通知（手紙）"),
    ("The notice to the persons concerned, as a post card", "ご本人への通知（圧着はがき）"),
    ("The first report to clients as an e-mail", "取引先（顧問先）へのメール"),
    (
        "The public notice for a web page, to nobody in particular",
        "ウェブサイトでの公表（宛先なし）",
    ),
    ("The form to agree to a joint report to the authority", "連名で報告することの同意書"),
    ("A letter about anything, to be written", "その他の手紙（本文は白紙）"),
    (
        "Take the office, its fields and clients from this project",
        "このフォルダから、差出人、独自の項目、宛先を写す",
    ),
    ("Ask nothing, on a terminal too", "質問しない"),
    ("Show what would be written; write nothing", "書くものを表示するだけで、何も書かない"),
    // Options of several commands.
    ("The result as JSON on standard output", "結果を標準出力にJSONで出す"),
    ("Which letters", "対象のお知らせ"),
    ("Only this client (may be given more than once)", "この宛先だけ（何度でも指定できます）"),
    (
        "Read the clients from this list (.yaml, .csv, .jsonl) instead of data/",
        "宛先をこの一覧（.yaml、.csv、.jsonl）から読む",
    ),
    ("This notice instead of the last one", "対象のお知らせ（省くと最後のもの）"),
    (
        "How many letters at a time [default: one for each core]",
        "同時に作る数（省くとCPUのコアの数）",
    ),
    (
        "Write to this file instead of a temporary one, and do not open it",
        "このファイルに書き、開かない",
    ),
    ("Do not open the letter", "お知らせを開かない"),
    // status, diff
    ("Count the days from this date instead of today", "今日ではなく、この日から日数を数える"),
    ("The client's id, or a part of the id or name", "宛先のid、またはidか名前の一部"),
    (
        "Compare with this notice's letter instead of the same notice's",
        "このお知らせと比べる（省くと同じお知らせの前のもの）",
    ),
    (
        "Words on the terminal, or a page with both letters side by side",
        "画面に文字で表示するか、2つを並べたページにするか",
    ),
    (
        "The changed lines, with deleted and added words marked",
        "変わった行（削った語と加えた語に印）",
    ),
    (
        "Both letters side by side, changed lines marked",
        "2つのお知らせを並べたページ（変わった行に印）",
    ),
    (
        "Write the page to this file instead of a temporary one, and do not open it",
        "ページをこのファイルに書き、開かない",
    ),
    ("Do not open the page", "ページを開かない"),
    // bulletin add
    ("When it came: 2023-06-09T10:15", "届いた日時（例: 2023-06-09T10:15）"),
    ("What it says", "報告の内容"),
    ("It repeats the bulletin with this number", "この番号の報告と同じ内容"),
    ("What it is called [default: 第n報]", "報告の名前（省くと「第n報」）"),
    ("Its number [default: the next]", "報告の番号（省くと次の番号）"),
    ("Put it before bulletins that came later", "後から届いた報告より前に入れる"),
    // notice new
    (
        "Its id, the name of its file [default: that of the one it follows, counted up]",
        "ファイルの名前にもなるid{n}（省くと写すもののidの次）",
    ),
    ("The date on the letter [default: today]", "お知らせの日付（省くと今日）"),
    (
        "件名 [default: that of the one it follows, counted up]",
        "件名（省くと写すものの件名の次の報）",
    ),
    ("The notice that it is a copy of [default: the last one]", "写すお知らせ（省くと最後のもの）"),
    // report-sheet
    (
        "The sheet about this client [default: about all together]",
        "この宛先についてのシート（省くと全体のシート）",
    ),
    ("The date on the sheet [default: today]", "シートの日付（省くと今日）"),
    (
        "Write the text to this file instead of standard output",
        "文字を標準出力ではなく、このファイルに書く",
    ),
    // issue
    ("Who sends them", "発送する人"),
    ("Do not ask", "確かめずに記録する"),
    ("How they are sent [default: each client's own way]", "発送の方法（省くと宛先ごとの方法）"),
    // verify, show
    ("Only this notice", "このお知らせだけ"),
    (
        "The fingerprint that `issue` gave: name what has changed since",
        "発送時の照合番号（それ以後に変わったものを示します）",
    ),
    ("The client's id", "宛先のid"),
    ("The notice [default: the last one]", "対象のお知らせ（省くと最後のもの）"),
    (
        "Put it back into out/, where it is missing or was altered",
        "out/で紛失または改変されていれば、元に戻す",
    ),
    // generate, check
    (
        "Make every letter, also those that have not changed",
        "変わっていないお知らせも、すべて作り直す",
    ),
    (
        "Only the I-th of N shards of the letters, in a folder of its own: 3/8 (0/8 is the 8th)",
        "N個の分担のうちI番目だけを作る{n}（3/8など。別のフォルダにできます。0/8は8番目）",
    ),
    ("How the work's progress is shown on standard error", "進み具合の表示（標準エラー出力）"),
    ("A bar, on a terminal only", "棒グラフ（端末でだけ）"),
    ("JSON objects, one a line, and nothing else", "1行に1個のJSONだけ"),
    // ledger.
    ("The ledger of what was made", "作成と発送の記録"),
    (
        "Bring the letters of all shards together, and their ledgers into one",
        "すべての分担のお知らせを1か所に集め、記録を1つにまとめる",
    ),
    (
        "Merge what there is, where shards are missing, unfinished or of other facts",
        "欠けた分担や終わっていない分担があっても、{n}あるものだけをまとめる",
    ),
    (
        "Move the letters of clients who are gone to out/pruned/",
        "いなくなった宛先のお知らせをout/pruned/に移す",
    ),
    ("Keep each letter's Typst source beside its PDF", "PDFの隣にTypstのソースも残す"),
    (
        "Say how many letters took the slower way to a PDF, and why",
        "時間のかかる作り方をしたPDFの数と理由も表示する",
    ),
    (
        "Make every letter too, without writing it: finds faults of templates and pages",
        "お知らせも書き込まずに作り、ひな形とページも調べる",
    ),
    (
        "Make the corrections in data/ of which there is exactly one",
        "直し方が1つに決まるところを、data/の中で直す",
    ),
    // preview
    (
        "The client's id, or a part of the id or name [default: the first client]",
        "宛先のid、またはidか名前の一部（省くと最初の宛先）",
    ),
    ("What to make", "作るものの形式"),
    ("The letter as it would be sent", "発送するとおりのお知らせ"),
    ("A picture of each page", "ページごとの画像"),
    ("A drawing of each page", "ページごとの図形"),
    ("Only this page, from 1 (pictures only)", "このページだけ（1から。画像と図形のとき）"),
    ("Dots to the inch of PNG pictures", "PNG画像の1インチあたりの点の数"),
    ("Do not open the letter, or the live page", "お知らせやプレビューを開かない"),
    (
        "Show it on a page in the browser that follows every save",
        "保存するたびに変わるページを、ブラウザで開く",
    ),
    (
        "The live page's port [default: the first free one from 7380]",
        "プレビューのポート（省くと7380から空いている番号）",
    ),
    // import and export.
    (
        "Write the clients as a list for Excel, with how it stands with their letters",
        "宛先をExcelの一覧に書き出す（お知らせの状態も載ります）",
    ),
    (
        "The list, as .xlsx or .csv [default: out/宛先一覧.xlsx]",
        "一覧のファイル（.xlsxか.csv）{n}省くとout/宛先一覧.xlsx",
    ),
    ("The letters of this notice [default: of all]", "このお知らせだけ（省くと、すべて）"),
    ("Replace a file that is there", "同じ名前のファイルがあれば置き換える"),
    (
        "Take clients over from a list: Excel, LibreOffice or CSV; first shows what changes",
        "宛先をExcelやCSVの一覧から取り込む（変わることを先に見せます）",
    ),
    ("The list", "一覧のファイル"),
    (
        "This sheet (may be given more than once) [default: the one that looks like the list]",
        "読むシート（何度でも書けます）{n}省くと、一覧らしいシート",
    ),
    (
        "A column's field, by heading or letter: 会社名=name, C=担当, 区分=new, 備考=none",
        "列の項目を、見出しか列の記号で決める{n}（会社名=name、C=担当、区分=new、備考=none）",
    ),
    (
        "Make every column that is no field yet a field of the office's own",
        "項目になっていない列も、すべて自分の項目にする",
    ),
    (
        "How letters to new clients travel, where the list does not say it",
        "新しい宛先への送り方（一覧にないとき）",
    ),
    ("敬称 of new clients, where the list does not say it", "新しい宛先の敬称（一覧にないとき）"),
    (
        "The side that wins where the list and the project have both changed",
        "一覧と宛先の両方が変わっていたときに{n}合わせるほう",
    ),
    ("What the list says", "一覧に合わせる"),
    ("What the project has", "宛先のまま残す"),
    ("Write without asking", "確かめずに書き込む"),
    (
        "Delete the records of clients that are no longer in the list",
        "一覧から消えた宛先を、宛先からも消す",
    ),
    ("Show what would be done, and write nothing", "することを見せるだけで、何も書き込まない"),
    // clap's own.
    ("Print help", "この説明を表示する"),
    ("Print help (see more with '--help')", "この説明を表示する（--helpでは詳しく）"),
    ("Print help (see a summary with '-h')", "この説明を表示する（-hでは短く）"),
    ("Print version", "バージョンを表示する"),
    ("Print this message or the help of the given subcommand(s)", "コマンドの説明を表示する"),
    ("Print help for the subcommand(s)", "コマンドの説明を表示する"),
    // What stands for a value.
    ("I/N", "番号/数"),
    ("DIR", "フォルダ"),
    ("PLACE", "場所"),
    ("FILE", "ファイル"),
    ("LANG", "言語"),
    ("ID", "id"),
    ("CLIENT", "宛先"),
    ("DATE", "年-月-日"),
    ("DATE-TIME", "日時"),
    ("TEXT", "文字"),
    ("N", "数"),
    ("NAME", "名前"),
    ("FINGERPRINT", "照合番号"),
    ("FORMAT", "形式"),
    ("KIND", "種類"),
    ("COMMAND", "コマンド"),
    ("COLUMN=FIELD", "列=項目"),
    ("WAY", "送り方"),
    ("WORD", "言葉"),
    ("SIDE", "どちら"),
];

/// A text in Japanese, if there is one.
fn japanese(text: &str) -> Option<&'static str> {
    TEXTS.iter().find(|(english, _)| *english == text).map(|(_, japanese)| *japanese)
}

/// The same commands, with a help text in Japanese.
pub fn translated(mut command: Command) -> Command {
    // What clap adds is added now, to be put into Japanese too.
    command.build();
    of_command(command)
}

/// A text of a command in Japanese; in English if it is not known.
fn words(text: Option<&StyledStr>) -> Option<String> {
    let text = text?.to_string();
    Some(japanese(&text).map_or(text, str::to_owned))
}

fn of_command(command: Command) -> Command {
    let (about, long_about) = (words(command.get_about()), words(command.get_long_about()));
    let mut command = command
        .about(about.unwrap_or_default())
        .help_template("{about-with-newline}\n使い方: {usage}\n\n{all-args}{after-help}")
        .subcommand_help_heading("コマンド")
        .mut_args(of_arg)
        .mut_subcommands(of_command);
    if let Some(long_about) = long_about {
        command = command.long_about(long_about);
    }
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim();
    let usage = usage.replace("[OPTIONS]", "[オプション]").replace("COMMAND", "コマンド");
    command.override_usage(usage)
}

fn of_arg(arg: Arg) -> Arg {
    let heading = if arg.is_positional() { "引数" } else { "オプション" };
    let (mut help, long) = (words(arg.get_help()).unwrap_or_default(), words(arg.get_long_help()));
    let takes_values = arg.get_action().takes_values();
    let values = arg.get_possible_values();
    if takes_values && !values.is_empty() {
        help.push_str(&of_values(&values));
    }
    let defaults = arg.get_default_values();
    if takes_values && !defaults.is_empty() {
        let defaults: Vec<_> = defaults.iter().map(|it| it.to_string_lossy()).collect();
        help.push_str(&format!("{{n}}（省くと {}）", defaults.join("、")));
    }
    let names = arg.get_value_names().unwrap_or_default().iter();
    let names: Vec<&'static str> = names.filter_map(|name| japanese(name)).collect();
    let mut arg =
        arg.help(help).help_heading(heading).hide_possible_values(true).hide_default_value(true);
    if let Some(long) = long {
        arg = arg.long_help(long);
    }
    if takes_values && !names.is_empty() { arg.value_names(names) } else { arg }
}

/// What can be chosen, each on a line: `・html 2つのお知らせを並べたページ`.
fn of_values(values: &[PossibleValue]) -> String {
    let value = |value: &PossibleValue| {
        let help = value.get_help().map(ToString::to_string).unwrap_or_default();
        format!("{{n}}・{} {}", value.get_name(), japanese(&help).unwrap_or(&help))
    };
    values.iter().map(value).collect()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::args::Cli;

    /// Each command with all below it.
    fn all(command: &Command) -> Vec<&Command> {
        let below = command.get_subcommands().flat_map(all);
        std::iter::once(command).chain(below).collect()
    }

    #[test]
    fn every_text_of_the_command_line_has_its_japanese() {
        let mut command = Cli::command();
        command.build();
        let mut missing = Vec::new();
        for command in all(&command) {
            let of_command = [command.get_about(), command.get_long_about()];
            let of_args =
                command.get_arguments().flat_map(|it| [it.get_help(), it.get_long_help()]);
            let texts = of_command.into_iter().chain(of_args).flatten().map(ToString::to_string);
            let options = command.get_arguments().filter(|it| it.get_action().takes_values());
            let names = options.flat_map(|it| it.get_value_names().unwrap_or_default());
            let texts = texts.chain(names.map(ToString::to_string));
            missing.extend(texts.filter(|text| japanese(text).is_none()));
        }
        assert!(missing.is_empty(), "{missing:#?}");
    }

    #[test]
    fn no_line_of_the_help_is_english_or_too_long() {
        let command = translated(Cli::command());
        let mut wide = Vec::new();
        for command in all(&command) {
            for text in [command.clone().render_help(), command.clone().render_long_help()] {
                let text = text.to_string();
                for line in text.lines().filter(|line| !line.trim().is_empty()) {
                    let is_japanese = line.chars().any(|c| c > '\u{3000}');
                    // The name of an option or argument alone, above what is said of it.
                    let name = line.trim_start();
                    let is_name = name.starts_with(['-', '<']) && !name.contains("  ");
                    assert!(is_japanese || is_name, "{line}");
                    if console::measure_text_width(line) > 80 {
                        wide.push(line.to_owned());
                    }
                }
                let english =
                    ["Usage", "Options", "Commands", "Arguments", "[default", "possible values"];
                for word in english {
                    assert!(!text.contains(word), "{word}: {text}");
                }
            }
        }
        assert!(wide.is_empty(), "{wide:#?}");
    }
}
