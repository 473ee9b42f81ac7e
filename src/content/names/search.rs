//! Another client's name in a letter, the worst mistake there is.

use std::collections::BTreeSet;
use std::ops::Range;

use super::bounds::{Kind, is_name};
use super::gathered::{Hash, Known, Name};
use crate::check::SharedFacts;
use crate::content::Familiar;
use crate::content::fold::{Writing, each_folded, fold, pieces};
use crate::fs::FsError;
use crate::ids::ClientId;
use crate::model::Client;
use crate::rules::Rule;

/// Finds the names of clients in letters that are not theirs.
#[derive(Default)]
pub struct OtherNames {
    known: Option<Known>,
    /// What any letter may have.
    let_pass: BTreeSet<String>,
    /// Pieces of Typst's source that have no name.
    nameless: Familiar,
}

/// A name that is found in a text.
#[derive(Debug)]
pub struct Mention {
    /// The name as the text has it, on one line.
    pub name: String,
    /// The first client who has it.
    pub owner: ClientId,
    /// Where in the text.
    pub at: Range<usize>,
    number: u64,
}

/// Reads a folded text character by character, and knows wherever a name may have begun.
struct Reader<'a> {
    known: &'a Known,
    /// What has been read since the first of those places.
    folded: String,
    begun: Vec<Begun>,
}

/// A place where a name may have begun.
struct Begun {
    at: usize,
    hash: Hash,
    /// How many characters there are from there.
    length: usize,
}

/// What may be a name.
struct Candidate {
    /// The bytes of what the reader has read.
    at: Range<usize>,
    hash: Hash,
}

impl<'a> Reader<'a> {
    fn of(known: &'a Known) -> Self {
        Self { known, folded: String::new(), begun: Vec::new() }
    }

    /// Whether no name may have begun that has not ended.
    fn is_between(&self) -> bool {
        self.begun.is_empty()
    }

    /// Reads a character, and gives what may be names that end with it, the longest first.
    #[inline]
    fn read(&mut self, c: char, mut give: impl FnMut(&str, Candidate)) {
        if self.begun.is_empty() {
            self.folded.clear();
        }
        let Self { known, folded, begun } = self;
        begun.push(Begun { at: folded.len(), hash: Hash::default(), length: 0 });
        folded.push(c);
        begun.retain_mut(|it| {
            it.hash = it.hash.and(c);
            it.length += 1;
            let goes_on = it.length <= known.longest && known.filter.may_begin(it.hash, it.length);
            if goes_on && known.filter.may_be(it.hash) {
                let candidate = Candidate { at: it.at..folded.len(), hash: it.hash };
                give(&folded[candidate.at.clone()], candidate);
            }
            goes_on
        });
    }
}

impl OtherNames {
    /// What any letter may have, folded: the office's own names, its `vars`, values of its
    /// fields, and what it has accepted.
    pub fn let_pass(facts: &SharedFacts) -> BTreeSet<String> {
        let accepted = facts.office.checks.accepted.iter();
        let accepted = accepted.filter(|it| it.rule == Rule::OtherClient).map(|it| &*it.text);
        known(facts).chain(accepted).map(fold).filter(|text| !text.is_empty()).collect()
    }

    /// Those names, where this is let pass.
    pub(super) fn of(known: Known, let_pass: BTreeSet<String>) -> Self {
        Self { known: Some(known), let_pass, nameless: Familiar::default() }
    }

    /// The names in a text that are not this client's, each once.
    pub fn others_in(
        &self,
        text: &str,
        writing: Writing,
        client: &Client,
    ) -> Result<Vec<Mention>, FsError> {
        let Some(known) = &self.known else { return Ok(Vec::new()) };
        let own = Own::of(client);
        // Most letters have no other name in them, and no places are wanted.
        match self.has_others(known, &own, text, writing)? {
            true => self.mentions(known, &own, text, writing),
            false => Ok(Vec::new()),
        }
    }

    /// The name that is looked for and that a candidate is.
    fn name(&self, known: &Known, folded: &str, hash: Hash) -> Result<Option<Name>, FsError> {
        match self.let_pass.contains(folded) {
            true => Ok(None),
            false => known.name(folded, hash),
        }
    }

    fn has_others(
        &self,
        known: &Known,
        own: &Own,
        text: &str,
        writing: Writing,
    ) -> Result<bool, FsError> {
        let mut reader = Reader::of(known);
        let (mut others, mut failed) = (0, None);
        for piece in pieces(text) {
            let begins_anew = writing == Writing::Typst && reader.is_between();
            if begins_anew && self.nameless.contains(piece) {
                continue;
            }
            let mut has_names = false;
            each_folded(piece, writing, |c, _| {
                reader.read(c, |folded, candidate| {
                    // A part of one's own name is nobody else's, and may be one all the same.
                    if own.name.contains(folded) {
                        has_names = true;
                        return;
                    }
                    match self.name(known, folded, candidate.hash) {
                        Ok(Some(name)) => {
                            has_names = true;
                            others += usize::from(!own.is(&name));
                        }
                        Ok(None) => {}
                        Err(error) => failed = Some(error),
                    }
                });
            });
            if begins_anew && !has_names && reader.is_between() {
                self.nameless.add(piece);
            }
        }
        failed.map_or(Ok(others > 0), Err)
    }

    fn mentions(
        &self,
        known: &Known,
        own: &Own,
        text: &str,
        writing: Writing,
    ) -> Result<Vec<Mention>, FsError> {
        let (folded, places) = folded_with_places(text, writing);
        let at = |range: &Range<usize>| places[range.start].start..places[range.end - 1].end;
        let mut hits = Vec::new();
        for hit in candidates(known, &folded) {
            let name = self.name(known, &folded[hit.at.clone()], hit.hash)?;
            hits.extend(name.map(|name| (at(&hit.at), Some(name))));
        }
        let passing = self.let_pass.iter().flat_map(|words| all_of(&folded, words));
        hits.extend(passing.map(|range| (at(&range), None)));
        // The longest name at a place is the one that is meant.
        hits.sort_by_key(|(at, _)| (at.start, std::cmp::Reverse(at.end)));
        let (mut meant_until, mut mentions) = (0, Vec::<Mention>::new());
        for (at, name) in hits {
            if at.end <= meant_until {
                continue;
            }
            let Some(name) = name else {
                meant_until = at.end;
                continue;
            };
            if own.is(&name) || !is_name(name.kind, text, &at, writing) {
                continue;
            }
            meant_until = at.end;
            if !mentions.iter().any(|mention| mention.number == name.number) {
                let Name { owner, number, .. } = name;
                let name = written(&text[at.clone()], writing);
                mentions.push(Mention { name, owner, at, number });
            }
        }
        Ok(mentions)
    }

    /// Where a name that was found in a letter stands in a value of the facts.
    pub fn place_in(
        &self,
        value: &str,
        mention: &Mention,
        client: &Client,
    ) -> Result<Option<Range<usize>>, FsError> {
        let found = self.others_in(value, Writing::Plain, client)?;
        Ok(found.into_iter().find(|it| it.number == mention.number).map(|it| it.at))
    }
}

/// A text folded, and for each byte of that which bytes of the text it is from.
fn folded_with_places(text: &str, writing: Writing) -> (String, Vec<Range<usize>>) {
    let (mut folded, mut places) = (String::new(), Vec::new());
    each_folded(text, writing, |c, range| {
        places.extend(std::iter::repeat_n(range, c.len_utf8()));
        folded.push(c);
    });
    (folded, places)
}

/// All that may be names in a folded text.
fn candidates(known: &Known, folded: &str) -> Vec<Candidate> {
    let mut reader = Reader::of(known);
    let mut found = Vec::new();
    for (at, c) in folded.char_indices() {
        let end = at + c.len_utf8();
        reader.read(c, |name, it| {
            found.push(Candidate { at: end - name.len()..end, hash: it.hash });
        });
    }
    found
}

/// Wherever these words stand in a text, also where they overlap.
fn all_of<'a>(text: &'a str, words: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + text[from..].find(words)?;
        from = at + text[at..].chars().next().map_or(1, char::len_utf8);
        Some(at..at + words.len())
    })
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

    use super::super::gathered::{Gathered, Named};
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

    /// The names of these clients.
    fn gathered(clients: &[Client], let_pass: BTreeSet<String>) -> OtherNames {
        let mut names = Gathered::default();
        clients.iter().for_each(|it| names.add(&Named::of(it)).expect("room"));
        names.finish(BTreeSet::new(), let_pass).expect("names").1
    }

    /// The names of these clients that are found in a letter to somebody else.
    fn found(clients: &[Client], let_pass: &[&str], text: &str, writing: Writing) -> Vec<String> {
        let names = gathered(clients, let_pass.iter().map(|it| fold(it)).collect());
        let other = client("C-9", "有限会社よそ", "御中");
        let found = names.others_in(text, writing, &other).expect("names");
        found.into_iter().map(|it| it.name).collect()
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
        let names = gathered(&clients, BTreeSet::new());
        let other = client("C-9", "有限会社よそ", "御中");
        let found =
            |text: &str| names.others_in(text, Writing::Typst, &other).expect("names").len();
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
        let names = gathered(&clients, BTreeSet::new());
        let own = |text| names.others_in(text, Writing::Plain, &clients[1]).expect("names");
        assert!(own("みなと商会北支店とみなと商会様").is_empty());
        assert_eq!(own("山田　太郎様").len(), 1);
    }
}
