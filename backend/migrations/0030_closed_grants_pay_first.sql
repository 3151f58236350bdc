-- Up Migration

-- The part of each running call's hold that stands on an open grant. Calls hold in the order they were let in, on the
-- grants in the order these pay: both are laid beside each other like in grant_payments. What a call has on closed grants
-- pays first, in the order in which they were closed: where a later grant was closed before an earlier one, the parts
-- overlapped, and left a part of the call that nobody paid.
CREATE OR REPLACE FUNCTION holds_on_grant(p_grant_id text) RETURNS TABLE (request_id text, before bigint, held bigint) LANGUAGE sql STABLE AS $$
  WITH g AS (
    SELECT o.*, m.id AS meter_id, (SELECT COALESCE(sum(b.remaining_micro_credits), 0) FROM open_grants b
      WHERE b.account_id = o.account_id AND b.model_ids IS NULL AND b.place < o.place) AS first
    FROM open_grants o LEFT JOIN meters m ON m.scope = 'grant' AND m.scope_id = o.id WHERE o.id = p_grant_id),
  running AS (
    SELECT c.call ->> 'requestId' AS request_id, c.call -> 'shares' AS shares, row_number() OVER (ORDER BY h.created_at, h.id, c.place) AS place
    FROM g CROSS JOIN holds h CROSS JOIN LATERAL json_array_elements(h.calls) WITH ORDINALITY AS c(call, place)
    WHERE c.call ->> 'accountId' = g.account_id AND NOT EXISTS (SELECT FROM usage_records u WHERE u.request_id = c.call ->> 'requestId')),
  shares AS (
    SELECT r.request_id, r.place, s.share ->> 3 AS purse, (s.share ->> 0)::bigint AS meter_id, (s.share ->> 1)::bigint AS held,
      sum(CASE WHEN s.share ->> 3 = 'grant' THEN (s.share ->> 1)::bigint ELSE 0 END) OVER (PARTITION BY r.request_id ORDER BY s.place) AS granted
    FROM running r CROSS JOIN LATERAL json_array_elements(r.shares) WITH ORDINALITY AS s(share, place)),
  calls AS (
    SELECT s.request_id, s.granted + x.closed AS before, s.held - x.closed AS held, sum(s.held - x.closed) OVER (ORDER BY s.place) AS upto
    FROM shares s CROSS JOIN LATERAL (SELECT COALESCE(sum(x.held_micro_credits), 0) AS closed
      FROM grant_holds x JOIN grants o ON o.id = x.grant_id WHERE x.request_id = s.request_id AND o.model_ids IS NULL) x
    WHERE s.purse = 'account')
  SELECT c.request_id, c.before::bigint,
    (least(c.upto, g.first + g.remaining_micro_credits) - greatest(c.upto - c.held, g.first))::bigint
  FROM g JOIN calls c ON c.upto > g.first AND c.upto - c.held < g.first + g.remaining_micro_credits AND c.held > 0
  WHERE g.model_ids IS NULL AND g.remaining_micro_credits > 0
  UNION ALL
  SELECT s.request_id, (s.granted - s.held)::bigint, s.held FROM g JOIN shares s ON s.meter_id = g.meter_id AND s.held > 0
$$;

-- Down Migration
CREATE OR REPLACE FUNCTION holds_on_grant(p_grant_id text) RETURNS TABLE (request_id text, before bigint, held bigint) LANGUAGE sql STABLE AS $$
  WITH g AS (
    SELECT o.*, m.id AS meter_id, (SELECT COALESCE(sum(b.remaining_micro_credits), 0) FROM open_grants b
      WHERE b.account_id = o.account_id AND b.model_ids IS NULL AND b.place < o.place) AS first
    FROM open_grants o LEFT JOIN meters m ON m.scope = 'grant' AND m.scope_id = o.id WHERE o.id = p_grant_id),
  running AS (
    SELECT c.call ->> 'requestId' AS request_id, c.call -> 'shares' AS shares, row_number() OVER (ORDER BY h.created_at, h.id, c.place) AS place
    FROM g CROSS JOIN holds h CROSS JOIN LATERAL json_array_elements(h.calls) WITH ORDINALITY AS c(call, place)
    WHERE c.call ->> 'accountId' = g.account_id AND NOT EXISTS (SELECT FROM usage_records u WHERE u.request_id = c.call ->> 'requestId')),
  shares AS (
    SELECT r.request_id, r.place, s.share ->> 3 AS purse, (s.share ->> 0)::bigint AS meter_id, (s.share ->> 1)::bigint AS held,
      sum(CASE WHEN s.share ->> 3 = 'grant' THEN (s.share ->> 1)::bigint ELSE 0 END) OVER (PARTITION BY r.request_id ORDER BY s.place) AS granted
    FROM running r CROSS JOIN LATERAL json_array_elements(r.shares) WITH ORDINALITY AS s(share, place)),
  calls AS (
    SELECT s.request_id, s.granted + x.closed AS before, s.held - x.closed AS held, sum(s.held - x.closed) OVER (ORDER BY s.place) AS upto
    FROM shares s CROSS JOIN LATERAL (SELECT COALESCE(sum(x.held_micro_credits), 0) AS closed
      FROM grant_holds x JOIN grants o ON o.id = x.grant_id WHERE x.request_id = s.request_id AND o.model_ids IS NULL) x
    WHERE s.purse = 'account')
  SELECT c.request_id, (c.before + greatest(least(c.upto, g.first) - (c.upto - c.held), 0))::bigint,
    (least(c.upto, g.first + g.remaining_micro_credits) - greatest(c.upto - c.held, g.first))::bigint
  FROM g JOIN calls c ON c.upto > g.first AND c.upto - c.held < g.first + g.remaining_micro_credits AND c.held > 0
  WHERE g.model_ids IS NULL AND g.remaining_micro_credits > 0
  UNION ALL
  SELECT s.request_id, (s.granted - s.held)::bigint, s.held FROM g JOIN shares s ON s.meter_id = g.meter_id AND s.held > 0
$$;
