//! `data/incident.yaml`: what the notices of a new project share.

use super::Contact;

/// Names of things in the notices, with what is to be filled in.
const VARS: [(&str, &str); 2] = [
    ("本件システム", "【要記入：障害が起きたシステムやサービスの名前】"),
    ("本件ベンダー", "【要記入：そのシステムを提供している会社の名前】"),
];

/// Parts of the notices, with what is to be filled in.
const PARTS: [(&str, &str); 5] = [
    ("概要", "【要記入：いつ、どこで、何が起きたか】"),
    ("項目", "【要記入：氏名、住所、生年月日など、漏えいのおそれがある個人データの項目】"),
    ("原因", "【要記入：原因。分からなければ、調査中であること】"),
    ("二次被害", "【要記入：悪用などの二次被害の有無。確認されていなければ、そのこと】"),
    ("再発防止", "【要記入：再発防止のための対策。これから定めるのであれば、そのこと】"),
];

/// Its text: what the notices, all in one text, take in and no more.
pub(super) fn text(notices: &str, contact: &Contact) -> String {
    let mut lines = vec![
        "# 事故の内容です。お知らせは、ここから同じ文を取り込みます（use: 概要 など）。".to_owned(),
        "# 【要記入：…】を書き換えてください。短い文は1行で、長い文は「|」の下に書けます。"
            .to_owned(),
    ];
    let vars = VARS.iter().filter(|(name, _)| notices.contains(&format!("{{{{ {name} }}}}")));
    let vars: Vec<String> = vars.map(|(name, place)| format!("  {name}: {place}")).collect();
    if !vars.is_empty() {
        lines.push("vars:".to_owned());
        lines.extend(vars);
        lines.push(String::new());
    }
    lines.push("parts:".to_owned());
    let parts = PARTS.iter().filter(|(name, _)| notices.contains(&format!("use: {name}\n")));
    lines.extend(parts.map(|(name, place)| format!("  {name}: {place}")));
    lines.extend(["  窓口:".to_owned(), "    box:".to_owned(), "      pairs:".to_owned()]);
    lines.extend(desk(contact).map(|line| format!("        {line}")));
    lines.join("\n") + "\n"
}

/// Where to ask: the labels with what the office's facts say.
fn desk(contact: &Contact) -> impl Iterator<Item = String> {
    let known = |label: &str, value: &Option<String>, variable: &str| {
        value.is_some().then(|| format!("{label}: \"{{{{ {variable} }}}}\""))
    };
    let mut lines = vec![
        known("電話", &contact.phone, "office.phone"),
        known("受付時間", &contact.hours, "受付時間"),
        known("メール", &contact.email, "office.email"),
    ];
    if contact.phone.is_none() && contact.email.is_none() {
        lines.push(Some("電話: 【要記入：お問い合わせの電話番号】".to_owned()));
    }
    lines.into_iter().flatten()
}
