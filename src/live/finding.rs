//! What the list of recipients is searched by: all that a record says, folded. The page
//! folds what is typed with the same tables.

use crate::client_list::{Field, Value, fields_of};
use crate::content::fold_typed;
use crate::facts::{OwnValue, OwnValues};
use crate::model::Client;

/// What parts two values: no folded text has a blank in it.
const BETWEEN: &str = " ";

/// All that a client's record says beside what the list shows anyway: the id, the name, how
/// its letter travels.
pub fn of_record(client: &Client) -> String {
    let is_shown = |field: &Field| {
        matches!(field, Field::Id | Field::Name | Field::Honorific | Field::Delivery)
    };
    let fields = fields_of(client).into_iter().filter(|(field, _)| !is_shown(field));
    let mut words: Vec<String> =
        fields.flat_map(|(field, value)| words_of(&field, value)).collect();
    words.extend(client.data.iter().map(|holding| holding.item.clone()));
    words.extend(client.own.values().flat_map(of_rows));
    let folded = words.iter().map(|word| fold_typed(word));
    folded.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(BETWEEN)
}

/// The texts of a value: an address is read on from one line to the next.
fn words_of(field: &Field, value: Value) -> Vec<String> {
    match value {
        Value::One(text) => vec![text],
        Value::Several(lines) if *field == Field::Address => vec![lines.concat()],
        Value::Several(texts) => texts,
    }
}

/// The texts in the rows of a value that has any.
fn of_rows(value: &OwnValue) -> Vec<String> {
    let of_row = |row: &OwnValues| row.values().filter_map(text_of).collect::<Vec<_>>();
    match value {
        OwnValue::Rows(rows) => rows.iter().flat_map(of_row).collect(),
        _ => Vec::new(),
    }
}

fn text_of(value: &OwnValue) -> Option<String> {
    match value {
        OwnValue::Text(text) => Some(text.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_found_by_all_that_it_says() {
        let fields = "業務: {values: [給与計算, 電子明細], several: true}\n担当: {}\n\
                      台帳: {kind: 明細, columns: {設備: 文字, 台数: 数}}\n";
        let client = Client::from_yaml(
            fields,
            "- id: C-1\n  name: 甲\n  honorific: 御中\n  kana: ミナト ショウカイ\n  \
             person: {department: 総務部, title: 部長, name: 髙﨑 一朗}\n  \
             postal_code: 231-0023\n  address: [神奈川県横浜市, 山下町９９９９番地]\n  \
             phone: 03-0000-0010\n  email: Soumu@example.jp\n  業務: [給与計算]\n  担当: 佐々木\n  \
             data: [{item: 氏名, persons: 3}]\n  台帳: [{設備: 複合機, 台数: 2}]\n",
        );
        let found = of_record(&client);
        for typed in [
            "みなと",
            "ミナトショウカイ",
            "総務部",
            "高崎",
            "髙﨑",
            "横浜市山下町9999",
            "231-0023",
            "03-0000",
            "SOUMU",
            "給与",
            "佐々木",
            "氏名",
            "複合機",
        ] {
            assert!(found.contains(&fold_typed(typed)), "{typed}: {found}");
        }
        assert!(!found.contains(&fold_typed("電子明細")) && !found.contains("御中"));
        assert_eq!(found.split(BETWEEN).count(), 12, "{found}");
    }
}
