-- The facts that the letters of an issued notice share, as they stood then: each file
-- whole, in `file`. What recipients' records said is in their letters.
CREATE TABLE issued_facts (
  notice TEXT NOT NULL,
  path   TEXT NOT NULL, -- below the project folder
  sha256 TEXT NOT NULL REFERENCES file (sha256),
  PRIMARY KEY (notice, path)
) STRICT;

CREATE TRIGGER issued_facts_change BEFORE UPDATE ON issued_facts
WHEN EXISTS (SELECT 1 FROM issue WHERE notice = OLD.notice)
BEGIN SELECT RAISE(ABORT, 'the facts of an issued notice never change'); END;

CREATE TRIGGER issued_facts_go BEFORE DELETE ON issued_facts
WHEN EXISTS (SELECT 1 FROM issue WHERE notice = OLD.notice)
BEGIN SELECT RAISE(ABORT, 'the facts of an issued notice never go'); END;
