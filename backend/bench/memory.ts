import { makeCalls } from './load.ts';
import type { Stage, TargetName } from './stage.ts';

/** Memory of a process (resident set) after some calls, and after as many again. */
export type Memory = { afterMegabytes: number; laterMegabytes: number };

/** On fresh processes, so that the calls are counted from their start. */
export async function measureMemory(
  { targets }: Stage,
  name: TargetName,
  count: number,
): Promise<{ memory: Memory; answeredCalls: number }> {
  const { programs, requests } = targets[name];
  const urls = programs.map(({ url }) => url);
  let answeredCalls = 0;
  const read = async () => {
    answeredCalls += await makeCalls({ urls, connections: 64, requests: requests.instant, count });
    const usages = await Promise.all(programs.map((program) => program.usage()));
    return usages.reduce((sum, { rssMegabytes }) => sum + rssMegabytes, 0);
  };
  const afterMegabytes = await read();
  const laterMegabytes = await read();
  return { memory: { afterMegabytes, laterMegabytes }, answeredCalls };
}
