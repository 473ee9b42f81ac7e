//! Where each text of the facts stands in a letter that was set: on which pages and where,
//! or in which lines of a mail. Whoever looks at a letter can go from what is seen to the
//! place where it is written. What is not found for certain is left out.

mod align;

use serde::Serialize;

use super::press::Press;
use super::sheet::{Sheet, is_foot};
use crate::facts::{Origin, Step};
use crate::ids::ClientId;
use crate::model::Client;
use crate::template::ReadOut;
use crate::typeset::{Character, Document};
use crate::unseen::is_invisible;

/// A place of a text in a letter. A text that goes on on the next page has two.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Passage {
    /// Where it stands.
    #[serde(flatten)]
    pub stretch: Stretch,
    /// The file in which it is written.
    pub file: String,
    /// The way to it in the file.
    pub path: Vec<Step>,
    /// How the text begins, as it is printed.
    pub words: String,
}

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Stretch {
    /// A rectangle of a page, in points from the page's left and top edges.
    OnPage {
        /// The page, from 0.
        page: usize,
        /// Its left edge.
        left: f64,
        /// Its top edge.
        top: f64,
        /// Its right edge.
        right: f64,
        /// Its bottom edge.
        bottom: f64,
    },
    /// Lines of a text.
    OfLines {
        /// The first, from 0.
        first: usize,
        /// The last.
        last: usize,
    },
}

/// The places of the texts of a client's letter, in the order in which they are read.
pub fn of(press: &Press, client: &Client, sheet: &Sheet) -> Vec<Passage> {
    let Some(ReadOut { texts, origins }) = press.read_out(client) else { return Vec::new() };
    let visible = |text: &str| text.chars().filter(|c| is_seen(*c)).collect();
    let characters: Vec<Vec<char>> = texts.iter().map(|text| visible(text)).collect();
    let set = Set::of(sheet, &client.id);
    let found = align::find(&characters, &set.characters);
    let mut passages = Vec::new();
    let mut index = 0;
    while let Some(text) = texts.get(index) {
        // The paragraphs of one text.
        let alike = texts[index..].iter().take_while(|it| it.of == text.of).count();
        let range = index..index + if text.of.is_some() { alike } else { 1 };
        index = range.end;
        let Some(origin) = text.of.and_then(|of| origins.get(of)) else { continue };
        let is_whole = range.clone().all(|it| characters[it].is_empty() == found[it].is_empty());
        if is_whole {
            let numbers: Vec<usize> = found[range].iter().flatten().cloned().flatten().collect();
            let stretches = set.stretches(&numbers).into_iter();
            passages.extend(stretches.map(|stretch| Passage::new(stretch, origin, text)));
        }
    }
    passages
}

impl Passage {
    fn new(stretch: Stretch, origin: &Origin, text: &str) -> Self {
        /// Enough to know a text by.
        const WORDS: usize = 40;
        let file = origin.document.source().name.to_string();
        Self { stretch, file, path: origin.way(), words: text.chars().take(WORDS).collect() }
    }
}

/// Whether a character is compared: blanks come and go where lines are broken.
fn is_seen(c: char) -> bool {
    !c.is_whitespace() && !is_invisible(c)
}

/// The characters of a letter as it was set, in that order.
struct Set {
    characters: Vec<char>,
    places: Places,
}

/// Where each of them stands.
enum Places {
    /// On pages.
    Pages {
        /// Each with its page.
        places: Vec<(usize, Character)>,
        /// The middles of all characters of each page, those at its foot too.
        middles: Vec<Vec<(f64, f64)>>,
    },
    /// In lines of a text.
    Lines(Vec<usize>),
}

impl Set {
    fn of(sheet: &Sheet, client: &ClientId) -> Self {
        match sheet {
            Sheet::Pages(document) => Self::of_pages(document, client),
            Sheet::Text(text) => {
                let lines = text.lines().enumerate();
                let characters = lines.flat_map(|(number, line)| {
                    line.chars().filter(|c| is_seen(*c)).map(move |c| (c, number))
                });
                let (characters, lines) = characters.unzip();
                Self { characters, places: Places::Lines(lines) }
            }
        }
    }

    fn of_pages(document: &Document, client: &ClientId) -> Self {
        let count = document.pages();
        let (mut places, mut middles) = (Vec::new(), Vec::new());
        for page in 0..count {
            let mut of_page = Vec::new();
            for (line, characters) in document.characters(page) {
                let seen = characters.into_iter().filter(|it| is_seen(it.character));
                let seen: Vec<_> = seen.map(|character| (page, character)).collect();
                of_page.extend(seen.iter().map(|(_, it)| Area::of(it).middle()));
                if !is_foot(&line, (page, count), client) {
                    places.extend(seen);
                }
            }
            middles.push(of_page);
        }
        let characters = places.iter().map(|(_, it)| it.character).collect();
        Self { characters, places: Places::Pages { places, middles } }
    }

    /// What these characters fill: of each page one rectangle, or one for each line where
    /// others stand among them.
    fn stretches(&self, numbers: &[usize]) -> Vec<Stretch> {
        let (all, middles) = match &self.places {
            Places::Lines(lines) => {
                let (Some(first), Some(last)) = (numbers.first(), numbers.last()) else {
                    return Vec::new();
                };
                return vec![Stretch::OfLines { first: lines[*first], last: lines[*last] }];
            }
            Places::Pages { places, middles } => (places, middles),
        };
        let of_pages = numbers.chunk_by(|a, b| all[*a].0 == all[*b].0);
        let of_page = |numbers: &[usize]| {
            let page = all[numbers[0]].0;
            let whole = Area::around(numbers.iter().map(|it| &all[*it].1));
            if middles[page].iter().filter(|it| whole.holds(**it)).count() == numbers.len() {
                return vec![whole.on(page)];
            }
            let is_one_line = |a: &usize, b: &usize| {
                let (a, b) = (&all[*a].1, &all[*b].1);
                (a.baseline - b.baseline).abs() < a.size / 2.0 && b.left >= a.left
            };
            let lines = numbers.chunk_by(is_one_line);
            lines.map(|line| Area::around(line.iter().map(|it| &all[*it].1)).on(page)).collect()
        };
        of_pages.flat_map(of_page).collect()
    }
}

/// A rectangle.
#[derive(Debug, Clone, Copy)]
struct Area {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Area {
    fn of(it: &Character) -> Self {
        /// What of a kanji's body is above the line it stands on.
        const ABOVE: f64 = 0.88;
        let top = it.baseline - it.size * ABOVE;
        Self { left: it.left, top, right: it.right, bottom: top + it.size }
    }

    fn around<'a>(characters: impl Iterator<Item = &'a Character>) -> Self {
        let nothing = Self {
            left: f64::INFINITY,
            top: f64::INFINITY,
            right: f64::NEG_INFINITY,
            bottom: f64::NEG_INFINITY,
        };
        characters.map(Self::of).fold(nothing, |area, it| Self {
            left: area.left.min(it.left),
            top: area.top.min(it.top),
            right: area.right.max(it.right),
            bottom: area.bottom.max(it.bottom),
        })
    }

    fn middle(&self) -> (f64, f64) {
        ((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }

    /// Whether a character stands in it, by its middle.
    fn holds(&self, (x, y): (f64, f64)) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }

    /// To a hundredth of a point, which nobody sees.
    fn on(self, page: usize) -> Stretch {
        let [left, top, right, bottom] = [self.left, self.top, self.right, self.bottom]
            .map(|length| (length * 100.0).round() / 100.0);
        Stretch::OnPage { page, left, top, right, bottom }
    }
}

#[cfg(test)]
mod tests;
