-- Up Migration

-- What a batch of the gateway would pay for in vain (docs/performance.md).

-- PostgreSQL reads the CHECK constraints of a table anew for every statement, and tests all of them on every row it
-- updates. This trigger is not there for a batch, which sets none of these columns.
CREATE FUNCTION check_meter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.scope NOT IN ('platform', 'account', 'account_budget', 'member', 'project', 'subscription', 'subscription_budget', 'key',
      'model', 'account_model', 'provider', 'grant')
    OR NEW.period NOT IN ('total', 'month', 'week', 'day', 'minute') OR NEW.anchor_day NOT BETWEEN 1 AND 31
    OR (NEW.account_id IS NULL) <> (NEW.scope IN ('platform', 'model', 'provider'))
    OR (NEW.period <> 'total' AND NEW.window_end_ms = 9223372036854775807) THEN
    RAISE EXCEPTION 'no such meter can be: %', to_json(NEW) USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_meter BEFORE INSERT OR UPDATE OF account_id, scope, period, anchor_day, window_end_ms ON meters
  FOR EACH ROW EXECUTE FUNCTION check_meter();
ALTER TABLE meters DROP CONSTRAINT meters_scope_check, DROP CONSTRAINT meters_period_check,
  DROP CONSTRAINT meters_anchor_day_check, DROP CONSTRAINT meters_check, DROP CONSTRAINT meters_check1;

-- A hold is of the instance whose batch was let past the fence, which has looked at that row.
ALTER TABLE holds DROP CONSTRAINT holds_instance_id_fkey;

-- The calls of a batch fill more than the two kilobytes beyond which a value is compressed and put aside. A hold is
-- deleted a moment later: up to a page it stays in its row, and is never compressed.
ALTER TABLE holds SET (toast_tuple_target = 8160);
ALTER TABLE holds ALTER calls SET STORAGE EXTERNAL;

-- Down Migration
ALTER TABLE holds ALTER calls SET STORAGE EXTENDED;
ALTER TABLE holds RESET (toast_tuple_target);
ALTER TABLE holds ADD FOREIGN KEY (instance_id) REFERENCES instances;
ALTER TABLE meters
  ADD CONSTRAINT meters_scope_check CHECK (scope IN ('platform', 'account', 'account_budget', 'member', 'project', 'subscription',
    'subscription_budget', 'key', 'model', 'account_model', 'provider', 'grant')),
  ADD CONSTRAINT meters_period_check CHECK (period IN ('total', 'month', 'week', 'day', 'minute')),
  ADD CONSTRAINT meters_anchor_day_check CHECK (anchor_day BETWEEN 1 AND 31),
  ADD CONSTRAINT meters_check CHECK ((account_id IS NULL) = (scope IN ('platform', 'model', 'provider'))),
  ADD CONSTRAINT meters_check1 CHECK (period = 'total' OR window_end_ms < 9223372036854775807);
DROP TRIGGER check_meter ON meters;
DROP FUNCTION check_meter;
