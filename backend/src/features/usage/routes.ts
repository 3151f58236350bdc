import { type Static, Type } from '@sinclair/typebox';
import type { App } from '../../app.ts';
import { errors } from '../../errors.ts';
import { accountParams } from '../../lib/account-params.ts';
import { formatCredits } from '../../lib/credits.ts';
import { decodeTimeCursor, toPage } from '../../lib/pages.ts';
import { pricesOfRow } from '../../lib/price-rows.ts';
import { formatPrices } from '../../lib/prices.ts';
import { Page, replies } from '../../lib/schemas.ts';
import { toUsageCall } from './decision.ts';
import { filterOf } from './filter.ts';
import { findRouting, findUsage, listUsage, type UsageRow } from './queries.ts';
import { Summary, SummaryQuery, UsageParams, UsageCall, UsageQuery, UsageRecord } from './schemas.ts';
import { summarise } from './summarise.ts';

const shared = { tags: ['Usage'], security: [{ accessToken: [] }] };

/** Finished calls of an account, one by one and summed: for its members and, of any account, for admins. */
export async function usageReadRoutes(app: App): Promise<void> {
  app.get(
    '/usage',
    {
      schema: {
        ...shared,
        summary: 'List usage records',
        description: 'Finished calls of the account, the newest first, with the price they were rated by.',
        params: Type.Object(accountParams),
        querystring: UsageQuery,
        response: replies({ 200: Page(UsageRecord) }),
      },
    },
    async ({ account, query }) => {
      const after = decodeTimeCursor(query.cursor);
      const found = await listUsage(app.db, account.id, filterOf(query), query.limit, after);
      const page = toPage(found, query.limit, (row) => [row.cursor_at, row.request_id]);
      return { data: page.rows.map(toUsageRecord), nextCursor: page.nextCursor };
    },
  );

  app.get(
    '/usage/summary',
    {
      schema: {
        ...shared,
        summary: 'Summarise usage',
        description:
          'Sums of the calls from `from` to `to` (default: the last 7 days; at most 400 days) by one or two words, the totals, and the totals of the period of the same length before. Hours and days are those of timeZone. errors counts calls that failed or lost their instance; successRate is the rest; averageLatencyMs leaves out calls whose end nobody measured.',
        params: Type.Object(accountParams),
        querystring: SummaryQuery,
        response: replies({ 200: Summary }),
      },
    },
    async ({ account, query }) => summarise(app.db, account.id, query, new Date()),
  );

  app.get(
    '/usage/:requestId',
    {
      schema: {
        ...shared,
        summary: 'Get a usage record',
        description:
          'One finished call of the account by its request id, with how it found its way where that is worth telling.',
        params: UsageParams,
        response: replies({ 200: UsageCall }),
      },
    },
    async ({ account, caller, params }) => {
      const row = await findUsage(app.db, account.id, params.requestId);
      if (!row) throw errors.notFound('There is no such call.');
      return toUsageCall(
        toUsageRecord(row),
        await findRouting(app.db, row.request_id),
        caller.role !== 'user',
      );
    },
  );
}

function toUsageRecord(row: UsageRow): Static<typeof UsageRecord> {
  return {
    id: row.request_id,
    requestId: row.request_id,
    createdAt: row.created_at.toISOString(),
    keyId: row.key_id,
    userId: row.user_id,
    projectId: row.project_id,
    modelId: row.model_id,
    modelName: row.model_name,
    providerName: row.provider_name,
    surface: row.surface,
    stream: row.stream,
    status: row.status,
    outcome: row.outcome,
    errorCode: row.error_code,
    inputTokens: row.input_tokens,
    cachedInputTokens: row.cached_input_tokens,
    outputTokens: row.output_tokens,
    tokenDetails: row.token_details,
    estimated: row.estimated,
    costCredits: formatCredits(row.corrected_micro_credits ?? row.cost_micro_credits),
    correction: row.corrected_at && {
      originalCostCredits: formatCredits(row.cost_micro_credits),
      reason: row.correction_reason ?? '',
      correctedAt: row.corrected_at.toISOString(),
    },
    heldCredits: formatCredits(row.hold_micro_credits),
    price: row.corrected_prices ?? formatPrices(pricesOfRow(row)),
    latencyMs: row.outcome === 'orphaned' ? null : row.latency_ms,
    firstTokenMs: row.first_token_ms,
    // All other answers came from a provider.
    cacheHit: row.outcome === 'success' && row.provider_name === null,
  };
}
