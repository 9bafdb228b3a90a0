-- Extraction by several people: arms, outcomes, time points and contrasts of a study; versions of their own until they agree; appraisal by
-- instruments; what was said of warnings.

-- An arm, outcome, time point or contrast of a study. Results name them by key (result.arm, outcome, months, contrast); values are of them.
CREATE TABLE part(
  id       INTEGER PRIMARY KEY, event INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  study    INTEGER NOT NULL REFERENCES study(id),
  kind     TEXT NOT NULL,          -- "arm", "outcome", "time", "contrast"
  key      TEXT NOT NULL,          -- the team's name for it, unique of its kind in the study (and version): "control"
  reviewer TEXT NOT NULL,
  own      TEXT,                   -- NULL: the review's. Else the extractor whose own version it is, which others do not see until both are done
  from_a   INTEGER REFERENCES part(id),  -- the two own ones that it stands for, when it was agreed
  from_b   INTEGER REFERENCES part(id)
);
CREATE INDEX part_study ON part(study);

ALTER TABLE result ADD COLUMN arm TEXT;        -- key of the arm that it is of; NULL: of the contrast
ALTER TABLE result ADD COLUMN reviewer TEXT;   -- NULL before this step
ALTER TABLE result ADD COLUMN own TEXT;        -- as in part; keys are unique within a version
ALTER TABLE result ADD COLUMN from_a INTEGER REFERENCES result(id);
ALTER TABLE result ADD COLUMN from_b INTEGER REFERENCES result(id);

CREATE INDEX result_key ON result(key);

ALTER TABLE value ADD COLUMN part INTEGER REFERENCES part(id);   -- NULL: of the study or of the result
ALTER TABLE value ADD COLUMN own TEXT;                           -- as in part
ALTER TABLE value ADD COLUMN from_a INTEGER REFERENCES value(id);
ALTER TABLE value ADD COLUMN from_b INTEGER REFERENCES value(id);
CREATE INDEX value_part ON value(part);

-- Who extracts a study, and how far they are. The newest row of a (study, reviewer) counts.
CREATE TABLE extraction(
  id       INTEGER PRIMARY KEY, event INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  study    INTEGER NOT NULL REFERENCES study(id),
  reviewer TEXT NOT NULL,
  role     TEXT NOT NULL,          -- "extract", "verify", "reconcile"
  state    TEXT NOT NULL           -- "given", "done", "again" (done, then taken up once more), "none" (taken back)
);
CREATE INDEX extraction_study ON extraction(study);

-- Two people's parts or results of a study that are one, matched by hand; b NULL: a has no counterpart. The newest row of a counts.
CREATE TABLE alignment(
  id       INTEGER PRIMARY KEY, event INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  part_a   INTEGER REFERENCES part(id),
  part_b   INTEGER REFERENCES part(id),
  result_a INTEGER REFERENCES result(id),
  result_b INTEGER REFERENCES result(id),
  reviewer TEXT NOT NULL,
  taken    TEXT                    -- of a row without counterpart: "yes" it enters the review as it is, "no" it is left out; NULL: not said
);

-- What a second person found when they looked a value up in the report. The newest row of a (value, reviewer) counts.
CREATE TABLE verification(
  id       INTEGER PRIMARY KEY, event INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  value    INTEGER NOT NULL REFERENCES value(id),
  reviewer TEXT NOT NULL,
  verdict  TEXT NOT NULL,          -- "right", "wrong", "unclear"
  note     TEXT
);
CREATE INDEX verification_value ON verification(value);

-- Why a warning about values may stand. It holds for the numbers as they were: other numbers, and the warning is back.
CREATE TABLE warning_reason(
  id       INTEGER PRIMARY KEY, event INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  study    INTEGER NOT NULL REFERENCES study(id),
  result   INTEGER REFERENCES result(id),
  part     INTEGER REFERENCES part(id),
  rule     TEXT NOT NULL,          -- of the check: "ci-not-centred"
  numbers  TEXT NOT NULL,          -- what it looked at, as "field=value; field=value"
  reason   TEXT NOT NULL,
  reviewer TEXT NOT NULL
);
CREATE INDEX warning_reason_study ON warning_reason(study);

-- An appraisal instrument that the team brought or that was first used, as the bytes of its file. The newest edition of a name counts.
CREATE TABLE instrument(
  id      INTEGER PRIMARY KEY, event INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  name    TEXT NOT NULL,           -- "rob2-assignment"
  edition TEXT NOT NULL,           -- as the file says it: "2019-08-22"
  xml     TEXT NOT NULL
);

-- Appraisal as before, and: of a study, a result, or what an analysis pools (study and result NULL then).
CREATE TABLE appraisal_new(
  id         INTEGER PRIMARY KEY, event INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  study      INTEGER REFERENCES study(id),
  result     INTEGER REFERENCES result(id),
  tool       TEXT NOT NULL,
  domain     TEXT NOT NULL,        -- a domain, "overall", or a signalling question: "1.2"
  judgement  TEXT NOT NULL,        -- of a domain; the answer to a question
  support    TEXT,                 -- what it rests on; why it differs from what was proposed
  reviewer   TEXT NOT NULL,
  supersedes INTEGER REFERENCES appraisal_new(id),
  body       TEXT,                 -- analysis id of the protocol whose results are judged together; NULL: of a study or result
  edition    TEXT,                 -- of the instrument; NULL: the tool stands in the protocol
  proposed   TEXT,                 -- what the instrument's algorithm said then; NULL: a question, or no algorithm
  place      TEXT,
  quotation  TEXT,
  own        TEXT                  -- as in part
);
INSERT INTO appraisal_new(id, event, ordinal, study, result, tool, domain, judgement, support, reviewer, supersedes)
  SELECT id, event, ordinal, study, result, tool, domain, judgement, support, reviewer, supersedes FROM appraisal ORDER BY id;
DROP TABLE appraisal;
ALTER TABLE appraisal_new RENAME TO appraisal;
CREATE INDEX appraisal_study ON appraisal(study);

-- Derived: effects made from results by the measures the protocol asks for. An effect that cannot be made has yi NULL and says why.
DROP TABLE effect;
CREATE TABLE effect(
  id       INTEGER PRIMARY KEY,    -- 256 times the result's, and the measure's place in the table of measures
  result   INTEGER NOT NULL,       -- result.id
  study    INTEGER NOT NULL,
  measure  TEXT NOT NULL,          -- OR, RR, RD, MD, SMD, ...
  yi       REAL,                   -- analysis scale; positive favours the programme
  vi       REAL,
  route    TEXT NOT NULL,          -- how it was got, in words: "percentages and group sizes"
  steps    TEXT,                   -- the formulas taken, by id, in order: "sd-from-se SMD"; NULL without an effect
  reported TEXT,                   -- the numbers it was made from, with the values behind them, as JSON: {"n1i":988,"values":{"n1i":["n_treat","988"]}}
  options  TEXT,                   -- options other than the defaults, as JSON; NULL: none
  warnings TEXT,                   -- rules of the checks that its own numbers break, as JSON array; NULL: none
  gap      TEXT                    -- why there is none
);
CREATE INDEX effect_result ON effect(result);
