import { setTimeout as wait } from 'node:timers/promises';
import { type Load, type LoadOptions, makeCalls } from './load.ts';
import type { RequestKind } from './requests.ts';
import type { Stage, Target } from './stage.ts';
import { median } from './statistics.ts';

/** What was seen of one target in one round. CPU is that of the processes under measurement. */
export type Measurement = {
  callsPerSecond: number;
  cpuMsPer1000Calls: number;
  postgresCpuMsPer1000Calls: number | null;
  p50Ms: number;
  /** Of streams. */
  cpuMsPer1000Chunks: number | null;
  firstChunkP50Ms: number | null;
};

export type StartLoad = (options: Pick<LoadOptions, 'urls' | 'requests'>) => Promise<Load>;

/** How a target is measured. */
export type Plan = { start: StartLoad; kind: RequestKind; seconds: number; warmUpSeconds: number };

/** Measures a target under load for a while, once it runs evenly. */
export async function measure(
  stage: Stage,
  target: Target,
  { start, kind, seconds, warmUpSeconds }: Plan,
): Promise<Measurement> {
  const urls = target.programs.map(({ url }) => url);
  // Each key is known again: what the gateway reads of one is good for seconds, and targets take turns.
  const { instant } = target.requests;
  target.answeredCalls += await makeCalls({
    urls,
    connections: 32,
    requests: instant,
    count: instant.length,
  });
  const load = await start({ urls, requests: target.requests[kind] });
  await wait(warmUpSeconds * 1000);
  load.read();
  const before = await used(stage, target);
  await wait(seconds * 1000);
  const seen = load.read();
  const after = await used(stage, target);
  target.answeredCalls += await load.stop();
  const per1000 = (amount: number, count: number) => (amount / count) * 1000;
  const cpuMs = after.cpuMs - before.cpuMs;
  return {
    callsPerSecond: seen.calls / seen.seconds,
    cpuMsPer1000Calls: per1000(cpuMs, seen.calls),
    postgresCpuMsPer1000Calls:
      after.postgresMs === null || before.postgresMs === null
        ? null
        : per1000(after.postgresMs - before.postgresMs, seen.calls),
    p50Ms: median(seen.latenciesMs),
    cpuMsPer1000Chunks: seen.chunks === 0 ? null : per1000(cpuMs, seen.chunks),
    firstChunkP50Ms: seen.chunks === 0 ? null : median(seen.firstChunksMs),
  };
}

async function used({ postgresCpuMs }: Stage, { programs }: Target) {
  const usages = await Promise.all(programs.map((program) => program.usage()));
  return {
    cpuMs: usages.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    postgresMs: (await postgresCpuMs?.()) ?? null,
  };
}
