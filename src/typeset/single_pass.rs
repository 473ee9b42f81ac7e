//! Setting a letter in one pass, where Typst sets it in two or more.
//!
//! A letter asks about itself (Typst's introspection): at the foot of each page, how many
//! pages it has. Typst sets it without answers first, then with those that it has found,
//! until they no longer change. The answers are mostly those of the letter before. Set
//! with these, a letter is done in one pass, if it gives the same answers itself;
//! otherwise it is set as if there had been no other.
//!
//! Only for letters in which the answers move nothing else. One whose pages are
//! broken by the number of its pages might come out in two ways; which of them it
//! is must not depend on the letter before.

use comemo::{Constraint, Track, Tracked};
use typst::World;
use typst::engine::{Engine, Route, Sink, Traced};
use typst::foundations::{Output, StyleChain, Target, TargetElem};
use typst::utils::Protected;
use typst_layout::PagedDocument;

/// The letter that `world` has, set with the answers of the one before; `None` if
/// its own are others, or if there is anything to be said of it: it is then set as Typst
/// does, to the same pages, and what is to be said is said there.
pub fn set_in_one_pass(world: &dyn World, before: &PagedDocument) -> Option<PagedDocument> {
    let world: Tracked<'_, dyn World + '_> = world.track();
    let library = world.library();
    let traced = Traced::default();
    let mut sink = Sink::new();
    let letter = world.source(world.main()).ok()?;
    let module = typst_eval::eval(
        world,
        library,
        traced.track(),
        sink.track_mut(),
        Route::default().track(),
        &letter,
    );
    let content = module.ok()?.content();

    let answers = Constraint::new();
    let introspector = Output::introspector(before).track_with(&answers);
    let mut engine = Engine {
        world,
        library,
        introspector: Protected::new(introspector),
        traced: traced.track(),
        sink: sink.track_mut(),
        route: Route::default(),
    };
    let paged = TargetElem::target.set(Target::Paged).wrap();
    let styles = StyleChain::new(&library.styles);
    let letter = PagedDocument::create(&mut engine, &content, styles.chain(&paged)).ok()?;
    let silent = sink.delayed().is_empty() && sink.warnings().is_empty();
    (silent && answers.validate(Output::introspector(&letter))).then_some(letter)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use typst::utils::hash128;

    use super::*;
    use crate::typeset::{Document, Files, Fonts, compile};

    const HEAD: &str = "#set page(footer: context [#counter(page).get().first()/\
        #counter(page).final().first() #read(\"/client-id\")])\n\
        #set text(font: \"BIZ UDMincho\", lang: \"ja\")\n";

    fn files() -> Files {
        let fonts = Fonts::load(Vec::new()).expect("the fonts in the binary");
        Files::new(fonts, "letter.typ", [], Vec::new()).expect("usable names")
    }

    /// A letter with this in its body, that no other came before.
    fn first(body: &str, client_id: &str) -> Document {
        let source = format!("{HEAD}{body}");
        let compiled = compile(&Arc::new(files()), &source, client_id);
        compiled.unwrap_or_else(|faults| panic!("{faults:?}"))
    }

    /// The first page of a letter, set in one pass after one with this body, and with no
    /// other before it.
    fn after(before: &str, body: &str) -> Option<[u128; 2]> {
        let alone = first(body, "C-0002");
        let once = set_in_one_pass(&alone.setting, &first(before, "C-0001").pages)?;
        let once = Document::of(&once, alone.setting.clone());
        assert_eq!(once.pages(), alone.pages());
        Some([&once, &alone].map(|letter| hash128(&letter.pages.pages()[0])))
    }

    #[test]
    fn a_letter_like_the_one_before_is_set_in_one_pass_and_comes_out_as_if_alone() {
        for body in
            ["株式会社いろは\n#pagebreak()\n以上", "甲乙丙丁戊。己庚辛。\n#pagebreak()\n壬癸"]
        {
            let [once, alone] =
                after("有限会社ほへと\n#pagebreak()\n以上", body).expect("a letter");
            assert_eq!(once, alone, "{body}");
        }
    }

    #[test]
    fn one_with_other_answers_is_not() {
        // Another number of pages, and a question that the letter before was not asked.
        for body in ["株式会社いろは", "甲 #pagebreak() 乙 <here> #context query(<here>).len()"]
        {
            assert_eq!(after("有限会社ほへと\n#pagebreak()\n以上", body), None, "{body}");
        }
    }

    #[test]
    fn what_is_to_be_said_of_a_letter_is_said_after_any_other() {
        let files = Arc::new(files().for_letters_in_one_pass());
        let set = |body: &str| compile(&files, &format!("{HEAD}{body}"), "C-0001");
        assert!(set("甲").is_ok());
        for body in [
            "#text(font: \"No Such Font\")[乙]",
            "#panic(\"乙\")",
            "#context query(<none>).first()",
        ] {
            assert!(set(body).is_err(), "{body}");
        }
        let pages = |document: Result<Document, _>| document.map_or(0, |it| it.pages());
        assert_eq!(pages(set("丙")), 1);
        assert_eq!(pages(set("丙 #pagebreak() 丁")), 2);
    }
}
