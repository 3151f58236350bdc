-- Up Migration

-- The model that answers in place of one none of whose routes can serve.
ALTER TABLE models ADD fallback_model_id text REFERENCES models ON DELETE SET NULL CHECK (fallback_model_id <> id);

-- Down Migration
ALTER TABLE models DROP fallback_model_id;
