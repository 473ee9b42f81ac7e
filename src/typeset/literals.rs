//! The values in a stretch of a letter's source.

use std::ops::Range;

use typst::syntax::{LinkedNode, SyntaxKind, ast, parse};

/// The texts that stand as literals in these bytes of the source, or around them.
pub fn literals_in(source: &str, range: &Range<usize>) -> Vec<String> {
    let root = parse(source);
    let mut literals = Vec::new();
    collect(&LinkedNode::new(&root), range, &mut literals);
    literals
}

fn collect(node: &LinkedNode<'_>, range: &Range<usize>, literals: &mut Vec<String>) {
    let own = node.range();
    if own.end <= range.start || own.start >= range.end {
        return;
    }
    if let (SyntaxKind::Str, Some(literal)) = (node.kind(), node.cast::<ast::Str<'_>>()) {
        literals.push(literal.get().to_string());
    }
    node.children().for_each(|child| collect(&child, range, literals));
}

#[cfg(test)]
mod tests {
    use super::literals_in;

    #[test]
    fn the_literals_of_a_call_are_its_values() {
        let source = "甲 #text(size: \"a\\\"b\", \"c\") #\"d\";";
        let call = source.find("text(").expect("a call");
        assert_eq!(literals_in(source, &(call..call + 8)), Vec::<String>::new());
        assert_eq!(literals_in(source, &(call..source.len())), ["a\"b", "c", "d"]);
        let literal = source.find("\"a").expect("a literal");
        assert_eq!(literals_in(source, &(literal + 1..literal + 2)), ["a\"b"]);
    }
}
