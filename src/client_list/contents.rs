//! What stands in a column, whatever its heading is: enough of it to tell a postal code from
//! a mail address.

use std::collections::HashSet;

use super::cells;
use super::days;
use super::names::{honorific, is_body, is_person};
use super::texts::{half_width, is_blank, one_line, shown};
use super::values;
use crate::facts::meaning;
use crate::model::{Delivery, Notify, Route};
use crate::spreadsheet::Row;

/// Rows that are looked at to tell what a column holds.
const LOOKED_AT: usize = 300;

/// How many cells of a column look like what; a cell may look like several things.
#[derive(Debug, Clone, Default)]
pub(super) struct Profile {
    /// The cells that hold anything.
    pub filled: usize,
    /// How many of these are different.
    pub distinct: usize,
    pub mail: usize,
    pub postal: usize,
    /// At most four digits: a half of a postal code, a part of a telephone number.
    pub short: usize,
    /// At most five digits.
    pub part: usize,
    /// The same with hyphens, and not more than seven digits: 03-1111.
    pub piece: usize,
    pub phone: usize,
    /// It begins with a 都道府県.
    pub place: usize,
    pub body: usize,
    pub person: usize,
    pub kana: usize,
    pub number: usize,
    pub day: usize,
    pub honorific: usize,
    pub delivery: usize,
    pub route: usize,
    pub notify: usize,
    /// The number of the row: 1, 2, 3 and so on.
    pub serial: usize,
    /// 法人番号, or the same behind a T.
    pub corporate_number: usize,
    /// Up to three different cells.
    pub samples: Vec<String>,
}

impl Profile {
    /// Whether at least so many of a hundred cells do; no if there are none.
    pub fn most(&self, number: usize, percent: usize) -> bool {
        self.filled > 0 && number * 100 >= self.filled * percent
    }
}

/// The names of the 都道府県 without the last character, but for 北海道.
const PREFECTURES: &str = "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 \
    石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 \
    山口県 徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県";

/// The 都道府県 with which a text begins.
pub(super) fn prefecture(text: &str) -> Option<&'static str> {
    PREFECTURES.split_whitespace().find(|it| text.starts_with(it))
}

/// What the columns of a table hold, whose head has these parts: it may stand in the rows
/// again.
pub(super) fn profiles(rows: &[Row], head: &[Vec<String>], width: usize) -> Vec<Profile> {
    let mut profiles = vec![Profile::default(); width];
    let mut seen: Vec<HashSet<String>> = vec![HashSet::new(); width];
    for row in rows.iter().take(LOOKED_AT) {
        let columns = row.cells.iter().zip(&mut profiles).zip(&mut seen).enumerate();
        for (at, ((cell, profile), seen)) in columns {
            if is_blank(cell) {
                continue;
            }
            let shown = shown(cell);
            let text = one_line(&shown);
            if head.get(at).is_some_and(|parts| parts.iter().any(|it| *it == text)) {
                continue;
            }
            let says = !cells::means_nothing(&text);
            if says {
                profile.add(&text);
            }
            if !seen.contains(text.as_ref()) {
                if profile.samples.len() < 3 {
                    profile.samples.push(text.to_string());
                }
                profile.distinct += usize::from(says);
                seen.insert(text.into_owned());
            }
        }
    }
    profiles
}

impl Profile {
    fn add(&mut self, text: &str) {
        let half = half_width(text);
        let half = half.strip_prefix('\'').unwrap_or(&half);
        let digits = half.bytes().filter(u8::is_ascii_digit).count();
        let all_digits = digits == half.len() && digits > 0;
        let is = |yes: bool| usize::from(yes);
        let known = |ok: bool| usize::from(ok);
        self.filled += 1;
        self.mail += is(half.contains('@') && half.is_ascii());
        self.postal += is(cells::postal_code(half, true).is_ok());
        self.short += is(all_digits && digits <= 4);
        self.part += is(all_digits && digits <= 5);
        let is_number = half.bytes().all(|it| it.is_ascii_digit() || it == b'-');
        self.piece += is(is_number && (1..=7).contains(&digits));
        self.phone += is(is_phone(half, digits));
        self.place += is(prefecture(text).is_some());
        self.number += is(all_digits);
        self.serial += is(all_digits && half.parse() == Ok(self.filled));
        self.corporate_number += is(is_corporate_number(half));
        // The rest is text: nothing that a list of numbers is asked for.
        if !all_digits {
            self.body += is(is_body(text));
            self.person += is(is_person(text));
            self.kana += is(is_kana(text));
            self.honorific += is(honorific(text).is_some() || text == "先生");
            self.delivery += known(
                values::choice(text, Delivery::WORDS, Delivery::OTHERS, values::WAYS).is_ok(),
            );
            self.route += known(
                meaning(text, Route::WORDS).is_some() || meaning(text, Route::OTHERS).is_some(),
            );
            self.notify += known(
                meaning(text, Notify::WORDS).is_some() || meaning(text, Notify::OTHERS).is_some(),
            );
        }
        self.day += is(digits >= 3 && !self.is_number_alone(half) && days::day(text).is_ok());
    }

    /// Eight digits are a day in one column and a telephone number in another.
    fn is_number_alone(&self, half: &str) -> bool {
        half.len() != 8 && half.bytes().all(|it| it.is_ascii_digit())
    }
}

/// Whether a text is a 法人番号, or the same behind a T: its first digit follows from the others.
fn is_corporate_number(half: &str) -> bool {
    let number = half.trim_start_matches('T').as_bytes();
    if number.len() != 13 || !number.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let digit = |byte: &u8| usize::from(byte - b'0');
    let weighed = number[1..].iter().rev().zip([1, 2].into_iter().cycle());
    let sum: usize = weighed.map(|(byte, weight)| digit(byte) * weight).sum();
    digit(&number[0]) == 9 - sum % 9
}

/// Whether a text looks like a telephone number.
fn is_phone(half: &str, digits: usize) -> bool {
    let allowed =
        |c: char| c.is_ascii_digit() || "-()+ .#".contains(c) || "内線代表直通".contains(c);
    let dashed = half.matches('-').count() >= 2 || half.contains('(') || half.starts_with('+');
    let plain = half.len() == digits && (half.starts_with('0') || digits == 9 || digits == 10);
    (9..=16).contains(&digits) && half.chars().all(allowed) && (dashed || plain)
}

/// Whether a text is written in kana alone, or in the letters of a reading.
fn is_kana(text: &str) -> bool {
    let kana = |c: char| {
        matches!(c, 'ぁ'..='ゟ' | '゠'..='ヿ' | 'ｦ'..='ﾟ' | '(' | ')' | '（' | '）' | '-' | '.')
            || c.is_whitespace()
            || c.is_ascii_alphanumeric()
    };
    text.chars().all(kana) && !text.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client_list::trial::column;

    #[test]
    fn a_column_is_known_by_what_stands_in_it() {
        let of = |cells: &str| profiles(&column(cells), &[], 1).pop().unwrap_or_default();
        assert!(of("a@example.com b@example.jp").most(2, 100));
        assert_eq!(of("a@example.com 03-1234-5678").mail, 1);
        assert_eq!(of("101-0041 〒1010041 600001 101").postal, 3);
        assert_eq!(of("03-1234-5678 0312345678 090-1234-5678 12345").phone, 3);
        assert_eq!(of("東京都千代田区 北海道札幌市 千代田区").place, 2);
        assert_eq!(of("株式会社みなと みなと商店 山田").body, 2);
        assert_eq!(of("ﾐﾅﾄ ミナト みなと 港").kana, 3);
        assert_eq!(of("一 二 一").distinct, 2);
        assert_eq!(of("7000012050002 T7000012050002 7000012050003").corporate_number, 2);
        assert_eq!(of("1 2 3 5").serial, 3);
        assert_eq!(of("郵送 FAX メール 持参").delivery, 3);
    }
}
