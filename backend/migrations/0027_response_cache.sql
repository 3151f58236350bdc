-- Up Migration

-- Answers that are given again to who asks the same and wants that (docs/adr/0017).
CREATE TABLE cached_answers (
  account_id text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  request_hash bytea NOT NULL,
  headers jsonb NOT NULL,
  -- Compressed, then encrypted.
  answer bytea NOT NULL,
  cost_micro_credits bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, request_hash)
);
CREATE INDEX cached_answers_expires_at ON cached_answers (expires_at);
CREATE INDEX cached_answers_created_at ON cached_answers (created_at);
ALTER TABLE cached_answers ALTER answer SET STORAGE EXTERNAL;

-- For how long calls of the key may get the same answer again; null: only those that ask for it.
ALTER TABLE api_keys ADD cache_seconds integer CHECK (cache_seconds BETWEEN 1 AND 2592000);

-- What came from the cache has no provider. Its cost is a share of another call's, so prices say nothing of it.
CREATE OR REPLACE VIEW ratable_usage AS
  SELECT u.request_id, u.created_at, u.account_id, u.model_id, u.cost_micro_credits,
    CASE WHEN l.request_id IS NULL THEN u.charged ELSE l.charged END AS charged,
    CASE WHEN l.request_id IS NULL THEN u.input_tokens ELSE l.input_tokens END AS input_tokens,
    CASE WHEN l.request_id IS NULL THEN u.cached_input_tokens ELSE l.cached_input_tokens END AS cached_input_tokens,
    CASE WHEN l.request_id IS NULL THEN u.output_tokens ELSE l.output_tokens END AS output_tokens,
    CASE WHEN l.request_id IS NULL THEN u.token_details ELSE l.token_details END AS token_details
  FROM rated_usage u LEFT JOIN late_usage l ON l.request_id = u.request_id
  WHERE u.outcome <> 'success' OR u.provider_id IS NOT NULL;

-- Down Migration
CREATE OR REPLACE VIEW ratable_usage AS
  SELECT u.request_id, u.created_at, u.account_id, u.model_id, u.cost_micro_credits,
    CASE WHEN l.request_id IS NULL THEN u.charged ELSE l.charged END AS charged,
    CASE WHEN l.request_id IS NULL THEN u.input_tokens ELSE l.input_tokens END AS input_tokens,
    CASE WHEN l.request_id IS NULL THEN u.cached_input_tokens ELSE l.cached_input_tokens END AS cached_input_tokens,
    CASE WHEN l.request_id IS NULL THEN u.output_tokens ELSE l.output_tokens END AS output_tokens,
    CASE WHEN l.request_id IS NULL THEN u.token_details ELSE l.token_details END AS token_details
  FROM rated_usage u LEFT JOIN late_usage l ON l.request_id = u.request_id;
ALTER TABLE api_keys DROP cache_seconds;
DROP TABLE cached_answers;
