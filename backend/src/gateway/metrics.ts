import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { createCallCounts } from './call-counts.ts';
import type { FinishedCall } from './finished-call.ts';
import { createProviderMetrics } from './provider-metrics.ts';
import type { ProviderState } from './upstream/index.ts';

/** The gateway's figures at /metrics. */
export function createGatewayMetrics(
  registry: Registry,
  openCallCount: () => number,
  batcherConnected: () => boolean,
  providerStates: () => ProviderState[],
) {
  const registers = [registry];
  // Summed in plain numbers, and told when somebody asks: every `inc` of a counter puts its labels together.
  const sums = { input: 0, output: 0, credits: 0 };
  const calls = createCallCounts(registers);
  new Counter({
    name: 'litemaas_tokens_total',
    help: 'Tokens of finished calls',
    labelNames: ['direction'],
    registers,
    collect() {
      this.reset();
      this.inc({ direction: 'input' }, sums.input);
      this.inc({ direction: 'output' }, sums.output);
    },
  });
  new Counter({
    name: 'litemaas_credits_used_total',
    help: 'Credits taken by finished calls',
    registers,
    collect() {
      this.reset();
      this.inc(sums.credits);
    },
  });
  const overHold = new Counter({
    name: 'litemaas_calls_over_hold_total',
    help: 'Calls that came to more than was held for: stopped, charged what the provider counted, or disbelieved',
    labelNames: ['how', 'provider'],
    registers,
  });
  const latency = new Histogram({
    name: 'litemaas_call_duration_seconds',
    help: 'Time of a call from its first byte in to its settlement',
    labelNames: ['surface'],
    buckets: [0.05, 0.2, 0.5, 1, 2, 5, 15, 60, 300],
    registers,
  });
  const batch = new Histogram({
    name: 'litemaas_money_batch_calls',
    help: 'Calls per round trip of the money lanes',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 512],
    registers,
  });
  new Gauge({
    name: 'litemaas_open_calls',
    help: 'Admitted calls that have not settled',
    registers,
    collect() {
      this.set(openCallCount());
    },
  });
  new Gauge({
    name: 'litemaas_money_lanes_connected',
    help: '1 while calls can be admitted',
    registers,
    collect() {
      this.set(batcherConnected() ? 1 : 0);
    },
  });

  createProviderMetrics(registry, providerStates);

  return {
    onBatch: (callCount: number) => batch.observe(callCount),
    onFinished(call: FinishedCall) {
      calls.count(call);
      sums.input += Number(call.tokens.input);
      sums.output += Number(call.tokens.output);
      sums.credits += Number(call.costMicroCredits) / 1e6;
      if (call.overHold) overHold.inc({ how: call.overHold, provider: call.provider ?? 'none' });
      latency.observe({ surface: call.surface }, call.latencyMs / 1000);
    },
  };
}
