//! The keys of conditions: `when`, and a notice's `to`.

use super::{Absent, Group, Kind, Place, Told, each, keys, said};
use Absent::Nothing;

/// A test that asks for words.
const WORDS: Kind = Kind::List(&Kind::Text);

/// A condition.
pub static CONDITION: Place = Place {
    word: said("condition", "条件"),
    told: Told::Table(said("Conditions", "条件")),
    about: said(
        "`when` and `to` hold where all of their tests hold. A field of your own is tested like \
         the program's: `{業務: [給与計算, 電子明細]}`.",
        "`when`と`to`は、書いた条件がすべて当てはまる宛先に効きます。自分の項目も同じように書けます: \
         `{業務: [給与計算, 電子明細]}`。",
    ),
    groups: &[
        Group {
            says: Some(said(
                "The client has one of these in the field: `{route: [調整中, 同意]}`, \
                 `{id: C-0042}`. A number or date can be compared: `{persons: {over: 100}}`, \
                 `{known_on: {after: 2023-06-05, before: 2023-06-10}}`; `persons` is the highest \
                 in `data`.",
                "その項目が、このどれかである: `{route: [調整中, 同意]}`、`{id: C-0042}`。数と日付は比べられます: \
                 `{persons: {over: 100}}`（100を超える）、`{known_on: {after: 2023-06-05, before: 2023-06-10}}`。\
                 `persons`は`data`のうちいちばん多い人数です。",
            )),
            keys: keys! {
                "id" "番号": Kind::List(&Kind::Id), Nothing, "[C-0042]";
                    "The id.", "番号。";
                "name" "宛名": WORDS, Nothing, "株式会社みなと商会";
                    "The name.", "宛名。";
                "honorific" "敬称": WORDS, Nothing, "様";
                    "What follows the name.", "敬称。";
                "person" "担当者": WORDS, Nothing, "総務部";
                    "Department, title or name.", "部署、役職、氏名のどれか。";
                "kana" "読み": WORDS, Nothing, "みなとしょうかい";
                    "How the name is read.", "読み。";
                "postal_code" "郵便番号": Kind::List(&Kind::PostalCode), Nothing, "231-0023";
                    "The postal code.", "郵便番号。";
                "address" "住所": WORDS, Nothing, "神奈川県横浜市中区山下町9999番地";
                    "A line of the address.", "住所の1行。";
                "phone" "電話番号": WORDS, Nothing, "03-0000-0010";
                    "The telephone number.", "電話番号。";
                "fax" "FAX番号": WORDS, Nothing, "03-0000-0011";
                    "The fax number.", "FAX番号。";
                "email" "メールアドレス": WORDS, Nothing, "soumu@example.jp";
                    "The e-mail address.", "メールアドレス。";
                "delivery" "送り方": WORDS, Nothing, "[郵送, FAX]";
                    "How the letter travels.", "送り方。";
                "route" "委員会への報告": WORDS, Nothing, "[調整中, 同意]";
                    "How the report is made.", "委員会への報告の方法。";
                "notify" "本人への通知": WORDS, Nothing, "保留";
                    "How the persons are told.", "本人に知らせる方法。";
                "data" "個人データ": WORDS, Nothing, "従業員の氏名";
                    "The `item` of a kind of data.", "データの`item`。";
                "persons" "人数": Kind::Or(&Kind::List(&Kind::Number), &Kind::Place(&COUNT)), Nothing, "{over: 100}";
                    "The highest number of persons.", "いちばん多い人数。";
                "known_on" "知った日": Kind::Or(&Kind::List(&Kind::Date), &Kind::Place(&DAY)), Nothing, "{after: 2023-06-05}";
                    "The day of knowing.", "知った日。";
                "reported_on" "報告した日": Kind::Or(&Kind::List(&Kind::Date), &Kind::Place(&DAY)), Nothing, "2023-06-14";
                    "The day of the report.", "報告した日。";
            },
        },
        each! {
            "has" "ある": Kind::List(&Kind::Name), Nothing, "[data, known_on]";
                "All of these fields are there.",
                "これらの項目が、すべてある。";
            "not" "でない": Kind::Place(&CONDITION), Nothing, "{route: 完了}";
                "That condition does not hold.",
                "その条件が当てはまらない。";
            "any" "どれか": Kind::List(&Kind::Place(&CONDITION)), Nothing, "[{persons: {over: 1000}}, {honorific: 様}]";
                "One of the conditions holds.",
                "条件のどれかが当てはまる。";
            "notice" "お知らせ": Kind::List(&Kind::Id), Nothing, "report-1";
                "In a part: it is taken in by one of these notices.",
                "部品の中で: これらのお知らせに取り込まれている。";
        },
    ],
    only_beside: &[],
};

/// What a number is compared with.
pub static COUNT: Place = Place {
    word: said("comparison", "比較"),
    told: Told::Below,
    about: said("", ""),
    groups: &[each! {
        "over" "を超える": Kind::Number, Nothing, "100";
            "The number is higher.", "これより多い。";
        "under" "未満": Kind::Number, Nothing, "1000";
            "The number is lower.", "これより少ない。";
    }],
    only_beside: &[],
};

/// What a day is compared with.
pub static DAY: Place = Place {
    word: said("comparison", "比較"),
    told: Told::Below,
    about: said("", ""),
    groups: &[each! {
        "after" "より後": Kind::Date, Nothing, "2023-06-05";
            "The day is later.", "これより後。";
        "before" "より前": Kind::Date, Nothing, "2023-06-10";
            "The day is earlier.", "これより前。";
    }],
    only_beside: &[],
};
