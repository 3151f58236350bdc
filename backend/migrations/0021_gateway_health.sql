-- Up Migration

-- What each gateway knows of its providers, written by itself every few seconds: one row an instance, which goes with it.
-- Nothing is lost that is not written again at once, so it is kept out of the write-ahead log. Rows are rewritten
-- in place: no index covers what changes, and half of each page is free for it.
CREATE UNLOGGED TABLE gateway_health (
  instance_id bigint PRIMARY KEY REFERENCES instances ON DELETE CASCADE,
  providers jsonb NOT NULL
) WITH (fillfactor = 50);

-- Down Migration
DROP TABLE gateway_health;
