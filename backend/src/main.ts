import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type App, type AppConfig } from './app.ts';
import { loadConfig } from './config.ts';
import { migrate } from './lib/migrations.ts';
import { StartupError } from './lib/startup-error.ts';
import { banner } from './startup/banner.ts';
import { loadSecrets } from './startup/data-folder.ts';
import { openDatabase, type Database } from './startup/database.ts';
import { completeFirstStart } from './startup/first-start.ts';
import { shutDownOnSignals } from './startup/shutdown.ts';

const envFile = fileURLToPath(new URL('../../.env', import.meta.url));
const portalDirectory = fileURLToPath(new URL('../../frontend/dist', import.meta.url));

/** Starts everything, or says in one paragraph why not and exits 1. */
async function main(): Promise<void> {
  if (existsSync(envFile)) process.loadEnvFile(envFile);
  const config = loadConfig(process.env);
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
    await serve({ ...config, databaseUrl: database.url, secretKey, portalDirectory }, database);
  } catch (error) {
    await database.stop();
    throw error;
  }
}

async function serve(config: AppConfig, database: Database): Promise<void> {
  await migrate(database.url);
  const app = await build(config);
  try {
    const firstStart = await completeFirstStart(app);
    const address = await listen(app, config);
    shutDownOnSignals(app, database);
    if (config.logLevel !== 'silent')
      console.log(
        banner({ address, publicUrl: config.publicUrl, adminEmail: config.adminEmail, firstStart }),
      );
  } catch (error) {
    await app.close();
    throw error;
  }
}

async function listen(app: App, { host, port }: AppConfig): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new StartupError(
        `Port ${port} on ${host} is taken by another program. Stop that program, or choose another port: PORT=8081 npm start.`,
      );
    if (code === 'EACCES')
      throw new StartupError(
        `This user may not listen on port ${port}. Choose a port above 1023: PORT=8080 npm start.`,
      );
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new StartupError(
        `HOST=${host} is no address of this machine. Use 127.0.0.1 for this machine only, 0.0.0.0 for all its addresses.`,
      );
    throw error;
  }
}

main().catch((error: unknown) => {
  if (error instanceof StartupError) console.error(`\n${error.message}\n`);
  else console.error(error);
  process.exit(1);
});
