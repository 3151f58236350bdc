-- Up Migration

-- One row per owner and window: what its calls have used, what the running ones hold, and how much is
-- allowed, in all units at once. Limits that share an owner share a row because a row version is what an
-- admission costs (see docs/adr/0002). A null limit means no limit.
--   total: never resets. An account's total row is its balance: limit = granted, used = spent, and its window ends
--   when the next of its grants expires. Rate limits (by the minute, calls at once) of an account or key are on its
--   total row, too.
--   minute, day, week, month: their window is rolled on by the first call after its end, in the row's own time zone.
-- A meter is never deleted: calls that were admitted on it will settle on it. Without `is_live` no new call moves it.
-- 'account_budget' and 'subscription_budget' count the same calls as 'account' and 'subscription', whose rows already
-- have a limit that is no budget: the balance, and the quota.
CREATE TABLE meters (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Whose row it is when calls of one account alone move it.
  account_id text,
  scope text NOT NULL CHECK (scope IN ('platform', 'account', 'account_budget', 'member', 'project', 'subscription',
    'subscription_budget', 'key', 'model', 'account_model', 'provider', 'grant')),
  -- Two ids that make one owner are joined with a colon: 'acc_…:usr_…' is a member, 'acc_…:mdl_…' an account's model.
  scope_id text NOT NULL,
  period text NOT NULL CHECK (period IN ('total', 'month', 'week', 'day', 'minute')),
  time_zone text NOT NULL DEFAULT 'UTC',
  -- The day a week (1 = Monday) or a month (31 = its last day) starts on.
  anchor_day smallint NOT NULL DEFAULT 1 CHECK (anchor_day BETWEEN 1 AND 31),
  is_live boolean NOT NULL DEFAULT true,
  -- Made when its owner had calls already: what it has used is still to be counted from the usage records.
  recount_due boolean NOT NULL DEFAULT false,
  -- Of such a one: by when every instance knows of it, and when it was counted last.
  known_since timestamptz,
  recounted_at timestamptz,
  window_start_ms bigint NOT NULL DEFAULT 0,
  window_end_ms bigint NOT NULL DEFAULT 9223372036854775807,
  -- From when on each unit is counted: the start of the window, or a later reset of that unit. `window_start_ms` is
  -- the latest of them: nothing settles on the meter before it.
  credits_since_ms bigint NOT NULL DEFAULT 0,
  tokens_since_ms bigint NOT NULL DEFAULT 0,
  requests_since_ms bigint NOT NULL DEFAULT 0,
  credits_limit bigint,
  credits_used bigint NOT NULL DEFAULT 0,
  credits_held bigint NOT NULL DEFAULT 0,
  tokens_limit bigint,
  tokens_used bigint NOT NULL DEFAULT 0,
  tokens_held bigint NOT NULL DEFAULT 0,
  requests_limit bigint,
  requests_used bigint NOT NULL DEFAULT 0,
  requests_held bigint NOT NULL DEFAULT 0,
  concurrency_limit bigint,
  -- The minute starts with the first call after the last one ended; its counts are taken at admission.
  minute_start_ms bigint NOT NULL DEFAULT 0,
  rpm_limit bigint,
  minute_requests_used bigint NOT NULL DEFAULT 0,
  tpm_limit bigint,
  minute_tokens_used bigint NOT NULL DEFAULT 0,
  UNIQUE (scope, scope_id, period, time_zone, anchor_day),
  CHECK ((account_id IS NULL) = (scope IN ('platform', 'model', 'provider'))),
  CHECK (period = 'total' OR window_end_ms < 9223372036854775807)
) WITH (fillfactor = 40);
CREATE INDEX meters_account_id ON meters (account_id);
CREATE INDEX meters_recount_due ON meters (id) WHERE recount_due;

-- A running process. It is alive while its session holds its advisory lock; marked dead, none of its
-- batches is accepted any more.
CREATE TABLE instances (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  host text NOT NULL,
  process_id integer NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz NOT NULL DEFAULT now(),
  dead_at timestamptz,
  swept_at timestamptz
);

-- One row per admitted batch: what it takes to settle its calls if their instance dies.
CREATE TABLE holds (
  id text PRIMARY KEY,
  instance_id bigint NOT NULL REFERENCES instances,
  created_at timestamptz NOT NULL DEFAULT now(),
  calls json NOT NULL
);
CREATE INDEX holds_instance_id ON holds (instance_id);

CREATE TABLE grants (
  id text PRIMARY KEY,
  account_id text NOT NULL REFERENCES accounts,
  kind text NOT NULL CHECK (kind IN ('promotional', 'purchase', 'plan', 'adjustment')),
  amount_micro_credits bigint NOT NULL CHECK (amount_micro_credits > 0),
  consumed_micro_credits bigint NOT NULL DEFAULT 0 CHECK (consumed_micro_credits BETWEEN 0 AND amount_micro_credits),
  priority integer NOT NULL DEFAULT 0,
  description text NOT NULL,
  ledger_transaction_id text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX grants_account_id ON grants (account_id, created_at);

CREATE TABLE ledger_transactions (
  id text PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('usage', 'grant', 'adjustment')),
  source_id text,
  account_id text NOT NULL,
  description text NOT NULL,
  call_count integer,
  created_at timestamptz NOT NULL DEFAULT now()
);
-- What makes a posting happen once: the grant, or the request of the adjustment. Usage is made unique by
-- its usage records instead.
CREATE UNIQUE INDEX ledger_transactions_source ON ledger_transactions (kind, source_id) WHERE source_id IS NOT NULL;
CREATE INDEX ledger_transactions_account_id ON ledger_transactions (account_id, created_at DESC);

-- Double entry by construction: a transfer takes from one ledger account what it gives to another, so a
-- transaction cannot fail to sum to zero. 'customer' is the credits the organisation owes to an account.
CREATE TABLE ledger_transfers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  transaction_id text NOT NULL,
  account_id text NOT NULL,
  debit text NOT NULL CHECK (debit IN ('customer', 'revenue', 'promotional_expense', 'adjustment')),
  credit text NOT NULL CHECK (credit IN ('customer', 'revenue', 'promotional_expense', 'adjustment')),
  amount_micro_credits bigint NOT NULL CHECK (amount_micro_credits > 0),
  CHECK (debit <> credit)
);
CREATE INDEX ledger_transfers_transaction_id ON ledger_transfers (transaction_id);
CREATE INDEX ledger_transfers_account_id ON ledger_transfers (account_id);

CREATE VIEW ledger_entries AS
  SELECT id AS transfer_id, transaction_id, account_id, debit AS ledger_account, -amount_micro_credits AS amount_micro_credits
  FROM ledger_transfers
  UNION ALL
  SELECT id, transaction_id, account_id, credit, amount_micro_credits FROM ledger_transfers;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: correct it with a new, linked transaction', TG_TABLE_NAME USING ERRCODE = 'LM003';
END $$;
CREATE TRIGGER ledger_transactions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transactions
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_transfers_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transfers
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE usage_records (
  request_id text PRIMARY KEY,
  created_at timestamptz NOT NULL,
  account_id text NOT NULL,
  project_id text NOT NULL,
  key_id text,
  user_id text,
  model_id text NOT NULL,
  model_name text NOT NULL,
  provider_id text,
  provider_name text,
  surface text NOT NULL,
  stream boolean NOT NULL,
  status integer NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('success', 'error', 'aborted', 'orphaned')),
  error_code text,
  input_tokens bigint NOT NULL,
  cached_input_tokens bigint NOT NULL,
  output_tokens bigint NOT NULL,
  estimated boolean NOT NULL,
  cost_micro_credits bigint NOT NULL CHECK (cost_micro_credits >= 0),
  hold_micro_credits bigint NOT NULL,
  price_id bigint NOT NULL,
  latency_ms integer NOT NULL,
  first_token_ms integer,
  ledger_transaction_id text,
  -- Kinds of tokens that few calls have; null: none.
  token_details jsonb,
  -- It counts as a request, and costs: an upstream produced something, or may have.
  charged boolean NOT NULL,
  -- The database's clock when it was settled: inside the window of every meter that counted it.
  settled_ms bigint NOT NULL
);
CREATE INDEX usage_records_account_id ON usage_records (account_id, created_at DESC);

-- Every record once for each owner whose meters count it.
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

-- Down Migration
DROP VIEW usage_by_owner;
DROP TABLE usage_records, grants, holds, instances, meters;
DROP VIEW ledger_entries;
DROP TABLE ledger_transfers, ledger_transactions;
DROP FUNCTION refuse_change;
