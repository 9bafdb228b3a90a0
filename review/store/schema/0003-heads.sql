-- The head of a report: of what its records say the best, field by field.

-- From which of its records a report takes a field, as a person says. A row speaks for the report of `record` while `chosen` is of that
-- report, too; of the rows that speak for a field the newest counts.
CREATE TABLE report_choice(
  id     INTEGER PRIMARY KEY, event INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  record INTEGER NOT NULL REFERENCES record(id),
  field  TEXT,                     -- a column of record from type on: "abstract"; NULL: every field that `chosen` gives
  chosen INTEGER REFERENCES record(id),    -- NULL: the choice is taken back
  reason TEXT NOT NULL             -- why, in words
);
CREATE INDEX report_choice_record ON report_choice(record);

-- Derived: for each report of two or more records the record that a field is taken from; NULL: none of them gives it.
CREATE TABLE report_head(
  report    INTEGER PRIMARY KEY,   -- its least record id, as in report_member
  type INTEGER, title INTEGER, authors INTEGER, year INTEGER, container INTEGER,
  volume INTEGER, issue INTEGER, pages INTEGER, doi INTEGER, pmid INTEGER,
  isbn INTEGER, issn INTEGER, accession INTEGER, publisher INTEGER, url INTEGER,
  abstract INTEGER, keywords INTEGER, language INTEGER, note INTEGER
);

-- What a report says now: as record_now, but one row for each report, under the id of the record that names it, which gives place and file.
CREATE VIEW report_now AS
SELECT r.id, r.file, r.seq, r.offset, r.length, r.line,
  CASE WHEN h.report IS NULL OR h.type = r.id THEN r.type ELSE (SELECT n.type FROM record_now n WHERE n.id = h.type) END AS type,
  CASE WHEN h.report IS NULL OR h.title = r.id THEN r.title ELSE (SELECT n.title FROM record_now n WHERE n.id = h.title) END AS title,
  CASE WHEN h.report IS NULL OR h.authors = r.id THEN r.authors ELSE (SELECT n.authors FROM record_now n WHERE n.id = h.authors) END AS authors,
  CASE WHEN h.report IS NULL OR h.year = r.id THEN r.year ELSE (SELECT n.year FROM record_now n WHERE n.id = h.year) END AS year,
  CASE WHEN h.report IS NULL OR h.container = r.id THEN r.container ELSE (SELECT n.container FROM record_now n WHERE n.id = h.container) END AS container,
  CASE WHEN h.report IS NULL OR h.volume = r.id THEN r.volume ELSE (SELECT n.volume FROM record_now n WHERE n.id = h.volume) END AS volume,
  CASE WHEN h.report IS NULL OR h.issue = r.id THEN r.issue ELSE (SELECT n.issue FROM record_now n WHERE n.id = h.issue) END AS issue,
  CASE WHEN h.report IS NULL OR h.pages = r.id THEN r.pages ELSE (SELECT n.pages FROM record_now n WHERE n.id = h.pages) END AS pages,
  CASE WHEN h.report IS NULL OR h.doi = r.id THEN r.doi ELSE (SELECT n.doi FROM record_now n WHERE n.id = h.doi) END AS doi,
  CASE WHEN h.report IS NULL OR h.pmid = r.id THEN r.pmid ELSE (SELECT n.pmid FROM record_now n WHERE n.id = h.pmid) END AS pmid,
  CASE WHEN h.report IS NULL OR h.isbn = r.id THEN r.isbn ELSE (SELECT n.isbn FROM record_now n WHERE n.id = h.isbn) END AS isbn,
  CASE WHEN h.report IS NULL OR h.issn = r.id THEN r.issn ELSE (SELECT n.issn FROM record_now n WHERE n.id = h.issn) END AS issn,
  CASE WHEN h.report IS NULL OR h.accession = r.id THEN r.accession ELSE (SELECT n.accession FROM record_now n WHERE n.id = h.accession) END AS accession,
  CASE WHEN h.report IS NULL OR h.publisher = r.id THEN r.publisher ELSE (SELECT n.publisher FROM record_now n WHERE n.id = h.publisher) END AS publisher,
  CASE WHEN h.report IS NULL OR h.url = r.id THEN r.url ELSE (SELECT n.url FROM record_now n WHERE n.id = h.url) END AS url,
  CASE WHEN h.report IS NULL OR h.abstract = r.id THEN r.abstract ELSE (SELECT n.abstract FROM record_now n WHERE n.id = h.abstract) END AS abstract,
  CASE WHEN h.report IS NULL OR h.keywords = r.id THEN r.keywords ELSE (SELECT n.keywords FROM record_now n WHERE n.id = h.keywords) END AS keywords,
  CASE WHEN h.report IS NULL OR h.language = r.id THEN r.language ELSE (SELECT n.language FROM record_now n WHERE n.id = h.language) END AS language,
  CASE WHEN h.report IS NULL OR h.note = r.id THEN r.note ELSE (SELECT n.note FROM record_now n WHERE n.id = h.note) END AS note
FROM record_now r LEFT JOIN report_head h ON h.report = r.id
WHERE NOT EXISTS (SELECT 1 FROM report_member m WHERE m.record = r.id AND m.report <> r.id);
