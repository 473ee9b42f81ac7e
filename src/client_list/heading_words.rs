//! The words of headings, by what the columns below them hold. They are compared as
//! `headings` folds them: a word stands here in one spelling, without 御, 様, brackets and
//! blanks.

/// What a heading says of its column, as far as a single one can.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Meaning {
    /// A number or code of the client.
    Id,
    /// A number or code that is the client's if nothing better is there.
    WeakId,
    /// The number of the row in its list: another one when the list is sorted anew.
    Serial,
    /// The name to which the letter is addressed: 宛名, 送付先名.
    Addressee,
    /// The name of a company or another body.
    Body,
    /// The full name of a body that has a shorter one too: 正式名称.
    FormalName,
    /// The name of a part of a company, which may be a client itself: 事業所名, 店舗名.
    Place,
    /// A name, whatever has it: 名称, 顧客名.
    AnyName,
    /// A person's name.
    FullName,
    /// 姓.
    Family,
    /// 名.
    Given,
    /// How the name is read.
    Kana,
    /// セイ.
    FamilyKana,
    /// メイ.
    GivenKana,
    /// 敬称.
    Honorific,
    /// 部署.
    Department,
    /// 役職.
    Title,
    /// The person at the client.
    Person,
    /// Who represents the client: 代表者.
    Representative,
    /// One of the office's own people.
    Staff,
    /// 郵便番号.
    Postal,
    /// 都道府県.
    Prefecture,
    /// 市区町村.
    City,
    /// 町名, 番地.
    Town,
    /// A line of an address, or all of it.
    Address,
    /// ビル名, 方書.
    Building,
    /// 電話番号.
    Phone,
    /// 市外局番 and the other parts of a telephone number.
    PhonePart,
    /// 携帯電話.
    Mobile,
    /// FAX番号.
    Fax,
    /// メールアドレス.
    Email,
    /// 連絡先: a telephone number or a mail address, as it contains.
    Contact,
    /// 送り方.
    Delivery,
    /// 委員会への報告.
    Route,
    /// 報告した日.
    ReportedOn,
    /// 本人への通知.
    Notify,
    /// 知った日.
    KnownOn,
    /// None of the program's fields.
    Other,
}

/// To whom of several what a column holds belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    /// Where letters are to go: 送付先.
    Send,
    /// The client, or nobody in particular.
    Main,
    /// 保護者.
    Guardian,
    /// 会社, 勤務先, 本社.
    Office,
    /// 自宅.
    Home,
    /// 請求先.
    Billing,
    /// 納品先.
    Goods,
    /// 担当者.
    Person,
    /// 代表者.
    Representative,
    /// 生徒, 児童.
    Pupil,
    /// Others: banks, contacts in an emergency, the office's own people.
    Others,
}

/// The words that are a heading by themselves.
pub(super) const WORDS: &[(Meaning, &str)] = &[
    (
        Meaning::Id,
        "コード CD ID 番号 店番 店番号 宛名番号 宛名コード 宛先コード 宛先番号 学籍番号 社員番号 職員番号 \
     従業員番号 診察券番号 カルテ番号 台帳番号 整理番号 管理番号 識別番号 識別コード 識別ID \
     管理コード 管理ID code clientid clientcode customerid customercode custcd custid custno \
     memberid accountid contactid",
    ),
    (
        Meaning::WeakId,
        "No № ナンバー 注文番号 受注番号 予約番号 申請番号 許可番号 登録番号 受付番号 契約番号 \
     申込番号 世帯番号 レコード番号 recordid 証券番号 会計コード 索引番号 契約ID 契約コード \
     証番号 被保険者番号 受講番号 受験番号 出席番号 システムID 内部ID 伝票番号 補助コード \
     ショートカット1",
    ),
    (Meaning::Serial, "# 連番 項番 行番号 通し番号 通番 順番 行 並び順 表示順 SEQ 項 件番"),
    (
        Meaning::Addressee,
        "宛名 宛先 宛先名 あて名 あて先 送付先 送付先名 送付先名称 発送先 発送先名 発送先名称 \
     届け先 届け先名 届先 届先名 郵送先 郵送先名 送り先 送り先名 受取人 受取人名 通知先 \
     通知先名 宛名氏名 宛名漢字 送付先氏名 送付先会社名 宛先会社名 発送先氏名 送付先宛名 \
     DM宛名 ラベル名 送付宛名",
    ),
    (
        Meaning::Body,
        "会社 会社名 自治体 自治体名 会社名称 社名 企業名 企業 法人名 法人名称 法人 貴社名 商号 商号名称 \
     商号又は名称 商号または名称 商号屋号 屋号 団体名 団体名称 団体 組織名 組織 機関名 学校名 \
     医療機関名 病院名 company companyname organization corporation organizationname businessname \
     accountname shopname organisation \
     会社団体名 会社名団体名 会社名屋号 名称又は商号 法人名屋号 会社組織名 組織団体名 \
     会社名学校名 氏名又は名称 氏名または名称 名称又は氏名 名称または氏名 氏名名称 名称氏名 \
     会社名氏名 氏名会社名 氏名法人名 寺院名 自治会名 町内会名",
    ),
    (
        Meaning::FormalName,
        "正式名称 正式名 正式社名 正式会社名 正式商号 登記名称 登記商号 印刷用名称 請求書名称 \
     帳票名称",
    ),
    (
        Meaning::Place,
        "事業所 事業所名 事業所名称 事業場名 事業場名称 店舗名 店舗 店名 施設名 施設名称 施設 \
     支店名 支店 支社名 営業所名 営業所 支社 工場名 拠点名 拠点 部門名称 園名 校名 分校名 \
     教室名",
    ),
    (
        Meaning::AnyName,
        "名称 名称漢字 漢字名称 name clientname customername custname 表示名 displayname 名前通称",
    ),
    (
        Meaning::FullName,
        "芳名 尊名 氏名 姓名 名前 なまえ 漢字氏名 氏名漢字 名前漢字 漢字名 個人名 本人氏名 人名 \
     fullname 世帯主 世帯主名 世帯主氏名 世帯主氏名漢字 本名 本人名 氏名全角 所有者 所有者名 \
     名義人 名義人名",
    ),
    (
        Meaning::Family,
        "姓 氏 苗字 名字 姓漢字 漢字姓 氏名姓 名前姓 lastname familyname surname 姓名姓 last family",
    ),
    (
        Meaning::Given,
        "名 名漢字 漢字名名 氏名名 名前名 firstname givenname 下の名前 姓名名 first given",
    ),
    (
        Meaning::Kana,
        "フリガナ カナ 読み よみ ヨミ 読み仮名 読みがな よみがな カナ名 カナ名称 名称カナ \
     カナ氏名 氏名カナ 氏名フリガナ 氏名よみ 氏名読み 名前カナ 名前フリガナ 名前よみ \
     会社名カナ 会社名フリガナ 会社カナ 社名カナ 社名フリガナ 商号カナ 商号フリガナ \
     法人名カナ 法人名フリガナ 事業所名カナ 事業所カナ 事業所名フリガナ 名称フリガナ 名称よみ \
     宛名カナ 宛名フリガナ 団体名カナ 団体名フリガナ 施設名カナ 店舗名カナ カナ索引 索引 \
     検索カナ 半角カナ 全角カナ 検索用カナ kana 氏名ひらがな ひらがな 仮名 カナ漢字 姓名カナ \
     姓名フリガナ 姓名よみ かな氏名 学校名カナ 世帯主カナ 世帯主名カナ 世帯主氏名カナ \
     企業名カナ 企業名フリガナ 会社名よみ 会社名読み namekana 屋号カナ カナ商号 カナ会社名 \
     会社名かな 読み方 名前の読み 正式名称カナ",
    ),
    (
        Meaning::FamilyKana,
        "セイ 姓カナ 姓フリガナ 姓よみ 姓読み カナ姓 フリガナ姓 氏名カナ姓 氏カナ せい 苗字カナ \
     フリガナセイ カナセイ 氏名セイ lastnamekana phoneticlastname yomilastname familynameyomi \
     lastnamephonetic 姓ローマ字 姓かな 姓よみがな 姓フリ",
    ),
    (
        Meaning::GivenKana,
        "メイ 名カナ 名フリガナ 名よみ 名読み カナ名名 フリガナ名 氏名カナ名 めい フリガナメイ \
     カナメイ 氏名メイ firstnamekana phoneticfirstname yomifirstname givennameyomi \
     firstnamephonetic 名かな 名よみがな 名フリ",
    ),
    (
        Meaning::Honorific,
        "敬称 敬称名 敬称区分 敬称コード 宛名敬称 honorific 氏名敬称 会社名敬称 会社敬称 呼称 \
     名称敬称 送付先敬称",
    ),
    (
        Meaning::Department,
        "部署 部署名 担当課 担当課名 担当部課 主管課 所管課 部署名称 所属 所属名 部門 部門名 部課 部課名 所属部署 所属部署名 課 課名 部 \
     部名 担当部署 担当部署名 department organizationdepartment 部署課 窓口部署 所属部課 会社部署 会社部署名 \
     所属部門 所属課 局部課名 部局 部局名 部署役職",
    ),
    (
        Meaning::Title,
        "役職 役職名 肩書 肩書き 肩書名 職名 職位 役名 title jobtitle organizationtitle position 会社役職 職務 職務名 \
     担当者役職 役職名称 職責",
    ),
    (
        Meaning::Person,
        "管理者 管理者名 管理者氏名 事務長 事務長名 施設管理者 担当者 担当者名 担当者氏名 \
     担当者漢字 窓口担当者 窓口担当 窓口 先方担当者 先方担当 相手先担当者 相手先担当者名 \
     相手先担当 連絡担当者 連絡担当者名 担当窓口 担当者姓名 実務担当者 事務担当者 \
     事務担当者名 経理担当者 経理担当者名 人事担当者 総務担当者 責任者 責任者名 施設長 \
     施設長名 園長 園長名 校長 校長名 院長 院長名 contact contactname contactperson attn \
     担当名 宛先担当者 送付先担当者 送付先担当者名 受取担当者 連絡先担当者 連絡先氏名 連絡者 \
     給与担当者 労務担当者 個人情報担当者 管理責任者 店長 店長名 所長 所長名 部署担当者 \
     先方担当者名 先方窓口 連絡先担当者名",
    ),
    (
        Meaning::Representative,
        "開設者 開設者名 開設者氏名 設立者 代表者 代表者名 代表者氏名 代表 代表名 代表取締役 \
     代表取締役名 社長 社長名 理事長 理事長名 代表社員 事業主 事業主名 事業主氏名 ceo 会長名 \
     会長 経営者 経営者名 代表役員 住職 住職名",
    ),
    (
        Meaning::Staff,
        "担当 自社担当 弊社担当 当社担当 当方担当 社内担当 社内担当者 営業担当 営業担当者 \
     営業担当者名 担当営業 担当営業名 自社担当者 自社担当者名 弊社担当者 当社担当者 \
     弊社担当者名 当社担当者名 営業担当名 担当職員 担当職員名 担当税理士 担当社労士 \
     担当弁護士 主担当 主担当者 主担当者名 副担当 副担当者 担当医 担当医師 主治医 担任 担任名 \
     担任教諭 担当スタッフ 担当社員 担当社員名 所内担当 所内担当者 所内担当者名 所員 担当所員 \
     監査担当 監査担当者 決算担当 入力担当 入力者 入力担当者 作成者 更新者 登録者 最終更新者 \
     顧問担当 担当ケアマネ 事務所担当 事務所担当者 担当先生 営業員 営業員名 担当会計士 \
     関与税理士 営業 事務所内担当",
    ),
    (
        Meaning::Postal,
        "郵便番号 〒 郵便 〒番号 郵便No 郵便コード 郵番 〒No zip zipcode postalcode postcode zippostalcode postalzipcode \
     zippostal \
     postal 郵便番号7桁 新郵便番号 住所郵便番号 〒コード",
    ),
    (
        Meaning::Prefecture,
        "都道府県 都道府県名 府県 府県名 県名 県 住所都道府県 prefecture state province region \
     provinceregion stateprovince stateregion 都道府県漢字 \
     住所県",
    ),
    (
        Meaning::City,
        "市区町村 市区町村名 市町村 市町村名 市区郡 市区 住所市区町村 city \
     citytown towncity suburb 住所市町村 市郡区 \
     郡市区 市区郡町村 市 区市町村 市町村区 市区町村郡 都道府県市区町村",
    ),
    (
        Meaning::Town,
        "番地 町名 町域 町域名 町名番地 町村番地 丁目番地 丁目番地号 町名番地等 住所番地 字 大字 \
     大字町名 町丁目 字丁目 住所町名 市区町村番地 地番 番地等 丁目 町字 町名以下 以降の住所 \
     それ以降の住所 住所番地以降 street 番地以下 番地号 町名丁目番地 住所町名番地 町域番地 \
     字番地 市区町村以下 市区町村以降 都道府県以下 都道府県以降 番地枝番",
    ),
    (
        Meaning::Address,
        "住所 郵便番号住所 〒住所 所在地 住所漢字 本店所在地 現住所 住所地 address addr addressline line 住所欄 \
     所在 本社所在地 主たる事務所の所在地 漢字住所 住所名 登記住所 streetaddress 住所全体 \
     番地まで 住居 居所 事業所所在地 事業場所在地 所在地住所 住所又は所在地 住所または所在地 \
     住所所在地 住所続き 住所補足 送り先住所 郵送住所 郵便送付先住所 書類送付先住所",
    ),
    (
        Meaning::Building,
        "建物名 建物 ビル名 ビル マンション名 マンション アパート名 方書 方書き 建物名等 ビル名等 \
     建物名部屋番号 建物名号室 部屋番号 号室 建物名部屋番号など 建物部屋番号 ビルマンション名 \
     マンション名等 住所建物名 住所建物 住所ビル名 建物名階数 建物階 建物名号 ビル名階数 \
     アパートマンション名 建物名称 building 住所マンション名 方書漢字 ビル建物名 \
     マンションビル名 建物ビル名 建物マンション名 住所方書 様方 アパートマンション名等 \
     部屋番号等 階 階数 棟室番号 気付",
    ),
    (
        Meaning::Phone,
        "電話 電話番号 TEL Tel番号 ℡ ☎ telephone phone phonenumber businessphone primaryphone \
     telephonenumber contactphone 代表電話 代表電話番号 \
     電話番号代表 代表TEL TEL代表 固定電話 固定電話番号 電話No 連絡先電話 連絡先電話番号 \
     連絡先TEL 日中連絡先 telno 電話番号市外局番から 直通電話 直通 電話直通 連絡電話 \
     連絡電話番号 電話連絡先",
    ),
    (
        Meaning::PhonePart,
        "市外局番 市内局番 局番 加入者番号 加入番号 電話市外局番 電話市内局番 電話番号市外 \
     電話番号市内 電話番号局番 電話番号加入者 電話番号市外局番 電話番号市内局番",
    ),
    (
        Meaning::Mobile,
        "携帯 携帯電話 携帯番号 携帯電話番号 携帯TEL モバイル mobile ケータイ スマホ 携帯No \
     cellphone mobilenumber 電話携帯 電話番号携帯 スマートフォン mobilephone",
    ),
    (
        Meaning::Fax,
        "FAX FAX番号 ファックス ファックス番号 ファクス ファクス番号 ファクシミリ \
     ファクシミリ番号 FaxNo faxnumber businessfax ファツクス",
    ),
    (
        Meaning::Email,
        "メール メールアドレス Eメール email mail mailaddress emailaddress primaryemail contactemail 電子メール \
     電子メールアドレス アドレス メアド PCメール PCメールアドレス 携帯メール \
     携帯メールアドレス Eメールアドレス E-mail E-mailアドレス mailアドレス メールアドレスPC \
     連絡先メール 連絡先メールアドレス 電子メイル メールAD eメール 連絡メール \
     メールアドレス携帯 Emailアドレス 送信先メールアドレス 送信先アドレス 通知メールアドレス \
     通知先メールアドレス",
    ),
    (Meaning::Contact, "連絡先 連絡先番号"),
    (
        Meaning::Delivery,
        "送り方 送付方法 送付区分 発送区分 発送方法 配信方法 通知方法 配送方法 郵送区分 送信方法 \
     送付手段 連絡方法 案内方法 発送手段 送付形態 通知手段 案内送付方法 書類送付方法 delivery \
     送達方法 発行方法 お知らせ方法 送付先区分 請求書送付方法 連絡手段 希望連絡方法 \
     お知らせの送り方 送付媒体",
    ),
    (Meaning::Route, "委員会への報告 報告方法 報告の方法 委員会報告 route"),
    (Meaning::ReportedOn, "報告した日 報告日 委員会報告日 reportedon"),
    (Meaning::Notify, "本人への通知 本人通知 本人通知方法 notify"),
    (Meaning::KnownOn, "知った日 認知日 覚知日 knownon"),
    (Meaning::Other, OTHERS),
];

/// Headings of columns that are nothing to the program. They show where a head is, and that
/// what is below is not to be guessed at.
const OTHERS: &str = "備考 備考欄 摘要 メモ 特記事項 注意事項 コメント 契約サービス サービス 業務 業務内容 \
     契約内容 契約種別 契約区分 プラン 商品 商品名 区分 ランク 種別 種類 分類 カテゴリ \
     カテゴリー 業種 業種名 業態 地区 地区名 地域 エリア 登録日 登録日時 作成日 作成日時 \
     更新日 更新日時 変更日 入会日 退会日 契約日 契約開始日 契約終了日 解約日 開始日 終了日 \
     有効期限 期限 最終来院日 初診日 受診日 生年月日 誕生日 年齢 性別 続柄 学年 組 クラス \
     学級 学科 学部 専攻 卒業年度 入学年度 顧問料 月額 金額 報酬 料金 請求額 会費 締日 締め日 \
     締グループ 支払日 支払方法 支払条件 回収日 回収月 回収方法 回収区分 取引区分 単価種類 \
     掛率 与信限度額 与信額 売掛残高 残高 口座番号 銀行名 支店コード 銀行コード 口座種別 \
     口座名義 口座名義人 法人番号 インボイス番号 適格請求書発行事業者登録番号 マイナンバー \
     労働保険番号 雇用保険適用事業所番号 雇用保険番号 健康保険番号 保険者番号 保険種別 \
     保険者名 基礎年金番号 決算月 決算期 決算日 事業年度 資本金 従業員数 人数 件数 社員数 \
     数量 個数 世帯人数 URL ホームページ ホームページアドレス HP サイト WEB website webサイト \
     略称 略称名 通称 別名 ショートカット1 ショートカット2 検索キー 使用区分 使用 状態 \
     ステータス 状況 フラグ 削除フラグ 無効 有効 DM DM可否 DM発送 年賀状 中元 歳暮 連名 連名1 \
     連名2 連名3 連名敬称 家族 趣味 紹介者 紹介元 単位 単価 税区分 消費税 端数処理 請求先 \
     請求先コード 請求書 納品先 納品先コード 出荷先 職業 国籍 国 国名 言語 出身 血液型 行政区 \
     班 町内会 自治会 投票区 議席番号 会派 党派 任期 選挙区 緊急連絡先 緊急連絡先名 緯度 経度 \
     note notes tag tags label labels birthday photo country countrycode countryregion provincecode \
     provincename middlename phoneticmiddlename nameprefix namesuffix nickname fileas \
     acceptsemailmarketing acceptsmarketing acceptssmsmarketing totalspent totalorders taxexempt \
     yominame pobox gender language website relation created updated createdat updatedat status \
     currency total subtotal quantity price \
     年度 年 月 日 日付 曜日 時間 時刻 内線 内線番号 ポケベル 有無 可否 同意 承諾 同意書 \
     申込日 参加 出欠 参加者数 出席 欠席 部数 冊数 号数 回数 点数 合計 担当者コード \
     担当コード 担当者CD 部門コード 部署コード 地区コード 業種コード 得意先分類 分類コード \
     分類1 分類2 分類3 支払期日 支払サイト 手数料 手数料負担 入金 入金日 未収金 売上 売上高 \
     年商 設立 設立日 設立年月日 創業 事業内容 適用 変更履歴 履歴 対応 対応者 対応日 対応状況 \
     案件 案件名 プロジェクト 型番 機種 保守 保守契約 契約 契約形態 給与計算 年末調整 \
     社会保険 労働保険 顧問契約 電子申請 電子明細 マイナンバー管理 就業規則 助成金 賞与 算定 \
     月変 処方 病名 診療科 病棟 病室 血圧 コース 教科 部活 部活動 出身校 進路 兄弟";

/// Words before a heading that say to whom the column belongs.
pub(super) const GROUPS: &[(Group, &str)] = &[
    (
        Group::Send,
        "送付先 発送先 宛先 宛名 郵送先 届け先 届先 通知先 送り先 受取人 送付 郵送 書類送付先 \
     書類発送先 資料送付先 案内送付先 通知書送付先 送達先 荷受人 案内先 shipping ship shipto mailing recipient \
     delivery",
    ),
    (
        Group::Main,
        "顧客 得意先 取引先 顧問先 関与先 会員 会社員 客 お客様 クライアント カスタマー ユーザー \
     ユーザ 事業所 事業者 事業場 企業 法人 団体 施設 店舗 患者 学生 利用者 組合員 加盟店 \
     加盟者 加入者 契約者 契約先 申込者 寄付者 寄附者 支援者 オーナー 入居者 納税者 \
     納税義務者 世帯主 議員 受講者 参加者 委託者 委託元 委託先 依頼者 依頼主 依頼元 仕入先 \
     支払先 債権者 株主 相手先 先方 客先 社員 従業員 職員 被保険者 本人 基本 主たる事務所 \
     登記 登記上 登記簿 本籍 現 組合 代理店 販売店 特約店 協力会社 協力業者 業者 購入者 \
     購読者 読者 注文者 予約者 受験者 応募者 登録者 卒業生 同窓生 檀家 門徒 信者 氏子 住民 \
     区民 市民 町民 世帯 賃借人 借主 貸主 地主 家主 管理組合 貴社 商号 屋号 名称 代表 \
     メイン 主 病院 医院 医療機関 学校 園 提供先 発注元 発注先 所有者 区分所有者 名義人 \
     提携先 関係先 訪問先 担当先 賃貸人 売主 買主 施主 債務者 喪主 届出人 届出者 寄贈者 申立人 相手方 譲渡人 譲受人 \
     相続人 client customer member cust buyer defaultaddress default account primary",
    ),
    (Group::Guardian, "保護者 父母 親権者 保護者等 身元引受人 身元保証人"),
    (Group::Pupil, "生徒 児童 園児 子供 お子様 子 幼児 入所者 対象者 対象児童"),
    (
        Group::Office,
        "会社 勤務先 本社 本店 勤め先 事務所 職場 所属先 所属団体 支店 支社 営業所 工場 office \
     business work 連絡",
    ),
    (Group::Home, "自宅 個人 home プライベート 家"),
    (Group::Billing, "請求先 請求書送付先 請求書 請求 支払先 振込先 billing billto bill"),
    (Group::Goods, "納品先 出荷先 納入先 配送先 直送先"),
    (
        Group::Person,
        "担当者 担当 窓口担当者 連絡担当者 連絡先担当者 先方担当者 相手先担当者 窓口 責任者 \
     実務担当者 事務担当者 経理担当者",
    ),
    (Group::Representative, "代表者 代表取締役 社長 理事長 代表社員 事業主"),
    (
        Group::Others,
        "緊急連絡先 緊急 物件 実家 帰省先 紹介者 銀行 口座 振込 金融機関 自社 弊社 当社 営業担当 仲介 \
     保証人 連帯保証人 代理人 後見人 成年後見人 差出人 発送元 送り主 荷送人 仲介業者 第二 配偶者 家族 旧 前 変更前 変更後 転居先 転居前 別送 引落 引落口座 \
     自社担当者 社内担当 営業担当者 担当税理士 監査法人 税理士 社労士 管理会社 元請 親会社 \
     入力 更新 作成 登録 出身 出身校 学部 部門 地区 業種 分類 単位 商品 品 決済 支払 受注 \
     見積 売上 連名 国 保険 労働保険 雇用保険 健康保険 厚生年金 社会保険 部署 役職 都道府県 \
     市区町村 地域 ポケベル 内線 営業 所内担当 所内担当者 主担当 主担当者 副担当者 担任 \
     作成者 更新者 インボイス 適格請求書 法人格 回収先 予備",
    ),
];

/// Those of the client's that are no party of their own: what they stand before is his.
pub(super) const NO_PARTIES: &str = "名称 代表 メイン 主 基本 登記 登記上 登記簿 本籍 現 商号 屋号 主たる事務所 先方 貴社 本人 連絡 担当 担当者 送付 郵送 請求 顧客 得意先 取引先 顧問先 関与先 客 クライアント カスタマー ユーザ ユーザー \
     相手先 客先 client customer \
     member cust defaultaddress default account primary";

/// What stands behind a party to mean its number.
pub(super) const ID_ENDS: &str = "コード CD ID 番号 店番 店番号 No № ナンバー code 記号 管理番号 管理コード 登録番号 整理番号 \
     識別番号";

/// What stands behind a party to mean its name.
pub(super) const NAME_ENDS: &str = "名 名称 氏名 名前 会社名 社名 漢字 漢字氏名 氏名漢字 名漢字 漢字名 名全角 名1 商号 姓名 \
     御名 法人名 企業名 団体名";

/// Parties that are persons: what they are called is a person's name.
pub(super) const PERSONS: &str = "会員 患者 学生 利用者 組合員 申込者 寄付者 寄附者 支援者 入居者 納税者 納税義務者 世帯主 \
     議員 受講者 参加者 社員 従業員 職員 被保険者 本人 購入者 購読者 読者 注文者 予約者 \
     受験者 応募者 卒業生 同窓生 檀家 門徒 信者 氏子 住民 区民 市民 町民 賃借人 借主 個人 \
     自宅 登録者 加入者 名義人 所有者 区分所有者 受取人 貸主 賃貸人 売主 買主 家主 地主 喪主 届出人 申立人 \
     相続人";

/// Parties that are bodies, or parts of them.
pub(super) const BODIES: &str = "企業 会社 法人 団体 病院 医院 医療機関 学校 勤務先 所属先 所属団体 勤め先 本社 管理組合 \
     協力会社 事業者 組合 代理店 販売店 特約店 加盟店 商号 屋号 貴社 業者";

/// The same for parts of them.
pub(super) const PLACES: &str = "事業所 事業場 施設 店舗 支店 支社 営業所 工場 園";
