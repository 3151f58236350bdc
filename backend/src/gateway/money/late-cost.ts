import type { Static } from '@sinclair/typebox';
import type pg from 'pg';
import { costMicroCredits, toPrice } from '../../lib/call-cost.ts';
import { correctCalls } from '../../lib/correct-usage.ts';
import { parsePrices, type Prices } from '../../lib/prices.ts';
import { queryOne } from '../../lib/sql.ts';
import { tokenCountsOf } from '../../lib/token-counts.ts';
import type { UsageRecord } from './items.ts';

/** Prices of a past period that were put right. */
export type ReRating = { id: string; prices: Static<typeof Prices>; reason: string };

/** The re-rating that a call falls under, if there is one; none begins until the transaction ends. */
export async function findReRatingOf(
  client: pg.Client,
  { modelId, createdAtMs }: UsageRecord,
): Promise<ReRating | undefined> {
  await client.query('SELECT FROM models WHERE id = $1 FOR SHARE', [modelId]);
  return queryOne(
    client,
    `SELECT id, prices, reason FROM re_ratings
     WHERE model_id = $1 AND from_at <= to_timestamp($2::bigint / 1000.0) AND to_at > to_timestamp($2::bigint / 1000.0)`,
    [modelId, createdAtMs],
  );
}

/** What a call costs: by its own price, unless that was put right. */
export function lateCost(usage: UsageRecord, reRating: ReRating | undefined): bigint {
  if (!usage.charged || !reRating) return usage.costMicroCredits;
  const tokens = tokenCountsOf({
    input_tokens: usage.inputTokens,
    cached_input_tokens: usage.cachedInputTokens,
    output_tokens: usage.outputTokens,
    token_details:
      usage.tokenDetails === null ? null : (JSON.parse(usage.tokenDetails) as Record<string, number>),
  });
  return costMicroCredits(toPrice(0n, parsePrices(reRating.prices)), tokens);
}

/** Keeps a re-rating that is being applied from pricing the call once more by what it was thought to be. */
export function countAsReRated(
  client: pg.Client,
  { accountId, requestId }: UsageRecord,
  { id, reason }: ReRating,
  newCostMicroCredits: bigint,
): Promise<void> {
  return correctCalls(client, { accountId, reRatingId: id, reason }, [{ requestId, newCostMicroCredits }]);
}
