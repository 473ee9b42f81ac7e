//! Rows below a head that are no clients: the head again, sums, notes.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::plan::Plan;
use super::rows::LeftOut;
use super::texts::{half_width, is_blank, one_line, shown};
use super::{Field, Layout};
use crate::spreadsheet::{Row, Sheet};

/// What rows are held against.
#[derive(Debug)]
pub(super) struct Skipping {
    /// The texts of each row of the head.
    heads: Vec<Vec<String>>,
    /// What stands above the head, on the first page.
    titles: BTreeSet<String>,
    names: Vec<usize>,
    ids: Vec<usize>,
    /// Where a letter or a call reaches the client.
    reached: Vec<usize>,
    /// How many columns the list has.
    columns: usize,
}

/// What a sum has not.
const REACHED: [Field; 5] =
    [Field::PostalCode, Field::Address, Field::Phone, Field::Fax, Field::Email];

/// Sums and numbers of rows, without brackets and blanks.
static TOTAL: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = "^(?:(?:総?合計|総計|小計|累計|平均|計|合計件数|総?件数|登録件数|出力件数|抽出件数|対象件数|総数|合計数|(?i:(?:grand|sub)?total|count))(?:件数|金額|人数)?[:=]?[0-9,.]*(?:件|名|社|人|円|行|先|店|戸|室|世帯|団体|法人|会員|組合員|事業所|事業場|施設|箇所|か所|ヶ所|カ所|部|通|枚)?|(?:全|計|以上)?[0-9,]+(?:件|名|社)(?:です)?|計[0-9,]+(?:人|先|店|戸|室|世帯|団体|法人|事業所|施設|部|通|枚))$";
    Regex::new(pattern).expect("a pattern that the tests of this file try")
});

/// A page's number, the day of printing and the like.
static OF_PAGE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = "^(?:(?i:page|p[.]?)|ページ|頁):?[0-9]+|^[0-9]+(?:/[0-9]+)?(?:ページ|頁|枚目)$|^[0-9]+/[0-9]+$|^-[0-9]+-$|^(?:印刷|出力|作成|発行|処理|帳票)(?:日|日時|年月日|者)|現在$|^以上[。.]?$|^-+$";
    Regex::new(pattern).expect("a pattern that the tests of this file try")
});

fn is_total(text: &str) -> bool {
    // Names are asked too, and few begin so.
    const BEGINNINGS: &str = "総合小計累平件登出抽対全以gGsStTcCｇＧｓＳｔＴｃＣ()（）[]【】「」<>＜＞*＊■◆●・0123456789０１２３４５６７８９";
    if !text.starts_with(|c: char| c.is_whitespace() || BEGINNINGS.contains(c)) {
        return false;
    }
    let half = half_width(text);
    let bare = |c: &char| !c.is_whitespace() && !"()[]【】「」<>*＊■◆●・".contains(*c);
    let kept: String = half.chars().filter(bare).collect();
    TOTAL.is_match(&kept)
}

/// Sums of a part of the list, which say of which: 本町地区 小計, 浜地区計.
static SUBTOTAL: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = "^(?P<of>.{1,24}?)[\\s:(\\[【「<]*(?P<sum>小計|中計|合計|総計|累計|(?i:(?:sub|grand)?total))(?:件数|金額|人数)?[)\\]】」>]*[:=]?\\s*[0-9,.]*(?:件|名|社|人|円|先|店|戸|室|世帯|団体|事業所|施設)?$\
        |^.{1,24}(?:[\\s()\\[\\]【】「」<>]|地区|地域|区域|方面|支店|支部|支社|営業所|エリア|グループ|ブロック|コース|年度|[区町村市郡県都府道部課班組月年期行分棟階])計[)\\]】」>]*[:=]?\\s*[0-9,.]*(?:件|名|社|人|円|先|店|戸|室|世帯|団体|事業所|施設)?$\
        |^(?:小計|中計|合計|総計|累計|計)\\s*[(\\[【「<].{1,24}[)\\]】」>]$";
    Regex::new(pattern).expect("a pattern that the tests of this file try")
});

/// What stands beside a sum: 2先.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    let pattern =
        "^[0-9,]+(?:件|名|社|人|先|店|戸|室|世帯|団体|法人|会員|事業所|施設|部|通|枚|円)$";
    Regex::new(pattern).expect("a pattern that the tests of this file try")
});

/// Whether a text is the sum of a part of the list; 株式会社合計 is a company.
fn is_subtotal(text: &str) -> bool {
    if !text.contains('計') && !text.to_ascii_lowercase().contains("total") {
        return false;
    }
    let half = half_width(text);
    let Some(found) = SUBTOTAL.captures(half.trim()) else { return false };
    let of = found.name("of").map(|it| it.as_str().trim());
    let sum = found.name("sum").map_or(0, |it| it.start());
    let parted = half[..sum].ends_with(|c: char| c.is_whitespace() || "(【「<[:".contains(c));
    match of {
        // A body that is called so, unless its sum is set apart.
        Some(of) => !super::names::is_only_form(of) && (parted || !super::names::is_body(&half)),
        None => true,
    }
}

fn is_of_page(text: &str) -> bool {
    let kept: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    OF_PAGE.is_match(&kept)
}

/// Whether a text begins as a note or the title of a group does.
fn begins_a_note(text: &str) -> bool {
    [
        "※", "＊", "*", "注）", "注)", "（注", "(注", "注：", "注:", "【注", "■", "◆", "▼", "【",
        "＜", "<", "《", "▲", "◇", "□", "●", "○",
    ]
    .iter()
    .any(|it| text.starts_with(it))
}

impl Skipping {
    /// For the rows of a layout.
    pub fn of(sheet: &Sheet, layout: &Layout, plan: &Plan<'_>) -> Self {
        let texts = |row: &Row| -> Vec<String> {
            row.cells.iter().map(|cell| one_line(&shown(cell)).into_owned()).collect()
        };
        let (first, last) = layout.head;
        let before = sheet.rows.partition_point(|row| row.number < first);
        let heads = sheet.rows[before..].iter().take_while(|row| row.number <= last);
        let titles = sheet.rows[..before].iter().flat_map(texts);
        let columns = |field: &Field| -> Vec<usize> {
            plan.sources(field).iter().map(|it| it.index).collect()
        };
        Self {
            heads: heads.map(texts).collect(),
            titles: titles.filter(|it| !it.is_empty()).collect(),
            names: columns(&Field::Name),
            ids: columns(&Field::Id),
            reached: REACHED.iter().flat_map(columns).collect(),
            columns: layout.columns.len(),
        }
    }

    /// Why a row is no client, if it is none, with what stands in it first.
    pub fn reason(&self, row: &Row) -> Option<(LeftOut, String)> {
        let mut cells = row.cells.iter().enumerate().filter(|(_, cell)| !is_blank(cell));
        let (at, first) = cells.next()?;
        let first = one_line(&shown(first)).into_owned();
        // More than three are as many as all.
        let others = cells.clone().take(3).count();
        if self.is_head(row, at, &first) {
            return Some((LeftOut::Head, first));
        }
        let sum = |text: &str| is_total(text) || is_subtotal(text);
        let only_sums = |columns: &[usize]| {
            let cells = columns.iter().filter_map(|column| row.cells.get(*column));
            let is_sum = |it: &str| it.is_empty() || sum(it) || NUMBER.is_match(&half_width(it));
            cells.map(shown).all(|it| is_sum(&one_line(&it)))
        };
        // 男子 17名, 女子 16名, 計33名.
        let ids = || {
            let mut cells = self.ids.iter().filter_map(|column| row.cells.get(*column));
            only_sums(&self.ids) || cells.all(|it| !shown(it).chars().any(char::is_numeric))
        };
        if only_sums(&self.names) && only_sums(&self.reached) && ids() {
            let next = cells.clone().take(5).map(|(_, cell)| one_line(&shown(cell)).into_owned());
            if std::iter::once(first.clone()).chain(next).any(|it| sum(&it)) {
                return Some((LeftOut::Total, first));
            }
        }
        self.is_note(at, &first, others).then_some((LeftOut::Note, first))
    }

    /// Whether a text that stands alone is a note by itself, in whatever column.
    pub fn is_plain_note(&self, text: &str) -> bool {
        self.titles.contains(text) || begins_a_note(text) || is_of_page(text)
    }

    fn is_head(&self, row: &Row, at: usize, first: &str) -> bool {
        let same = |head: &Vec<String>| {
            let text = |column: usize| head.get(column).map_or("", String::as_str);
            let mut cells = row.cells.iter().enumerate().filter(|(_, cell)| !is_blank(cell));
            !first.is_empty()
                && text(at) == first
                && cells.all(|(column, cell)| text(column) == one_line(&shown(cell)))
        };
        self.heads.iter().any(same)
    }

    /// Whether a row with so many cells beside the first is a note.
    fn is_note(&self, at: usize, first: &str, others: usize) -> bool {
        if others <= 2 && (self.titles.contains(first) || first.starts_with('※')) {
            return true;
        }
        if others <= 2 && is_of_page(first) && !self.ids.contains(&at) && !self.names.contains(&at)
        {
            return true;
        }
        if others > 0 || self.columns < 3 {
            return false;
        }
        let has_digits = first.chars().any(char::is_numeric);
        match (self.names.contains(&at), self.ids.contains(&at)) {
            (true, _) => begins_a_note(first) || is_of_page(first),
            // A code without a name is a client of whom something is missing.
            (_, true) => {
                let letters = half_width(first).chars().filter(|c| !c.is_ascii()).count();
                begins_a_note(first) || !has_digits || is_of_page(first) || letters >= 8
            }
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::client_list::trial::sheet;
    use crate::facts::OwnFields;

    #[test]
    fn rows_that_are_no_clients_are_told_from_those_that_are() {
        use LeftOut::{Head, Note, Total};
        let text = "顧客一覧|||印刷日 2024/6/1\n||\nコード|会社名|住所|顧問料\n";
        for (row, right) in [
            ("C-1|みなと商会|東京都|100", None),
            ("C-1|みなと商会||", None),
            ("|みなと商会||", None),
            ("C-1|||", None),
            ("コード|会社名|住所|顧問料", Some(Head)),
            ("コード|会社名||", Some(Head)),
            ("合計|||12000", Some(Total)),
            ("||合　計|12000", Some(Total)),
            ("|小計||12000", Some(Total)),
            ("件数：120件|||", Some(Total)),
            ("|以上 120社||", Some(Total)),
            ("C-9|計||100", None),
            ("|本町地区　小計||100", Some(Total)),
            ("|浜地区計||100", Some(Total)),
            ("|合計　2事業所||100", Some(Total)),
            ("|みなと商店 小計||100", Some(Total)),
            ("|第一課（計）||", Some(Total)),
            ("|件数||2", Some(Total)),
            ("|小計（第一支部）||2", Some(Total)),
            ("合計|2先||2", Some(Total)),
            ("|平均||2", Some(Total)),
            ("C-1|2店||2", None),
            ("男子|||計33名", Some(Total)),
            ("|東京支店計|東京都|100", None),
            ("|株式会社合計||100", None),
            ("|（株）小計||", None),
            ("|山本会計事務所||100", None),
            ("|みなと設計||100", None),
            ("|山田時計||", None),
            ("|港会計||", None),
            ("※顧問料は税抜|||", Some(Note)),
            ("顧客一覧|||印刷日 2024/6/1", Some(Note)),
            ("|||2/3ページ", Some(Note)),
            ("注1：この名簿は見せないでください|||", Some(Note)),
            ("Ａ－００１２３４５|||", None),
            ("ア行|||", Some(Note)),
            ("|【東京支店】||", Some(Note)),
            ("以上|||", Some(Note)),
            ("|||100", Some(Note)),
            ("||東京都|100", None),
        ] {
            let sheet = sheet(&format!("{text}{row}"));
            let layout = Layout::propose(&sheet, &BTreeMap::new(), &OwnFields::default());
            let layout = layout.expect("a head");
            let plan = Plan::of(&layout, &OwnFields::default());
            let found = Skipping::of(&sheet, &layout, &plan);
            let found = layout.rows_of(&sheet).last().and_then(|row| found.reason(row));
            assert_eq!(found.map(|(why, _)| why), right, "{row}");
        }
    }
}
