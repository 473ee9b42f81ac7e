//! Going through all that blocks hold.

use super::{Block, BlockKind, Cell, Item, Prose, Rows};
use crate::model::variant::OptionalParts;

impl Block {
    /// Adds every text of these blocks to `texts`.
    pub(in crate::model) fn collect_prose<'a>(blocks: &'a [Block], texts: &mut Vec<&'a Prose>) {
        for block in blocks {
            match &block.kind {
                BlockKind::Text(prose) | BlockKind::Contact(prose) => texts.push(prose),
                BlockKind::Timeline | BlockKind::Services => {}
                BlockKind::Subsections(parts) => {
                    for part in parts {
                        texts.push(&part.heading);
                        Self::collect_prose(&part.blocks, texts);
                    }
                }
                BlockKind::Items { items, .. } => Item::collect_prose(items, texts),
                BlockKind::Table { rows: Rows::ClientData, .. } => {}
                BlockKind::Table { rows: Rows::Given(rows), .. } => {
                    texts.extend(rows.iter().flatten().filter_map(|cell| match cell {
                        Cell::Number(_) => None,
                        Cell::Text(prose) => Some(prose),
                    }));
                }
                BlockKind::Fields(fields) => texts.extend(fields.iter().map(|field| &field.value)),
                BlockKind::Questions(questions) => {
                    texts.extend(questions.iter().flat_map(|it| [&it.question, &it.answer]));
                }
                BlockKind::Notes(notes) => texts.extend(notes.iter().map(|note| &note.text)),
            }
        }
    }

    /// Whether `test` is true of one of the blocks, or of one below them.
    pub(in crate::model) fn any(blocks: &[Block], test: &dyn Fn(&Block) -> bool) -> bool {
        blocks.iter().any(|block| {
            let below = match &block.kind {
                BlockKind::Subsections(parts) => parts.as_slice(),
                _ => &[],
            };
            test(block) || below.iter().any(|part| Self::any(&part.blocks, test))
        })
    }

    /// Words to know the block by.
    fn words(&self) -> &str {
        match &self.kind {
            BlockKind::Text(prose) | BlockKind::Contact(prose) => prose.words(),
            BlockKind::Timeline => "timeline",
            BlockKind::Services => "services",
            BlockKind::Subsections(parts) => parts.first().map_or("", |it| it.heading.words()),
            BlockKind::Items { items, .. } => items.first().map_or("", |it| it.text.words()),
            BlockKind::Table { columns, .. } => columns.first().map_or("", |it| &it.heading),
            BlockKind::Fields(fields) => fields.first().map_or("", |it| &it.label),
            BlockKind::Questions(list) => list.first().map_or("", |it| it.question.words()),
            BlockKind::Notes(notes) => notes.first().map_or("", |it| it.text.words()),
        }
    }

    /// Adds the optional parts of these blocks to `parts`.
    pub(in crate::model) fn collect_optional<'a>(
        blocks: &'a [Block],
        parts: &mut OptionalParts<'a>,
    ) {
        for block in blocks {
            if !parts.add(block.words(), &block.when) {
                continue;
            }
            match &block.kind {
                BlockKind::Subsections(list) => {
                    for part in list {
                        if parts.add(part.heading.words(), &part.when) {
                            Self::collect_optional(&part.blocks, parts);
                        }
                    }
                }
                BlockKind::Items { items, .. } => Item::collect_optional(items, parts),
                BlockKind::Fields(fields) => {
                    fields.iter().for_each(|it| _ = parts.add(&it.label, &it.when));
                }
                BlockKind::Questions(list) => {
                    list.iter().for_each(|it| _ = parts.add(it.question.words(), &it.when));
                }
                BlockKind::Notes(notes) => {
                    notes.iter().for_each(|it| _ = parts.add(it.text.words(), &it.when));
                }
                BlockKind::Text(_)
                | BlockKind::Timeline
                | BlockKind::Services
                | BlockKind::Table { .. }
                | BlockKind::Contact(_) => {}
            }
        }
    }
}

impl Item {
    fn collect_optional<'a>(items: &'a [Item], parts: &mut OptionalParts<'a>) {
        for item in items {
            if parts.add(item.text.words(), &item.when) {
                Self::collect_optional(&item.items, parts);
            }
        }
    }

    fn collect_prose<'a>(items: &'a [Item], texts: &mut Vec<&'a Prose>) {
        for item in items {
            texts.push(&item.text);
            Self::collect_prose(&item.items, texts);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::read_with;
    use crate::model::Client;

    const BLOCKS: &str = "
- text: 文
- subsections:
    - heading: 見出し
      when: {route: 完了}
      blocks: [{text: 中の文, when: {has: person}}]
- items:
    - text: 項目
      when: {route: 調整中}
      items: [{text: 中の項目, when: {has: data}}]
- table: {columns: [{heading: 列}], rows: [[数], [5]]}
- fields: [{label: 名, value: 値, when: {delivery: メール}}]
- qa: [{question: 問, answer: 答}]
- {notes: [注], when: {has: fax}}
- contact: 窓口
- timeline: all
";

    fn blocks() -> Vec<Block> {
        read_with("", BLOCKS, |node, cx| node.read(cx)).expect("blocks")
    }

    #[test]
    fn every_text_is_collected() {
        let blocks = blocks();
        let mut texts = Vec::new();
        Block::collect_prose(&blocks, &mut texts);
        let texts: Vec<&str> = texts.into_iter().map(Prose::words).collect();
        let expected =
            ["文", "見出し", "中の文", "項目", "中の項目", "数", "値", "問", "答", "注", "窓口"];
        assert_eq!(texts, expected);
    }

    #[test]
    fn of_optional_parts_those_within_one_that_is_not_given_are_left_out() {
        let client = Client::from_yaml(
            "",
            "{id: C-1, name: 甲, honorific: 御中, route: 調整中, notify: 委託元}",
        );
        let blocks = blocks();
        let notice = crate::ids::NoticeId::new("a").expect("an id");
        let mut parts = OptionalParts::new(&client, &notice);
        Block::collect_optional(&blocks, &mut parts);
        let found: Vec<_> = parts.list.iter().map(|part| (part.words, part.given)).collect();
        let expected =
            [("見出し", false), ("項目", true), ("中の項目", false), ("名", true), ("注", false)];
        assert_eq!(found, expected);
    }

    #[test]
    fn blocks_below_others_are_found() {
        let is = |text: &'static str| move |block: &Block| block.words() == text;
        assert!(Block::any(&blocks(), &is("中の文")));
        assert!(!Block::any(&blocks(), &is("中の項目")));
    }
}
