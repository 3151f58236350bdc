import type pg from 'pg';
import { type Db, query, readTx } from '../../lib/sql.ts';
import type { Verification } from './schemas.ts';
import { type MoneyCheck, moneyChecks } from './verify-checks.ts';

/** Checks the invariants of the money on live data, all on one snapshot; changes nothing. */
export async function verify(db: pg.Pool): Promise<Verification> {
  return readTx(db, async (client) => {
    // Every row of the money is read: that may take longer than a page's statements may.
    await query(client, `SET LOCAL statement_timeout = '10min'`);
    const checks = [];
    for (const check of moneyChecks) checks.push(await runCheck(client, check));
    return { ok: checks.every(({ ok }) => ok), checks };
  });
}

async function runCheck(db: Db, { name, states, sql }: MoneyCheck) {
  const faults = await query<{ subject: string; count: bigint }>(
    db,
    `SELECT subject, count(*) OVER () AS count FROM (${sql}) faults LIMIT 3`,
  );
  const count = faults[0]?.count ?? 0n;
  const detail =
    count === 0n
      ? states
      : `Not so in ${count} ${count === 1n ? 'case' : 'cases'}: ${states} See ${faults.map(({ subject }) => subject).join(', ')}.`;
  return { name, ok: count === 0n, detail };
}
