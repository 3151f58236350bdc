-- Up Migration

-- Finer parts of a price (docs/adr/0008). A null part falls back: cached input, cache writes, audio and images
-- in are input, a long cache write is a cache write; reasoning, audio and images out are output.
-- tiers: [{aboveInputTokens, "<part>MicroCredits": "<amount>"}], ascending; a tier holds for a whole call whose
-- input is longer, and what it leaves out is as without it. Amounts are text: they may not fit into a JSON number.
ALTER TABLE model_prices
  ADD cache_write_per_million_micro_credits bigint CHECK (cache_write_per_million_micro_credits >= 0),
  ADD long_cache_write_per_million_micro_credits bigint CHECK (long_cache_write_per_million_micro_credits >= 0),
  ADD audio_input_per_million_micro_credits bigint CHECK (audio_input_per_million_micro_credits >= 0),
  ADD image_input_per_million_micro_credits bigint CHECK (image_input_per_million_micro_credits >= 0),
  ADD reasoning_per_million_micro_credits bigint CHECK (reasoning_per_million_micro_credits >= 0),
  ADD audio_output_per_million_micro_credits bigint CHECK (audio_output_per_million_micro_credits >= 0),
  ADD image_output_per_million_micro_credits bigint CHECK (image_output_per_million_micro_credits >= 0),
  ADD per_image_micro_credits bigint CHECK (per_image_micro_credits >= 0),
  ADD tiers jsonb CHECK (jsonb_typeof(tiers) = 'array');

-- Down Migration
ALTER TABLE model_prices
  DROP cache_write_per_million_micro_credits, DROP long_cache_write_per_million_micro_credits,
  DROP audio_input_per_million_micro_credits, DROP image_input_per_million_micro_credits,
  DROP reasoning_per_million_micro_credits, DROP audio_output_per_million_micro_credits,
  DROP image_output_per_million_micro_credits, DROP per_image_micro_credits, DROP tiers;
