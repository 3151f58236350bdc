-- Up Migration

-- Grants that end, and grants for some models only (docs/adr/0011).
ALTER TABLE grants
  ADD expires_at timestamptz,
  -- The models it pays for; null: any.
  ADD model_ids text[] CHECK (cardinality(model_ids) > 0),
  -- What nobody can spend any more, because the grant expired or was revoked.
  ADD lapsed_micro_credits bigint NOT NULL DEFAULT 0 CHECK (lapsed_micro_credits >= 0),
  ADD closed_at timestamptz,
  ADD closing text CHECK (closing IN ('expired', 'revoked')),
  ADD closing_reason text,
  ADD CHECK (consumed_micro_credits + lapsed_micro_credits <= amount_micro_credits),
  ADD CHECK ((closed_at IS NULL) = (closing IS NULL));
CREATE INDEX grants_expires_at ON grants (expires_at) WHERE closed_at IS NULL;

-- Instances learn of grants for some models from here: of new ones, closed ones, and of those that are used up or not any more.
CREATE TRIGGER announce_new AFTER INSERT ON grants FOR EACH ROW WHEN (NEW.model_ids IS NOT NULL)
  EXECUTE FUNCTION announce_account('account_id');
CREATE TRIGGER announce_change AFTER UPDATE OF closed_at, consumed_micro_credits ON grants FOR EACH ROW
  WHEN (NEW.model_ids IS NOT NULL AND (OLD.closed_at IS DISTINCT FROM NEW.closed_at
    OR (OLD.consumed_micro_credits = OLD.amount_micro_credits) <> (NEW.consumed_micro_credits = NEW.amount_micro_credits)))
  EXECUTE FUNCTION announce_account('account_id');

-- The order in which grants pay. Those for some models come before all others: they have meters of their own.
CREATE VIEW open_grants AS
  SELECT id, account_id, model_ids, expires_at, amount_micro_credits - consumed_micro_credits AS remaining_micro_credits,
    row_number() OVER (PARTITION BY account_id ORDER BY model_ids IS NULL, priority, expires_at NULLS LAST,
      kind IN ('purchase', 'plan'), created_at, id) AS place
  FROM grants WHERE closed_at IS NULL;

-- What calls that ran when a grant was closed still hold of it: of a call's cost, what is beyond `before` is the
-- grant's to pay, up to `held`. The row goes when the call has ended, and what it did not use lapses.
CREATE TABLE grant_holds (
  grant_id text NOT NULL REFERENCES grants,
  request_id text NOT NULL,
  account_id text NOT NULL,
  before_micro_credits bigint NOT NULL,
  held_micro_credits bigint NOT NULL CHECK (held_micro_credits > 0),
  PRIMARY KEY (account_id, request_id, grant_id)
);

-- Which grant paid which transaction that took from the customer; negative where it got something back of that.
CREATE TABLE grant_consumptions (
  id bigint GENERATED ALWAYS AS IDENTITY,
  account_id text NOT NULL,
  transaction_id text NOT NULL,
  grant_id text NOT NULL,
  amount_micro_credits bigint NOT NULL CHECK (amount_micro_credits <> 0),
  PRIMARY KEY (transaction_id, id)
);
CREATE INDEX grant_consumptions_grant_id ON grant_consumptions (grant_id);

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

-- How far an account's transfers are paid by grants: all up to this one. Its lock is the right to charge grants.
CREATE TABLE grant_burns (account_id text PRIMARY KEY, transfer_id bigint NOT NULL DEFAULT 0);

-- Up to which transfer the burning job has seen all accounts, and up to which it will have once the transactions
-- that were under way (those below next_xid) have ended.
CREATE TABLE burn_progress (
  id boolean PRIMARY KEY DEFAULT true CHECK (id),
  transfer_id bigint NOT NULL DEFAULT 0,
  next_transfer_id bigint NOT NULL DEFAULT 0,
  next_xid xid8 NOT NULL DEFAULT '0'
);
INSERT INTO burn_progress DEFAULT VALUES;

-- The ledger's accounts and kinds of transactions, all of them.
ALTER TABLE ledger_transactions DROP CONSTRAINT ledger_transactions_kind_check,
  ADD CONSTRAINT ledger_transactions_kind_check CHECK (kind IN ('usage', 'grant', 'adjustment', 'expiry', 'reversal', 'correction')),
  -- What it undoes or completes: a correction its reversal, the end of a grant its beginning.
  ADD linked_transaction_id text,
  -- When it was booked, not when its database transaction began: it may have waited for its account.
  ALTER created_at SET DEFAULT clock_timestamp();
CREATE DOMAIN ledger_account AS text CHECK (VALUE IN ('customer', 'revenue', 'promotional_expense', 'payment_clearing',
  'refunds_and_disputes', 'breakage', 'rounding', 'adjustment'));
DROP VIEW ledger_entries;
ALTER TABLE ledger_transfers
  DROP CONSTRAINT ledger_transfers_debit_check, DROP CONSTRAINT ledger_transfers_credit_check,
  ALTER debit TYPE ledger_account, ALTER credit TYPE ledger_account;
CREATE VIEW ledger_entries AS
  SELECT id AS transfer_id, transaction_id, account_id, debit AS ledger_account, -amount_micro_credits AS amount_micro_credits
  FROM ledger_transfers
  UNION ALL
  SELECT id, transaction_id, account_id, credit, amount_micro_credits FROM ledger_transfers;
-- An account's transfers are written under the lock of its balance, so their order is the order of their ids: who sees
-- one sees all that came before it.
DROP INDEX ledger_transfers_account_id;
CREATE INDEX ledger_transfers_account_id ON ledger_transfers (account_id, id);

-- The balance of an account after the transfers up to one: a shorter way to an answer, never another one. `booked_until`
-- is when the latest of them was booked.
CREATE TABLE ledger_checkpoints (
  account_id text NOT NULL,
  transfer_id bigint NOT NULL,
  booked_until timestamptz NOT NULL,
  balance_micro_credits bigint NOT NULL,
  PRIMARY KEY (account_id, transfer_id)
);

-- What the books came to when they were last verified.
CREATE TABLE verifications (
  id boolean PRIMARY KEY DEFAULT true CHECK (id),
  ran_at timestamptz NOT NULL,
  checks json NOT NULL
);

CREATE FUNCTION to_ms(p_time timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT floor(extract(epoch FROM p_time) * 1000)::bigint
$$;

-- An id as the server makes them.
CREATE FUNCTION new_id(p_prefix text) RETURNS text LANGUAGE sql VOLATILE AS $$
  SELECT p_prefix || '_' || lpad(to_hex(now_ms()), 12, '0') || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14)
$$;

-- A ledger transaction of one transfer.
CREATE FUNCTION post_transfer(p_kind text, p_source_id text, p_account_id text, p_description text, p_linked_id text,
  p_debit text, p_credit text, p_amount bigint) RETURNS text LANGUAGE sql AS $$
  WITH t AS (
    INSERT INTO ledger_transactions (id, kind, source_id, account_id, description, linked_transaction_id)
    VALUES (new_id('ltx'), p_kind, p_source_id, p_account_id, p_description, p_linked_id) RETURNING id)
  INSERT INTO ledger_transfers (transaction_id, account_id, debit, credit, amount_micro_credits)
  SELECT id, p_account_id, p_debit, p_credit, p_amount FROM t RETURNING transaction_id
$$;

-- What an account has: balance = held + available + restricted. Credits of closed grants belong to the calls that hold
-- them; those of grants for some models are not available to any other.
CREATE VIEW account_credits AS
  SELECT m.account_id, m.credits_limit - m.credits_used + g.held_of_closed + g.restricted AS balance_micro_credits,
    m.credits_held + g.restricted_held AS held_micro_credits,
    m.credits_limit - m.credits_used + g.held_of_closed - m.credits_held AS available_micro_credits,
    g.restricted_available AS restricted_micro_credits
  FROM meters m CROSS JOIN LATERAL (
    SELECT COALESCE(sum(left_over) FILTER (WHERE model_ids IS NULL), 0)::bigint AS held_of_closed,
      COALESCE(sum(left_over) FILTER (WHERE model_ids IS NOT NULL), 0)::bigint AS restricted,
      COALESCE(sum(held), 0)::bigint AS restricted_held,
      COALESCE(sum(left_over - held) FILTER (WHERE closed_at IS NULL), 0)::bigint AS restricted_available
    FROM (
      SELECT g.model_ids, g.closed_at, g.amount_micro_credits - g.consumed_micro_credits - g.lapsed_micro_credits AS left_over,
        (SELECT o.credits_held FROM meters o WHERE o.scope = 'grant' AND o.scope_id = g.id) AS held
      FROM grants g WHERE g.account_id = m.account_id AND (g.model_ids IS NOT NULL OR g.closed_at IS NOT NULL)
        AND g.consumed_micro_credits + g.lapsed_micro_credits < g.amount_micro_credits) x) g
  WHERE m.scope = 'account' AND m.period = 'total';

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
  usage_records, usage_corrections, re_ratings, audit_log FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION gateway_batch, gateway_admit_exact, gateway_record, gateway_move_meters, gateway_lock_meters, reset_meter,
  recount_meter, open_meter, open_budget_meter, apply_budgets, post_transfer, pay_debits, lapse_grant, settle_grant_holds, close_grant, expire_grants, settle_grants,
  burn_grants, correct_usage FROM PUBLIC;

CREATE TRIGGER usage_corrections_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON usage_corrections
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER grant_consumptions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON grant_consumptions
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Down Migration
DROP FUNCTION correct_usage, burn_grants, settle_grants, expire_grants, close_grant, holds_on_grant, settle_grant_holds, lapse_grant, pay_debits,
  grant_payments, ended_grant_holds, unpaid_debits, post_transfer, new_id, to_ms;
DROP VIEW account_credits, open_grants, usage_by_owner, rated_usage;
DROP TRIGGER announce_new ON grants;
DROP TRIGGER announce_change ON grants;
DROP TABLE usage_corrections, re_ratings, verifications, ledger_checkpoints, burn_progress, grant_burns, grant_consumptions, grant_holds;
