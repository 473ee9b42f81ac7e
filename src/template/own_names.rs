//! The names that an office gives its own fields, as variables: `{{ 業務 }}`.
//!
//! Tera's names are ASCII. A name with another character in it is therefore a look-up
//! by its text before Tera sees it: `{{ own["業務"] }}`, and `client["業務"]` for
//! `client.業務`. Places in what Tera sees lead back to what was written.

use std::ops::Range;

use super::printed::tags;
use crate::facts::is_of_name;

/// The variable in which own fields are looked up by their names.
pub const OWN: &str = "own";

/// A name in a template, and what stands in its place for Tera.
struct LookUp {
    written: Range<usize>,
    seen: String,
}

/// A template as Tera can read it.
pub fn looked_up(template: &str) -> String {
    let mut seen = String::with_capacity(template.len());
    let mut at = 0;
    for look_up in look_ups(template) {
        seen.push_str(&template[at..look_up.written.start]);
        seen.push_str(&look_up.seen);
        at = look_up.written.end;
    }
    seen.push_str(&template[at..]);
    seen
}

/// Where in the template as it is written stands what Tera sees there.
pub fn as_written(template: &str, seen: &Range<usize>) -> Range<usize> {
    // How many bytes longer what Tera sees is, up to the place that is looked at.
    let mut longer = 0;
    let (mut start, mut end) = (None, None);
    for look_up in look_ups(template) {
        let from = look_up.written.start + longer;
        let to = from + look_up.seen.len();
        if seen.start < to && start.is_none() {
            start =
                Some(if seen.start < from { seen.start - longer } else { look_up.written.start });
        }
        if seen.end <= to && end.is_none() {
            end = Some(if seen.end <= from { seen.end - longer } else { look_up.written.end });
        }
        longer += look_up.seen.len() - look_up.written.len();
    }
    let start = start.unwrap_or(seen.start - longer.min(seen.start));
    let end = end.unwrap_or(seen.end - longer.min(seen.end));
    start..end.max(start)
}

/// The names in a template's tags that Tera cannot read.
fn look_ups(template: &str) -> Vec<LookUp> {
    if template.is_ascii() {
        return Vec::new();
    }
    tags(template).into_iter().flat_map(|tag| in_tag(template, tag)).collect()
}

fn in_tag(template: &str, tag: Range<usize>) -> Vec<LookUp> {
    let text = &template[tag.clone()];
    let mut found = Vec::new();
    let (mut at, mut quote) = (0, None);
    while let Some(c) = text[at..].chars().next() {
        let after = at + c.len_utf8();
        match quote {
            Some(open) => {
                // What is escaped in a text ends nothing.
                at = match c {
                    '\\' => after + text[after..].chars().next().map_or(0, char::len_utf8),
                    _ => after,
                };
                if c == open {
                    quote = None;
                }
                continue;
            }
            None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
            None if is_of_name(c) => {
                let length = text[at..].find(|c| !is_of_name(c)).unwrap_or(text.len() - at);
                let name = &text[at..at + length];
                if !name.is_ascii() && !name.starts_with(|c: char| c.is_ascii_digit()) {
                    let is_part = text[..at].ends_with('.');
                    let start = tag.start + at - usize::from(is_part);
                    let own = if is_part { "" } else { OWN };
                    let written = start..tag.start + at + length;
                    found.push(LookUp { written, seen: format!("{own}[\"{name}\"]") });
                }
                at += length;
                continue;
            }
            None => {}
        }
        at = after;
    }
    found
}

/// Whether a text asks in one of its tags for the variable of this name, or for something
/// in it.
pub fn asks_for(text: &str, name: &str) -> bool {
    let tags = text.split("{{").skip(1).chain(text.split("{%").skip(1));
    let mut tags = tags.map(|tag| tag.split(['}', '%']).next().unwrap_or_default());
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    tags.any(|tag| {
        tag.match_indices(name).any(|(at, name)| {
            let begins = !tag[..at].ends_with(|c| is_word(c) || c == '.');
            begins && !tag[at + name.len()..].starts_with(is_word)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_a_tag_is_looked_up_and_nothing_else_changes() {
        for (written, seen) in [
            ("業務は{{ 業務 }}です", "業務は{{ own[\"業務\"] }}です"),
            ("{{client.業務|join(sep=\"、\")}}", "{{client[\"業務\"]|join(sep=\"、\")}}"),
            (
                "{% if IT担当 is defined %}担当{% endif %}",
                "{% if own[\"IT担当\"] is defined %}担当{% endif %}",
            ),
            ("{{ \"業務 \\\" 業務\" ~ 退職者数 }}", "{{ \"業務 \\\" 業務\" ~ own[\"退職者数\"] }}"),
            (
                "{# 業務 #}{% raw %}{{ 業務 }}{% endraw %}",
                "{# 業務 #}{% raw %}{{ 業務 }}{% endraw %}",
            ),
            ("{{ client.name }} 業務", "{{ client.name }} 業務"),
            ("{{ 業務", "{{ 業務"),
        ] {
            assert_eq!(looked_up(written), seen);
        }
    }

    #[test]
    fn a_text_asks_for_what_its_tags_name() {
        for (text, name, asks) in [
            ("{{ 業務 }}", "業務", true),
            ("{{ 業務時間 }}", "業務", false),
            ("業務{{ 時間 }}業務", "業務", false),
            ("{% if client.person is defined %}", "client", true),
            ("{{ notice.client }}{{ clients }}", "client", false),
        ] {
            assert_eq!(asks_for(text, name), asks, "{text}");
        }
    }

    #[test]
    fn a_place_leads_back_to_what_was_written() {
        let written = "前{{ 業務 }}中{{ x.業務 }}後";
        let seen = looked_up(written);
        for (there, here) in [
            ("前", "前"),
            ("own[\"業務\"]", "業務"),
            ("業務", "業務"),
            ("中", "中"),
            ("x", "x"),
            ("後", "後"),
            ("[\"業務\"] }}後", ".業務 }}後"),
        ] {
            let at = seen.find(there).expect(there);
            let place = as_written(written, &(at..at + there.len()));
            assert_eq!(&written[place], here, "{there}");
        }
    }
}
