-- Up Migration

-- Calls of the gateway that came with an Idempotency-Key, one row for a key of an API key (docs/adr/0012).
CREATE TABLE idempotent_calls (
  -- The API key, or user and project of a session.
  scope text NOT NULL,
  key text NOT NULL,
  request_hash bytea NOT NULL,
  -- Its usage record says what became of the call, should its answer be lost.
  request_id text NOT NULL,
  -- The call is of no instance that was swept: then it has its record, or was never let in.
  instance_id bigint NOT NULL,
  -- Null while it runs.
  status integer,
  headers jsonb,
  -- Encrypted; null where the answer is too large to be kept, or never came whole.
  answer bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (scope, key)
);
CREATE INDEX idempotent_calls_created_at ON idempotent_calls (created_at);
-- Compressed before it is encrypted.
ALTER TABLE idempotent_calls ALTER answer SET STORAGE EXTERNAL;

-- Down Migration
DROP TABLE idempotent_calls;
