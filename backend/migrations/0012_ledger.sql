-- Up Migration

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

-- Down Migration
DROP FUNCTION post_transfer, new_id, to_ms;
DROP TABLE verifications, ledger_checkpoints;
DROP VIEW ledger_entries;
ALTER TABLE ledger_transfers ALTER debit TYPE text, ALTER credit TYPE text,
  ADD CHECK (debit IN ('customer', 'revenue', 'promotional_expense', 'adjustment')),
  ADD CHECK (credit IN ('customer', 'revenue', 'promotional_expense', 'adjustment'));
DROP DOMAIN ledger_account;
CREATE VIEW ledger_entries AS
  SELECT id AS transfer_id, transaction_id, account_id, debit AS ledger_account, -amount_micro_credits AS amount_micro_credits
  FROM ledger_transfers
  UNION ALL
  SELECT id, transaction_id, account_id, credit, amount_micro_credits FROM ledger_transfers;
DROP INDEX ledger_transfers_account_id;
CREATE INDEX ledger_transfers_account_id ON ledger_transfers (account_id);
ALTER TABLE ledger_transactions DROP CONSTRAINT ledger_transactions_kind_check,
  ADD CONSTRAINT ledger_transactions_kind_check CHECK (kind IN ('usage', 'grant', 'adjustment')),
  DROP linked_transaction_id, ALTER created_at SET DEFAULT now();
