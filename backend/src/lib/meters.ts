import { type Db, queryOne } from './sql.ts';

/** Whose calls a meter counts, and from when to when (migration 0006). */
export type MeterOwner = {
  /** Null where calls of all accounts move it. */
  accountId: string | null;
  scope: string;
  scopeId: string;
  period?: 'total' | 'month' | 'week' | 'day';
  timeZone?: string;
  /** The day a week (1 = Monday) or month starts on. */
  anchorDay?: number;
};

/** The id of a meter, made where it is missing; its limits are left as they are. */
export async function openMeter(db: Db, owner: MeterOwner): Promise<bigint> {
  const { accountId, scope, scopeId, period = 'total', timeZone = 'UTC', anchorDay = 1 } = owner;
  const row = await queryOne<{ id: bigint }>(db, 'SELECT open_meter($1, $2, $3, $4, $5, $6) AS id', [
    accountId,
    scope,
    scopeId,
    period,
    timeZone,
    anchorDay,
  ]);
  return (row as { id: bigint }).id;
}
