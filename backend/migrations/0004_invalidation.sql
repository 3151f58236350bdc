-- Up Migration

-- Instances keep keys and the catalogue in memory. Every change that a call can feel is announced from
-- here, whatever code path made it: the payload is 'key <hex hash>', 'account <id>' or 'catalogue'.
CREATE FUNCTION announce_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('litemaas_changed', 'key ' || encode(COALESCE(NEW.secret_hash, OLD.secret_hash), 'hex'));
  RETURN NULL;
END $$;
CREATE FUNCTION announce_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('litemaas_changed', 'account ' || (COALESCE(to_jsonb(NEW), to_jsonb(OLD)) ->> TG_ARGV[0]));
  RETURN NULL;
END $$;
CREATE FUNCTION announce_catalogue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('litemaas_changed', 'catalogue');
  RETURN NULL;
END $$;

-- last_used_at is left out on purpose: it is written by the gateway itself, all the time.
CREATE TRIGGER announce AFTER INSERT OR DELETE OR UPDATE OF model_ids, rpm, tpm, concurrency, allowed_cidrs, expires_at, revoked_at
  ON api_keys FOR EACH ROW EXECUTE FUNCTION announce_key();
CREATE TRIGGER announce AFTER INSERT OR UPDATE OR DELETE ON subscriptions
  FOR EACH ROW EXECUTE FUNCTION announce_account('account_id');
CREATE TRIGGER announce AFTER INSERT OR UPDATE OR DELETE ON projects
  FOR EACH ROW EXECUTE FUNCTION announce_account('account_id');
CREATE TRIGGER announce AFTER INSERT OR UPDATE OR DELETE ON account_members
  FOR EACH ROW EXECUTE FUNCTION announce_account('account_id');
CREATE TRIGGER announce AFTER UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION announce_account('id');
CREATE TRIGGER announce AFTER UPDATE OF disabled_at, role ON users FOR EACH ROW EXECUTE FUNCTION announce_catalogue();
CREATE TRIGGER announce AFTER INSERT OR UPDATE OR DELETE ON plans FOR EACH STATEMENT EXECUTE FUNCTION announce_catalogue();
CREATE TRIGGER announce AFTER INSERT OR UPDATE OR DELETE ON providers FOR EACH STATEMENT EXECUTE FUNCTION announce_catalogue();
CREATE TRIGGER announce AFTER INSERT OR UPDATE OR DELETE ON models FOR EACH STATEMENT EXECUTE FUNCTION announce_catalogue();
CREATE TRIGGER announce AFTER INSERT OR UPDATE OR DELETE ON model_prices FOR EACH STATEMENT EXECUTE FUNCTION announce_catalogue();
CREATE TRIGGER announce AFTER INSERT OR UPDATE OR DELETE ON model_routes FOR EACH STATEMENT EXECUTE FUNCTION announce_catalogue();

-- Down Migration
DROP TRIGGER announce ON api_keys;
DROP TRIGGER announce ON subscriptions;
DROP TRIGGER announce ON projects;
DROP TRIGGER announce ON account_members;
DROP TRIGGER announce ON accounts;
DROP TRIGGER announce ON users;
DROP TRIGGER announce ON plans;
DROP TRIGGER announce ON providers;
DROP TRIGGER announce ON models;
DROP TRIGGER announce ON model_prices;
DROP TRIGGER announce ON model_routes;
DROP FUNCTION announce_key, announce_account, announce_catalogue;
