//! `data/office.yaml` of a new office.

use super::Office;
use crate::facts::scalar;

/// Its text. Whatever was answered stands in it as it was typed.
pub(super) fn text(office: &Office) -> String {
    let mut lines = vec!["# 差出人です。ここを直すと、すべてのお知らせに反映されます。".to_owned()];
    lines.push(line("name", &office.name));
    if let Some(signer) = &office.signer {
        lines.push("person:".to_owned());
        lines.extend(signer.title.iter().map(|it| format!("  {}", line("title", it))));
        lines.push(format!("  {}", line("name", &signer.name)));
    }
    let contact = &office.contact;
    lines.extend(contact.phone.iter().map(|it| line("phone", it)));
    lines.extend(contact.email.iter().map(|it| line("email", it)));
    lines.extend(
        [
            "",
            "# 住所や角印も載せるときは、行の先頭の「# 」を消して書き換えてください。",
            "# postal_code: 101-0041",
            "# address: [東京都千代田区神田須田町九丁目1番1号, みなとビル3階]",
            "# seal: data/seal.png",
            "",
            "# 日付や時刻の書き方の見本です。令和8年9月11日（金）と書けば、和暦になります。",
            "style:",
            "  date: 2026年9月11日",
            "  day: 2026年9月11日（金）",
            "  time: 8時32分",
        ]
        .map(str::to_owned),
    );
    if let Some(hours) = &contact.hours {
        lines.extend(["".to_owned(), "vars:".to_owned()]);
        lines.push(format!("  {}", line("受付時間", hours)));
    }
    lines.join("\n") + "\n"
}

fn line(key: &str, value: &str) -> String {
    format!("{key}: {}", scalar(value))
}
