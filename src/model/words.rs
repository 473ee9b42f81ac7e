//! What an office calls the facts: the one place for the Japanese of the program's
//! English words.

/// What a fact of this name (`client.phone`) is called: 宛先の電話番号.
pub fn fact_in_japanese(name: &str) -> Option<&'static str> {
    FACTS.iter().find(|(fact, _)| *fact == name).map(|(_, word)| *word)
}

/// The facts of the client, the notice, the incident and the office.
const FACTS: &[(&str, &str)] = &[
    ("client.id", "番号"),
    ("client.name", "宛名"),
    ("client.honorific", "敬称"),
    ("client.person", "宛名の担当者"),
    ("client.postal_code", "郵便番号"),
    ("client.address", "住所"),
    ("client.kana", "読み"),
    ("client.phone", "宛先の電話番号"),
    ("client.fax", "宛先のFAX番号"),
    ("client.email", "宛先のメールアドレス"),
    ("client.route", "委員会への報告の方法"),
    ("client.reported_on", "委員会に報告した日"),
    ("client.notify", "本人への通知の方法"),
    ("client.data", "お預かりしているデータ"),
    ("client.persons", "データの本人の数"),
    ("client.known_on", "宛先が知った日"),
    ("client.delivery", "送り方"),
    ("notice.title", "件名"),
    ("notice.date", "お知らせの日付"),
    ("notice.number", "お知らせの番号"),
    ("notice.reference", "文書番号"),
    ("notice.kind", "お知らせの種類"),
    ("notice.addressee", "宛名の書き方"),
    ("notice.sender", "差出人"),
    ("notice.head", "本文の前の並び"),
    ("notice.foot", "本文の後の並び"),
    ("notice.greeting", "頭語と結語"),
    ("notice.body", "本文"),
    ("notice.closing", "結びの言葉"),
    ("notice.lang", "お知らせの言語"),
    ("notice.style", "お知らせの書き方（日付や数など）"),
    ("notice.template", "ひな形の指定"),
    ("incident.name", "事故の名前"),
    ("incident.report_within", "確報までの日数"),
    ("incident.vars", "事故の項目（vars）"),
    ("office.name", "事務所の名前"),
    ("office.person", "事務所の担当者"),
    ("office.postal_code", "事務所の郵便番号"),
    ("office.address", "事務所の住所"),
    ("office.joint", "連名の差出人"),
    ("office.seal", "印影"),
    ("office.phone", "事務所の電話番号"),
    ("office.fax", "事務所のFAX番号"),
    ("office.email", "事務所のメールアドレス"),
    ("office.style", "事務所の書き方（日付や数など）"),
    ("office.vars", "事務所の項目（vars）"),
    ("oshirase", "oshiraseのバージョン"),
];
