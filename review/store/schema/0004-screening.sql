-- Screening by a team: people and their roles, how a report came to a person, remarks and labels, files of reports.

-- How the report came up when the vote was given: "order" (of import), "ranked", "uncertain", "random" (drawn at random, so that it tells
-- of all that were left), "given" (assigned), "calibration". NULL: the person went to it, or the vote was imported.
ALTER TABLE decision ADD COLUMN served TEXT;

-- Why a report was given: NULL by hand, "share" by lot, "calibration N" to everybody in round N. Of the rows of a (report, stage, reviewer)
-- the newest counts.
ALTER TABLE assignment ADD COLUMN how TEXT;

-- Who takes part. The newest row of a name counts. While there is no row, anybody may do anything.
CREATE TABLE person(
  id     INTEGER PRIMARY KEY, event INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  name   TEXT NOT NULL,            -- as in event.who and decision.reviewer
  role   TEXT NOT NULL,            -- "reader", "screener", "extractor", "adjudicator", "lead"
  active INTEGER NOT NULL          -- 0: works no more; what they decided stays
);

-- A person's remark on a report, apart from a vote. Blind like a vote.
CREATE TABLE remark(
  id       INTEGER PRIMARY KEY, event INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  record   INTEGER NOT NULL REFERENCES record(id),
  stage    TEXT NOT NULL,
  reviewer TEXT NOT NULL,
  text     TEXT NOT NULL
);
CREATE INDEX remark_record ON remark(record);

-- A label that a person put on a report, or took off. Blind like a vote. The newest row of a (report, reviewer, label) counts.
CREATE TABLE label(
  id       INTEGER PRIMARY KEY, event INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  record   INTEGER NOT NULL REFERENCES record(id),
  stage    TEXT NOT NULL,
  reviewer TEXT NOT NULL,
  label    TEXT NOT NULL,
  given    INTEGER NOT NULL        -- 1 put on, 0 taken off
);
CREATE INDEX label_record ON label(record);

-- A file of a report, as its full text. The newest row of a (report, digest) counts.
CREATE TABLE attachment(
  id     INTEGER PRIMARY KEY, event INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  record INTEGER NOT NULL REFERENCES record(id),
  digest TEXT NOT NULL,            -- SHA-256 of the bytes, hex
  bytes  INTEGER NOT NULL,
  name   TEXT NOT NULL,            -- base name as given
  media  TEXT NOT NULL,            -- "application/pdf"
  given  INTEGER NOT NULL          -- 1 attached, 0 taken off
);
CREATE INDEX attachment_record ON attachment(record);
CREATE INDEX attachment_digest ON attachment(digest);

-- The bytes of attached files, compressed, under the digest of the whole: the same file is kept once, whoever attaches it. Bulk fact:
-- covered by that digest, which the event of the attachment names. Rows whose digest no attachment has are staged.
CREATE TABLE content(
  id     INTEGER PRIMARY KEY,
  digest TEXT NOT NULL,            -- SHA-256 of all bytes, hex
  seq    INTEGER NOT NULL,         -- from 0
  length INTEGER NOT NULL,         -- bytes when uncompressed
  data   BLOB NOT NULL,            -- zlib
  UNIQUE(digest, seq)
);

-- Attachments under way. A living one holds a lock on a byte of FILE.lock; without one its staged bytes are swept.
CREATE TABLE work_content(
  digest  TEXT PRIMARY KEY,
  started TEXT NOT NULL,
  pid     INTEGER NOT NULL         -- for people
) WITHOUT ROWID;

-- Who reads what just now. A lease that ran out keeps nobody from voting.
CREATE TABLE work_lease(
  stage    TEXT NOT NULL,
  report   INTEGER NOT NULL,
  reviewer TEXT NOT NULL,
  until    TEXT NOT NULL,          -- ISO 8601 UTC
  PRIMARY KEY(stage, report, reviewer)
) WITHOUT ROWID;
CREATE INDEX work_lease_reviewer ON work_lease(stage, reviewer);
CREATE INDEX assignment_record ON assignment(record, stage);
