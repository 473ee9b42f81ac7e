use super::*;
use crate::client_list::trial::sheet;

/// What each column is: `field`, `field?` where it is not sure, `-` if it is ignored, `+` and
/// the name for a new own field.
fn targets(layout: &Layout) -> String {
    let shown = |column: &Column| {
        let target = match &column.target {
            Target::Field(field) => field.to_string(),
            Target::New { name, .. } => format!("+{name}"),
            Target::Ignored => "-".to_owned(),
        };
        if column.sure { target } else { target + "?" }
    };
    layout.columns.iter().map(shown).collect::<Vec<_>>().join(" ")
}

fn proposed(text: &str) -> String {
    match Layout::propose(&sheet(text), &BTreeMap::new(), &OwnFields::default()) {
        Ok(layout) => targets(&layout),
        Err(_) => "no head".to_owned(),
    }
}

#[test]
fn columns_are_matched_by_their_headings() {
    for (text, right) in [
        (
            "顧客コード|会社名|御担当者|〒|住所１|住所２|TEL|FAX|メールアドレス|契約サービス\n\
             1|株式会社みなと|山田 太郎|1010041|東京都千代田区|ビル|03-1234-5678|03-1234-5679|a@example.com|給与",
            "id name person.name postal_code address address phone fax email +契約サービス",
        ),
        (
            "姓|名|セイ|メイ|自宅〒|自宅住所1\n山田|太郎|ヤマダ|タロウ|1010041|東京都",
            "name name kana kana postal_code address",
        ),
        (
            "得意先コード|得意先名１|得意先名２|フリガナ|郵便番号1|郵便番号2|担当者コード|担当者名\n1|甲|乙|コウ|101|0041|01|佐藤 一郎",
            "id name name kana postal_code postal_code +担当者コード +担当者名",
        ),
        (
            "会社名|氏名|部署|役職|住所\n甲商店|山田 太郎|総務部|部長|東京都",
            "name person.name person.department person.title address",
        ),
        ("会社名|代表者名|住所\n甲商店|山田 太郎|東京都", "name person.name? address"),
        (
            "会社名|代表者名|担当者名|住所\n甲商店|山田 太郎|佐藤 花|東京都",
            "name +代表者名 person.name address",
        ),
        ("会社名|担当|住所\n甲商店|佐藤|東京都", "name +担当 address"),
        ("No|会社名|会員番号\n1|甲商店|A1\n2|乙商店|A2", "+No name id"),
        ("生徒氏名|保護者氏名|住所\n山田 花|山田 太郎|東京都", "+生徒氏名 name address"),
        ("氏名|住所|勤務先|電話\n山田 花|東京都|甲商店|03-1234-5678", "name address +勤務先 phone"),
        (
            "番号|宛名|敬称|部署|役職|担当者|読み|郵便番号|住所|電話番号|FAX番号|メールアドレス|送り方|委員会への報告|報告した日|本人への通知|知った日\n1|甲|御中||||||||||||||",
            "id name honorific person.department person.title person.name kana postal_code address phone fax email delivery route reported_on notify known_on",
        ),
        (
            "id|name|honorific|person.department|person.title|person.name|kana|postal_code|address|phone|fax|email|delivery|route|reported_on|notify|known_on\n1|甲|御中||||||||||||||",
            "id name honorific person.department person.title person.name kana postal_code address phone fax email delivery route reported_on notify known_on",
        ),
        ("備考|備考\n甲|乙\n丙|丁", "+備考 +備考2"),
        ("会社名|2024年度|Plan No\n甲|1|2", "name +２０２４年度 +PlanNo"),
    ] {
        assert_eq!(proposed(text), right, "{text}");
    }
}

#[test]
fn contents_decide_against_a_heading() {
    for (text, right) in [
        ("会社名|電話\n甲|a@example.com\n乙|b@example.com", "name email?"),
        ("会社名|メール\n甲|○\n乙|×", "name +メール?"),
        (
            "会社名|いろは|にほへ|とちり\n甲|101-0041|東京都千代田区|03-1234-5678",
            "name postal_code? address? phone?",
        ),
        ("コード|会員番号|会社名\n1|A1|甲\n1|A2|乙\n2|A3|丙", "+コード id name"),
        ("会社名|自宅住所|会社住所\n甲||東京都\n乙|千葉県|東京都", "name +自宅住所 address"),
        (
            "会社名|住所|送付先住所\n甲|東京都|\n乙|千葉県|埼玉県\n丙|千葉県|",
            "name address +送付先住所",
        ),
        ("会社名|住所|送付先住所\n甲|東京都|埼玉県\n乙|千葉県|埼玉県", "name? +住所2 address?"),
        ("会社名|発送区分\n甲|元払\n乙|着払", "name +発送区分?"),
        ("会社名|電話番号1|電話番号2\n甲|03-1234-5678|03-1234-5679", "name phone +電話番号2"),
        ("会社名|電話1|電話2|電話3\n甲|03|1234|5678", "name phone phone phone"),
    ] {
        assert_eq!(proposed(text), right, "{text}");
    }
}

#[test]
fn halves_of_a_number_stay_together_when_one_is_chosen() {
    for (text, column, field, right) in [
        (
            "会社名|〒||住所\n甲|101|0041|東京都\n乙|231|0023|千葉県",
            2,
            Field::PostalCode,
            [1, 2].as_slice(),
        ),
        ("会社名|〒||住所\n甲|101|0041|東京都\n乙|231|0023|千葉県", 1, Field::PostalCode, &[1, 2]),
        ("会社名|TEL|||住所\n甲|03|1111|0001|東京都", 3, Field::Phone, &[1, 2, 3]),
        ("会社名|〒|備考|住所\n甲|101-0041|231-0023|東京都", 2, Field::PostalCode, &[2]),
        ("会社名|電話1|電話2\n甲|03-1111-0001|03-1111-0002", 2, Field::Phone, &[1, 2]),
    ] {
        let sheet = sheet(text);
        let own = OwnFields::default();
        let mut layout = Layout::propose(&sheet, &BTreeMap::new(), &own).expect("a head");
        assert!(layout.choose(column, Some(field.clone()), &sheet, &own));
        let of = layout.columns.iter().filter(|it| it.target == Target::Field(field.clone()));
        assert_eq!(of.map(|it| it.index).collect::<Vec<_>>(), right, "{text}");
    }
}

#[test]
fn what_was_kept_or_chosen_is_so() {
    let sheet = sheet("顧客名|会社名|ランク|住所\n甲|乙|A|東京都\n丙|丁|B|千葉県");
    let kept = BTreeMap::from([
        ("顧客名".to_owned(), Target::Field(Field::Name)),
        ("ランク".to_owned(), Target::Ignored),
    ]);
    let own = OwnFields::default();
    let layout = Layout::propose(&sheet, &kept, &own).expect("a head");
    assert_eq!(targets(&layout), "name +会社名 - address");
    assert_eq!(layout.columns[0].why, Why::Chosen);

    let mut layout = Layout::propose(&sheet, &BTreeMap::new(), &own).expect("a head");
    assert_eq!(targets(&layout), "+顧客名 name +ランク address");
    assert!(layout.choose(0, Some(Field::Name), &sheet, &own));
    assert!(layout.choose(2, Some(Field::Own("等級".to_owned())), &sheet, &own));
    assert!(layout.choose(3, None, &sheet, &own));
    assert!(!layout.choose(9, None, &sheet, &own));
    assert_eq!(targets(&layout), "name +会社名 +等級 -");
}

#[test]
fn an_own_field_is_known_by_its_name() {
    let own: OwnFields =
        [crate::facts::OwnField::text("PlanNo"), crate::facts::OwnField::text("担当")]
            .into_iter()
            .collect();
    let sheet = sheet("会社名|Plan No|担 当\n甲|1|2");
    let layout = Layout::propose(&sheet, &BTreeMap::new(), &own).expect("a head");
    assert_eq!(targets(&layout), "name PlanNo 担当");
}

#[test]
fn a_column_is_found_by_what_a_person_calls_it() {
    let sheet = sheet("コード|住所||備考|備考\n|〒|住所 １||\n1|1010041|東京都|甲|乙");
    let layout = Layout::propose(&sheet, &BTreeMap::new(), &OwnFields::default()).expect("a head");
    let named = |word: &str| layout.named(word).map(|it| it.index);
    for (word, column) in [
        ("コード", Some(0)),
        ("住所／〒", Some(1)),
        ("住所1", Some(2)),
        ("C", Some(2)),
        ("c", Some(2)),
        ("備考（2）", Some(4)),
        ("備考", Some(3)),
        ("Z", None),
        ("", None),
    ] {
        assert_eq!(named(word), column, "{word}");
    }
    assert!(layout.is_like(&layout.clone()));
    assert_eq!(layout.head, (1, 2));
    assert_eq!(layout.columns[1].samples, ["1010041"]);
}
