import { startEmbeddedPostgres } from '../lib/embedded-postgres/index.ts';
import { createClient } from '../lib/sql.ts';
import { StartupError } from '../lib/startup-error.ts';

const oldestMajor = 15;

/** A database that answers. `stop` ends it where it is ours to end. */
export type Database = { url: string; stop: () => Promise<void> };

/** The PostgreSQL that DATABASE_URL names, or the embedded one. @throws StartupError */
export async function openDatabase(options: {
  databaseUrl: string | undefined;
  dataDir: string;
  postgresPassword: string;
  log: (line: string) => void;
}): Promise<Database> {
  const { databaseUrl, dataDir, postgresPassword: password, log } = options;
  if (!databaseUrl) return startEmbeddedPostgres({ dataDir, password, log });
  await checkOutsideDatabase(databaseUrl);
  return { url: databaseUrl, stop: async () => {} };
}

async function checkOutsideDatabase(url: string): Promise<void> {
  const client = createClient(url, 'litemaas start');
  try {
    await client.connect();
    const { rows } = await client.query<{ major: number }>(
      "SELECT current_setting('server_version_num')::int / 10000 AS major",
    );
    const major = rows[0]?.major ?? 0;
    if (major < oldestMajor)
      throw new StartupError(`The database is PostgreSQL ${major}; LiteMaaS needs ${oldestMajor} or later.`);
  } catch (error) {
    if (error instanceof StartupError) throw error;
    const { message, code } = error as { message: string; code?: string };
    throw new StartupError(
      `The database that DATABASE_URL names cannot be used: ${message || code}. Check that PostgreSQL runs there and that host, port, user, password and database name are right, or unset DATABASE_URL to use the embedded one.`,
    );
  } finally {
    await client.end().catch(() => {});
  }
}
