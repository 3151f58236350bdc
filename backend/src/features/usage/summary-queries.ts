import { type Db, query, queryOne } from '../../lib/sql.ts';
import { filterValues, type UsageFilter, usageWhere } from './queries.ts';
import type { Outcome } from './schemas.ts';

export type GroupWord = 'hour' | 'day' | 'model' | 'key' | 'project' | 'outcome';

type Sums = {
  requests: bigint;
  errors: bigint;
  input_tokens: bigint;
  output_tokens: bigint;
  cost_micro_credits: bigint;
};
export type TotalsRow = Sums & { average_latency_ms: number | null };
export type GroupRow = Sums & {
  hour?: Date;
  day?: string;
  model_id?: string;
  model_name?: string;
  key_id?: string | null;
  key_name?: string | null;
  project_id?: string;
  project_name?: string | null;
  outcome?: Outcome;
};

const sums = `count(*) AS requests, count(*) FILTER (WHERE u.outcome IN ('error', 'orphaned')) AS errors,
  COALESCE(sum(u.input_tokens), 0)::bigint AS input_tokens,
  COALESCE(sum(u.output_tokens), 0)::bigint AS output_tokens,
  COALESCE(sum(u.cost_micro_credits), 0)::bigint AS cost_micro_credits`;

/** Sums of one period. An orphaned call has no measured latency: nobody saw its end. */
export async function sumUsage(db: Db, accountId: string, filter: UsageFilter): Promise<TotalsRow> {
  const row = await queryOne<TotalsRow>(
    db,
    `SELECT ${sums},
       round(avg(u.latency_ms) FILTER (WHERE u.outcome <> 'orphaned'))::integer AS average_latency_ms
     FROM rated_usage u WHERE ${usageWhere}`,
    [accountId, ...filterValues(filter)],
  );
  return row!;
}

/** What each word selects and groups by; $7 is the time zone of the hours and days. */
const groups: Record<GroupWord, { select: string; by: string }> = {
  hour: { select: `date_trunc('hour', u.created_at, $7) AS hour`, by: 'hour' },
  day: { select: `to_char(u.created_at AT TIME ZONE $7, 'YYYY-MM-DD') AS day`, by: 'day' },
  model: { select: 'u.model_id, max(u.model_name) AS model_name', by: 'u.model_id' },
  key: { select: 'u.key_id, k.name AS key_name', by: 'u.key_id, k.name' },
  project: { select: 'u.project_id, p.name AS project_name', by: 'u.project_id, p.name' },
  outcome: { select: 'u.outcome', by: 'u.outcome' },
};

/** Sums by one or two words: hours or days in order, then the dearest first. */
export function groupUsage(
  db: Db,
  accountId: string,
  filter: UsageFilter,
  words: GroupWord[],
  timeZone: string,
): Promise<GroupRow[]> {
  const times = words.filter((word) => word === 'hour' || word === 'day');
  const order = [...times, 'cost_micro_credits DESC'].join(', ');
  return query(
    db,
    `SELECT ${words.map((word) => groups[word].select).join(', ')}, ${sums}
     FROM rated_usage u
     LEFT JOIN api_keys k ON k.id = u.key_id
     LEFT JOIN projects p ON p.id = u.project_id
     WHERE ${usageWhere} AND $7::text IS NOT NULL
     GROUP BY ${words.map((word) => groups[word].by).join(', ')}
     ORDER BY ${order}, requests DESC`,
    [accountId, ...filterValues(filter), timeZone],
  );
}
