//! Places of the facts as schemas: which keys may stand there, which must, and which beside
//! which. The keys and their kinds are the vocabulary's; here is what the parser takes beyond
//! what their kinds say.

use std::cell::RefCell;
use std::ptr;

use super::json::{Json, list, object};
use super::own::{own_shape, own_tests};
use super::rules::{has, rules};
use super::scalars::Scalar;
use super::shape::{Shape, one_of, reference};
use super::words;
use crate::facts::{OwnField, OwnFields};
use crate::rules::Rule;
use crate::vocabulary::{
    ACCEPTED, Absent, BESIDE, BLANK, BLOCK, BULLETIN, CLIENT, COLUMN, CONDITION, COUNT, DAY, FIELD,
    HOLDING, IMAGE, INCIDENT, ITEM, Key, Kind, NOTICE, OFFICE, PASSAGE, PERSON, Place, QUESTION,
    ROW, SENDER, STYLE, TABLE,
};

/// Names that the office may give: [`crate::facts::is_own_name`].
pub(super) const OWN_NAME: &str =
    r"^(?![0-9])(?=[A-Z]|.*[^\u0000-\u007F])[\p{L}\p{M}\p{N}_・\u24B6-\u24E9]+$";

/// What the definition of each place is called.
static NAMES: [(&Place, &str); 23] = [
    (&OFFICE, "office"),
    (&SENDER, "sender"),
    (&PERSON, "person"),
    (&ACCEPTED, "accepted"),
    (&STYLE, "style"),
    (&FIELD, "field"),
    (&CLIENT, "client"),
    (&HOLDING, "holding"),
    (&INCIDENT, "incident"),
    (&BULLETIN, "bulletin"),
    (&NOTICE, "notice"),
    (&BLOCK, "block"),
    (&PASSAGE, "passage"),
    (&ITEM, "item"),
    (&TABLE, "table"),
    (&COLUMN, "column"),
    (&ROW, "row"),
    (&QUESTION, "question"),
    (&BLANK, "blank"),
    (&IMAGE, "image"),
    (&CONDITION, "condition"),
    (&COUNT, "count"),
    (&DAY, "day"),
];

/// The definition of a text with braces around it: `{text: …}` or `{use: …}`.
const WORDS: &str = "words";

/// Whether they are one place.
pub(super) fn is(place: &Place, other: &Place) -> bool {
    ptr::eq(place, other)
}

/// The schemas of places, with those that they lead to.
#[derive(Debug)]
pub(super) struct Places<'a> {
    /// The office's own fields; `None` if any may be there.
    own: Option<&'a OwnFields>,
    /// Whether it is a notice that they are in, which does not ask which one it is.
    in_notice: bool,
    /// The places that are led to, in the order in which they are met.
    met: RefCell<Vec<&'static Place>>,
}

impl<'a> Places<'a> {
    pub(super) fn new(own: Option<&'a OwnFields>, in_notice: bool) -> Self {
        Self { own, in_notice, met: RefCell::default() }
    }

    /// The definitions of all that the places lead to that have been asked for.
    pub(super) fn definitions(&self) -> Json {
        let mut definitions = Json::anything();
        let mut done = 0;
        loop {
            let next = self.met.borrow().get(done).copied();
            let Some(place) = next else { break };
            definitions = definitions.with(name_of(place), self.place(place));
            for key in place.keys().filter(|_| is(place, &BLOCK)) {
                definitions = definitions.with(&of_block(key), self.key(place, key));
            }
            done += 1;
        }
        definitions = definitions.with(WORDS, self.words());
        for scalar in Scalar::ALL {
            definitions = definitions.with(scalar.name(), scalar.definition());
        }
        definitions
    }

    /// The schema of a place, by the name of its definition.
    pub(super) fn at(&self, place: &'static Place) -> Json {
        let mut met = self.met.borrow_mut();
        if !met.iter().any(|it| is(it, place)) {
            met.push(place);
        }
        reference(name_of(place))
    }

    /// A mapping with the keys of a place.
    pub(super) fn place(&self, place: &'static Place) -> Json {
        let all: Vec<&Key> = place.keys().filter(|key| self.may_stand(place, key)).collect();
        let schema = words::told_of_place(place).with("type", "object");
        if is(place, &BLOCK) {
            return schema.and(self.block(&all));
        }
        let schema = schema.and(self.closed(place, &all));
        let needed = all.iter().filter(|key| key.absent == Absent::Required).map(|key| key.name);
        let own = self.own.filter(|_| is(place, &CLIENT)).into_iter().flat_map(OwnFields::iter);
        let own = own.filter(|field| field.needed).map(|field| field.name.as_str());
        let needed: Vec<&str> = needed.chain(own).collect();
        let schema = match needed.is_empty() {
            true => schema,
            false => schema.with("required", list(needed.iter().copied())),
        };
        let schema = if needed.len() > 1 { schema.and(self.skeleton(place)) } else { schema };
        let rules = rules(place, &all);
        let schema =
            if rules.is_empty() { schema } else { schema.with("allOf", Json::List(rules)) };
        // One bound at least.
        let compares = is(place, &COUNT) || is(place, &DAY);
        if compares { schema.with("minProperties", 1) } else { schema }
    }

    fn may_stand(&self, place: &Place, key: &Key) -> bool {
        !(self.in_notice && is(place, &CONDITION) && key.name == "notice")
    }

    /// These keys and no others, but for those that the office has named.
    fn closed(&self, place: &'static Place, keys: &[&Key]) -> Json {
        let mut properties = Json::anything();
        for key in keys {
            // A key of a block stands in the schemas of many.
            let schema = match is(place, &BLOCK) {
                true => reference(&of_block(key)),
                false => self.key(place, key),
            };
            properties = properties.with(key.name, schema);
        }
        let takes_own = is(place, &CLIENT) || is(place, &CONDITION);
        let (own, open) = match self.own.filter(|_| takes_own) {
            Some(own) => (own.clone(), false),
            None => (OwnFields::default(), takes_own),
        };
        for field in own.iter() {
            let shape = match is(place, &CLIENT) {
                true => own_shape(field).or_nothing(),
                false => own_tests(self, field),
            };
            properties =
                properties.with(&field.name, words::told_of_own(field).and(shape.schema()));
        }
        let closed = object([("properties", properties), ("additionalProperties", false.into())]);
        match open {
            true => closed.with("patternProperties", object([(OWN_NAME, Json::anything())])),
            false => closed,
        }
    }

    /// A key with all that is told of it.
    fn key(&self, place: &'static Place, key: &Key) -> Json {
        let mut shape = self.shape_of(place, key);
        let is_test = is(place, &CONDITION) || is(place, &COUNT) || is(place, &DAY);
        // An empty test could be taken for its opposite.
        let may_be_empty = !is_test && !matches!(key.name, "when" | "to");
        if is_test {
            shape = shape.with_elements(1, None);
        }
        if may_be_empty && key.absent != Absent::Required {
            shape.nothing = true;
        }
        if shape.offers.is_none() {
            shape = shape.offering(words::example(key.example).into_iter().collect());
        }
        words::told_of_key(key).and(shape.schema())
    }

    /// What the parser takes at a key.
    fn shape_of(&self, place: &'static Place, key: &Key) -> Shape {
        let shape = self.shape(key.kind);
        if is(place, &CONDITION) {
            return self.test(key, shape);
        }
        match (name_of(place), key.name) {
            (_, "lang") => {
                Shape::of_scalar(Scalar::Language.schema()).offering_words(["en", "pt", "zh"])
            }
            // What is no date is printed as it is written.
            ("item", "date") => self.shape(Kind::Prose),
            (_, "lines") => self.shape(Kind::Text).listed(),
            ("row", "cells") => self.cell().listed(),
            ("column", "heading") => {
                Shape { scalar: Some(Scalar::Blank.schema()), ..self.shape(key.kind) }
            }
            ("table", "rows") => self.rows(),
            ("table", "columns") => {
                let column = Shape::of_mapping(self.at(&COLUMN));
                let blank = Shape { scalar: Some(Scalar::Blank.schema()), ..column };
                blank.or_nothing().listed()
            }
            ("block", "pairs") => {
                let value = self.shape(Kind::Body).schema();
                Shape::of_mapping(object([
                    ("type", "object".into()),
                    ("additionalProperties", value),
                ]))
            }
            ("office", "checks") => self.levels(key.kind),
            ("accepted", "check") => Shape::of_words(Rule::ALL.iter().map(|rule| rule.id())),
            ("notice", "head" | "foot") => self.lines_of_pieces(key.kind),
            ("notice", "greeting") => shape.with_elements(2, Some(2)),
            ("notice", "appendix") => self.sections(),
            ("notice", "body") => shape.with_elements(1, None),
            _ => shape,
        }
    }

    /// What a kind of values may be.
    pub(super) fn shape(&self, kind: Kind) -> Shape {
        let scalar = |scalar: Scalar| Shape::of_scalar(scalar.schema());
        match kind {
            Kind::Text | Kind::Picture | Kind::Name => scalar(Scalar::Text),
            Kind::Prose => Shape { mapping: Some(reference(WORDS)), ..scalar(Scalar::Text) },
            Kind::Body => {
                let block = Shape { mapping: Some(self.at(&BLOCK)), ..scalar(Scalar::Text) };
                block.listed()
            }
            Kind::Number => scalar(Scalar::Number),
            Kind::Date => scalar(Scalar::Date),
            Kind::Moment => scalar(Scalar::Moment),
            Kind::True => scalar(Scalar::True).offering(vec![true.into()]),
            Kind::Id => scalar(Scalar::Id),
            Kind::PostalCode => scalar(Scalar::PostalCode),
            Kind::Mark => scalar(Scalar::Mark),
            Kind::Width => scalar(Scalar::Width),
            Kind::Example => scalar(Scalar::Example),
            Kind::OneOf(words) => Shape::of_words(words.iter().copied()),
            Kind::OneNumberOf(numbers) => {
                let numbers = || numbers.iter().filter_map(|it| words::example(it));
                let plain = object([("enum", Json::List(numbers().collect()))]);
                let text = object([("type", "string".into())]);
                let any =
                    object([("if", text), ("then", Scalar::Number.schema()), ("else", plain)]);
                Shape::of_scalar(any).offering(numbers().collect())
            }
            Kind::Place(place) => Shape::of_mapping(self.at(place)),
            Kind::List(kind) => self.shape(*kind).listed(),
            Kind::Named(kind) => self.named(*kind),
            Kind::Or(one, other) => self.shape(*one).or(self.shape(*other)),
        }
    }

    /// Values by names of the office's own.
    fn named(&self, kind: Kind) -> Shape {
        let value = self.shape(kind).schema();
        Shape::of_mapping(object([
            ("type", "object".into()),
            ("patternProperties", object([(OWN_NAME, value)])),
            ("additionalProperties", false.into()),
        ]))
    }

    /// Levels by the ids of checks.
    fn levels(&self, kind: Kind) -> Shape {
        let Kind::Named(level) = kind else { return self.shape(kind) };
        let level = self.shape(*level).schema();
        let mut levels = Json::anything();
        for rule in Rule::ALL {
            levels = levels.with(rule.id(), level.clone());
        }
        Shape::of_mapping(object([
            ("type", "object".into()),
            ("properties", levels),
            ("additionalProperties", false.into()),
        ]))
    }

    /// Lines of a head or foot: a piece each, or two in a list; or `none`.
    fn lines_of_pieces(&self, kind: Kind) -> Shape {
        let Kind::List(Kind::OneOf(pieces)) = kind else { return self.shape(kind) };
        let line = || Shape::of_words(pieces.iter().copied());
        let or_two = Shape { mapping: None, ..line().listed().with_elements(1, Some(2)) };
        let lines = or_two.listed();
        let words = pieces.iter().copied().chain(["none"]);
        Shape { scalar: Some(one_of(words.clone())), ..lines }.offering_words(words)
    }

    /// A cell of a table, which may be blank.
    fn cell(&self) -> Shape {
        let cell = Shape::of_mapping(self.at(&PASSAGE));
        Shape { scalar: Some(Scalar::Blank.schema()), ..cell }.or_nothing()
    }

    /// Rows of a table: lists of cells, one cell, or a mapping; or the name of a field.
    fn rows(&self) -> Shape {
        let cells = self.cell().listed();
        let row = Shape { mapping: Some(self.at(&ROW)), ..cells };
        let fields = self.names_of(&["data"], |field| field.columns().is_some());
        Shape { scalar: fields.scalar, offers: fields.offers, ..row.or_nothing().listed() }
    }

    /// These names and those of some of the office's own fields; any own ones, where they are
    /// not known.
    fn names_of(&self, known: &[&str], is_one: fn(&OwnField) -> bool) -> Shape {
        let own = self.own.into_iter().flat_map(OwnFields::iter).filter(|field| is_one(field));
        let names = known.iter().copied().chain(own.map(|field| field.name.as_str()));
        let shape = Shape::of_words(names.collect::<Vec<_>>());
        if self.own.is_some() {
            return shape;
        }
        let own = object([("type", "string".into()), ("pattern", OWN_NAME.into())]);
        let any = object([("anyOf", list([one_of(known.iter().copied()), own]))]);
        Shape { scalar: Some(any), ..shape }
    }

    /// Headings, each with what stands below it.
    fn sections(&self) -> Shape {
        let heading = object([("required", list(["heading"]))]);
        Shape::of_mapping(object([("allOf", list([self.at(&BLOCK), heading]))])).listed()
    }

    /// What a condition may ask of a field: where a record has one of a few words, one of them.
    fn test(&self, key: &Key, shape: Shape) -> Shape {
        let of_record = CLIENT.keys().find(|it| it.name == key.name);
        match of_record.map(|it| it.kind) {
            Some(Kind::OneOf(words)) => Shape::of_words(words.iter().copied()).listed(),
            _ if key.name == "has" => self.field_names().listed(),
            _ => shape,
        }
    }

    /// The fields that not every recipient has.
    fn field_names(&self) -> Shape {
        let may_lack = |key: &&Key| !matches!(key.absent, Absent::Required | Absent::Is(_));
        let known: Vec<&str> = CLIENT.keys().filter(may_lack).map(|key| key.name).collect();
        self.names_of(&known, |_| true)
    }

    /// What a block is: exactly one of its first keys with a value, with what may stand
    /// beside it. A key that may stand beside another is asked for after it.
    fn block(&self, all: &[&Key]) -> Json {
        let kinds: Vec<&Key> = BLOCK.groups.first().into_iter().flat_map(|it| it.keys).collect();
        let beside_all: Vec<&str> = all
            .iter()
            .filter(|key| !kinds.iter().any(|kind| kind.name == key.name))
            .filter(|key| !BESIDE.iter().any(|it| it.key == key.name))
            .map(|key| key.name)
            .collect();
        let stands_beside = |kind: &Key| BESIDE.iter().any(|it| it.key == kind.name);
        let (later, first): (Vec<&Key>, Vec<&Key>) =
            kinds.iter().partition(|kind| stands_beside(kind));
        let names: Vec<&str> = kinds.iter().map(|kind| kind.name).collect();
        let nothing = words::nothing_said(&names);
        let mut schema = self.closed(&BLOCK, all).with("allOf", list([nothing]));
        for kind in first.into_iter().chain(later).rev() {
            let beside = BESIDE.iter().filter(|it| it.block == kind.name).map(|it| it.key);
            let names: Vec<&str> =
                beside.chain([kind.name]).chain(beside_all.iter().copied()).collect();
            let keys: Vec<&Key> =
                all.iter().copied().filter(|key| names.contains(&key.name)).collect();
            let then = self.closed(&BLOCK, &keys);
            schema = object([("if", has(kind.name)), ("then", then), ("else", schema)]);
        }
        schema
    }

    /// A text in braces.
    fn words(&self) -> Json {
        let keys: Vec<&Key> = PASSAGE.groups.first().into_iter().flat_map(|it| it.keys).collect();
        let rules = rules(&PASSAGE, &keys);
        let words = object([("type", "object".into())]).and(self.closed(&PASSAGE, &keys));
        words.with("allOf", Json::List(rules))
    }

    /// All that must be there, to be filled in.
    fn skeleton(&self, place: &'static Place) -> Json {
        let mut body = Json::anything();
        let needed = place.keys().filter(|key| key.absent == Absent::Required);
        for (stop, key) in (1..).zip(needed) {
            let value = match key.kind {
                Kind::OneOf(words) => format!("${{{stop}|{}|}}", words.join(",")),
                _ => format!("${stop}"),
            };
            body = body.with(key.name, value);
        }
        let snippet = words::skeleton(place).with("body", body);
        object([("defaultSnippets", list([snippet]))])
    }
}

fn name_of(place: &Place) -> &'static str {
    NAMES.iter().find(|(it, _)| is(it, place)).map_or("other", |(_, name)| name)
}

/// What the definition of a key of blocks is called.
fn of_block(key: &Key) -> String {
    format!("block-{}", key.name)
}
