import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type AppConfig } from './app.ts';
import { loadConfig } from './config.ts';
import { migrate } from './lib/migrations.ts';
import { StartupError } from './lib/startup-error.ts';
import { banner } from './startup/banner.ts';
import { addressFile, loadSecrets, writeJson } from './startup/data-folder.ts';
import { openDatabase, type Database } from './startup/database.ts';
import { printWithPassword } from './startup/first-password.ts';
import { completeFirstStart } from './startup/first-start.ts';
import { listen, requireFreeAddress } from './startup/listen.ts';
import { exitOnSignals, shutDownOnSignals } from './startup/shutdown.ts';

const envFile = fileURLToPath(new URL('../../.env', import.meta.url));
const portalDirectory = fileURLToPath(new URL('../../frontend/dist', import.meta.url));

/** Starts everything, or says in one paragraph why not and exits 1. */
async function main(): Promise<void> {
  const stopExiting = exitOnSignals();
  if (existsSync(envFile)) process.loadEnvFile(envFile);
  const port = await requireFreeAddress(loadConfig(process.env));
  const config = loadConfig({ ...process.env, PORT: String(port) });
  // With a database of one's own, config has made sure of the secret key, and nothing is generated.
  const secrets = config.databaseUrl && config.secretKey ? null : await loadSecrets(config.dataDir);
  const secretKey = config.secretKey ?? secrets?.secretKey ?? '';
  const database = await openDatabase({
    databaseUrl: config.databaseUrl,
    dataDir: config.dataDir,
    postgresPassword: secrets?.postgresPassword ?? '',
    log: (line) => config.logLevel !== 'silent' && console.log(line),
  });
  try {
    const journalDirectory = path.join(config.dataDir, 'journal');
    const appConfig = { ...config, databaseUrl: database.url, secretKey, portalDirectory, journalDirectory };
    const address = await serve(appConfig, database, stopExiting);
    if (!config.databaseUrl) await writeJson(config.dataDir, addressFile, { url: address });
  } catch (error) {
    await database.stop();
    throw error;
  }
}

/** Gives the address it listens at. */
async function serve(config: AppConfig, database: Database, stopExiting: () => void): Promise<string> {
  await migrate(database.url);
  const app = await build(config);
  try {
    // The portal's instances make the first admin: whoever looks for the password looks there.
    const isApi = config.role === 'all' || config.role === 'api';
    const firstStart = isApi ? await completeFirstStart(app) : undefined;
    const address = await listen(app, config);
    stopExiting();
    shutDownOnSignals(app, database);
    const print = (password?: string) => {
      if (config.logLevel !== 'silent') console.log(banner({ ...config, address, firstStart, password }));
    };
    await (firstStart ? printWithPassword(app, print) : print());
    return address;
  } catch (error) {
    await app.close();
    throw error;
  }
}

main().catch((error: unknown) => {
  if (error instanceof StartupError) console.error(`\n${error.message}\n`);
  else console.error(error);
  process.exit(1);
});
