use super::*;

fn meaning(heading: &str) -> Option<(Meaning, Group, Option<u8>)> {
    let parts: Vec<&str> = heading.split('／').collect();
    read(&parts).map(|it| (it.meaning, it.group, it.number))
}

#[test]
fn headings_say_what_their_columns_hold() {
    use Meaning::*;
    let table: &[(Meaning, &str)] = &[
        (
            Id,
            "顧客コード 得意先コード 取引先CD 会員番号 事業所番号 学籍番号 患者ID 得意先ＣＤ 顧問先№ 会員No. お客様番号 顧客ID 取引先コード 関与先コード 番号 ＩＤ 生徒番号 社員番号 職員番号 宛名番号 園児番号",
        ),
        (WeakId, "No. № 登録番号"),
        (Serial, "連番 項番 #"),
        (
            Body,
            "会社名 商号 法人名 貴社名 御社名 勤務先 会社名１ 企業名 団体名 学校名 医療機関名 会社名（正） 【必須】会社名 屋号 勤務先名",
        ),
        (
            AnyName,
            "顧問先名 取引先名 得意先名１ 得意先名 顧客名 名称 お客様名 得意先名称 取引先 得意先 顧客名称 関与先名 依頼者名 委託元名",
        ),
        (
            FullName,
            "氏名 お名前 氏名（漢字） 患者氏名 会員氏名 保護者氏名 生徒氏名 児童氏名 会員名 組合員氏名 氏名漢字 姓名 世帯主氏名 漢字氏名 患者名 利用者名 生徒名 議員名2",
        ),
        (Place, "事業所名 施設名 店舗名 事業所名称 支店名"),
        (Addressee, "宛名 送付先名 発送先名称 お届け先名 宛先"),
        (Family, "姓 姓（漢字） 氏名（姓）"),
        (Given, "名 名（漢字） 氏名（名）"),
        (
            Kana,
            "フリガナ ﾌﾘｶﾞﾅ ふりがな カナ 氏名カナ 氏名（カナ） 会社名カナ 会社名（フリガナ） お名前（ふりがな） 得意先名カナ 得意先カナ名 カナ名称 読み よみがな 患者カナ氏名 カナ氏名 顧客名フリガナ",
        ),
        (FamilyKana, "セイ 姓（カナ） せい 姓ふりがな"),
        (GivenKana, "メイ 名（カナ） めい 名ふりがな"),
        (Honorific, "敬称 宛名敬称 敬称区分"),
        (Department, "部署 部門 部署名 所属 所属部署 担当部署 会社部署 先方部署名"),
        (Title, "役職 役職名 肩書 会社役職 担当者役職"),
        (
            Person,
            "御担当者 担当者名 ご担当者様 担当者 先方担当者名 相手先担当者名 得意先担当者 御担当者様名 窓口担当者 得意先ご担当者名 担当者氏名",
        ),
        (Representative, "代表者名 代表者 代表者氏名 代表取締役 事業主氏名"),
        (Staff, "担当 自社担当 弊社担当 営業担当者 主担当者 担当税理士 当社担当者名"),
        (
            Postal,
            "〒 郵便番号 郵便番号１ 〒番号 御住所郵便番号 郵便番号（半角） 自宅郵便番号 会社〒 ZIP ＺＩＰ 郵便番号上3桁",
        ),
        (Prefecture, "都道府県 住所（都道府県） 自宅都道府県 都道府県名"),
        (City, "市区町村 市町村 住所（市区町村） 勤務先の市区町村"),
        (Town, "番地 町名・番地 町名番地 丁目・番地 勤務先の番地 市区町村・番地 住所（番地）"),
        (
            Address,
            "住所 住所１ ご住所 御住所２ 所在地 住所(1) 自宅住所１ 会社住所 送付先住所 得意先住所1 本店所在地 住所①  現住所",
        ),
        (
            Building,
            "建物名 ビル名 方書 建物名・部屋番号 住所（建物名） 建物名・部屋番号など マンション名 ビル・マンション名",
        ),
        (
            Phone,
            "TEL 電話 電話番号 ＴＥＬ ℡ 電話番号１ 代表電話 お電話番号 自宅電話 会社電話番号 連絡先／TEL 電話番号（自宅） TEL1 連絡先電話番号",
        ),
        (Mobile, "携帯 携帯電話 携帯番号 電話番号（携帯） 携帯電話番号"),
        (
            Fax,
            "FAX ＦＡＸ番号 ファックス FAX番号 ﾌｧｯｸｽ ファクシミリ番号 連絡先／FAX 会社FAX 自宅ＦＡＸ",
        ),
        (
            Email,
            "メール E-mail メールアドレス Ｅメール e-mailアドレス Mail PCメール 電子メール アドレス 担当者メールアドレス E－mail 電子メール アドレス",
        ),
        (Delivery, "送付方法 送り方 発送区分 発送方法"),
        (
            Other,
            "契約サービス 業務 区分 ランク 備考 登録日 顧問料 締日 担当者コード 部門コード 法人番号 請求先コード 銀行名 営業担当者コード 生年月日 連名 連名敬称 略称 緊急連絡先氏名",
        ),
    ];
    let mut wrong = Vec::new();
    for (right, headings) in table {
        for heading in headings.split_whitespace() {
            if meaning(heading).map(|it| it.0) != Some(*right) {
                wrong.push(format!("{heading}: {:?} and not {right:?}", meaning(heading)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_heading_says_which_of_several_and_whose_it_is() {
    use Group::*;
    for (heading, right) in [
        ("住所２", (Meaning::Address, Main, Some(2))),
        ("住所Ⅱ", (Meaning::Address, Main, Some(2))),
        ("住所（下段）", (Meaning::Address, Main, Some(2))),
        ("得意先名2", (Meaning::AnyName, Main, Some(2))),
        ("自宅住所1", (Meaning::Address, Home, Some(1))),
        ("会社電話", (Meaning::Phone, Office, None)),
        ("送付先／住所1", (Meaning::Address, Send, Some(1))),
        ("請求先／住所", (Meaning::Address, Billing, None)),
        ("請求先住所1", (Meaning::Address, Billing, Some(1))),
        ("保護者氏名", (Meaning::FullName, Guardian, None)),
        ("生徒氏名", (Meaning::FullName, Pupil, None)),
        ("電話番号（勤務先）", (Meaning::Phone, Office, None)),
        ("緊急連絡先電話番号", (Meaning::Phone, Others, None)),
        ("担当者／氏名", (Meaning::Person, Person, None)),
        ("代表者／氏名", (Meaning::Representative, Representative, None)),
        ("住所／上段", (Meaning::Address, Main, Some(1))),
        ("郵便番号／2", (Meaning::Postal, Main, Some(2))),
        ("得意先／コード", (Meaning::Id, Main, None)),
    ] {
        assert_eq!(meaning(heading), Some(right), "{heading}");
    }
    assert!(read(&["ご担当者様"]).is_some_and(|it| it.polite));
    assert!(read(&["担当者名"]).is_some_and(|it| !it.polite));
    for unknown in ["", "2024年度", "株式会社みなと", "東京都千代田区", "03-1234-5678"]
    {
        assert_eq!(meaning(unknown), None, "{unknown}");
    }
}

#[test]
fn a_heading_becomes_a_name_that_a_field_may_have() {
    for (heading, name) in [
        ("契約サービス", "契約サービス"),
        ("Plan No", "PlanNo"),
        ("2024年度", "２０２４年度"),
        ("人数（名）", "人数名"),
        ("担当：#", "担当"),
        ("plan", "Plan"),
        ("", "列C"),
        ("※", "列C"),
        ("DM可/不可", "DM可不可"),
        ("12", "１２"),
    ] {
        assert_eq!(own_name(heading, 2), name);
        assert!(crate::facts::is_own_name(&own_name(heading, 2)), "{heading}");
    }
}
