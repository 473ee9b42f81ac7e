//! The text of a list as it comes: whole lines of UTF-8, with all line ends that YAML knows.

use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;

use super::Lines;
use crate::diagnostic::{Before, Diagnostic, Place, SourceText};
use crate::fs::{BYTE_ORDER_MARK, FsError};
use crate::messages::Message;

/// A list that is being read.
pub(super) struct Text {
    pub(super) name: Arc<str>,
    read: Box<dyn Read + Send>,
    /// How many bytes are read at a time.
    window: usize,
    /// What stands before the list itself.
    before: Before,
    /// What is at hand, and the byte of the list at which it begins.
    buffer: Vec<u8>,
    start: usize,
    /// How many lines of the list stand before `buffer`.
    lines: usize,
    /// How many bytes of `buffer` have line ends as they are to be.
    mended: usize,
    /// How many bytes of `buffer` have been given out.
    given: usize,
    /// How many bytes of `buffer` are to be given out now, and are UTF-8.
    whole: usize,
    begun: bool,
    ended: bool,
}

impl Text {
    pub(super) fn new(
        name: Arc<str>,
        read: Box<dyn Read + Send>,
        before: Before,
        window: usize,
    ) -> Self {
        Self {
            name,
            read,
            window,
            before,
            buffer: Vec::new(),
            start: 0,
            lines: 0,
            mended: 0,
            given: 0,
            whole: 0,
            begun: false,
            ended: false,
        }
    }

    /// Reads on.
    pub(super) fn read(&mut self) -> Result<(), FsError> {
        self.given = self.whole;
        let wanted = self.window as u64;
        let read = (&mut self.read).take(wanted).read_to_end(&mut self.buffer);
        let read =
            read.map_err(|source| FsError::Read { path: PathBuf::from(&*self.name), source })?;
        self.ended = read < self.window;
        if !self.begun && (self.ended || self.buffer.len() >= BYTE_ORDER_MARK.len()) {
            self.begun = true;
            if self.buffer.starts_with(BYTE_ORDER_MARK.as_bytes()) {
                self.buffer.drain(..BYTE_ORDER_MARK.len());
                self.before.bytes += BYTE_ORDER_MARK.len();
            }
        }
        if self.begun {
            self.mend();
        }
        Ok(())
    }

    /// Makes a line feed of every carriage return that stands alone; no byte moves.
    fn mend(&mut self) {
        let mut at = self.mended;
        while let Some(byte) = self.buffer.get(at) {
            if *byte == b'\r' {
                match self.buffer.get(at + 1) {
                    Some(b'\n') => {}
                    // What follows decides it.
                    None if !self.ended => break,
                    _ => self.buffer[at] = b'\n',
                }
            }
            at += 1;
        }
        self.mended = at;
    }

    /// The lines that are whole now, and what is wrong with the one behind them.
    pub(super) fn lines(&mut self) -> (Lines<'_>, Option<Diagnostic>) {
        let ready = &self.buffer[..self.mended];
        let last = ready[self.given..].iter().rposition(|byte| *byte == b'\n');
        let mut end = match self.ended {
            true => self.mended,
            false => last.map_or(self.given, |at| self.given + at + 1),
        };
        let mut wrong = None;
        if let Err(error) = str::from_utf8(&ready[self.given..end]) {
            let at = self.given + error.valid_up_to();
            end = ready[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            wrong = Some(self.not_utf8(end.max(self.given), at));
            end = end.max(self.given);
        }
        self.whole = end;
        let text = str::from_utf8(&self.buffer[..end]).unwrap_or_default();
        let (start, before, new) = (self.start, self.before, self.given);
        (Lines { text, start, before, new }, wrong)
    }

    fn not_utf8(&self, line: usize, at: usize) -> Diagnostic {
        let end = self.buffer[at..].iter().position(|byte| *byte == b'\n');
        let end = end.map_or(self.buffer.len(), |length| at + length);
        let text = String::from_utf8_lossy(&self.buffer[line..end]).into_owned();
        let source = SourceText { name: self.name.clone(), text, before: self.before_byte(line) };
        let place = Place::new(Arc::new(source), at - line..at - line + 3);
        Diagnostic::error(Message::NotUtf8).at(place).hint(Message::SaveAsUtf8)
    }

    /// What stands in the file before this byte of the buffer.
    fn before_byte(&self, at: usize) -> Before {
        let lines = self.buffer[..at].iter().filter(|byte| **byte == b'\n').count();
        Before {
            bytes: self.before.bytes + self.start + at,
            lines: self.before.lines + self.lines + lines,
        }
    }

    /// Lets go of what stands before this byte of the list.
    pub(super) fn forget_until(&mut self, byte: usize) {
        let passed = byte.saturating_sub(self.start).min(self.whole);
        self.lines += self.buffer[..passed].iter().filter(|byte| **byte == b'\n').count();
        self.buffer.drain(..passed);
        self.start += passed;
        self.mended -= passed;
        self.whole -= passed;
    }

    /// The first line of what is at hand, as far as it is.
    pub(super) fn first_line(&self) -> SourceText {
        let line = self.buffer.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let shown = &line[..line.len().min(self.window)];
        let text = String::from_utf8_lossy(shown).into_owned();
        SourceText { name: self.name.clone(), text, before: self.before_byte(0) }
    }

    pub(super) fn has_ended(&self) -> bool {
        self.ended
    }

    /// How many bytes are at hand.
    pub(super) fn held(&self) -> usize {
        self.buffer.len()
    }
}
