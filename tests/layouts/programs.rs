//! Lists with the headings of programs that offices use, and with invented rows: what each
//! of their columns is.

use oshirase::client_list::{Layout, Target};

use super::{Tally, read, sheet};

/// A list: its headings, some rows, and what each column is to be: a field's key, `+` for an
/// own field, `-` for none. Cells are parted by `|`.
struct Program {
    name: &'static str,
    lines: &'static str,
    columns: &'static str,
}

const PROGRAMS: &[Program] = &[
    Program {
        name: "sales, with the office's own people",
        lines: "得意先コード|名称|フリガナ|略称|郵便番号|住所１|住所２|部署名|役職名|ご担当者|敬称|TEL|FAX|メールアドレス|ホームページ|担当者コード|担当者名|取引区分|単価種類|掛率|締グループ|回収方法|メモ欄\n\
                00001|株式会社みなと商会|ミナトショウカイ|みなと|101-0041|東京都千代田区神田1-2-3|みなとビル3F|営業部|部長|山田 太郎|御中|03-5550-1234|03-5550-1235|a@example.com|https://example.com|0001|佐藤 一郎|掛売上|標準|100|末締|振込|\n\
                00002|さくら工業株式会社|サクラコウギョウ|さくら|231-0001|神奈川県横浜市2-1||総務課|課長|田中 花|御中|045-555-0101||b@example.com||0002|鈴木 次郎|掛売上|標準|90|20日締|振込|",
        columns: "id name kana + postal_code address address person.department person.title person.name honorific phone fax email + + + + + + + + -",
    },
    Program {
        name: "accounting, partners",
        lines: "取引先コード|名前（通称）|正式名称（帳票出力時に使用される名称）|カナ名称|ショートカット1|ショートカット2|事業所種別|国内/海外|敬称|郵便番号|都道府県|市区町村・番地|建物名・部屋番号など|電話番号|営業担当者名|担当者氏名|メールアドレス|振込元口座|銀行名|銀行コード|支店名|支店番号|口座種別|口座番号|受取人名|適格請求書発行事業者登録番号\n\
                T001|みなと商会|株式会社みなと商会|ミナトショウカイ|みなと||法人|国内|御中|101-0041|東京都|千代田区神田1-2-3|みなとビル3F|03-5550-1234|佐藤|山田 太郎|a@example.com||みなと銀行|0001|本店|001|普通|1234567|カ）ミナト|T1234567890123\n\
                T002|さくら工業|さくら工業株式会社|サクラコウギョウ|さくら||法人|国内|御中|231-0001|神奈川県|横浜市中区2-1||045-555-0101|鈴木|田中 花|b@example.com||さくら銀行|0002|横浜|002|普通|7654321|サクラ|T9876543210987",
        columns: "id + name kana + - + + honorific postal_code address address address phone + person.name email - + + + + + + + +",
    },
    Program {
        name: "invoices",
        lines: "顧客名|敬称|部門名|担当者役職|担当者名|郵便番号|都道府県|住所1|住所2|電話番号|メールアドレス|CCメールアドレス|顧客コード|メモ\n\
                株式会社みなと商会|御中|営業部|部長|山田 太郎|1010041|東京都|千代田区神田1-2-3|みなとビル|03-5550-1234|a@example.com|c@example.com|K-1|\n\
                さくら工業株式会社|御中|||田中 花|2310001|神奈川県|横浜市中区2-1||045-555-0101|b@example.com||K-2|重要",
        columns: "name honorific person.department person.title person.name postal_code address address address phone email + id +",
    },
    Program {
        name: "a database in the browser",
        lines: "レコード番号|顧客番号|会社名|会社名（フリガナ）|部署名|担当者名|TEL|FAX|郵便番号|住所|メールアドレス|顧客ランク|担当|備考|作成者|作成日時|更新者|更新日時\n\
                12|C0001|株式会社みなと商会|ミナトショウカイ|営業部|山田 太郎|0355501234|0355501235|1010041|東京都千代田区神田1-2-3|a@example.com|A|佐藤||admin|2024-06-01 10:00|admin|2024-06-02 11:20\n\
                13|C0002|さくら工業株式会社|サクラコウギョウ||田中 花|0455550101||2310001|神奈川県横浜市2-1|b@example.com|B|鈴木||admin|2024-06-01 10:05|admin|2024-06-03 09:00",
        columns: "+ id name kana person.department person.name phone fax postal_code address email + + - + + + +",
    },
    Program {
        name: "addresses of a person at home and in the company",
        lines: "姓|名|姓ふりがな|名ふりがな|敬称|連名1|連名1敬称|自宅〒|自宅住所1|自宅住所2|自宅TEL|自宅FAX|携帯電話|自宅E-mail|会社名|会社部署名1|会社役職|会社〒|会社住所1|会社TEL|備考\n\
                山田|太郎|やまだ|たろう|様|花子|様|101-0041|東京都千代田区1-2|みなとマンション301|03-5550-1234||090-5555-0101|a@example.com||||||\n\
                佐藤|次郎|さとう|じろう|様|||231-0001|神奈川県横浜市2-1||045-555-0101|||b@example.com|甲商店|総務部|課長|530-0001|大阪府大阪市1|06-5555-0202|年賀状",
        columns: "name name kana kana honorific + + postal_code address address phone fax + email + + + + + + +",
    },
    Program {
        name: "a school",
        lines: "学籍番号|学年|組|出席番号|生徒氏名|ふりがな|性別|生年月日|保護者氏名|続柄|郵便番号|住所|電話番号|緊急連絡先|緊急連絡先（続柄）|部活動\n\
                240101|1|A|1|青木 花|あおき はな|女|2011/4/2|青木 太郎|父|101-0041|東京都千代田区1-2|03-5550-1234|090-5555-0101|父|吹奏楽\n\
                240102|1|A|2|井上 空|いのうえ そら|男|2011/5/2|井上 月|母|101-0042|東京都千代田区2-2|03-5550-1235|090-5555-0102|母|野球",
        columns: "id + + + + kana + + name + postal_code address phone + + +",
    },
    Program {
        name: "a hospital",
        lines: "患者ID|患者氏名|患者カナ氏名|性別|生年月日|年齢|郵便番号|住所|電話番号|携帯電話番号|保険種別|保険者番号|主治医|診療科|最終来院日\n\
                0000012|山田 太郎|ﾔﾏﾀﾞ ﾀﾛｳ|男|S35.4.1|64|101-0041|東京都千代田区1-2|03-5550-1234|090-5555-0101|国保|138012|佐藤|内科|R6.5.1\n\
                0000013|佐藤 花|ｻﾄｳ ﾊﾅ|女|H1.2.3|35|231-0001|神奈川県横浜市2-1|045-555-0101||社保|06130012|鈴木|外科|R6.4.1",
        columns: "id name kana + + + postal_code address phone + + + + + +",
    },
    Program {
        name: "a town's office",
        lines: "宛名番号|世帯番号|氏名カナ|氏名漢字|郵便番号|住所|方書|行政区|生年月日|性別|続柄|送付先郵便番号|送付先住所|送付先氏名\n\
                0000000123|0000456|ﾔﾏﾀﾞ ﾀﾛｳ|山田　太郎|101-0041|みなと市港町1番地2|みなと荘101号|第一区|昭和35年4月1日|男|世帯主|||\n\
                0000000124|0000457|ｻﾄｳ ﾊﾅ|佐藤　花|101-0042|みなと市港町3番地||第二区|平成元年2月3日|女|世帯主|231-0001|横浜市2-1|佐藤　一",
        columns: "id + kana name postal_code address address + + + + + + +",
    },
    Program {
        name: "labour insurance",
        lines: "事業所コード|事業所名|フリガナ|代表者職名|代表者氏名|〒|所在地1|所在地2|電話|ＦＡＸ|労働保険番号|雇用保険事業所番号|健保記号|厚年事業所番号|担当職員|契約開始日|ご担当者様|ご担当者メールアドレス|給与計算|年末調整\n\
                001|株式会社みなと商会|ミナトショウカイ|代表取締役|港 一郎|101-0041|東京都千代田区神田1-2-3|みなとビル|03-5550-1234|03-5550-1235|13101123456000|1301-123456-1|あいう|12345|佐藤|R2.4.1|山田 太郎 様|a@example.com|○|○\n\
                002|さくら工業株式会社|サクラコウギョウ|代表取締役|桜 花|231-0001|神奈川県横浜市2-1||045-555-0101|||1401-654321-0|||鈴木|H30.10.1|田中様|b@example.com|×|○",
        columns: "id name kana + + postal_code address address phone fax + + + + + + person.name email + +",
    },
    Program {
        name: "a sales program's table with its names in the database",
        lines: "TOKUISAKI_CD|TOKUISAKI_NM\n得意先CD|得意先名|得意先カナ名|郵便番号|都道府県コード|住所１|住所２|電話番号|FAX番号|締日|回収月|与信限度額|担当者CD|担当者名|登録日\n\
                1001|㈱みなと商会|ﾐﾅﾄｼﾖｳｶｲ|1010041|13|東京都千代田区神田1-2-3||03-5550-1234|03-5550-1235|20|1|1000000|01|佐藤|2020/4/1\n\
                1002|さくら工業㈱|ｻｸﾗｺｳｷﾞﾖｳ|2310001|14|神奈川県横浜市2-1||045-555-0101||31|2|500000|02|鈴木|2021/4/1",
        columns: "id name kana postal_code + address address phone fax + + + + + +",
    },
    Program {
        name: "members of an association",
        lines: "No.|会員番号|会員区分|団体名／氏名|団体名フリガナ|代表者|連絡担当者|郵便番号|都道府県|市区町村|町名・番地|ビル・マンション名|TEL（代表）|FAX|E-mail①|E-mail②|入会年月日|年会費|請求書送付方法|備考欄\n\
                1|A-001|正会員|みなと商工会|ミナトショウコウカイ|港 一郎|山田 太郎|101-0041|東京都|千代田区|神田1-2-3|みなとビル3F|03-5550-1234|03-5550-1235|a@example.com|c@example.com|2010/4/1|10,000|郵送|\n\
                2|B-001|賛助会員|さくら協会|サクラキョウカイ|桜 花|田中 花|231-0001|神奈川県|横浜市中区|2-1||045-555-0101||b@example.com||2015/4/1|5,000|メール|",
        columns: "+ id + name kana + person.name postal_code address address address address phone fax email + + + delivery -",
    },
    Program {
        name: "a mail program's contacts",
        lines: "名|姓|会社名|部署|役職|勤務先の番地|勤務先の市区町村|勤務先の都道府県|勤務先の郵便番号|会社電話|会社 FAX|携帯電話|電子メール アドレス|分類\n\
                太郎|山田|株式会社みなと商会|営業部|部長|神田1-2-3|千代田区|東京都|101-0041|03-5550-1234|03-5550-1235|090-5555-0101|a@example.com|仕事\n\
                花|田中|さくら工業株式会社|||2-1|横浜市中区|神奈川県|231-0001|045-555-0101|||b@example.com|仕事",
        columns: "person.name person.name name person.department person.title address address address postal_code phone fax + email +",
    },
    Program {
        name: "labels",
        lines: "番号|宛名1|宛名2|敬称|〒番号|住所(1)|住所(2)|住所(3)|電話番号|発送区分|部数\n\
                1|株式会社みなと商会|総務部|御中|101-0041|東京都千代田区|神田1-2-3|みなとビル|03-5550-1234|郵送|1\n\
                2|さくら工業株式会社||御中|231-0001|神奈川県横浜市|2-1||045-555-0101|FAX|2",
        columns: "id name name honorific postal_code address address address phone delivery +",
    },
    Program {
        name: "a customers' list by hand",
        lines: "№|お客様名|ご住所|お電話番号|ご担当者様|メール|契約プラン|契約日|月額（税抜）|DM|備考\n\
                1|みなと商会 御中|〒101-0041 東京都千代田区神田1-2-3|03-5550-1234|山田様|a@example.com|A|2020/4/1|10,000|○|\n\
                2|田中商店|〒231-0001 神奈川県横浜市2-1|045-555-0101|田中様|b@example.com|B|2021/4/1|8,000|×|電話のみ",
        columns: "id name address phone person.name email + + + + +",
    },
    Program {
        name: "employees",
        lines: "社員番号|氏名|氏名（カナ）|所属部署|役職|入社年月日|社内メールアドレス|郵便番号|現住所|携帯番号\n\
                1001|山田 太郎|ヤマダ タロウ|総務部|部長|2000/4/1|a@example.com|101-0041|東京都千代田区1-2|090-5555-0101\n\
                1002|佐藤 花|サトウ ハナ|営業部|課長|2005/4/1|b@example.com|231-0001|神奈川県横浜市2-1|090-5555-0102",
        columns: "id name kana + + + email postal_code address phone",
    },
    Program {
        name: "clinics of an insurer",
        lines: "医療機関コード|医療機関名|開設者氏名|管理者氏名|郵便番号|所在地|電話番号|FAX番号|診療科目|指定年月日|有効期限\n\
                1310001|みなと内科クリニック|港 一郎|港 一郎|101-0041|東京都千代田区1-2|03-5550-1234|03-5550-1235|内科|H20.4.1|R8.3.31\n\
                1310002|さくら歯科医院|桜 花|桜 花|231-0001|神奈川県横浜市2-1|045-555-0101||歯科|H25.4.1|R7.3.31",
        columns: "id name + person.name postal_code address phone fax + + +",
    },
    Program {
        name: "care services",
        lines: "利用者番号|利用者氏名|フリガナ|要介護度|送付先氏名|送付先続柄|送付先郵便番号|送付先住所|送付先電話番号|利用者郵便番号|利用者住所|ケアマネジャー\n\
                0001|山田 太郎|ヤマダ タロウ|要介護1|山田 一|長男|101-0041|東京都千代田区1-2|03-5550-1234|231-0001|神奈川県横浜市1|佐藤\n\
                0002|佐藤 花|サトウ ハナ|要支援2|佐藤 花|本人|231-0001|神奈川県横浜市2-1|045-555-0101|231-0001|神奈川県横浜市2-1|鈴木",
        columns: "id + + + name + postal_code address phone + + +",
    },
    Program {
        name: "a form on the web",
        lines: "タイムスタンプ|お名前（姓）|お名前（名）|お名前（セイ）|お名前（メイ）|貴社名（任意）|郵便番号（半角数字・ハイフンなし）|ご住所（都道府県）|ご住所（市区町村・番地）|ご住所（建物名・部屋番号）|お電話番号（日中つながる番号）|メールアドレス【必須】|ご希望の連絡方法|お問い合わせ内容|個人情報の取扱いに同意する\n\
                2024/06/01 10:00:00|山田|太郎|ヤマダ|タロウ||1010041|東京都|千代田区神田1-2-3|みなとビル301|09055550101|a@example.com|メール|見積|同意する\n\
                2024/06/02 11:00:00|田中|花|タナカ|ハナ||2310001|神奈川県|横浜市中区2-1||0455550101|b@example.com|電話|質問|同意する",
        columns: "+ name name kana kana - postal_code address address address phone email + + +",
    },
    Program {
        name: "a parcel service",
        lines: "お客様管理番号|送り状種類|お届け先コード|お届け先電話番号|お届け先郵便番号|お届け先住所|お届け先アパートマンション名|お届け先会社・部門１|お届け先名|お届け先名(ｶﾅ)|敬称|ご依頼主コード|ご依頼主電話番号|ご依頼主郵便番号|ご依頼主住所|ご依頼主名|品名１|荷扱い１|記事\n\
                A-1|0|T001|03-5550-1234|101-0041|東京都千代田区神田1-2-3|みなとビル||株式会社みなと商会|ﾐﾅﾄ|御中|S001|03-5555-9999|100-0001|東京都千代田区9-9|甲事務所|書類||\n\
                A-2|0|T002|045-555-0101|231-0001|神奈川県横浜市2-1|||さくら工業株式会社|ｻｸﾗ|御中|S001|03-5555-9999|100-0001|東京都千代田区9-9|甲事務所|書類||",
        columns: "id + + phone postal_code address address - name kana honorific + + + + + + - -",
    },
    Program {
        name: "a shop's orders",
        lines: "注文番号|注文日|注文者姓|注文者名|注文者姓カナ|注文者名カナ|注文者郵便番号1|注文者郵便番号2|注文者都道府県|注文者郡市区|注文者それ以降の住所|注文者電話番号1|注文者電話番号2|注文者電話番号3|注文者メールアドレス|商品名|個数|合計金額\n\
                100001|2024/6/1|山田|太郎|ヤマダ|タロウ|101|0041|東京都|千代田区|神田1-2-3|03|5550|1234|a@example.com|本|1|1200\n\
                100002|2024/6/2|田中|花|タナカ|ハナ|060|0001|北海道|札幌市|北一条1|011|555|0101|b@example.com|本|2|2400",
        columns: "id + name name kana kana postal_code postal_code address address address phone phone phone email + + +",
    },
    Program {
        name: "English headings",
        lines: "Customer ID|Company Name|Contact Name|Department|Title|Zip Code|State|City|Address1|Address2|Phone|Fax|E-mail Address|Rank\n\
                C-1|株式会社みなと商会|山田 太郎|営業部|部長|101-0041|東京都|千代田区|神田1-2-3|みなとビル|03-5550-1234|03-5550-1235|a@example.com|A\n\
                C-2|さくら工業株式会社|田中 花|||231-0001|神奈川県|横浜市|2-1||045-555-0101||b@example.com|B",
        columns: "id name person.name person.department person.title postal_code address address address address phone fax email +",
    },
    Program {
        name: "post cards",
        lines: "氏名|敬称|連名1|連名敬称1|会社名1|会社名2|部署1|部署2|役職|郵便番号|住所1|住所2|住所3|TEL|FAX|E-Mail|分類|年賀状出状|喪中\n\
                山田 太郎|様|||株式会社みなと商会|横浜支店|営業部|第一課|課長|101-0041|東京都千代田区|神田1-2-3|みなとビル|03-5550-1234|||仕事|○|\n\
                田中 花|様|||さくら工業株式会社||総務部||部長|231-0001|神奈川県横浜市|2-1||045-555-0101||b@example.com|仕事|○|",
        columns: "person.name honorific - - name name person.department person.department person.title postal_code address address address phone fax email + + -",
    },
    Program {
        name: "a law firm's clients",
        lines: "依頼者コード|依頼者名|依頼者名カナ|個人・法人|代表者名|担当者部署|担当者氏名|郵便番号|住所|建物|電話番号|携帯|ＦＡＸ|メール|担当弁護士|事件名|受任日|顧問\n\
                1001|株式会社みなと商会|ミナトショウカイ|法人|港 一郎|総務部|山田 太郎|101-0041|東京都千代田区神田1-2-3|みなとビル|03-5550-1234||03-5550-1235|a@example.com|佐藤|契約書|R5.6.9|有\n\
                1002|さくら工業株式会社|サクラコウギョウ|法人|桜 花||田中 花|231-0001|神奈川県横浜市2-1||045-555-0101|||b@example.com|鈴木|訴訟|R5.7.1|無",
        columns: "id name kana + + person.department person.name postal_code address address phone - fax email + + + +",
    },
    Program {
        name: "an owners' association of flats",
        lines: "部屋番号|区分所有者名|区分所有者フリガナ|居住区分|送付先〒|送付先住所1|送付先住所2|送付先電話|メールアドレス|管理費|修繕積立金|議決権数\n\
                101|山田 太郎|ヤマダ タロウ|居住|101-0041|東京都千代田区1-2|101号室|03-5550-1234|a@example.com|10,000|12,000|1\n\
                102|佐藤 花|サトウ ハナ|賃貸|231-0001|神奈川県横浜市2-1||045-555-0101|b@example.com|10,000|12,000|1",
        columns: "+ name kana + postal_code address address phone email + + +",
    },
    Program {
        name: "flats to let",
        lines: "物件名|号室|契約者|契約者フリガナ|連絡先|メール|送付先郵便|送付先住所|家賃\n\
                みなと荘|101|山田 太郎|ヤマダ|090-5555-0101|a@example.com|101-0041|東京都千代田区1-2|60,000\n\
                みなと荘|102|佐藤 花|サトウ|090-5555-0102|b@example.com|101-0042|東京都千代田区1-3|62,000",
        columns: "+ + name kana phone email postal_code address +",
    },
    Program {
        name: "a course",
        lines: "受講番号|受講者名|受講者名（カナ）|会社名|会社住所|郵便番号|会社電話|申込責任者|講座名\n\
                1|山田 太郎|ヤマダ|甲商店|東京都千代田区1-2|101-0041|03-5550-1234|佐藤 花|会計\n\
                2|鈴木 次郎|スズキ|乙商店|東京都千代田区1-3|101-0042|03-5550-1235|田中 三郎|税務",
        columns: "id person.name + name address postal_code phone + +",
    },
    Program {
        name: "towns",
        lines: "番号|市町村名|担当課|〒|住所|電話|FAX|メールアドレス\n\
                1|みなと市|総務課|101-0041|みなと市港町1-1|03-5550-1234|03-5550-1235|a@example.com\n\
                2|さくら町|住民課|101-0042|さくら町2-2|03-5550-1236|03-5550-1237|b@example.com",
        columns: "id name person.department postal_code address phone fax email",
    },
];

#[test]
fn most_columns_of_further_programs_are_matched_unaided() {
    let mut tally = Tally::default();
    for program in PROGRAMS {
        let lines = program.lines.replace('|', "\t");
        let (layout, rows) = read(&sheet("一覧", &lines));
        tally.add(program.name, &layout, program.columns);
        assert_eq!(rows.refused, [], "{}", program.name);
        assert_eq!((rows.incoming.len(), rows.skipped.len()), (2, 0), "{}", program.name);
        assert!(names_differ(&layout), "{}", program.name);
    }
    tally.finish();
}

/// Whether no two new own fields have one name.
fn names_differ(layout: &Layout) -> bool {
    let names = layout.columns.iter().filter_map(|it| match &it.target {
        Target::New { name, .. } => Some(name),
        _ => None,
    });
    let names: Vec<&String> = names.collect();
    names.iter().enumerate().all(|(at, name)| !names[..at].contains(name))
}
