import { makeCalls } from './load.ts';
import type { Target } from './stage.ts';
import { median } from './statistics.ts';

/** Memory of a process (resident set) after some calls, and after as many again. */
export type Memory = { afterMegabytes: number; laterMegabytes: number };

const readings = 10;

/**
 * On fresh processes, so that the calls are counted from their start. Memory goes up and down with garbage
 * collection, so it is read ten times on the way, and the median of the second half counts.
 */
export async function measureMemory(target: Target, count: number): Promise<Memory> {
  const afterMegabytes = await readOnTheWay(target, count);
  return { afterMegabytes, laterMegabytes: await readOnTheWay(target, count) };
}

async function readOnTheWay(target: Target, count: number): Promise<number> {
  const { programs, requests } = target;
  const urls = programs.map(({ url }) => url);
  const seen: number[] = [];
  for (let reading = 0; reading < readings; reading += 1) {
    target.answeredCalls += await makeCalls({
      urls,
      connections: 64,
      requests: requests.instant,
      count: Math.ceil(count / readings),
    });
    const usages = await Promise.all(programs.map((program) => program.usage()));
    seen.push(usages.reduce((sum, { rssMegabytes }) => sum + rssMegabytes, 0));
  }
  return median(seen.slice(readings / 2));
}
