-- Up Migration

-- How meters move. Error codes: LM001 a meter refuses, LM004 a meter does not exist.

CREATE FUNCTION now_ms() RETURNS bigint LANGUAGE sql VOLATILE AS $$
  SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint
$$;

-- The window of a period that a moment lies in: [starts_ms, ends_ms). Days begin at midnight of the time zone,
-- so a day on which clocks change has 23 or 25 hours. Minutes are the same in every zone.
CREATE FUNCTION meter_window(p_period text, p_time_zone text, p_anchor_day integer, p_now bigint, OUT starts_ms bigint, OUT ends_ms bigint)
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

CREATE FUNCTION month_anchor(p_month timestamp, p_anchor_day integer) RETURNS timestamp LANGUAGE sql IMMUTABLE AS $$
  SELECT p_month + make_interval(days => least(p_anchor_day,
    extract(day FROM p_month + interval '1 month' - interval '1 day')::integer) - 1)
$$;

-- The meter of an owner and window, made where it is missing: each unit is counted from the start of the window. Its
-- limits are left as they are.
CREATE FUNCTION open_meter(p_account_id text, p_scope text, p_scope_id text, p_period text DEFAULT 'total',
  p_time_zone text DEFAULT 'UTC', p_anchor_day integer DEFAULT 1) RETURNS bigint LANGUAGE sql AS $$
  INSERT INTO meters (account_id, scope, scope_id, period, time_zone, anchor_day, window_start_ms, window_end_ms,
    credits_since_ms, tokens_since_ms, requests_since_ms)
  SELECT p_account_id, p_scope, p_scope_id, p_period, p_time_zone, p_anchor_day, starts_ms, ends_ms, starts_ms, starts_ms, starts_ms
  FROM meter_window(p_period, p_time_zone, p_anchor_day, now_ms())
  ON CONFLICT (scope, scope_id, period, time_zone, anchor_day) DO UPDATE SET is_live = true
  RETURNING id
$$;

-- Counts what a meter has used from the usage records. Calls that were let in before all instances knew of the meter
-- will settle without it, so it stays due until none of them can be left. Gives whether it is done.
CREATE FUNCTION recount_meter(p_meter bigint, p_known_since timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
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

-- Locks meters in the one order that all use, opens the windows that are due, and books the grants that have expired.
-- Gives the clock for what follows: it is inside the window of each of them, and never before one that was opened by a
-- clock that has been set back since.
CREATE FUNCTION gateway_lock_meters(p_meter bigint[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  clock bigint;
  due bigint;
BEGIN
  PERFORM 1 FROM meters WHERE id = ANY (p_meter) ORDER BY id FOR UPDATE;
  IF EXISTS (SELECT FROM unnest(p_meter) AS x(id) WHERE NOT EXISTS (SELECT FROM meters m WHERE m.id = x.id)) THEN
    RAISE EXCEPTION 'a meter does not exist' USING ERRCODE = 'LM004';
  END IF;
  SELECT greatest(now_ms(), max(window_start_ms)) INTO clock FROM meters WHERE id = ANY (p_meter);
  FOR due IN SELECT id FROM meters WHERE id = ANY (p_meter) AND period = 'total' AND clock >= window_end_ms ORDER BY id LOOP
    PERFORM expire_grants(due, clock);
  END LOOP;
  UPDATE meters m SET window_start_ms = w.starts_ms, window_end_ms = w.ends_ms, credits_used = 0, tokens_used = 0, requests_used = 0,
    credits_since_ms = w.starts_ms, tokens_since_ms = w.starts_ms, requests_since_ms = w.starts_ms
  FROM meters d CROSS JOIN LATERAL meter_window(d.period, d.time_zone, d.anchor_day, clock) w
  WHERE d.id = ANY (p_meter) AND d.period <> 'total' AND clock >= d.window_end_ms AND m.id = d.id;
  RETURN clock;
END $$;

-- Counts a unit from now on, or all of them. What was settled before is older than the new start, to the millisecond;
-- what runs settles after it.
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

-- Whether the minute that began at p_start is over. A clock that was set back by more ends it as well.
CREATE FUNCTION minute_is_over(p_start bigint, p_now bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT p_now >= p_start + 60000 OR p_now <= p_start - 60000
$$;

-- Changes all meters of a batch with one UPDATE, ids ascending. When every meter that admits has room for
-- the sum, every call of the batch has room. Otherwise nothing happens and the answer is null.
--   p_admitted, p_ended: how many calls are let in on the meter, and how many end on it; one that only ends
--   calls is never refused
--   p_minute_back: tokens used minus tokens taken from the minute at admission; counted only when the minute
--   in which they were taken (p_back_since, the oldest of them) is still the current one, unless it adds
-- Gives how the meters with rate limits stand now: 'id,minute_start_ms,requests,tokens;…'
CREATE FUNCTION gateway_move_meters(
  p_now bigint, p_meter bigint[], p_admitted integer[], p_ended integer[], p_credits_held bigint[], p_credits_used bigint[],
  p_tokens_held bigint[], p_tokens_used bigint[], p_requests_used integer[], p_minute_tokens bigint[], p_minute_back bigint[],
  p_back_since bigint[]
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  changed integer;
  minutes text;
BEGIN
  WITH moved AS (
    UPDATE meters m SET
      credits_held = m.credits_held + x.credits_held,
      credits_used = m.credits_used + x.credits_used,
      tokens_held = m.tokens_held + x.tokens_held,
      tokens_used = m.tokens_used + x.tokens_used,
      requests_held = m.requests_held + x.admitted - x.ended,
      requests_used = m.requests_used + x.requests_used,
      minute_start_ms = CASE WHEN x.admitted > 0 AND minute_is_over(m.minute_start_ms, p_now) THEN p_now ELSE m.minute_start_ms END,
      minute_requests_used = CASE WHEN x.admitted > 0 AND minute_is_over(m.minute_start_ms, p_now) THEN 0 ELSE m.minute_requests_used END + x.admitted,
      minute_tokens_used = CASE WHEN x.admitted > 0 AND minute_is_over(m.minute_start_ms, p_now) THEN x.minute_tokens + greatest(x.minute_back, 0)
        ELSE greatest(m.minute_tokens_used + x.minute_tokens + CASE WHEN x.back_since >= m.minute_start_ms THEN x.minute_back ELSE greatest(x.minute_back, 0) END, 0) END
    FROM unnest(p_meter, p_admitted, p_ended, p_credits_held, p_credits_used, p_tokens_held, p_tokens_used, p_requests_used,
        p_minute_tokens, p_minute_back, p_back_since)
      AS x(id, admitted, ended, credits_held, credits_used, tokens_held, tokens_used, requests_used, minute_tokens, minute_back, back_since)
    WHERE m.id = x.id AND p_now >= m.window_start_ms AND p_now < m.window_end_ms AND (x.admitted = 0 OR (
      (m.credits_limit IS NULL OR m.credits_used + x.credits_used + m.credits_held + x.credits_held <= m.credits_limit)
      AND (m.tokens_limit IS NULL OR m.tokens_used + x.tokens_used + m.tokens_held + x.tokens_held <= m.tokens_limit)
      AND (m.requests_limit IS NULL OR m.requests_used + x.requests_used + m.requests_held + x.admitted - x.ended <= m.requests_limit)
      AND (m.concurrency_limit IS NULL OR m.requests_held + x.admitted - x.ended <= m.concurrency_limit)
      AND (m.rpm_limit IS NULL OR x.admitted + CASE WHEN minute_is_over(m.minute_start_ms, p_now) THEN 0 ELSE m.minute_requests_used END <= m.rpm_limit)
      AND (m.tpm_limit IS NULL OR x.minute_tokens + CASE WHEN minute_is_over(m.minute_start_ms, p_now) THEN greatest(x.minute_back, 0)
        ELSE m.minute_tokens_used + CASE WHEN x.back_since >= m.minute_start_ms THEN x.minute_back ELSE greatest(x.minute_back, 0) END END <= m.tpm_limit)))
    RETURNING m.id, m.minute_start_ms, m.minute_requests_used, m.minute_tokens_used, x.admitted > 0 AND (m.rpm_limit IS NOT NULL OR m.tpm_limit IS NOT NULL) AS is_rated)
  SELECT count(*), string_agg(id || ',' || minute_start_ms || ',' || minute_requests_used || ',' || minute_tokens_used, ';') FILTER (WHERE is_rated)
    INTO changed, minutes FROM moved;
  IF changed <> cardinality(p_meter) THEN
    RAISE EXCEPTION 'a meter refuses' USING ERRCODE = 'LM001';
  END IF;
  RETURN COALESCE(minutes, '');
EXCEPTION WHEN SQLSTATE 'LM001' THEN
  RETURN NULL;
END $$;

-- Down Migration
DROP FUNCTION gateway_move_meters, minute_is_over, reset_meter, gateway_lock_meters, recount_meter, open_meter, month_anchor, meter_window, now_ms;
