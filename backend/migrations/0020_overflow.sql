-- Up Migration

-- With more calls than that waiting for a provider, others go to the next route of their model, if it has one.
ALTER TABLE providers ADD overflow_after integer NOT NULL DEFAULT 3 CHECK (overflow_after >= 0);

-- Down Migration
ALTER TABLE providers DROP overflow_after;
