import { Gauge, Histogram, type Registry } from 'prom-client';
import { breakerOf, breakerStates, type ProviderFigures } from '../lib/provider-figures.ts';
import type { ProviderState } from './upstream/index.ts';

/** What this instance knows of its providers, at /metrics. Gauges are read when somebody asks. */
export function createProviderMetrics(registry: Registry, states: () => ProviderState[]) {
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
  const firstByte = new Histogram({
    name: 'litemaas_provider_first_byte_seconds',
    help: 'Time from a request to the provider to the first byte of its answer',
    labelNames: ['provider'],
    buckets: [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 15, 60, 300],
    registers,
  });
  return {
    onFirstByte: (provider: string, ms: number) => firstByte.observe({ provider }, ms / 1000),
  };
}
