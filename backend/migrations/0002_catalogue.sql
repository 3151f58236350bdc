-- Up Migration
CREATE TABLE providers (
  id text PRIMARY KEY,
  name text NOT NULL UNIQUE,
  kind text NOT NULL CHECK (kind IN ('litellm', 'ollama', 'openai', 'openai-compatible', 'simulated')),
  base_url text NOT NULL,
  api_key_encrypted bytea,
  class text NOT NULL CHECK (class IN ('local', 'cloud')),
  max_concurrency integer CHECK (max_concurrency > 0),
  max_queue integer CHECK (max_queue >= 0),
  enabled boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE models (
  id text PRIMARY KEY,
  name text NOT NULL UNIQUE,
  display_name text NOT NULL,
  description text,
  class text CHECK (class IN ('small', 'medium', 'large')),
  visibility text NOT NULL DEFAULT 'listed' CHECK (visibility IN ('listed', 'restricted', 'hidden')),
  auto_approve boolean NOT NULL DEFAULT false,
  context_length integer CHECK (context_length > 0),
  max_output_tokens integer CHECK (max_output_tokens > 0),
  capabilities text[] NOT NULL DEFAULT '{}',
  enabled boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

-- Prices are never changed: a new price is a new row, and a usage record names the row it was rated by.
-- A null price component is not charged; all null and not free means "unpriced", which is refused.
CREATE TABLE model_prices (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  model_id text NOT NULL REFERENCES models ON DELETE CASCADE,
  free boolean NOT NULL DEFAULT false,
  per_request_micro_credits bigint CHECK (per_request_micro_credits >= 0),
  input_per_million_micro_credits bigint CHECK (input_per_million_micro_credits >= 0),
  cached_input_per_million_micro_credits bigint CHECK (cached_input_per_million_micro_credits >= 0),
  output_per_million_micro_credits bigint CHECK (output_per_million_micro_credits >= 0),
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by text
);
CREATE INDEX model_prices_model_id ON model_prices (model_id, id DESC);

CREATE TABLE model_routes (
  id text PRIMARY KEY,
  model_id text NOT NULL REFERENCES models ON DELETE CASCADE,
  provider_id text NOT NULL REFERENCES providers,
  upstream_model text NOT NULL,
  "order" integer NOT NULL DEFAULT 0,
  weight integer NOT NULL DEFAULT 1 CHECK (weight > 0),
  UNIQUE (model_id, provider_id, upstream_model)
);

CREATE TABLE subscriptions (
  id text PRIMARY KEY,
  account_id text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  model_id text NOT NULL REFERENCES models,
  status text NOT NULL CHECK (status IN ('pending', 'active', 'denied', 'suspended', 'cancelled', 'expired')),
  reason text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  decided_at timestamptz,
  decided_by text,
  UNIQUE (account_id, model_id)
);
CREATE INDEX subscriptions_pending ON subscriptions (created_at) WHERE status = 'pending';

CREATE TABLE api_keys (
  id text PRIMARY KEY,
  account_id text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  project_id text NOT NULL REFERENCES projects,
  name text NOT NULL,
  secret_hash bytea NOT NULL UNIQUE,
  prefix text NOT NULL,
  model_ids text[],
  rpm integer CHECK (rpm > 0),
  tpm integer CHECK (tpm > 0),
  concurrency integer CHECK (concurrency > 0),
  allowed_cidrs text[],
  expires_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by text REFERENCES users,
  revoked_at timestamptz,
  last_used_at timestamptz
);
CREATE INDEX api_keys_account_id ON api_keys (account_id, id DESC);

-- Down Migration
DROP TABLE api_keys, subscriptions, model_routes, model_prices, models, providers;
