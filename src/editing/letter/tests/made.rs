//! Files of every shape, changed at random: comments everywhere, texts in every form, wide
//! and narrow indents, both line breaks.

use proptest::prelude::*;

use super::*;

/// A block that is made up, and how it is written.
#[derive(Debug, Clone)]
struct Made {
    form: u8,
    /// Comments and empty lines above it, beside it, and below it at its depth.
    above: u8,
    beside: bool,
    below: bool,
    when: u8,
    blocks: Vec<Self>,
}

#[derive(Debug, Clone)]
struct Shape {
    blocks: Vec<Made>,
    step: usize,
    /// Dashes stand below their key, not behind it.
    is_flat: bool,
    is_crlf: bool,
    has_end: bool,
}

fn made() -> impl Strategy<Value = Made> {
    let leaf = (0..9_u8, 0..4_u8, any::<bool>(), any::<bool>(), 0..4_u8).prop_map(
        |(form, above, beside, below, when)| Made {
            form,
            above,
            beside,
            below,
            when,
            blocks: vec![],
        },
    );
    leaf.prop_recursive(3, 12, 4, |inner| {
        let own = (0..3_u8, 0..4_u8, any::<bool>(), any::<bool>(), 0..4_u8);
        (own, prop::collection::vec(inner, 1..4)).prop_map(
            |((form, above, beside, below, when), blocks)| Made {
                form: 20 + form,
                above,
                beside,
                below,
                when,
                blocks,
            },
        )
    })
}

fn shape() -> impl Strategy<Value = Shape> {
    let flags = (2..5_usize, any::<bool>(), any::<bool>(), any::<bool>());
    (prop::collection::vec(made(), 1..5), flags).prop_map(
        |(blocks, (step, is_flat, is_crlf, has_end))| Shape {
            blocks,
            step,
            is_flat,
            is_crlf,
            has_end,
        },
    )
}

/// Writes lines and numbers the comments and texts, so that each is another one.
struct Writer<'s> {
    shape: &'s Shape,
    text: String,
    number: usize,
}

impl Writer<'_> {
    fn number(&mut self) -> usize {
        self.number += 1;
        self.number
    }

    fn line(&mut self, indent: usize, line: &str) {
        self.text.push_str(&format!("{:indent$}{line}\n", ""));
    }

    fn blocks(&mut self, blocks: &[Made], dash: usize) {
        for block in blocks {
            for bit in 0..block.above {
                let number = self.number();
                match bit {
                    1 => self.text.push('\n'),
                    _ => self.line(dash, &format!("# 上{number}")),
                }
            }
            self.block(block, dash);
            if block.below {
                let number = self.number();
                self.line(dash + 2, &format!("# 下{number}"));
            }
        }
    }

    fn block(&mut self, block: &Made, dash: usize) {
        let number = self.number();
        let beside = if block.beside { format!(" # 横{number}") } else { String::new() };
        let inner = dash + 2;
        let text = format!("文{number}");
        let when =
            ["", "route: 同意", "has: [data, 担当]", "件数: {over: 3}"][usize::from(block.when)];
        let lines: Vec<String> = match block.form {
            0 => vec![format!("{text}{beside}")],
            1 => vec![
                format!("|{beside}"),
                format!("  {text} # 文"),
                String::new(),
                "  # 文の内".into(),
            ],
            2 => vec![format!("'{text}: ''x'' # 文'{beside}")],
            3 => vec![format!(">-{beside}"), format!("  {text}"), "  続き".into()],
            4 => vec![text.clone(), format!("  続き{beside}")],
            5 => vec![format!("{{text: {text}, lang: ja}}{beside}")],
            6 => vec![format!("\"{text}"), format!("  {{{{ 名 }}}}\"{beside}")],
            7 => vec![format!("lines: |-{beside}"), format!("    {text}")],
            8 => vec![format!("list: [{text}, 'b, c' , {{text: {text}}}]{beside}")],
            20 => vec![format!("heading: {text}{beside}"), "body:".into()],
            21 => vec![format!("list:{beside}")],
            _ => vec![format!("body:{beside}")],
        };
        let is_mapping = matches!(block.form, 7..);
        let mut lead = format!("{:dash$}- ", "");
        if is_mapping && !when.is_empty() {
            self.text.push_str(&format!("{lead}when: {{{when}}}\n"));
            lead = format!("{:inner$}", "");
        }
        for (number, line) in lines.iter().enumerate() {
            match (number, line.is_empty()) {
                (0, _) => self.text.push_str(&format!("{lead}{line}\n")),
                (_, true) => self.text.push('\n'),
                _ => self.line(inner, line),
            }
        }
        let deeper = if self.shape.is_flat { inner } else { inner + self.shape.step };
        self.blocks(&block.blocks, deeper);
    }
}

fn written(shape: &Shape) -> Arc<SourceText> {
    let mut writer =
        Writer { shape, text: "# 頭\ndate: 2023-06-09 # 日\nbody:\n".to_owned(), number: 0 };
    let dash = if shape.is_flat { 0 } else { shape.step };
    writer.blocks(&shape.blocks, dash);
    if shape.has_end {
        writer.text.push_str("\n# 尾\nclosing: 以上 # 終\n");
    }
    let text = if shape.is_crlf { writer.text.replace('\n', "\r\n") } else { writer.text };
    let text = if shape.has_end { text } else { text.trim_end().to_owned() };
    source(&text)
}

/// Which change, where, and with what.
type Pick = (u8, prop::sample::Index, prop::sample::Index);

const TEXTS: [&str; 6] =
    ["別の文", "a: b # c", "一\n二", "{{ 名 }}\n\n# 二", "1,000", "- 'x' \"y\""];

/// What came of a change: the new text, the way back to the first bytes where there is one,
/// and the comments that went with a block.
fn change(
    old: &Arc<SourceText>,
    pick: &Pick,
) -> Option<(Arc<SourceText>, Option<Arc<SourceText>>, bool)> {
    let (kind, place, other) = pick;
    let words: &str = TEXTS[other.index(TEXTS.len())];
    let is_element = |path: &[Step], _: &Value| matches!(path.last(), Some(Step::Index(_)));
    let elements = paths(old, is_element);
    let at_random = |paths: &[Vec<Step>]| paths[place.index(paths.len())].clone();
    let texts = paths(old, |path, value| path.len() > 1 && text_of(value).is_some());
    match kind {
        0 => {
            let at = at_random(&texts);
            prose::set(old, &at, words).ok().map(|new| (new, None, false))
        }
        1 => {
            let at = at_random(&elements);
            let when = serde_json::json!({ "業務": words });
            let has_one = condition::of(&Document::parse(old).expect("YAML"), &at).is_some();
            let new = condition::set(old, &at, Some(&when)).ok()?;
            let back = condition::set(&new, &at, None).expect("it can go");
            Some((new, (!has_one).then_some(back), false))
        }
        2 => {
            let at = at_random(&elements);
            let by = if other.index(2) == 0 { -1 } else { 1 };
            let new = blocks::shift(old, &at, by).ok()?;
            let (Step::Index(index), list) = at.split_last()? else { return None };
            let there = below(list, Step::Index(index.checked_add_signed(by)?));
            let back = blocks::shift(&new, &there, -by).expect("the way back");
            Some((new, Some(back), false))
        }
        3 => {
            let at = at_random(&elements);
            let (Step::Index(index), list) = at.split_last()? else {
                return None;
            };
            let index = index + other.index(2);
            let new = blocks::add(old, list, index, &New::text(words)).ok()?;
            let back = blocks::remove(&new, &below(list, Step::Index(index))).expect("it can go");
            Some((new, Some(back), false))
        }
        _ => blocks::remove(old, &at_random(&elements)).ok().map(|new| (new, None, true)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    /// Changes one after the other: no comment is lost but with its block, what can be taken
    /// back leads to the first bytes, and line breaks stay what they were.
    #[test]
    fn whatever_is_changed_can_be_read(
        shape in shape(),
        picks in prop::collection::vec((0..5_u8, any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..8),
    ) {
        let mut text = written(&shape);
        prop_assert!(Document::parse(&text).is_ok(), "{}", text.text);
        for pick in &picks {
            let Some((new, back, takes)) = change(&text, pick) else { continue };
            if let Some(back) = back {
                // Lines of a text that had a condition may stand further in than before.
                let is_condition = pick.0 == 1;
                let [one, other] = [&back.text, &text.text].map(|it| match is_condition {
                    true => it.lines().map(str::trim_start).collect::<Vec<_>>().join("\n"),
                    false => it.clone(),
                });
                prop_assert_eq!(one, other, "{:?} by way of\n{}", pick, new.text);
                let says = |it: &str| crate::facts::values(it);
                prop_assert_eq!(says(&back.text), says(&text.text), "{:?}", pick);
            }
            let (before, after) = (comments(&text), comments(&new));
            prop_assert!(takes || before == after, "{:?}\n{}\n{}", pick, text.text, new.text);
            let breaks = new.text.replace("\r\n", "").contains('\n');
            prop_assert!(!shape.is_crlf || !breaks, "{:?}\n{}", pick, new.text);
            text = new;
        }
    }

    /// There is hardly a place that cannot be changed.
    #[test]
    fn what_is_written_line_by_line_can_be_changed(shape in shape()) {
        let text = written(&shape);
        let elements = paths(&text, |path, _| matches!(path.last(), Some(Step::Index(_))));
        let file = File::read(&text).expect("YAML");
        for at in elements.iter().filter(|at| !file.is_between_brackets(at)) {
            let (last, list) = at.split_last().expect("a step");
            let Step::Index(index) = last else { continue };
            let new = New::text("一\n二");
            prop_assert!(blocks::add(&text, list, *index, &new).is_ok(), "{at:?}\n{}", text.text);
            if *index > 0 {
                prop_assert!(blocks::shift(&text, at, -1).is_ok(), "{at:?}\n{}", text.text);
                prop_assert!(blocks::remove(&text, at).is_ok(), "{at:?}\n{}", text.text);
            }
            let when = serde_json::json!({ "route": "同意" });
            prop_assert!(condition::set(&text, at, Some(&when)).is_ok(), "{at:?}\n{}", text.text);
        }
    }
}
