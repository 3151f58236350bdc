-- Up Migration

-- Texts of calls are kept for projects whose account wants that (docs/adr/0018).
ALTER TABLE projects ADD keep_texts_days integer CHECK (keep_texts_days BETWEEN 1 AND 365);
CREATE TABLE kept_texts (
  request_id text PRIMARY KEY,
  account_id text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  project_id text NOT NULL,
  -- Redacted, compressed, then encrypted. Null: it was no text, or too long.
  request bytea,
  answer bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX kept_texts_project ON kept_texts (project_id);
CREATE INDEX kept_texts_expires_at ON kept_texts (expires_at);
ALTER TABLE kept_texts ALTER request SET STORAGE EXTERNAL, ALTER answer SET STORAGE EXTERNAL;

-- Down Migration
DROP TABLE kept_texts;
ALTER TABLE projects DROP keep_texts_days;
