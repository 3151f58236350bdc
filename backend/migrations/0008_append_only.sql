-- Up Migration

-- What was done and what was called stay as they were written. Usage records may be deleted, by a rule that says
-- how long they are kept, but not changed.
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER usage_records_unchanged BEFORE UPDATE ON usage_records
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Down Migration
DROP TRIGGER usage_records_unchanged ON usage_records;
DROP TRIGGER audit_log_append_only ON audit_log;
