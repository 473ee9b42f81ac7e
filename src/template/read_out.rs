//! What a letter says, text by text in the order in which it is read, and where each text
//! is written: what finds the texts on the pages goes by it. How pages look is not known
//! here; templates that set the texts in another order are followed as far as may be.

use super::Engine;
use super::letter::{
    Addressee, Content, Filled, Letter, ResolvedBlock, ResolvedHeading, ResolvedItem, ResolvedList,
    ResolvedNote, ResolvedPair, ResolvedPiece, ResolvedQuestion, ResolvedSender, ResolvedTable,
};
use crate::facts::{Origin, Step};
use crate::model::{Client, Greeting};

/// All texts of a letter, marks and the recipient's name among them.
#[derive(Debug, Default)]
pub struct ReadOut {
    /// The texts, in the order in which they are read.
    pub texts: Vec<Filled>,
    /// Where those are written that are [`of`](Filled::of) a text of the facts.
    pub origins: Vec<Origin>,
}

impl Engine {
    /// What one client's letter says, to be read out; `None` if it cannot be filled in.
    pub fn read_out(&self, client: &Client) -> Option<ReadOut> {
        let mut origins = Vec::new();
        let resolved = self.resolve_with(&self.tera, client, Some(&mut origins)).ok()?;
        let notice = &self.notice;
        let mut of_notice = |text: &str, origin: Origin| {
            origins.push(origin);
            Filled { text: text.to_owned(), of: Some(origins.len() - 1) }
        };
        let title = of_notice(&resolved.title, notice.title.origin.clone());
        // What ends the letter has no variables, and is filled in by nobody.
        let closing = resolved.letter.closing.as_deref().map(|closing| {
            let mut origin = notice.origin.clone();
            origin.path.push(Step::Key("closing".to_owned()));
            of_notice(closing, origin)
        });
        let mut reader = Reader { title, greeting: notice.greeting.as_ref(), texts: Vec::new() };
        // Of a mail the subject comes first, wherever the head has it.
        if notice.template.is_none() {
            let title = std::mem::take(&mut reader.title);
            reader.texts.push(title);
        }
        reader.letter(&resolved.letter, closing);
        Some(ReadOut { texts: reader.texts, origins })
    }
}

/// Goes through a letter as whoever reads it does.
struct Reader<'a> {
    title: Filled,
    greeting: Option<&'a Greeting>,
    texts: Vec<Filled>,
}

impl Reader<'_> {
    /// A text that stands nowhere in the facts, or not as it is.
    fn word(&mut self, text: &str) {
        self.texts.push(text.into());
    }

    fn words<'a>(&mut self, texts: impl IntoIterator<Item = &'a String>) {
        texts.into_iter().for_each(|text| self.word(text));
    }

    /// A word in brackets, as letters and mails in Japanese have it.
    fn bracketed(&mut self, text: &str) {
        self.word(&format!("（{text}）"));
    }

    fn texts<'a>(&mut self, texts: impl IntoIterator<Item = &'a Filled>) {
        self.texts.extend(texts.into_iter().cloned());
    }

    fn letter(&mut self, letter: &Letter, closing: Option<Filled>) {
        self.pieces(&letter.head);
        self.blocks(&letter.body);
        self.texts(&closing);
        self.pieces(&letter.foot);
        self.blocks(&letter.appendix);
    }

    fn pieces(&mut self, lines: &[Vec<ResolvedPiece>]) {
        for piece in lines.iter().flatten() {
            match piece {
                ResolvedPiece::Reference { text } | ResolvedPiece::Date { text } => self.word(text),
                ResolvedPiece::Addressee(addressee) => self.addressee(addressee),
                ResolvedPiece::Sender { senders } => {
                    senders.iter().for_each(|sender| self.sender(sender));
                }
                ResolvedPiece::Title => self.texts.push(self.title.clone()),
            }
        }
    }

    fn addressee(&mut self, to: &Addressee) {
        self.words(&to.postal_code);
        self.words(&to.address);
        self.texts([&to.name]);
        let honorific = to.honorific.iter();
        let Some(person) = &to.person else { return self.words(honorific) };
        self.words([&person.department, &person.title, &person.name].into_iter().flatten());
    }

    fn sender(&mut self, sender: &ResolvedSender) {
        self.words(&sender.postal_code);
        self.words(&sender.address);
        self.word(&sender.name);
        let Some(person) = &sender.person else { return };
        self.words([&person.department, &person.title, &person.name].into_iter().flatten());
    }

    fn blocks(&mut self, blocks: &[ResolvedBlock]) {
        blocks.iter().for_each(|block| self.block(&block.content));
    }

    fn block(&mut self, content: &Content) {
        match content {
            Content::Text { paragraphs, salutation } => self.paragraphs(paragraphs, *salutation),
            Content::Valediction { text } => self.word(text),
            Content::Lines { lines } => self.texts(lines),
            Content::Heading(heading) => self.heading(heading),
            Content::Group { blocks } | Content::Box { blocks } => self.blocks(blocks),
            Content::List(list) => self.list(list),
            Content::Pairs { entries, .. } => entries.iter().for_each(|it| self.pair(it)),
            Content::Table(table) => self.table(table),
            Content::Qa { entries, .. } => entries.iter().for_each(|it| self.question(it)),
            Content::Notes { notes, .. } => self.notes(notes),
            Content::Bulletins { groups, .. } => {
                for group in groups {
                    for entry in &group.entries {
                        self.words([&entry.mark, &entry.moment]);
                        self.bracketed(&entry.name);
                        if entry.new {
                            self.word("【今回追加】");
                        }
                    }
                    self.texts(&group.paragraphs);
                }
            }
            Content::Blanks { lines } => {
                for line in lines {
                    self.texts([&line.label]);
                    self.words(&line.end);
                }
            }
            // Whoever sees the picture does not read what it shows.
            Content::Image { caption, .. } => self.texts(caption),
        }
    }

    /// Paragraphs; of the first of a letter only what is behind the 頭語 is written.
    fn paragraphs(&mut self, paragraphs: &[Filled], salutation: bool) {
        let opening = self.greeting.filter(|_| salutation).map(|it| it.opening.clone());
        let Some((opening, (first, rest))) = opening.zip(paragraphs.split_first()) else {
            return self.texts(paragraphs);
        };
        match first.strip_prefix(opening.as_str()) {
            Some(text) => {
                self.word(&opening);
                self.texts.push(Filled { text: text.to_owned(), of: first.of });
            }
            None => self.texts.push(first.clone()),
        }
        self.texts(rest);
    }

    fn heading(&mut self, heading: &ResolvedHeading) {
        self.words(&heading.mark);
        self.texts([&heading.heading]);
        self.blocks(&heading.blocks);
    }

    fn list(&mut self, list: &ResolvedList) {
        for ResolvedItem { mark, date, paragraphs, notes, list, .. } in &list.items {
            self.word(mark);
            self.texts(date);
            self.texts(paragraphs);
            self.notes(notes);
            list.iter().for_each(|list| self.list(list));
        }
    }

    fn notes(&mut self, notes: &[ResolvedNote]) {
        for note in notes {
            self.word(&note.mark);
            self.texts([&note.text]);
        }
    }

    fn pair(&mut self, pair: &ResolvedPair) {
        self.words(&pair.mark);
        self.word(&pair.label);
        if pair.mark.is_some() {
            self.word("：");
        }
        self.blocks(&pair.blocks);
    }

    fn table(&mut self, table: &ResolvedTable) {
        for column in &table.columns {
            self.texts([&column.heading]);
            column.unit.iter().for_each(|unit| self.bracketed(unit));
        }
        for cell in table.rows.iter().chain(&table.totals).flatten() {
            self.texts([cell.filled()]);
        }
    }

    fn question(&mut self, entry: &ResolvedQuestion) {
        let [question, answer] = &entry.marks;
        self.word(question);
        self.texts([&entry.question]);
        self.word(answer);
        self.blocks(&entry.blocks);
    }
}
