import { Counter, type Registry } from 'prom-client';
import type { FinishedCall } from './finished-call.ts';

type Labels = { surface: string; outcome: string; provider: string };

/** Finished calls by surface, outcome and provider: summed in plain numbers, and told when somebody asks. */
export function createCallCounts(registers: Registry[]) {
  const sums = new Map<string, { labels: Labels; calls: number }>();
  new Counter({
    name: 'litemaas_calls_total',
    help: 'Finished calls',
    labelNames: ['surface', 'outcome', 'provider'],
    registers,
    collect() {
      this.reset();
      for (const { labels, calls } of sums.values()) this.inc(labels, calls);
    },
  });

  return {
    count({ surface, outcome, provider }: FinishedCall): void {
      const labels: Labels = { surface, outcome, provider: provider ?? 'none' };
      // The two words in front have no spaces, so no two of them have the same key.
      const key = `${surface} ${outcome} ${labels.provider}`;
      const sum = sums.get(key);
      if (sum) sum.calls += 1;
      else sums.set(key, { labels, calls: 1 });
    },
  };
}
