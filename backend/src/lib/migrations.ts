import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import type pg from 'pg';
import { advisoryLocks } from './advisory-locks.ts';
import { StartupError } from './startup-error.ts';
import { createClient } from './sql.ts';

export const migrationsDirectory = fileURLToPath(new URL('../../migrations', import.meta.url));

/**
 * Brings the database to this code's schema. Instances that start together take turns.
 * @throws StartupError when the database has migrations this code does not know (it is newer than the code), or
 * when one fails.
 */
export async function migrate(url: string, log: (message: string) => void = () => {}): Promise<void> {
  const client = createClient(url, 'litemaas migrations');
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [advisoryLocks.migrations]);
    await refuseNewerDatabase(client);
    await runner({
      dbClient: client,
      dir: migrationsDirectory,
      direction: 'up',
      migrationsTable: 'migrations',
      noLock: true,
      log,
      verbose: false,
    });
  } catch (error) {
    throw error instanceof StartupError ? error : failed(error as Error);
  } finally {
    await client.end();
  }
}

async function refuseNewerDatabase(client: pg.Client): Promise<void> {
  const table = await client.query<{ name: string | null }>("SELECT to_regclass('migrations')::text AS name");
  if (!table.rows[0]?.name) return;
  const applied = await client.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
  const known = new Set(readdirSync(migrationsDirectory).map((file) => file.replace(/\.sql$/, '')));
  const unknown = applied.rows.map(({ name }) => name).filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new StartupError(
    `The database is newer than this version of LiteMaaS: it has had the migration ${unknown.join(', ')}, which this code does not know. ` +
      'Start the version that made it (or a later one), or restore a backup from before the upgrade.',
  );
}

function failed(cause: Error): StartupError {
  return new StartupError(
    `The database could not be given the tables of this version: ${cause.message}. The migration that failed has changed nothing. ` +
      'Check that the database is LiteMaaS’s own and that its user may create tables there, then start again.',
    { cause },
  );
}
