import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startEmbeddedPostgres } from '../src/lib/embedded-postgres/index.ts';
import { migrate } from '../src/lib/migrations.ts';
import { chatRequest, type LoadResult, runLoad } from './load.ts';
import { type Program, startProgram } from './processes.ts';
import { formatTable, type Measurement, median, summarise } from './report.ts';
import { countBookedCalls, modelName, seed } from './seed.ts';

/*
 * `npm run bench [-- --rounds 5 --seconds 3]`: what a call through the gateway costs, with all money strict,
 * against a proxy that does nothing, in one run and in turns. Compare ratios and CPU, not calls per second:
 * the load generator, the model server and the database share this machine with what is measured.
 */
const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '3' } },
});
const rounds = Number(options.rounds);
const seconds = Number(options.seconds);
const connections = 64;
const accountCount = 1_000;
const warmUpSeconds = 1;

type Target = { name: string; program: Program; requests: Buffer[] };

async function measure({ program, requests }: Target): Promise<{ load: LoadResult; measured: Measurement }> {
  const before = await program.usage();
  const load = await runLoad({ url: program.url, connections, seconds, requests });
  const after = await program.usage();
  return {
    load,
    measured: {
      callsPerSecond: load.calls / load.seconds,
      cpuMsPer1000Calls: (after.cpuMicros - before.cpuMicros) / load.calls,
      p50Ms: median(load.latenciesMs),
      rssMegabytes: after.rssBytes / 1e6,
    },
  };
}

/** Every target once in each round, in an order that turns; gives the rounds by target. */
async function measureInTurns(
  targets: Target[],
): Promise<{ byTarget: Measurement[][]; gatewayCalls: number }> {
  const byTarget: Measurement[][] = targets.map(() => []);
  let gatewayCalls = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const turn of targets.keys()) {
      const index = (turn + round) % targets.length;
      const target = targets[index] as Target;
      const warmUp = await runLoad({
        url: target.program.url,
        connections,
        seconds: warmUpSeconds,
        requests: target.requests,
      });
      const { load, measured } = await measure(target);
      if (warmUp.failures + load.failures > 0)
        throw new Error(`${warmUp.failures + load.failures} calls of "${target.name}" failed`);
      if (index > 0) gatewayCalls += warmUp.calls + load.calls;
      byTarget[index]?.push(measured);
    }
    console.log(`round ${round + 1} of ${rounds} done`);
  }
  return { byTarget, gatewayCalls };
}

async function main(): Promise<void> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'litemaas-bench-'));
  const database = await startEmbeddedPostgres({ dataDir, password: 'bench' });
  await migrate(database.url);
  const db = new pg.Client(database.url);
  await db.connect();
  const upstream = await startProgram('bench/upstream.ts', {});
  const keys = await seed(db, upstream.url, accountCount);
  const bare = await startProgram('bench/bare-proxy.ts', { UPSTREAM_URL: upstream.url });
  const gateway = await startProgram(
    'src/main.ts',
    {
      DATABASE_URL: database.url,
      LITEMAAS_SECRET_KEY: 'a secret key for the benchmark, long enough',
      LITEMAAS_DATA_DIR: dataDir,
      LITEMAAS_ROLE: 'gateway',
      LOG_LEVEL: 'warn',
    },
    '/api/v1/health/ready',
  );
  const requests = keys.map((key) => chatRequest(key, modelName));
  const targets: Target[] = [
    { name: 'bare proxy', program: bare, requests },
    { name: `gateway, ${accountCount} accounts`, program: gateway, requests },
    { name: 'gateway, one hot account', program: gateway, requests: requests.slice(0, 1) },
  ];

  const { byTarget, gatewayCalls } = await measureInTurns(targets);
  await gateway.stop();
  const booked = await countBookedCalls(db);
  if (booked !== BigInt(gatewayCalls))
    throw new Error(`${gatewayCalls} calls were answered, but the books know of ${booked}`);
  const summaries = targets.map(({ name }, index) =>
    summarise(name, byTarget[index] ?? [], byTarget[0] ?? []),
  );
  console.log(`\n${formatTable(summaries)}\n`);
  console.log(`The books agree: ${booked} calls, each recorded and charged once.`);
  const machine = { processor: cpus()[0]?.model, processors: availableParallelism(), node: process.version };
  const results = {
    at: new Date().toISOString(),
    machine,
    connections,
    rounds,
    seconds,
    summaries,
    byTarget,
  };
  await writeFile(new URL('results.json', import.meta.url), `${JSON.stringify(results, null, 2)}\n`);

  await Promise.all([bare.stop(), upstream.stop(), db.end()]);
  await database.stop();
  await rm(dataDir, { recursive: true, force: true });
}

await main();
