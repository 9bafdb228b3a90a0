-- The review file, first edition.
--
-- Four kinds of table, told apart by their columns and names. FACTS have the columns `event` and `ordinal`: only added to, each
-- row covered by the bytes of its event; `ordinal` counts the facts of an event from 0. Columns that REFERENCE another fact are
-- written into the event by its global name, so that the same fact has the same name in every copy. BULK facts (record, block)
-- are covered through digest_chunk. WORKING tables (names begin with `work_`) are mutable, never exported, never merged. What
-- is left is DERIVED: rebuilt from facts.

-- The trail ------------------------------------------------------------------------------------------------------------

CREATE TABLE event(
  id     INTEGER PRIMARY KEY,      -- local, in order of arrival
  digest BLOB NOT NULL UNIQUE,     -- SHA-256 of body
  kind   TEXT NOT NULL,            -- "decision.vote"; also in the body
  who    TEXT NOT NULL,            -- the person; also in the body
  at     TEXT NOT NULL,            -- ISO 8601 UTC; also in the body
  body   BLOB NOT NULL             -- the exact bytes hashed: sorted compact JSON
);

CREATE TABLE event_parent(
  event   INTEGER NOT NULL REFERENCES event(id),
  ordinal INTEGER NOT NULL,        -- from 0, as in the body
  parent  INTEGER NOT NULL REFERENCES event(id),
  PRIMARY KEY(event, ordinal)
) WITHOUT ROWID;

-- The newest event or events. Stands apart, so that cut-off events are noticed.
CREATE TABLE head(
  digest BLOB PRIMARY KEY,
  events INTEGER NOT NULL          -- how many events the trail up to here has
);

-- What covers the rows of bulk facts: the digests of up to 1024 rows each; the event that adds the file holds the SHA-256 of
-- each chunk.
CREATE TABLE digest_chunk(
  file    INTEGER NOT NULL,        -- file.id the rows belong to
  subject TEXT NOT NULL,           -- table covered: "block", "record"
  chunk   INTEGER NOT NULL,        -- from 0
  first   INTEGER NOT NULL,        -- local id of the chunk's first row; those of the others follow it
  digests BLOB NOT NULL,           -- 16 bytes a row, in order of seq
  PRIMARY KEY(file, subject, chunk)
) WITHOUT ROWID;

-- Protocol and people ----------------------------------------------------------------------------------------------------

CREATE TABLE protocol(
  id      INTEGER PRIMARY KEY, event INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  version INTEGER NOT NULL,        -- from 1
  digest  TEXT NOT NULL,           -- SHA-256 of the XML, hex
  xml     TEXT NOT NULL            -- the whole protocol as read
);

CREATE TABLE deviation(
  id      INTEGER PRIMARY KEY, event INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  step    TEXT NOT NULL,           -- what the protocol plans: "synthesis/education"
  planned TEXT NOT NULL,
  done    TEXT NOT NULL,
  reason  TEXT NOT NULL
);

-- Sources, files, records ------------------------------------------------------------------------------------------------

CREATE TABLE source(
  id       INTEGER PRIMARY KEY, event INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  name     TEXT NOT NULL,          -- "ERIC"
  kind     TEXT NOT NULL,          -- database, register, website, organisation, citation, contact
  platform TEXT,                   -- "ProQuest"
  searched TEXT,                   -- ISO date
  strategy TEXT                    -- the search as run
);

CREATE TABLE file(
  id       INTEGER PRIMARY KEY, event INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  source   INTEGER NOT NULL REFERENCES source(id),
  name     TEXT NOT NULL,          -- base name as given
  digest   TEXT NOT NULL,          -- SHA-256 of the bytes, hex
  bytes    INTEGER NOT NULL,
  format   TEXT NOT NULL,          -- "ris", "pubmed-xml", "csv"
  encoding TEXT NOT NULL,          -- "UTF-8"
  records  INTEGER NOT NULL,       -- rows of `record` with this file
  blocks   INTEGER NOT NULL        -- rows of `block` with this file
);

-- The bytes of a source file, compressed. Bulk fact: covered through digest_chunk. Rows whose file has no row in `file` are
-- staged: an import under way, or one that died and is swept by the next. Every file has at least one block.
CREATE TABLE block(
  id     INTEGER PRIMARY KEY,
  file   INTEGER NOT NULL,
  seq    INTEGER NOT NULL,         -- from 0
  offset INTEGER NOT NULL,         -- first byte in the file
  length INTEGER NOT NULL,         -- bytes when uncompressed
  data   BLOB NOT NULL             -- zlib
);
CREATE INDEX block_file ON block(file, offset);

-- One bibliographic entry of one file. Its own bytes are file[offset, offset+length): kept as it came, unknown tags and order
-- included. The columns are its normalised fields. Bulk fact. NULL: not given.
CREATE TABLE record(
  id        INTEGER PRIMARY KEY,
  file      INTEGER NOT NULL,      -- file.id
  seq       INTEGER NOT NULL,      -- from 0 within the file
  offset    INTEGER NOT NULL,      -- with the file's digest the record's name in every copy
  length    INTEGER NOT NULL,
  line      INTEGER NOT NULL,      -- from 1, where it begins
  type      TEXT,                  -- article, book, chapter, report, thesis, conference, webpage, preprint, dataset, other
  title     TEXT,
  authors   TEXT,                  -- "Family, Given; Family, Given"
  year      INTEGER,
  container TEXT,                  -- journal, or book of a chapter, or series
  volume    TEXT,
  issue     TEXT,
  pages     TEXT,                  -- "1864-1886"
  doi       TEXT,                  -- lower case, "10...."
  pmid      TEXT,
  isbn      TEXT,
  issn      TEXT,
  accession TEXT,                  -- the source's own number: "ED457358"
  publisher TEXT,
  url       TEXT,
  abstract  TEXT,
  keywords  TEXT,                  -- "; " between
  language  TEXT,
  note      TEXT
);
CREATE INDEX record_file ON record(file, seq);

-- Which records are one report. Of the rows of a pair the newest of a person (rule "person" or "undo") counts, else the newest.
CREATE TABLE link(
  id          INTEGER PRIMARY KEY, event INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  record      INTEGER NOT NULL REFERENCES record(id),
  other       INTEGER NOT NULL REFERENCES record(id),
  verdict     TEXT NOT NULL,       -- "same" (one report), "apart" (not), "none" (nothing is said any more)
  rule        TEXT NOT NULL,       -- "doi", "title-author-year", ...; "person", "undo"
  reason      TEXT NOT NULL,       -- in words, with the fields that agreed
  probability REAL                 -- NULL for rules and people
);
CREATE INDEX link_record ON link(record);
CREATE INDEX link_other ON link(other);

-- Derived: the report of each record; a report is named by its least record id. Records of no link are absent: they are their own.
CREATE TABLE report_member(
  record INTEGER PRIMARY KEY,
  report INTEGER NOT NULL
);
CREATE INDEX report_member_report ON report_member(report);

-- Studies ------------------------------------------------------------------------------------------------------------------

CREATE TABLE study(
  id    INTEGER PRIMARY KEY, event INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  label TEXT NOT NULL              -- "JOBSTART"
);

-- Reports and studies are many-to-many. The newest row of a (study, record's report) counts.
CREATE TABLE study_report(
  id      INTEGER PRIMARY KEY, event INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  study   INTEGER NOT NULL REFERENCES study(id),
  record  INTEGER NOT NULL REFERENCES record(id),
  role    TEXT NOT NULL            -- "primary", "secondary", "none" (taken back)
);
CREATE INDEX study_report_study ON study_report(study);

-- Screening ------------------------------------------------------------------------------------------------------------------

CREATE TABLE assignment(
  id       INTEGER PRIMARY KEY, event INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  record   INTEGER NOT NULL REFERENCES record(id),
  stage    TEXT NOT NULL,          -- stage id of the protocol: "title-abstract", "full-text"
  reviewer TEXT NOT NULL,
  given    INTEGER NOT NULL        -- 1 assigned, 0 taken back
);

-- A vote, or the resolution of a conflict. A change of mind is a new row that supersedes an old one.
CREATE TABLE decision(
  id         INTEGER PRIMARY KEY, event INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  record     INTEGER NOT NULL REFERENCES record(id),   -- the decision counts for this record's report
  stage      TEXT NOT NULL,
  reviewer   TEXT NOT NULL,
  role       TEXT NOT NULL,        -- "vote", "resolution"
  verdict    TEXT NOT NULL,        -- "include", "exclude", "unsure", "none" (taken back)
  reason     TEXT,                 -- reason id of the protocol, for exclude
  note       TEXT,
  supersedes INTEGER REFERENCES decision(id)
);
CREATE INDEX decision_record ON decision(record, stage);

-- States of a report beside decisions: sought, retrieved, unobtainable, awaiting, ongoing. The newest row counts.
CREATE TABLE report_state(
  id     INTEGER PRIMARY KEY, event INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  record INTEGER NOT NULL REFERENCES record(id),
  state  TEXT NOT NULL,
  note   TEXT
);
CREATE INDEX report_state_record ON report_state(record);

-- Extraction -----------------------------------------------------------------------------------------------------------------

-- What a report gives for one contrast, outcome and time point of a study.
CREATE TABLE result(
  id        INTEGER PRIMARY KEY, event INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  study     INTEGER NOT NULL REFERENCES study(id),
  record    INTEGER REFERENCES record(id),  -- the report it is in; NULL when only the study is known
  key       TEXT NOT NULL,         -- the team's own name for it, unique in the review: "R002"
  contrast  TEXT NOT NULL,         -- "programme v control"
  domain    TEXT NOT NULL,         -- outcome domain of the protocol: "education"
  outcome   TEXT NOT NULL,         -- as reported: "diploma or GED"
  months    REAL                   -- time point after start; NULL: not shown
);
CREATE INDEX result_study ON result(study);

-- One extracted datum with its place. Of a study (result NULL) or of a result. A correction is a new row that supersedes.
CREATE TABLE value(
  id         INTEGER PRIMARY KEY, event INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  study      INTEGER NOT NULL REFERENCES study(id),
  result     INTEGER REFERENCES result(id),
  field      TEXT NOT NULL,        -- field id of the extraction form: "n_treat"
  value      TEXT,                 -- as reported; NULL with state "not reported" or "unclear"
  state      TEXT NOT NULL,        -- "reported", "not reported", "unclear", "derived"
  reviewer   TEXT NOT NULL,
  record     INTEGER REFERENCES record(id),   -- report the place is in
  place      TEXT,                 -- "p. 23, table 4"
  quotation  TEXT,
  note       TEXT,
  supersedes INTEGER REFERENCES value(id)
);
CREATE INDEX value_study ON value(study);
CREATE INDEX value_result ON value(result);

-- Appraisal: one judgement of one domain of one tool, about a study or a result.
CREATE TABLE appraisal(
  id         INTEGER PRIMARY KEY, event INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  study      INTEGER NOT NULL REFERENCES study(id),
  result     INTEGER REFERENCES result(id),
  tool       TEXT NOT NULL,
  domain     TEXT NOT NULL,
  judgement  TEXT NOT NULL,
  support    TEXT,
  reviewer   TEXT NOT NULL,
  supersedes INTEGER REFERENCES appraisal(id)
);

-- Derived: effects made from results by the measures the protocol asks for. An effect that cannot be made has yi NULL and says why.
CREATE TABLE effect(
  id       INTEGER PRIMARY KEY,
  result   INTEGER NOT NULL,       -- result.id
  study    INTEGER NOT NULL,
  measure  TEXT NOT NULL,          -- OR, RR, RD, MD, SMD, GEN
  yi       REAL,                   -- analysis scale; positive favours the programme
  vi       REAL,
  route    TEXT NOT NULL,          -- how it was got: "percentages and group sizes", "estimate and se"
  gap      TEXT                    -- why there is none
);
CREATE INDEX effect_result ON effect(result);

-- Working tables ---------------------------------------------------------------------------------------------------------

-- Imports under way. A living import holds a lock on byte `file` of FILE.lock; without one its staged rows are swept.
CREATE TABLE work_import(
  file    INTEGER PRIMARY KEY,     -- the id reserved for the file
  started TEXT NOT NULL,
  pid     INTEGER NOT NULL         -- for people
);
