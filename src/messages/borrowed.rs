//! What the libraries say, in Japanese: the sentences that a user's file can bring
//! about. The others are passed on in English.

use super::Lang;

/// Sentences of the YAML reader and of Tera. `{}` stands for what is named, in the
/// order of the English.
const SENTENCES: &[(&str, &str)] = &[
    // The YAML reader.
    (
        "block sequence entries are not allowed in this context",
        "ここに`- `で始まる項目は書けません",
    ),
    ("control characters are not allowed", "使えない制御文字があります"),
    ("could not find expected ':'", "キーの後に`:`がありません"),
    ("did not find expected ',' or ']'", "`,`か`]`があるはずのところに、別のものがあります"),
    ("did not find expected ',' or '}'", "`,`か`}`があるはずのところに、別のものがあります"),
    ("did not find expected '-' indicator", "`- `があるはずのところに、別のものがあります"),
    ("did not find expected <document start>", "内容が終わった後に、余分なものがあります"),
    ("did not find expected alphabetic or numeric character", "`*`や`&`の後に、名前がありません"),
    ("did not find expected comment or line break", "`|`や`>`の後に、余分な文字があります"),
    ("did not find expected hexadecimal number", "エスケープの16進数が足りません"),
    ("did not find expected key", "キーがあるはずのところに、別のものがあります"),
    ("did not find expected node content", "値があるはずのところに、別のものがあります"),
    ("did not find expected whitespace or line break", "`!`で始まる語の後に、空白がありません"),
    ("did not find expected tag URI", "`!`の後に、名前がありません"),
    ("duplicate entry with key \"{}\"", "`{}`というキーが2つあります"),
    ("duplicate entry with key {}", "`{}`というキーが2つあります"),
    ("duplicate entry in YAML map", "同じキーが2つあります"),
    ("found a tab character that violates indentation", "字下げにタブがあります"),
    ("found a tab character where an indentation space is expected", "字下げにタブがあります"),
    ("found an indentation indicator equal to 0", "`|`や`>`の後の数は、1から9までです"),
    ("found character that cannot start any token", "値の始めに使えない文字があります"),
    ("found invalid Unicode character escape code", "エスケープが表す文字はありません"),
    ("found undefined tag handle", "`!`で始まる語の意味が決まっていません"),
    ("found unexpected ':'", "ここに`:`は書けません"),
    ("found unexpected document indicator", "引用符の中に、`---`か`...`の行があります"),
    ("found unexpected end of stream", "引用符や括弧が閉じられないまま、終わっています"),
    ("found unknown escape character", "引用符の中の`\\`の後に、使えない文字があります"),
    ("found unknown directive name", "`%`で始まる行の名前が違います"),
    ("mapping keys are not allowed in this context", "ここにキーは書けません"),
    ("mapping values are not allowed in this context", "ここに`: `は書けません"),
    ("recursion limit exceeded", "入れ子が深すぎます"),
    ("repetition limit exceeded", "`*`による繰り返しが多すぎます"),
    ("unknown anchor", "`*`で指した名前がありません"),
    (
        "deserializing from YAML containing more than one document is not supported",
        "1つのファイルに`---`で区切った2つの内容があります",
    ),
    (
        "expected a mapping or list of mappings for merging, but found scalar",
        "`<<`には、`キー: 値`の組を指す名前を書きます",
    ),
    (
        "expected a mapping for merging, but found {}",
        "`<<`には、`キー: 値`の組を指す名前を書きます",
    ),
    ("empty YAML tag is not allowed", "`!`の後に、名前がありません"),
    // Tera.
    ("Found end of input but expected {}.", "途中で終わっています（{}があるはずです）"),
    ("Found identifier but expected {}.", "{}があるはずのところに、名前があります"),
    ("Found {} but expected {}.", "{}がありますが、ここには{}を書きます"),
    ("Found {} but expected {}", "{}がありますが、ここには{}を書きます"),
    ("Found {} but was expecting {}.", "{}がありますが、ここには{}を書きます"),
    ("Unknown filter `{}`", "`{}`というフィルタはありません"),
    ("Unknown test `{}`", "`{}`という条件はありません"),
    ("Unknown function `{}`", "`{}`という関数はありません"),
    ("Unexpected end of template", "途中で終わっています"),
    ("Tried to render a variable that is undefined", "値のない変数です"),
    ("`{}` is undefined", "`{}`に値がありません"),
    ("the value is undefined", "値がありません"),
    ("Closing comment tag `{}` not found", "注釈の終わりの`{}`がありません"),
    ("Template '{}' not found", "`{}`というひな形はありません"),
    // The filters.
    (
        "the filter `safe` is not available: content never becomes code",
        "フィルタ`safe`は使えません（内容がひな形の一部になることはありません）",
    ),
    ("`{}` is not a date format", "`{}`という日付の形はありません"),
    ("`{}` is not a date such as 2023-06-09", "`{}`は「年-月-日」の日付ではありません"),
    ("only text can be a key in a Typst dictionary", "Typstの辞書のキーは文字だけです"),
    ("this kind of value has no Typst literal", "この種類の値は、Typstに渡せません"),
    // Typst.
    ("unknown variable: {}", "`{}`という名前はありません"),
    ("unknown font family: {}", "`{}`というフォントはありません"),
    ("unclosed delimiter", "括弧が閉じられていません"),
    ("unexpected argument", "余分な引数があります"),
    ("unexpected argument: {}", "`{}`という引数はありません"),
    ("missing argument: {}", "引数`{}`がありません"),
    ("file not found (searched at {})", "`{}`というファイルがありません"),
    (
        "`{}` is not read: a template reads `/client-id` and files in `templates/`",
        "`{}`は読めません（ひな形から読めるのは、`/client-id`と`templates/`のファイルだけです）",
    ),
    (
        "show a picture with `image`, and write a text into the facts",
        "画像は`image`で出し、文はデータファイルに書いてください",
    ),
    ("the character `{}` is not valid in code", "コードの中で`{}`は使えません"),
    ("you are already in code mode", "ここはすでにコードの中です"),
    ("try removing the `{}`", "`{}`を取り除いてください"),
];

/// What a library says, in this language as far as it is known.
pub fn borrowed(said: &str, lang: Lang) -> String {
    let in_japanese = |(english, japanese): &(&str, &str)| {
        let values = values(said, english)?;
        let mut values = values.iter();
        let mut pieces = japanese.split("{}");
        let mut text = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            text.push_str(values.next().copied().unwrap_or_default());
            text.push_str(piece);
        }
        Some(text)
    };
    match lang {
        Lang::En => None,
        Lang::Ja => SENTENCES.iter().find_map(in_japanese),
    }
    .unwrap_or_else(|| said.to_owned())
}

/// What stands for each `{}` of a sentence, if this is the sentence.
fn values<'a>(said: &'a str, sentence: &str) -> Option<Vec<&'a str>> {
    let mut pieces = sentence.split("{}");
    let mut rest = said.strip_prefix(pieces.next()?)?;
    let mut values = Vec::new();
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        // The last piece ends the sentence.
        let at = match pieces.peek() {
            Some(_) => rest.find(piece)?,
            None => rest.strip_suffix(piece)?.len(),
        };
        values.push(&rest[..at]);
        rest = &rest[at + piece.len()..];
    }
    rest.is_empty().then_some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_put_into_japanese_with_its_values() {
        for (said, japanese) in [
            ("did not find expected key", "キーがあるはずのところに、別のものがあります"),
            ("duplicate entry with key \"name\"", "`name`というキーが2つあります"),
            ("Found `}` but expected }}.", "`}`がありますが、ここには}}を書きます"),
            ("Unknown filter `upcase`", "`upcase`というフィルタはありません"),
            ("something else", "something else"),
            ("unknown anchors", "unknown anchors"),
        ] {
            assert_eq!(borrowed(said, Lang::Ja), japanese);
            assert_eq!(borrowed(said, Lang::En), said);
        }
    }

    #[test]
    fn each_sentence_names_as_much_in_both_languages() {
        let named = |sentence: &str| sentence.matches("{}").count();
        for (english, japanese) in SENTENCES {
            assert!(named(japanese) <= named(english), "{english}");
        }
    }
}
