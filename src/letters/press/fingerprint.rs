//! What letters are made of, and what goes into their fingerprints.

use std::collections::BTreeMap;

use crate::digest::{Digest, FactDigests, Fields};
use crate::ids::{ClientId, NoticeId};
use crate::model::{Notice, Office};
use crate::project::{Sources, Template};
use crate::typeset::Fonts;

/// The version of oshirase, which makes a letter's bytes too.
pub const TOOL: &str = env!("CARGO_PKG_VERSION");

/// What a letter is made of.
pub struct Ingredients {
    /// The digest of all that makes the letter's bytes.
    pub fingerprint: Digest,
    /// The files it is set with, by path.
    pub files: BTreeMap<String, Digest>,
}

/// What all letters of a notice are made of.
pub struct SharedIngredients {
    /// Goes before the notice and client in a letter's lasting name.
    office: String,
    notice: NoticeId,
    /// The template's file name, unless the letters are text.
    template: Option<String>,
    /// The files that sources may import or show, by path.
    files: BTreeMap<String, Digest>,
    /// The digest of all fonts.
    pub fonts: Digest,
    /// The fonts that are not in the binary, by path.
    own_fonts: FactDigests,
    /// Everything that is read for any letter.
    inputs: Fields,
}

impl SharedIngredients {
    /// Of a notice of this office, for which these files were loaded.
    pub fn of(sources: &Sources, office: &Office, notice: &Notice) -> Self {
        let own_fonts = sources.fonts.iter();
        let own_fonts =
            own_fonts.map(|(path, bytes)| (format!("font {path}"), Digest::of(bytes).to_string()));
        Self {
            office: office.sender.name.clone(),
            notice: notice.id.clone(),
            template: notice.template.clone(),
            files: files(sources, notice),
            fonts: Fonts::digest(&sources.fonts),
            own_fonts: own_fonts.collect(),
            inputs: inputs(sources, notice),
        }
    }

    /// A letter's lasting name, from which its document ID is made: the same in
    /// every version of it, and no other letter's.
    pub fn identity(&self, client: &ClientId) -> String {
        format!("{}\n{}\n{}", self.office, self.notice, client)
    }

    /// Everything that is read for the letter of a client whose record has this
    /// digest, but for what other records have to say of it.
    pub fn inputs(&self, record: Digest) -> Fields {
        let mut fields = self.inputs.clone();
        fields.add(record);
        fields
    }

    /// What a letter with this source is made of. Which of the files Typst will
    /// read, only Typst knows (`image(name + ".png")`): all of them count.
    pub fn with(&self, client: &ClientId, source: &str) -> Ingredients {
        let mut fields = Fields::default();
        fields.add(TOOL).add(self.identity(client));
        // Nothing makes a text but itself.
        if let Some(template) = &self.template {
            fields.add(self.fonts).add(template);
        }
        fields.add(source);
        for (path, digest) in &self.files {
            fields.add(path).add(digest);
        }
        Ingredients { fingerprint: fields.digest(), files: self.files.clone() }
    }

    /// What a letter that is set with these files is made of beside the facts in it:
    /// what each thing is called, and its digest.
    pub fn digests(
        &self,
        template: Option<&Template>,
        files: &BTreeMap<String, Digest>,
    ) -> FactDigests {
        let mut digests = FactDigests::new();
        if let Some(template) = template {
            digests.extend(self.own_fonts.clone());
            let of_template = Digest::of(template.source.text.as_bytes()).to_string();
            digests.insert(format!("template {}", template.name), of_template);
        }
        for (path, digest) in files {
            let name = match path.strip_prefix("templates/") {
                Some(name) if name.ends_with(".typ") => format!("template {name}"),
                _ => format!("picture {path}"),
            };
            digests.insert(name, digest.to_string());
        }
        digests.insert("oshirase".to_owned(), TOOL.to_owned());
        digests
    }
}

/// Everything that is read for any letter of a notice.
fn inputs(sources: &Sources, notice: &Notice) -> Fields {
    let mut fields = Fields::default();
    fields.add(TOOL).add(notice.id.as_str()).add(Fonts::digest(&sources.fonts));
    for text in sources.shared().chain(sources.templates.iter().map(|template| &template.source)) {
        fields.add(text.name.as_bytes()).add(&text.text);
    }
    for (path, bytes) in sources.pictures.iter().chain(&sources.fonts) {
        fields.add(path).add(bytes);
    }
    fields
}

/// The files that a source can import or show, but for the template that the
/// source is made from; a text can none.
fn files(sources: &Sources, notice: &Notice) -> BTreeMap<String, Digest> {
    let Some(main) = &notice.template else { return BTreeMap::new() };
    let imported = sources.templates.iter().filter(|template| template.name != *main);
    let imported = imported.map(|template| &template.source);
    let imported = imported.map(|it| (it.name.to_string(), Digest::of(it.text.as_bytes())));
    let pictures = sources.pictures.iter().map(|(path, bytes)| (path.clone(), Digest::of(bytes)));
    imported.chain(pictures).collect()
}
