-- Edits that lie over a record's fields as they were read, and where a citation search began.

-- One field of one record, as a person says it should read. The original stays in `record` and in the bytes of its file. The newest
-- row of a (record, field) counts.
CREATE TABLE record_edit(
  id     INTEGER PRIMARY KEY, event INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  record INTEGER NOT NULL REFERENCES record(id),
  field  TEXT NOT NULL,            -- a column of record from type on: "abstract"
  value  TEXT,                     -- "": the field is emptied; NULL: the original stands again
  reason TEXT NOT NULL             -- why, in words
);
CREATE INDEX record_edit_record ON record_edit(record, field);

-- Derived: all fields of each record that was edited, as they now read.
CREATE TABLE record_edited(
  record    INTEGER PRIMARY KEY,
  type      TEXT, title     TEXT, authors TEXT, year     INTEGER, container TEXT, volume   TEXT, issue    TEXT, pages TEXT,
  doi       TEXT, pmid      TEXT, isbn    TEXT, issn     TEXT, accession TEXT, publisher TEXT, url      TEXT,
  abstract  TEXT, keywords  TEXT, language TEXT, note    TEXT
);

-- What a record says now.
CREATE VIEW record_now AS
SELECT r.id, r.file, r.seq, r.offset, r.length, r.line,
  CASE WHEN e.record IS NULL THEN r.type ELSE e.type END AS type,
  CASE WHEN e.record IS NULL THEN r.title ELSE e.title END AS title,
  CASE WHEN e.record IS NULL THEN r.authors ELSE e.authors END AS authors,
  CASE WHEN e.record IS NULL THEN r.year ELSE e.year END AS year,
  CASE WHEN e.record IS NULL THEN r.container ELSE e.container END AS container,
  CASE WHEN e.record IS NULL THEN r.volume ELSE e.volume END AS volume,
  CASE WHEN e.record IS NULL THEN r.issue ELSE e.issue END AS issue,
  CASE WHEN e.record IS NULL THEN r.pages ELSE e.pages END AS pages,
  CASE WHEN e.record IS NULL THEN r.doi ELSE e.doi END AS doi,
  CASE WHEN e.record IS NULL THEN r.pmid ELSE e.pmid END AS pmid,
  CASE WHEN e.record IS NULL THEN r.isbn ELSE e.isbn END AS isbn,
  CASE WHEN e.record IS NULL THEN r.issn ELSE e.issn END AS issn,
  CASE WHEN e.record IS NULL THEN r.accession ELSE e.accession END AS accession,
  CASE WHEN e.record IS NULL THEN r.publisher ELSE e.publisher END AS publisher,
  CASE WHEN e.record IS NULL THEN r.url ELSE e.url END AS url,
  CASE WHEN e.record IS NULL THEN r.abstract ELSE e.abstract END AS abstract,
  CASE WHEN e.record IS NULL THEN r.keywords ELSE e.keywords END AS keywords,
  CASE WHEN e.record IS NULL THEN r.language ELSE e.language END AS language,
  CASE WHEN e.record IS NULL THEN r.note ELSE e.note END AS note
FROM record r LEFT JOIN record_edited e ON e.record = r.id;

-- Where the citation search that is a source began. A source of kind "citation" may have none (its seeds were not said).
CREATE TABLE citation_search(
  id        INTEGER PRIMARY KEY, event INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  source    INTEGER NOT NULL REFERENCES source(id),
  direction TEXT NOT NULL,         -- "backward" (what it cites), "forward" (what cites it)
  seed      TEXT NOT NULL,         -- as said: the label of a study, the key of a record, or a reference in words
  study     INTEGER REFERENCES study(id),    -- NULL when it names none of the review
  record    INTEGER REFERENCES record(id)
);
CREATE INDEX citation_search_source ON citation_search(source);
