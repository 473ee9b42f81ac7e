use proptest::prelude::*;

use super::*;

fn one(text: &str) -> Value {
    Value::One(text.to_owned())
}

fn several(texts: &[&str]) -> Value {
    Value::Several(texts.iter().map(|it| (*it).to_owned()).collect())
}

fn put(text: &str, field: Field, value: Value) -> String {
    with(text, 0, &field, Some(&value)).expect("a change")
}

const RECORD: &str = "- id: C-1 # 旧 12
  name: 甲社
  honorific: 御中
  # 窓口が変わる予定
  person: {department: 総務部, name: 湊 一朗} # 要確認
  address: # 登記
    - 東京都港区1-1 # 本店
    - 甲ビル
  業務: [給与計算, 電子明細]

# 次の宛先
";

#[test]
fn a_value_takes_the_place_of_another_and_comments_stay() {
    let changed = put(RECORD, Field::Name, one("甲 株式会社: 本店"));
    assert_eq!(changed, RECORD.replace("name: 甲社", "name: '甲 株式会社: 本店'"));
    let changed = put(RECORD, Field::Person, one("港 二郎"));
    assert_eq!(changed, RECORD.replace("湊 一朗", "港 二郎"));
    let changed = put(RECORD, Field::Address, several(&["東京都港区1-1", "乙ビル", "3階"]));
    assert_eq!(changed, RECORD.replace("- 甲ビル", "- 乙ビル\n    - 3階"));
    let changed = put(RECORD, Field::Address, several(&["東京都港区1-1"]));
    assert_eq!(changed, RECORD.replace("    - 甲ビル\n", ""));
    let changed =
        put(RECORD, Field::Own("業務".into()), several(&["給与計算", "年末調整", "電子申請"]));
    assert_eq!(changed, RECORD.replace("電子明細]", "年末調整, 電子申請]"));
    let changed = put("id: 1\nname: 甲 # 仮\n", Field::Address, several(&["乙", "丙"]));
    assert_eq!(changed, "id: 1\nname: 甲 # 仮\naddress:\n  - 乙\n  - 丙\n");
    let changed = put("id: 1\naddress: 甲 # 仮\n", Field::Address, several(&["乙", "丙"]));
    assert_eq!(changed, "id: 1\naddress:\n  - 乙\n  - 丙 # 仮\n");
    assert_eq!(
        put("id: 1\nkana:\nfax: 1\n", Field::Kana, one("こう")),
        "id: 1\nkana: こう\nfax: 1\n"
    );
    assert_eq!(put("id: 1\nkana: # ?\n", Field::Kana, one("こう")), "id: 1\nkana: こう # ?\n");
}

#[test]
fn a_comment_behind_quotes_stays() {
    for quoted in ["\"甲社\"", "'甲社'", "\"甲 # \\\"社\\\"\"", "'甲''社'", "\"甲\n  社\"", "甲社"]
    {
        let text = format!("id: 1\nname: {quoted}  # \"大事\"\nfax: 1\n");
        let changed = put(&text, Field::Name, one("乙社"));
        assert_eq!(changed, "id: 1\nname: 乙社  # \"大事\"\nfax: 1\n", "{text}");
        let listed = format!("address:\n  - {quoted}  # 一\n  - 乙\n");
        let changed = put(&listed, Field::Address, several(&["丙", "乙"]));
        assert_eq!(changed, "address:\n  - 丙  # 一\n  - 乙\n");
    }
}

#[test]
fn a_block_that_begins_with_quotes_goes_as_a_whole() {
    let text = "id: 1\nname: >-\n  \"港\"商会\nfax: 1\n";
    assert_eq!(put(text, Field::Name, one("新港")), "id: 1\nname: 新港\nfax: 1\n");
}

#[test]
fn a_new_key_stands_where_it_usually_does() {
    let changed = put(RECORD, Field::Kana, one("こう"));
    assert_eq!(changed, RECORD.replace("御中\n", "御中\n  kana: こう\n"));
    let changed = put(RECORD, Field::Title, one("部長"));
    assert_eq!(changed, RECORD.replace("総務部,", "総務部, title: 部長,"));
    let changed = put(RECORD, Field::Email, one("a@example.jp"));
    assert_eq!(changed, RECORD.replace("    - 甲ビル\n", "    - 甲ビル\n  email: a@example.jp\n"));
    let changed = put(RECORD, Field::Own("担当".into()), one("佐藤"));
    assert_eq!(changed, RECORD.replace("電子明細]\n", "電子明細]\n  担当: 佐藤\n"));
    assert_eq!(
        put("- id: 1\n  name: 甲", Field::Person, one("乙")),
        "- id: 1\n  name: 甲\n  person:\n    name: 乙"
    );
    assert_eq!(
        put("- {id: 1, name: 甲}\n", Field::Person, one("乙")),
        "- {id: 1, name: 甲, person: {name: 乙}}\n"
    );
    assert_eq!(put("{name: 甲}\n", Field::Id, one("007")), "{id: '007', name: 甲}\n");
    assert_eq!(put("- name: 甲\r\n", Field::Id, one("1")), "- id: 1\r\n  name: 甲\r\n");
    assert_eq!(
        put("id: 1\nperson:\n  name: 甲\n# 下\nfax: 2\n", Field::Phone, one("3")),
        "id: 1\nperson:\n  name: 甲\nphone: 3\n# 下\nfax: 2\n"
    );
    assert_eq!(
        put("id: 1\n詳細: |\n  一\n  二\n\n\n# 次\n", Field::Own("担当".into()), one("甲")),
        "id: 1\n詳細: |\n  一\n  二\n担当: 甲\n\n\n# 次\n"
    );
}

#[test]
fn what_is_taken_out_leaves_the_rest() {
    let gone = |text: &str, field| with(text, 0, &field, None).expect("a change");
    assert_eq!(gone(RECORD, Field::Honorific), RECORD.replace("  honorific: 御中\n", ""));
    assert_eq!(gone(RECORD, Field::Department), RECORD.replace("department: 総務部, ", ""));
    assert_eq!(gone(RECORD, Field::Email), RECORD);
    assert_eq!(gone("id: 1\nperson:\n  name: 甲\nfax: 2\n", Field::Person), "id: 1\nfax: 2\n");
    let text = "id: 1\naddress:\n  - 甲 # 一\n  # 間\n  - 乙\n# 終わり\n";
    assert_eq!(gone(text, Field::Address), "id: 1\n# 一\n# 間\n# 終わり\n");
    assert_eq!(
        with("- {id: 1}\n- {id: 2, fax: 3}\n", 1, &Field::Fax, None).as_deref(),
        Ok("- {id: 1}\n- {id: 2}\n")
    );
}

#[test]
fn no_comment_is_lost() {
    let gone = |text: &str, field| with(text, 0, &field, None);
    let comment = |text: &str| InTheWay::Comment(text.to_owned());
    let phone = "- id: C-1\n  phone: 03-0000-0000 # 6/12 本人より\n  fax: 1\n";
    let left = "- id: C-1\n  # 6/12 本人より\n  fax: 1\n";
    assert_eq!(gone(phone, Field::Phone).as_deref(), Ok(left));
    let first = "- phone: 03 # 朝\n  # 次\n  id: 1\n";
    assert_eq!(gone(first, Field::Phone).as_deref(), Ok("- # 朝\n  # 次\n  id: 1\n"));
    let person = "id: 1\nperson: # 窓口\n  # 交代\n  name: 甲 # 仮\nfax: 2\n";
    assert_eq!(gone(person, Field::Person).as_deref(), Ok("id: 1\n# 窓口\n# 交代\n# 仮\nfax: 2\n"));
    let crlf = gone(&phone.replace('\n', "\r\n"), Field::Phone);
    assert_eq!(crlf, Ok(left.replace('\n', "\r\n")));
    let marked = "id: 1\n備考: | # 印\n  一\n  二\nfax: 2\n";
    let own = || Field::Own("備考".into());
    assert_eq!(put(marked, own(), one("三")), "id: 1\n備考: 三 # 印\nfax: 2\n");
    assert_eq!(
        put(marked, own(), several(&["三", "四"])),
        "id: 1\n備考: # 印\n  - 三\n  - 四\nfax: 2\n"
    );
    let flow = "- id: C-1\n  業務: [給与, # 月末締め\n    経理]\n";
    let work = Field::Own("業務".into());
    assert_eq!(with(flow, 0, &work, Some(&one("給与"))), Err(comment("# 月末締め")));
    assert_eq!(put(flow, work.clone(), several(&["給与", "決算"])), flow.replace("経理", "決算"));
    assert_eq!(gone(flow, work).as_deref(), Ok("- id: C-1\n  # 月末締め\n"));
    let flow = "{id: 1, phone: 03, # 朝\n fax: 2}\n";
    assert_eq!(gone(flow, Field::Phone).as_deref(), Ok("{id: 1, # 朝\n fax: 2}\n"));
    assert_eq!(gone(flow, Field::Fax), Err(InTheWay::Form));
    // What only looks like one is none.
    let text = "id: 1\n備考: |\n  # 一\n  二\nfax: '# 3'\n";
    assert_eq!(gone(text, own()).as_deref(), Ok("id: 1\nfax: '# 3'\n"));
    assert_eq!(put(text, Field::Fax, one("4")), text.replace("'# 3'", "4"));
}

#[test]
fn what_cannot_be_changed_in_one_place_is_left_alone() {
    assert_eq!(
        with("id: 1\nname: {a: 1}\n", 0, &Field::Name, Some(&one("甲"))),
        Err(InTheWay::Form)
    );
    assert_eq!(with("id: [\n", 0, &Field::Name, Some(&one("甲"))), Err(InTheWay::Form));
    assert_eq!(with("id: 1\n", 1, &Field::Name, Some(&one("甲"))), Err(InTheWay::Form));
}

#[test]
fn a_mapping_takes_any_key() {
    let with = |text: &str, key: &str| {
        with_key(text, &["columns", key], &one("id")).unwrap_or_else(|_| panic!("{text} {key}"))
    };
    assert_eq!(
        with("# 対応\ncolumns:\n  名: name # 仮\n", "番号"),
        "# 対応\ncolumns:\n  名: name # 仮\n  番号: id\n"
    );
    assert_eq!(with("columns:\n  番号: name # 仮\n", "番号"), "columns:\n  番号: id # 仮\n");
    assert_eq!(
        with("# 対応\ncolumns: # まだ\n# 終\n", "番号"),
        "# 対応\ncolumns: # まだ\n  番号: id\n# 終\n"
    );
    assert_eq!(with("{columns: , b: 1}\n", "番号"), "{columns: {番号: id}, b: 1}\n");
    for key in ["1", "住所: 1", "# 備考", "甲\"乙", "no", "~"] {
        let text = with("columns:\n  甲: id\n", key);
        let source = Arc::new(SourceText::new("", text.as_str()));
        let read = Document::parse(&source).expect("YAML");
        assert_eq!(read.value()["columns"][key], "id", "{text}");
        assert_eq!(with(&text, key), text);
    }
}

/// Records as they are typed, with comments everywhere.
fn record() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just("honorific: 御中 # 敬称"),
        Just("kana: \"こう: x\""),
        Just("person: {name: 湊 一朗}"),
        Just("person:\n    title: 部長 # 役\n    name: 湊"),
        Just("address: 東京都 # 仮"),
        Just("address:\n    - 東京都 # 一\n    # 間\n    - 港区"),
        Just("address:\n  - 東京都\n  - 港区"),
        Just("address: [東京都, 港区]"),
        Just("phone: 03-0000-0000"),
        Just("業務: [甲, 乙]"),
        Just("業務: [甲, # 締め\n      乙] # 横"),
        Just("備考: | # 印\n    一行\n    二行"),
        Just("fax: \"03-0000-0000\" # 夜間"),
        Just("備考: |\n    一行\n\n    二行 # 本文"),
        Just("備考: >-\n    一行\n    二行"),
        Just("担当:"),
        Just("# 独り言"),
    ];
    let lines = proptest::collection::vec(line, 0..6);
    (lines, any::<bool>()).prop_map(|(lines, in_list)| {
        let mut seen = Vec::new();
        let mut text = String::from("- id: C-1 # 番号\n  name: 甲社\n");
        for line in lines {
            let key = line.split(':').next().unwrap_or_default();
            if key.starts_with('#') || !seen.contains(&key) {
                text.push_str(&format!("  {line}\n"));
                seen.push(key);
            }
        }
        text.push_str("# 終わり\n");
        match in_list {
            true => text,
            false => text.replace("\n  ", "\n").replacen("- ", "", 1),
        }
    })
}

fn value() -> impl Strategy<Value = Value> {
    let text = "[ぁ-ん甲乙髙:#,'\"\\[\\]{}0-9a-z -]{1,8}";
    let text = text.prop_filter("a text", |it| it.trim() == it && !it.is_empty());
    proptest::collection::vec(text, 1..4).prop_map(|mut texts| match texts.len() {
        1 => Value::One(texts.remove(0)),
        _ => Value::Several(texts),
    })
}

proptest! {
    /// What is put in is read, all else is as it was, and no comment is lost.
    #[test]
    fn a_change_changes_one_field(
        text in record(),
        field in prop_oneof![
            proptest::sample::select(Field::BUILT_IN.to_vec()),
            Just(Field::Own("業務".into())),
            Just(Field::Own("備考".into())),
            Just(Field::Own("担当".into())),
        ],
        value in proptest::option::of(value()),
    ) {
        let several = matches!(field, Field::Address | Field::Own(_));
        prop_assume!(several || value.as_ref().is_none_or(|it| it.parts().len() == 1));
        prop_assume!(value.is_some() || field != Field::Id);
        let changed = with(&text, 0, &field, value.as_ref());
        let changed = match changed {
            Ok(changed) => changed,
            // Between brackets no line is free for it.
            Err(why) => {
                let wanted = InTheWay::Comment("# 締め".to_owned());
                prop_assert_eq!((why, &field), (wanted, &Field::Own("業務".into())), "{}", text);
                return Ok(());
            }
        };
        let read = |text: &str| Document::parse_records(&Arc::new(SourceText::new("", text)))
            .unwrap_or_else(|_| panic!("{text}")).swap_remove(0).value().clone();
        let (mut before, mut after) = (read(&text), read(&changed));
        let found = field.keys().iter().try_fold(&after, |value, key| value.get(key)).cloned();
        let parts = |value: &facts::Value| match value {
            facts::Value::Sequence(items) => items.iter().filter_map(text_of).map(|it| it.into_owned()).collect(),
            one => text_of(one).into_iter().map(|it| it.into_owned()).collect::<Vec<_>>(),
        };
        let wanted = value.as_ref().map(|it| it.parts().to_vec());
        prop_assert_eq!(found.as_ref().map(parts), wanted, "{}→\n{}", text, changed);
        for value in [&mut before, &mut after] {
            let mut keys = field.keys();
            if let Some(mapping) = value.as_mapping_mut() {
                if keys.len() > 1 && let Some(person) = mapping.get_mut("person").and_then(|it| it.as_mapping_mut()) {
                    person.remove(keys.remove(1));
                    if person.is_empty() { mapping.remove("person"); }
                } else if keys.len() == 1 {
                    mapping.remove(keys[0]);
                }
            }
        }
        prop_assert_eq!(before, after, "{}→\n{}", text, changed);
        let comments = |text: &str| {
            let document = Document::parse(&Arc::new(SourceText::new("", text))).expect("YAML");
            let mut comments: Vec<String> =
                document.comments().into_iter().map(|it| text[it].to_owned()).collect();
            comments.sort_unstable();
            comments
        };
        prop_assert_eq!(comments(&text), comments(&changed), "{}→\n{}", text, changed);
    }
}

#[test]
fn elements_that_stay_keep_their_comments() {
    let list = "id: 1\naddress:\n  - 甲 # 一\n  - 乙 # 二\n  # 三の上\n  - 丙 # 三\n";
    let address = |texts: &[&str]| put(list, Field::Address, several(texts));
    // So do those that go.
    assert_eq!(address(&["甲", "丙"]), list.replace("- 乙 # 二\n", "# 二\n"));
    assert_eq!(address(&["丙"]), list.replace("- 甲 ", "").replace("- 乙 ", ""));
    assert_eq!(
        address(&["乙", "丁"]),
        list.replace("- 丙 ", "").replace('乙', "丁").replace('甲', "乙")
    );
    assert_eq!(address(&["甲", "丁", "丙"]), list.replace('乙', "丁"));
    assert_eq!(address(&["甲", "乙", "丁", "丙"]), list.replace("二\n", "二\n  - 丁\n"));
    let flow = "{id: 1, address: [甲, 乙, 丙]}\n";
    let address = |texts: &[&str]| put(flow, Field::Address, several(texts));
    assert_eq!(address(&["甲", "丙"]), flow.replace(", 乙", ""));
    assert_eq!(address(&["丙"]), flow.replace("甲, 乙, ", ""));
    assert_eq!(address(&["丁", "甲", "乙", "丙"]), flow.replace("甲, 乙, 丙", "丁, 甲, 乙, 丙"));
}

#[test]
fn a_list_of_ten_thousand_is_written_at_once() {
    let many =
        |from: usize, to: usize| Value::Several((from..to).map(|it| format!("{it}番地")).collect());
    let text = put("id: 1\naddress:\n  - 甲\n  - 乙\n", Field::Address, many(0, 10_000));
    let text = put(&text, Field::Address, many(1, 9_000));
    let lines: Vec<String> = (1..9_000).map(|it| format!("  - {it}番地\n")).collect();
    assert_eq!(text, format!("id: 1\naddress:\n{}", lines.concat()));
}
