-- Copies that become one.

-- How often a merge gave rows other local ids; no row: never. Who opened the review before holds ids that mean something else now, and
-- may not write with them.
CREATE TABLE work_numbering(
  generation INTEGER PRIMARY KEY
);
