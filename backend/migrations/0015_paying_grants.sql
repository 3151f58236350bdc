-- Up Migration

-- What calls have spent of an account that no grant has paid yet and no correction has moved, in the order it was spent.
CREATE FUNCTION unpaid_debits(p_account_id text) RETURNS TABLE (transfer_id bigint, transaction_id text, unpaid bigint)
LANGUAGE sql STABLE AS $$
  SELECT f.id, f.transaction_id, f.amount_micro_credits
    - (SELECT COALESCE(sum(c.amount_micro_credits), 0)::bigint FROM grant_consumptions c WHERE c.transaction_id = f.transaction_id)
    - (SELECT COALESCE(sum(x.old_cost_micro_credits), 0)::bigint FROM usage_corrections x WHERE x.carrier_transaction_id = f.transaction_id)
  FROM ledger_transfers f
  WHERE f.account_id = p_account_id AND f.debit = 'customer'
    AND f.id > COALESCE((SELECT b.transfer_id FROM grant_burns b WHERE b.account_id = p_account_id), 0)
$$;

-- Calls that held on closed grants and have ended: what each used of it. Grants for some models have paid already.
CREATE FUNCTION ended_grant_holds(p_account_id text)
RETURNS TABLE (grant_id text, request_id text, transaction_id text, held bigint, used bigint, is_paid boolean) LANGUAGE sql STABLE AS $$
  SELECT x.grant_id, x.request_id, u.ledger_transaction_id, x.held_micro_credits,
    least(greatest(u.cost_micro_credits - x.before_micro_credits, 0), x.held_micro_credits), g.model_ids IS NOT NULL
  FROM grant_holds x JOIN usage_records u USING (request_id) JOIN grants g ON g.id = x.grant_id
  WHERE x.account_id = p_account_id
$$;

-- Which grants have to pay what of the unpaid debits: the debits and the grants, each in their order, are laid beside
-- each other, and where they overlap a grant pays a debit.
CREATE FUNCTION grant_payments(p_account_id text) RETURNS TABLE (transfer_id bigint, transaction_id text, grant_id text, amount bigint)
LANGUAGE sql STABLE AS $$
  WITH ended AS (SELECT * FROM ended_grant_holds(p_account_id) WHERE used > 0 AND NOT is_paid),
  debits AS (
    SELECT d.transfer_id, d.transaction_id, d.unpaid, sum(d.unpaid) OVER (ORDER BY d.transfer_id) AS upto
    FROM (SELECT d.transfer_id, d.transaction_id, d.unpaid - (SELECT COALESCE(sum(e.used), 0) FROM ended e
      WHERE e.transaction_id = d.transaction_id) AS unpaid FROM unpaid_debits(p_account_id) d) d),
  purses AS (
    SELECT id, remaining_micro_credits AS remaining, sum(remaining_micro_credits) OVER (ORDER BY place) AS upto
    FROM open_grants WHERE account_id = p_account_id AND model_ids IS NULL AND remaining_micro_credits > 0)
  SELECT d.transfer_id, d.transaction_id, p.id,
    (least(d.upto, p.upto) - greatest(d.upto - d.unpaid, p.upto - p.remaining))::bigint
  FROM debits d JOIN purses p ON d.upto > p.upto - p.remaining AND d.upto - d.unpaid < p.upto AND d.unpaid > 0
  UNION ALL
  SELECT NULL, transaction_id, grant_id, used FROM ended
$$;

-- Charges to the grants what was spent. Needs no lock of the balance unless calls still hold on closed grants: those
-- pay first, and that changes the balance (settle_grant_holds).
CREATE FUNCTION pay_debits(p_account_id text, p_is_locked boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO grant_burns (account_id) VALUES (p_account_id) ON CONFLICT DO NOTHING;
  PERFORM 1 FROM grant_burns WHERE account_id = p_account_id FOR UPDATE;
  IF NOT p_is_locked AND EXISTS (SELECT FROM grant_holds WHERE account_id = p_account_id) THEN
    RETURN;
  END IF;
  WITH debits AS MATERIALIZED (
    SELECT d.transfer_id, sum(d.unpaid) OVER (ORDER BY d.transfer_id) AS upto FROM unpaid_debits(p_account_id) d),
  payments AS MATERIALIZED (SELECT * FROM grant_payments(p_account_id)),
  written AS (
    INSERT INTO grant_consumptions (account_id, transaction_id, grant_id, amount_micro_credits)
    SELECT p_account_id, transaction_id, grant_id, amount FROM payments ORDER BY transfer_id),
  charged AS (
    UPDATE grants g SET consumed_micro_credits = g.consumed_micro_credits + x.amount
    FROM (SELECT grant_id, sum(amount)::bigint AS amount FROM payments GROUP BY grant_id) x WHERE g.id = x.grant_id)
  UPDATE grant_burns b SET transfer_id = x.paid_upto
  FROM (SELECT max(transfer_id) AS paid_upto FROM debits WHERE upto <= (SELECT COALESCE(sum(amount), 0) FROM payments)) x
  WHERE b.account_id = p_account_id AND x.paid_upto > b.transfer_id;
END $$;

-- Takes back what nobody can spend any more of a closed grant.
CREATE FUNCTION lapse_grant(p_grant_id text, p_amount bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  g grants;
BEGIN
  IF p_amount = 0 THEN
    RETURN;
  END IF;
  SELECT * INTO g FROM grants WHERE id = p_grant_id;
  INSERT INTO grant_consumptions (account_id, transaction_id, grant_id, amount_micro_credits)
  VALUES (g.account_id, post_transfer(CASE g.closing WHEN 'expired' THEN 'expiry' ELSE 'adjustment' END,
    g.id || ' ' || g.lapsed_micro_credits, g.account_id, COALESCE(g.closing_reason, g.description), g.ledger_transaction_id,
    'customer', CASE g.closing WHEN 'expired' THEN 'breakage' ELSE 'adjustment' END, p_amount), g.id, p_amount);
  UPDATE grants SET lapsed_micro_credits = lapsed_micro_credits + p_amount WHERE id = g.id;
END $$;

-- Calls that held on closed grants and have ended: the grants pay what was theirs to pay, the rest lapses. Under the
-- lock of the balance no call of the account can end in between.
CREATE FUNCTION settle_grant_holds(p_account_id text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  ended record;
BEGIN
  INSERT INTO grant_consumptions (account_id, transaction_id, grant_id, amount_micro_credits)
  SELECT p_account_id, transaction_id, grant_id, sum(used) FROM ended_grant_holds(p_account_id)
  WHERE used > 0 AND NOT is_paid GROUP BY transaction_id, grant_id;
  FOR ended IN
    SELECT grant_id, is_paid, sum(used)::bigint AS used, sum(held - used)::bigint AS unused
    FROM ended_grant_holds(p_account_id) GROUP BY grant_id, is_paid ORDER BY grant_id
  LOOP
    IF NOT ended.is_paid THEN
      UPDATE grants SET consumed_micro_credits = consumed_micro_credits + ended.used WHERE id = ended.grant_id;
      UPDATE meters SET credits_limit = credits_limit + ended.used
      WHERE scope = 'account' AND scope_id = p_account_id AND period = 'total';
    END IF;
    PERFORM lapse_grant(ended.grant_id, ended.unused);
  END LOOP;
  DELETE FROM grant_holds x USING usage_records u WHERE x.account_id = p_account_id AND u.request_id = x.request_id;
END $$;

-- The part of each running call's hold that stands on an open grant. Calls hold in the order they were let in, on the
-- grants in the order these pay: both are laid beside each other like in grant_payments.
CREATE FUNCTION holds_on_grant(p_grant_id text) RETURNS TABLE (request_id text, before bigint, held bigint) LANGUAGE sql STABLE AS $$
  WITH g AS (
    SELECT o.*, m.id AS meter_id, (SELECT COALESCE(sum(b.remaining_micro_credits), 0) FROM open_grants b
      WHERE b.account_id = o.account_id AND b.model_ids IS NULL AND b.place < o.place) AS first
    FROM open_grants o LEFT JOIN meters m ON m.scope = 'grant' AND m.scope_id = o.id WHERE o.id = p_grant_id),
  running AS (
    SELECT c.call ->> 'requestId' AS request_id, c.call -> 'shares' AS shares, row_number() OVER (ORDER BY h.created_at, h.id, c.place) AS place
    FROM g CROSS JOIN holds h CROSS JOIN LATERAL json_array_elements(h.calls) WITH ORDINALITY AS c(call, place)
    WHERE c.call ->> 'accountId' = g.account_id AND NOT EXISTS (SELECT FROM usage_records u WHERE u.request_id = c.call ->> 'requestId')),
  shares AS (
    SELECT r.request_id, r.place, s.share ->> 3 AS purse, (s.share ->> 0)::bigint AS meter_id, (s.share ->> 1)::bigint AS held,
      sum(CASE WHEN s.share ->> 3 = 'grant' THEN (s.share ->> 1)::bigint ELSE 0 END) OVER (PARTITION BY r.request_id ORDER BY s.place) AS granted
    FROM running r CROSS JOIN LATERAL json_array_elements(r.shares) WITH ORDINALITY AS s(share, place)),
  calls AS (
    SELECT s.request_id, s.granted + x.closed AS before, s.held - x.closed AS held, sum(s.held - x.closed) OVER (ORDER BY s.place) AS upto
    FROM shares s CROSS JOIN LATERAL (SELECT COALESCE(sum(x.held_micro_credits), 0) AS closed
      FROM grant_holds x JOIN grants o ON o.id = x.grant_id WHERE x.request_id = s.request_id AND o.model_ids IS NULL) x
    WHERE s.purse = 'account')
  SELECT c.request_id, (c.before + greatest(least(c.upto, g.first) - (c.upto - c.held), 0))::bigint,
    (least(c.upto, g.first + g.remaining_micro_credits) - greatest(c.upto - c.held, g.first))::bigint
  FROM g JOIN calls c ON c.upto > g.first AND c.upto - c.held < g.first + g.remaining_micro_credits AND c.held > 0
  WHERE g.model_ids IS NULL AND g.remaining_micro_credits > 0
  UNION ALL
  SELECT s.request_id, (s.granted - s.held)::bigint, s.held FROM g JOIN shares s ON s.meter_id = g.meter_id AND s.held > 0
$$;

-- Ends a grant: no call that comes from now on is paid by it. Under the lock of the meter that it is in.
CREATE FUNCTION close_grant(p_grant_id text, p_closing text, p_reason text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  g grants;
  remaining bigint;
BEGIN
  SELECT * INTO g FROM grants WHERE id = p_grant_id;
  IF g.model_ids IS NULL THEN
    PERFORM settle_grant_holds(g.account_id);
    PERFORM pay_debits(g.account_id, true);
  END IF;
  INSERT INTO grant_holds (grant_id, request_id, account_id, before_micro_credits, held_micro_credits)
  SELECT g.id, request_id, g.account_id, before, held FROM holds_on_grant(g.id);
  UPDATE grants SET closed_at = clock_timestamp(), closing = p_closing, closing_reason = p_reason WHERE id = g.id
  RETURNING amount_micro_credits - consumed_micro_credits INTO remaining;
  IF g.model_ids IS NULL THEN
    UPDATE meters SET credits_limit = credits_limit - remaining WHERE scope = 'account' AND scope_id = g.account_id AND period = 'total';
  ELSE
    UPDATE meters SET credits_limit = 0, is_live = false, window_end_ms = 9223372036854775807 WHERE scope = 'grant' AND scope_id = g.id;
  END IF;
  PERFORM lapse_grant(g.id, remaining - (SELECT COALESCE(sum(held_micro_credits), 0)::bigint FROM grant_holds WHERE grant_id = g.id));
END $$;

-- Ends the grants of a meter that have expired. The meter is locked, and due again when the next one expires.
CREATE FUNCTION expire_grants(p_meter bigint, p_clock bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  m meters;
  expired text;
BEGIN
  SELECT * INTO m FROM meters WHERE id = p_meter;
  FOR expired IN
    SELECT id FROM open_grants WHERE account_id = m.account_id AND to_ms(expires_at) <= p_clock
      AND CASE m.scope WHEN 'grant' THEN id = m.scope_id ELSE model_ids IS NULL END
    ORDER BY place
  LOOP
    PERFORM close_grant(expired, 'expired', NULL);
  END LOOP;
  UPDATE meters SET window_end_ms = COALESCE((SELECT min(to_ms(expires_at)) FROM grants
    WHERE account_id = m.account_id AND closed_at IS NULL AND model_ids IS NULL), 9223372036854775807)
  WHERE id = p_meter AND scope = 'account';
END $$;

-- Brings an account's grants up to date and keeps them so until the transaction ends: what has expired is closed, and
-- all that was spent is charged. Gives whether there is such an account. The balance's row is older than those of the
-- account's grants, so this locks in the order of the gateway.
CREATE FUNCTION settle_grants(p_account_id text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  balance bigint;
  due bigint;
BEGIN
  SELECT id INTO balance FROM meters WHERE scope = 'account' AND scope_id = p_account_id AND period = 'total' FOR UPDATE;
  FOR due IN
    SELECT id FROM meters WHERE account_id = p_account_id AND window_end_ms <= now_ms()
      AND (id = balance OR scope = 'grant') ORDER BY id FOR UPDATE
  LOOP
    PERFORM expire_grants(due, now_ms());
  END LOOP;
  PERFORM settle_grant_holds(p_account_id);
  PERFORM pay_debits(p_account_id, true);
  RETURN balance IS NOT NULL;
END $$;

-- The same for the job that does it every few seconds: locks the balance only where something has expired.
CREATE FUNCTION burn_grants(p_account_id text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM grants WHERE account_id = p_account_id AND closed_at IS NULL AND expires_at <= clock_timestamp())
    OR EXISTS (SELECT FROM grant_holds WHERE account_id = p_account_id) THEN
    PERFORM settle_grants(p_account_id);
  ELSE
    PERFORM pay_debits(p_account_id, false);
  END IF;
END $$;

-- Down Migration
DROP FUNCTION burn_grants, settle_grants, expire_grants, close_grant, holds_on_grant, settle_grant_holds, lapse_grant, pay_debits,
  grant_payments, ended_grant_holds, unpaid_debits;
