//! Names that a text lists in one line.

/// The names in a text that lists some (`給与計算、電子明細`), if all its parts are
/// names. A mark that parts names may stand in one too (`社会保険・労働保険`).
pub fn listed_in(text: &str, is_name: impl Fn(&str) -> bool) -> Option<Vec<String>> {
    const MARKS: [char; 9] = ['、', '，', ',', '､', '/', '／', '・', '･', '\n'];
    let marks: Vec<_> = text.match_indices(MARKS).map(|(at, it)| at..at + it.len()).collect();
    let starts: Vec<usize> = std::iter::once(0).chain(marks.iter().map(|it| it.end)).collect();
    let ends: Vec<usize> = marks.iter().map(|it| it.start).chain([text.len()]).collect();
    let part = |first: usize, last: usize| text[starts[first]..ends[last]].trim();
    // For each part, the last of those that make up the name that begins with it; none
    // if what follows cannot be read. Each is found but once, from the end.
    let mut last_of: Vec<Option<usize>> = vec![None; ends.len()];
    for first in (0..ends.len()).rev() {
        let reads_on = |last: usize| last_of.get(last + 1).is_none_or(Option::is_some);
        // The longest name that the text begins with is the one that is meant.
        let mut lasts = (first..ends.len()).rev();
        last_of[first] = lasts.find(|&last| reads_on(last) && is_name(part(first, last)));
    }
    let (mut found, mut first) = (Vec::new(), 0);
    while let Some(last) = last_of.get(first) {
        let last = (*last)?;
        found.push(part(first, last).to_owned());
        first = last + 1;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn a_list_of_names_in_one_text_is_read_where_all_of_them_are_known() {
        let names = ["給与計算", "社会保険・労働保険", "労働保険", "電子明細"];
        let listed = |text: &str| {
            listed_in(text, |word| names.contains(&word)).unwrap_or_default().join("+")
        };
        assert_eq!(listed("給与計算、電子明細"), "給与計算+電子明細");
        assert_eq!(listed("給与計算，電子明細"), "給与計算+電子明細");
        assert_eq!(listed("給与計算 / 電子明細"), "給与計算+電子明細");
        assert_eq!(
            listed("給与計算・社会保険・労働保険・電子明細"),
            "給与計算+社会保険・労働保険+電子明細"
        );
        assert_eq!(listed("給与計算、年末調整"), "");
        assert_eq!(listed("給与計算、"), "");
        assert_eq!(listed("給与計算 電子明細"), "");
        assert_eq!(listed(""), "");
    }

    /// There are more ways to part such a text than anybody can try.
    #[test]
    fn names_that_are_made_of_names_are_read_in_time() {
        let names = ["給", "給・給"];
        let parts = vec!["給"; 301];
        let listed =
            listed_in(&parts.join("・"), |word| names.contains(&word)).expect("a list of names");
        assert_eq!(listed.len(), 151);
        assert_eq!(listed.join("・"), parts.join("・"));
        assert_eq!(listed_in(&(parts.join("・") + "・他"), |word| names.contains(&word)), None);
    }
}
