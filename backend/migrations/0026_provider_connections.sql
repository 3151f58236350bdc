-- Up Migration

-- More of how a provider is reached: what is no secret (organisation, project, certificates, proxy, time limits, names of
-- headers), and, encrypted, what is one (values of headers, credentials of the proxy).
ALTER TABLE providers
  ADD connection jsonb NOT NULL DEFAULT '{}',
  ADD connection_secrets bytea,
  DROP CONSTRAINT IF EXISTS providers_kind_check,
  ADD CONSTRAINT providers_kind_check CHECK (kind IN ('litellm', 'ollama', 'lmstudio', 'vllm', 'openai', 'anthropic', 'google',
    'cohere', 'openai-compatible', 'simulated'));

-- Down Migration
ALTER TABLE providers
  DROP connection,
  DROP connection_secrets,
  DROP CONSTRAINT providers_kind_check,
  ADD CONSTRAINT providers_kind_check CHECK (kind IN ('litellm', 'ollama', 'openai', 'openai-compatible', 'simulated'));
