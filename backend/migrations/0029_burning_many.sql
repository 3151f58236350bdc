-- Up Migration

-- What was spent is charged to the grants of many accounts in one statement. One by one, each took a transaction, and
-- PostgreSQL read all grants there are for it.

-- The unpaid debits and the grants of an account, each in their order, are laid beside each other, and where they
-- overlap a grant pays a debit. Every debit is there, without a grant where none has to pay; `is_paid`: up to its end
-- there are grants for all. What calls used that held on closed grants is theirs to pay, and not here.
CREATE FUNCTION debits_beside_grants(p_account_id text)
RETURNS TABLE (transfer_id bigint, transaction_id text, grant_id text, place bigint, amount bigint, is_paid boolean) LANGUAGE sql STABLE AS $$
  WITH ended AS MATERIALIZED (SELECT e.transaction_id, e.used FROM ended_grant_holds(p_account_id) e WHERE e.used > 0 AND NOT e.is_paid),
  unpaid AS MATERIALIZED (
    SELECT d.transfer_id, d.transaction_id, d.unpaid - (SELECT COALESCE(sum(e.used), 0)::bigint FROM ended e
      WHERE e.transaction_id = d.transaction_id) AS unpaid FROM unpaid_debits(p_account_id) d),
  debits AS (SELECT u.*, sum(u.unpaid) OVER (ORDER BY u.transfer_id) AS upto FROM unpaid u),
  purses AS MATERIALIZED (
    SELECT g.id, g.place, g.remaining_micro_credits AS remaining, sum(g.remaining_micro_credits) OVER (ORDER BY g.place) AS upto
    FROM open_grants g WHERE g.account_id = p_account_id AND g.model_ids IS NULL AND g.remaining_micro_credits > 0)
  SELECT d.transfer_id, d.transaction_id, p.id, p.place,
    (least(d.upto, p.upto) - greatest(d.upto - d.unpaid, p.upto - p.remaining))::bigint,
    d.upto <= (SELECT COALESCE(max(p.upto), 0) FROM purses p)
  FROM debits d LEFT JOIN purses p ON d.upto > p.upto - p.remaining AND d.upto - d.unpaid < p.upto AND d.unpaid > 0
$$;

CREATE OR REPLACE FUNCTION grant_payments(p_account_id text)
RETURNS TABLE (transfer_id bigint, transaction_id text, grant_id text, amount bigint) LANGUAGE sql STABLE AS $$
  SELECT d.transfer_id, d.transaction_id, d.grant_id, d.amount FROM debits_beside_grants(p_account_id) d WHERE d.grant_id IS NOT NULL
  UNION ALL
  SELECT NULL, e.transaction_id, e.grant_id, e.used FROM ended_grant_holds(p_account_id) e WHERE e.used > 0 AND NOT e.is_paid
$$;

-- Charges to the grants of accounts what was spent. The caller has their rows of grant_burns locked, and no call of
-- theirs that has ended holds on a closed grant. PostgreSQL takes the transfers after the last paid one for a third of
-- all there are: left to itself it would read whole tables, or compile for longer than it reads. What there is to do is
-- always little, and found by indexes.
CREATE FUNCTION charge_grants(p_account_ids text[]) RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  WITH debits AS MATERIALIZED (
    SELECT a.id AS account_id, d.* FROM unnest(p_account_ids) AS a(id) CROSS JOIN LATERAL debits_beside_grants(a.id) d),
  written AS (
    INSERT INTO grant_consumptions (account_id, transaction_id, grant_id, amount_micro_credits)
    SELECT account_id, transaction_id, grant_id, amount FROM debits WHERE grant_id IS NOT NULL ORDER BY transfer_id, place),
  charged AS (
    UPDATE grants g SET consumed_micro_credits = g.consumed_micro_credits + x.amount
    FROM (SELECT grant_id, sum(amount)::bigint AS amount FROM debits WHERE grant_id IS NOT NULL GROUP BY grant_id) x
    WHERE g.id = x.grant_id)
  UPDATE grant_burns b SET transfer_id = x.paid_upto
  FROM (SELECT account_id, max(transfer_id) AS paid_upto FROM debits WHERE is_paid GROUP BY account_id) x
  WHERE b.account_id = x.account_id;
END $$;

CREATE OR REPLACE FUNCTION pay_debits(p_account_id text, p_is_locked boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO grant_burns (account_id) VALUES (p_account_id) ON CONFLICT DO NOTHING;
  PERFORM 1 FROM grant_burns WHERE account_id = p_account_id FOR UPDATE;
  IF p_is_locked OR NOT EXISTS (SELECT FROM grant_holds WHERE account_id = p_account_id) THEN
    PERFORM charge_grants(ARRAY[p_account_id]);
  END IF;
END $$;

-- The same for many accounts, but for those that it gives back: burn_grants does them one by one. They are the ones that
-- need the lock of the balance, that were never burned, and that somebody else is at: who waited for these with others
-- locked might wait in a circle with a batch of the gateway that ends grants of several accounts.
CREATE FUNCTION pay_debits_of(p_account_ids text[]) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
  payable text[];
BEGIN
  SELECT array_agg(account_id) INTO payable FROM (
    SELECT account_id FROM grant_burns WHERE account_id = ANY (p_account_ids) ORDER BY account_id FOR UPDATE SKIP LOCKED) b;
  -- Only now: whoever closes a grant has had that lock.
  SELECT array_agg(a.id) INTO payable FROM unnest(payable) AS a(id)
  WHERE NOT EXISTS (SELECT FROM grant_holds x WHERE x.account_id = a.id)
    AND NOT EXISTS (SELECT FROM grants g WHERE g.account_id = a.id AND g.closed_at IS NULL AND g.expires_at <= clock_timestamp());
  PERFORM charge_grants(payable);
  RETURN QUERY SELECT a.id FROM unnest(p_account_ids) AS a(id) WHERE a.id <> ALL (COALESCE(payable, '{}'));
END $$;

REVOKE EXECUTE ON FUNCTION charge_grants, pay_debits_of FROM PUBLIC;

-- Down Migration
DROP FUNCTION pay_debits_of;
CREATE OR REPLACE FUNCTION pay_debits(p_account_id text, p_is_locked boolean) RETURNS void LANGUAGE plpgsql AS $$
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
CREATE OR REPLACE FUNCTION grant_payments(p_account_id text) RETURNS TABLE (transfer_id bigint, transaction_id text, grant_id text, amount bigint)
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
DROP FUNCTION charge_grants, debits_beside_grants;
