-- The ledger of a project: what was made, from what, and what was issued.
-- Times are in Japan (+09:00). A sha256 is 64 hexadecimal digits.

-- A call of `generate` that made something, or tried to.
CREATE TABLE run (
  id        INTEGER PRIMARY KEY,
  at        TEXT    NOT NULL, -- when it began
  notice    TEXT    NOT NULL, -- the notice whose letters it made
  tool      TEXT    NOT NULL, -- the version of oshirase
  made      INTEGER,          -- letters made; NULL if the run did not come to its end
  unchanged INTEGER,          -- letters that were right already
  failed    INTEGER           -- letters that could not be made
) STRICT;

-- Files that letters were set with (libraries, pictures), each once.
CREATE TABLE file (
  sha256  TEXT PRIMARY KEY,
  bytes   BLOB NOT NULL       -- the file itself
) STRICT;

-- Facts that many letters share, each set of them once: what a fact is called,
-- and a digest that changes with it. The reasons in `status` come from here.
CREATE TABLE facts (
  id      INTEGER PRIMARY KEY,
  json    TEXT NOT NULL UNIQUE
) STRICT;

-- The letters as they are in `out/` now, one for each notice and client.
CREATE TABLE letter (
  notice      TEXT    NOT NULL,
  client      TEXT    NOT NULL, -- the client's id
  name        TEXT    NOT NULL, -- the client's name
  path        TEXT    NOT NULL, -- the PDF, below the project folder
  sha256      TEXT    NOT NULL, -- of the PDF
  bytes       INTEGER NOT NULL, -- its size
  modified    INTEGER NOT NULL, -- its time on the disk, nanoseconds since 1970 (UTC)
  pages       INTEGER NOT NULL,
  made_at     TEXT    NOT NULL,
  run         INTEGER NOT NULL REFERENCES run (id),
  fingerprint TEXT    NOT NULL, -- sha256 of all that makes the PDF's bytes
  inputs      TEXT    NOT NULL, -- sha256 of all files read and the client's record
  tool        TEXT    NOT NULL, -- the version of oshirase
  template    TEXT    NOT NULL, -- the template's file name
  identity    TEXT    NOT NULL, -- what the PDF's lasting document id is made from
  fonts       TEXT    NOT NULL, -- sha256 of the fonts
  files       TEXT    NOT NULL, -- JSON: path to sha256 in `file`
  facts       INTEGER NOT NULL REFERENCES facts (id), -- the shared facts in it
  own_facts   TEXT    NOT NULL, -- JSON: the client's own
  source      BLOB    NOT NULL, -- the rendered Typst source, UTF-8, zlib
  PRIMARY KEY (notice, client)
) STRICT;

-- Notices that were sent. Their letters never change again.
CREATE TABLE issue (
  notice    TEXT PRIMARY KEY,
  at        TEXT    NOT NULL, -- when it was recorded
  issued_by TEXT    NOT NULL, -- who
  sent_by   TEXT    NOT NULL, -- how: post, mail, …
  letters   INTEGER NOT NULL  -- how many
) STRICT;

CREATE TRIGGER issued_letter_changes BEFORE UPDATE ON letter
WHEN EXISTS (SELECT 1 FROM issue WHERE notice = OLD.notice)
BEGIN SELECT RAISE(ABORT, 'an issued letter never changes'); END;

CREATE TRIGGER issued_letter_goes BEFORE DELETE ON letter
WHEN EXISTS (SELECT 1 FROM issue WHERE notice = OLD.notice)
BEGIN SELECT RAISE(ABORT, 'an issued letter never goes'); END;

CREATE TRIGGER letter_joins_issued BEFORE INSERT ON letter
WHEN EXISTS (SELECT 1 FROM issue WHERE notice = NEW.notice)
BEGIN SELECT RAISE(ABORT, 'no letter joins an issued notice'); END;

CREATE TRIGGER issue_changes BEFORE UPDATE ON issue
BEGIN SELECT RAISE(ABORT, 'an issue never changes'); END;

CREATE TRIGGER issue_goes BEFORE DELETE ON issue
BEGIN SELECT RAISE(ABORT, 'an issue never goes'); END;
