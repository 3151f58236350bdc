import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../src/lib/embedded-postgres/index.ts';
import { migrate } from '../src/lib/migrations.ts';
import { connectionConfig } from '../src/lib/sql.ts';
import { compilePrograms } from './compile.ts';
import { findPostgres } from './postgres-cpu.ts';
import { type Program, startProgram } from './processes.ts';
import { type Requests, requestsFor } from './requests.ts';
import { seed } from './seed.ts';

/** What calls are made to. */
export type Target = {
  name: string;
  /** More than one: the calls are spread over them. */
  programs: Program[];
  requests: Requests;
  /** Its calls have to be in the books. */
  keepsBooks: boolean;
  answeredCalls: number;
};
export type TargetName = 'bare' | 'gateway' | 'hot' | 'moneyless' | 'pair';

/** Everything that a run needs, started. */
export type Stage = {
  targets: Record<TargetName, Target>;
  db: pg.Pool;
  /** CPU of the database so far, in milliseconds; undefined where it cannot be read. */
  postgresCpuMs: (() => Promise<number>) | undefined;
  stopPrograms: () => Promise<void>;
  close: () => Promise<void>;
};

export async function setStage(accountCount: number): Promise<Stage> {
  await compilePrograms();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'litemaas-bench-'));
  const database = await startEmbeddedPostgres({ dataDir, password: 'bench' });
  await migrate(database.url);
  const db = new pg.Pool({ ...connectionConfig(database.url, 'litemaas bench'), max: 1 });
  // Its connection may still be closing when the server goes.
  db.on('error', () => {});
  const upstream = await startProgram('upstream', 'bench/dist/upstream.js', {});
  const keys = await withClient(db, (client) => seed(client, upstream.url, accountCount));

  const bare = await startProgram('bare', 'bench/dist/bare-proxy.js', { UPSTREAM_URL: upstream.url });
  const startGateway = (name: string, file = 'dist/main.js') =>
    startProgram(name, file, environment(database.url, dataDir), '/api/v1/health/ready');
  const [gateway, second, moneyless] = await Promise.all([
    startGateway('gateway'),
    startGateway('second'),
    startGateway('moneyless', 'bench/dist/gateway-without-money.js'),
  ]);
  const programs = [bare, gateway, second, moneyless, upstream];

  const all = requestsFor(keys);
  const one = requestsFor(keys.slice(0, 1));
  const stopPrograms = () => Promise.all(programs.splice(0).map((program) => program.stop())).then(() => {});
  return {
    targets: {
      bare: { name: 'bare proxy', programs: [bare], requests: all, keepsBooks: false, answeredCalls: 0 },
      gateway: { name: 'gateway', programs: [gateway], requests: all, keepsBooks: true, answeredCalls: 0 },
      hot: {
        name: 'gateway, one hot account',
        programs: [gateway],
        requests: one,
        keepsBooks: true,
        answeredCalls: 0,
      },
      moneyless: {
        name: 'gateway, money off',
        programs: [moneyless],
        requests: all,
        keepsBooks: false,
        answeredCalls: 0,
      },
      pair: {
        name: 'two gateways, one hot account',
        programs: [gateway, second],
        requests: one,
        keepsBooks: true,
        answeredCalls: 0,
      },
    },
    db,
    postgresCpuMs: await withClient(db, findPostgres),
    stopPrograms,
    async close() {
      await stopPrograms();
      await db.end();
      await database.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

const environment = (databaseUrl: string, dataDir: string) => ({
  NODE_ENV: 'production',
  DATABASE_URL: databaseUrl,
  LITEMAAS_SECRET_KEY: 'a secret key for the benchmark, long enough',
  LITEMAAS_DATA_DIR: dataDir,
  LITEMAAS_ROLE: 'gateway',
  LOG_LEVEL: 'warn',
});

async function withClient<Result>(
  db: pg.Pool,
  use: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await db.connect();
  return use(client).finally(() => client.release());
}
