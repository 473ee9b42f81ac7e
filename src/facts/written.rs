//! How a value is written in its file, to the byte, and the comments between the values:
//! for those that change the one and must not lose the others.

use std::ops::Range;

use super::document::Document;
use super::places::{Found, Inner, Places, Step};

/// How a value is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// Nothing is written.
    Nothing,
    /// As it is, on one line or on several.
    Plain,
    /// In quotes, which these are.
    Quoted(char),
    /// Lines below a `|`, or a `>` where they fold: where that stands, with what is said
    /// behind it (`|-`).
    Lines {
        /// The `|` or `>`.
        mark: Range<usize>,
        /// Whether it is a `>`.
        folds: bool,
    },
    /// Between brackets.
    Flow,
    /// On lines of their own: keys, or elements with a dash.
    Block,
    /// With something before it, or as the name of another value: `*name`, `!tag 甲`.
    Other,
}

/// A value in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// How it is written.
    pub form: Form,
    /// From its first byte to its last. Of lines below a `|`, from the first character of
    /// the first that is not empty to the last character of the last.
    pub range: Range<usize>,
    /// The key before it, if it has one.
    pub key: Option<Range<usize>>,
}

impl Written {
    /// Where it begins: with its `|`, if it has one.
    pub fn start(&self) -> usize {
        match &self.form {
            Form::Lines { mark, .. } => mark.start,
            _ => self.range.start,
        }
    }

    /// Where its last byte is; that of its key, or of the `|`, if there is nothing behind it.
    pub fn end(&self) -> usize {
        let key = self.key.as_ref().map_or(0, |key| key.end);
        match &self.form {
            Form::Lines { mark, .. } if self.range.is_empty() => mark.end,
            Form::Nothing => key.max(self.range.start),
            _ => self.range.end,
        }
    }
}

impl Document {
    /// How the value at `path` is written; `None` if there is no such value.
    pub fn written(&self, path: &[Step]) -> Option<Written> {
        Some(self.places_at(path)?.written(&self.source().text))
    }

    /// The comments of the text, in its order, each from its `#` to the end of its line.
    pub fn comments(&self) -> Vec<Range<usize>> {
        let text = self.source().text.as_str();
        let mut tokens = Vec::new();
        if let Some(places) = self.places() {
            places.tokens(text, &mut tokens);
        }
        tokens.push(text.len()..text.len());
        let mut comments = Vec::new();
        let mut at = 0;
        for token in tokens {
            while let Some(comment) = comment_in(text, at..token.start) {
                at = comment.end;
                comments.push(comment);
            }
            at = token.end.max(at);
        }
        comments
    }
}

impl Places {
    fn written(&self, text: &str) -> Written {
        let Found { key, value, folds, plain, quoted } = &self.found;
        let mut range = value.clone();
        let first = text[range.clone()].chars().next();
        let form = match (&self.inner, first) {
            (_, Some('&' | '!' | '*')) if !is_lines(self) => Form::Other,
            (Inner::Nothing, Some(quote)) if *quoted => {
                range.end = range.start + quoted_length(&text[range.clone()], quote);
                Form::Quoted(quote)
            }
            (Inner::Nothing, _) if *plain && range.is_empty() => Form::Nothing,
            (Inner::Nothing, _) if *plain => Form::Plain,
            (Inner::Nothing, _) => match mark_above(text, range.start) {
                Some(mark) => Form::Lines { mark, folds: *folds },
                None => Form::Other,
            },
            (_, Some('[' | '{')) if self.opens_with_bracket(text) => {
                range.end = self.closing_bracket(text);
                Form::Flow
            }
            _ => {
                range.end = self.last(text).unwrap_or(range.end);
                Form::Block
            }
        };
        Written { form, range, key: key.clone() }
    }

    /// Whether the bracket here is its own, and not that of what is in it: `[甲]: 乙`. Where
    /// a list has its dashes below its key, its place is that of its first element.
    fn opens_with_bracket(&self, text: &str) -> bool {
        let start = self.found.value.start;
        match &self.inner {
            Inner::Keys(keys) => keys.all.first().is_none_or(|(_, first)| {
                first.found.key.as_ref().is_none_or(|key| key.start > start)
            }),
            Inner::Items(items) => items.first().is_none_or(|it| it.found.value.start > start),
            Inner::Nothing => text[start..].is_empty(),
        }
    }

    /// Where the last value in it ends.
    fn last(&self, text: &str) -> Option<usize> {
        let last = match &self.inner {
            Inner::Nothing => None,
            Inner::Keys(keys) => keys.all.last().map(|(_, last)| last),
            Inner::Items(items) => items.last(),
        };
        last.map(|last| last.written(text).end())
    }

    /// Where the bracket that closes it ends.
    fn closing_bracket(&self, text: &str) -> usize {
        let mut at = self.last(text).unwrap_or(self.found.value.start + 1);
        while let Some(c) = text[at..].chars().next() {
            match c {
                ']' | '}' => return at + 1,
                '#' => at += text[at..].find('\n').unwrap_or(text.len() - at),
                _ => at += c.len_utf8(),
            }
        }
        self.found.value.end
    }

    /// Where keys and scalars stand, in the order of the text.
    fn tokens(&self, text: &str, tokens: &mut Vec<Range<usize>>) {
        if let Some(key) = &self.found.key {
            let quote = text[key.clone()].chars().next().filter(|c| matches!(c, '"' | '\''));
            let length = quote.map(|quote| quoted_length(&text[key.clone()], quote));
            tokens.push(key.start..length.map_or(key.end, |length| key.start + length));
        }
        match &self.inner {
            Inner::Nothing => {
                let written = self.written(text);
                let Range { start, end } = written.range;
                let is_other = written.form == Form::Other;
                tokens.push(start..if is_other { other_end(text, start..end) } else { end });
            }
            Inner::Keys(keys) => keys.all.iter().for_each(|(_, it)| it.tokens(text, tokens)),
            Inner::Items(items) => items.iter().for_each(|it| it.tokens(text, tokens)),
        }
    }
}

/// Whether a value is lines below a `|`, which may begin with any character.
fn is_lines(places: &Places) -> bool {
    let found = &places.found;
    matches!(places.inner, Inner::Nothing) && !found.plain && !found.quoted
}

/// Where the `|` or `>` stands above the first line of a text that begins at `start`.
fn mark_above(text: &str, start: usize) -> Option<Range<usize>> {
    let mut end = text[..start].rfind('\n')?;
    loop {
        let line_start = text[..end].rfind('\n').map_or(0, |at| at + 1);
        let line = text[line_start..end].trim_end_matches('\r');
        if !line.trim().is_empty() {
            return mark_in(line).map(|it| line_start + it.start..line_start + it.end);
        }
        end = line_start.checked_sub(1)?;
    }
}

/// The `|` or `>` with which a line ends, a comment aside.
fn mark_in(line: &str) -> Option<Range<usize>> {
    line.match_indices(['|', '>']).find_map(|(at, mark)| {
        let begins = line[..at].is_empty() || line[..at].ends_with([' ', '\t']);
        let behind = &line[at + mark.len()..];
        let rest =
            behind.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+'));
        let is_last = rest.trim().is_empty()
            || rest.starts_with([' ', '\t']) && rest.trim_start().starts_with('#');
        (begins && is_last).then_some(at..line.len() - rest.len())
    })
}

/// How long a text in quotes is: the place of one may reach up to the end of a comment.
fn quoted_length(text: &str, quote: char) -> usize {
    let mut rest = text.char_indices().skip(1);
    while let Some((at, c)) = rest.next() {
        match c {
            '\\' if quote == '"' => _ = rest.next(),
            '\'' if c == quote && text[at + 1..].starts_with('\'') => _ = rest.next(),
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Where a value ends that has a tag or an anchor before it: at a comment behind it, if
/// there is one.
fn other_end(text: &str, range: Range<usize>) -> usize {
    let own = &text[range.clone()];
    if own.contains(['"', '\'']) {
        let quote = own.find(['"', '\'']).unwrap_or(0);
        let mark = own[quote..].chars().next().unwrap_or('"');
        return range.start + quote + quoted_length(&own[quote..], mark);
    }
    own.find(" #").map_or(range.end, |at| range.start + at)
}

/// The first comment in a stretch in which no value is.
fn comment_in(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let stretch = text.get(range.clone())?;
    let begins = |at: usize| {
        let before = text[..range.start + at].chars().next_back();
        before.is_none_or(char::is_whitespace)
    };
    let (at, _) = stretch.match_indices('#').find(|(at, _)| begins(*at))?;
    let start = range.start + at;
    let length = text[start..].find('\n').unwrap_or(text.len() - start);
    Some(start..start + text[start..start + length].trim_end().len())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::SourceText;

    fn read(text: &str) -> Document {
        Document::parse(&Arc::new(SourceText::new("a", text))).expect("YAML")
    }

    fn comments(text: &str) -> Vec<&str> {
        read(text).comments().into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn comments_are_told_from_texts() {
        let text = "# 一\na: x#y # 二\nb: 'p # q' # 三\nc: \"#\" # 四\nd: | # 五\n  # 文\n  x\n # 六\n\
                    e: [a, 'b' , \"c # d\" ] # 七\nf:\n  - | # 八\n\n    # 文\n  # 九\n  - # 十\n    {k: v} # 十一\n\
                    'g # h': >\n  x # 文\n# 十二";
        let found: Vec<String> = comments(text).iter().map(|it| it.replace("# ", "")).collect();
        let expected = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];
        assert_eq!(found, expected);
        assert_eq!(comments("a: &x 'b # c' # d\nb: *x # e\n"), ["# d", "# e"]);
        assert_eq!(comments("a: |\r\n  # 文\r\nb: 1 # c\r\n"), ["# c"]);
        assert!(comments("a: b").is_empty());
    }

    #[test]
    fn a_value_is_found_to_the_byte() {
        let text = "a: 'x' # c\nb: [p, \"q\" ] # d\nc: | # e\n\n  x\n  y\n\nd:\n- k: {l: m}\n- |-\n  z\n-\n";
        let document = read(text);
        let at = |path: &[Step]| document.written(path).expect("it is there");
        let key = |name: &str| Step::Key(name.to_owned());
        assert_eq!(&text[at(&[key("a")]).range], "'x'");
        assert_eq!(&text[at(&[key("b")]).range], "[p, \"q\" ]");
        assert_eq!(&text[at(&[key("b"), Step::Index(1)]).range], "\"q\"");
        let lines = at(&[key("c")]);
        assert_eq!(&text[lines.range.clone()], "x\n  y");
        assert!(text[lines.start()..].starts_with("| # e"));
        assert_eq!(at(&[key("d"), Step::Index(0)]).form, Form::Block);
        assert_eq!(&text[at(&[key("d"), Step::Index(0)]).range], "k: {l: m}");
        let last = at(&[key("d"), Step::Index(1)]);
        let Form::Lines { mark, folds: false } = last.form else { panic!("{last:?}") };
        assert_eq!(&text[mark], "|-");
        assert_eq!(at(&[key("d"), Step::Index(2)]).form, Form::Nothing);
        assert_eq!(document.written(&[key("e")]), None);
        let flat = read("a:\n- [x, y]\n- z\nb: [[x], y]\n");
        let form = |name: &str| flat.written(&[key(name)]).map(|it| it.form);
        assert_eq!([form("a"), form("b")], [Some(Form::Block), Some(Form::Flow)]);
    }
}
