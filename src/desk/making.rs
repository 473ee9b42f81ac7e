//! The making of letters: of the notice that is shown, as `generate` does it.

use std::sync::Arc;

use serde_json::{Value, json};

use super::command::heard;
use super::{Desk, Done, State, issuing};
use crate::args::{GenerateArgs, Selection};
use crate::commands::generate;
use crate::live::ProblemView;
use crate::report::heard_by;

/// `do/make`.
pub fn make(desk: &mut Desk, _: &Value) -> Done {
    /// Ends what is told of the making, also where it has panicked.
    struct End(Arc<State>);
    impl Drop for End {
        fn drop(&mut self) {
            self.0.set_making(None);
        }
    }
    // Of another nobody has looked at the letters.
    let notice = issuing::shown(desk)?;
    let selection = Selection { notice, json: true, ..Selection::default() };
    let args = GenerateArgs { selection, ..GenerateArgs::default() };
    let state = desk.state.clone();
    let _end = End(state.clone());
    let hearer = Arc::new(move |done, all| state.set_making(Some((done, all))));
    let heard = heard_by(hearer, || heard(|| generate::make(&desk.project, &args)))?;
    let results = match heard.result() {
        Value::Array(results) => results,
        Value::Null => Vec::new(),
        one => vec![one],
    };
    // What is wrong with single letters stands in the results.
    let shown = heard.problems.iter().map(ProblemView::from);
    let shown = shown.map(|problem| serde_json::to_value(problem).unwrap_or_default());
    let of_letters = results.iter().filter_map(|result| result["problems"].as_array());
    let problems: Vec<Value> = shown.chain(of_letters.flatten().cloned()).collect();
    Ok(json!({ "results": results, "problems": problems, "said": heard.said }))
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;

    #[test]
    fn letters_are_made_and_how_far_that_has_come_is_told() {
        let mut trial = Trial::with_clients(
            "- {id: C-1, name: 甲, honorific: 様}\n- {id: C-2, name: 乙, honorific: 様}\n",
        );
        let told_times = |trial: &Trial| *trial.desk.state.news.borrow();
        let before = told_times(&trial);
        let (code, told) = trial.change("make", &json!({}));
        let made = |told: &Value, what: &str| told["results"][0][what].as_array().map(Vec::len);
        assert_eq!((code, made(&told, "made")), (200, Some(2)), "{told}");
        assert_eq!(told["problems"], json!([]));
        // None of two, one, both, and that it is over.
        assert_eq!(told_times(&trial) - before, 4);
        assert_eq!(trial.desk.state.making(), None);
        assert!(trial.desk.project.out().join("n-1/C-1.pdf").exists());
        let (_, told) = trial.change("make", &json!({}));
        assert_eq!((made(&told, "made"), made(&told, "unchanged")), (Some(0), Some(2)), "{told}");
    }

    #[test]
    fn a_fault_in_one_record_costs_one_letter_and_is_told() {
        let mut trial = Trial::with_clients(
            "- {id: C-1, name: 甲, honorific: 様}\n- {id: C-2, name: 乙, honorific: 殿}\n",
        );
        let (code, told) = trial.change("make", &json!({}));
        assert_eq!((code, &told["results"][0]["failed"]), (200, &json!(1)), "{told}");
        let problem = &told["problems"][0];
        assert_eq!((&problem["file"], &problem["line"]), (&json!("data/clients.yaml"), &json!(2)));
    }
}
