import type { Static } from '@sinclair/typebox';
import type { CallDecision } from '../../lib/call-decisions.ts';
import { cursorTime } from '../../lib/pages.ts';
import { type PriceColumns, selectPrice } from '../../lib/price-rows.ts';
import type { Prices } from '../../lib/prices.ts';
import { type Db, query, queryOne } from '../../lib/sql.ts';
import type { Outcome, TokenDetails } from './schemas.ts';

export type UsageRow = PriceColumns & {
  request_id: string;
  created_at: Date;
  cursor_at: string;
  key_id: string | null;
  user_id: string | null;
  project_id: string;
  model_id: string;
  model_name: string;
  provider_name: string | null;
  surface: string;
  stream: boolean;
  status: number;
  outcome: Outcome;
  error_code: string | null;
  input_tokens: bigint;
  cached_input_tokens: bigint;
  output_tokens: bigint;
  token_details: Static<typeof TokenDetails> | null;
  estimated: boolean;
  cost_micro_credits: bigint;
  hold_micro_credits: bigint;
  latency_ms: number;
  first_token_ms: number | null;
  /** What it costs after all; null: what the record says. */
  corrected_micro_credits: bigint | null;
  correction_reason: string | null;
  corrected_at: Date | null;
  /** Those that it was corrected to. */
  corrected_prices: Static<typeof Prices> | null;
};

const selectUsage = `
  SELECT u.request_id, u.created_at, ${cursorTime('u.created_at')} AS cursor_at, u.key_id, u.user_id, u.project_id, u.model_id,
    u.model_name, u.provider_name, u.surface, u.stream, u.status, u.outcome, u.error_code, u.input_tokens,
    u.cached_input_tokens, u.output_tokens, u.token_details, u.estimated, u.cost_micro_credits, u.hold_micro_credits,
    u.latency_ms, u.first_token_ms, c.new_cost_micro_credits AS corrected_micro_credits, c.reason AS correction_reason,
    c.created_at AS corrected_at, c.prices AS corrected_prices, ${selectPrice('p')}
  FROM usage_records u LEFT JOIN model_prices p ON p.id = u.price_id
  LEFT JOIN LATERAL (
    SELECT c.new_cost_micro_credits, c.reason, c.created_at, r.prices
    FROM usage_corrections c LEFT JOIN re_ratings r ON r.id = c.re_rating_id
    WHERE c.request_id = u.request_id AND c.new_cost_micro_credits <> c.old_cost_micro_credits
    ORDER BY c.id DESC LIMIT 1) c ON true`;

export type UsageFilter = {
  from: Date | null;
  to: Date | null;
  modelId: string | null;
  keyId: string | null;
  outcome: Outcome | null;
};

/** The filter's part of a WHERE: $1 is the account, $2 to $6 the filter. */
export const usageWhere = `u.account_id = $1
  AND ($2::timestamptz IS NULL OR u.created_at >= $2) AND ($3::timestamptz IS NULL OR u.created_at < $3)
  AND ($4::text IS NULL OR u.model_id = $4) AND ($5::text IS NULL OR u.key_id = $5)
  AND ($6::text IS NULL OR u.outcome = $6)`;

/** The parameters of `usageWhere` after the account. */
export function filterValues(filter: UsageFilter): unknown[] {
  return [filter.from, filter.to, filter.modelId, filter.keyId, filter.outcome];
}

/** Newest first, one row more than `limit`; `after` is [cursor_at, request_id] of the last one shown. */
export function listUsage(
  db: Db,
  accountId: string,
  filter: UsageFilter,
  limit: number,
  after: string[] | undefined,
): Promise<UsageRow[]> {
  return query(
    db,
    `${selectUsage} WHERE ${usageWhere}
       AND ($7::timestamptz IS NULL OR (u.created_at, u.request_id) < ($7::timestamptz, $8::text))
     ORDER BY u.created_at DESC, u.request_id DESC LIMIT $9`,
    [accountId, ...filterValues(filter), after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
}

export function findUsage(db: Db, accountId: string, requestId: string): Promise<UsageRow | undefined> {
  return queryOne(db, `${selectUsage} WHERE u.account_id = $1 AND u.request_id = $2`, [accountId, requestId]);
}

export type RoutingRow = {
  decision: CallDecision | null;
  fallback_id: string | null;
  keeps_texts: boolean;
};

/** How a call found its way, the call that answered in its place where one did, and whether its texts are kept. */
export async function findRouting(db: Db, requestId: string): Promise<RoutingRow> {
  const row = await queryOne<RoutingRow>(
    db,
    `SELECT r.decision, f.request_id AS fallback_id,
       EXISTS (SELECT FROM kept_texts k WHERE k.request_id = c.id AND k.expires_at > now()) AS keeps_texts
     FROM (SELECT $1::text AS id) c
     LEFT JOIN call_routings r ON r.request_id = c.id
     LEFT JOIN call_routings f ON f.asked_request_id = c.id LIMIT 1`,
    [requestId],
  );
  return row ?? { decision: null, fallback_id: null, keeps_texts: false };
}
