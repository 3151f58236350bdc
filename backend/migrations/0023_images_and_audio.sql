-- Up Migration

-- What is charged beside tokens (docs/adr/0015): images in the answer, begun seconds of sound in and out, characters
-- that are spoken. How many a call had is in usage_records.token_details, with the images of its request.
ALTER TABLE model_prices
  ADD per_output_image_micro_credits bigint CHECK (per_output_image_micro_credits >= 0),
  ADD per_input_second_micro_credits bigint CHECK (per_input_second_micro_credits >= 0),
  ADD per_output_second_micro_credits bigint CHECK (per_output_second_micro_credits >= 0),
  ADD characters_per_million_micro_credits bigint CHECK (characters_per_million_micro_credits >= 0);

-- Down Migration
ALTER TABLE model_prices
  DROP per_output_image_micro_credits, DROP per_input_second_micro_credits,
  DROP per_output_second_micro_credits, DROP characters_per_million_micro_credits;
