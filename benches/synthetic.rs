//! A project with as many clients as wanted: the repository's own facts, its
//! clients again and again under other names.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Which clients are repeated.
#[derive(Debug, Clone, Copy)]
pub enum Clients {
    /// One company for which the office does all its work: the model letter, again and again.
    Model,
    /// The same company in twenty variants: of work and route.
    Variants,
    /// The repository's own, each a variant of its own.
    Varied,
    /// The same, each with numbers of persons of its own.
    Numbers,
}

/// The company of [`Clients::Model`].
const MODEL: &str = "
- id: M
  name: 株式会社
  honorific: 御中
  業務: [給与計算, 社会保険・労働保険, 電子明細, 雇用関係助成金]
  route: 調整中
  notify: 保留
";

/// The twenty of [`Clients::Variants`]: fifteen choices of services, and five of
/// these again for clients who chose another way.
fn variants() -> String {
    const SERVICES: [&str; 4] = ["給与計算", "社会保険・労働保険", "電子明細", "雇用関係助成金"];
    let mut text = String::new();
    for variant in 0..20 {
        let (choice, route) =
            if variant < 15 { (variant + 1, "調整中") } else { (variant - 14, "辞退") };
        let chosen = (0..4).filter(|service| choice >> service & 1 == 1);
        let services: Vec<&str> = chosen.map(|service| SERVICES[service]).collect();
        let services = services.join(", ");
        write!(
            text,
            "\n- id: M\n  name: 株式会社\n  honorific: 御中\n  業務: [{services}]\n  \
             route: {route}\n  notify: 保留\n"
        )
        .expect("writing to a string");
    }
    text
}

/// Writes a project with `count` clients to `folder`.
pub fn project(folder: &Path, clients: Clients, count: usize) -> PathBuf {
    let data = folder.join("data");
    fs::create_dir_all(data.join("notices")).expect("a folder for the project");
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    for name in ["office.yaml", "fields.yaml", "incident.yaml", "notices/report-1.yaml"] {
        fs::copy(own.join(name), data.join(name)).expect("a copy of the facts");
    }
    let records = match clients {
        Clients::Model => MODEL.to_owned(),
        Clients::Variants => variants(),
        Clients::Varied | Clients::Numbers => {
            fs::read_to_string(own.join("clients.yaml")).expect("the repository's clients")
        }
    };
    let own_numbers = matches!(clients, Clients::Numbers);
    // A list of millions is larger than the memory.
    let list = fs::File::create(data.join("clients.yaml")).expect("the clients");
    repeat_clients(&mut BufWriter::new(list), &records, count, own_numbers).expect("the clients");
    folder.to_owned()
}

/// Kanji that names are made of.
const KANJI: [char; 40] = [
    '佐', '藤', '鈴', '木', '高', '橋', '田', '中', '伊', '渡', '辺', '山', '本', '村', '小', '林',
    '加', '吉', '川', '口', '松', '井', '清', '水', '斎', '森', '池', '阿', '部', '石', '原', '野',
    '上', '竹', '内', '金', '子', '岡', '谷', '崎',
];

/// Writes the records of `clients`, repeated until there are `count`, each with an id and a
/// name of its own, and if that is wanted with numbers of persons of its own.
fn repeat_clients(
    list: &mut impl Write,
    clients: &str,
    count: usize,
    own_numbers: bool,
) -> io::Result<()> {
    let records: Vec<&str> = clients.split("\n- id: ").skip(1).collect();
    for (index, record) in records.iter().cycle().take(count).enumerate() {
        let (_, rest) = record.split_once('\n').expect("a record has lines");
        let (name, rest) = rest.split_once('\n').expect("a record has a name");
        let steps = [index, index / 40, index / 1600, index / 64_000];
        let length = if count > 64_000 { 4 } else { 3 };
        let own: String = steps[..length].iter().map(|step| KANJI[step % 40]).collect();
        writeln!(list, "- id: S-{index:06}\n{name}{own}")?;
        for line in rest.trim_end().lines() {
            match line.split_once("persons: ").filter(|_| own_numbers) {
                Some((before, after)) => {
                    let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
                    let number = 1 + (index * 7919 + after.len() * 31) % 9973;
                    writeln!(list, "{before}persons: {number}{}", &after[end..])?;
                }
                None => writeln!(list, "{line}")?,
            }
        }
    }
    list.flush()
}
