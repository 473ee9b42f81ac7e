-- How many warnings there are about a letter, so that a run that makes nothing
-- need not look for them again.
ALTER TABLE letter ADD COLUMN warnings INTEGER NOT NULL DEFAULT 0;
