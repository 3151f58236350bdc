-- Up Migration

-- Prices of a period that were wrong, and are put right: the calls of the model keep their records, and each gets a
-- correction. Late ones are calls that still ran when it was applied.
CREATE TABLE re_ratings (
  id text PRIMARY KEY,
  model_id text NOT NULL REFERENCES models,
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL,
  prices json NOT NULL,
  reason text NOT NULL,
  created_by text NOT NULL REFERENCES users,
  created_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  CHECK (from_at < to_at),
  UNIQUE (model_id, from_at, to_at)
);

-- What a call costs after all, where that is not what its record says. The cost is moved from the transaction that
-- carried it (`carrier`: the call's own, or that of an earlier correction) to a new one; the reversal gives it back.
CREATE TABLE usage_corrections (
  id bigint GENERATED ALWAYS AS IDENTITY,
  request_id text NOT NULL,
  account_id text NOT NULL,
  re_rating_id text REFERENCES re_ratings,
  reason text NOT NULL,
  old_cost_micro_credits bigint NOT NULL CHECK (old_cost_micro_credits >= 0),
  new_cost_micro_credits bigint NOT NULL CHECK (new_cost_micro_credits >= 0),
  carrier_transaction_id text,
  reversal_transaction_id text,
  correction_transaction_id text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (request_id, id)
);
CREATE UNIQUE INDEX usage_corrections_re_rating_id ON usage_corrections (re_rating_id, request_id) WHERE re_rating_id IS NOT NULL;
CREATE INDEX usage_corrections_account_id ON usage_corrections (account_id);
CREATE INDEX usage_corrections_carrier ON usage_corrections (carrier_transaction_id) WHERE carrier_transaction_id IS NOT NULL;

-- Usage records with what the calls cost after all, for sums; who lists single calls looks their corrections up.
CREATE VIEW rated_usage AS
  SELECT u.request_id, u.created_at, u.account_id, u.project_id, u.key_id, u.user_id, u.model_id, u.model_name, u.provider_id,
    u.outcome, u.input_tokens, u.cached_input_tokens, u.output_tokens, u.token_details, u.latency_ms, u.charged, u.settled_ms,
    u.ledger_transaction_id, u.cost_micro_credits + COALESCE(c.difference, 0) AS cost_micro_credits
  FROM usage_records u LEFT JOIN (
    SELECT account_id, request_id, sum(new_cost_micro_credits - old_cost_micro_credits)::bigint AS difference
    FROM usage_corrections GROUP BY account_id, request_id) c ON c.account_id = u.account_id AND c.request_id = u.request_id;

-- What a call that a sweeper had settled for its input came to when it ended after all. Its record stays, and so do the
-- meters of tokens; its cost is corrected to this.
CREATE TABLE late_usage (
  request_id text PRIMARY KEY,
  input_tokens bigint NOT NULL,
  cached_input_tokens bigint NOT NULL,
  output_tokens bigint NOT NULL,
  token_details jsonb,
  charged boolean NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Calls as a re-rating prices them.
CREATE VIEW ratable_usage AS
  SELECT u.request_id, u.created_at, u.account_id, u.model_id, u.cost_micro_credits,
    CASE WHEN l.request_id IS NULL THEN u.charged ELSE l.charged END AS charged,
    CASE WHEN l.request_id IS NULL THEN u.input_tokens ELSE l.input_tokens END AS input_tokens,
    CASE WHEN l.request_id IS NULL THEN u.cached_input_tokens ELSE l.cached_input_tokens END AS cached_input_tokens,
    CASE WHEN l.request_id IS NULL THEN u.output_tokens ELSE l.output_tokens END AS output_tokens,
    CASE WHEN l.request_id IS NULL THEN u.token_details ELSE l.token_details END AS token_details
  FROM rated_usage u LEFT JOIN late_usage l ON l.request_id = u.request_id;

CREATE OR REPLACE VIEW usage_by_owner AS
  SELECT o.scope, o.scope_id, u.account_id, u.settled_ms, u.cost_micro_credits, u.input_tokens + u.output_tokens AS tokens,
    u.charged::integer AS requests, u.request_id
  FROM rated_usage u
  LEFT JOIN LATERAL (SELECT s.id FROM subscriptions s WHERE s.account_id = u.account_id AND s.model_id = u.model_id) s ON true
  CROSS JOIN LATERAL (VALUES
    ('platform', 'platform'), ('account', u.account_id), ('account_budget', u.account_id), ('member', u.account_id || ':' || u.user_id),
    ('project', u.project_id), ('subscription', s.id), ('subscription_budget', s.id), ('key', u.key_id), ('model', u.model_id),
    ('account_model', u.account_id || ':' || u.model_id), ('provider', u.provider_id)
  ) AS o(scope, scope_id)
  WHERE o.scope_id IS NOT NULL;

-- Down Migration
DROP VIEW usage_by_owner, ratable_usage, rated_usage;
DROP TABLE late_usage, usage_corrections, re_ratings;
CREATE VIEW usage_by_owner AS
  SELECT o.scope, o.scope_id, u.account_id, u.settled_ms, u.cost_micro_credits, u.input_tokens + u.output_tokens AS tokens,
    u.charged::integer AS requests
  FROM usage_records u
  LEFT JOIN LATERAL (SELECT s.id FROM subscriptions s WHERE s.account_id = u.account_id AND s.model_id = u.model_id) s ON true
  CROSS JOIN LATERAL (VALUES
    ('platform', 'platform'), ('account', u.account_id), ('account_budget', u.account_id), ('member', u.account_id || ':' || u.user_id),
    ('project', u.project_id), ('subscription', s.id), ('subscription_budget', s.id), ('key', u.key_id), ('model', u.model_id),
    ('account_model', u.account_id || ':' || u.model_id), ('provider', u.provider_id)
  ) AS o(scope, scope_id)
  WHERE o.scope_id IS NOT NULL;
