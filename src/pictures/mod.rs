//! Pictures as they may go into letters: what they are by their bytes, and without
//! what a camera or a program has written beside what is seen.
//!
//! Typst takes a picture for what its name ends in, gives the bytes of any to a
//! template that asks for them, and puts JPEG pictures into PDF files as they are; all
//! others it decodes, and nothing but what is seen is left of them.

mod jpeg;
mod size;
mod svg;

use crate::limits;
use crate::messages::Message;

/// The endings of the pictures that letters may have.
pub const ENDINGS: [&str; 4] = ["png", "jpg", "jpeg", "svg"];

/// What is wrong with a picture's file, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoPicture {
    /// What is wrong.
    pub message: Message,
    /// What to do.
    pub hint: Message,
}

/// The bytes of a picture as they may go into a letter. `name` is its path, which ends
/// in one of [`ENDINGS`].
pub fn admitted(name: &str, bytes: Vec<u8>) -> Result<Vec<u8>, Box<NoPicture>> {
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let no_picture = |message, hint| Box::new(NoPicture { message, hint });
    let other = |kind: &str| {
        let (name, kind) = (name.to_owned(), kind.to_owned());
        no_picture(Message::NotThatPicture { name, kind }, Message::ReplacePicture)
    };
    if size::is_too_large(&bytes) {
        let most = (limits::DOTS / 1_000_000).to_string();
        let message = Message::PictureTooLarge { name: name.to_owned(), most };
        return Err(no_picture(message, Message::SaveSmaller));
    }
    match ending.as_str() {
        "png" if bytes.starts_with(b"\x89PNG\r\n\x1A\n") => Ok(bytes),
        "png" => Err(other("PNG")),
        "svg" => svg::admitted(bytes).map_err(|wrong| match wrong {
            svg::Wrong::NoSvg => other("SVG"),
            svg::Wrong::Invisible(c) => {
                let (name, code) = (name.to_owned(), format!("{:04X}", u32::from(c)));
                no_picture(Message::InvisibleInPicture { name, code }, Message::TextAsOutlines)
            }
        }),
        _ => jpeg::without_metadata(bytes).ok_or_else(|| other("JPEG")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_what_its_bytes_say() {
        let png: &[u8] = b"\x89PNG\r\n\x1A\n...";
        let svg: &[u8] = b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>";
        let jpeg: &[u8] = b"\xFF\xD8\xFF\xD9";
        let list: &[u8] = "- id: C-1\n  name: 甲\n".as_bytes();
        for (name, own) in [("a.png", png), ("a.SVG", svg), ("a.jpg", jpeg), ("a.JPEG", jpeg)] {
            for bytes in
                [png, svg, jpeg, list, b"", b"<", b"root:x:0:0:\n", b"<html></html>", b"\x1F\x8B"]
            {
                let is_own = bytes == own;
                assert_eq!(admitted(name, bytes.to_vec()).is_ok(), is_own, "{name} {bytes:?}");
            }
        }
    }
}
