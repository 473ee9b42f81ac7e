//! Whether words of a letter are somebody's name, or an ordinary word, or a part of a
//! longer name. Japanese has no spaces to tell by, and there is no dictionary here:
//! the name itself and what stands on either side of it tell.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::content::fold::{Writing, in_full};
use crate::content::form::is_body;
use crate::model::{Client, Honorific};
use crate::unseen::is_default_ignorable;

/// How a name is known where it stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// It has a legal form: nothing else is called so.
    Registered,
    /// A shop or a body: it must not be a part of a longer name.
    Body,
    /// A person, with family and given name.
    Person,
    /// Short enough to be a word: it must be addressed, or stand by itself.
    Word,
    /// A place, an authority or a common noun, which any letter may speak of: it must
    /// be addressed.
    Common,
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern that is tried by every test of this file")
}

/// Legal forms, in a name in full.
static FORM: LazyLock<Regex> = LazyLock::new(|| {
    regex("(?:株式|有限|合同|合資|合名|相互)会社|法人|協同組合|企業組合|[社財]団")
});
/// A name that is complete: what follows is no part of it, unless it makes another word.
static COMPLETE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        "(?:[会社店所院園校堂屋館局庵亭荘苑舗房団組]|法人|組合|大学|工業|建設|産業|運輸|歯科|機構|\
         財団|センター|クリニック|ホーム|サービス|システムズ?|ホールディングス|グループ|ストア|\
         ショップ|カフェ|パートナーズ|ステーション)$",
    )
});
/// Words for many, or for anybody of a kind.
static ANYBODY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        "(?:者|員|客|先|民|[児生]徒|児童|幼児|園児|学生|(?:卒業|在校|受講|受験|研修|実習|[塾寮院])生|株主|\
         [事雇荷地家]業?主|(?:委託|受託|発注|請負|派遣)元|家族|遺族|親族|父[母兄]|親御さん|世帯|本人|\
         代理人|相続人|個人|法人|機関|(?:労務|弁護|税理|会計|司法書|行政書|看護)士|各[社所店校園局課署]|企業|事業場|[加代販特][盟理売約]店|お得意|皆|方|一同)$\
         |^[全各ごお]?(?:ユーザー?|メンバー|スタッフ|オーナー|パートナー|クライアント|カスタマー|テナント|\
         サポーター|ボランティア)$",
    )
});
/// What is added to a name to address it.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    regex("(?:の?(?:皆様方?|皆さま|みなさま|みな様|各位|方々)|の方|御中|様|さま|殿)$")
});
const MANY: &[&str] = &["皆", "みな", "各位", "方"];
/// Places, buildings and authorities.
static PUBLIC: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        "(?:[都道府県市区町村郡省庁]|役所|役場|税務署|労働局|監督署|安定所|ハローワーク|年金事務所|\
         年金機構|健康保険協会|保護委員会|警察署|消防署|保健所|裁判所|法務局|\
         ビル(?:ディング)?|タワー|プラザ|マンション|ハイツ|コーポ|会館)$",
    )
});
/// Bodies of which there are many of the same name.
static ORDINARY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        "^[当本各全貴御弊同諸両お]?(?:(?:委員|理事|総|協|監査役|同窓|後援|保護者|自治|町内|商工)会|会議所|商工会議所|\
         会社|本社|支社|支店|本店|店舗|営業所|事業所|事務所|事業場|工場|病院|医院|診療所|薬局|銀行|学校|\
         [小中高]学校|高等学校|高校|大学|大学院|保育園|幼稚園|学園|(?:労働|健康保険|協同)?組合|法人|部署|\
         本部|支部|センター|サポート|サービス|システム|クリニック|ホーム|ネットワーク|ウェブサイト|\
         個人(?:情報|データ)|不正アクセス|ランサムウェア|ウイルス|(?:電子)?メール|対策本部|\
         (?:相談|問い合わせ)窓口|給与(?:計算|明細)|(?:社会|労働|雇用|健康)保険|(?:総務|人事|経理)部|\
         知らせ|ご?報告書?|ご?案内|詫び)$",
    )
});
/// Family and given name with a space between them.
static WITH_SPACE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^[^\s、。（(]{1,6}[\s・･]+[^\s、。（(]{1,6}$"));

/// Words that stand before a name and are no part of it.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        "(?:[顧問委託取引得意仕入]先|委託元|名|名称|宛先?|同|元|旧|故|代表者?|取締役|社長|会長|専務|常務|理事長?|\
         監事|監査役|院長|[園校学所店部課係次室]長|主任|担当者?|責任者|事業主|顧問|士|医師|先生|様|殿|氏|各位|\
         御中|本人|社員|従業員|職員|役員|会員|患者|会社|法人|組合|[社財]団|対象|等|他|㈱|㈲|ほか)$",
    )
});
/// Words that stand behind a name and are no part of it.
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        "^(?:[様殿氏君宛側等他内外分]|御中|先生|各位|方(?:々|$|\\P{Han})|宅(?:$|\\P{Han})|[社会院]長|[園校学所店部課係次室]長|支店長|工場長|\
         代表|専務|常務|取締役|執行役|監査役|監事|理事|主任|担当|責任者|従業員|社員|職員|役員|会員|組合員|\
         患者|生徒|学生|児童|園児|利用者|加入者|被保険者|社内|本人|家族|向け|及び|並び|又は|若しく|以[下上外前後降来内]|\
         経由|製品|名義|気付|所属|関係|関連|在籍|退職|勤務|給与|賃金|賞与|個人|顧客|名簿|明細|台帳|データ|グループ|\
         本社|本店|支社|支店|営業所|出張所|事業所|工場|\\p{Han}{1,4}(?:支[店社部所]|営業所|工場|事業所|出張所)|\
         (?:総務|人事|経理|労務|業務|営業|管理|企画|法務|財務|製造|開発|広報|事務)(?:本?部|課|係|室|局))",
    )
});
/// Words that make a longer name of one, whatever it is.
static LONGER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        "^(?:ビル|タワー|ホール|プラザ|マンション|ハイツ|コーポ|会?館|街|前[店駅通]|通り|跡|橋|駅|[町村区市郡](?:$|[^長])|\
         丁目|[内外]科|分[院校店室]|方面|会?議所|院(?:$|[^長])|連合|連盟|様式|宅[建地]|公園|神社|会[連合])",
    )
});
/// A branch of a company whose name stands before.
static BRANCH: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^[^\s、。「」（）]{0,4}(?:支[店社部所]|営業所|出張所|事業所|工場|店)")
});
/// What hiragana behind a name begin with if they are no part of it.
static PARTICLE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        "^(?:[のはがをにへともでや]|から|より|まで|さ[まん]|など|ほか|だけ|のみ|および|または|ならび|あて|ごと|\
         なら|なの|しか|ばかり|くん|ちゃん|か[、。？]|ご|お)",
    )
});
/// Hiragana between a mark and a name that are no part of the name: 、また みなと商会.
static LEADS: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        "(?:[はがをにへのでも]|から|より|まで|また|および|または|ならびに|なお|かつ|ただし|もしくは|\
         いわゆる|ほか|それと|これと)$",
    )
});
/// A name that is addressed.
static ADDRESSED: LazyLock<Regex> =
    LazyLock::new(|| regex("^ ?(?:様[^式子々]|様$|さま|さん|御中|殿|氏)"));

/// What a client's name is known by in other texts, and the part of it that is looked
/// for; nothing for an addressee who is anybody.
pub fn kind_of(client: &Client) -> Option<(Kind, &str)> {
    /// A shorter name is found in any text.
    const SHORTEST: usize = 3;
    /// Kana alone, and no more of them, may be a word.
    const LONGEST_WORD: usize = 6;
    let written = client.name.trim();
    let address = ADDRESS.find(written).map_or("", |it| it.as_str());
    let name = written[..written.len() - address.len()].trim();
    let full = in_full(name);
    let length = full.chars().count();
    let has_form = FORM.find(&full).is_some_and(|form| form.len() < full.len());
    let many = MANY.iter().any(|it| address.contains(it)) || client.honorific == Honorific::Kakui;
    if many && !has_form {
        return None;
    }
    if has_form {
        return Some((Kind::Registered, name));
    }
    if ANYBODY.is_match(&full) {
        return None;
    }
    let addressed = client.honorific == Honorific::Sama || matches!(address, "様" | "さま" | "殿");
    let person = addressed && !is_body(name);
    // 林 誠 is two characters, and a name.
    if person && WITH_SPACE.is_match(name) {
        return (length > 1).then_some((Kind::Person, name));
    }
    let is_kana = full.chars().all(|c| matches!(script(c), Script::Hiragana | Script::Katakana));
    let is_short = length <= SHORTEST && !is_body(name) && !COMPLETE.is_match(&full);
    let kind = if PUBLIC.is_match(&full) || ORDINARY.is_match(&full) {
        Kind::Common
    } else if person && !is_kana {
        Kind::Person
    } else if is_short || (is_kana && length <= LONGEST_WORD) {
        Kind::Word
    } else {
        Kind::Body
    };
    (length >= SHORTEST).then_some((kind, name))
}

/// Whether the bytes of a text that are like the name of a client are that name.
pub fn is_name(kind: Kind, text: &str, at: &Range<usize>, writing: Writing) -> bool {
    let (before, after) = (before(text, at.start, writing), after(text, at.end, writing));
    let name = &text[at.clone()];
    let begins = begins(kind, name, &before, &after);
    match kind {
        Kind::Word if begins && before.is_empty() && after.is_empty() => true,
        Kind::Word | Kind::Common => begins && ADDRESSED.is_match(&after),
        Kind::Registered | Kind::Body | Kind::Person => begins && ends(kind, name, &after),
    }
}

/// Whether a name begins where it seems to.
fn begins(kind: Kind, name: &str, before: &str, after: &str) -> bool {
    let (Some(last), Some(first)) = (before.chars().next_back(), name.chars().next()) else {
        return true;
    };
    let (last, first) = (script(last), script(first));
    if kind == Kind::Registered && FORM.find(&in_full(name)).is_some_and(|form| form.start() == 0) {
        // 山田株式会社みなと支店 is a branch of another company.
        return last == Script::None || !BRANCH.is_match(after);
    }
    match last {
        Script::None => true,
        // みなと山田商店 is another shop, 、弊社は山田商店 speaks of this one.
        Script::Hiragana => {
            let word = before.trim_end_matches(|c| script(c) == Script::Hiragana);
            let begins_there = word.chars().next_back().is_none_or(|c| script(c) == Script::None);
            let letters = before[word.len()..].chars().count();
            kind == Kind::Person
                || !begins_there
                || !(2..AROUND).contains(&letters)
                || LEADS.is_match(before)
        }
        _ if BEFORE.is_match(before) => true,
        Script::Han => false,
        Script::Katakana => kind == Kind::Person && first != Script::Katakana,
        Script::Digit => first != Script::Digit,
        Script::Latin => kind == Kind::Person && first != Script::Latin,
    }
}

/// Whether a name ends where it seems to.
fn ends(kind: Kind, name: &str, after: &str) -> bool {
    let (Some(first), Some(last)) = (after.chars().next(), name.chars().next_back()) else {
        return true;
    };
    if LONGER.is_match(after) {
        return false;
    }
    let full = in_full(name);
    let complete = kind != Kind::Person && COMPLETE.is_match(&full);
    let has_form_behind = FORM.find_iter(&full).last().is_some_and(|form| form.end() == full.len());
    match script(first) {
        Script::None => true,
        _ if BEHIND.is_match(after) || has_form_behind => true,
        Script::Hiragana => PARTICLE.is_match(after),
        Script::Digit => script(last) != Script::Digit,
        Script::Latin => complete && script(last) != Script::Latin,
        Script::Katakana => {
            kind == Kind::Registered && complete && script(last) != Script::Katakana
        }
        Script::Han => kind == Kind::Registered && complete,
    }
}

/// What a character is, so far as names begin and end with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Han,
    Hiragana,
    Katakana,
    Latin,
    Digit,
    /// A mark or a space, which is no part of a name.
    None,
}

fn script(c: char) -> Script {
    match c {
        'ぁ'..='ゟ' => Script::Hiragana,
        'ァ'..='ヿ' | 'ㇰ'..='ㇿ' | 'ｦ'..='ﾟ' if c != '・' => Script::Katakana,
        '々'
        | '〆'
        | '〇'
        | '⺀'..='⿕'
        | '㐀'..='鿿'
        | '豈'..='﫿'
        | '\u{20000}'..='\u{3FFFF}' => Script::Han,
        _ if c.is_numeric() => Script::Digit,
        _ if c.is_alphabetic() => Script::Latin,
        _ => Script::None,
    }
}

/// How much is looked at on either side of a name.
const AROUND: usize = 12;

/// What is read behind these bytes, up to where the paragraph or the value ends.
fn after(text: &str, end: usize, writing: Writing) -> String {
    let mut read = String::new();
    let mut rest = text[end..].chars().peekable();
    while read.chars().count() < AROUND {
        let Some(c) = rest.next() else { break };
        let next = rest.peek().copied();
        match (c, next) {
            ('\n', Some('\n')) => break,
            ('#', Some('"')) | ('"', Some(';')) if writing == Writing::Typst => {
                rest.next();
            }
            ('"', _) | ('\\', Some('n')) if writing == Writing::Typst => break,
            ('\\', _) if writing == Writing::Typst => {}
            _ if c.is_whitespace() => read.push(' '),
            _ if is_default_ignorable(c) => {}
            _ => read.push(c),
        }
    }
    read
}

/// What is read before these bytes, from where the paragraph or the value begins.
fn before(text: &str, start: usize, writing: Writing) -> String {
    let mut read = Vec::new();
    let mut rest = text[..start].chars().rev().peekable();
    while read.len() < AROUND {
        let Some(c) = rest.next() else { break };
        let next = rest.peek().copied();
        match (c, next) {
            ('\n', Some('\n')) => break,
            ('"', Some('#')) | (';', Some('"')) if writing == Writing::Typst => {
                rest.next();
            }
            ('"', _) | ('n', Some('\\')) if writing == Writing::Typst => break,
            _ if c.is_whitespace() => read.push(' '),
            _ if is_default_ignorable(c) => {}
            _ => read.push(c),
        }
    }
    read.into_iter().rev().collect()
}
