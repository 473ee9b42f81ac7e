//! The pages of the facts in `docs/`, made from the program's vocabulary.

use oshirase::messages::Lang;
use oshirase::vocabulary::{
    Absent, BESIDE, BLOCK, FILTERS, Key, Kind, Place, TABLES, Told, VARIABLES, Variable,
};

/// The words that the vocabulary has not: headings and heads of tables.
struct Words {
    lang: Lang,
    key: [&'static str; 5],
    kinds: [&'static str; 4],
    variables: [&'static str; 3],
    filters: [&'static str; 3],
    needed: &'static str,
    as_outside: &'static str,
    beside: &'static str,
    and: &'static str,
}

const ENGLISH: Words = Words {
    lang: Lang::En,
    key: ["Key", "Holds", "Without it", "Is", "Example"],
    kinds: ["Kinds of values", "Kind", "Can be written", "Example"],
    variables: ["Variables", "In a text", "Prints"],
    filters: ["Filters", "In a text", "Prints"],
    needed: "needed",
    as_outside: "as outside",
    beside: " Beside it: ",
    and: ", ",
};

const JAPANESE: Words = Words {
    lang: Lang::Ja,
    key: ["キー", "入るもの", "省くと", "意味", "例"],
    kinds: ["値の種類", "種類", "書けるもの", "例"],
    variables: ["変数", "文中で", "載るもの"],
    filters: ["フィルタ", "文中で", "載るもの"],
    needed: "必須",
    as_outside: "外側と同じ",
    beside: "添えられるもの: ",
    and: "、",
};

/// The tables of every place, of variables, filters and kinds, as Markdown.
pub fn tables(lang: Lang) -> String {
    let words = match lang {
        Lang::En => &ENGLISH,
        Lang::Ja => &JAPANESE,
    };
    let places = TABLES.iter().map(|place| words.place(place));
    let mut tables: Vec<String> = places.collect();
    tables.push(words.names(words.variables, VARIABLES));
    tables.push(words.names(words.filters, FILTERS));
    tables.push(words.explained());
    tables.join("\n")
}

impl Words {
    fn place(&self, place: &Place) -> String {
        let title = self.title(place).unwrap_or_default();
        let about = place.about.text(self.lang);
        let about = if about.is_empty() { String::new() } else { format!("{about}\n\n") };
        let mut rows = Vec::new();
        for group in place.groups {
            match group.says {
                None => group.keys.iter().for_each(|key| self.add_rows("", key, &mut rows)),
                Some(says) => {
                    let names: Vec<String> = group.keys.iter().map(|key| code(key.name)).collect();
                    let names = names.join(self.and);
                    rows.push([
                        names,
                        String::new(),
                        String::new(),
                        says.text(self.lang).into(),
                        String::new(),
                    ]);
                }
            }
        }
        if std::ptr::eq(place, &BLOCK) {
            rows.iter_mut().for_each(|row| self.add_beside(row));
        }
        format!("## {title}\n\n{about}{}", table(self.key, rows))
    }

    /// A key, and those of the mapping that it holds where they have no table of their own.
    fn add_rows(&self, above: &str, key: &Key, rows: &mut Vec<[String; 5]>) {
        let name = format!("{above}{}", key.name);
        let label = match self.lang {
            Lang::Ja => format!("{} {}", code(&name), key.label),
            Lang::En => code(&name),
        };
        let says = key.says.text(self.lang);
        rows.push([
            label,
            self.kind(key.kind, false),
            self.absent(key.absent),
            // What the label says already.
            if says.trim_end_matches('。') == key.label { String::new() } else { says.to_owned() },
            code(key.example),
        ]);
        if let Some(place) = held(key.kind).filter(|it| matches!(it.told, Told::Below)) {
            place.keys().for_each(|key| self.add_rows(&format!("{name}."), key, rows));
        }
    }

    /// The heading of a place's table, if it has one.
    fn title(&self, place: &Place) -> Option<&'static str> {
        match place.told {
            Told::Table(title) => Some(title.text(self.lang)),
            Told::Below | Told::Elsewhere => None,
        }
    }

    fn add_beside(&self, row: &mut [String; 5]) {
        let beside = BESIDE.iter().filter(|it| row[0].starts_with(&code(it.block)));
        let beside: Vec<String> = beside.map(|it| code(it.key)).collect();
        if !beside.is_empty() {
            row[3] += &format!("{}{}", self.beside, beside.join(self.and));
        }
    }

    fn absent(&self, absent: Absent) -> String {
        match (absent, self.lang) {
            (Absent::Required, _) => self.needed.to_owned(),
            (Absent::RequiredWithout(key), Lang::En) => format!("needed without `{key}`"),
            (Absent::RequiredWithout(key), Lang::Ja) => format!("`{key}`がなければ必須"),
            (Absent::RequiredWith(key, value), Lang::En) => format!("needed with `{key}: {value}`"),
            (Absent::RequiredWith(key, value), Lang::Ja) => format!("`{key}: {value}`なら必須"),
            (Absent::Nothing, _) => String::new(),
            (Absent::Is(value), _) => code(value),
            (Absent::AsOutside, _) => self.as_outside.to_owned(),
        }
    }

    /// What a kind is called; several of it where there is a list.
    fn kind(&self, kind: Kind, several: bool) -> String {
        let english = self.lang == Lang::En;
        match kind {
            Kind::OneOf(words) | Kind::OneNumberOf(words) => {
                let words: Vec<String> = words.iter().map(|word| code(word)).collect();
                words.join(self.and)
            }
            Kind::List(kind) if english => format!("list of {}", self.kind(*kind, true)),
            Kind::List(kind) => format!("{}の一覧", self.kind(*kind, true)),
            Kind::Named(kind) if english => {
                format!("names, each with {}", self.kind(*kind, false))
            }
            Kind::Named(kind) => format!("名前ごとに、{}", self.kind(*kind, false)),
            Kind::Or(one, other) => {
                let either = if english { " or " } else { "か" };
                [one, other].map(|kind| self.kind(*kind, several)).join(either)
            }
            simple => {
                let word = simple.word(self.lang);
                let plural = english && several && !matches!(simple, Kind::Prose | Kind::Body);
                let word = if plural { plural_of(word) } else { word.to_owned() };
                let title = match simple {
                    Kind::Place(place) => self.title(place),
                    _ => None,
                };
                match title {
                    Some(title) => format!("[{word}](#{})", anchor(title)),
                    None => word,
                }
            }
        }
    }

    fn names(&self, [title, written, says]: [&str; 3], names: &[Variable]) -> String {
        let row = |it: &Variable| [code(it.written), it.says.text(self.lang).to_owned()];
        format!("## {title}\n\n{}", table([written, says], names.iter().map(row)))
    }

    fn explained(&self) -> String {
        let [title, kind, can_be, example] = self.kinds;
        let rows = Kind::EXPLAINED.iter().map(|kind| {
            let (word, says, example) = kind.explained();
            [word.text(self.lang).to_owned(), says.text(self.lang).to_owned(), code(example)]
        });
        format!("## {title}\n\n{}", table([kind, can_be, example], rows))
    }
}

/// The place whose keys a value of this kind has.
fn held(kind: Kind) -> Option<&'static Place> {
    match kind {
        Kind::Place(place) => Some(place),
        Kind::List(kind) => held(*kind),
        Kind::Or(one, other) => held(*one).or_else(|| held(*other)),
        _ => None,
    }
}

fn plural_of(word: &str) -> String {
    match word {
        "kind of data" => "kinds of data".to_owned(),
        word => format!("{word}s"),
    }
}

fn code(text: &str) -> String {
    format!("`{}`", text.replace('|', "\\|"))
}

/// Where a link to a heading leads, as GitHub makes it.
pub fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

fn table<const N: usize>(head: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let rows = rows.into_iter().map(|row| format!("| {} |\n", row.join(" | ")));
    let line = vec!["---"; N].join(" | ");
    format!("| {} |\n| {line} |\n{}", head.join(" | "), rows.collect::<String>())
}
