-- Requests that come again.

-- What a person's request was answered. Kept with the act itself, so that a request sent again, because its answer was lost on the
-- way, is answered as it was and done once. Rows older than 30 days are swept.
CREATE TABLE work_request(
  person TEXT NOT NULL,            -- who asked
  key    TEXT NOT NULL,            -- the name that their program gave the request: up to 64 of A-Z a-z 0-9 _ -
  answer TEXT NOT NULL,            -- in the words of whoever answered
  at     TEXT NOT NULL,            -- ISO 8601 UTC
  PRIMARY KEY(person, key)
) WITHOUT ROWID;
CREATE INDEX work_request_at ON work_request(at);
