//! Going through all that a body holds.

use super::{
    Blank, Block, BlockKind, Body, Condition, Image, Item, ItemDate, List, Notes, PartName,
    Passage, Prose, Rows, Said, Which,
};

/// What is come across in a body, in the order of the letter.
#[derive(Debug, Clone, Copy)]
pub enum Walk<'a> {
    /// A piece that only some recipients may get, and words to know it by. What is
    /// inside follows.
    Piece(&'a str, &'a Condition),
    /// A text.
    Prose(&'a Prose),
    /// What says what stands under or beside it: a heading, the label of a pair, a
    /// question, the head of a column. Those with variables are texts too.
    Label(&'a str),
    /// A line to be filled in by hand.
    Blank(&'a Blank),
    /// A picture; its caption follows.
    Image(&'a Image),
    /// A part that stands here.
    Part(&'a PartName),
    /// A part that stands where only a text may.
    PartAsText(&'a PartName),
    /// Bulletins.
    Bulletins(Which),
    /// Rows of a recipient's field.
    RowsOf(&'a str),
}

/// Looks at what is come across; whether to go inside it.
pub type See<'a, 's> = dyn FnMut(Walk<'a>) -> bool + 's;

impl Body {
    /// Goes through all blocks.
    pub fn walk<'a>(&'a self, see: &mut See<'a, '_>) {
        self.0.iter().for_each(|block| block.walk(see));
    }

    /// Words to know it by.
    pub fn words(&self) -> &str {
        self.0.first().map_or("", Block::words)
    }

    /// The texts, if there is nothing else in it.
    pub fn texts(&self) -> Option<Vec<(&Condition, &Prose)>> {
        let is_text =
            |block: &Block| matches!(block.kind, BlockKind::Text(_, None) | BlockKind::Lines(_));
        if !self.0.iter().all(is_text) {
            return None;
        }
        let texts = self.0.iter().filter_map(|block| match &block.kind {
            BlockKind::Text(prose, _) | BlockKind::Lines(prose) => Some((&block.when, prose)),
            _ => None,
        });
        Some(texts.collect())
    }
}

impl Block {
    fn walk<'a>(&'a self, see: &mut See<'a, '_>) {
        self.walk_named(self.words(), see);
    }

    /// The same of a block that other words than its own are known by.
    fn walk_named<'a>(&'a self, words: &'a str, see: &mut See<'a, '_>) {
        if !see(Walk::Piece(words, &self.when)) {
            return;
        }
        match &self.kind {
            BlockKind::Text(prose, notes) => {
                see(Walk::Prose(prose));
                notes.iter().for_each(|notes| notes.walk(see));
            }
            BlockKind::Lines(prose) => _ = see(Walk::Prose(prose)),
            BlockKind::Heading(heading) => {
                title(&heading.text, see);
                heading.body.iter().for_each(|body| body.walk(see));
            }
            BlockKind::Group(body) | BlockKind::Framed(body) => body.walk(see),
            BlockKind::List(list) => list.walk(see),
            BlockKind::Pairs(pairs) => pairs.entries.iter().for_each(|pair| {
                see(Walk::Label(&pair.label));
                match &pair.value.0[..] {
                    [value] => value.walk_named(&pair.label, see),
                    _ => pair.value.walk(see),
                }
            }),
            BlockKind::Table(table) => {
                let headings = table.columns.iter().filter_map(|column| column.heading.as_ref());
                headings.for_each(|heading| title(heading, see));
                match &table.rows {
                    Rows::OfField(name) => _ = see(Walk::RowsOf(name)),
                    Rows::Written(rows) => rows.iter().for_each(|row| {
                        let words = row.cells.first().map_or("", Passage::words);
                        if see(Walk::Piece(words, &row.when)) {
                            row.cells.iter().for_each(|cell| cell.walk(see));
                        }
                    }),
                }
            }
            BlockKind::Questions(questions) => questions.entries.iter().for_each(|it| {
                if see(Walk::Piece(it.question.words(), &it.when)) {
                    title(&it.question, see);
                    it.answer.walk(see);
                }
            }),
            BlockKind::Notes(notes) => notes.walk(see),
            BlockKind::Bulletins(which) => _ = see(Walk::Bulletins(*which)),
            BlockKind::Use(part, notes) => {
                see(Walk::Part(part));
                notes.iter().for_each(|notes| notes.walk(see));
            }
            BlockKind::Blanks(blanks) => blanks.iter().for_each(|blank| {
                if see(Walk::Piece(blank.label.words(), &blank.when)) {
                    see(Walk::Prose(&blank.label));
                    see(Walk::Blank(blank));
                }
            }),
            BlockKind::Image(image) => {
                see(Walk::Image(image));
                image.caption.iter().for_each(|it| _ = see(Walk::Prose(it)));
            }
        }
    }

    /// Words to know the block by.
    pub fn words(&self) -> &str {
        match &self.kind {
            BlockKind::Text(prose, _) | BlockKind::Lines(prose) => prose.words(),
            BlockKind::Heading(heading) => heading.text.words(),
            BlockKind::Group(body) | BlockKind::Framed(body) => body.words(),
            BlockKind::List(list) => list.items.first().map_or("", |it| it.text.words()),
            BlockKind::Pairs(pairs) => pairs.entries.first().map_or("", |it| &it.label),
            BlockKind::Table(table) => table.columns.first().map_or("", |it| it.words()),
            BlockKind::Questions(questions) => {
                questions.entries.first().map_or("", |it| it.question.words())
            }
            BlockKind::Notes(notes) => notes.notes.first().map_or("", Passage::words),
            BlockKind::Bulletins(_) => "bulletins",
            BlockKind::Use(part, _) => &part.name,
            BlockKind::Blanks(blanks) => blanks.first().map_or("", |it| it.label.words()),
            BlockKind::Image(image) => &image.alt,
        }
    }
}

/// A text that says what stands under it.
fn title<'a>(prose: &'a Prose, see: &mut See<'a, '_>) {
    see(Walk::Prose(prose));
    see(Walk::Label(prose.words()));
}

impl Passage {
    fn walk<'a>(&'a self, see: &mut See<'a, '_>) {
        if see(Walk::Piece(self.words(), &self.when)) {
            self.walk_inside(see);
        }
    }

    fn walk_inside<'a>(&'a self, see: &mut See<'a, '_>) {
        match &self.said {
            Said::Prose(prose) => _ = see(Walk::Prose(prose)),
            Said::Part(part) => _ = see(Walk::PartAsText(part)),
            Said::Nothing => {}
        }
    }

    /// Words to know it by.
    pub fn words(&self) -> &str {
        match &self.said {
            Said::Prose(prose) => prose.words(),
            Said::Part(part) => &part.name,
            Said::Nothing => "",
        }
    }
}

impl Notes {
    fn walk<'a>(&'a self, see: &mut See<'a, '_>) {
        self.notes.iter().for_each(|note| note.walk(see));
    }
}

impl List {
    fn walk<'a>(&'a self, see: &mut See<'a, '_>) {
        self.items.iter().for_each(|item| item.walk(see));
    }
}

impl Item {
    fn walk<'a>(&'a self, see: &mut See<'a, '_>) {
        if !see(Walk::Piece(self.text.words(), &self.text.when)) {
            return;
        }
        if let Some(ItemDate::Text(prose)) = &self.date {
            see(Walk::Prose(prose));
        }
        self.text.walk_inside(see);
        self.notes.iter().for_each(|notes| notes.walk(see));
        self.list.iter().for_each(|list| list.walk(see));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::read_with;

    const BODY: &str = "
- 文
- heading: 見出し
  when: {route: 完了}
  body: [{text: 中の文, when: {has: 担当}}]
- list:
    - text: 項目
      when: {route: 調整中}
      list: [{text: 中の項目, when: {has: data}}]
- table: {columns: [列], rows: [[数], [5]]}
- pairs: {名: {text: 値, when: {delivery: メール}}}
- qa: [{q: 問, a: 答}]
- {notes: [注], when: {has: 担当}}
- box: 窓口
- bulletins: all
";

    fn body() -> Body {
        read_with("担当: {kind: 文字}", BODY, |node, cx| node.read(cx)).expect("blocks")
    }

    #[test]
    fn every_text_is_come_across() {
        let body = body();
        let mut texts = Vec::new();
        body.walk(&mut |seen| {
            if let Walk::Prose(prose) = seen {
                texts.push(prose.words());
            }
            true
        });
        let expected = [
            "文",
            "見出し",
            "中の文",
            "項目",
            "中の項目",
            "列",
            "数",
            "5",
            "値",
            "問",
            "答",
            "注",
            "窓口",
        ];
        assert_eq!(texts, expected);
    }

    #[test]
    fn what_is_inside_a_piece_is_passed_over_where_nobody_wants_it() {
        let body = body();
        let mut pieces = Vec::new();
        body.walk(&mut |seen| {
            let Walk::Piece(words, when) = seen else { return true };
            if when.asks_for_client() {
                pieces.push(words);
            }
            !when.asks_for_client()
        });
        assert_eq!(pieces, ["見出し", "項目", "名", "注"]);
    }
}
