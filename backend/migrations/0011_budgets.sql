-- Up Migration

-- Budgets are limits of meters (docs/adr/0010): these tables say what they are, the meter's row what is enforced.

-- 'account_budget' and 'subscription_budget' count the same calls as 'account' and 'subscription', whose rows already
-- have a limit that is no budget: the balance, and the quota.
ALTER TABLE meters DROP CONSTRAINT meters_scope_check;
ALTER TABLE meters ADD CONSTRAINT meters_scope_check CHECK (scope IN ('platform', 'account', 'account_budget', 'member', 'project',
  'subscription', 'subscription_budget', 'key', 'model', 'account_model', 'provider', 'grant'));

ALTER TABLE meters DROP CONSTRAINT meters_period_check;
ALTER TABLE meters ADD CONSTRAINT meters_period_check CHECK (period IN ('total', 'month', 'week', 'day', 'minute'));

ALTER TABLE meters
  -- From when on each unit is counted: the start of the window, or a later reset of that unit. `window_start_ms` is
  -- the latest of them: nothing settles on the meter before it.
  ADD COLUMN credits_since_ms bigint NOT NULL DEFAULT 0,
  ADD COLUMN tokens_since_ms bigint NOT NULL DEFAULT 0,
  ADD COLUMN requests_since_ms bigint NOT NULL DEFAULT 0,
  -- Of one that is to be counted again: by when every instance knows of it, and when it was counted last.
  ADD COLUMN known_since timestamptz,
  ADD COLUMN recounted_at timestamptz;
UPDATE meters SET credits_since_ms = window_start_ms, tokens_since_ms = window_start_ms, requests_since_ms = window_start_ms;
CREATE INDEX meters_recount_due ON meters (id) WHERE recount_due;

-- As before, and minutes, which are the same in every zone.
CREATE OR REPLACE FUNCTION meter_window(p_period text, p_time_zone text, p_anchor_day integer, p_now bigint, OUT starts_ms bigint, OUT ends_ms bigint)
LANGUAGE plpgsql STABLE AS $$
DECLARE
  day timestamp := date_trunc('day', to_timestamp(p_now / 1000.0) AT TIME ZONE p_time_zone);
  first timestamp;
  next timestamp;
BEGIN
  IF p_period = 'total' THEN
    starts_ms := 0;
    ends_ms := 9223372036854775807;
    RETURN;
  END IF;
  IF p_period = 'minute' THEN
    starts_ms := p_now - p_now % 60000;
    ends_ms := starts_ms + 60000;
    RETURN;
  END IF;
  LOOP
    IF p_period = 'day' THEN
      first := day;
      next := first + interval '1 day';
    ELSIF p_period = 'week' THEN
      first := day - make_interval(days => (extract(isodow FROM day)::integer - p_anchor_day + 7) % 7);
      next := first + interval '7 days';
    ELSE
      first := month_anchor(date_trunc('month', day), p_anchor_day);
      IF first > day THEN
        first := month_anchor(date_trunc('month', day) - interval '1 month', p_anchor_day);
      END IF;
      next := month_anchor(date_trunc('month', first) + interval '1 month', p_anchor_day);
    END IF;
    starts_ms := (extract(epoch FROM first AT TIME ZONE p_time_zone) * 1000)::bigint;
    ends_ms := (extract(epoch FROM next AT TIME ZONE p_time_zone) * 1000)::bigint;
    -- Where clocks go back over midnight there are two midnights, and the first of them is before its day.
    EXIT WHEN starts_ms <= p_now;
    day := day - interval '1 day';
  END LOOP;
END $$;

CREATE OR REPLACE VIEW usage_by_owner AS
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

-- As before, and each unit is counted from the start of the window.
CREATE OR REPLACE FUNCTION open_meter(p_account_id text, p_scope text, p_scope_id text, p_period text DEFAULT 'total',
  p_time_zone text DEFAULT 'UTC', p_anchor_day integer DEFAULT 1) RETURNS bigint LANGUAGE sql AS $$
  INSERT INTO meters (account_id, scope, scope_id, period, time_zone, anchor_day, window_start_ms, window_end_ms,
    credits_since_ms, tokens_since_ms, requests_since_ms)
  SELECT p_account_id, p_scope, p_scope_id, p_period, p_time_zone, p_anchor_day, starts_ms, ends_ms, starts_ms, starts_ms, starts_ms
  FROM meter_window(p_period, p_time_zone, p_anchor_day, now_ms())
  ON CONFLICT (scope, scope_id, period, time_zone, anchor_day) DO UPDATE SET is_live = true
  RETURNING id
$$;

CREATE OR REPLACE FUNCTION gateway_lock_meters(p_meter bigint[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  clock bigint;
BEGIN
  PERFORM 1 FROM meters WHERE id = ANY (p_meter) ORDER BY id FOR UPDATE;
  IF EXISTS (SELECT FROM unnest(p_meter) AS x(id) WHERE NOT EXISTS (SELECT FROM meters m WHERE m.id = x.id)) THEN
    RAISE EXCEPTION 'a meter does not exist' USING ERRCODE = 'LM004';
  END IF;
  SELECT greatest(now_ms(), max(window_start_ms)) INTO clock FROM meters WHERE id = ANY (p_meter);
  UPDATE meters m SET window_start_ms = w.starts_ms, window_end_ms = w.ends_ms, credits_used = 0, tokens_used = 0, requests_used = 0,
    credits_since_ms = w.starts_ms, tokens_since_ms = w.starts_ms, requests_since_ms = w.starts_ms
  FROM meters d CROSS JOIN LATERAL meter_window(d.period, d.time_zone, d.anchor_day, clock) w
  WHERE d.id = ANY (p_meter) AND clock >= d.window_end_ms AND m.id = d.id;
  RETURN clock;
END $$;

-- Counts what a meter has used from the usage records. Calls that were let in before all instances knew of the meter
-- will settle without it, so it stays due until none of them can be left. Gives whether it is done.
CREATE OR REPLACE FUNCTION recount_meter(p_meter bigint, p_known_since timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  m meters;
BEGIN
  -- From here on no settlement moves the meter, and the next statement sees all that did.
  PERFORM gateway_lock_meters(ARRAY[p_meter]);
  SELECT * INTO m FROM meters WHERE id = p_meter;
  UPDATE meters SET credits_used = CASE WHEN m.scope = 'account' AND m.period = 'total' THEN credits_used ELSE u.credits END,
    tokens_used = u.tokens, requests_used = u.requests, recounted_at = clock_timestamp(),
    recount_due = clock_timestamp() < p_known_since OR EXISTS (SELECT FROM holds WHERE created_at < p_known_since)
  FROM (SELECT COALESCE(sum(cost_micro_credits) FILTER (WHERE settled_ms >= m.credits_since_ms), 0) AS credits,
      COALESCE(sum(tokens) FILTER (WHERE settled_ms >= m.tokens_since_ms), 0) AS tokens,
      COALESCE(sum(requests) FILTER (WHERE settled_ms >= m.requests_since_ms), 0) AS requests
    FROM usage_by_owner u WHERE u.scope = m.scope AND u.scope_id = m.scope_id AND (m.account_id IS NULL OR u.account_id = m.account_id)
      AND u.settled_ms >= least(m.credits_since_ms, m.tokens_since_ms, m.requests_since_ms)) u
  WHERE id = p_meter;
  RETURN NOT (SELECT recount_due FROM meters WHERE id = p_meter);
END $$;

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

-- Counts a unit from now on, or all of them. What was settled before is older than the new start, to the millisecond;
-- what runs settles after it.
DROP FUNCTION reset_meter(bigint);
CREATE FUNCTION reset_meter(p_meter bigint, p_unit text DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  since bigint := gateway_lock_meters(ARRAY[p_meter]);
BEGIN
  -- Long enough for the clock to go on, so that no meter ever begins in the future.
  PERFORM pg_sleep(0.002);
  since := greatest(now_ms(), since + 1);
  UPDATE meters SET window_start_ms = since,
    credits_used = CASE WHEN p_unit <> 'credits' THEN credits_used ELSE 0 END,
    credits_since_ms = CASE WHEN p_unit <> 'credits' THEN credits_since_ms ELSE since END,
    tokens_used = CASE WHEN p_unit <> 'tokens' THEN tokens_used ELSE 0 END,
    tokens_since_ms = CASE WHEN p_unit <> 'tokens' THEN tokens_since_ms ELSE since END,
    requests_used = CASE WHEN p_unit <> 'requests' THEN requests_used ELSE 0 END,
    requests_since_ms = CASE WHEN p_unit <> 'requests' THEN requests_since_ms ELSE since END
  WHERE id = p_meter;
END $$;

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
DROP INDEX meters_recount_due;
DROP FUNCTION next_resets, reset_meter, apply_budgets, open_budget_meter, announce_budget;
-- As they were in 0003 and 0006.
CREATE OR REPLACE VIEW usage_by_owner AS
  SELECT o.scope, o.scope_id, u.account_id, u.settled_ms, u.cost_micro_credits, u.input_tokens + u.output_tokens AS tokens,
    u.charged::integer AS requests
  FROM usage_records u CROSS JOIN LATERAL (VALUES
    ('platform', 'platform'), ('account', u.account_id), ('member', u.account_id || ':' || u.user_id), ('project', u.project_id),
    ('subscription', (SELECT s.id FROM subscriptions s WHERE s.account_id = u.account_id AND s.model_id = u.model_id)),
    ('key', u.key_id), ('model', u.model_id), ('account_model', u.account_id || ':' || u.model_id), ('provider', u.provider_id)
  ) AS o(scope, scope_id)
  WHERE o.scope_id IS NOT NULL;
CREATE OR REPLACE FUNCTION open_meter(p_account_id text, p_scope text, p_scope_id text, p_period text DEFAULT 'total',
  p_time_zone text DEFAULT 'UTC', p_anchor_day integer DEFAULT 1) RETURNS bigint LANGUAGE sql AS $$
  INSERT INTO meters (account_id, scope, scope_id, period, time_zone, anchor_day, window_start_ms, window_end_ms)
  SELECT p_account_id, p_scope, p_scope_id, p_period, p_time_zone, p_anchor_day, starts_ms, ends_ms
  FROM meter_window(p_period, p_time_zone, p_anchor_day, now_ms())
  ON CONFLICT (scope, scope_id, period, time_zone, anchor_day) DO UPDATE SET is_live = true
  RETURNING id
$$;
CREATE OR REPLACE FUNCTION recount_meter(p_meter bigint, p_known_since timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  m meters;
BEGIN
  -- From here on no settlement moves the meter, and the next statement sees all that did.
  SELECT * INTO m FROM meters WHERE id = p_meter FOR UPDATE;
  UPDATE meters SET credits_used = CASE WHEN m.scope = 'account' AND m.period = 'total' THEN credits_used ELSE u.credits END,
    tokens_used = u.tokens, requests_used = u.requests,
    recount_due = EXISTS (SELECT FROM holds WHERE created_at < p_known_since)
  FROM (SELECT COALESCE(sum(cost_micro_credits), 0) AS credits, COALESCE(sum(tokens), 0) AS tokens, COALESCE(sum(requests), 0) AS requests
    FROM usage_by_owner u WHERE u.scope = m.scope AND u.scope_id = m.scope_id AND u.settled_ms >= m.window_start_ms
      AND (m.account_id IS NULL OR u.account_id = m.account_id)) u
  WHERE id = p_meter;
  RETURN NOT (SELECT recount_due FROM meters WHERE id = p_meter);
END $$;
CREATE OR REPLACE FUNCTION gateway_lock_meters(p_meter bigint[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  clock bigint;
BEGIN
  PERFORM 1 FROM meters WHERE id = ANY (p_meter) ORDER BY id FOR UPDATE;
  IF EXISTS (SELECT FROM unnest(p_meter) AS x(id) WHERE NOT EXISTS (SELECT FROM meters m WHERE m.id = x.id)) THEN
    RAISE EXCEPTION 'a meter does not exist' USING ERRCODE = 'LM004';
  END IF;
  SELECT greatest(now_ms(), max(window_start_ms)) INTO clock FROM meters WHERE id = ANY (p_meter);
  UPDATE meters m SET window_start_ms = w.starts_ms, window_end_ms = w.ends_ms, credits_used = 0, tokens_used = 0, requests_used = 0
  FROM meters d CROSS JOIN LATERAL meter_window(d.period, d.time_zone, d.anchor_day, clock) w
  WHERE d.id = ANY (p_meter) AND clock >= d.window_end_ms AND m.id = d.id;
  RETURN clock;
END $$;
CREATE FUNCTION reset_meter(p_meter bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  clock bigint := gateway_lock_meters(ARRAY[p_meter]);
BEGIN
  UPDATE meters SET window_start_ms = clock + 1, credits_used = 0, tokens_used = 0, requests_used = 0 WHERE id = p_meter;
END $$;
DELETE FROM meters WHERE scope IN ('account_budget', 'subscription_budget') OR period = 'minute';
ALTER TABLE meters DROP CONSTRAINT meters_period_check;
ALTER TABLE meters ADD CONSTRAINT meters_period_check CHECK (period IN ('total', 'month', 'week', 'day'));
CREATE OR REPLACE FUNCTION meter_window(p_period text, p_time_zone text, p_anchor_day integer, p_now bigint, OUT starts_ms bigint, OUT ends_ms bigint)
LANGUAGE plpgsql STABLE AS $$
DECLARE
  day timestamp := date_trunc('day', to_timestamp(p_now / 1000.0) AT TIME ZONE p_time_zone);
  first timestamp;
  next timestamp;
BEGIN
  IF p_period = 'total' THEN
    starts_ms := 0;
    ends_ms := 9223372036854775807;
    RETURN;
  END IF;
  LOOP
    IF p_period = 'day' THEN
      first := day;
      next := first + interval '1 day';
    ELSIF p_period = 'week' THEN
      first := day - make_interval(days => (extract(isodow FROM day)::integer - p_anchor_day + 7) % 7);
      next := first + interval '7 days';
    ELSE
      first := month_anchor(date_trunc('month', day), p_anchor_day);
      IF first > day THEN
        first := month_anchor(date_trunc('month', day) - interval '1 month', p_anchor_day);
      END IF;
      next := month_anchor(date_trunc('month', first) + interval '1 month', p_anchor_day);
    END IF;
    starts_ms := (extract(epoch FROM first AT TIME ZONE p_time_zone) * 1000)::bigint;
    ends_ms := (extract(epoch FROM next AT TIME ZONE p_time_zone) * 1000)::bigint;
    -- Where clocks go back over midnight there are two midnights, and the first of them is before its day.
    EXIT WHEN starts_ms <= p_now;
    day := day - interval '1 day';
  END LOOP;
END $$;
ALTER TABLE meters DROP CONSTRAINT meters_scope_check;
ALTER TABLE meters ADD CONSTRAINT meters_scope_check CHECK (scope IN ('platform', 'account', 'member', 'project', 'subscription', 'key',
  'model', 'account_model', 'provider', 'grant'));
ALTER TABLE meters DROP COLUMN credits_since_ms, DROP COLUMN tokens_since_ms, DROP COLUMN requests_since_ms,
  DROP COLUMN known_since, DROP COLUMN recounted_at;
