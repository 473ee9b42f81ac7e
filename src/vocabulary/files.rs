//! The keys of the files.

use super::{Absent, CONDITION, Group, Kind, Place, Told, each, said};
use Absent::{AsOutside, Is, Nothing, Required, RequiredWith, RequiredWithout};

/// Those who write, as the office and each of `joint` says it.
const OF_SENDERS: Group = each! {
    "name" "名前": Kind::Text, Required, "みなと会計事務所";
        "The name, as it is to be printed.",
        "印刷するとおりの名前。";
    "person" "代表者": Kind::Place(&PERSON), Nothing, "{title: 代表社員, name: 見本 太郎}";
        "Who signs, below the name.",
        "名前の下に載る人。";
    "postal_code" "郵便番号": Kind::PostalCode, Nothing, "101-0041";
        "Printed after 〒 above the address.",
        "住所の上に〒を付けて載ります。";
    "address" "住所": Kind::List(&Kind::Text), Nothing, "[東京都千代田区九丁目1番, みなとビル3階]";
        "Line by line, above the name.",
        "1行ずつ。名前の上に載ります。";
    "phone" "電話番号": Kind::Text, Nothing, "03-0000-0000";
        "For the texts: `{{ office.phone }}`.",
        "文中で使います: `{{ office.phone }}`。";
    "fax" "FAX番号": Kind::Text, Nothing, "03-0000-0001";
        "For the texts.",
        "文中で使います。";
    "email" "メールアドレス": Kind::Text, Nothing, "soudan@example.jp";
        "For the texts.",
        "文中で使います。";
    "seal" "角印": Kind::Picture, Nothing, "data/seal.png";
        "A PNG with a transparent ground, or an SVG.",
        "背景が透明なPNGか、SVG。";
};

/// `office.yaml`.
pub static OFFICE: Place = Place {
    word: said("office", "差出人"),
    told: Told::Table(said("`office.yaml`: who writes", "`office.yaml`: 差出人")),
    about: said("", ""),
    groups: &[
        OF_SENDERS,
        each! {
            "joint" "連名の差出人": Kind::List(&Kind::Place(&SENDER)), Nothing, "[{name: 監査法人みなと}]";
                "Who sends the letters together with the office, each with the keys above.",
                "連名で出す相手。キーは上と同じです。";
            "style" "書き方": Kind::Place(&STYLE), Nothing, "{time: \"14:12\"}";
                "How dates, times, counts and headings are written.",
                "日付、時刻、数、見出しの書き方。";
            "vars" "自分の文": Kind::Named(&Kind::Text), Nothing, "{受付時間: 平日9時～17時}";
                "Texts to be used by name: `{{ 受付時間 }}`.",
                "名前で使う文: `{{ 受付時間 }}`。";
            "checks" "検査の重さ": Kind::Named(&Kind::OneOf(&["error", "warning", "note", "off"])), Nothing, "{spelling: note}";
                "The level of a check by its id; see [checks.md](checks.md).",
                "検査ごとの重さ（[checks.md](checks.md)）。";
            "accepted" "残す表記": Kind::List(&Kind::Place(&ACCEPTED)), Nothing, "[{check: law-word, text: 漏洩, reason: 送付済みの文書に合わせる}]";
                "A wording that stays though a check finds it.",
                "検査で見つかっても、あえて残す表記。";
        },
    ],
    only_beside: &[],
};

/// An element of `joint`.
pub static SENDER: Place = Place {
    word: said("sender", "差出人"),
    told: Told::Elsewhere,
    about: said("", ""),
    groups: &[OF_SENDERS],
    only_beside: &[],
};

/// `person`.
pub static PERSON: Place = Place {
    word: said("person", "人"),
    told: Told::Below,
    about: said("", ""),
    groups: &[each! {
        "department" "部署": Kind::Text, Nothing, "総務部";
            "The department.",
            "部署。";
        "title" "役職": Kind::Text, Nothing, "部長";
            "The title.",
            "役職。";
        "name" "氏名": Kind::Text, RequiredWithout("department"), "見本 太郎";
            "The name; a title needs one.",
            "氏名。役職を書くなら要ります。";
    }],
    only_beside: &[],
};

/// An element of `accepted`.
pub static ACCEPTED: Place = Place {
    word: said("wording", "表記"),
    told: Told::Below,
    about: said("", ""),
    groups: &[each! {
        "check" "検査": Kind::Name, Required, "law-word";
            "The id of the check.",
            "検査の名前。";
        "text" "表記": Kind::Text, Required, "漏洩";
            "What it finds.",
            "見つかる表記。";
        "reason" "理由": Kind::Text, Required, "送付済みの文書に合わせる";
            "Why it stays.",
            "残す理由。";
    }],
    only_beside: &[],
};

/// `style`.
pub static STYLE: Place = Place {
    word: said("style", "書き方"),
    told: Told::Table(said("`style`", "`style`: 書き方")),
    about: said(
        "In `office.yaml`, in a notice, or beside a block; the nearest one holds.",
        "`office.yaml`にも、お知らせにも、段落に添えても書けます。いちばん近いものが使われます。",
    ),
    groups: &[each! {
        "date" "日付の書き方": Kind::Example, Is("2023年6月9日"), "令和 5年 7月24日";
            "A date. One digit takes the room of two where a blank is before it.",
            "日付。1桁の前に空白を入れて書くと、2桁分の幅になります。";
        "day" "曜日付きの書き方": Kind::Example, Is("2023年6月9日（金）"), "7月24日（水）";
            "A date with its weekday.",
            "曜日の付いた日付。";
        "time" "時刻の書き方": Kind::Example, Is("8時32分"), "\"14:12\"";
            "A time.",
            "時刻。";
        "count" "数の書き方": Kind::Example, Is("148,620"), "14万8,620";
            "A number of persons or things.",
            "人数や件数。";
        "marks" "見出しの印": Kind::List(&Kind::Mark), Nothing, "[１．, (1), ①]";
            "The marks of headings, by their depth.",
            "見出しの頭に付く印を、外側から順に。";
    }],
    only_beside: &[],
};

/// An entry of `fields.yaml`.
pub static FIELD: Place = Place {
    word: said("field", "項目"),
    told: Told::Table(said("`fields.yaml`: fields of your own", "`fields.yaml`: 自分の項目")),
    about: said(
        "Each key is a field's name, with a Japanese character in it or a capital first. It is \
         then a key of the records, a test in conditions and a variable. Without `values`, a \
         field of `文字` takes any text.",
        "キーが項目の名前です（日本語の文字を含むか、大文字で始まるもの）。宛先の記録のキーにも、条件にも、\
         変数にもなります。`values`のない`文字`には、何でも書けます。",
    ),
    groups: &[each! {
        "kind" "種類": Kind::OneOf(&["文字", "数", "日付", "明細"]), Is("文字"), "数";
            "What it holds. `明細` is rows of a table.",
            "入るもの。`明細`は表の行です。";
        "values" "値": Kind::List(&Kind::Text), Nothing, "[給与計算, 電子明細]";
            "The values that it may have.",
            "書ける値。";
        "several" "複数": Kind::True, Nothing, "true";
            "A client may have several of the values.",
            "1つの宛先に、いくつ書いてもよい。";
        "columns" "列": Kind::Named(&Kind::OneOf(&["文字", "数", "日付"])), RequiredWith("kind", "明細"), "{設備名: 文字, 台数: 数}";
            "The columns of the rows.",
            "明細の列。";
        "needed" "必須": Kind::True, Nothing, "true";
            "Every client has it.",
            "どの宛先にも要る。";
    }],
    only_beside: &[("several", "values")],
};

/// A client's record.
pub static CLIENT: Place = Place {
    word: said("record", "記録"),
    told: Told::Table(said("`clients.yaml`: to whom", "`clients.yaml`: 宛先")),
    about: said(
        "Whoever gets letters is a client here. A list of records, which may have [fields of your own](#fieldsyaml-fields-of-your-own). More \
         files may lie in `data/clients/`. Values are printed as they are, without variables.",
        "1件ずつの一覧。[自分の項目](#fieldsyaml-自分の項目)も書けます。`data/clients/`に、いくつもの\
         ファイルに分けて置くこともできます。値は書いたとおりに載り、変数は使えません。",
    ),
    groups: &[each! {
        "id" "番号": Kind::Id, Required, "C-0042";
            "Also the name of the letter's file.",
            "お知らせのファイル名にもなります。";
        "name" "宛名": Kind::Text, Required, "株式会社みなと商会";
            "The name, as it is to be printed.",
            "印刷するとおりの名前。";
        "honorific" "敬称": Kind::OneOf(&["御中", "様", "各位", "none"]), Required, "御中";
            "What follows the name; `none` where the name says it (関係者各位).",
            "名前に続く敬称。名前に含まれていれば（関係者各位）`none`。";
        "person" "担当者": Kind::Place(&PERSON), Nothing, "{department: 総務部, name: 湊 一朗}";
            "Whom it is addressed to there. 様 is theirs; a department alone has the `honorific`.",
            "宛名の下に載る人。様はその人に付きます。部署だけなら`honorific`が付きます。";
        "kana" "読み": Kind::Text, Nothing, "みなとしょうかい";
            "How the name is read.",
            "名前の読み。";
        "postal_code" "郵便番号": Kind::PostalCode, RequiredWith("delivery", "郵送"), "231-0023";
            "Printed if the letter goes by post.",
            "郵送なら載ります。";
        "address" "住所": Kind::List(&Kind::Text), RequiredWith("delivery", "郵送"), "[神奈川県横浜市中区山下町9999番地]";
            "Line by line; printed if the letter goes by post.",
            "1行ずつ。郵送なら載ります。";
        "phone" "電話番号": Kind::Text, Nothing, "03-0000-0010";
            "For the texts.",
            "文中で使います。";
        "fax" "FAX番号": Kind::Text, RequiredWith("delivery", "FAX"), "03-0000-0011";
            "For the texts and the 発送一覧.",
            "文中と発送一覧で使います。";
        "email" "メールアドレス": Kind::Text, RequiredWith("delivery", "メール"), "soumu@example.jp";
            "For the texts and the 発送一覧.",
            "文中と発送一覧で使います。";
        "delivery" "送り方": Kind::OneOf(&["郵送", "メール", "FAX"]), Is("メール"), "郵送";
            "How the letter travels. Only where it is written must the address be there.",
            "送り方。書いたときだけ、その送り先も要ります。";
        "route" "委員会への報告": Kind::OneOf(&["調整中", "同意", "辞退", "個別", "完了"]), Nothing, "同意";
            "How the report to the 個人情報保護委員会 is made.",
            "個人情報保護委員会への報告の方法。";
        "reported_on" "報告した日": Kind::Date, RequiredWith("route", "完了"), "2023-06-14";
            "The day of the joint report.",
            "連名で報告した日。";
        "notify" "本人への通知": Kind::OneOf(&["保留", "委託元", "当方", "公表"]), Nothing, "保留";
            "How the persons concerned are told.",
            "本人に知らせる方法。";
        "known_on" "知った日": Kind::Date, Nothing, "2023-06-05";
            "The day on which the client learned of it; the deadlines follow from it.",
            "宛先が事態を知った日。報告の期限はここから数えます。";
        "data" "個人データ": Kind::List(&Kind::Place(&HOLDING)), Nothing, "[{item: 従業員の氏名, persons: 42}]";
            "The personal data held, for `rows: data` of a table.",
            "お預かりしている個人データ。表の`rows: data`になります。";
    }],
    only_beside: &[],
};

/// An element of a record's `data`.
pub static HOLDING: Place = Place {
    word: said("kind of data", "データ"),
    told: Told::Below,
    about: said("", ""),
    groups: &[each! {
        "item" "項目": Kind::Text, Required, "従業員の氏名";
            "What data it is.",
            "データの種類。";
        "persons" "人数": Kind::Number, Required, "42";
            "Of how many persons.",
            "本人の数。";
    }],
    only_beside: &[],
};

/// `incident.yaml`.
pub static INCIDENT: Place = Place {
    word: said("incident", "事案"),
    told: Told::Table(said(
        "`incident.yaml`: what several letters share",
        "`incident.yaml`: いくつものお知らせで使うこと",
    )),
    about: said("The file may be absent.", "なくてもかまいません。"),
    groups: &[each! {
        "name" "事案の名前": Kind::Text, Nothing, "給与システムの障害";
            "What the office calls it.",
            "事務所での呼び名。";
        "report_within" "確報の日数": Kind::OneNumberOf(&["30", "60"]), Is("60"), "60";
            "Within how many days the 確報 is due: 60 after an attack, else 30.",
            "確報までの日数。攻撃によるものなら60、ほかは30。";
        "vars" "自分の文": Kind::Named(&Kind::Text), Nothing, "{ベンダー: ＭＫ社}";
            "Texts to be used by name.",
            "名前で使う文。";
        "bulletins" "報告": Kind::List(&Kind::Place(&BULLETIN)), Nothing, "[{number: 1, at: 2023-06-05T08:32, text: 障害の報告を受ける。}]";
            "What the vendor said, oldest first.",
            "システム会社からの報告を、古い順に。";
        "parts" "部品": Kind::Named(&Kind::Body), Nothing, "{窓口: お問い合わせは担当者まで。}";
            "Parts that letters take in with `use`. 概要, 項目, 人数, 原因, 二次被害, 本人対応, 公表, 再発防止 and 参考 are the items of a report; see [law.md](law.md).",
            "お知らせが`use`で取り込む部分。概要、項目、人数、原因、二次被害、本人対応、公表、再発防止、参考は、委員会への報告の事項です（[law.ja.md](law.ja.md)）。";
    }],
    only_beside: &[],
};

/// An element of `bulletins`.
pub static BULLETIN: Place = Place {
    word: said("bulletin", "報告"),
    told: Told::Table(said("`bulletins`", "`bulletins`: 報告")),
    about: said(
        "Numbers and moments go up. Those that say the same stand above one text.",
        "番号も日時も、下に行くほど後になります。同じ内容の報告は、1つの文にまとめて載ります。",
    ),
    groups: &[each! {
        "number" "番号": Kind::Number, Required, "2";
            "第n報.",
            "第n報。";
        "at" "日時": Kind::Moment, Required, "2023-06-06T16:47";
            "When it came.",
            "受けた日時。";
        "label" "呼び方": Kind::Text, Nothing, "速報";
            "What it is called where that is not 第n報.",
            "第n報でないときの呼び方。";
        "text" "内容": Kind::Prose, RequiredWithout("same_as"), "復旧の見込みの報告を受ける。";
            "What it says.",
            "報告の内容。";
        "same_as" "同じ内容の報告": Kind::Number, RequiredWithout("text"), "1";
            "It says the same as the last one above that has a `text`.",
            "上の、`text`のある最後の報告と同じ内容。";
        "when" "条件": Kind::Place(&CONDITION), Nothing, "{route: 同意}";
            "Who is told of it.",
            "この報告を載せる宛先。";
    }],
    only_beside: &[],
};

/// A notice's file.
pub static NOTICE: Place = Place {
    word: said("notice", "お知らせ"),
    told: Told::Table(said(
        "`notices/ID.yaml`: one letter",
        "`notices/お知らせのid.yaml`: お知らせ1つ",
    )),
    about: said(
        "The file's name is the notice's id, and the folder of its letters in `out/`. Notices \
         follow each other by `date`, then by `number`. `none` leaves out `addressee`, `sender`, \
         `head`, `foot`, `greeting` or `closing`.",
        "ファイルの名前がお知らせのidで、できたものが入る`out/`のフォルダ名にもなります。\
         お知らせの順序は`date`、同じ日なら`number`で決まります。`addressee`、`sender`、`head`、\
         `foot`、`greeting`、`closing`を載せないときは、`none`と書きます。",
    ),
    groups: &[each! {
        "date" "日付": Kind::Date, Required, "2023-06-09";
            "The date on the letter.",
            "お知らせの日付。";
        "title" "件名": Kind::Prose, Required, "障害のご報告";
            "件名, one paragraph.",
            "件名。1段落で書きます。";
        "body" "本文": Kind::Body, Required, "[ご報告いたします。, {use: 窓口}]";
            "The text.",
            "本文。";
        "kind" "形": Kind::OneOf(&["文書", "はがき", "圧着はがき", "メール"]), Is("文書"), "はがき";
            "A letter on A4, a post card of 100 × 148 mm, or the text of an e-mail.",
            "A4の文書、100×148 mmのはがき、またはメールの文面。";
        "number" "番号": Kind::Number, Nothing, "2";
            "第n報, for texts and for `notice new`.",
            "第n報の番号。文中と`notice new`で使います。";
        "reference" "文書番号": Kind::Text, Nothing, "エ発第12号";
            "文書番号, above the date.",
            "日付の上に載る文書番号。";
        "to" "宛先": Kind::Or(&Kind::Place(&CONDITION), &Kind::OneOf(&["none"])), Nothing, "{route: 同意}";
            "Who gets it: everyone, if nothing is said; `none` is one copy for nobody, to be published.",
            "お知らせする宛先。書かなければ全員。`none`は、公表するための1通です。";
        "addressee" "宛名": Kind::Prose, Nothing, "関係各位";
            "What stands in the place of each client's name.",
            "それぞれの宛名の代わりに載る文字。";
        "sender" "差出人": Kind::List(&Kind::Name), Nothing, "[みなと会計事務所]";
            "The names of those who write, where not all of the office's do.",
            "差出人の名前。書かなければ、連名の全員。";
        "head" "本文の前": Kind::List(&Kind::OneOf(&["reference", "date", "addressee", "sender", "title"])), Is("[reference, date, addressee, sender, title]"), "[[title, date], addressee]";
            "What stands before the text, line by line; `[a, b]` is one line.",
            "本文の前に載るものを、1行ずつ。`[a, b]`は1行に2つ。";
        "foot" "本文の後": Kind::List(&Kind::OneOf(&["reference", "date", "addressee", "sender", "title"])), Nothing, "[date, sender]";
            "What stands after the text, in the same words.",
            "本文の後に載るもの。書き方は`head`と同じ。";
        "greeting" "頭語": Kind::Or(&Kind::Text, &Kind::List(&Kind::Text)), Nothing, "拝啓";
            "頭語; the 結語 that belongs to it follows by itself. Another pair is written out: `[謹啓, 敬白]`.",
            "頭語。決まった結語が自動で付きます。ほかの組み合わせは`[謹啓, 敬白]`のように。";
        "closing" "結び": Kind::Text, Nothing, "以上";
            "What ends the text at the right.",
            "本文の最後に、右に寄せて載る語。";
        "appendix" "別紙": Kind::Body, Nothing, "[{heading: 別紙, body: 一覧は次のとおりです。}]";
            "Headings with their blocks, each on a page of its own.",
            "別紙。見出しごとに新しいページになります。";
        "as_of" "時点": Kind::Moment, Nothing, "2023-06-08T17:08";
            "Bulletins after it are not in the letter; without it, those after the day of `date`.",
            "これより後の報告は載りません。書かなければ、`date`の日の終わりまで。";
        "law" "法令上の種類": Kind::OneOf(&["本人通知", "公表", "同意書"]), Nothing, "本人通知";
            "What the law asks of it: `check` says what is missing; see [law.md](law.md).",
            "足りない事項を`check`が知らせます（[law.ja.md](law.ja.md)）。";
        "lang" "言語": Kind::Text, Is("ja"), "pt";
            "The language, by its code.",
            "言語の記号。";
        "style" "書き方": Kind::Place(&STYLE), AsOutside, "{date: 令和5年6月9日}";
            "How this letter writes dates, times, counts and headings.",
            "このお知らせでの書き方。";
        "template" "ひな形": Kind::Name, Nothing, "report.typ";
            "A file of `templates/`; see [templates.md](templates.md).",
            "`templates/`のファイル（[templates.md](templates.md)）。";
    }],
    only_beside: &[],
};
