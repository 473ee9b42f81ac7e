//! What an office calls the facts and their values: the one place for the Japanese of
//! the program's English words.

use super::client::{Delivery, Notify, Relation, Route};

impl Route {
    /// How it stands with the report: 調整中.
    pub fn in_japanese(self) -> &'static str {
        match self {
            Self::Pending => "調整中",
            Self::Agreed => "同意",
            Self::Declined => "辞退",
            Self::Own => "個別",
            Self::Done => "完了",
        }
    }
}

impl Notify {
    /// Who tells the persons concerned, or when: 委託元から.
    pub fn in_japanese(self) -> &'static str {
        match self {
            Self::Deferred => "保留",
            Self::Client => "委託元から",
            Self::Office => "当方から",
            Self::Substitute => "公表",
        }
    }
}

impl Relation {
    /// What the client is to the office: 顧問先.
    pub fn in_japanese(self) -> &'static str {
        match self {
            Self::Client => "顧問先",
            Self::Former => "以前の顧問先",
            Self::Association => "事務組合",
            Self::Public => "公表文",
        }
    }
}

impl Delivery {
    /// How the letter travels: 郵送.
    pub fn in_japanese(self) -> &'static str {
        match self {
            Self::Post => "郵送",
            Self::Fax => "FAX",
            Self::Mail => "メール",
        }
    }
}

/// What a fact of this name (`client.staff`) is called: 担当者.
pub fn fact_in_japanese(name: &str) -> Option<&'static str> {
    FACTS.iter().find(|(fact, _)| *fact == name).map(|(_, word)| *word)
}

/// The facts of the client, the notice, the incident and the office.
const FACTS: &[(&str, &str)] = &[
    ("client.name", "宛名"),
    ("client.honorific", "敬称"),
    ("client.person", "宛名の担当者"),
    ("client.postal_code", "郵便番号"),
    ("client.address", "住所"),
    ("client.kana", "読み"),
    ("client.phone", "顧問先の電話番号"),
    ("client.fax", "顧問先のFAX番号"),
    ("client.email", "顧問先のメールアドレス"),
    ("client.relation", "顧問先の種類"),
    ("client.services", "顧問先の業務"),
    ("client.payslip", "給与明細の渡し方"),
    ("client.route", "委員会への報告の方法"),
    ("client.reported_on", "委員会に報告した日"),
    ("client.notify", "本人への通知の方法"),
    ("client.data", "お預かりしているデータ"),
    ("client.former_employees", "退職者の数"),
    ("client.known_on", "顧問先が知った日"),
    ("client.staff", "担当者"),
    ("client.delivery", "送り方"),
    ("client.vars", "顧問先の項目（vars）"),
    ("notice.title", "件名"),
    ("notice.opening", "書き出し"),
    ("notice.date", "お知らせの日付"),
    ("notice.number", "お知らせの番号"),
    ("notice.reference", "文書番号"),
    ("notice.template", "ひな形の指定"),
    ("incident.name", "事故の名前"),
    ("incident.system", "システムの項目"),
    ("incident.vendor", "委託先の項目"),
    ("incident.terms", "用語"),
    ("incident.vars", "事故の項目（vars）"),
    ("office.name", "事務所の名前"),
    ("office.person", "事務所の担当者"),
    ("office.postal_code", "事務所の郵便番号"),
    ("office.address", "事務所の住所"),
    ("office.seal", "印影"),
    ("office.phone", "事務所の電話番号"),
    ("office.fax", "事務所のFAX番号"),
    ("office.email", "事務所のメールアドレス"),
    ("office.vars", "事務所の項目（vars）"),
    ("office.format", "日付や数の書き方"),
    ("oshirase", "oshiraseのバージョン"),
];
