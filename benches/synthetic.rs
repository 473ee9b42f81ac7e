//! A project with as many clients as wanted: the repository's own facts, its
//! clients again and again under other names.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Writes a project with `count` clients to `folder`.
pub fn project(folder: &Path, count: usize) -> PathBuf {
    let data = folder.join("data");
    fs::create_dir_all(&data).expect("a folder for the project");
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    for name in ["office.yaml", "incident.yaml", "notices.yaml"] {
        fs::copy(own.join(name), data.join(name)).expect("a copy of the facts");
    }
    let clients = fs::read_to_string(own.join("clients.yaml")).expect("the repository's clients");
    fs::write(data.join("clients.yaml"), repeat_clients(&clients, count)).expect("the clients");
    folder.to_owned()
}

/// The records of `clients`, repeated until there are `count`, each with an id
/// and a name of its own.
fn repeat_clients(clients: &str, count: usize) -> String {
    let records: Vec<&str> = clients.split("\n- id: ").skip(1).collect();
    let mut text = String::new();
    for (index, record) in records.iter().cycle().take(count).enumerate() {
        let (_, rest) = record.split_once('\n').expect("a record has lines");
        let (name, rest) = rest.split_once('\n').expect("a record has a name");
        // Kanji that change from client to client, as names do.
        let own: String = [index % 89, index / 89 % 97, index / 31 % 83]
            .iter()
            .zip([0x5C71_u32, 0x6728, 0x7530])
            .map(|(step, base)| char::from_u32(base + *step as u32).expect("a kanji"))
            .collect();
        writeln!(text, "- id: S-{index:06}\n{name}{own}\n{}", rest.trim_end())
            .expect("writing to a string");
    }
    text
}
