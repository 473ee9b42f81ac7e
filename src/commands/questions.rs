//! Questions on a terminal, in the program's own words.

use std::fmt;

use dialoguer::Input;
use dialoguer::theme::Theme;

use crate::diagnostic::Diagnostic;
use crate::messages::Message;

/// The dialogue's own words.
pub struct Words;

impl Theme for Words {
    fn format_error(&self, f: &mut dyn fmt::Write, error: &str) -> fmt::Result {
        write!(f, "{}: {error}", Message::ErrorLabel)
    }
}

/// What is said where somebody has ended the questions.
pub fn stopped(error: dialoguer::Error) -> Box<Diagnostic> {
    Box::new(Diagnostic::error(Message::NotAnswered { reason: error.to_string() }))
}

/// Asks until `accepts` takes the answer; `None` is an empty one, where it may be.
pub fn ask(
    prompt: &Message,
    may_be_empty: bool,
    accepts: impl Fn(&str) -> Result<String, String>,
) -> Result<Option<String>, Box<Diagnostic>> {
    let is_empty = |text: &str| may_be_empty && text.trim().is_empty();
    let answer = Input::<String>::with_theme(&Words)
        .with_prompt(prompt.to_string())
        .allow_empty(true)
        .validate_with(|text: &String| match is_empty(text) {
            true => Ok(()),
            false => accepts(text).map(|_| ()),
        })
        .interact_text()
        .map_err(stopped)?;
    // It has been accepted before.
    Ok(if is_empty(&answer) { None } else { accepts(&answer).ok() })
}
