import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Config, loadConfig } from './config.ts';
import { verify } from './features/credits/verify.ts';
import { createPool } from './lib/sql.ts';
import { StartupError } from './lib/startup-error.ts';
import { addressFile, loadSecrets, readJson } from './startup/data-folder.ts';
import { type Database, openDatabase } from './startup/database.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const noSuchTable = '42P01';

/** `npm run verify`: one line per check of the money, in the database that `npm start` would use. Exits 1 when one fails. */
async function main(): Promise<void> {
  // npm runs this in the workspace, but relative folders are meant from where `npm start` runs.
  process.chdir(root);
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = loadConfig(process.env);
  const database = config.databaseUrl ? await openOutside(config) : await openEmbedded(config);
  try {
    if (!(await report(database.url))) process.exitCode = 1;
  } finally {
    await database.stop();
  }
}

async function report(url: string): Promise<boolean> {
  const pool = createPool(url, 'litemaas verify', { max: 1 });
  try {
    const { ok, checks } = await verify(pool);
    for (const check of checks)
      console.log(`${check.ok ? 'ok    ' : 'FAULT '} ${check.name.padEnd(28)} ${check.detail}`);
    return ok;
  } catch (error) {
    if ((error as { code?: string }).code !== noSuchTable) throw error;
    throw new StartupError(
      'The database does not have the tables of this version. Start LiteMaaS once, which makes them.',
    );
  } finally {
    await pool.end();
  }
}

function openOutside({ databaseUrl, dataDir }: Config): Promise<Database> {
  return openDatabase({ databaseUrl, dataDir, postgresPassword: '', log: () => {} });
}

/** Starts the embedded database for the time of the check; a server that runs has it to itself. */
async function openEmbedded({ dataDir }: Config): Promise<Database> {
  if (!existsSync(path.join(dataDir, 'secrets.json')))
    throw new StartupError(
      `There is no LiteMaaS in ${dataDir} to verify. Start it once, or set DATABASE_URL.`,
    );
  const { postgresPassword } = await loadSecrets(dataDir);
  try {
    return await openDatabase({ databaseUrl: undefined, dataDir, postgresPassword, log: () => {} });
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    const address = (await readJson(dataDir, addressFile))?.url;
    if (!address) throw error;
    throw new StartupError(
      `${error.message} The embedded database of a LiteMaaS that runs can only be verified by itself: ask it with GET ${address}/api/v1/admin/verify as an admin, or press "Run the check" on the admin's overview.`,
    );
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof StartupError ? `\n${error.message}\n` : error);
  process.exitCode = 1;
});
