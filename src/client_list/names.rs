//! Names as they stand in a list: with 御中 or 様 behind them or not, of a company or of a
//! person.

use std::sync::LazyLock;

use regex::Regex;

use super::texts::half_width;
use crate::model::Honorific;

/// A name without the honorific that was written behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parted {
    /// The name.
    pub name: String,
    /// The honorific that is meant; none if nothing was written.
    pub honorific: Option<Honorific>,
    /// Whether it was written otherwise: 殿 for 様, 先生.
    pub replaced: bool,
}

/// What is written behind names, with what it means. What only stands behind a blank may be
/// the end of a name elsewhere (銀行).
const ENDS: [(&str, Option<Honorific>, bool); 13] = [
    ("御中", Some(Honorific::Onchu), false),
    ("おんちゅう", Some(Honorific::Onchu), true),
    ("各位", Some(Honorific::Kakui), false),
    ("さま", Some(Honorific::Sama), true),
    ("さん", Some(Honorific::Sama), true),
    ("サマ", Some(Honorific::Sama), true),
    ("ｻﾏ", Some(Honorific::Sama), true),
    ("様", Some(Honorific::Sama), false),
    ("殿", Some(Honorific::Sama), true),
    ("どの", Some(Honorific::Sama), true),
    ("先生", Some(Honorific::None), true),
    ("行", None, true),
    ("宛", None, true),
];

/// Words that end like an honorific.
const WORDS: [&str; 39] = [
    "神様",
    "屋さん",
    "母さん",
    "父さん",
    "客さん",
    "者さん",
    "皆さん",
    "兄さん",
    "姉さん",
    "くさん",
    "王様",
    "奥様",
    "客様",
    "皆様",
    "客さま",
    "皆さま",
    "神さま",
    "王さま",
    "お日さま",
    "宮殿",
    "神殿",
    "御殿",
    "本殿",
    "社殿",
    "拝殿",
    "貴殿",
    "鵜殿",
    "寝殿",
    "仏殿",
    "湯殿",
    "若殿",
    "大殿",
    "もどの",
    "こどの",
    "などの",
    "ほどの",
    "石殿",
    "蔵殿",
    "正殿",
];

/// A name behind which nothing is written.
pub(super) fn whole(name: &str) -> Parted {
    Parted { name: name.to_owned(), honorific: None, replaced: false }
}

/// Parts a name from what is written behind it.
pub(super) fn parted(name: &str) -> Parted {
    let is_blank = |c: char| c.is_whitespace();
    for (end, honorific, replaced) in ENDS {
        let Some(rest) = before(name, end) else { continue };
        let bare = rest.trim_end_matches(is_blank);
        let parted = bare.len() < rest.len();
        let needs_blank = matches!(end, "行" | "宛" | "サマ" | "ｻﾏ" | "どの" | "おんちゅう");
        let is_word = !parted && WORDS.iter().any(|word| name.ends_with(word));
        if bare.is_empty() || needs_blank && !parted || is_word {
            continue;
        }
        // The letter prints no 先生; the name keeps it.
        if end == "先生" {
            return Parted { name: name.to_owned(), honorific, replaced };
        }
        // At a body さん says no more than that it is one.
        let honorific = honorific.filter(|_| end != "さん" || !is_body(bare));
        // 御中様, and 宛 behind 様.
        let inner = self::parted(bare);
        let honorific = inner.honorific.or(honorific);
        return Parted { name: inner.name, honorific, replaced: replaced || inner.replaced };
    }
    whole(name)
}

/// Whether 行 is the given name of a person and not what is written on envelopes: 吉田 行.
pub(super) fn is_given(name: &str, parted: &Parted) -> bool {
    let bare = &parted.name;
    let added = name.strip_prefix(bare.as_str()).map(str::trim);
    added == Some("行") && !is_body(bare) && !bare.contains(char::is_whitespace)
}

/// Whether 行 is written behind a name.
pub(super) fn ends_for_envelopes(name: &str) -> bool {
    name.strip_suffix('行').is_some_and(|it| it.ends_with(char::is_whitespace))
}

/// Whether a text is but the kind of a company: 株式会社, （株）.
pub(super) fn is_only_form(text: &str) -> bool {
    let half = half_width(text);
    let bare = half.trim_matches(|c: char| "()[]【】「」 ".contains(c));
    matches!(
        bare,
        "株" | "有"
            | "同"
            | "㈱"
            | "㈲"
            | "株式会社"
            | "有限会社"
            | "合同会社"
            | "合資会社"
            | "合名会社"
            | "一般社団法人"
            | "医療法人"
    )
}

/// What stands before an end, which may have blanks in it: 御　中.
fn before<'a>(name: &'a str, end: &str) -> Option<&'a str> {
    let mut rest = name;
    for (at, c) in end.chars().rev().enumerate() {
        if at > 0 && end == "御中" {
            rest = rest.trim_end();
        }
        rest = rest.strip_suffix(c)?;
    }
    Some(rest)
}

/// What a cell of a column of honorifics means: the honorific, and whether it was written
/// otherwise. 先生 stays with the name: `Err`.
pub(super) fn honorific(word: &str) -> Option<(Honorific, bool)> {
    let known = crate::facts::meaning(word, Honorific::WORDS);
    if let Some(known) = known {
        return Some((known, false));
    }
    match word {
        "殿" | "さま" | "サマ" | "ｻﾏ" | "どの" | "さん" | "氏" => {
            Some((Honorific::Sama, true))
        }
        "なし" | "無し" | "無" => Some((Honorific::None, true)),
        "おんちゅう" | "御　中" | "御 中" => Some((Honorific::Onchu, true)),
        _ => None,
    }
}

/// Words that only bodies have in their names.
static BODY: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = "会社|[(](?:[株有同合資名社財医学宗福税弁監行司協企労農独特相]|[一公][社財]|社福|特非|医社|医財|NPO)[)]|[㈱㈲㈳㈶㈻㈿㍿㊑㊒]|㈴|㈾|法人|組合|協会|連盟|連合|財団|社団\
        |病院|医院|クリニック|診療所|歯科|内科|外科|眼科|薬局|薬店|鍼灸|接骨|整骨|介護|施設|老人ホーム|デイサービス|訪問看護|ケア\
        |学校|学園|学院|大学|高校|高等|中学|小学|幼稚園|保育園|保育所|こども園|学習塾|予備校|教室|スクール\
        |役所|役場|県庁|都庁|道庁|府庁|市庁|官公|公社|公団|事業団|機構|委員会|審議会|議会|警察|消防|税務署|法務局|裁判所\
        |商店|商会|商事|商工|商社|工業|工務|工房|工場|産業|製作|製造|製薬|製紙|製鉄|事務所|事業所|営業所|出張所|研究所|センタ|支店|本店|支社|本社\
        |銀行|信用金庫|信金|農協|漁協|生協|郵便局|保険|証券|不動産|建設|建築|設計|土木|電機|電気|電設|設備|塗装|運輸|運送|物流|倉庫|交通|印刷|出版|新聞|放送|食品|水産|農園|農場|牧場|酒造|醸造|製菓\
        |ホテル|旅館|食堂|飯店|酒店|書店|商船|鉄工|機械|金属|化学|石油|自動車|モータ|システム|サービス|グループ|ホールディングス|コーポレーション|カンパニー|インターナショナル|エンジニアリング|ストア|ショップ|レストラン|カフェ|サロン|美容室|理容|ステーション|パートナーズ\
        |自治会|町内会|管理組合|保存会|同好会|後援会|実行委|協議会|連絡会|振興会|研究会|父母会|同窓会|婦人会|老人会|子ども会\
        |神社|神宮|寺院|教会|会館|公民館|図書館|博物館|美術館|児童館|体育館\
        |(?i:co[.,]|inc[.]|inc$|ltd|llc|l[.]l[.]c|corp|k[.]k[.]|company|group|holdings|studio|office|university|hospital|school|bank)|^(?:JA[^A-Za-z]|NPO)";
    Regex::new(pattern).expect("a pattern that the tests of this file try")
});

/// What the names of bodies end in, and now and then a person's.
static BODY_END: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = "(?:[店屋堂館亭庵局課係会社署省庁]|[^ 　][部室]|[^ 　][^ 　][園所])$";
    Regex::new(pattern).expect("a pattern that the tests of this file try")
});

/// Family names that end like a body.
const FAMILIES: [&str; 36] = [
    "阿部",
    "渡部",
    "服部",
    "矢部",
    "園部",
    "磯部",
    "長谷部",
    "日下部",
    "岡部",
    "田部",
    "曽我部",
    "刑部",
    "軽部",
    "南部",
    "織部",
    "高部",
    "建部",
    "武部",
    "物部",
    "小室",
    "大室",
    "氷室",
    "三室",
    "土屋",
    "守屋",
    "古屋",
    "関屋",
    "大屋",
    "芦屋",
    "岩屋",
    "度会",
    "村社",
    "大館",
    "古館",
    "田所",
    "城所",
];

/// Whether a name can only be that of a company, an office or another body.
pub(super) fn is_body(name: &str) -> bool {
    let half = half_width(name);
    BODY.is_match(&half) || BODY_END.is_match(&half) && !FAMILIES.contains(&half.as_ref())
}

/// The same where the name is said to be a person's: 山田 省 is one.
pub(super) fn is_body_among_persons(name: &str) -> bool {
    BODY.is_match(&half_width(name))
}

/// Whether a name looks like a person's: a family name, a blank and a given name.
pub(super) fn is_person(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_of_name = |c: char| matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '々' | '〆' | 'ｦ'..='ﾟ' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}');
    let fits = |word: &&str| word.chars().count() <= 5 && word.chars().all(is_of_name);
    words.len() == 2 && words.iter().all(fits) && !is_body(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_honorific_is_taken_from_the_end_of_a_name() {
        use Honorific::{Kakui, None as Nothing, Onchu, Sama};
        for (written, name, honorific, replaced) in [
            ("株式会社みなと 御中", "株式会社みなと", Some(Onchu), false),
            ("株式会社みなと御中", "株式会社みなと", Some(Onchu), false),
            ("株式会社みなと　御　中", "株式会社みなと", Some(Onchu), false),
            ("山田 太郎 様", "山田 太郎", Some(Sama), false),
            ("山田太郎さま", "山田太郎", Some(Sama), true),
            ("山田太郎殿", "山田太郎", Some(Sama), true),
            ("山田太郎先生", "山田太郎先生", Some(Nothing), true),
            ("保護者各位", "保護者", Some(Kakui), false),
            ("みなと銀行", "みなと銀行", None, false),
            ("みなと商会 行", "みなと商会", None, true),
            ("山田太郎さん", "山田太郎", Some(Sama), true),
            ("山田 太郎 さん", "山田 太郎", Some(Sama), true),
            ("みなと商会さん", "みなと商会", None, true),
            ("みなとのパン屋さん", "みなとのパン屋さん", None, false),
            ("みなと商会　宛", "みなと商会", None, true),
            ("みなと商会御中 様", "みなと商会", Some(Onchu), false),
            ("株式会社王様", "株式会社王様", None, false),
            ("鵜殿", "鵜殿", None, false),
            ("御中", "御中", None, false),
            ("様", "様", None, false),
            ("（株）みなと", "（株）みなと", None, false),
        ] {
            let right = Parted { name: name.to_owned(), honorific, replaced };
            assert_eq!(parted(written), right, "{written}");
        }
    }

    #[test]
    fn bodies_are_told_from_persons() {
        for body in [
            "株式会社みなと",
            "（株）みなと",
            "㈱みなと",
            "みなと市役所",
            "医療法人みなと会",
            "みなと商店",
            "みなと病院",
            "佐藤税理士事務所",
            "みなとセンター",
            "総務部",
            "みなと小学校",
            "田中屋",
            "Minato Co., Ltd.",
            "みなと協同組合",
            "JAみなと",
            "ＮＰＯみなと",
            "お客様相談室",
        ] {
            assert!(is_body(body), "{body}");
            assert!(!is_person(body), "{body}");
        }
        for person in ["山田 太郎", "髙橋　花子", "阿部 寛", "長谷川 みどり", "林 ﾏﾘ"]
        {
            assert!(!is_body(person) && is_person(person), "{person}");
        }
        for neither in ["阿部", "みなと", "渡部", "Minato", "みなと 横浜 本部長"] {
            assert!(!is_person(neither), "{neither}");
        }
        assert!(!is_body("阿部") && !is_body("みなと"));
    }
}
