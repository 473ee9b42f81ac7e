//! Blocks from YAML.

use super::{
    Blank, Block, BlockKind, Body, Condition, Heading, Image, Language, List, Notes, Pair, Pairs,
    PartName, Passage, Prose, Question, Questions, Said,
};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::facts::{Fields, FromYaml, Node, Parsing};
use crate::messages::{Message, listed};
use crate::model::style::Mark;

/// The condition of a part; none means everyone.
pub(in crate::model) fn when(fields: &mut Fields<'_>, cx: &mut Parsing) -> Condition {
    fields.refuse_empty("when", cx);
    fields.optional("when", cx).unwrap_or_default()
}

impl FromYaml for Body {
    fn wanted() -> Message {
        Message::TextOrBlocks
    }

    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        node.read(cx).map(Self)
    }
}

/// The keys that say what a block is. `notes` may stand beside a text or a part, and
/// `body` stands beside a heading.
const KINDS: [&str; 14] = [
    "text",
    "lines",
    "heading",
    "body",
    "list",
    "pairs",
    "table",
    "qa",
    "notes",
    "box",
    "bulletins",
    "use",
    "blanks",
    "image",
];

/// The keys that say how, each with the kinds beside which it stands.
const BESIDE: [(&str, &[&str]); 2] =
    [("mark", &["heading", "list", "pairs", "qa", "notes"]), ("inline", &["list"])];

impl FromYaml for Block {
    fn wanted() -> Message {
        Message::TextOrBlocks
    }

    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        if !node.value().is_mapping() || node.is_text() {
            cx.problems.extend(node.key_with_wide_colon(&KINDS));
            return Some(Self::everybodys(BlockKind::Text(node.read(cx)?, None)));
        }
        let mut fields = node.fields(cx)?;
        let when = when(&mut fields, cx);
        let lang: Option<Language> = fields.optional("lang", cx);
        let style = fields.optional("style", cx).map(Box::new);
        let kind = Language::within(lang.as_ref(), cx, |cx| kind(&mut fields, cx));
        fields.finish(cx);
        Some(Self { when, lang, style, kind: kind? })
    }
}

/// What the block is, of which exactly one key speaks.
fn kind(fields: &mut Fields<'_>, cx: &mut Parsing) -> Option<BlockKind> {
    let present: Vec<(&str, Node<'_>)> =
        KINDS.iter().filter_map(|&kind| Some((kind, fields.node(kind)?))).collect();
    for (key, kinds) in BESIDE {
        let Some(node) = fields.node(key) else { continue };
        if !present.is_empty() && !present.iter().any(|(kind, _)| kinds.contains(kind)) {
            let (key, kinds) = (key.to_owned(), listed(kinds));
            let problem = node.problem(Message::KeyOnlyBeside { key: key.clone(), kinds });
            cx.problems.push(match node.deletion() {
                Some(deletion) => problem.remedy(Message::DeleteKey { key }, deletion),
                None => problem,
            });
        }
    }
    let names: Vec<&str> = present.iter().map(|(kind, _)| *kind).collect();
    let kind = match (&names[..], &present[..]) {
        (["text" | "use", "notes"] | ["notes", "use"] | [_], [(_, first), rest @ ..]) => {
            // `notes` comes before `use` in the order of the kinds.
            let (name, node, notes) = match (&names[..], rest) {
                (["notes", "use"], [(_, part), ..]) => ("use", part, true),
                ([name, ..], rest) => (*name, first, !rest.is_empty()),
                ([], _) => return None,
            };
            one_kind(name, node, notes, fields, cx)
        }
        (["heading", "body"], [(_, heading), (_, body)]) => {
            let mark = fields.optional("mark", cx);
            let (text, body) = (heading_text(heading, cx), body.read(cx));
            Some(BlockKind::Heading(Heading { text: text?, mark, body: Some(body?) }))
        }
        // A key that nobody knows may be the one that is missed.
        ([], _) if fields.has_unknown() => return None,
        ([], _) => {
            let problem = fields.whole().problem(Message::BlockIsEmpty);
            cx.problems.push(problem.hint(Message::BlockHasOneOf { kinds: listed(KINDS) }));
            None
        }
        ([first, second, ..], [_, (_, node), ..]) => {
            let message =
                Message::BlockHasTwo { first: (*first).to_string(), second: (*second).to_string() };
            cx.problems.push(node.problem(message).hint(Message::BeginNewBlock));
            None
        }
        _ => None,
    };
    // What stands beside another is not proposed beside a third.
    let beside = match &names[..] {
        ["heading"] => &["body"][..],
        ["text"] | ["use"] => &["notes"],
        _ => &[],
    };
    let others: Vec<&str> = KINDS.into_iter().filter(|kind| !beside.contains(kind)).collect();
    fields.exclude(&others);
    for (key, kinds) in BESIDE {
        if !names.iter().any(|name| kinds.contains(name)) {
            fields.exclude(&[key]);
        }
    }
    kind
}

fn one_kind(
    name: &str,
    node: &Node<'_>,
    has_notes: bool,
    fields: &mut Fields<'_>,
    cx: &mut Parsing,
) -> Option<BlockKind> {
    let notes = |fields: &mut Fields<'_>, cx: &mut Parsing| {
        has_notes.then(|| Notes::read(fields, cx)).flatten()
    };
    Some(match name {
        "text" => {
            let notes = notes(fields, cx);
            BlockKind::Text(node.read(cx)?, notes)
        }
        "use" => {
            let notes = notes(fields, cx);
            BlockKind::Use(PartName::read(node, cx)?, notes)
        }
        "lines" => BlockKind::Lines(Prose::of_lines(node, cx)?),
        "heading" => {
            let mark = fields.optional("mark", cx);
            BlockKind::Heading(Heading { text: heading_text(node, cx)?, mark, body: None })
        }
        "body" => BlockKind::Group(node.read(cx)?),
        "list" => BlockKind::List(List::read(node, fields, cx)?),
        "pairs" => pairs(node, fields, cx)?,
        "table" => BlockKind::Table(node.read(cx)?),
        "qa" => {
            let marks = question_marks(fields, cx);
            BlockKind::Questions(Questions { marks: marks?, entries: node.read(cx)? })
        }
        "notes" => BlockKind::Notes(Notes::read(fields, cx)?),
        "box" => BlockKind::Framed(node.read(cx)?),
        "bulletins" => BlockKind::Bulletins(node.read(cx)?),
        "blanks" => BlockKind::Blanks(node.read(cx)?),
        "image" => BlockKind::Image(Image::read(node, cx)?),
        _ => return None,
    })
}

fn heading_text(node: &Node<'_>, cx: &mut Parsing) -> Option<Prose> {
    let text: Prose = node.read(cx)?;
    cx.problems.extend(one_paragraph(&text, &Message::AHeading));
    Some(text)
}

/// A text in which variables are not filled in, and would be printed as they are.
pub(in crate::model) fn plain(node: &Node<'_>, cx: &mut Parsing) -> Option<String> {
    let text: String = node.read(cx)?;
    if text.contains("{{") || text.contains("{%") {
        cx.problems.push(node.problem(Message::NoVariablesHere).hint(Message::WriteTextItself));
        return None;
    }
    Some(text)
}

/// A heading or title is one paragraph.
pub(in crate::model) fn one_paragraph(prose: &Prose, what: &Message) -> Option<Diagnostic> {
    (prose.paragraphs.len() > 1).then(|| {
        Diagnostic::error(Message::OneParagraph {
            what: what.to_string(),
            found: prose.paragraphs.len().to_string(),
        })
        .at(prose.origin.place())
        .hint(Message::DeleteBlankLine)
    })
}

impl PartName {
    /// Reads the name of a part, of which the facts have declared all.
    pub(in crate::model) fn read(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let name: String = node.read(cx)?;
        if cx.declared.parts.contains(&name) {
            return Some(Self { name, origin: node.origin() });
        }
        let problem = node.problem(Message::NoSuchPart { name: name.clone() });
        let parts = cx.declared.parts.iter().map(String::as_str);
        let problem = match did_you_mean(&name, parts) {
            Some(meant) => node.meant(problem, meant),
            None if cx.declared.parts.is_empty() => problem.hint(Message::DeclarePart { name }),
            None => problem.hint(Message::PartsAre { names: listed(&*cx.declared.parts) }),
        };
        cx.problems.push(problem);
        None
    }
}

impl FromYaml for Passage {
    fn wanted() -> Message {
        Message::Text
    }

    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        if !node.value().is_mapping() || node.is_text() {
            cx.problems.extend(node.key_with_wide_colon(&["text", "use"]));
            return Some(Self::everybodys(Said::Prose(node.read(cx)?)));
        }
        let mut fields = node.fields(cx)?;
        let passage = Self::read(&mut fields, cx);
        fields.finish(cx);
        passage
    }
}

impl Passage {
    fn everybodys(said: Said) -> Self {
        Self { when: Condition::default(), lang: None, said }
    }

    /// Reads what of a mapping is the text: `text` or `use`, with `when` and `lang`.
    pub(super) fn read(fields: &mut Fields<'_>, cx: &mut Parsing) -> Option<Self> {
        let when = when(fields, cx);
        let lang: Option<Language> = fields.optional("lang", cx);
        let said = Language::within(lang.as_ref(), cx, |cx| match fields.node("use") {
            Some(part) => PartName::read(&part, cx).map(Said::Part),
            // A key that nobody knows may be the one that is missed.
            None if !fields.has("text") && fields.has_unknown() => None,
            None => fields.required("text", cx).map(Said::Prose),
        });
        Some(Self { when, lang, said: said? })
    }

    /// A cell: a text, or nothing at all.
    pub(super) fn cell(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        match Self::is_blank(node) {
            true => Some(Self::everybodys(Said::Nothing)),
            false => node.read(cx),
        }
    }

    /// Whether nothing is written there.
    pub(super) fn is_blank(node: &Node<'_>) -> bool {
        let is_blank = |text: &str| text.chars().all(crate::facts::is_blank);
        node.value().is_null() || node.value().as_str().is_some_and(is_blank)
    }
}

impl Notes {
    /// Reads `notes`, and `mark` beside it where the block is of notes only.
    fn read(fields: &mut Fields<'_>, cx: &mut Parsing) -> Option<Self> {
        let mark = match fields.node("text").or_else(|| fields.node("use")) {
            None => fields.optional("mark", cx),
            Some(_) => None,
        };
        Self::with_mark(mark, fields, cx)
    }

    /// Reads `notes` below a text that has a mark of another kind.
    pub(super) fn with_mark(
        mark: Option<Mark>,
        fields: &mut Fields<'_>,
        cx: &mut Parsing,
    ) -> Option<Self> {
        let notes = fields.optional("notes", cx)?;
        Some(Self { mark: mark.unwrap_or_else(|| Mark::fixed("※")), notes })
    }
}

fn pairs(node: &Node<'_>, fields: &mut Fields<'_>, cx: &mut Parsing) -> Option<BlockKind> {
    let mark = fields.optional("mark", cx);
    let mut entries = Vec::new();
    let before = cx.problems.len();
    for (label, node) in node.entries(cx)? {
        if label.contains("{{") || label.contains("{%") {
            let problem = node.problem_at_key(Message::NoVariablesHere);
            cx.problems.push(problem.hint(Message::WriteTextItself));
        }
        let value = node.read(cx);
        entries.extend(value.map(|value| Pair { label: label.to_owned(), value }));
    }
    (cx.problems.len() == before).then_some(BlockKind::Pairs(Pairs { mark, entries }))
}

/// What stands before questions and answers: 問 and 答 where nothing is said.
fn question_marks(fields: &mut Fields<'_>, cx: &mut Parsing) -> Option<[Mark; 2]> {
    let Some(node) = fields.node("mark") else {
        return Some([Mark::fixed("問"), Mark::fixed("答")]);
    };
    let marks: Vec<Mark> = node.read(cx)?;
    let marks: Option<[Mark; 2]> = marks.try_into().ok();
    if marks.is_none() {
        cx.problems.push(node.problem(Message::TwoMarks).hint(Message::MarksOfQuestions));
    }
    marks
}

impl FromYaml for Question {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let when = when(&mut fields, cx);
        let question = fields.required("q", cx);
        let answer = fields.required("a", cx);
        fields.finish(cx);
        Some(Self { when, question: question?, answer: answer? })
    }
}

impl FromYaml for Blank {
    fn wanted() -> Message {
        Message::Text
    }

    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        if !node.value().is_mapping() || node.is_text() {
            return Some(Self { when: Condition::default(), label: node.read(cx)?, end: None });
        }
        let mut fields = node.fields(cx)?;
        let when = when(&mut fields, cx);
        let label = fields.required("label", cx);
        let end = fields.optional("end", cx);
        fields.finish(cx);
        Some(Self { when, label: label?, end })
    }
}

impl Image {
    fn read(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let file = fields.required_node("file", Message::PathOfPicture, cx);
        let alt = fields.required("alt", cx);
        let width = fields.node("width").and_then(|node| {
            super::table::length(&node, &super::table::UNITS, Message::PictureWidthsAre, cx)
        });
        let caption = fields.optional("caption", cx);
        fields.finish(cx);
        let file = file.and_then(|node| picture(&node, cx));
        Some(Self { file: file?, alt: alt?, width, caption, origin: node.origin() })
    }
}

/// The path of one of the project's pictures.
fn picture(node: &Node<'_>, cx: &mut Parsing) -> Option<String> {
    let path: String = node.read(cx)?;
    if cx.declared.pictures.contains(&path) {
        return Some(path);
    }
    let problem = node.problem(Message::NoSuchPicture { path: path.clone() });
    let pictures = cx.declared.pictures.iter().map(String::as_str);
    cx.problems.push(match did_you_mean(&path, pictures) {
        Some(meant) => node.meant(problem, meant),
        None => problem.hint(Message::PutPicture),
    });
    None
}

impl Block {
    fn everybodys(kind: BlockKind) -> Self {
        Self { when: Condition::default(), lang: None, style: None, kind }
    }
}
