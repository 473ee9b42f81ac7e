//! Lists with several parties in a row, and with numbers and addresses in pieces: what a
//! letter would have on its envelope, which is of one party and whole.

use oshirase::client_list::{Field, Layout, Rows};

use super::{read, said, sheet};

/// What the first row says, of these fields alone; `?` behind those of which a column is not
/// sure.
fn envelope(lines: &str) -> String {
    let (layout, rows) = read(&sheet("一覧", &lines.replace(',', "\t")));
    of_row(&layout, &rows)
}

fn of_row(layout: &Layout, rows: &Rows) -> String {
    assert_eq!(rows.refused, []);
    let target = oshirase::client_list::Target::Field;
    let unsure = |field: &Field| {
        layout.columns.iter().any(|it| it.target == target(field.clone()) && !it.sure)
    };
    let said = said(rows, 0);
    let of = |field: Field| {
        let key = format!("{field}=");
        let value = said.iter().find_map(|it| it.strip_prefix(&key))?.to_owned();
        Some(value + if unsure(&field) { "?" } else { "" })
    };
    let fields =
        [Field::Name, Field::Kana, Field::Person, Field::PostalCode, Field::Address, Field::Phone];
    fields.into_iter().filter_map(of).collect::<Vec<_>>().join(" | ")
}

#[test]
fn what_stands_on_an_envelope_is_of_one_party() {
    for (lines, right) in [
        (
            "注文番号,注文者郵便番号1,注文者郵便番号2,注文者住所都道府県,注文者住所郡市区,注文者住所それ以降の住所,注文者姓,注文者名,送付先郵便番号1,送付先郵便番号2,送付先住所都道府県,送付先住所郡市区,送付先住所それ以降の住所,送付先姓,送付先名\n\
             1001,101,0041,東京都,千代田区,神田1,山田,太郎,231,0023,神奈川県,横浜市,中区2,佐藤,花子",
            "佐藤 花子 | 231-0023 | 神奈川県横浜市中区2",
        ),
        (
            "注文者氏名,注文者カナ,注文者〒,注文者住所,注文者電話,届け先氏名,届け先カナ,届け先〒,届け先住所\n\
             山田 太郎,ヤマダ,101-0041,東京都1,03-1111-0001,佐藤 花子,サトウ,231-0023,神奈川県2",
            "佐藤 花子 | サトウ | 231-0023 | 神奈川県2",
        ),
        (
            "契約者氏名,受取人氏名,郵便番号,住所\n山田太郎,山田次郎,101-0041,東京都1",
            "山田太郎? | 101-0041 | 東京都1",
        ),
        (
            "貸主氏名,借主氏名,郵便番号,住所\n大家一郎,山田太郎,101-0041,東京都1",
            "大家一郎? | 101-0041? | 東京都1?",
        ),
        (
            "物件名,借主氏名,借主電話,貸主氏名,貸主住所,貸主郵便番号\nハイツ,山田太郎,03-1111-0001,大家一郎,東京都1,101-0041",
            "大家一郎 | 101-0041 | 東京都1",
        ),
        (
            "物件番号,売主氏名,売主カナ,売主〒,売主住所,買主氏名,買主カナ,買主〒,買主住所,買主電話\n\
             B1,山田太郎,ヤマダ,101-0041,東京都1,佐藤花子,サトウ,231-0023,神奈川県2,045-111-1111",
            "山田太郎? | ヤマダ | 101-0041? | 東京都1?",
        ),
        (
            "氏名（契約者）,氏名（使用者）,住所（使用者）,住所（契約者）\n山田太郎,佐藤花子,神奈川県2,東京都1",
            "佐藤花子? | 神奈川県2?",
        ),
        (
            "組合員番号,名義人,名義人住所,送付先,送付先〒,送付先氏名\n1,山田太郎,埼玉県1,東京都1,101-0041,山田三郎",
            "山田三郎 | 101-0041 | 東京都1?",
        ),
        (
            "世帯主氏名,氏名,氏名カナ,郵便番号,住所\n山田太郎,山田花子,ヤマダハナコ,101-0041,東京都1",
            "山田花子 | ヤマダハナコ | 101-0041 | 東京都1",
        ),
        (
            "生徒氏名,ふりがな,保護者氏名,郵便番号,住所\n山田花子,やまだはなこ,山田太郎,101-0041,東京都1",
            "山田太郎 | 101-0041 | 東京都1",
        ),
        (
            "生徒氏名,保護者氏名,ふりがな,郵便番号,住所\n山田花子,山田太郎,やまだたろう,101-0041,東京都1",
            "山田太郎 | やまだたろう | 101-0041 | 東京都1",
        ),
        (
            "氏名,配偶者氏名,フリガナ,住所\n山田太郎,山田花子,ヤマダハナコ,東京都1",
            "山田太郎 | 東京都1",
        ),
        (
            "顧客名,郵便番号,住所,送付先名,送付先郵便番号\n甲商店,101-0041,東京都1,乙商店,231-0023",
            "甲商店? | 101-0041 | 東京都1",
        ),
        (
            "得意先名,請求先名,請求先〒,請求先住所\n甲商店,乙商店,231-0023,神奈川県2",
            "乙商店 | 231-0023 | 神奈川県2",
        ),
        ("氏名,会社名,会社〒,自宅住所\n山田太郎,甲商店,101-0041,神奈川県2", "山田太郎 | 神奈川県2"),
        (
            "法人名,法人〒,法人所在地,事業所名,事業所〒,事業所所在地\n甲会社,231-0023,神奈川県2,乙商店,101-0041,東京都1",
            "甲会社? | 231-0023? | 神奈川県2?",
        ),
        (
            "会社名,番地（本社）,市区町村（本社）,都道府県（本社）,〒（本社）,住所（支店）,〒（支店）\n甲商店,神田1,千代田区,東京都,101-0041,神奈川県2,231-0023",
            "甲商店? | 101-0041? | 東京都千代田区神田1?",
        ),
        (
            "姓,名,姓（送付先）,名（送付先）,住所,〒,住所（送付先）,〒（送付先）\n山田,太郎,佐藤,花子,東京都1,101-0041,神奈川県2,231-0023",
            "佐藤 花子 | 231-0023 | 神奈川県2",
        ),
        (
            "注文者,,,送付先,,\n氏名,〒,住所,氏名,〒,住所\n山田太郎,101-0041,東京都1,佐藤花子,231-0023,神奈川県2",
            "佐藤花子 | 231-0023 | 神奈川県2",
        ),
        (
            "売主,,,買主,,\n氏名,〒,住所,氏名,〒,住所\n山田太郎,101-0041,東京都1,佐藤花子,,",
            "山田太郎 | 101-0041 | 東京都1",
        ),
    ] {
        assert_eq!(envelope(lines), right, "{lines}");
    }
}

#[test]
fn pieces_of_an_address_are_joined_in_the_order_of_addresses() {
    for (lines, right) in [
        (
            "会社名,番地 (会社),市区町村 (会社),都道府県 (会社),郵便番号 (会社),番地 (自宅),市区町村 (自宅)\n\
             甲商店,二俣5-17,市川市,千葉県,272-0001,神田1,千代田区",
            "甲商店 | 272-0001 | 千葉県市川市二俣5-17",
        ),
        (
            "姓,名,番地 (自宅),都道府県 (自宅),市区町村 (自宅),郵便番号 (自宅)\n山田,太郎,神田1,東京都,千代田区,101-0041",
            "山田 太郎 | 101-0041 | 東京都千代田区神田1",
        ),
        (
            "会社名,都道府県(ID),都道府県(名称),住所1,住所2,郵便番号\n甲商店,12,千葉県,市川市二俣5-17,みなとビル,272-0001",
            "甲商店 | 272-0001 | 千葉県市川市二俣5-17／みなとビル",
        ),
        (
            "First Name,Last Name,Company,Address1,Address2,City,Province,Zip,Phone\n太郎,山田,,神田1-1,みなとビル,千代田区,東京都,'101-0041,'03-1111-0001",
            "山田 太郎 | 101-0041 | 東京都千代田区神田1-1／みなとビル | 03-1111-0001",
        ),
        (
            "Given Name,Family Name,Organization 1 - Name,Phone 1 - Value,Address 1 - Street,Address 1 - City,Address 1 - Region,Address 1 - Postal Code,Address 2 - City,Address 2 - Postal Code,Notes,Photo\n\
             太郎,山田,甲商店,03-1111-0001,神田1-1,千代田区,東京都,101-0041,横浜市,231-0023,,",
            "甲商店 | 山田 太郎 | 101-0041 | 東京都千代田区神田1-1 | 03-1111-0001",
        ),
        (
            "Name,Total,Billing Name,Billing City,Billing Zip,Shipping Name,Shipping Street,Shipping Address1,Shipping City,Shipping Zip,Shipping Province\n\
             #1,12,山田太郎,千代田区,101-0041,甲商店,中区2,中区2,横浜市,231-0023,神奈川県",
            "甲商店 | 231-0023 | 神奈川県横浜市中区2",
        ),
    ] {
        assert_eq!(envelope(lines), right, "{lines}");
    }
}

#[test]
fn numbers_in_several_columns_are_whole() {
    for (lines, right) in [
        (
            "会社名,〒,,住所,TEL,,\n甲商店,101,0041,東京都1,03,1111,0001\n乙商店,231,0023,東京都2,045,222,0002",
            "甲商店 | 101-0041 | 東京都1 | 03-1111-0001",
        ),
        (
            "会社名,〒,〒,住所,TEL1,TEL2,TEL3\n甲商店,#101,#41,東京都1,#3,#1111,#1",
            "甲商店 | 101-0041 | 東京都1 | 03-1111-0001",
        ),
        (
            "会社名,郵便番号,電話番号,,,住所\n,,市外局番,市内局番,番号,\n甲商店,101-0041,03,1111,0001,東京都1",
            "甲商店 | 101-0041 | 東京都1 | 03-1111-0001",
        ),
        (
            "会社名,郵便番号,,電話番号,,,住所\n,上3桁,下4桁,市外,市内,番号,\n甲商店,101,0041,03,1111,0001,東京都1",
            "甲商店 | 101-0041 | 東京都1 | 03-1111-0001",
        ),
        (
            "会社名,郵便番号(前),郵便番号(後),住所,電話(局番),電話(番号)\n甲商店,101,0041,東京都1,03-1111,0001",
            "甲商店 | 101-0041 | 東京都1 | 03-1111-0001",
        ),
        ("会社名,住所,電話(番号)\n甲商店,東京都1,0001", "甲商店 | 東京都1"),
    ] {
        assert_eq!(envelope(lines), right, "{lines}");
    }
}

#[test]
fn the_clients_own_person_is_found_and_no_style_is_a_rank() {
    let person = |lines: &str| {
        let (_, rows) = read(&sheet("一覧", &lines.replace(',', "\t")));
        let of = |it: &String| it.starts_with("person") || it.starts_with("email");
        said(&rows, 0).into_iter().filter(of).collect::<Vec<_>>().join(" ")
    };
    for (lines, right) in [
        (
            "顧客コード,名前,部門名,担当者役職,担当者氏名,住所,自社担当者部門,自社担当者氏名\nA1,株式会社甲,総務部,部長,山田太郎,東京都1,営業部,佐藤",
            "person.department=総務部 person.title=部長 person.name=山田太郎",
        ),
        (
            "取引先コード,会社名,担当者名,営業担当者メールアドレス\nA1,株式会社甲,山田太郎,b@example.com",
            "person.name=山田太郎",
        ),
        (
            "肩書き,名,姓,会社名,役職\n様,太郎,山田,株式会社甲,部長",
            "person.title=部長 person.name=山田 太郎",
        ),
    ] {
        assert_eq!(person(lines), right, "{lines}");
    }
}

#[test]
fn numbers_of_rows_are_no_ids_where_something_else_is() {
    let id = |lines: &str| {
        let (layout, _) = read(&sheet("一覧", &lines.replace(',', "\t")));
        let target = oshirase::client_list::Target::Field(Field::Id);
        let column = layout.columns.into_iter().find(|it| it.target == target);
        column.map(|it| it.heading)
    };
    for (lines, right) in [
        ("番号,登録番号,会社名\n1,A-7,甲\n2,A-9,乙\n3,B-1,丙", Some("登録番号")),
        ("No,顧客番号,会社名\n1,1,甲\n2,2,乙\n3,3,丙", Some("顧客番号")),
        ("No,会社名\n1,甲\n2,乙\n3,丙", Some("No")),
        ("出席番号,氏名\n1,甲\n2,乙\n1,丙\n2,丁\n1,戊\n2,己", None),
        ("Customer ID,Company,Zip\n'7000000000001,甲,101-0041", Some("Customer ID")),
    ] {
        assert_eq!(id(lines).as_deref(), right, "{lines}");
    }
}
