//! What is wrong with a command line, in the words of the other messages.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::diagnostic::recognisable;
use crate::messages::{Message, listed};

/// What is wrong; `None` where clap only shows help or the version.
pub fn complaint(error: &Error) -> Option<Message> {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => listed(texts),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let option = text(ContextKind::InvalidArg);
    // What was typed may be a whole file.
    let value = recognisable(&text(ContextKind::InvalidValue));
    Some(match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return None,
        ErrorKind::UnknownArgument if option.starts_with('-') => {
            Message::NoSuchOption { option: recognisable(&option) }
        }
        ErrorKind::UnknownArgument => Message::TooManyWords { word: recognisable(&option) },
        ErrorKind::InvalidSubcommand => {
            let command = recognisable(&text(ContextKind::InvalidSubcommand));
            Message::NoSuchCommand { command }
        }
        ErrorKind::InvalidValue if value.is_empty() => Message::OptionNeedsValue { option },
        ErrorKind::InvalidValue => {
            Message::OptionIsOneOf { option, value, words: text(ContextKind::ValidValue) }
        }
        ErrorKind::ValueValidation => {
            let reason = std::error::Error::source(error).map(ToString::to_string);
            Message::OptionWrong { option, value, reason: reason.unwrap_or_default() }
        }
        ErrorKind::MissingRequiredArgument => Message::OptionsMissing { options: option },
        ErrorKind::ArgumentConflict => match text(ContextKind::PriorArg) {
            other if other.is_empty() || other == option => Message::OptionTwice { option },
            other => Message::OptionsConflict { option, other },
        },
        ErrorKind::InvalidUtf8 => Message::ArgumentNotUtf8,
        _ => Message::OptionValues { option },
    })
}

/// What may have been meant.
pub fn suggestion(error: &Error) -> Option<Message> {
    let kinds = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand];
    let meant = kinds.into_iter().find_map(|kind| match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => texts.first().cloned(),
        _ => None,
    });
    meant.map(|meant| Message::DidYouMean { meant })
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::args::Cli;
    use crate::messages::Lang;

    #[test]
    fn what_is_wrong_is_said_in_words_of_our_own() {
        let said = |line: &str| {
            let words = std::iter::once("oshirase").chain(line.split_whitespace());
            let error = Cli::try_parse_from(words).expect_err("a wrong line");
            let message = complaint(&error).map(|it| it.text(Lang::Ja));
            let meant = suggestion(&error).map(|it| it.text(Lang::Ja));
            format!("{line}: {} {}\n", message.unwrap_or_default(), meant.unwrap_or_default())
        };
        let lines = [
            "generat",
            "generate --forced",
            "generate --xyz",
            "generate C-1",
            "generate --jobs",
            "generate --jobs many",
            "generate --jobs 0",
            "generate --client",
            "generate --force --force",
            "diff C-1 --format pdf",
            "diff",
            "issue --by",
            "issue --by=",
            "status --today 2023-13-01",
            "status --today tomorrow",
            "preview --live --page 2",
            "preview --port 80",
            "bulletin add --text it --same-as 2",
            "bulletin add --same-as two",
            "--lang fr check",
            "bulletin",
            "",
        ];
        insta::assert_snapshot!(lines.map(said).concat());
    }
}
