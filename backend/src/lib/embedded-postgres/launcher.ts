import { join, resolve } from 'node:path';

import { findNativeDir } from './binaries.ts';
import { prepareCluster } from './cluster.ts';
import { ensureDatabase, urlOf } from './connect.ts';
import { chooseHome } from './home.ts';
import { acquireLock } from './lock.ts';
import { prepareProgram } from './program.ts';
import { startServer } from './start-server.ts';
import { superviseServer } from './supervise.ts';

export type EmbeddedPostgresOptions = {
  /** Folder that will hold `postgres/`; created when missing. */
  dataDir: string;
  /** Password of the only database user; random, without line breaks, kept by the caller. */
  password: string;
  /** PostgreSQL settings by name, e.g. `{ fsync: 'off' }`. */
  settings?: Record<string, string>;
  log?: (line: string) => void;
  /** Created when missing; default `litemaas`. */
  database?: string;
};

export type EmbeddedPostgres = {
  /** `postgresql://litemaas:<password>@127.0.0.1:<port>/<database>`; stays valid until `stop`. */
  url: string;
  /** Ends the server in order and frees the data folder; may be called again. */
  stop: () => Promise<void>;
};

/**
 * Starts PostgreSQL 18 in a data folder, creating the database at first, and keeps it running until
 * `stop`. Throws a StartupError with one paragraph for the person at the terminal when that cannot be.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { password, settings = {}, log = () => undefined, database = 'litemaas' } = options;
  const nativeDir = findNativeDir();
  const home = await chooseHome(resolve(options.dataDir), log);
  const releaseLock = await acquireLock(join(home.homeDir, 'postgres.lock'), log);
  try {
    const program = await prepareProgram(nativeDir, home.homeDir, home.account, log);
    await prepareCluster(program, home, password, settings['fsync'] !== 'off');
    const setup = { program, home, password, settings, log };
    const first = await startServer(setup);
    const supervised = superviseServer(setup, first);
    const stop = once(async () => {
      await supervised.stop();
      releaseLock();
    });
    await ensureDatabase({ port: first.port, password }, database).catch(async (error: unknown) => {
      await stop();
      throw error;
    });
    return { url: urlOf({ port: first.port, password }, database), stop };
  } catch (error) {
    releaseLock();
    throw error;
  }
}

/** Two callers that stop at the same time wait for the same end. */
function once(work: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined;
  return () => (result ??= work());
}
