//! What a heading says of its column: 「御住所１」, 「得意先CD」, 「TEL（自宅）」, or 住所 above
//! ビル名. The words stand in `heading_words`.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::contacts;
use super::heading_pieces::{
    is_of_place, may_be_narrowed, narrows, parted_at_brackets, without_number,
};
use super::heading_words::{
    BODIES, GROUPS, Group, ID_ENDS, Meaning, NAME_ENDS, NO_PARTIES, PERSONS, PLACES, WORDS,
};
use crate::spreadsheet::letters;

/// What a heading says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading {
    /// What the column holds.
    pub meaning: Meaning,
    /// To whom it belongs.
    pub group: Group,
    /// Which of several it is: 2 for 住所２.
    pub number: Option<u8>,
    /// Whether it speaks of others than the office, as 御担当者 does.
    pub polite: bool,
}

/// A heading as it is compared: without case, width, blanks, brackets, signs, 様, and how
/// kana are written.
pub(super) fn fold(heading: &str) -> String {
    let hiragana = |c: char| match c {
        'ぁ'..='ゖ' => char::from_u32(u32::from(c) + 0x60).unwrap_or(c),
        c => c,
    };
    let kept = |c: &char| (c.is_alphanumeric() || "〒#☎々〇".contains(*c)) && !"ー様".contains(*c);
    let whole: String = heading.nfkc().flat_map(char::to_lowercase).map(hiragana).collect();
    let folded: String = whole.chars().filter(kept).collect();
    let courtesy = ["御", "ゴ", "オ"];
    let plain = courtesy.iter().find_map(|it| folded.strip_prefix(it));
    plain.filter(|it| !it.is_empty()).map_or(folded.clone(), str::to_owned)
}

static MEANINGS: LazyLock<HashMap<String, Meaning>> = LazyLock::new(|| {
    let words = |(meaning, words): &'static (Meaning, &str)| {
        words.split_whitespace().map(|word| (fold(word), *meaning))
    };
    // Words of the program's fields come before others that are folded to the same.
    WORDS.iter().rev().flat_map(words).collect()
});

/// The groups by their words, the longest first.
static PREFIXES: LazyLock<Vec<(String, Group)>> = LazyLock::new(|| {
    let words = |(group, words): &'static (Group, &str)| {
        words.split_whitespace().map(|word| (fold(word), *group))
    };
    let mut prefixes: Vec<(String, Group)> = GROUPS.iter().flat_map(words).collect();
    prefixes.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    prefixes
});

fn folded_words(words: &str) -> Vec<String> {
    words.split_whitespace().map(fold).collect()
}

static ID: LazyLock<Vec<String>> = LazyLock::new(|| folded_words(ID_ENDS));
static NAME: LazyLock<Vec<String>> = LazyLock::new(|| folded_words(NAME_ENDS));
static PERSON: LazyLock<Vec<String>> = LazyLock::new(|| folded_words(PERSONS));
static BODY: LazyLock<Vec<String>> = LazyLock::new(|| folded_words(BODIES));
static PLACE: LazyLock<Vec<String>> = LazyLock::new(|| folded_words(PLACES));

/// What a heading says, from its parts: the rows of a head, from the top.
pub(super) fn read(parts: &[&str]) -> Option<Reading> {
    let last = parts.last()?;
    let polite = parts.iter().any(|part| is_polite(part));
    // 連絡先 above TEL, 得意先 above コード.
    let joined = (parts.len() > 1).then(|| fold(&parts.concat())).and_then(|it| word(&it));
    let read = part_of_number(parts).or(joined).or_else(|| one(last)).or_else(|| {
        // What stands above says what all of it is: 住所 above 上段.
        let above = parts[..parts.len() - 1].iter().rev().find_map(|part| one(part))?;
        is_in_lines(above.meaning).then(|| with_number(above, &fold(last)))
    })?;
    let group = parts[..parts.len() - 1].iter().find_map(|part| group_of(&fold(part)));
    let group = group.filter(|_| read.group == Group::Main).unwrap_or(read.group);
    Some(settled(Reading { group, polite, ..read }))
}

/// 番号 below 電話番号 is the last part of a telephone number.
fn part_of_number(parts: &[&str]) -> Option<Reading> {
    let [.., above, last] = parts else { return None };
    let above = one(above)?;
    if !matches!(above.meaning, Meaning::Phone | Meaning::Fax | Meaning::Mobile) {
        return None;
    }
    let last = fold(last);
    let number = match last.as_str() {
        "市外" | "市外局番" | "局番1" | "1" => 1,
        "市内" | "市内局番" | "局番" | "局番2" | "2" => 2,
        "番号" | "加入" | "加入者" | "加入者番号" | "加入番号" | "下4桁" | "4桁" | "3" => {
            3
        }
        _ => return None,
    };
    // 番号 alone below a heading is all of it.
    Some(Reading { number: Some(number), ..above })
}

/// One part of a heading, of which a piece may stand in brackets.
fn one(part: &str) -> Option<Reading> {
    let whole: String = part.nfkc().collect();
    let (outside, inside) = parted_at_brackets(&whole);
    if let Some(read) = narrowed(&outside, inside.as_deref()) {
        return Some(read);
    }
    if let Some(read) = word(&fold(&whole)) {
        return Some(read);
    }
    let outer = word(&fold(&outside)).or_else(|| either(&outside));
    let inner = inside.as_deref().map(fold).filter(|it| !it.is_empty());
    let Some(inner) = inner else { return outer };
    match outer {
        // 電話番号（自宅）, 連絡先（FAX）, 住所（建物名）
        Some(outer) if may_be_narrowed(outer.meaning) => Some(match word(&inner) {
            Some(inner) if narrows(outer.meaning, inner.meaning) => inner,
            _ => Reading { group: group_of(&inner).unwrap_or(outer.group), ..outer },
        }),
        Some(outer) => Some(outer),
        // 自宅（電話番号）
        None => {
            let group = group_of(&fold(&outside))?;
            word(&inner).map(|inner| Reading { group, ..inner })
        }
    }
}

/// 都道府県（会社）, 番地（自宅）: whose it is stands behind. 都道府県（名称） is a 都道府県.
fn narrowed(outside: &str, inside: Option<&str>) -> Option<Reading> {
    let inner = inside.map(fold).filter(|it| !it.is_empty())?;
    let outer = word(&fold(outside)).filter(|it| may_be_narrowed(it.meaning))?;
    if ["名称", "名", "漢字", "全角", "テキスト"].iter().any(|it| fold(it) == inner)
        && is_of_place(outer.meaning)
    {
        return Some(outer);
    }
    let group = group_of(&inner).filter(|it| *it != Group::Others && is_of_place(outer.meaning))?;
    Some(Reading { group, ..outer })
}

/// A heading for one of two things: 団体名／氏名, 氏名又は名称, TEL・FAX.
fn either(heading: &str) -> Option<Reading> {
    use Meaning::{AnyName, Body, FullName, Place};
    let split = heading.replace("または", "/").replace("又は", "/").replace("もしくは", "/");
    let words: Vec<&str> = split.split(['/', '・', '、', ',', '&', '+']).collect();
    let readings: Option<Vec<Reading>> = words.iter().map(|it| word(&fold(it))).collect();
    let first = *readings.as_ref()?.first().filter(|_| words.len() > 1)?;
    let is_name = |it: &Reading| matches!(it.meaning, AnyName | Body | FullName | Place);
    match readings?.iter().all(is_name) {
        true => Some(Reading { meaning: AnyName, ..first }),
        false => Some(first),
    }
}

fn is_polite(part: &str) -> bool {
    let part = part.trim_start();
    let courtesy = part.starts_with(['御', 'ご', 'お']) && part.chars().count() > 1;
    courtesy || ["先方", "相手先", "貴社", "御担当", "ご担当"].iter().any(|it| part.contains(it))
}

/// Whether several columns below one heading are lines or pieces of it.
fn is_in_lines(meaning: Meaning) -> bool {
    matches!(meaning, Meaning::Address | Meaning::Postal | Meaning::Body | Meaning::AnyName)
}

/// The group that a word stands for by itself.
fn group_of(word: &str) -> Option<Group> {
    let (word, _) = without_number(word);
    let word = ["情報", "関係", "欄"].iter().find_map(|it| word.strip_suffix(it)).unwrap_or(word);
    PREFIXES.iter().find(|(prefix, _)| prefix == word).map(|(_, group)| *group)
}

/// Whether a text may stand above several headings: 住所, 連絡先, 請求先情報.
pub(super) fn is_label(text: &str) -> bool {
    let known = read(&[text]).is_some_and(|it| it.meaning != Meaning::Other);
    known || group_of(&fold(text)).is_some()
}

/// 宛名 says no more than that a name is printed.
const LABEL: char = '宛';

/// The word with which a folded one begins that says to whom a column belongs.
fn prefix_of(folded: &str) -> Option<&'static (String, Group)> {
    PREFIXES.iter().find(|(prefix, _)| folded.starts_with(prefix.as_str()))
}

/// Which of several parties in one row a column belongs to: the 借主 of 借主氏名, where that
/// is one of its own; empty if nothing says so.
pub(super) fn party(parts: &[&str]) -> String {
    static NONE: LazyLock<Vec<String>> = LazyLock::new(|| folded_words(NO_PARTIES));
    let is_party =
        |(word, group): &&(String, Group)| *group != Group::Others && !NONE.contains(word);
    let of = |part: &&str| {
        let whole: String = part.nfkc().collect();
        let (outside, inside) = parted_at_brackets(&whole);
        let behind = || {
            let inner = fold(&inside?);
            PREFIXES.iter().filter(is_party).find(|(word, _)| *word == inner)
        };
        prefix_of(&fold(&outside)).filter(is_party).or_else(behind)
    };
    parts.iter().find_map(of).map(|(word, _)| word.clone()).unwrap_or_default()
}

/// Whether a text stands below a heading that it parts: 住所, or 上3桁 below 郵便番号.
pub(super) fn is_part(text: &str) -> bool {
    const PARTS: &str = "上3桁 下4桁 3桁 4桁 前3桁 後4桁 上 下 前 後 前半 後半 上段 下段 親番号 子番号 市外 市内 局番 加入者";
    static FOLDED: LazyLock<Vec<String>> = LazyLock::new(|| folded_words(PARTS));
    is_label(text) || FOLDED.contains(&fold(text))
}

/// A folded word.
fn word(folded: &str) -> Option<Reading> {
    let known = |word: &str| {
        let meaning = MEANINGS.get(word).copied()?;
        let send = matches!(meaning, Meaning::Addressee | Meaning::Address | Meaning::Person)
            && prefix_of(word).is_some_and(|it| it.1 == Group::Send && !it.0.starts_with(LABEL));
        let group = if send { Group::Send } else { Group::Main };
        Some(Reading { meaning, group, number: None, polite: false })
    };
    let (base, number) = without_number(folded);
    let numbered = |read: Reading| Reading { number, ..read };
    known(folded)
        .or_else(|| contacts::field(folded))
        .or_else(|| piece_of_address(folded))
        .or_else(|| known(base).map(numbered))
        .or_else(|| grouped(folded, 2))
        .or_else(|| grouped(base, 2).map(numbered))
}

/// 住所郡市区: the pieces of a 住所, each behind that word.
fn piece_of_address(folded: &str) -> Option<Reading> {
    let rest = ["住所", "所在地"].iter().find_map(|it| folded.strip_prefix(it))?;
    let is_piece = |it: &Meaning| is_of_place(*it) && *it != Meaning::Address;
    let meaning = MEANINGS.get(rest).copied().filter(is_piece)?;
    Some(Reading { meaning, group: Group::Main, number: None, polite: false })
}

/// A folded word behind one that says to whom it belongs.
fn grouped(folded: &str, depth: u8) -> Option<Reading> {
    let known = MEANINGS.get(folded).copied();
    if let Some(meaning) = known {
        return Some(Reading { meaning, group: Group::Main, number: None, polite: false });
    }
    if depth == 0 {
        return None;
    }
    PREFIXES.iter().find_map(|(prefix, group)| {
        let rest = folded.strip_prefix(prefix.as_str())?;
        let rest = rest.strip_prefix('ノ').unwrap_or(rest);
        let rest =
            rest.strip_prefix(['御', 'ゴ', 'オ']).filter(|it| !it.is_empty()).unwrap_or(rest);
        of_party(prefix, *group, rest).or_else(|| {
            let (base, number) = without_number(rest);
            if rest.is_empty() || base.is_empty() {
                return None;
            }
            let inner = grouped(rest, depth - 1)
                .or_else(|| grouped(base, depth - 1))
                .or_else(|| piece_of_address(rest))?;
            // 顧客名カナ is not how a 名 is read.
            let meaning = match inner.meaning {
                Meaning::GivenKana if rest.starts_with('名') => Meaning::Kana,
                meaning => meaning,
            };
            let group = if *group == Group::Main { inner.group } else { *group };
            let number = inner.number.or(number);
            Some(settled(Reading { meaning, group, number, ..inner }))
        })
    })
}

/// The number or the name of a party: 得意先コード, 患者氏名, 顧客１.
fn of_party(party: &str, group: Group, rest: &str) -> Option<Reading> {
    let has = |words: &[String], word: &str| words.iter().any(|it| it == word);
    let reading = |meaning, number| Reading { meaning, group, number, polite: false };
    if has(&ID, rest) {
        let own = matches!(group, Group::Main | Group::Send | Group::Pupil | Group::Guardian);
        let weak = matches!(group, Group::Office | Group::Home);
        return Some(reading(
            match (own, weak) {
                (true, _) => Meaning::Id,
                (_, true) => Meaning::WeakId,
                _ => Meaning::Other,
            },
            None,
        ));
    }
    let (base, number) = without_number(rest);
    if !base.is_empty() && !has(&NAME, base) {
        return None;
    }
    // A party alone is its name; 自宅 alone is not.
    let bare = base.is_empty();
    let person = base.contains("氏名") || base.contains("姓名") || has(&PERSON, party);
    Some(reading(
        match group {
            Group::Send => Meaning::Addressee,
            Group::Guardian | Group::Pupil => Meaning::FullName,
            Group::Person => Meaning::Person,
            Group::Representative => Meaning::Representative,
            Group::Main | Group::Office if has(&PLACE, party) => Meaning::Place,
            Group::Main | Group::Office if has(&BODY, party) => Meaning::Body,
            Group::Main if person => Meaning::FullName,
            Group::Main => Meaning::AnyName,
            Group::Home if !bare => Meaning::FullName,
            Group::Billing | Group::Goods if !bare => Meaning::AnyName,
            Group::Others if !bare => Meaning::Other,
            _ => return None,
        },
        number,
    ))
}

/// What a group makes of a meaning: the name of a representative is no client's name.
fn settled(read: Reading) -> Reading {
    use Meaning::{AnyName, Body, FullName, Other, Person, Representative, Staff};
    let meaning = match (read.group, read.meaning) {
        (Group::Representative, FullName | AnyName | Person) => Representative,
        (Group::Person, FullName | AnyName) => Person,
        (Group::Send, AnyName | Body) => Meaning::Addressee,
        (
            Group::Others,
            FullName | AnyName | Body | Person | Meaning::Place | Meaning::Addressee,
        ) => Other,
        (Group::Others, Meaning::Id | Meaning::WeakId | Meaning::Family | Meaning::Given) => Other,
        (Group::Person | Group::Representative, Meaning::Id | Meaning::WeakId) => Other,
        (Group::Others, Staff) => Staff,
        (_, meaning) => meaning,
    };
    Reading { meaning, ..read }
}

fn with_number(above: Reading, folded: &str) -> Reading {
    // So that `上段` alone has something before it.
    let number = without_number(&format!("住所{folded}")).1;
    Reading { number: number.or(above.number), ..above }
}

/// Whether a heading looks like one, though nobody knows it: 支払区分, 割引率.
pub(super) fn is_like_a_heading(text: &str) -> bool {
    const ENDS: &str = "コード CD ID 番号 No 日 日付 日時 額 金額 料 費 区分 フラグ 数 率 名 名称 種別 種類 分類 状況 状態 有無 \
                        可否 方法 先 者 欄 情報 内容 年度 月 年 備考 メモ コメント 属性 項目";
    static FOLDED: LazyLock<Vec<String>> = LazyLock::new(|| folded_words(ENDS));
    let folded = fold(text);
    let (base, _) = without_number(&folded);
    base.chars().count() <= 16 && FOLDED.iter().any(|end| base.ends_with(end.as_str()))
}

/// The name of an own field for a heading: without what no name may hold. A digit at the
/// beginning becomes a wide one, which may stand there.
pub(super) fn own_name(heading: &str, column: usize) -> String {
    let kept = heading.chars().filter(|c| crate::facts::is_of_name(*c));
    let mut name: String = kept.collect();
    let digits = name.chars().take_while(char::is_ascii_digit).count();
    let wide: String = name[..digits]
        .bytes()
        .filter_map(|digit| char::from_u32(u32::from('０') + u32::from(digit - b'0')))
        .collect();
    name.replace_range(..digits, &wide);
    if name.is_ascii()
        && let Some(first) = name.get_mut(..1)
    {
        first.make_ascii_uppercase();
    }
    match crate::facts::is_own_name(&name) {
        true => name,
        false => format!("列{}{name}", letters(column)),
    }
}

#[cfg(test)]
#[path = "headings_tests.rs"]
mod tests;
