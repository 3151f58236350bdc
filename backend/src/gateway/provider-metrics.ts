import { Counter, Gauge, type Registry } from 'prom-client';
import { bucketsPerDoubling } from '../lib/latency-buckets.ts';
import { breakerOf, breakerStates, type ProviderFigures } from '../lib/provider-figures.ts';
import type { ProviderState } from './upstream/index.ts';
import type { FirstBytes } from './upstream/tally.ts';

/** What this instance knows of its providers, at /metrics. Gauges are read when somebody asks. */
export function createProviderMetrics(registry: Registry, states: () => ProviderState[]): void {
  const registers = [registry];
  const gauge = (name: string, help: string, valueOf: (figures: ProviderFigures) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['provider'],
      registers,
      collect() {
        this.reset();
        for (const { name: provider, figures } of states()) this.set({ provider }, valueOf(figures));
      },
    });

  gauge('litemaas_provider_running_calls', 'Calls that have a slot of the provider', (it) => it.running);
  gauge('litemaas_provider_waiting_calls', 'Calls that wait for a slot of the provider', (it) => it.waiting);
  gauge(
    'litemaas_provider_failing_models',
    'Models of the provider whose breaker is not closed',
    ({ models }) => models.filter(({ breaker }) => breaker !== 'closed').length,
  );
  new Gauge({
    name: 'litemaas_provider_breaker',
    help: '1 for the state in which the breaker of the provider is, 0 for the others',
    labelNames: ['provider', 'state'],
    registers,
    collect() {
      this.reset();
      for (const { name: provider, figures } of states())
        for (const state of breakerStates)
          this.set({ provider, state }, breakerOf(figures) === state ? 1 : 0);
    },
  });
  createFirstByteHistogram(registry, states);
}

/** The bounds: every doubling of the buckets in which latencies are counted, from 16 ms to four minutes. */
const doublings = Array.from({ length: 15 }, (_, index) => index + 4);
const bounds = doublings.map((doubling) => ({ bucket: doubling * bucketsPerDoubling, ms: 2 ** doubling }));

/**
 * A histogram from counts that are kept anyway. prom-client's own has to be told of each call, which costs more
 * than all the counting; so its three series are written as what they are to Prometheus, counters.
 */
function createFirstByteHistogram(registry: Registry, states: () => ProviderState[]): void {
  const name = 'litemaas_provider_first_byte_seconds';
  const help = 'Time from a request to the provider to the first byte of its answer';
  const registers = [registry];
  new Counter({
    name: `${name}_bucket`,
    help,
    labelNames: ['provider', 'le'],
    registers,
    collect() {
      this.reset();
      for (const { name: provider, firstBytes } of states()) {
        const within = (bucket: number) => sumOf(firstBytes.counts.slice(0, bucket + 1));
        for (const { bucket, ms } of bounds) this.inc({ provider, le: String(ms / 1000) }, within(bucket));
        this.inc({ provider, le: '+Inf' }, sumOf(firstBytes.counts));
      }
    },
  });
  const counter = (suffix: string, valueOf: (firstBytes: FirstBytes) => number) =>
    new Counter({
      name: `${name}_${suffix}`,
      help,
      labelNames: ['provider'],
      registers,
      collect() {
        this.reset();
        for (const { name: provider, firstBytes } of states()) this.inc({ provider }, valueOf(firstBytes));
      },
    });
  counter('count', ({ counts }) => sumOf(counts));
  counter('sum', ({ sumMs }) => sumMs / 1000);
}

const sumOf = (counts: number[]) => counts.reduce((sum, count) => sum + count, 0);
