-- Up Migration

-- Which request a key was claimed by: the audit log says whether it was carried out, should its answer be lost.
ALTER TABLE idempotency_keys ADD request_id text;
CREATE INDEX audit_log_request_id ON audit_log (request_id);

-- Down Migration
DROP INDEX audit_log_request_id;
ALTER TABLE idempotency_keys DROP request_id;
