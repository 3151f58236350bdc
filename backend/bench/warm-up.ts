import { makeCalls } from './load.ts';
import type { Stage, Target, TargetName } from './stage.ts';

const targetNames: TargetName[] = ['bare', 'gateway', 'moneyless', 'pair'];
const streaming: TargetName[] = ['bare', 'gateway'];
const chunksPerStream = 50;

/**
 * Calls until V8 has compiled what a call runs through: before that one costs several times as much.
 * @param warm those that have had as many calls already
 */
export async function warmUp({ targets }: Stage, count: number, warm: readonly string[]): Promise<void> {
  for (const name of targetNames) if (!warm.includes(name)) await call(targets[name], 'instant', count);
  for (const name of streaming) await call(targets[name], 'stream', Math.ceil(count / chunksPerStream));
}

async function call(target: Target, kind: 'instant' | 'stream', count: number): Promise<void> {
  const urls = target.programs.map(({ url }) => url);
  target.answeredCalls += await makeCalls({ urls, connections: 64, requests: target.requests[kind], count });
}
