-- What was issued, each issue held to the one before: whoever has the newest
-- digest, or the fingerprint that is made of it, can tell whether anything that
-- was issued up to then is another now. `docs/issued.md` says what that proves.

-- The letters of a notice as they were when it was issued.
CREATE TABLE sealed_letter (
  notice    TEXT    NOT NULL,
  client    TEXT    NOT NULL, -- the client's id
  sha256    TEXT    NOT NULL, -- of the letter's row, its facts and its source
  PRIMARY KEY (notice, client)
) STRICT, WITHOUT ROWID;

-- The issues in their order, each a link of the chain.
CREATE TABLE chain (
  number      INTEGER PRIMARY KEY,    -- from 1, without a gap
  notice      TEXT    NOT NULL UNIQUE,
  csv_sha256  TEXT,                   -- of 発送一覧, the place of the fingerprint empty;
  xlsx_sha256 TEXT,                   -- NULL for what was issued before there was a chain
  csv         BLOB,                   -- the files themselves, with the fingerprint
  xlsx        BLOB,
  sha256      TEXT    NOT NULL,       -- of the link before, and of all that was issued
  closed      TEXT    NOT NULL        -- sha256 of that and of both files: for the next link
) STRICT;

CREATE TRIGGER sealed_letter_changes BEFORE UPDATE ON sealed_letter
BEGIN SELECT RAISE(ABORT, 'an issued letter never changes'); END;

CREATE TRIGGER sealed_letter_goes BEFORE DELETE ON sealed_letter
BEGIN SELECT RAISE(ABORT, 'an issued letter never goes'); END;

CREATE TRIGGER chain_changes BEFORE UPDATE ON chain
BEGIN SELECT RAISE(ABORT, 'the chain never changes'); END;

CREATE TRIGGER chain_goes BEFORE DELETE ON chain
BEGIN SELECT RAISE(ABORT, 'the chain never goes'); END;
