import { makeCalls } from './load.ts';
import type { Target } from './stage.ts';

/** Memory of a process (resident set) after some calls, and after as many again. */
export type Memory = { afterMegabytes: number; laterMegabytes: number };

/** On fresh processes, so that the calls are counted from their start. */
export async function measureMemory(target: Target, count: number): Promise<Memory> {
  const { programs, requests } = target;
  const urls = programs.map(({ url }) => url);
  const read = async () => {
    target.answeredCalls += await makeCalls({ urls, connections: 64, requests: requests.instant, count });
    const usages = await Promise.all(programs.map((program) => program.usage()));
    return usages.reduce((sum, { rssMegabytes }) => sum + rssMegabytes, 0);
  };
  const afterMegabytes = await read();
  return { afterMegabytes, laterMegabytes: await read() };
}
