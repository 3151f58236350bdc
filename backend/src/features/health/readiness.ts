import { readdirSync } from 'node:fs';
import type pg from 'pg';
import { migrationsDirectory } from '../../lib/migrations.ts';

/** An answer that takes longer is no answer: whoever asks wants to know now. */
const timeLimitMs = 800;
const noSuchTable = '42P01';

export type Check = { name: string; ok: boolean; detail: string };

const knownMigrations = readdirSync(migrationsDirectory)
  .filter((file) => file.endsWith('.sql'))
  .map((file) => file.replace(/\.sql$/, ''))
  .sort();

/** Whether the database answers and has this code's schema; takes a second at most. Anybody may read the details. */
export async function checkReadiness(db: pg.Pool): Promise<Check[]> {
  const applied = await withinLimit(appliedMigrations(db)).catch(() => undefined);
  if (!applied) {
    return [
      { name: 'database', ok: false, detail: `The database did not answer within ${timeLimitMs} ms.` },
      { name: 'migrations', ok: false, detail: 'Not known while the database does not answer.' },
    ];
  }
  const missing = knownMigrations.filter((name) => !applied.has(name));
  const detail = missing.length === 0 ? 'All migrations are applied.' : `Not applied: ${missing.join(', ')}.`;
  return [
    { name: 'database', ok: true, detail: 'The database answers.' },
    { name: 'migrations', ok: missing.length === 0, detail },
  ];
}

async function appliedMigrations(db: pg.Pool): Promise<Set<string>> {
  // Besides ours the statement has a time limit of its own, so that the pool gets its connection back.
  const statement = { text: 'SELECT name FROM migrations', query_timeout: timeLimitMs };
  try {
    return new Set((await db.query<{ name: string }>(statement)).rows.map(({ name }) => name));
  } catch (error) {
    if ((error as { code?: string }).code === noSuchTable) return new Set();
    throw error;
  }
}

async function withinLimit<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('too late')), timeLimitMs);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
