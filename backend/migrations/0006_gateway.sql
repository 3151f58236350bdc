-- Up Migration

-- A batch of the gateway: settlements and admissions that travel together in one round trip and one
-- transaction (docs/adr/0002). Error codes: LM001 a meter refuses, LM002 the instance is marked dead, LM004 a
-- meter does not exist.

-- Refuses batches of an instance that was marked dead. The shared lock makes "mark dead" wait for batches
-- under way; the look at the row happens after it, with a new snapshot.
CREATE FUNCTION gateway_fence(p_instance bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(7305, p_instance::integer);
  PERFORM 1 FROM instances WHERE id = p_instance AND dead_at IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'instance % is marked dead', p_instance USING ERRCODE = 'LM002';
  END IF;
END $$;

CREATE FUNCTION now_ms() RETURNS bigint LANGUAGE sql VOLATILE AS $$
  SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint
$$;

-- What settlements leave behind: usage records, and one ledger posting per account.
CREATE FUNCTION gateway_record(
  u_request_id text[], u_created_ms bigint[], u_account_id text[], u_project_id text[], u_key_id text[], u_user_id text[],
  u_model_id text[], u_model_name text[], u_provider_id text[], u_provider_name text[], u_surface text[],
  u_stream boolean[], u_status integer[], u_outcome text[], u_error_code text[], u_input bigint[], u_cached bigint[],
  u_output bigint[], u_estimated boolean[], u_cost bigint[], u_hold bigint[], u_price_id bigint[],
  u_latency_ms integer[], u_first_token_ms integer[], u_transaction_id text[],
  l_transaction_id text[], l_account_id text[], l_amount bigint[], l_calls integer[]
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO usage_records (request_id, created_at, account_id, project_id, key_id, user_id, model_id, model_name,
    provider_id, provider_name, surface, stream, status, outcome, error_code, input_tokens, cached_input_tokens,
    output_tokens, estimated, cost_micro_credits, hold_micro_credits, price_id, latency_ms, first_token_ms,
    ledger_transaction_id)
  SELECT r, to_timestamp(c / 1000.0), a, p, k, us, m, mn, pi, pn, su, st, ss, oc, ec, i, ci, o, es, co, h, pr, la, ft, tr
  FROM unnest(u_request_id, u_created_ms, u_account_id, u_project_id, u_key_id, u_user_id, u_model_id, u_model_name,
    u_provider_id, u_provider_name, u_surface, u_stream, u_status, u_outcome, u_error_code, u_input, u_cached, u_output,
    u_estimated, u_cost, u_hold, u_price_id, u_latency_ms, u_first_token_ms, u_transaction_id)
    AS x(r, c, a, p, k, us, m, mn, pi, pn, su, st, ss, oc, ec, i, ci, o, es, co, h, pr, la, ft, tr);
  IF cardinality(l_transaction_id) > 0 THEN
    INSERT INTO ledger_transactions (id, kind, account_id, description, call_count)
    SELECT t, 'usage', a, 'Calls', n FROM unnest(l_transaction_id, l_account_id, l_calls) AS x(t, a, n);
    INSERT INTO ledger_transfers (transaction_id, account_id, debit, credit, amount_micro_credits)
    SELECT t, a, 'customer', 'revenue', m FROM unnest(l_transaction_id, l_account_id, l_amount) AS x(t, a, m);
  END IF;
END $$;

-- Changes all meters of a batch with one UPDATE, ids ascending. When every meter that admits has room for
-- the sum, every call of the batch has room. Otherwise nothing happens and the answer is false.
--   p_admissions: how many calls are admitted on the meter; 0 settles only and is never refused
--   p_tokens_back: tokens reserved at admission minus tokens used, negated; given back only when the window
--   in which they were taken (p_back_since, the oldest of them) is still the current one
CREATE FUNCTION gateway_move_meters(
  p_now bigint, p_meter bigint[], p_admissions integer[], p_held bigint[], p_used bigint[], p_tokens bigint[],
  p_tokens_back bigint[], p_back_since bigint[]
) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  changed integer;
BEGIN
  UPDATE meters m SET
    credits_held = m.credits_held + x.held,
    credits_used = m.credits_used + x.used,
    period_started_ms = CASE WHEN m.period = 'minute' AND x.admissions > 0 AND p_now >= m.period_started_ms + 60000 THEN p_now ELSE m.period_started_ms END,
    tokens_used = CASE WHEN m.period = 'minute' AND x.admissions > 0 AND p_now >= m.period_started_ms + 60000
      THEN x.tokens + greatest(x.back, 0)
      ELSE greatest(m.tokens_used + x.tokens + CASE WHEN x.since >= m.period_started_ms THEN x.back ELSE greatest(x.back, 0) END, 0) END,
    requests_used = CASE WHEN m.period = 'minute' AND x.admissions > 0 AND p_now >= m.period_started_ms + 60000 THEN 0 ELSE m.requests_used END + x.admissions
  FROM unnest(p_meter, p_admissions, p_held, p_used, p_tokens, p_tokens_back, p_back_since)
    AS x(id, admissions, held, used, tokens, back, since)
  WHERE m.id = x.id AND (x.admissions = 0 OR (
    (m.credits_limit IS NULL OR m.credits_used + x.used + m.credits_held + x.held <= m.credits_limit)
    AND (m.tokens_limit IS NULL OR x.tokens + CASE WHEN m.period = 'minute' AND p_now >= m.period_started_ms + 60000
      THEN greatest(x.back, 0)
      ELSE m.tokens_used + CASE WHEN x.since >= m.period_started_ms THEN x.back ELSE greatest(x.back, 0) END END <= m.tokens_limit)
    AND (m.requests_limit IS NULL OR x.admissions + CASE WHEN m.period = 'minute' AND p_now >= m.period_started_ms + 60000
      THEN 0 ELSE m.requests_used END <= m.requests_limit)));
  GET DIAGNOSTICS changed = ROW_COUNT;
  IF changed <> cardinality(p_meter) THEN
    RAISE EXCEPTION 'a meter refuses' USING ERRCODE = 'LM001';
  END IF;
  RETURN true;
EXCEPTION WHEN SQLSTATE 'LM001' THEN
  RETURN false;
END $$;

-- The whole batch, when every call is admitted. Returns the database's clock, or null when some meter
-- refuses: then nothing was done and gateway_admit_exact decides call by call.
CREATE FUNCTION gateway_batch(
  p_instance bigint,
  p_meter bigint[], p_admissions integer[], p_held bigint[], p_used bigint[], p_tokens bigint[], p_tokens_back bigint[], p_back_since bigint[],
  p_hold_id text, p_calls json,
  u_request_id text[], u_created_ms bigint[], u_account_id text[], u_project_id text[], u_key_id text[], u_user_id text[],
  u_model_id text[], u_model_name text[], u_provider_id text[], u_provider_name text[], u_surface text[],
  u_stream boolean[], u_status integer[], u_outcome text[], u_error_code text[], u_input bigint[], u_cached bigint[],
  u_output bigint[], u_estimated boolean[], u_cost bigint[], u_hold bigint[], u_price_id bigint[],
  u_latency_ms integer[], u_first_token_ms integer[], u_transaction_id text[],
  l_transaction_id text[], l_account_id text[], l_amount bigint[], l_calls integer[],
  p_finished_holds text[]
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  clock bigint := now_ms();
BEGIN
  PERFORM gateway_fence(p_instance);
  IF cardinality(p_meter) > 0 AND NOT gateway_move_meters(clock, p_meter, p_admissions, p_held, p_used, p_tokens, p_tokens_back, p_back_since) THEN
    RETURN NULL;
  END IF;
  IF p_hold_id IS NOT NULL THEN
    INSERT INTO holds (id, instance_id, calls) VALUES (p_hold_id, p_instance, p_calls);
  END IF;
  IF cardinality(u_request_id) > 0 THEN
    PERFORM gateway_record(u_request_id, u_created_ms, u_account_id, u_project_id, u_key_id, u_user_id, u_model_id,
      u_model_name, u_provider_id, u_provider_name, u_surface, u_stream, u_status, u_outcome, u_error_code, u_input,
      u_cached, u_output, u_estimated, u_cost, u_hold, u_price_id, u_latency_ms, u_first_token_ms, u_transaction_id,
      l_transaction_id, l_account_id, l_amount, l_calls);
  END IF;
  IF cardinality(p_finished_holds) > 0 THEN
    DELETE FROM holds WHERE id = ANY (p_finished_holds);
  END IF;
  RETURN clock;
END $$;

-- Admits call by call, in order, on rows that are already locked; the first meter without room refuses the
-- call and the call takes nothing. Settlements are done before (gateway_batch with no admissions).
--   a_first, a_last: where each call's meters begin and end in a_meter, a_held, a_tokens (1-based)
-- Returns {now, refusals: [{call (0-based), meter, unit, used, held, limit, resetsMs}]}.
CREATE FUNCTION gateway_admit_exact(
  p_instance bigint, a_first integer[], a_last integer[], a_meter bigint[], a_held bigint[], a_tokens bigint[],
  p_hold_id text, p_calls json[]
) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
  clock bigint := now_ms();
  refusals json[] := '{}';
  refusal json;
  admitted json[] := '{}';
BEGIN
  PERFORM gateway_fence(p_instance);
  PERFORM 1 FROM meters WHERE id = ANY (a_meter) ORDER BY id FOR UPDATE;
  PERFORM 1 FROM unnest(a_meter) AS x(id) WHERE NOT EXISTS (SELECT FROM meters m WHERE m.id = x.id);
  IF FOUND THEN
    RAISE EXCEPTION 'a meter does not exist' USING ERRCODE = 'LM004';
  END IF;
  UPDATE meters SET period_started_ms = clock, tokens_used = 0, requests_used = 0
  WHERE id = ANY (a_meter) AND period = 'minute' AND clock >= period_started_ms + 60000;
  FOR i IN 1 .. cardinality(a_first) LOOP
    SELECT json_build_object('call', i - 1, 'meter', m.id::text, 'unit', v.unit, 'used', v.used::text, 'held', v.held::text,
        'limit', v."limit"::text, 'resetsMs', CASE WHEN m.period = 'minute' THEN (m.period_started_ms + 60000 - clock) END)
      INTO refusal
    FROM unnest(a_meter[a_first[i]:a_last[i]], a_held[a_first[i]:a_last[i]], a_tokens[a_first[i]:a_last[i]]) AS x(id, held, tokens)
    JOIN meters m ON m.id = x.id
    CROSS JOIN LATERAL (VALUES
      (1, 'credits', m.credits_used, m.credits_held, x.held, m.credits_limit),
      (2, 'requests', m.requests_used, 0, 1, m.requests_limit),
      (3, 'tokens', m.tokens_used, 0, x.tokens, m.tokens_limit)) AS v(position, unit, used, held, wanted, "limit")
    WHERE v.used + v.held + v.wanted > v."limit"
    ORDER BY m.id, v.position LIMIT 1;
    IF refusal IS NOT NULL THEN
      refusals := refusals || refusal;
      CONTINUE;
    END IF;
    UPDATE meters m SET credits_held = m.credits_held + x.held, tokens_used = m.tokens_used + x.tokens, requests_used = m.requests_used + 1
    FROM unnest(a_meter[a_first[i]:a_last[i]], a_held[a_first[i]:a_last[i]], a_tokens[a_first[i]:a_last[i]]) AS x(id, held, tokens)
    WHERE m.id = x.id;
    admitted := admitted || p_calls[i];
  END LOOP;
  IF cardinality(admitted) > 0 THEN
    INSERT INTO holds (id, instance_id, calls) VALUES (p_hold_id, p_instance, array_to_json(admitted));
  END IF;
  RETURN json_build_object('now', clock, 'refusals', array_to_json(refusals));
END $$;

-- Down Migration
DROP FUNCTION gateway_admit_exact, gateway_batch, gateway_move_meters, gateway_record, now_ms, gateway_fence;
