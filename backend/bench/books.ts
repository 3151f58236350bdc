import type pg from 'pg';
import { verify } from '../src/features/credits/verify.ts';
import { costPerCallMicroCredits } from './seed.ts';

/**
 * Proves that all money was on: the books know exactly the calls that were answered, each charged once, and
 * everything that `npm run verify` asks is so.
 */
export async function checkBooks(db: pg.Pool, answeredCalls: number): Promise<void> {
  const { rows } = await db.query<{ calls: bigint; cost: string; used: string }>(
    `SELECT count(*) AS calls, COALESCE(sum(cost_micro_credits), 0)::text AS cost,
       (SELECT COALESCE(sum(credits_used), 0)::text FROM meters WHERE scope = 'account' AND period = 'total') AS used
     FROM usage_records WHERE outcome = 'success'`,
  );
  const { calls, cost, used } = rows[0] ?? {};
  const expected = (BigInt(answeredCalls) * costPerCallMicroCredits).toString();
  if (Number(calls) !== answeredCalls || cost !== expected || used !== expected)
    throw new Error(
      `${answeredCalls} calls were answered, but the books know of ${calls}, at ${cost} of ${expected} (${used} taken from balances)`,
    );
  const { checks } = await verify(db);
  const faults = checks.filter(({ ok }) => !ok);
  if (faults.length > 0)
    throw new Error(`the books are wrong: ${faults.map(({ detail }) => detail).join(' ')}`);
}
