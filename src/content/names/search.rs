//! Another client's name in a letter, the worst mistake there is.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};

use super::bounds::{Kind, is_name, kind_of};
use crate::check::SharedFacts;
use crate::content::Familiar;
use crate::content::fold::{Writing, each_folded, fold, pieces};
use crate::ids::ClientId;
use crate::model::Client;
use crate::rules::Rule;

/// What of a client is kept for looking for its name in the letters of others.
#[derive(Debug)]
pub struct KnownName {
    folded: String,
    kind: Kind,
}

impl KnownName {
    /// The name of a client; nothing if it is nobody's in particular, or too short.
    pub fn of(client: &Client) -> Option<Self> {
        kind_of(client).map(|(kind, name)| Self { folded: fold(name), kind })
    }
}

/// Finds the names of clients in letters that are not theirs.
#[derive(Default)]
pub struct OtherNames {
    names: Vec<Name>,
    /// Gives the number of a name, or one behind the last for words that are let pass.
    search: Option<Search>,
    /// Pieces of Typst's source that have no name.
    nameless: Familiar,
}

type Search = CharwiseDoubleArrayAhoCorasick<u32>;

/// A name that is looked for.
struct Name {
    folded: String,
    kind: Kind,
    /// The first client who has it.
    owner: ClientId,
}

/// A name that is found in a text.
#[derive(Debug)]
pub struct Mention<'a> {
    /// The name as the text has it, on one line.
    pub name: String,
    /// The first client who has it.
    pub owner: &'a ClientId,
    /// Where in the text.
    pub at: Range<usize>,
    number: usize,
}

impl OtherNames {
    /// The names of clients. Let pass are those that any letter may have (the office's
    /// own, its `vars`, values of its fields), and what it has accepted.
    pub fn new<'a>(
        clients: impl Iterator<Item = (KnownName, &'a ClientId)>,
        facts: &SharedFacts,
    ) -> Self {
        let accepted = facts.office.checks.accepted.iter();
        let accepted = accepted.filter(|it| it.rule == Rule::OtherClient).map(|it| &*it.text);
        let let_pass: BTreeSet<String> =
            known(facts).chain(accepted).map(fold).filter(|text| !text.is_empty()).collect();
        Self::build(clients, &let_pass)
    }

    fn build<'a>(
        clients: impl Iterator<Item = (KnownName, &'a ClientId)>,
        let_pass: &BTreeSet<String>,
    ) -> Self {
        let mut names = BTreeMap::new();
        for (KnownName { folded, kind }, id) in clients {
            if !let_pass.contains(&folded) {
                names.entry(folded).or_insert((kind, id));
            }
        }
        let passing = let_pass.iter().map(|text| (text, u32::MAX));
        let numbered = names.keys().zip(0..).chain(passing);
        let search: Option<Search> =
            CharwiseDoubleArrayAhoCorasickBuilder::new().build_with_values(numbered).ok();
        // Where a piece ends in the middle of a name is known by the depth.
        let search = search.and_then(|mut search| search.cache_depths().ok().map(|()| search));
        let name = |(folded, (kind, owner)): (String, (Kind, &ClientId))| Name {
            folded,
            kind,
            owner: owner.clone(),
        };
        let names = names.into_iter().map(name).collect();
        Self { search, names, nameless: Familiar::default() }
    }

    /// The names in a text that are not this client's, each once.
    pub fn others_in(&self, text: &str, writing: Writing, client: &Client) -> Vec<Mention<'_>> {
        let Some(search) = &self.search else { return Vec::new() };
        let own = Own::of(client);
        // Most letters have no other name in them, and no places are wanted.
        match self.has_others(search, &own, text, writing) {
            true => self.mentions(search, &own, text, writing),
            false => Vec::new(),
        }
    }

    fn has_others(&self, search: &Search, own: &Own, text: &str, writing: Writing) -> bool {
        let mut stepper = search.find_overlapping_stepper();
        let mut has_others = false;
        for piece in pieces(text) {
            let begins_anew = writing == Writing::Typst && stepper.depth() == Some(0);
            if begins_anew && self.nameless.contains(piece) {
                continue;
            }
            let mut has_names = false;
            each_folded(piece, writing, |c, _| {
                stepper.consume(c);
                for name in stepper.matches().filter_map(|it| self.names.get(it.value() as usize)) {
                    has_names = true;
                    has_others |= !own.is(name);
                }
            });
            if begins_anew && !has_names && stepper.depth() == Some(0) {
                self.nameless.add(piece);
            }
        }
        has_others
    }

    fn mentions(
        &self,
        search: &Search,
        own: &Own,
        text: &str,
        writing: Writing,
    ) -> Vec<Mention<'_>> {
        let (mut folded, mut places) = (String::new(), Vec::new());
        each_folded(text, writing, |c, range| {
            places.extend(std::iter::repeat_n(range, c.len_utf8()));
            folded.push(c);
        });
        let mut hits: Vec<_> = search
            .find_overlapping_iter(&folded)
            .map(|it| (places[it.start()].start..places[it.end() - 1].end, it.value() as usize))
            .collect();
        // The longest name at a place is the one that is meant.
        hits.sort_by_key(|(at, _)| (at.start, std::cmp::Reverse(at.end)));
        let (mut meant_until, mut mentions) = (0, Vec::<Mention<'_>>::new());
        for (at, number) in hits {
            if at.end <= meant_until {
                continue;
            }
            let Some(name) = self.names.get(number) else {
                meant_until = at.end;
                continue;
            };
            if own.is(name) || !is_name(name.kind, text, &at, writing) {
                continue;
            }
            meant_until = at.end;
            if !mentions.iter().any(|mention| mention.number == number) {
                let written = written(&text[at.clone()], writing);
                mentions.push(Mention { name: written, owner: &name.owner, at, number });
            }
        }
        mentions
    }

    /// Where a name that was found in a letter stands in a value of the facts.
    pub fn place_in(
        &self,
        value: &str,
        mention: &Mention<'_>,
        client: &Client,
    ) -> Option<Range<usize>> {
        let found = self.others_in(value, Writing::Plain, client);
        found.into_iter().find(|it| it.number == mention.number).map(|it| it.at)
    }
}

/// Names that are the client's own: its name, and that of the person addressed.
struct Own {
    name: String,
    person: Option<String>,
}

impl Own {
    fn of(client: &Client) -> Self {
        let person = client.person.as_ref().and_then(|person| person.name.as_deref()).map(fold);
        Self { name: fold(&client.name), person }
    }

    fn is(&self, name: &Name) -> bool {
        let person = self.person.as_ref().filter(|_| name.kind == Kind::Person);
        self.name.contains(&name.folded) || person.is_some_and(|it| it.contains(&name.folded))
    }
}

/// Names that any letter may have.
fn known(facts: &SharedFacts) -> impl Iterator<Item = &str> {
    let vars = facts.incident.vars.iter().chain(facts.office.vars.iter()).map(|(_, text)| text);
    let of_fields = facts.own.iter().flat_map(|field| field.values()).map(String::as_str);
    let senders = facts.office.senders().flat_map(|sender| {
        let person = sender.person.as_ref().and_then(|person| person.name.as_deref());
        [Some(sender.name.as_str()), person].into_iter().flatten()
    });
    vars.chain(of_fields).chain(senders)
}

/// Words of a text as they are read, on one line.
fn written(part: &str, writing: Writing) -> String {
    let mut read: String = part.lines().map(str::trim_start).collect();
    if writing == Writing::Typst {
        // What stands between the literals of a value, and in them for a line break.
        for syntax in ["\\n", "\",\"", "\";", "#\"", "\"", "\\"] {
            read = read.replace(syntax, "");
        }
    }
    read
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::*;
    use crate::diagnostic::SourceText;
    use crate::facts::Parsing;

    fn client(id: &str, name: &str, honorific: &str) -> Client {
        let name = serde_json::Value::from(name);
        let record = format!(
            "{{id: {id}, name: {name}, honorific: {honorific}, route: 調整中, notify: 保留}}"
        );
        let record = Arc::new(SourceText::new("data/clients.yaml", record));
        let mut cx = Parsing::default();
        let client = Client::parse_all(&record, &mut cx).pop().flatten();
        client.unwrap_or_else(|| panic!("{:?}", cx.problems))
    }

    /// The names of these clients that are found in a letter to somebody else.
    fn found(clients: &[Client], let_pass: &[&str], text: &str, writing: Writing) -> Vec<String> {
        let names = clients.iter().filter_map(|it| Some((KnownName::of(it)?, &it.id)));
        let let_pass = let_pass.iter().map(|it| fold(it)).collect();
        let names = OtherNames::build(names, &let_pass);
        let other = client("C-9", "有限会社よそ", "御中");
        names.others_in(text, writing, &other).into_iter().map(|it| it.name).collect()
    }

    #[test]
    fn a_name_is_found_where_it_is_that_clients_and_nowhere_else() {
        let table = include_str!("pairs.txt");
        let (mut name, mut honorific, mut pairs, mut wrong) = ("", "", 0, Vec::new());
        for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match line.split_once(' ').expect("a mark and a text") {
                ("=", client) => (name, honorific) = client.rsplit_once('|').expect("two parts"),
                (mark @ ("+" | "-"), text) => {
                    let clients = [client("C-1", name, honorific)];
                    if found(&clients, &[], text, Writing::Plain).is_empty() != (mark == "-") {
                        wrong.push(format!("{name}（{honorific}） {mark} {text}"));
                    }
                    pairs += 1;
                }
                _ => panic!("{line}"),
            }
        }
        assert!(pairs > 150, "only {pairs} pairs");
        assert!(wrong.is_empty(), "{} of {pairs} pairs:\n{}", wrong.len(), wrong.join("\n"));
    }

    #[test]
    fn a_name_that_is_parted_in_the_source_is_found_and_shown_whole() {
        let clients = [client("C-1", "株式会社みなと商会", "御中")];
        for source in [
            "#\"株式会社みなと商会の\";",
            "前に#\"株式会社\";#\"みなと商会\";様",
            "(\"株式会社みなと\",\"商会\",)",
            "#\"㈱みなと\\n商会\";",
            "株式会社\nみなと商会\n",
            "#\"株式会社\\u{307f}なと 商会\";",
        ] {
            assert_eq!(found(&clients, &[], source, Writing::Typst).len(), 1, "{source}");
        }
        let source = "#\"㈱みなと\\n商会\";";
        assert_eq!(found(&clients, &[], source, Writing::Typst), ["㈱みなと商会"]);
    }

    /// The character in another way, the same to a reader.
    fn respelt(c: char, way: usize) -> String {
        let behind = |mark: char| String::from_iter([c, mark]);
        match (way, c) {
            (0, '!'..='~') => char::from_u32(c as u32 + 0xFEE0).into_iter().collect(),
            (1, _) => c.to_uppercase().collect(),
            (2, _) => c.nfd().collect(),
            (3, _) => behind(' '),
            (4, _) => behind('　'),
            (5, _) => behind('\n'),
            (6, '一'..='龥') => behind('\u{E0100}'),
            (7, _) => behind('\u{200B}'),
            (8, 'ー') => "―".into(),
            (9, 'ー') => "-".into(),
            (8 | 9, '高') => "⾼".into(),
            (8 | 9, '田') => "⽥".into(),
            (8 | 9, '工') => "⼯".into(),
            (8 | 9, 'ガ') => "ｶﾞ".into(),
            (8 | 9, 'ッ') => "ｯ".into(),
            (8, '崎') => "﨑".into(),
            (9, '福') => "\u{FA1B}".into(),
            _ => c.into(),
        }
    }

    proptest! {
        #[test]
        fn a_name_is_found_however_it_is_spelt(
            which in 0..4_usize,
            form in 0..6_usize,
            ways in proptest::collection::vec(0..12_usize, 40),
        ) {
            let rest = ["高田工務店", "ABC Foods福岡", "ガーデン崎ッカー", "みなと商会"][which];
            let clients = [client("C-1", &format!("株式会社{rest}"), "御中")];
            let form = ["株式会社", "㈱", "（株）", "(株)", "㍿", "( 株)"][form];
            let rest = rest.chars().zip(&ways).map(|(c, way)| respelt(c, *way));
            let name = format!("{form}{}", rest.collect::<String>());
            let text = format!("前文は{}様あてです。", name.trim());
            prop_assert_eq!(found(&clients, &[], &text, Writing::Plain).len(), 1, "{}", text);
            let source = format!("#\"{}\";", text.replace('\n', "\\n"));
            prop_assert_eq!(found(&clients, &[], &source, Writing::Typst).len(), 1, "{}", source);
        }
    }

    #[test]
    fn a_name_is_found_in_what_other_letters_have_too() {
        let clients = [client("C-1", "株式会社みなと商会", "御中")];
        let names = clients.iter().filter_map(|it| Some((KnownName::of(it)?, &it.id)));
        let names = OtherNames::build(names, &BTreeSet::new());
        let other = client("C-9", "有限会社よそ", "御中");
        let found = |text: &str| names.others_in(text, Writing::Typst, &other).len();
        let shared = |end: &str| format!("#\"{}{end}\";\n", "どの手紙にもあります。".repeat(20));
        let (nobody, open) = (shared("（株）"), shared("株式会社みなと"));
        let plain = shared("");
        for _ in 0..2 {
            assert_eq!(found(&format!("{plain}#\"商会様\";\n{plain}")), 0);
            assert!(names.nameless.contains(&plain));
            assert_eq!(found(&format!("{open}{plain}#\"商会様\";\n")), 0);
            assert_eq!(found(&format!("{plain}#\"株式会社みなと商会様\";\n{plain}")), 1);
            assert_eq!(found(&format!("{nobody}{nobody}#\"商会様\";\n")), 0);
            assert_eq!(found(&format!("{nobody}{open}#\"商会様\";\n")), 1);
            assert_eq!(found(&format!("{open}{nobody}#\"商会様\";\n")), 0);
            assert_eq!(found(&format!("{nobody}#\"みなと商会様\";\n")), 1);
            assert_eq!(found(&shared("株式会社みなと商会様")), 1);
        }
    }

    #[test]
    fn what_is_let_pass_hides_nothing_else() {
        let clients =
            [client("C-1", "株式会社みなと商会", "御中"), client("C-2", "有限会社あさひ", "御中")];
        let text = "監修：株式会社みなと商会。有限会社あさひの分です。株式会社みなと商会様へ。";
        let find = |let_pass: &[&str]| found(&clients, let_pass, text, Writing::Plain);
        assert_eq!(find(&[]), ["株式会社みなと商会", "有限会社あさひ"]);
        assert_eq!(find(&["㈱みなと商会"]), ["有限会社あさひ"]);
        // Only where these words stand.
        assert_eq!(find(&["監修：株式会社みなと商会"]), ["有限会社あさひ", "株式会社みなと商会"]);
        let once = "監修：株式会社みなと商会。";
        let let_pass = &["監修：株式会社みなと商会"][..];
        assert_eq!(found(&clients, let_pass, once, Writing::Plain), Vec::<String>::new());
    }

    #[test]
    fn the_longest_name_is_the_one_that_is_meant_and_ones_own_is_no_others() {
        let clients = [
            client("C-1", "みなと商会", "御中"),
            client("C-2", "みなと商会北支店", "御中"),
            client("C-3", "山田 太郎", "様"),
        ];
        let find = |text| found(&clients, &[], text, Writing::Plain);
        assert_eq!(find("みなと商会北支店様"), ["みなと商会北支店"]);
        assert_eq!(find("みなと商会様"), ["みなと商会"]);
        let names = clients.iter().filter_map(|it| Some((KnownName::of(it)?, &it.id)));
        let names = OtherNames::build(names, &BTreeSet::new());
        let own = |text| names.others_in(text, Writing::Plain, &clients[1]);
        assert!(own("みなと商会北支店とみなと商会様").is_empty());
        assert_eq!(own("山田　太郎様").len(), 1);
    }
}
