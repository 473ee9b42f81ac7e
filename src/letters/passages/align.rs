//! Finding texts, in their order, in what was set from them.
//!
//! What is set has more in it than the texts (the heads of a table are repeated, words are
//! parted, templates have words of their own) and may lack some. The two are followed side
//! by side as far as they are the same. Where they part, both are searched for the nearest
//! characters from which they are the same again. What lies at such a joint and could be
//! on either side of it is not taken to be found.

use std::ops::Range;

/// So many characters in a row that are the same are no accident.
const SURE: usize = 10;

/// Where each text stands, as ranges of what was set: one where nothing parts it, none
/// where it was not found for certain. No blanks are in either.
pub fn find(texts: &[Vec<char>], set: &[char]) -> Vec<Vec<Range<usize>>> {
    let said: Vec<char> = texts.concat();
    let bounds = bounds(texts);
    let mut runs = runs(&said, set);
    let unsure = part(&mut runs, &bounds);
    let place = |(index, text): (usize, &Vec<char>)| {
        let range = bounds[index]..bounds[index] + text.len();
        let is_unsure = unsure.iter().any(|it| it.start < range.end && range.start < it.end);
        if is_unsure { Vec::new() } else { covered(&runs, range) }
    };
    texts.iter().enumerate().map(place).collect()
}

/// Where each text begins among all, and where the last ends.
fn bounds(texts: &[Vec<char>]) -> Vec<usize> {
    let mut bounds = vec![0];
    for text in texts {
        bounds.push(bounds[bounds.len() - 1] + text.len());
    }
    bounds
}

/// Characters that are said and set in the same order.
#[derive(Debug, Clone, Copy)]
struct Run {
    said: usize,
    set: usize,
    length: usize,
}

impl Run {
    fn said_end(&self) -> usize {
        self.said + self.length
    }

    fn set_end(&self) -> usize {
        self.set + self.length
    }
}

/// What is set by these runs of some characters that are said; nothing unless all are.
fn covered(runs: &[Run], wanted: Range<usize>) -> Vec<Range<usize>> {
    let first = runs.partition_point(|run| run.said_end() <= wanted.start);
    let (mut at, mut ranges) = (wanted.start, Vec::new());
    for run in &runs[first..] {
        if at == wanted.end || run.said > at {
            break;
        }
        let start = run.set + (at - run.said);
        let end = run.set_end().min(start + wanted.end - at);
        at += end - start;
        ranges.push(start..end);
    }
    if at == wanted.end { ranges } else { Vec::new() }
}

/// All runs, in order; one that begins before the one before it ends overlaps it.
fn runs(said: &[char], set: &[char]) -> Vec<Run> {
    let grams = Grams::of(set);
    let mut runs: Vec<Run> = Vec::new();
    let (mut in_said, mut in_set) = (0, 0);
    let mut least = (0, 0);
    while let Some((at, there)) = grams
        .nearest(said, in_said, in_set)
        .or_else(|| end_of(&said[in_said..], &set[in_set..]).map(|at| at.after(in_said, in_set)))
    {
        let same = |(a, b): &(&char, &char)| a == b;
        let before = said[least.0..at].iter().rev().zip(set[least.1..there].iter().rev());
        let before = before.take_while(same).count();
        let behind = said[at..].iter().zip(&set[there..]).take_while(same).count();
        runs.push(Run { said: at - before, set: there - before, length: before + behind });
        least = (at, there);
        (in_said, in_set) = (at + behind, there + behind);
    }
    runs
}

/// A place in both.
struct At(usize, usize);

impl At {
    fn after(self, said: usize, set: usize) -> (usize, usize) {
        (self.0 + said, self.1 + set)
    }
}

/// The last characters that are said, fewer than are sure by themselves: where they stand,
/// if that is in one place alone.
fn end_of(said: &[char], set: &[char]) -> Option<At> {
    let longest = said.len().min(SURE - 1);
    (2..=longest).rev().find_map(|length| {
        let end = &said[said.len() - length..];
        let mut places = set.windows(length).enumerate().filter(|(_, window)| *window == end);
        let (there, _) = places.next()?;
        places.next().is_none().then_some(At(said.len() - length, there))
    })
}

/// The places of all sequences of so many characters as are sure.
struct Grams<'a> {
    set: &'a [char],
    places: Vec<(u64, usize)>,
}

impl<'a> Grams<'a> {
    fn of(set: &'a [char]) -> Self {
        let windows = set.windows(SURE).enumerate();
        let mut places: Vec<_> = windows.map(|(at, window)| (hash(window), at)).collect();
        places.sort_unstable();
        Self { set, places }
    }

    /// The nearest place, from these two on, from which both are the same.
    fn nearest(&self, said: &[char], from: usize, set_from: usize) -> Option<(usize, usize)> {
        let mut best: Option<(usize, usize)> = None;
        for (skipped, window) in said.get(from..)?.windows(SURE).enumerate() {
            let least = best.map(|(at, there)| at - from + there - set_from);
            if least.is_some_and(|least| skipped >= least) {
                break;
            }
            let hash = hash(window);
            let first = self.places.partition_point(|place| *place < (hash, set_from));
            let Some((_, there)) = self.places.get(first).filter(|it| it.0 == hash) else {
                continue;
            };
            let is_nearer = least.is_none_or(|least| skipped + there - set_from < least);
            if is_nearer && self.set[*there..*there + SURE] == *window {
                best = Some((from + skipped, *there));
            }
        }
        best
    }
}

/// FNV-1a; what is the same by it is compared.
fn hash(window: &[char]) -> u64 {
    window.iter().fold(0xcbf2_9ce4_8422_2325, |hash, character| {
        (hash ^ u64::from(u32::from(*character))).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Parts runs that overlap, so that as few texts as may be are broken; what could as well
/// be on the other side of the joint is not sure.
fn part(runs: &mut [Run], bounds: &[usize]) -> Vec<Range<usize>> {
    let mut unsure = Vec::new();
    for index in 1..runs.len() {
        let (before, run) = (runs[index - 1], runs[index]);
        let in_said = before.said_end().saturating_sub(run.said);
        let in_set = before.set_end().saturating_sub(run.set);
        let overlap = in_said.max(in_set).min(before.length).min(run.length);
        // So many characters are taken from the end of the one, the rest from the other.
        let cost = |cut: usize| broken(bounds, before.said_end() - cut, run.said + overlap - cut);
        let costs: Vec<_> = (0..=overlap).map(cost).collect();
        let Some((cut, least)) = costs.iter().enumerate().min_by_key(|(_, cost)| **cost) else {
            continue;
        };
        if costs.iter().filter(|cost| *cost == least).count() > 1 {
            unsure.push(before.said_end() - overlap..run.said + overlap);
        }
        runs[index - 1].length -= cut;
        let taken = overlap - cut;
        let Run { said, set, length } = run;
        runs[index] = Run { said: said + taken, set: set + taken, length: length - taken };
    }
    unsure
}

/// How many characters of texts are lost where those from one place to another have none,
/// and whether a text is parted there.
fn broken(bounds: &[usize], from: usize, to: usize) -> (usize, bool) {
    let first = bounds.partition_point(|bound| *bound <= from).saturating_sub(1);
    let is_bound = bounds.binary_search(&from).is_ok();
    if from >= to {
        return (0, !is_bound);
    }
    let last = bounds.partition_point(|bound| *bound < to).min(bounds.len() - 1);
    (bounds[last] - bounds[first], false)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found of these texts, as it is set.
    fn found(texts: &[&str], set: &str) -> Vec<Vec<(usize, String)>> {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        let (texts, set) = (texts.iter().map(|it| chars(it)).collect::<Vec<_>>(), chars(set));
        let found = find(&texts, &set);
        let shown = |range: Range<usize>| (range.start, set[range].iter().collect());
        found.into_iter().map(|ranges| ranges.into_iter().map(shown).collect()).collect()
    }

    fn places(texts: &[&str], set: &str) -> Vec<Option<usize>> {
        let found = found(texts, set);
        found.iter().map(|ranges| ranges.first().map(|(at, _)| *at)).collect()
    }

    const LONG: &str = "個人データの漏えい等のおそれがあることが判明しました。";

    #[test]
    fn texts_are_found_where_they_stand_with_words_between_them() {
        let set = format!("表題です。{LONG}見出しの繰り返し{LONG}以上");
        assert_eq!(
            places(&["表題です。", LONG, LONG, "以上"], &set),
            [Some(0), Some(5), Some(40), Some(67)]
        );
    }

    #[test]
    fn a_text_with_a_strangers_word_in_it_is_two_ranges() {
        let set = "abcdefghijklmno-pqrstuvwxyz0123";
        let found = found(&["abcdefghijklmnopqrstuvwxyz0123"], set);
        assert_eq!(found, [[(0, "abcdefghijklmno".into()), (16, "pqrstuvwxyz0123".into())]]);
    }

    #[test]
    fn what_is_not_set_is_not_found_and_takes_nothing_of_its_neighbours() {
        assert_eq!(
            places(
                &[LONG, "注", "注意してください、くれぐれも。"],
                &format!("{LONG}注意してください、くれぐれも。")
            ),
            [Some(0), None, Some(27)]
        );
        assert_eq!(places(&["どこにもない文ですから。", LONG], LONG), [None, Some(0)]);
        assert_eq!(places(&[LONG], ""), [None]);
        assert_eq!(places(&[], LONG), []);
    }

    #[test]
    fn of_two_equal_texts_of_which_one_is_set_neither_is_sure() {
        let texts = [LONG, "同上", "同上", "これからも変わりはありません。"];
        let one = format!("{LONG}同上これからも変わりはありません。");
        assert_eq!(places(&texts, &one), [Some(0), None, None, Some(29)]);
        let both = format!("{LONG}同上同上これからも変わりはありません。");
        assert_eq!(places(&texts, &both), [Some(0), Some(27), Some(29), Some(31)]);
    }

    #[test]
    fn a_short_text_beside_a_repeated_head_that_begins_like_it_is_not_sure() {
        let set = format!("{LONG}氏名氏{LONG}");
        assert_eq!(places(&[LONG, "氏", LONG], &set), [Some(0), None, Some(30)]);
    }
}
