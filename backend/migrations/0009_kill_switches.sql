-- Up Migration

-- What is stopped at once. A switch is current until it is lifted, and stays here afterwards. There are no foreign
-- keys: what a switch stopped may be deleted, the record of it may not go with it.
CREATE TABLE kill_switches (
  id text PRIMARY KEY,
  scope text NOT NULL CHECK (scope IN ('key', 'project', 'account', 'model', 'provider', 'platform')),
  scope_id text,
  -- Whose key or project it is, or the account itself.
  account_id text,
  reason text NOT NULL,
  -- Who may lift it: members who manage the account lift what the account threw, admins lift everything.
  thrown_by text NOT NULL CHECK (thrown_by IN ('platform', 'account')),
  -- null: a budget threw it.
  created_by text,
  budget_id text,
  created_at timestamptz NOT NULL DEFAULT now(),
  lifted_at timestamptz,
  lifted_by text,
  CHECK ((scope_id IS NULL) = (scope = 'platform')),
  CHECK ((account_id IS NOT NULL) = (scope IN ('key', 'project', 'account'))),
  CHECK (thrown_by = 'platform' OR account_id IS NOT NULL)
);
-- The same thing is stopped once by each who may lift it.
CREATE UNIQUE INDEX kill_switches_current ON kill_switches
  (scope, COALESCE(scope_id, ''), thrown_by, COALESCE(budget_id, '')) WHERE lifted_at IS NULL;
CREATE INDEX kill_switches_account_id ON kill_switches (account_id, id DESC);

-- Heard by the gateway's listeners (see 0004).
CREATE FUNCTION announce_kills() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('litemaas_changed', 'kills');
  RETURN NULL;
END $$;
CREATE TRIGGER announce AFTER INSERT OR UPDATE OR DELETE ON kill_switches
  FOR EACH STATEMENT EXECUTE FUNCTION announce_kills();

-- Down Migration
DROP TABLE kill_switches;
DROP FUNCTION announce_kills;
