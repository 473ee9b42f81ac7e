//! In which form a notice's letters are made: as pages, which a template and Typst set, or
//! as text, which needs neither. The rest of the press asks here and does not know of kinds.

use std::sync::Arc;

use crate::content::Writing;
use crate::diagnostic::{Diagnostic, Place};
use crate::messages::Message;
use crate::model::{Client, Language, Notice};
use crate::plain_text::Text;
use crate::project::{Sources, Template};
use crate::template::Engine;
use crate::typeset::{Files, FontError, Fonts, has_covers, without_fallback};
use crate::unseen::is_invisible;

/// How letters are made.
pub enum Form {
    /// They are pages.
    Pages {
        /// What they are set with.
        files: Arc<Files>,
        /// The template's file name.
        template: String,
    },
    /// They are text.
    Text {
        /// The language of the text.
        language: Language,
    },
}

/// A letter that has been rendered.
pub struct Rendered {
    /// What it is made from: Typst's source, or the text itself.
    pub source: String,
    /// The text without the line breaks that were made for want of room.
    unbroken: Option<String>,
}

impl Rendered {
    /// The source as it is looked through for what it says, and how it is written.
    pub fn to_read(&self) -> (&str, Writing) {
        match &self.unbroken {
            Some(unbroken) => (unbroken, Writing::Plain),
            None => (&self.source, Writing::Typst),
        }
    }
}

impl Form {
    /// The form of a notice's letters. Only what is set needs fonts and pictures.
    pub fn of(notice: &Notice, sources: &mut Sources) -> Result<Self, Vec<Diagnostic>> {
        let Some(template) = notice.template.clone() else {
            // Whatever is wrong with a template is not in these letters.
            sources.templates.clear();
            return Ok(Self::Text { language: notice.lang.clone() });
        };
        let fonts = Fonts::load(std::mem::take(&mut sources.fonts)).map_err(|broken| {
            let report =
                |error: FontError| Diagnostic::error(error.message()).hint(Message::ReplaceFont);
            broken.into_iter().map(report).collect::<Vec<_>>()
        })?;
        let templates = &sources.templates;
        let main = format!("templates/{template}");
        let imported = templates.iter().map(|it| (&*it.source.name, it.source.text.as_str()));
        let pictures = std::mem::take(&mut sources.pictures);
        let files = Files::new(fonts, &main, imported, pictures)
            .ok_or_else(|| vec![Diagnostic::error(Message::FileNameUnusable)])?;
        // In the binary's own templates, no page is broken by what the letter asks
        // about itself; in others, who knows.
        let files = match templates.iter().any(Template::is_own) {
            true => files,
            false => files.for_letters_in_one_pass(),
        };
        Ok(Self::Pages { files: Arc::new(files), template })
    }

    /// What letters are set with, if they are.
    pub fn files(&self) -> Option<&Arc<Files>> {
        match self {
            Self::Pages { files, .. } => Some(files),
            Self::Text { .. } => None,
        }
    }

    /// Renders a client's letter.
    pub fn render(&self, engine: &Engine, client: &Client) -> Result<Rendered, Vec<Diagnostic>> {
        match self {
            Self::Pages { template, .. } => {
                let source = engine.render(template, client)?;
                Ok(Rendered { source, unbroken: None })
            }
            Self::Text { language } => {
                let (title, letter) = engine.resolve(client)?;
                let text = Text::of(&title, &letter, language);
                Ok(Rendered { source: text.written(), unbroken: Some(text.unbroken()) })
            }
        }
    }

    /// The characters of a line that would not be seen, each with the one behind it that
    /// would choose its form, if that is what is not there.
    pub fn unseen(&self, line: &str) -> Vec<(char, Option<char>)> {
        // Where a line may break, Typst leaves them out: the pages would not tell.
        let invisible = line.chars().filter(|&c| is_invisible(c));
        let Some(files) = self.files() else {
            return invisible.map(|character| (character, None)).collect();
        };
        let fonts = files.fonts();
        let unseen = invisible.chain(fonts.missing(line)).map(|character| (character, None));
        let forms = fonts.missing_forms(line).into_iter();
        let forms = forms.map(|(character, selector)| (character, Some(selector)));
        unseen.chain(forms).collect()
    }

    /// Whether letters may be sent in a code that has the characters of Japanese alone.
    pub fn is_japanese_mail(&self) -> bool {
        matches!(self, Self::Text { language } if language.is_japanese())
    }
}

/// Where templates have Typst leave out text for which no font is named.
pub fn vanishing_text(templates: &[Template]) -> Vec<Diagnostic> {
    let own: Vec<&Template> = templates.iter().filter(|it| it.is_own()).collect();
    if !own.iter().any(|it| has_covers(&it.source.text)) {
        return Vec::new();
    }
    let place =
        |it: &&Template| Some(Place::new(it.source.clone(), without_fallback(&it.source.text)?));
    let places = own.iter().filter_map(place);
    let problem = |place| Diagnostic::error(Message::TextWouldVanish).at(Some(place));
    places.map(|place| problem(place).write_instead("fallback: true")).collect()
}
