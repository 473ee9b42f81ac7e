//! What the law asks of a letter that says which one it is (`law:`), and whether the
//! letter has it.
//!
//! Words decide, and nobody can say in how many ways a thing may be said: where a letter
//! seems to have it, nothing is found.

use std::sync::LazyLock;

use regex::Regex;

use crate::check::SharedFacts;
use crate::diagnostic::Diagnostic;
use crate::messages::Message;
use crate::model::{Acceptance, Incident, LawPurpose, Notice, Piece, Prose, Walk};
use crate::rules::Rule;

/// A matter that the persons concerned are told of (個人情報の保護に関する法律施行規則
/// 第10条, which takes these from 第8条第1項).
struct Matter {
    /// The part of this name is about it.
    part: &'static str,
    /// Its number in 第8条第1項.
    number: u32,
    /// What stands in a heading, a label or a question about it.
    labels: &'static [&'static str],
    /// What stands in a text that says it.
    texts: &'static [&'static str],
}

const MATTERS: [Matter; 5] = [
    Matter {
        part: "概要",
        number: 1,
        labels: &["概要", "経緯", "いきさつ", "事案", "事故", "発生", "何が起"],
        texts: &[
            "不正アクセス",
            "攻撃",
            "ランサムウェア",
            "ウイルス",
            "漏えい",
            "漏洩",
            "流出",
            "紛失",
            "盗難",
            "滅失",
            "毀損",
            "誤送信",
            "誤配",
            "誤廃棄",
            "持ち出",
            "暗号化",
            "概要",
        ],
    },
    Matter {
        part: "項目",
        number: 2,
        labels: &[
            "項目",
            "個人データ",
            "個人情報",
            "データの種類",
            "データの内容",
            "対象の情報",
            "対象となる情報",
        ],
        texts: &[
            "項目",
            "氏名",
            "お名前",
            "住所",
            "生年月日",
            "電話番号",
            "メールアドレス",
            "口座番号",
            "給与の額",
            "給与額",
            "個人番号",
            "マイナンバー",
            "扶養親族",
            "健康診断",
            "社員番号",
            "従業員番号",
            "クレジットカード",
            "client.data",
        ],
    },
    Matter {
        part: "原因",
        number: 4,
        labels: &["原因", "理由"],
        texts: &[
            "原因",
            "起因",
            "不正アクセス",
            "攻撃",
            "ランサムウェア",
            "ウイルス",
            "マルウェア",
            "脆弱性",
            "誤送信",
            "誤配",
            "誤廃棄",
            "紛失",
            "盗難",
            "設定の誤り",
            "設定ミス",
            "不備",
            "過失",
            "持ち出",
        ],
    },
    Matter {
        part: "二次被害",
        number: 5,
        labels: &["二次被害", "2次被害", "２次被害", "二次的な被害"],
        texts: &[
            "二次被害",
            "2次被害",
            "２次被害",
            "二次的な被害",
            "悪用",
            "不正利用",
            "不正使用",
            "不正に利用",
            "不正に使用",
            "なりすまし",
            "フィッシング",
            "不審な",
            "迷惑メール",
        ],
    },
    Matter {
        part: "窓口",
        number: 9,
        labels: &["窓口", "問い合わせ", "問合せ", "問合わせ", "問い合せ", "連絡先", "照会", "相談"],
        texts: &[
            "窓口",
            "問い合わせ",
            "問合せ",
            "問合わせ",
            "問い合せ",
            "連絡先",
            "照会先",
            "ご相談",
            "ご連絡ください",
            "コールセンター",
            "電話",
            "TEL",
            "Tel",
            "ＴＥＬ",
            "office.phone",
            "office.email",
            "office.fax",
        ],
    },
];

/// What stands where somebody is to sign.
const SIGNATURES: [&str; 16] = [
    "署名",
    "氏名",
    "お名前",
    "代表者",
    "法人名",
    "会社名",
    "事業所名",
    "事業主",
    "商号",
    "名称",
    "記名",
    "捺印",
    "押印",
    "㊞",
    "（印）",
    "(印)",
];
/// What stands where the day of a consent is to be written.
const DAYS: [&str; 5] = ["日付", "記入日", "同意日", "年月日", "署名日"];
/// How a consent is said.
const CONSENTS: [&str; 6] = ["同意", "承諾", "承認", "了承", "委任", "依頼"];
/// Behind the name of whom a consent goes to.
const ADDRESSED: [&str; 4] = ["御中", "殿", "宛", "あて"];

/// 年　月　日, to be filled in.
static BLANK_DAY: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"年[\s　＿_]*月[\s　＿_]*日";
    Regex::new(pattern).expect("a pattern that is tried by every test of this file")
});

/// What a letter has, in whoever's copy of it.
struct Contents<'a> {
    parts: Vec<&'a str>,
    labels: Vec<&'a str>,
    texts: Vec<&'a str>,
    /// The labels of lines to be filled in, and what stands at their ends.
    blanks: Vec<&'a str>,
}

impl<'a> Contents<'a> {
    fn of(notice: &'a Notice, facts: &'a SharedFacts, templates: Vec<&'a str>) -> Self {
        let incident: &Incident = &facts.incident;
        let mut contents =
            Self { parts: Vec::new(), labels: Vec::new(), texts: templates, blanks: Vec::new() };
        let mut tells_of_bulletins = false;
        notice.walk(incident, &mut |seen| {
            match seen {
                Walk::Part(part) | Walk::PartAsText(part) => contents.parts.push(&part.name),
                Walk::Label(label) => contents.labels.push(label),
                Walk::Prose(prose) => contents.texts.extend(paragraphs(prose)),
                // Its columns say what they are only where they have headings.
                Walk::RowsOf("data") => contents.texts.push("client.data"),
                Walk::Blank(blank) => {
                    contents.blanks.extend(paragraphs(&blank.label));
                    contents.blanks.extend(blank.end.as_deref());
                }
                Walk::Bulletins(_) => tells_of_bulletins = true,
                Walk::Piece(..) | Walk::RowsOf(_) | Walk::Image(_) => {}
            }
            true
        });
        let bulletins = incident.bulletins.iter().filter(|_| tells_of_bulletins);
        contents.texts.extend(bulletins.filter_map(|it| it.text.as_ref()).flat_map(paragraphs));
        let vars = facts.office.vars.iter().chain(incident.vars.iter());
        let mut used = Vec::new();
        for (name, value) in vars {
            used.extend(contents.texts.iter().any(|it| it.contains(name)).then_some(value));
        }
        contents.texts.extend(used);
        contents
    }

    fn has(&self, matter: &Matter) -> bool {
        self.parts.contains(&matter.part)
            || any_has(&self.labels, matter.labels)
            || any_has(&self.texts, matter.texts)
    }

    /// The matters that this kind of letter must tell of and it does not. Who publishes
    /// may instead name a desk where everybody can ask whether their data were concerned
    /// (個人情報保護委員会, 通則ガイドライン 3-5-4-5).
    fn missing(&self, purpose: LawPurpose) -> Vec<&'static Matter> {
        let missing: Vec<&Matter> = MATTERS.iter().filter(|matter| !self.has(matter)).collect();
        let has_desk = !missing.iter().any(|matter| matter.part == "窓口");
        let may_ask = |matter: &Matter| {
            purpose == LawPurpose::Publication && has_desk && matter.part == "項目"
        };
        missing.into_iter().filter(|matter| !may_ask(matter)).collect()
    }
}

/// The paragraphs of a text.
fn paragraphs(prose: &Prose) -> impl Iterator<Item = &str> {
    prose.paragraphs.iter().map(|paragraph| paragraph.text.as_str())
}

/// Whether any of the texts has any of the words.
fn any_has(texts: &[&str], words: &[&str]) -> bool {
    texts.iter().any(|text| words.iter().any(|word| text.contains(word)))
}

/// What the law asks of the notice and its letters do not have. `templates` are the
/// office's own, which may say it too.
pub fn check(facts: &SharedFacts, notice: &Notice, templates: Vec<&str>) -> Vec<Diagnostic> {
    // The words are Japanese.
    let Some(purpose) = notice.law.filter(|_| notice.lang.is_japanese()) else {
        return Vec::new();
    };
    let contents = Contents::of(notice, facts, templates);
    let found = match purpose {
        LawPurpose::Persons | LawPurpose::Publication => {
            let missing = contents.missing(purpose).into_iter();
            missing.map(|matter| of_matter(matter, purpose, &facts.incident)).collect()
        }
        LawPurpose::Consent => of_consent(&contents, notice),
    };
    let place = notice.place_of("law");
    found.into_iter().map(|finding: Diagnostic| finding.at(place.clone())).collect()
}

fn of_matter(matter: &Matter, purpose: LawPurpose, incident: &Incident) -> Diagnostic {
    let item = matter.part.to_owned();
    let finding = Rule::LawItem.finding(Message::LawItemMissing {
        purpose: purpose.to_string(),
        item: item.clone(),
        number: matter.number.to_string(),
    });
    let finding = finding.hint(match incident.parts.contains_key(matter.part) {
        true => Message::UseLawPart { item: item.clone() },
        false => Message::SayLawItem { item: item.clone() },
    });
    finding.hint(Message::AcceptIfRight { entry: Acceptance::entry(Rule::LawItem, &item) })
}

/// What a form to agree to a joint report needs to be one.
fn of_consent(contents: &Contents<'_>, notice: &Notice) -> Vec<Diagnostic> {
    let mut lines = notice.head.iter().chain(&notice.foot);
    let is_addressed = lines.any(|line| line.0.contains(&Piece::Addressee))
        && (notice.addressee.is_some() || !notice.is_for_nobody());
    let all: Vec<&str> = contents.texts.iter().chain(&contents.labels).copied().collect();
    let may_sign = any_has(&contents.blanks, &SIGNATURES) || any_has(&all, &SIGNATURES[13..]);
    let has_day = any_has(&contents.blanks, &DAYS) || all.iter().any(|it| BLANK_DAY.is_match(it));
    let needed = [
        ("宛先", is_addressed || any_has(&all, &ADDRESSED), Message::AddressConsent),
        ("同意する事項", any_has(&all, &CONSENTS), Message::SayWhatIsAgreed),
        ("署名欄", may_sign, Message::AddSignature),
        ("日付欄", has_day, Message::AddDayOfConsent),
    ];
    let missing = needed.into_iter().filter(|(_, is_there, _)| !is_there);
    let finding = |(item, _, hint): (&str, bool, Message)| {
        let finding = Rule::LawItem.finding(Message::ConsentLacks { item: item.to_owned() });
        let entry = Acceptance::entry(Rule::LawItem, item);
        finding.hint(hint).hint(Message::AcceptIfRight { entry })
    };
    missing.map(finding).collect()
}
