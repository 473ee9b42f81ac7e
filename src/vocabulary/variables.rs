//! What texts may print in `{{ … }}`, and the filters behind `|`.

use super::{Said, said};

/// A variable or filter.
#[derive(Debug)]
pub struct Variable {
    /// As it is written.
    pub written: &'static str,
    /// What it prints.
    pub says: Said,
}

macro_rules! variables {
    ($($written:literal: $en:literal, $ja:literal;)+) => {
        &[$(Variable { written: $written, says: said($en, $ja) },)+]
    };
}

/// The variables.
pub const VARIABLES: &[Variable] = variables! {
    "{{ client.name }}":
        "What stands in the client's record, by its key. Not with `to: none`.",
        "宛先の記録にある項目を、キーで。`to: none`では使えません。";
    "{{ 担当 }}":
        "A field or `vars` text of your own, by its name alone.",
        "ご自分の項目や`vars`の文を、名前だけで。";
    "{{ 業務 | join(sep=\"、\") }}":
        "A field with several values.",
        "値がいくつもある項目。";
    "{{ client.preliminary_due | day }}":
        "The fifth day from `known_on`, which is the first: when the 速報 should be made.",
        "速報の目安の日。`known_on`を1日目とする5日目です。";
    "{{ client.final_due | day }}":
        "The last day for the 確報.",
        "確報の期限。閉庁日なら次の開庁日です。";
    "{{ office.phone }}":
        "What stands in `office.yaml`, by its key.",
        "`office.yaml`にある項目を、キーで。";
    "{{ incident.name }}":
        "The incident's name.",
        "事案の名前。";
    "{{ notice.date | date }}":
        "Of this letter: `id`, `number`, `date`, `reference`, `as_of`, `title`, `lang`.",
        "このお知らせの`id`、`number`、`date`、`reference`、`as_of`、`title`、`lang`。";
    "{% for it in notice.previous %}{{ it.title }}{% endfor %}":
        "The letters that this client got before, oldest first, each with the same.",
        "この宛先への以前のお知らせ（古い順）。それぞれに同じ項目があります。";
};

/// The filters beside Tera's own.
pub const FILTERS: &[Variable] = variables! {
    "{{ notice.date | date }}":
        "2023年6月9日, in the style of the letter.",
        "2023年6月9日（書き方は`style`のとおり）。";
    "{{ notice.date | day }}":
        "2023年6月9日（金）.",
        "2023年6月9日（金）。";
    "{{ notice.as_of | time }}":
        "8時32分.",
        "8時32分。";
    "{{ 退職者数 | count }}":
        "1,204. It wants a number.",
        "1,204。数に使います。";
    "{{ notice.date | date(format=\"%-m月%-d日\") }}":
        "6月9日, by the codes of strftime.",
        "6月9日（strftimeの記号で）。";
};
