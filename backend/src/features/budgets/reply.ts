import { formatAmount } from '../../lib/meter-standings.ts';
import type { BudgetRow, WindowRow } from './queries.ts';
import type { Budget } from './schemas.ts';

const never = 9_223_372_036_854_775_807n;

/** A budget as the API shows it. */
export function toBudget(row: BudgetRow): Budget {
  const show = (amount: bigint) => formatAmount(row.unit, amount);
  const limit = row.raised_amount ?? row.limit_amount;
  const left = limit - row.used - row.held;
  const percentage = (row.used * 100n) / limit;
  return {
    id: row.id,
    scope: row.scope,
    scopeId: row.scope_id,
    scopeName: row.scope_name,
    name: row.name,
    unit: row.unit,
    limit: show(row.limit_amount),
    temporaryIncrease:
      row.raised_amount === null || row.raised_until === null
        ? null
        : { limit: show(row.raised_amount), until: row.raised_until.toISOString() },
    period: row.period,
    timeZone: row.time_zone,
    weekStartsOn: row.period === 'week' ? row.anchor_day : null,
    anchorDay: row.period === 'month' ? row.anchor_day : null,
    thresholds: row.thresholds,
    onExceed: row.on_exceed,
    fallbackModelId: row.fallback_model_id,
    used: show(row.used),
    held: show(row.held),
    remaining: show(left > 0n ? left : 0n),
    percentage: Number(percentage),
    status: statusOf(row, percentage),
    windowStart: timeOf(row.starts_ms),
    windowEnd: timeOf(row.ends_ms),
    resetAt: row.since_ms > row.starts_ms ? timeOf(row.since_ms) : null,
    pendingIncreaseRequests: row.pending_requests,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

function statusOf({ thresholds }: BudgetRow, percentage: bigint): Budget['status'] {
  if (percentage >= 100n) return 'exceeded';
  const [first] = thresholds;
  return first !== undefined && percentage >= BigInt(first) ? 'warning' : 'ok';
}

/** A moment of the windows; null where they have no such end. */
function timeOf(milliseconds: bigint): string | null {
  return milliseconds === 0n || milliseconds === never ? null : new Date(Number(milliseconds)).toISOString();
}

/** The windows of now and next. */
export function toPreview(
  { starts_ms: startsMs, resets }: WindowRow,
  period: Budget['period'],
  timeZone: string,
) {
  return {
    period,
    timeZone,
    windowStart: timeOf(startsMs),
    resets: resets.map((reset) => new Date(Number(reset)).toISOString()),
  };
}
