//! The kind of a new own field that takes a column: by all that stands in it.

use std::collections::{HashMap, HashSet};

use super::OwnKind;
use super::cells;
use super::days;
use super::headings::fold;
use super::texts::{half_width, is_blank, one_line, shown};
use super::values::{self, polarity};
use crate::facts::whole_number;
use crate::spreadsheet::Row;

/// What a new own field would hold that takes this column.
pub(super) fn kind(rows: &[Row], column: usize, heading: &str) -> OwnKind {
    let mut kinds = Kinds::default();
    for row in rows {
        let Some(cell) = row.cells.get(column).filter(|it| !is_blank(it)) else { continue };
        kinds.add(&shown(cell));
        if kinds.is_text() {
            break;
        }
    }
    kinds.chosen(heading)
}

/// The values of a field that has not more.
const VALUES: usize = 12;
/// Characters of the longest of them.
const LONGEST: usize = 20;

/// What a column may still be, after some cells of it.
#[derive(Debug)]
struct Kinds {
    count: bool,
    day: bool,
    /// Numbers by which Excel keeps days.
    serial: bool,
    wholes: Words,
    /// The cells of `wholes`, with their line breaks.
    texts: Vec<String>,
    parts: Words,
}

/// Different words with how often each was met; none any more if there are too many.
#[derive(Debug, Default)]
struct Words {
    order: Vec<String>,
    times: HashMap<String, usize>,
    too_many: bool,
}

impl Default for Kinds {
    fn default() -> Self {
        Self {
            count: true,
            day: true,
            serial: true,
            wholes: Words::default(),
            texts: Vec::new(),
            parts: Words::default(),
        }
    }
}

impl Words {
    fn add(&mut self, word: &str) {
        if self.too_many {
            return;
        }
        if let Some(times) = self.times.get_mut(word) {
            *times += 1;
            return;
        }
        self.too_many = self.order.len() == VALUES || word.chars().count() > LONGEST;
        self.times.insert(word.to_owned(), 1);
        self.order.push(word.to_owned());
    }

    /// Whether these may be the values of a field: several, and each met again.
    fn are_values(&self) -> bool {
        !self.too_many && self.order.len() > 1 && self.times.values().all(|it| *it > 1)
    }
}

impl Kinds {
    fn add(&mut self, text: &str) {
        let line = one_line(text);
        if cells::means_nothing(&line) && polarity(&line).is_none() {
            return;
        }
        self.count = self.count && whole_number(&line).is_some();
        self.serial = self.serial && line.len() == 5 && days::day(&line).is_ok();
        let timed = line.contains(':') && !line.contains("0:00");
        self.day = self.day && !timed && is_day(&line);
        if !self.parts.too_many {
            values::parts(text).for_each(|part| self.parts.add(&part));
        }
        let before = self.wholes.order.len();
        self.wholes.add(&line);
        if self.wholes.order.len() > before {
            self.texts.push(text.to_owned());
        }
    }

    fn is_text(&self) -> bool {
        !self.count && !self.day && self.wholes.too_many && self.parts.too_many
    }

    fn chosen(self, heading: &str) -> OwnKind {
        if self.wholes.order.is_empty() {
            return OwnKind::Text;
        }
        if let Some(values) = self.yes_and_no(heading) {
            return OwnKind::Values { values, several: false };
        }
        if self.day {
            return OwnKind::Day;
        }
        if self.serial && is_of_days(heading) {
            return OwnKind::Day;
        }
        if self.count && !is_code(heading) {
            return OwnKind::Count;
        }
        if let Some(values) = self.listed() {
            return OwnKind::Values { values, several: true };
        }
        match self.wholes.are_values() && !self.count {
            true => OwnKind::Values { values: self.wholes.order, several: false },
            false => OwnKind::Text,
        }
    }

    /// The values of a column whose cells list several: some value is met in two different
    /// cells, and some cell has two of them.
    fn listed(&self) -> Option<Vec<String>> {
        if self.wholes.too_many {
            return self.parts.are_values().then(|| self.parts.order.clone());
        }
        let wholes = self.texts.iter().map(|text| values::items(text).map(|it| it.into_owned()));
        let wholes: Vec<Vec<String>> = wholes.map(Iterator::collect).collect();
        let words: HashSet<&str> = wholes.iter().flatten().map(String::as_str).collect();
        // 社会保険・労働保険 is one value where its parts are never met elsewhere.
        let parts = |item: &String| {
            let parts: Vec<String> = values::parts(item).map(|it| it.into_owned()).collect();
            let is_list = parts.iter().all(|part| words.contains(part.as_str()));
            if is_list { parts } else { vec![item.clone()] }
        };
        let wholes: Vec<Vec<String>> =
            wholes.iter().map(|items| items.iter().flat_map(parts).collect()).collect();
        let (mut values, mut shared) = (Vec::new(), false);
        for value in wholes.iter().flatten() {
            match values.contains(value) {
                true => shared = true,
                false => values.push(value.clone()),
            }
        }
        let lists = wholes.iter().any(|values| values.len() > 1);
        (lists && shared && values.len() > 1).then_some(values)
    }

    /// The two values of a column that says yes or no.
    fn yes_and_no(&self, heading: &str) -> Option<Vec<String>> {
        let words = &self.wholes.order;
        let said: Option<Vec<bool>> = words.iter().map(|it| polarity(it)).collect();
        // なし alone is a sign for nothing.
        let said = said.filter(|it| !self.wholes.too_many && it.contains(&true))?;
        let digits = words.iter().all(|it| matches!(half_width(it).as_ref(), "0" | "1"));
        if digits && (words.len() < 2 || is_counted(heading)) {
            return None;
        }
        let is_sign = |word: &&String| {
            !matches!(
                word.as_str(),
                "要" | "不要"
                    | "済"
                    | "未"
                    | "可"
                    | "不可"
                    | "希望"
                    | "希望する"
                    | "希望しない"
                    | "する"
                    | "しない"
                    | "対象"
                    | "対象外"
                    | "非対象"
                    | "必要"
                    | "はい"
                    | "いいえ"
            )
        };
        let signs = words.iter().filter(is_sign).count();
        match (words.as_slice(), said.as_slice()) {
            (_, _) if signs == words.len() => Some(vec!["有".to_owned(), "無".to_owned()]),
            ([yes, no], [true, false]) | ([no, yes], [false, true]) => {
                Some(vec![yes.clone(), no.clone()])
            }
            _ => None,
        }
    }
}

/// A number alone is no day, but for 20230609.
fn is_day(line: &str) -> bool {
    let digits = line.bytes().all(|it| it.is_ascii_digit());
    (!digits || line.len() == 8) && days::day(line).is_ok()
}

/// Whether days stand below a heading.
fn is_of_days(heading: &str) -> bool {
    let folded = fold(heading);
    ["日", "日付", "年月日"].iter().any(|end| folded.ends_with(end))
}

/// Whether the numbers below a heading are names of things.
fn is_code(heading: &str) -> bool {
    let folded = fold(heading);
    const ENDS: [&str; 10] =
        ["コド", "番号", "no", "id", "cd", "電話", "tel", "fax", "郵便", "局番"];
    ENDS.iter().any(|end| folded.ends_with(end))
}

/// Whether the numbers below a heading are counted.
fn is_counted(heading: &str) -> bool {
    const ENDS: [&str; 10] = ["数", "額", "料", "費", "高", "回", "円", "人", "点", "年"];
    let folded = fold(heading);
    ENDS.iter().any(|end| folded.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client_list::trial::column;

    #[test]
    fn the_kind_of_an_own_field_follows_from_its_cells() {
        let values = |words: &str, several| OwnKind::Values {
            values: words.split(' ').map(str::to_owned).collect(),
            several,
        };
        for (heading, cells, right) in [
            ("人数", "12 5 1,200 0", OwnKind::Count),
            ("顧問料", "30000 - 45000", OwnKind::Count),
            ("業種コード", "101 102 101", OwnKind::Text),
            ("口座", "0012 0034", OwnKind::Text),
            ("登録日", "2023/6/9 令和5年6月10日 20230611", OwnKind::Day),
            ("契約日", "45086 45087", OwnKind::Day),
            ("締日", "20日 末日 20日 末日", values("20日 末日", false)),
            ("業務", "給与計算 給与計算、電子明細 電子明細", values("給与計算 電子明細", true)),
            ("業務", "給与計算|電子明細 電子明細 給与計算", values("給与計算 電子明細", true)),
            (
                "業務",
                "社会保険・労働保険 給与 社会保険・労働保険 給与",
                values("社会保険・労働保険 給与", false),
            ),
            ("業務", "給与 給与、年末 社保／給与 給与", values("給与 年末 社保", true)),
            (
                "業務",
                "給与、社会保険・労働保険 給与 社会保険・労働保険",
                values("給与 社会保険・労働保険", true),
            ),
            ("備考", "東京、本店 大阪、支店", OwnKind::Text),
            ("DM", "○ × ○", values("有 無", false)),
            ("DM", "○ 　 ○", values("有 無", false)),
            ("DM", "TRUE FALSE", values("有 無", false)),
            ("削除フラグ", "0 1 0", values("有 無", false)),
            ("人数", "0 1 0", OwnKind::Count),
            ("返信", "要 不要 要", values("要 不要", false)),
            ("返信", "不要 要 要", values("要 不要", false)),
            ("備考", "甲 乙 丙", OwnKind::Text),
            ("備考", "", OwnKind::Text),
            ("備考", "東京 東京", OwnKind::Text),
        ] {
            assert_eq!(kind(&column(cells), 0, heading), right, "{heading}: {cells}");
        }
    }
}
