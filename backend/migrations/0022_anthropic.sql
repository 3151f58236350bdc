-- Providers that speak Anthropic's own API.

-- Up Migration
ALTER TABLE providers DROP CONSTRAINT providers_kind_check,
  ADD CONSTRAINT providers_kind_check
    CHECK (kind IN ('anthropic', 'litellm', 'ollama', 'openai', 'openai-compatible', 'simulated'));

-- Down Migration
ALTER TABLE providers DROP CONSTRAINT providers_kind_check,
  ADD CONSTRAINT providers_kind_check
    CHECK (kind IN ('litellm', 'ollama', 'openai', 'openai-compatible', 'simulated'));
