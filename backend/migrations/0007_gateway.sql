-- Up Migration

-- A batch of the gateway: settlements and admissions that travel together in one round trip and one
-- transaction (docs/adr/0002). Error codes: LM002 the instance is marked dead, and those of 0006.

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

-- What settlements leave behind: usage records, one ledger posting per account, and what grants with a meter of their
-- own paid of it (c_meter: whose).
CREATE FUNCTION gateway_record(
  p_settled_ms bigint,
  u_request_id text[], u_created_ms bigint[], u_account_id text[], u_project_id text[], u_key_id text[], u_user_id text[],
  u_model_id text[], u_model_name text[], u_provider_id text[], u_provider_name text[], u_surface text[],
  u_stream boolean[], u_status integer[], u_outcome text[], u_error_code text[], u_input bigint[], u_cached bigint[],
  u_output bigint[], u_estimated boolean[], u_cost bigint[], u_hold bigint[], u_price_id bigint[],
  u_latency_ms integer[], u_first_token_ms integer[], u_transaction_id text[], u_token_details text[], u_charged boolean[],
  l_transaction_id text[], l_account_id text[], l_amount bigint[], l_calls integer[],
  c_transaction_id text[], c_meter bigint[], c_amount bigint[]
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO usage_records (request_id, created_at, account_id, project_id, key_id, user_id, model_id, model_name,
    provider_id, provider_name, surface, stream, status, outcome, error_code, input_tokens, cached_input_tokens,
    output_tokens, estimated, cost_micro_credits, hold_micro_credits, price_id, latency_ms, first_token_ms,
    ledger_transaction_id, token_details, charged, settled_ms)
  SELECT r, to_timestamp(c / 1000.0), a, p, k, us, m, mn, pi, pn, su, st, ss, oc, ec, i, ci, o, es, co, h, pr, la, ft, tr,
    td::jsonb, ch, p_settled_ms
  FROM unnest(u_request_id, u_created_ms, u_account_id, u_project_id, u_key_id, u_user_id, u_model_id, u_model_name,
    u_provider_id, u_provider_name, u_surface, u_stream, u_status, u_outcome, u_error_code, u_input, u_cached, u_output,
    u_estimated, u_cost, u_hold, u_price_id, u_latency_ms, u_first_token_ms, u_transaction_id, u_token_details, u_charged)
    AS x(r, c, a, p, k, us, m, mn, pi, pn, su, st, ss, oc, ec, i, ci, o, es, co, h, pr, la, ft, tr, td, ch);
  IF cardinality(l_transaction_id) > 0 THEN
    INSERT INTO ledger_transactions (id, kind, account_id, description, call_count)
    SELECT t, 'usage', a, 'Calls', n FROM unnest(l_transaction_id, l_account_id, l_calls) AS x(t, a, n);
    INSERT INTO ledger_transfers (transaction_id, account_id, debit, credit, amount_micro_credits)
    SELECT t, a, 'customer', 'revenue', m FROM unnest(l_transaction_id, l_account_id, l_amount) AS x(t, a, m);
  END IF;
  IF cardinality(c_meter) > 0 THEN
    INSERT INTO grant_consumptions (account_id, transaction_id, grant_id, amount_micro_credits)
    SELECT m.account_id, t, m.scope_id, a FROM unnest(c_transaction_id, c_meter, c_amount) AS x(t, i, a) JOIN meters m ON m.id = x.i;
    UPDATE grants g SET consumed_micro_credits = g.consumed_micro_credits + x.amount
    FROM (SELECT m.scope_id, sum(a)::bigint AS amount FROM unnest(c_meter, c_amount) AS x(i, a) JOIN meters m ON m.id = x.i GROUP BY m.scope_id) x
    WHERE g.id = x.scope_id;
  END IF;
END $$;

-- The whole batch, when every call is admitted. Gives the database's clock and how rate limits stand (see
-- gateway_move_meters); both are null when some meter refuses: then nothing was done but the opening of
-- windows that were due, and gateway_admit_exact decides call by call.
CREATE FUNCTION gateway_batch(
  p_instance bigint,
  p_meter bigint[], p_admitted integer[], p_ended integer[], p_credits_held bigint[], p_credits_used bigint[], p_tokens_held bigint[],
  p_tokens_used bigint[], p_requests_used integer[], p_minute_tokens bigint[], p_minute_back bigint[], p_back_since bigint[],
  p_hold_id text, p_calls json,
  u_request_id text[], u_created_ms bigint[], u_account_id text[], u_project_id text[], u_key_id text[], u_user_id text[],
  u_model_id text[], u_model_name text[], u_provider_id text[], u_provider_name text[], u_surface text[],
  u_stream boolean[], u_status integer[], u_outcome text[], u_error_code text[], u_input bigint[], u_cached bigint[],
  u_output bigint[], u_estimated boolean[], u_cost bigint[], u_hold bigint[], u_price_id bigint[],
  u_latency_ms integer[], u_first_token_ms integer[], u_transaction_id text[], u_token_details text[], u_charged boolean[],
  l_transaction_id text[], l_account_id text[], l_amount bigint[], l_calls integer[],
  c_transaction_id text[], c_meter bigint[], c_amount bigint[],
  p_finished_holds text[],
  OUT clock bigint, OUT minutes text
) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM gateway_fence(p_instance);
  clock := now_ms();
  minutes := '';
  IF cardinality(p_meter) > 0 THEN
    minutes := gateway_move_meters(clock, p_meter, p_admitted, p_ended, p_credits_held, p_credits_used, p_tokens_held, p_tokens_used,
      p_requests_used, p_minute_tokens, p_minute_back, p_back_since);
    IF minutes IS NULL THEN
      -- Perhaps for the sake of a window that is over.
      clock := gateway_lock_meters(p_meter);
      minutes := gateway_move_meters(clock, p_meter, p_admitted, p_ended, p_credits_held, p_credits_used, p_tokens_held,
        p_tokens_used, p_requests_used, p_minute_tokens, p_minute_back, p_back_since);
    END IF;
    IF minutes IS NULL THEN
      clock := NULL;
      RETURN;
    END IF;
  END IF;
  IF p_hold_id IS NOT NULL THEN
    INSERT INTO holds (id, instance_id, calls) VALUES (p_hold_id, p_instance, p_calls);
  END IF;
  IF cardinality(u_request_id) > 0 THEN
    PERFORM gateway_record(clock, u_request_id, u_created_ms, u_account_id, u_project_id, u_key_id, u_user_id, u_model_id,
      u_model_name, u_provider_id, u_provider_name, u_surface, u_stream, u_status, u_outcome, u_error_code, u_input,
      u_cached, u_output, u_estimated, u_cost, u_hold, u_price_id, u_latency_ms, u_first_token_ms, u_transaction_id,
      u_token_details, u_charged, l_transaction_id, l_account_id, l_amount, l_calls, c_transaction_id, c_meter, c_amount);
  END IF;
  IF cardinality(p_finished_holds) > 0 THEN
    DELETE FROM holds WHERE id = ANY (p_finished_holds);
  END IF;
END $$;

-- Admits call by call, in order; a meter without room refuses the call, and the call takes nothing.
-- Settlements are done before (gateway_batch with no admissions).
--   a_first, a_last: where each call's meters begin and end in a_meter, a_credits, a_tokens, a_minute_tokens (1-based)
-- Returns {now, minutes, refusals: [{call (0-based), meter, unit, used, held, limit, resetsMs}]}. Of several meters
-- that refuse it names one that will refuse even when all running calls have ended, and that stays longest.
CREATE FUNCTION gateway_admit_exact(
  p_instance bigint, a_first integer[], a_last integer[], a_meter bigint[], a_credits bigint[], a_tokens bigint[],
  a_minute_tokens bigint[], p_hold_id text, p_calls json[]
) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
  clock bigint;
  refusals json[] := '{}';
  refusal json;
  admitted json[] := '{}';
BEGIN
  PERFORM gateway_fence(p_instance);
  clock := gateway_lock_meters(a_meter);
  UPDATE meters SET minute_start_ms = clock, minute_tokens_used = 0, minute_requests_used = 0
  WHERE id = ANY (a_meter) AND minute_is_over(minute_start_ms, clock);
  FOR i IN 1 .. cardinality(a_first) LOOP
    SELECT json_build_object('call', i - 1, 'meter', m.id::text, 'unit', v.unit, 'used', v.used::text, 'held', v.held::text,
        'limit', v."limit"::text, 'resetsMs', v.ends_ms - clock)
      INTO refusal
    FROM unnest(a_meter[a_first[i]:a_last[i]], a_credits[a_first[i]:a_last[i]], a_tokens[a_first[i]:a_last[i]],
        a_minute_tokens[a_first[i]:a_last[i]]) AS x(id, credits, tokens, minute_tokens)
    JOIN meters m ON m.id = x.id
    CROSS JOIN LATERAL (SELECT CASE WHEN m.period <> 'total' THEN m.window_end_ms END AS window_end_ms) w
    CROSS JOIN LATERAL (VALUES
      (1, 'credits', m.credits_used, m.credits_held, x.credits, m.credits_limit, w.window_end_ms),
      (2, 'requests', m.requests_used, m.requests_held, 1, m.requests_limit, w.window_end_ms),
      (3, 'tokens', m.tokens_used, m.tokens_held, x.tokens, m.tokens_limit, w.window_end_ms),
      (4, 'concurrency', 0, m.requests_held, 1, m.concurrency_limit, NULL),
      (5, 'rpm', m.minute_requests_used, 0, 1, m.rpm_limit, m.minute_start_ms + 60000),
      (6, 'tpm', m.minute_tokens_used, 0, x.minute_tokens, m.tpm_limit, m.minute_start_ms + 60000)
    ) AS v(position, unit, used, held, wanted, "limit", ends_ms)
    WHERE v.wanted > 0 AND v.used + v.held + v.wanted > v."limit"
    ORDER BY v.used + v.wanted > v."limit" DESC, v.unit = 'concurrency', v.ends_ms DESC NULLS FIRST, m.id, v.position LIMIT 1;
    IF refusal IS NOT NULL THEN
      refusals := refusals || refusal;
      CONTINUE;
    END IF;
    UPDATE meters m SET credits_held = m.credits_held + x.credits, tokens_held = m.tokens_held + x.tokens,
      requests_held = m.requests_held + 1, minute_requests_used = m.minute_requests_used + 1,
      minute_tokens_used = m.minute_tokens_used + x.minute_tokens
    FROM unnest(a_meter[a_first[i]:a_last[i]], a_credits[a_first[i]:a_last[i]], a_tokens[a_first[i]:a_last[i]],
      a_minute_tokens[a_first[i]:a_last[i]]) AS x(id, credits, tokens, minute_tokens)
    WHERE m.id = x.id;
    admitted := admitted || p_calls[i];
  END LOOP;
  IF cardinality(admitted) > 0 THEN
    INSERT INTO holds (id, instance_id, calls) VALUES (p_hold_id, p_instance, array_to_json(admitted));
  END IF;
  RETURN json_build_object('now', clock, 'refusals', array_to_json(refusals), 'minutes', (
    SELECT COALESCE(string_agg(id || ',' || minute_start_ms || ',' || minute_requests_used || ',' || minute_tokens_used, ';'), '')
    FROM meters WHERE id = ANY (a_meter) AND (rpm_limit IS NOT NULL OR tpm_limit IS NOT NULL)));
END $$;

-- Down Migration
DROP FUNCTION gateway_admit_exact, gateway_batch, gateway_record, gateway_fence;
