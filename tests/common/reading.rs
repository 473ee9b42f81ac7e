//! What readers of a PDF get from it: its looks, its text, its structure.
//!
//! Two programs each look at a page and read it, poppler and mupdf: what both
//! get from two PDFs in the same way, others will too.

use std::path::Path;

use regex::Regex;

use super::tool;

/// How the pages of a PDF look at so many dots to the inch.
pub fn looks(pdf: &Path, dpi: u32) -> [Vec<u8>; 2] {
    let (pdf, dpi) = (pdf.to_string_lossy(), dpi.to_string());
    [
        tool("pdftoppm", &["-r", &dpi, &pdf]),
        tool("mutool", &["draw", "-q", "-r", &dpi, "-c", "rgb", "-F", "pnm", "-o", "-", &pdf]),
    ]
}

/// A character where mupdf finds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Character {
    /// What it reads; a half where it is one of two (UTF-16).
    pub unit: u32,
    /// Its font, size in points and page, counted from 1.
    pub look: String,
    /// Where it stands, in points from the page's left and top edges.
    pub at: [f64; 2],
}

/// The characters of a PDF as mupdf finds them, which asks glyphs alone and no
/// text that stands for several of them (`ActualText`).
pub fn characters(pdf: &Path) -> Vec<Character> {
    let pdf = pdf.to_string_lossy();
    let text = tool("mutool", &["draw", "-q", "-F", "stext", "-o", "-", &pdf]);
    let text = String::from_utf8_lossy(&text).into_owned();
    let (mut page, mut font) = (String::new(), String::new());
    let mut characters = Vec::new();
    for line in text.lines() {
        let value = |name: &str| {
            let (_, rest) = line.split_once(&format!(" {name}=\""))?;
            Some(rest.split_once('"')?.0)
        };
        if line.starts_with("<page ") {
            page = value("id").expect("a page has a name").to_owned();
        } else if line.starts_with("<font ") {
            font =
                format!("{} {}", value("name").unwrap_or_default(), value("size").expect("a size"));
        } else if line.starts_with("<char ") {
            let place = |name: &str| value(name).and_then(|it| it.parse().ok()).expect("a place");
            characters.push(Character {
                unit: unit(value("c").expect("a character")),
                look: format!("{font} {page}"),
                at: [place("x"), place("y")],
            });
        }
    }
    characters
}

/// A character as it is written in XML.
fn unit(written: &str) -> u32 {
    match written {
        "&lt;" => '<'.into(),
        "&gt;" => '>'.into(),
        "&amp;" => '&'.into(),
        "&quot;" => '"'.into(),
        "&apos;" => '\''.into(),
        _ => match written.strip_prefix("&#x").and_then(|it| it.strip_suffix(';')) {
            Some(digits) => u32::from_str_radix(digits, 16).expect("a number"),
            None => written.chars().next().expect("a character").into(),
        },
    }
}

/// What characters read together, without white space.
pub fn words(characters: &[Character]) -> String {
    let mut units = Vec::new();
    for character in characters {
        match u16::try_from(character.unit) {
            Ok(unit) => units.push(unit),
            Err(_) => {
                let whole = char::from_u32(character.unit).expect("a character");
                units.extend_from_slice(whole.encode_utf16(&mut [0; 2]));
            }
        }
    }
    super::squeezed(&String::from_utf16_lossy(&units))
}

/// The text of a PDF as poppler lays it out.
pub fn text(pdf: &Path) -> String {
    let text = tool("pdftotext", &["-layout", &pdf.to_string_lossy(), "-"]);
    String::from_utf8(text).expect("UTF-8")
}

/// The text of a PDF in the order in which it is drawn.
pub fn raw_text(pdf: &Path) -> String {
    let text = tool("pdftotext", &["-raw", &pdf.to_string_lossy(), "-"]);
    String::from_utf8(text).expect("UTF-8")
}

/// Whether a PDF has text that stands for several glyphs, or for one that says
/// something else elsewhere.
pub fn has_text_for_several_glyphs(pdf: &Path) -> bool {
    let args = ["--stream-data=uncompress", "--object-streams=disable", "--no-original-object-ids"];
    let pdf = tool("qpdf", &[&args[..], &[&pdf.to_string_lossy(), "-"]].concat());
    super::holds(&pdf, b"/ActualText")
}

fn info(option: &str, pdf: &Path) -> String {
    String::from_utf8_lossy(&tool("pdfinfo", &[option, &pdf.to_string_lossy()])).into_owned()
}

/// The elements that a screen reader is told of, with all that is said of them.
pub fn structure(pdf: &Path) -> String {
    info("-struct", pdf)
}

/// The same with the words in each. How many pieces these are in does not
/// matter. This takes poppler seconds.
pub fn structure_with_words(pdf: &Path) -> String {
    let mut lines = String::new();
    let mut in_words = false;
    for line in info("-struct-text", pdf).lines() {
        let piece = line.trim().strip_prefix('"').and_then(|it| it.strip_suffix('"'));
        if !(in_words && piece.is_some()) {
            lines.push('\n');
        }
        lines.push_str(piece.unwrap_or(line));
        in_words = piece.is_some();
    }
    lines
}

/// The bookmarks: titles, places, order.
pub fn bookmarks(pdf: &Path) -> serde_json::Value {
    let json = tool("qpdf", &["--json", "--json-key=outlines", &pdf.to_string_lossy()]);
    let mut json: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
    let mut outlines = json["outlines"].take();
    without_numbers(&mut outlines);
    outlines
}

/// Objects may have other numbers.
fn without_numbers(outlines: &mut serde_json::Value) {
    for bookmark in outlines.as_array_mut().expect("bookmarks") {
        bookmark["object"].take();
        bookmark["dest"][0].take();
        without_numbers(&mut bookmark["kids"]);
    }
}

/// What a PDF says of itself and claims to be, without its own names and those
/// of the program that made it.
pub fn claims(pdf: &Path) -> String {
    let own = r"<(xmpMM:InstanceID|xmpMM:DocumentID|stEvt:instanceID|xmp:CreatorTool|stEvt:softwareAgent)>[^<]*";
    let own = Regex::new(own).expect("an expression");
    own.replace_all(&info("-meta", pdf), "<$1>").into_owned()
}
