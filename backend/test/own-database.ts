import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findNativeDir } from '../src/lib/embedded-postgres/binaries.ts';
import { prepareCluster } from '../src/lib/embedded-postgres/cluster.ts';
import { ensureDatabase, urlOf } from '../src/lib/embedded-postgres/connect.ts';
import { chooseHome } from '../src/lib/embedded-postgres/home.ts';
import { prepareProgram } from '../src/lib/embedded-postgres/program.ts';
import { startServer } from '../src/lib/embedded-postgres/start-server.ts';
import { migrate } from '../src/lib/migrations.ts';

/** A PostgreSQL of a test's own, which it may kill. */
export type OwnDatabase = {
  url: string;
  /** Ends the server on the spot; it is there again, on the same port, when this resolves. */
  crash(signal: 'SIGKILL' | 'SIGQUIT'): Promise<void>;
  close(): Promise<void>;
};

/** What it says it has committed is in the hands of the system, and outlives a kill, though not a power cut. */
const settings = { fsync: 'off', synchronous_commit: 'on', max_connections: '400' };

/** Starts one, migrated. Nobody starts it anew when it dies but `crash`, so that nobody waits longer each time. */
export async function startOwnDatabase(): Promise<OwnDatabase> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'litemaas-own-database-'));
  const password = 'test';
  const log = () => {};
  const home = await chooseHome(dataDir, log);
  const program = await prepareProgram(findNativeDir(), home.homeDir, home.account, log);
  await prepareCluster(program, home, password, false);
  const setup = { program, home, password, settings, log };
  let running = await startServer(setup);
  await ensureDatabase({ port: running.port, password }, 'litemaas');
  const url = urlOf({ port: running.port, password }, 'litemaas');
  await migrate(url);

  async function end(signal: NodeJS.Signals): Promise<void> {
    running.server.kill(signal);
    await running.server.ended;
  }
  return {
    url,
    async crash(signal) {
      await end(signal);
      running = await startServer(setup, running.port);
    },
    async close() {
      running.server.hold();
      await end('SIGINT');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
