import type pg from 'pg';
import { byItself, recordAudit } from '../../lib/audit.ts';
import { correctUsage } from '../../lib/correct-usage.ts';
import { formatCredits } from '../../lib/credits.ts';
import { query, queryOne, txOn } from '../../lib/sql.ts';
import type { UsageRecord } from './items.ts';
import { countAsReRated, findReRatingOf, lateCost } from './late-cost.ts';

/** Why such calls were corrected. */
export const lateReason = 'Settled for its input while it still ran; this is what it came to';

/**
 * Books what a call came to that a sweeper had given up and settled: its record stays, its cost is corrected, once,
 * whoever comes with it and however often. A record that is not a sweeper's is the call's own. Where a re-rating has put
 * its price right meanwhile, that one counts.
 */
export function bookLate(
  lane: pg.Client,
  usage: UsageRecord,
): Promise<'corrected' | 'settled' | 'no record'> {
  return txOn(lane, async (client) => {
    await planFreely(client);
    const record = await lockRecord(client, usage.requestId);
    if (!record) return 'no record';
    if (usage.outcome === 'orphaned' || record.outcome !== 'orphaned') return 'settled';
    if (!(await keepUsage(client, usage))) return 'settled';
    const reRating = await findReRatingOf(client, usage);
    const costMicroCredits = lateCost(usage, reRating);
    await correctUsage(client, usage.requestId, costMicroCredits, lateReason);
    if (reRating) await countAsReRated(client, usage, reRating, costMicroCredits);
    await recordAudit(client, {
      ...byItself,
      action: 'credits.correct',
      targetType: 'usage',
      targetId: usage.requestId,
      accountId: usage.accountId,
      details: {
        from: formatCredits(record.cost_micro_credits),
        to: formatCredits(costMicroCredits),
        outcome: usage.outcome,
        inputTokens: usage.inputTokens.toString(),
        outputTokens: usage.outputTokens.toString(),
        reason: lateReason,
      },
    });
    return 'corrected';
  });
}

/** Lanes are bound to plans and waits that suit batches. */
const planFreely = (client: pg.Client) =>
  client.query(
    ['enable_hashjoin', 'enable_mergejoin', 'enable_seqscan', 'plan_cache_mode', 'lock_timeout']
      .map((setting) => `SET LOCAL ${setting} TO DEFAULT`)
      .join(';'),
  );

/** The call's record, kept from others who come with the same call. */
const lockRecord = (client: pg.Client, requestId: string) =>
  queryOne<{ outcome: string; cost_micro_credits: bigint }>(
    client,
    'SELECT outcome, cost_micro_credits FROM usage_records WHERE request_id = $1 FOR UPDATE',
    [requestId],
  );

/** What it came to, for re-ratings; false when somebody has been here with it before. */
async function keepUsage(client: pg.Client, usage: UsageRecord): Promise<boolean> {
  const rows = await query(
    client,
    `INSERT INTO late_usage (request_id, input_tokens, cached_input_tokens, output_tokens, token_details, charged)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (request_id) DO NOTHING RETURNING request_id`,
    [
      usage.requestId,
      usage.inputTokens,
      usage.cachedInputTokens,
      usage.outputTokens,
      usage.tokenDetails,
      usage.charged,
    ],
  );
  return rows.length > 0;
}
