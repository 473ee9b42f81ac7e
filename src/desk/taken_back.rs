//! A text without a change that was made in it before, where other lines were changed since.

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};

/// What the text is `now`, with the lines as they were `before` that a change had made to what
/// they were `after` it. `None` where the same lines have been changed again.
pub fn without(before: &str, after: &str, now: &str) -> Option<String> {
    let lines =
        |text: &'_ str| -> Vec<String> { text.split_inclusive('\n').map(str::to_owned).collect() };
    let (before, after, now) = (lines(before), lines(after), lines(now));
    let changed = capture_diff_slices(Algorithm::Myers, &after, &before);
    let since = Since(capture_diff_slices(Algorithm::Myers, &after, &now));
    let (mut text, mut at) = (Vec::new(), 0);
    for change in changed.iter().filter(|it| it.tag() != DiffTag::Equal) {
        let (old, new) = (change.old_range(), change.new_range());
        let range = match old.is_empty() {
            true => since.gap(old.start)?..since.gap(old.start)?,
            false => since.same(old.start)?..since.same(old.end - 1)? + 1,
        };
        // Lines of the change that have others between them now are no longer those.
        if range.len() != old.len() || range.start < at {
            return None;
        }
        text.extend(now.get(at..range.start)?);
        text.extend(before.get(new)?);
        at = range.end;
    }
    text.extend(now.get(at..)?);
    // A line without an end that would stand before another would run into it.
    let ends = text.iter().rev().skip(1).all(|line: &&String| line.ends_with('\n'));
    ends.then(|| text.into_iter().map(String::as_str).collect())
}

/// What has been changed since: from the lines after the change to those now.
struct Since(Vec<DiffOp>);

impl Since {
    /// Which line this one is now, if it is the same.
    fn same(&self, line: usize) -> Option<usize> {
        let is_in = |op: &&DiffOp| op.tag() == DiffTag::Equal && op.old_range().contains(&line);
        let op = self.0.iter().find(is_in)?;
        Some(op.new_range().start + line - op.old_range().start)
    }

    /// Where the place before this line is now. Lines that have been put there leave open
    /// on which side of them it is.
    fn gap(&self, line: usize) -> Option<usize> {
        let above = match line.checked_sub(1) {
            None => Some(0),
            Some(above) => self.next_to(above).map(|above| above + 1),
        };
        let end = self.0.last().map_or(0, |op| op.old_range().end);
        let below = match line == end {
            true => Some(self.0.last().map_or(0, |op| op.new_range().end)),
            false => self.next_to(line),
        };
        above.zip(below).and_then(|(above, below)| (above == below).then_some(above))
    }

    /// Which line this one is now: the same, or the one in its place.
    fn next_to(&self, line: usize) -> Option<usize> {
        self.same(line).or_else(|| {
            let op = self.0.iter().find(|op| op.old_range().contains(&line))?;
            let is_one_for_one = op.old_range().len() == op.new_range().len();
            is_one_for_one.then(|| op.new_range().start + line - op.old_range().start)
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::without;

    #[test]
    fn lines_next_to_those_of_the_change_stay_as_they_are_now() {
        let before = "a\nb\nc\nd\n";
        // Changed, taken out, put in; and the next line by hand.
        assert_eq!(
            without(before, "a\nB\nc\nd\n", "a\nB\nC\nd\n").as_deref(),
            Some("a\nb\nC\nd\n")
        );
        assert_eq!(without(before, "a\nc\nd\n", "a\nC\nd\n").as_deref(), Some("a\nb\nC\nd\n"));
        assert_eq!(
            without(before, "a\nx\nb\nc\nd\n", "A\nx\nb\nc\nd\n").as_deref(),
            Some("A\nb\nc\nd\n")
        );
        assert_eq!(without("a\n", "a\nx\n", "a\nx\ny\n").as_deref(), Some("a\ny\n"));
        assert_eq!(without(before, "", "").as_deref(), Some(before));
        // The same lines.
        assert_eq!(without(before, "a\nB\nc\nd\n", "a\nβ\nc\nd\n"), None);
        assert_eq!(without(before, "a\nc\nd\n", "a\nb2\nc\nd\n"), None);
        assert_eq!(without("a\nb", "a\n", "a\nc\n"), None);
        assert_eq!(without("a", "b", "b\n# c\n"), None);
        assert_eq!(without(before, "a\nX\nY\nc\nd\n", "a\nX\nz\nY\nc\nd\n"), None);
    }

    proptest! {
        /// Where nothing was changed since, the text is what it was before.
        #[test]
        fn without_other_changes_it_is_as_before(before in "[a-c\n]{0,20}", after in "[a-c\n]{0,20}") {
            prop_assert_eq!(without(&before, &after, &after), Some(before));
        }

        /// No line that was changed by hand is lost.
        #[test]
        fn lines_by_hand_stay(lines in prop::collection::vec("[a-z]{3}", 1..12), own in 0usize..12, hand in 0usize..12) {
            let (own, hand) = (own % lines.len(), hand % lines.len());
            prop_assume!(own != hand);
            let joined = |lines: &[String]| lines.iter().map(|it| format!("{it}\n")).collect::<String>();
            let mut changed = lines.clone();
            changed[own] = "OWN".to_owned();
            let mut now = changed.clone();
            now[hand] = "HAND".to_owned();
            let mut wanted = lines.clone();
            wanted[hand] = "HAND".to_owned();
            let back = without(&joined(&lines), &joined(&changed), &joined(&now));
            prop_assert_eq!(back, Some(joined(&wanted)));
        }
    }
}
