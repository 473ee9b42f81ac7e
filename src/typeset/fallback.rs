//! Settings of fonts with which text goes from the page without a word.
//!
//! A font that is named with `covers` is not asked for other characters. Where no
//! other font may stand in for it (`fallback: false`), Typst 0.15.1 then sets nothing
//! for them: no box, no warning.

use std::ops::Range;

use typst::syntax::{LinkedNode, SyntaxKind, ast, parse};

/// Whether fonts are named with `covers` in this source.
pub fn has_covers(source: &str) -> bool {
    let mut found = false;
    named(&LinkedNode::new(&parse(source)), &mut |pair, _| {
        found |= pair.name().as_str() == "covers"
    });
    found
}

/// Where this source wants no font to stand in for another, in bytes.
pub fn without_fallback(source: &str) -> Option<Range<usize>> {
    let mut found = None;
    named(&LinkedNode::new(&parse(source)), &mut |pair, range| {
        let is_off = || matches!(pair.expr(), ast::Expr::Bool(value) if !value.get());
        if pair.name().as_str() == "fallback" && is_off() {
            found.get_or_insert(range);
        }
    });
    found
}

fn named(node: &LinkedNode<'_>, found: &mut impl FnMut(ast::Named<'_>, Range<usize>)) {
    if let (SyntaxKind::Named, Some(pair)) = (node.kind(), node.cast::<ast::Named<'_>>()) {
        found(pair, node.range());
    }
    node.children().for_each(|child| named(&child, found));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_fonts_that_vanish_are_found() {
        let source = r#"{% if x %}
#set text(font: ((name: "A", covers: regex("[a-z]")),), fallback: false)
{% endif %}{{ text }}"#;
        assert!(has_covers(source));
        let at = without_fallback(source).expect("it is there");
        assert_eq!(&source[at], "fallback: false");
        assert_eq!(without_fallback("#set text(fallback: true)"), None);
        assert!(!has_covers("it covers: everything"));
    }
}
