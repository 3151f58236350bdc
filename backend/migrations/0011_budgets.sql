-- Up Migration

-- Budgets are limits of meters (docs/adr/0010): these tables say what they are, the meter's row what is enforced.

CREATE TABLE budgets (
  id text PRIMARY KEY,
  -- Null: it limits calls of all accounts.
  account_id text REFERENCES accounts,
  meter_id bigint NOT NULL REFERENCES meters,
  -- In words of the API, as is its id: of a member the user, of a model the model, of the platform 'platform'.
  scope text NOT NULL CHECK (scope IN ('platform', 'account', 'member', 'project', 'subscription', 'key', 'model', 'provider')),
  scope_id text NOT NULL,
  unit text NOT NULL CHECK (unit IN ('credits', 'requests', 'tokens')),
  limit_amount bigint NOT NULL CHECK (limit_amount > 0),
  -- A temporary increase.
  raised_amount bigint CHECK (raised_amount > limit_amount),
  raised_until timestamptz,
  name text,
  thresholds integer[] NOT NULL DEFAULT '{50,80,100}',
  on_exceed text NOT NULL DEFAULT 'block' CHECK (on_exceed IN ('block', 'alert', 'fallback', 'kill')),
  fallback_model_id text REFERENCES models,
  created_by text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz,
  CHECK ((raised_amount IS NULL) = (raised_until IS NULL)),
  CHECK ((on_exceed = 'fallback') = (fallback_model_id IS NOT NULL)),
  CHECK ((account_id IS NULL) = (scope IN ('platform', 'provider')) OR scope = 'model')
);
CREATE UNIQUE INDEX budgets_meter_id_unit_key ON budgets (meter_id, unit) WHERE deleted_at IS NULL;
CREATE INDEX budgets_account_id ON budgets (account_id, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX budgets_raised_until ON budgets (raised_until) WHERE raised_until IS NOT NULL;

-- A threshold that was reached, once for each window (or reset) and threshold.
CREATE TABLE budget_alerts (
  id text PRIMARY KEY,
  budget_id text NOT NULL REFERENCES budgets,
  account_id text,
  threshold integer NOT NULL,
  since_ms bigint NOT NULL,
  used_amount bigint NOT NULL,
  limit_amount bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (budget_id, since_ms, threshold)
);
CREATE INDEX budget_alerts_account_id ON budget_alerts (account_id, id DESC);
CREATE INDEX budget_alerts_budget_id ON budget_alerts (budget_id, id DESC);

CREATE TABLE budget_increase_requests (
  id text PRIMARY KEY,
  budget_id text NOT NULL REFERENCES budgets,
  -- Whose member asks.
  account_id text NOT NULL REFERENCES accounts,
  requested_by text NOT NULL REFERENCES users,
  limit_amount bigint NOT NULL CHECK (limit_amount > 0),
  -- For how many windows, the current one first; null: for good.
  periods integer CHECK (periods > 0),
  reason text NOT NULL,
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'denied')),
  comment text,
  decided_by text,
  decided_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX budget_increase_requests_one_pending ON budget_increase_requests (budget_id, requested_by) WHERE status = 'pending';
CREATE INDEX budget_increase_requests_budget_id ON budget_increase_requests (budget_id, id DESC);

-- Which meters a call moves, and where it may go instead, is kept in memory by the instances.
CREATE FUNCTION announce_budget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('litemaas_changed', COALESCE('account ' || NEW.account_id, 'catalogue'));
  RETURN NULL;
END $$;
CREATE TRIGGER announce AFTER INSERT OR UPDATE ON budgets FOR EACH ROW EXECUTE FUNCTION announce_budget();

-- The meter that a budget in the unit is a limit of, locked, with all that its owner has used in the current window.
-- Instances hear of a new one at once; one that does not reads its snapshots again within a minute.
CREATE FUNCTION open_budget_meter(p_account_id text, p_scope text, p_scope_id text, p_period text, p_time_zone text,
  p_anchor_day integer, p_unit text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  m meters;
  clock bigint;
  starts bigint;
BEGIN
  INSERT INTO meters (account_id, scope, scope_id, period, time_zone, anchor_day, is_live, window_start_ms, window_end_ms)
  SELECT p_account_id, p_scope, p_scope_id, p_period, p_time_zone, p_anchor_day, false, starts_ms, ends_ms
  FROM meter_window(p_period, p_time_zone, p_anchor_day, now_ms())
  ON CONFLICT (scope, scope_id, period, time_zone, anchor_day) DO NOTHING;
  SELECT id INTO m.id FROM meters WHERE scope = p_scope AND scope_id = p_scope_id AND period = p_period
    AND time_zone = p_time_zone AND anchor_day = p_anchor_day;
  clock := gateway_lock_meters(ARRAY[m.id]);
  SELECT * INTO m FROM meters WHERE id = m.id;
  SELECT starts_ms INTO starts FROM meter_window(p_period, p_time_zone, p_anchor_day, clock);
  IF m.is_live AND starts = (CASE p_unit WHEN 'credits' THEN m.credits_since_ms WHEN 'tokens' THEN m.tokens_since_ms ELSE m.requests_since_ms END) THEN
    RETURN m.id;
  END IF;
  UPDATE meters SET known_since = clock_timestamp() + interval '65 seconds',
    credits_since_ms = CASE WHEN is_live AND p_unit <> 'credits' THEN credits_since_ms ELSE starts END,
    tokens_since_ms = CASE WHEN is_live AND p_unit <> 'tokens' THEN tokens_since_ms ELSE starts END,
    requests_since_ms = CASE WHEN is_live AND p_unit <> 'requests' THEN requests_since_ms ELSE starts END
  WHERE id = m.id RETURNING known_since INTO m.known_since;
  PERFORM recount_meter(m.id, m.known_since);
  RETURN m.id;
END $$;

-- Makes a meter enforce what its live budgets say now. One that nothing limits any more is not moved by new calls.
CREATE FUNCTION apply_budgets(p_meter bigint) RETURNS void LANGUAGE sql AS $$
  UPDATE meters m SET credits_limit = b.credits, tokens_limit = b.tokens, requests_limit = b.requests,
    is_live = b.count > 0 OR m.rpm_limit IS NOT NULL OR m.tpm_limit IS NOT NULL OR m.concurrency_limit IS NOT NULL
  FROM (SELECT count(*) AS count, max(enforced) FILTER (WHERE unit = 'credits') AS credits,
      max(enforced) FILTER (WHERE unit = 'tokens') AS tokens, max(enforced) FILTER (WHERE unit = 'requests') AS requests
    FROM (SELECT unit, CASE WHEN on_exceed <> 'alert' THEN CASE WHEN raised_until > now() THEN raised_amount ELSE limit_amount END END AS enforced
      FROM budgets WHERE meter_id = p_meter AND deleted_at IS NULL) live) b
  WHERE m.id = p_meter
$$;

-- The next ends of a window, one after the other; none where it never ends.
CREATE FUNCTION next_resets(p_period text, p_time_zone text, p_anchor_day integer, p_now bigint, p_count integer)
RETURNS SETOF bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
  at bigint := p_now;
BEGIN
  IF p_period = 'total' THEN
    RETURN;
  END IF;
  FOR i IN 1 .. p_count LOOP
    SELECT ends_ms INTO at FROM meter_window(p_period, p_time_zone, p_anchor_day, at);
    RETURN NEXT at;
  END LOOP;
END $$;

-- Down Migration
DROP TABLE budget_increase_requests, budget_alerts, budgets;
DROP FUNCTION next_resets, apply_budgets, open_budget_meter, announce_budget;
