//! The pieces of an XML file, one after the other, in memory that does not grow with it:
//! enough for the files within a workbook, which programs write. Entities of a document's
//! own are no part of them, and a file that has any is not read: nothing can be made to
//! grow that way.

use std::borrow::Cow;
use std::io::{self, BufRead, Read as _};

use thiserror::Error;

use crate::limits;

/// An XML file from which nothing more can be read.
#[derive(Debug, Error)]
pub(super) enum XmlFault {
    /// It is not unpacked.
    #[error(transparent)]
    Unpacking(#[from] io::Error),
    /// It is not UTF-8.
    #[error("XML is not UTF-8")]
    NotUtf8,
    /// It ends within a tag.
    #[error("XML ends within a tag")]
    Ends,
    /// It declares entities, or might.
    #[error("XML has a DOCTYPE")]
    Declares,
    /// It has more tags, or a longer one or a longer text, than any list.
    #[error("XML has more in it than a list")]
    Full,
}

/// A piece of XML. Names are without the prefix of their namespace.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// An element begins. Where it is empty its end follows all the same.
    Open(Tag<'a>),
    /// The element of this name ends.
    Close(&'a str),
    /// Text, its entities made characters.
    Text(Cow<'a, str>),
}

/// The tag that opens an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// The element's name, without prefix.
    pub(super) name: &'a str,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// An attribute by its name as it stands there, with its prefix if it has one.
    pub(super) fn attribute(&self, wanted: &str) -> Option<Cow<'a, str>> {
        self.attributes().find(|(name, _)| *name == wanted).map(|(_, value)| characters(value))
    }

    /// An attribute whatever its prefix is.
    pub(super) fn local(&self, wanted: &str) -> Option<Cow<'a, str>> {
        self.attributes()
            .find(|(name, _)| without_prefix(name) == wanted)
            .map(|(_, value)| characters(value))
    }

    /// A number in an attribute.
    pub(super) fn number(&self, wanted: &str) -> Option<u32> {
        self.attribute(wanted)?.trim().parse().ok()
    }

    /// Whether an attribute says yes, as XML Schema writes it.
    pub(super) fn says(&self, wanted: &str) -> bool {
        self.attribute(wanted).is_some_and(|value| matches!(&*value, "1" | "true"))
    }

    fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            let (name, behind) = rest.split_once('=')?;
            let behind = behind.trim_start();
            let quote = behind.chars().next().filter(|it| matches!(it, '"' | '\''))?;
            let (value, behind) = behind[1..].split_once(quote)?;
            rest = behind;
            Some((name.trim(), value))
        })
    }
}

/// A reader of pieces.
pub(super) struct Xml<R> {
    source: R,
    buffer: Vec<u8>,
    next: Next,
    /// Tags that may still follow.
    rest: usize,
}

/// What the source has next.
#[derive(Clone, Copy)]
enum Next {
    Text,
    Tag,
    /// The end of the empty element in the buffer.
    Close,
}

impl<R: BufRead> Xml<R> {
    /// Of this text.
    pub(super) fn new(source: R) -> Self {
        Self { source, buffer: Vec::new(), next: Next::Text, rest: limits::SHEET_TAGS }
    }

    /// The next piece; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Piece<'_>>, XmlFault> {
        if let Next::Close = self.next {
            self.next = Next::Text;
            return Ok(Some(Piece::Close(split_tag(text_of(&self.buffer)?).0)));
        }
        loop {
            if let Next::Text = self.next {
                self.buffer.clear();
                let length = self.read_until(b'<')?;
                if self.buffer.last() == Some(&b'<') {
                    self.buffer.pop();
                    self.next = Next::Tag;
                }
                if !self.buffer.is_empty() {
                    return Ok(Some(Piece::Text(characters(text_of(&self.buffer)?))));
                }
                if length == 0 {
                    return Ok(None);
                }
            }
            self.buffer.clear();
            self.next = Next::Text;
            self.read_tag()?;
            match self.buffer.first() {
                Some(b'?') => {}
                Some(b'!') if self.buffer.starts_with(b"![CDATA[") => {
                    let text = &self.buffer[8..self.buffer.len() - 2];
                    return Ok(Some(Piece::Text(Cow::Borrowed(text_of(text)?))));
                }
                Some(b'!') if self.buffer.starts_with(b"!--") => {}
                Some(b'!') => return Err(XmlFault::Declares),
                _ => break,
            }
        }
        if self.buffer.last() == Some(&b'/') {
            self.buffer.pop();
            self.next = Next::Close;
        }
        let tag = text_of(&self.buffer)?;
        Ok(Some(match tag.strip_prefix('/') {
            Some(name) => Piece::Close(without_prefix(name.trim())),
            None => {
                self.rest = self.rest.checked_sub(1).ok_or(XmlFault::Full)?;
                let (name, attributes) = split_tag(tag);
                Piece::Open(Tag { name, attributes })
            }
        }))
    }

    /// Reads on to this byte, or to the end.
    fn read_until(&mut self, end: u8) -> Result<usize, XmlFault> {
        let most = limits::SHEET_PIECE.saturating_sub(self.buffer.len() as u64);
        let length = (&mut self.source).take(most).read_until(end, &mut self.buffer)?;
        let is_whole = length as u64 != most || (length > 0 && self.buffer.last() == Some(&end));
        if is_whole { Ok(length) } else { Err(XmlFault::Full) }
    }

    /// Reads what stands between angle brackets, which attributes may have, too.
    fn read_tag(&mut self) -> Result<(), XmlFault> {
        // The mark that the value of an attribute began with, while it goes on.
        let mut quote = None;
        loop {
            let from = self.buffer.len();
            self.read_until(b'>')?;
            if self.buffer.len() == from || self.buffer.pop() != Some(b'>') {
                return Err(XmlFault::Ends);
            }
            let tag = &self.buffer;
            let is_whole = match tag.first() {
                Some(b'!') if tag.starts_with(b"!--") => tag.len() > 4 && tag.ends_with(b"--"),
                Some(b'!') if tag.starts_with(b"![CDATA[") => tag.len() > 9 && tag.ends_with(b"]]"),
                Some(b'?' | b'!') => true,
                _ => {
                    quote = quote_behind(quote, &tag[from..]);
                    quote.is_none()
                }
            };
            if is_whole {
                return Ok(());
            }
            self.buffer.push(b'>');
        }
    }

    /// Passes over the element whose opening tag has just been read.
    pub(super) fn skip(&mut self) -> Result<(), XmlFault> {
        let mut depth = 1_usize;
        while depth > 0 {
            match self.next()? {
                Some(Piece::Open(_)) => depth += 1,
                Some(Piece::Close(_)) => depth -= 1,
                Some(Piece::Text(_)) => {}
                None => return Err(XmlFault::Ends),
            }
        }
        Ok(())
    }
}

/// The quotation mark that is open behind these bytes of a tag, if this one was before them.
fn quote_behind(mut open: Option<u8>, bytes: &[u8]) -> Option<u8> {
    for byte in bytes.iter().filter(|it| matches!(it, b'"' | b'\'')) {
        match open {
            None => open = Some(*byte),
            Some(quote) if quote == *byte => open = None,
            Some(_) => {}
        }
    }
    open
}

fn text_of(bytes: &[u8]) -> Result<&str, XmlFault> {
    std::str::from_utf8(bytes).map_err(|_| XmlFault::NotUtf8)
}

fn without_prefix(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, name)| name)
}

/// The name, without prefix, and what stands behind it.
fn split_tag(tag: &str) -> (&str, &str) {
    let (name, rest) = tag.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((tag, ""));
    (without_prefix(name), rest)
}

/// A text with its entities as characters. What is no entity of XML stays as it stands.
fn characters(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        whole.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity =
            rest.split_once(';').and_then(|(it, behind)| Some((entity(&it[1..])?, behind)));
        match entity {
            Some((character, behind)) => {
                whole.push(character);
                rest = behind;
            }
            None => {
                whole.push('&');
                rest = &rest[1..];
            }
        }
    }
    whole.push_str(rest);
    Cow::Owned(whole)
}

fn entity(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let number = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
                None => number.parse(),
            };
            char::from_u32(number.ok()?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces in one line each.
    fn pieces(text: &str) -> Result<Vec<String>, XmlFault> {
        let mut xml = Xml::new(text.as_bytes());
        let mut pieces = Vec::new();
        while let Some(piece) = xml.next()? {
            pieces.push(match piece {
                Piece::Open(tag) => {
                    let attributes =
                        tag.attributes().map(|(name, value)| format!(" {name}={value}"));
                    format!("+{}{}", tag.name, attributes.collect::<String>())
                }
                Piece::Close(name) => format!("-{name}"),
                Piece::Text(text) => text.into_owned(),
            });
        }
        Ok(pieces)
    }

    #[test]
    fn xml_is_read_piece_by_piece() {
        let text = "<?xml version='1.0'?><x:a n=\"1 > 0\" m='\"'><!-- <b> --><b/>&lt;&#x3042;&#12354;\
                    &amp;lt;<![CDATA[<&amp;]]></x:a>";
        let expected = ["+a n=1 > 0 m=\"", "+b", "-b", "<ああ&lt;", "<&amp;", "-a"];
        assert_eq!(pieces(text).expect("it is XML"), expected);
        assert_eq!(pieces("&unknown; & a").expect("text"), ["&unknown; & a"]);
    }

    #[test]
    fn what_could_grow_or_has_no_end_is_not_read() {
        let laughs = "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>";
        assert!(matches!(pieces(laughs), Err(XmlFault::Declares)));
        assert!(matches!(pieces("<a b='"), Err(XmlFault::Ends)));
        assert!(matches!(pieces("<!-- a"), Err(XmlFault::Ends)));
        assert!(matches!(pieces("<"), Err(XmlFault::Ends)));
        let long = "x".repeat(limits::SHEET_PIECE as usize);
        for endless in
            [long.clone(), format!("<{long}"), format!("<!--{}-->", ">".repeat(long.len()))]
        {
            assert!(matches!(pieces(&endless), Err(XmlFault::Full)));
        }
    }

    #[test]
    fn an_element_is_passed_over_whole() {
        let mut xml = Xml::new(&b"<a><b><c/>text<b/></b>behind</a>"[..]);
        xml.next().expect("a");
        xml.next().expect("b");
        xml.skip().expect("to the end of b");
        assert_eq!(xml.next().expect("text"), Some(Piece::Text("behind".into())));
    }
}
