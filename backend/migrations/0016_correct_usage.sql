-- Up Migration

-- Corrects what calls of one account and model cost. Gives back the old costs and books the new ones: what stays is paid
-- by the grants that had paid it, what is given back goes to those that paid last, and what is more is paid like any call:
-- by grants for the model first. A closed grant that gets something back cannot pay with it: that lapses, too.
CREATE FUNCTION correct_usage(p_account_id text, p_re_rating_id text, p_reason text, p_request_id text[], p_new_cost bigint[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  corrected bigint[];
  reversed bigint;
  booked bigint;
  reversal_id text;
  correction_id text;
  model text;
  changed text[];
  changes bigint[];
  unpaid bigint;
  restricted bigint := 0;
  purse record;
BEGIN
  -- All meters that count the calls, and all that may pay, in the one order that all use.
  PERFORM 1 FROM meters WHERE id IN (
    SELECT m.id FROM meters m WHERE m.account_id = p_account_id AND m.scope = 'grant'
    UNION SELECT m.id FROM usage_by_owner u JOIN meters m ON m.scope = u.scope AND m.scope_id = u.scope_id
    WHERE u.account_id = p_account_id AND u.request_id = ANY (p_request_id))
  ORDER BY id FOR UPDATE;
  PERFORM settle_grants(p_account_id);

  SELECT COALESCE(sum(u.cost_micro_credits), 0), COALESCE(sum(x.new_cost), 0), min(u.model_id) INTO reversed, booked, model
  FROM unnest(p_request_id, p_new_cost) AS x(request_id, new_cost)
  JOIN rated_usage u ON u.request_id = x.request_id AND u.account_id = p_account_id
  WHERE u.cost_micro_credits <> x.new_cost
    AND NOT EXISTS (SELECT FROM usage_corrections c WHERE c.re_rating_id = p_re_rating_id AND c.request_id = x.request_id);
  IF reversed > 0 THEN
    reversal_id := post_transfer('reversal', NULL, p_account_id, p_reason, NULL, 'revenue', 'customer', reversed);
  END IF;
  IF booked > 0 THEN
    correction_id := post_transfer('correction', NULL, p_account_id, p_reason, reversal_id, 'customer', 'revenue', booked);
  END IF;
  WITH written AS (
    INSERT INTO usage_corrections (request_id, account_id, re_rating_id, reason, old_cost_micro_credits, new_cost_micro_credits,
      carrier_transaction_id, reversal_transaction_id, correction_transaction_id)
    SELECT u.request_id, p_account_id, p_re_rating_id, p_reason, u.cost_micro_credits, x.new_cost,
      CASE WHEN u.cost_micro_credits > 0 AND is_changed THEN COALESCE(before.correction_transaction_id, u.ledger_transaction_id) END,
      CASE WHEN is_changed THEN reversal_id END, CASE WHEN is_changed THEN correction_id END
    FROM unnest(p_request_id, p_new_cost) AS x(request_id, new_cost)
    JOIN rated_usage u ON u.request_id = x.request_id AND u.account_id = p_account_id
    CROSS JOIN LATERAL (SELECT u.cost_micro_credits <> x.new_cost AS is_changed) d
    LEFT JOIN LATERAL (SELECT c.correction_transaction_id FROM usage_corrections c
      WHERE c.request_id = x.request_id AND c.new_cost_micro_credits <> c.old_cost_micro_credits ORDER BY c.id DESC LIMIT 1) before ON true
    WHERE NOT EXISTS (SELECT FROM usage_corrections c WHERE c.re_rating_id = p_re_rating_id AND c.request_id = x.request_id)
    RETURNING id)
  SELECT array_agg(id) INTO corrected FROM written;
  IF reversal_id IS NULL AND correction_id IS NULL THEN
    RETURN;
  END IF;

  -- Of each carrier, what its grants paid is laid out in order, grants for other models first, what is unpaid last; the
  -- corrected calls are its end. Their payments are undone, and those of what stays are made again.
  WITH carriers AS (
    SELECT carrier_transaction_id AS id, sum(old_cost_micro_credits) AS old_cost,
      least(sum(old_cost_micro_credits), sum(new_cost_micro_credits)) AS kept
    FROM usage_corrections WHERE id = ANY (corrected) AND account_id = p_account_id AND carrier_transaction_id IS NOT NULL
    GROUP BY carrier_transaction_id),
  amounts AS (
    SELECT c.*, f.amount_micro_credits - (SELECT sum(x.old_cost_micro_credits) FROM usage_corrections x
      WHERE x.carrier_transaction_id = c.id) AS rest
    FROM carriers c JOIN ledger_transfers f ON f.transaction_id = c.id AND f.debit = 'customer'),
  payments AS (
    SELECT a.id, a.old_cost, a.kept, a.rest, p.grant_id, p.paid, sum(p.paid) OVER (PARTITION BY a.id
      ORDER BY model = ANY (g.model_ids) IS NOT FALSE, g.model_ids IS NULL, p.first_id) AS upto
    FROM amounts a
    JOIN LATERAL (SELECT c.grant_id, sum(c.amount_micro_credits) AS paid, min(c.id) AS first_id FROM grant_consumptions c
      WHERE c.transaction_id = a.id GROUP BY c.grant_id HAVING sum(c.amount_micro_credits) > 0) p ON true
    JOIN grants g ON g.id = p.grant_id),
  moved AS (
    SELECT id, grant_id, least(upto, rest + old_cost) - greatest(upto - paid, rest) AS given_back,
      least(upto, rest + kept) - greatest(upto - paid, rest) AS kept
    FROM payments WHERE upto > rest),
  written AS (
    INSERT INTO grant_consumptions (account_id, transaction_id, grant_id, amount_micro_credits)
    SELECT p_account_id, id, grant_id, -given_back FROM moved
    UNION ALL
    SELECT p_account_id, correction_id, grant_id, sum(kept) FROM moved WHERE kept > 0 GROUP BY grant_id
    RETURNING transaction_id, grant_id, amount_micro_credits AS amount)
  SELECT COALESCE(array_agg(grant_id), '{}'), COALESCE(array_agg(amount), '{}'),
    booked - COALESCE(sum(amount) FILTER (WHERE transaction_id = correction_id), 0)
    INTO changed, changes, unpaid FROM written;

  -- What is more than before.
  FOR purse IN
    SELECT g.id, m.credits_limit - m.credits_used - m.credits_held AS room FROM open_grants g
    JOIN meters m ON m.scope = 'grant' AND m.scope_id = g.id
    WHERE g.account_id = p_account_id AND model = ANY (g.model_ids) AND m.credits_limit > m.credits_used + m.credits_held ORDER BY g.place
  LOOP
    EXIT WHEN unpaid = 0;
    INSERT INTO grant_consumptions (account_id, transaction_id, grant_id, amount_micro_credits)
    VALUES (p_account_id, correction_id, purse.id, least(unpaid, purse.room));
    changed := changed || purse.id;
    changes := changes || least(unpaid, purse.room);
    unpaid := unpaid - least(unpaid, purse.room);
  END LOOP;

  -- Grants and their meters follow from that; the account's meter has the rest of the difference.
  FOR purse IN
    SELECT g.id, g.closed_at IS NOT NULL AS is_closed, g.model_ids IS NOT NULL AS is_restricted, sum(x.change)::bigint AS change
    FROM unnest(changed, changes) AS x(id, change) JOIN grants g USING (id) GROUP BY g.id ORDER BY g.id
  LOOP
    UPDATE grants SET consumed_micro_credits = consumed_micro_credits + purse.change WHERE id = purse.id;
    IF purse.is_restricted THEN
      restricted := restricted + purse.change;
      UPDATE meters SET credits_used = credits_used + purse.change WHERE scope = 'grant' AND scope_id = purse.id;
    ELSIF purse.is_closed THEN
      UPDATE meters SET credits_limit = credits_limit + purse.change WHERE scope = 'account' AND scope_id = p_account_id AND period = 'total';
    END IF;
    IF purse.is_closed THEN
      PERFORM lapse_grant(purse.id, -purse.change);
    END IF;
  END LOOP;
  UPDATE meters SET credits_used = credits_used + booked - reversed - restricted
  WHERE scope = 'account' AND scope_id = p_account_id AND period = 'total';
  PERFORM pay_debits(p_account_id, true);

  UPDATE meters m SET credits_used = m.credits_used + d.difference
  FROM (
    SELECT o.id, sum(c.new_cost_micro_credits - c.old_cost_micro_credits)::bigint AS difference
    FROM usage_corrections c
    JOIN usage_by_owner u ON u.account_id = p_account_id AND u.request_id = c.request_id
    JOIN meters o ON o.scope = u.scope AND o.scope_id = u.scope_id AND u.settled_ms >= o.credits_since_ms
    WHERE c.id = ANY (corrected) AND c.account_id = p_account_id AND (o.account_id IS NULL OR o.account_id = p_account_id)
      AND NOT (o.scope = 'account' AND o.period = 'total')
    GROUP BY o.id) d
  WHERE m.id = d.id AND d.difference <> 0;
END $$;

-- Nobody but the owner reads or writes the books or moves money, and not even the owner changes what was written.
REVOKE ALL ON ledger_transactions, ledger_transfers, ledger_entries, ledger_checkpoints, grants, grant_consumptions, meters,
  usage_records, usage_corrections, late_usage, re_ratings, audit_log FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION gateway_batch, gateway_admit_exact, gateway_record, gateway_move_meters, gateway_lock_meters, reset_meter,
  recount_meter, open_meter, open_budget_meter, apply_budgets, post_transfer, pay_debits, lapse_grant, settle_grant_holds, close_grant, expire_grants, settle_grants,
  burn_grants, correct_usage FROM PUBLIC;

CREATE TRIGGER usage_corrections_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON usage_corrections
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER late_usage_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON late_usage
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER grant_consumptions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON grant_consumptions
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Down Migration
DROP TRIGGER usage_corrections_append_only ON usage_corrections;
DROP TRIGGER late_usage_append_only ON late_usage;
DROP TRIGGER grant_consumptions_append_only ON grant_consumptions;
DROP FUNCTION correct_usage;
