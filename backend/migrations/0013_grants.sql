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

-- Down Migration
DROP VIEW account_credits, open_grants;
DROP TABLE burn_progress, grant_burns, grant_consumptions, grant_holds;
DROP TRIGGER announce_new ON grants;
DROP TRIGGER announce_change ON grants;
ALTER TABLE grants DROP expires_at, DROP model_ids, DROP lapsed_micro_credits, DROP closed_at, DROP closing, DROP closing_reason;
