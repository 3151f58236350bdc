import type { Static } from '@sinclair/typebox';
import { formatCredits } from '../../lib/credits.ts';
import { invalidQuery } from '../../lib/query-times.ts';
import type { Db } from '../../lib/sql.ts';
import { isTimeZone } from '../../lib/time-zones.ts';
import { filterOf } from './filter.ts';
import type { Summary, SummaryQuery } from './schemas.ts';
import { type GroupRow, groupUsage, type GroupWord, sumUsage, type TotalsRow } from './summary-queries.ts';

const dayMs = 86_400_000;
const defaultDays = 7;
const mostDays = 400;

/** Groups, totals and the totals of the period before. Without times: the last 7 days. @throws invalid_request. */
export async function summarise(
  db: Db,
  accountId: string,
  query: SummaryQuery,
  now: Date,
): Promise<Static<typeof Summary>> {
  const words = groupWords(query.groupBy);
  requireTimeZone(query.timeZone);
  const asked = filterOf(query);
  const to = asked.to ?? now;
  const from = asked.from ?? new Date(to.getTime() - defaultDays * dayMs);
  if (from >= to) throw invalidQuery('/from', 'must be before to');
  if (to.getTime() - from.getTime() > mostDays * dayMs)
    throw invalidQuery('/from', `must be at most ${mostDays} days before to`);
  const period = { ...asked, from, to };
  const before = { ...asked, from: new Date(2 * from.getTime() - to.getTime()), to: from };
  const rows = await groupUsage(db, accountId, period, words, query.timeZone);
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    data: rows.map(toGroup),
    totals: toTotals(await sumUsage(db, accountId, period)),
    previous: toTotals(await sumUsage(db, accountId, before)),
  };
}

function groupWords(text: string): GroupWord[] {
  const words = text.split(',') as GroupWord[];
  if (words[0] === words[1]) throw invalidQuery('/groupBy', 'names the same word twice');
  return words;
}

/** Names only: an offset such as +03:00 means the opposite to the database. */
function requireTimeZone(timeZone: string): void {
  if (!isTimeZone(timeZone)) throw invalidQuery('/timeZone', 'is not an IANA time zone, such as Asia/Kuwait');
}

function toGroup(row: GroupRow): Static<typeof Summary>['data'][number] {
  return {
    ...(row.hour !== undefined && { hour: row.hour.toISOString() }),
    ...(row.day !== undefined && { day: row.day }),
    ...(row.model_id !== undefined && { modelId: row.model_id, modelName: row.model_name }),
    ...(row.key_id !== undefined && { keyId: row.key_id, keyName: row.key_name }),
    ...(row.project_id !== undefined && { projectId: row.project_id, projectName: row.project_name }),
    ...(row.outcome !== undefined && { outcome: row.outcome }),
    requests: row.requests,
    errors: row.errors,
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    costCredits: formatCredits(row.cost_micro_credits),
  };
}

function toTotals(row: TotalsRow): Static<typeof Summary>['totals'] {
  return {
    requests: row.requests,
    errors: row.errors,
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    costCredits: formatCredits(row.cost_micro_credits),
    averageLatencyMs: row.average_latency_ms,
    successRate: row.requests === 0n ? null : 1 - Number(row.errors) / Number(row.requests),
  };
}
