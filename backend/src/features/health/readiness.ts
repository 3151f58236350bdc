import { readdirSync } from 'node:fs';
import type pg from 'pg';
import { migrationsDirectory } from '../../lib/migrations.ts';

/** An answer that takes longer is no answer: whoever asks wants to know now. */
const timeLimitMs = 800;

export type Check = { name: string; ok: boolean; detail: string };

/** Whether the database answers and has this code's schema; takes a second at most. */
export async function checkReadiness(db: pg.Pool): Promise<Check[]> {
  const applied = await withinLimit(appliedMigrations(db)).catch(
    (error: unknown) => (error as Error).message,
  );
  if (typeof applied === 'string') {
    return [
      { name: 'database', ok: false, detail: applied || 'The database does not answer.' },
      { name: 'migrations', ok: false, detail: 'Not known while the database does not answer.' },
    ];
  }
  const missing = knownMigrations.filter((name) => !applied.has(name));
  return [
    { name: 'database', ok: true, detail: 'The database answers.' },
    {
      name: 'migrations',
      ok: missing.length === 0,
      detail: missing.length === 0 ? 'All migrations are applied.' : `Not applied: ${missing.join(', ')}.`,
    },
  ];
}

const knownMigrations = readdirSync(migrationsDirectory)
  .filter((file) => file.endsWith('.sql'))
  .map((file) => file.replace(/\.sql$/, ''))
  .sort();

async function appliedMigrations(db: pg.Pool): Promise<Set<string>> {
  // Besides ours the statement has a time limit of its own, so that the pool gets its connection back.
  const statement = { text: 'SELECT name FROM migrations', query_timeout: timeLimitMs };
  const { rows } = await db.query<{ name: string }>(statement);
  return new Set(rows.map(({ name }) => name));
}

async function withinLimit<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`The database did not answer within ${timeLimitMs} ms.`)),
      timeLimitMs,
    );
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
