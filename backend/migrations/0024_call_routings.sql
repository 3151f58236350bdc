-- Up Migration

-- How calls found their way, of those that did not simply go to their first route and were answered: few, so that
-- they are apart from the usage records, and the others cost nothing more.
CREATE TABLE call_routings (
  request_id text PRIMARY KEY,
  decision jsonb NOT NULL,
  -- The call whose model could not serve, where another one answered in its place.
  asked_request_id text GENERATED ALWAYS AS (decision -> 'askedFor' ->> 'requestId') STORED
);
CREATE INDEX call_routings_asked_request_id ON call_routings (asked_request_id) WHERE asked_request_id IS NOT NULL;
REVOKE ALL ON call_routings FROM PUBLIC;

-- Down Migration
DROP TABLE call_routings;
