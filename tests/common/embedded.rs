//! The fonts in a PDF, read to the last byte.

use std::collections::BTreeMap;
use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;

use read_fonts::types::GlyphId;
use read_fonts::{FontData, FontRead as _, FontRef, TableProvider as _};
use serde_json::Value;
use ttf_parser::{Face, OutlineBuilder};

use super::tool;

/// A font in a PDF.
pub struct EmbeddedFont {
    /// The six letters that tell the selection of glyphs from others.
    pub tag: String,
    /// Its name.
    pub name: String,
    /// The font file.
    pub file: Vec<u8>,
    /// Whether the outlines are of PostScript's kind, and the file nothing else.
    pub is_cff: bool,
    /// What the codes of the text mean.
    pub codes: BTreeMap<u16, Code>,
}

/// What a code means.
pub struct Code {
    /// The number of the glyph in the font file.
    pub glyph: u16,
    /// Its width, in thousandths of an em.
    pub width: f64,
    /// What it reads.
    pub text: String,
}

/// A PDF's objects.
struct Objects {
    objects: Value,
    /// Where the streams are.
    _folder: tempfile::TempDir,
}

impl Objects {
    fn of(pdf: &Path) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let prefix = folder.path().join("stream").to_string_lossy().into_owned();
        let prefix = format!("--json-stream-prefix={prefix}");
        let args = ["--json=2", "--json-stream-data=file", &prefix, "--decode-level=generalized"];
        let json = tool("qpdf", &[&args[..], &[&pdf.to_string_lossy()]].concat());
        let mut json: Value = serde_json::from_slice(&json).expect("JSON");
        Self { objects: json["qpdf"][1].take(), _folder: folder }
    }

    /// The object that is referred to, or the value itself.
    fn at<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value.as_str().filter(|it| it.ends_with(" R")) {
            Some(reference) => &self.objects[format!("obj:{reference}")]["value"],
            None => value,
        }
    }

    /// The bytes of the stream that is referred to.
    fn stream(&self, reference: &Value) -> Option<Vec<u8>> {
        let stream = &self.objects[format!("obj:{}", reference.as_str()?)]["stream"];
        Some(fs::read(stream["datafile"].as_str()?).expect("a stream"))
    }
}

/// The fonts of a PDF.
pub fn fonts(pdf: &Path) -> Vec<EmbeddedFont> {
    let objects = Objects::of(pdf);
    let all = objects.objects.as_object().expect("objects");
    let fonts = all.values().map(|object| &object["value"]);
    let fonts = fonts.filter(|font| font["/Subtype"] == "/Type0");
    fonts.map(|font| EmbeddedFont::read(font, &objects)).collect()
}

impl EmbeddedFont {
    fn read(font: &Value, objects: &Objects) -> Self {
        let lower = objects.at(&font["/DescendantFonts"]);
        let lower = objects.at(&lower[0]);
        let descriptor = objects.at(&lower["/FontDescriptor"]);
        let name = descriptor["/FontName"].as_str().expect("a name");
        let (tag, name) = name[1..].split_once('+').expect("a tag");
        assert!(tag.len() == 6 && tag.bytes().all(|byte| byte.is_ascii_uppercase()), "{tag}");
        for of in [font, lower] {
            let own = of["/BaseFont"].as_str().expect("a name");
            assert!(own.starts_with(&format!("/{tag}+{name}")), "{own} is not {tag}+{name}");
        }
        let cff = objects.stream(&descriptor["/FontFile3"]);
        let is_cff = cff.is_some();
        let file = cff.or_else(|| objects.stream(&descriptor["/FontFile2"])).expect("a font file");
        let places = objects.stream(&lower["/CIDToGIDMap"]);
        assert!(is_cff || places.is_some() || lower["/CIDToGIDMap"] == "/Identity");
        let widths = widths(objects.at(&lower["/W"]));
        let usual = lower["/DW"].as_f64().expect("a usual width");
        let unicode = objects.stream(&font["/ToUnicode"]).expect("the text of codes");
        let codes = texts(&String::from_utf8_lossy(&unicode)).into_iter().map(|(code, text)| {
            let at = usize::from(code) * 2;
            let glyph = places.as_ref().map_or(code, |it| u16::from_be_bytes([it[at], it[at + 1]]));
            let width = widths.get(&code).copied().unwrap_or(usual);
            (code, Code { glyph, width, text })
        });
        Self { tag: tag.to_owned(), name: name.to_owned(), file, is_cff, codes: codes.collect() }
    }

    /// Reads all of the font in two ways, each of which must find it right.
    pub fn check(&self) {
        let Self { name, codes, .. } = self;
        assert!(!codes.is_empty(), "{name} is not used");
        for (code, Code { text, .. }) in codes {
            assert!(!text.is_empty() && !text.contains(['\0', '\u{FEFF}', '\u{FFFE}']), "{code}");
        }
        if self.is_cff { self.check_cff() } else { self.check_truetype() }
    }

    fn check_cff(&self) {
        let Self { name, file, codes, .. } = self;
        let cff = read_fonts::tables::cff::Cff::read(FontData::new(file));
        let cff = cff.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(cff.top_dicts().count(), 1, "{name}");
        let table = ttf_parser::cff::Table::parse(file).expect("a table");
        for (code, Code { glyph, text, .. }) in codes {
            let seen = table.outline(ttf_parser::GlyphId(*glyph), &mut Nothing).is_ok();
            assert!(seen || text.trim().is_empty(), "{name}: {code} for {text} has no outline");
        }
    }

    fn check_truetype(&self) {
        let Self { name, file, codes, .. } = self;
        let font = FontRef::new(file).unwrap_or_else(|error| panic!("{name}: {error}"));
        check_directory(name, &font, file);
        let head = font.head().expect("head");
        let glyphs = font.maxp().expect("maxp").num_glyphs();
        let (hhea, hmtx) = (font.hhea().expect("hhea"), font.hmtx().expect("hmtx"));
        assert!(hhea.number_of_h_metrics() <= glyphs, "{name}");
        let (loca, glyf) = (font.loca(None).expect("loca"), font.glyf().expect("glyf"));
        assert!(loca.all_offsets_are_ascending(), "{name}");
        assert_eq!(loca.len(), usize::from(glyphs), "{name}");
        let face = Face::parse(file, 0).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(face.number_of_glyphs(), glyphs, "{name}");
        for glyph in 0..glyphs {
            let id = GlyphId::from(glyph);
            let outline = loca.get_glyf(id, &glyf);
            let outline = outline.unwrap_or_else(|error| panic!("{name}: {glyph}: {error}"));
            let bounds = face.outline_glyph(ttf_parser::GlyphId(glyph), &mut Nothing);
            // One composed of empty ones has an outline and no bounds.
            assert!(outline.is_some() || bounds.is_none(), "{name}: {glyph}");
            match outline {
                Some(read_fonts::tables::glyf::Glyph::Simple(simple)) => {
                    assert_eq!(simple.points().count(), simple.num_points(), "{name}: {glyph}");
                    assert_eq!(simple.instruction_length(), 0, "{name}: {glyph}");
                }
                Some(read_fonts::tables::glyf::Glyph::Composite(composite)) => {
                    let mut components = composite.components().map(|it| it.glyph.to_u16());
                    assert!(components.all(|it| it < glyphs), "{name}: {glyph}");
                }
                None => {}
            }
            hmtx.advance(id).expect("an advance");
        }
        for (code, Code { glyph, width, text }) in codes {
            assert!(*glyph > 0 && *glyph < glyphs, "{name}: {code} for {text} is {glyph}");
            let own = hmtx.advance(GlyphId::from(*glyph)).expect("an advance");
            let own = f64::from(own) * 1000.0 / f64::from(head.units_per_em());
            assert!((own - width).abs() < 1.0, "{name}: {text} is {own} wide, not {width}");
        }
    }
}

/// Each table is where the directory says it is, whole, in order and with its sum.
fn check_directory(name: &str, font: &FontRef<'_>, file: &[u8]) {
    let records = font.table_directory.table_records();
    assert!(records.is_sorted_by_key(|record| record.tag()), "{name}");
    let mut ends = Vec::new();
    for record in records {
        let tag = record.tag();
        let (start, length) = (record.offset() as usize, record.length() as usize);
        assert!(start.is_multiple_of(4), "{name}: {tag}");
        let mut table = file[start..start + length].to_vec();
        if tag == "head" {
            table[8..12].fill(0);
        }
        assert_eq!(sum(&table), record.checksum(), "{name}: {tag}");
        ends.push((start, start + length));
    }
    assert_eq!(sum(file), 0xB1B0_AFBA, "{name}");
    ends.sort_unstable();
    assert!(ends.windows(2).all(|two| two[0].1 <= two[1].0), "{name}: tables in each other");
    let last = ends.last().expect("a table").1;
    assert_eq!(last.next_multiple_of(4), file.len(), "{name}: bytes of no table");
}

/// The sum of words of four bytes (OpenType 1.9, "Calculating checksums").
fn sum(bytes: &[u8]) -> u32 {
    let words = bytes.chunks(4).map(|chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        u32::from_be_bytes(word)
    });
    words.fold(0, u32::wrapping_add)
}

/// The widths in a font's `W` (ISO 32000-1, 9.7.4.3).
fn widths(list: &Value) -> BTreeMap<u16, f64> {
    let number = |value: &Value| value.as_f64().expect("a width");
    let code =
        |value: &Value| value.as_u64().and_then(|it| u16::try_from(it).ok()).expect("a code");
    let mut widths = BTreeMap::new();
    let mut list = list.as_array().expect("widths").iter();
    while let Some(first) = list.next().map(code) {
        match list.next().expect("widths or the last code") {
            Value::Array(own) => widths.extend((first..).zip(own.iter().map(number))),
            last => {
                let width = number(list.next().expect("a width"));
                widths.extend((first..=code(last)).map(|code| (code, width)));
            }
        }
    }
    widths
}

/// What codes read (ISO 32000-1, 9.10.3).
fn texts(table: &str) -> BTreeMap<u16, String> {
    let mut texts = BTreeMap::new();
    let (before, lists) = table.split_once("endcodespacerange\n").expect("a table");
    assert!(before.ends_with("1 begincodespacerange\n<0000> <FFFF>\n"), "{before}");
    let mut lines = lists.lines();
    while let Some(line) = lines.next().filter(|line| *line != "endcmap") {
        let (count, kind) = line.split_once(" begin").expect("a list");
        for line in lines.by_ref().take(count.parse().expect("a count")) {
            let codes = |digits: &str| hexadecimal(digits.as_bytes());
            let numbers: Vec<&str> = line.splitn(3, ' ').collect();
            let (range, told) = match (kind, numbers.as_slice()) {
                ("bfchar", &[code, text]) => (codes(bare(code))..=codes(bare(code)), text),
                ("bfrange", &[first, last, told]) => (codes(bare(first))..=codes(bare(last)), told),
                _ => panic!("{kind} {numbers:?}"),
            };
            for (code, text) in range.clone().zip(said(told, range.clone())) {
                assert!(texts.insert(code, text).is_none(), "{code} is told twice");
            }
        }
        assert_eq!(lines.next(), Some(format!("end{kind}").as_str()));
    }
    texts
}

/// What so many codes read, each by itself in a list or one after the other.
fn said(told: &str, codes: RangeInclusive<u16>) -> Vec<String> {
    let units = |text: &str| text.as_bytes().chunks(4).map(hexadecimal).collect::<Vec<u16>>();
    let text = |units: &Vec<u16>| String::from_utf16(units).expect("UTF-16");
    let first = codes.start() >> 8;
    assert_eq!(first, codes.end() >> 8, "the first byte of {codes:?} changes");
    match told.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
        Some(list) => {
            let texts: Vec<String> = bare(list).split("><").map(|it| text(&units(it))).collect();
            assert_eq!(texts.len(), codes.count());
            texts
        }
        None => {
            let mut units = units(bare(told));
            let next = |_| {
                let said = text(&units);
                *units.last_mut().expect("a text") += 1;
                said
            };
            codes.map(next).collect()
        }
    }
}

/// What is between `<` and `>`.
fn bare(number: &str) -> &str {
    number.strip_prefix('<').and_then(|it| it.strip_suffix('>')).expect("a number")
}

fn hexadecimal(digits: &[u8]) -> u16 {
    let digits = std::str::from_utf8(digits).expect("digits");
    u16::from_str_radix(digits, 16).expect("a number")
}

/// Draws nothing.
struct Nothing;

impl OutlineBuilder for Nothing {
    fn move_to(&mut self, _: f32, _: f32) {}
    fn line_to(&mut self, _: f32, _: f32) {}
    fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {}
    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {}
    fn close(&mut self) {}
}
