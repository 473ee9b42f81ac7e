//! What may stand at a place by what YAML makes of it, and as a schema.
//!
//! A schema with alternatives (`anyOf`) is badly told by editors where none of them holds.
//! So each form of a value, list, mapping or scalar, leads to the one schema that it must
//! hold (`if`), and what is wrong is told of that alone.

use super::json::{Json, list, object};
use super::scalars::both;
use crate::messages::Message;

/// The forms of a value that may stand somewhere, each with its schema.
#[derive(Debug, Clone, Default)]
pub(super) struct Shape {
    /// Whether nothing at all may be written.
    pub nothing: bool,
    /// A text, number or truth value.
    pub scalar: Option<Json>,
    /// A list.
    pub list: Option<Json>,
    /// A mapping.
    pub mapping: Option<Json>,
    /// What is proposed; it does not say what may be written.
    pub offers: Option<Offers>,
}

/// What is proposed where something may be written.
#[derive(Debug, Clone)]
pub(super) enum Offers {
    /// The words that are meant.
    Words(Vec<String>),
    /// Some that may be.
    Examples(Vec<Json>),
}

impl Offers {
    /// At a key: in a branch of its own, and with one that fails, because the servers of
    /// editors look for proposals in alternatives, and join what is said of several that hold.
    fn at_key(self) -> Json {
        let (offers, never) = match self {
            Self::Words(words) => {
                let words = || one_of(words.iter().map(String::as_str));
                (words(), words())
            }
            Self::Examples(examples) => {
                (object([("examples", Json::List(examples))]), Json::anything())
            }
        };
        object([("anyOf", list([offers, object([("not", never)])]))])
    }

    /// In a list, where servers take alternatives for mappings, and propose to begin one.
    fn in_list(self) -> Json {
        let examples = match self {
            Self::Words(words) => list(words),
            Self::Examples(examples) => Json::List(examples),
        };
        object([("examples", examples)])
    }
}

/// What the schema of the scalars that are words is: exactly these.
pub(super) fn one_of<'a>(words: impl IntoIterator<Item = &'a str>) -> Json {
    object([("enum", list(words))])
}

/// A schema that another one is told by.
pub(super) fn reference(name: &str) -> Json {
    object([("$ref", format!("#/definitions/{name}").into())])
}

/// A schema that holds for what holds for none of the others.
fn branch(form: &str, then: Json, otherwise: Json) -> Json {
    object([("if", object([("type", form.into())])), ("then", then), ("else", otherwise)])
}

impl Shape {
    /// Scalars of this schema alone.
    pub(super) fn of_scalar(scalar: Json) -> Self {
        Self { scalar: Some(scalar), ..Self::default() }
    }

    /// Mappings of this schema alone.
    pub(super) fn of_mapping(mapping: Json) -> Self {
        Self { mapping: Some(mapping), ..Self::default() }
    }

    /// One of these words.
    pub(super) fn of_words<'a>(words: impl IntoIterator<Item = &'a str> + Clone) -> Self {
        Self::of_scalar(one_of(words.clone())).offering_words(words)
    }

    /// A list of these, or one of them. A list in a list is one of its elements.
    pub(super) fn listed(self) -> Self {
        let offers = self.offers.clone();
        let (scalar, mapping) = (self.scalar.clone(), self.mapping.clone());
        let items = match self {
            // They are proposed by themselves.
            Self { scalar: Some(words), mapping: None, list: None, nothing: false, .. }
                if words.has("enum") =>
            {
                words
            }
            mut any => match any.offers.take() {
                Some(offers) => offers.in_list().and(any.schema()),
                None => any.schema(),
            },
        };
        let items = object([("type", "array".into()), ("items", items)]);
        Self { scalar, list: Some(items), mapping, offers, ..Self::default() }
    }

    /// The same, the list kept to so many elements.
    pub(super) fn with_elements(mut self, least: u32, most: Option<u32>) -> Self {
        self.list = self.list.map(|it| {
            let it = if least > 0 { it.with("minItems", least) } else { it };
            most.into_iter().fold(it, |it, most| it.with("maxItems", most))
        });
        self
    }

    /// What is of this shape or of another, whose mappings are the ones that are meant.
    pub(super) fn or(self, other: Self) -> Self {
        let scalar = match (self.scalar, other.scalar) {
            (Some(one), Some(other)) => Some(object([("anyOf", list([one, other]))])),
            (one, other) => one.or(other),
        };
        Self {
            nothing: self.nothing || other.nothing,
            scalar,
            list: other.list.or(self.list),
            mapping: other.mapping.or(self.mapping),
            offers: other.offers.or(self.offers),
        }
    }

    /// The same, where nothing may be written too.
    pub(super) fn or_nothing(mut self) -> Self {
        self.nothing = true;
        self
    }

    /// The same, with these words proposed.
    pub(super) fn offering_words<'a>(mut self, words: impl IntoIterator<Item = &'a str>) -> Self {
        self.offers = Some(Offers::Words(words.into_iter().map(str::to_owned).collect()));
        self
    }

    /// The same, with these values proposed.
    pub(super) fn offering(mut self, examples: Vec<Json>) -> Self {
        self.offers = Some(Offers::Examples(examples));
        self
    }

    /// As a schema.
    pub(super) fn schema(self) -> Json {
        let forms = [("array", self.list.is_some()), ("object", self.mapping.is_some())];
        let forms = forms.into_iter().filter(|(_, may_be)| *may_be).map(|(form, _)| form);
        let expected = if self.mapping.is_some() { Message::Pairs } else { Message::AList };
        let other = object([("type", list(forms)), ("errorMessage", both(&expected).into())]);
        let mut schema = self.scalar.clone().unwrap_or(other);
        if let Some(mapping) = self.mapping {
            schema = branch("object", mapping, schema);
        }
        if let Some(list) = self.list {
            schema = branch("array", list, schema);
        }
        if self.nothing {
            schema = object([("if", object([("type", "null".into())])), ("else", schema)]);
        } else if !schema.has("if") {
            // A type right at a key would make editors propose `true` and `false`.
            schema = object([("if", Json::anything()), ("then", schema)]);
        }
        match self.offers {
            Some(offers) => offers.at_key().and(schema),
            None => schema,
        }
    }
}
