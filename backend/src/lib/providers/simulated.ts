import type { ProviderAdapter } from './discovered-model.ts';
import { simulatedModels } from './simulated-models.ts';

/** The upstream inside this process: always there, with a fixed list of models. */
export const simulated: ProviderAdapter = {
  testConnection: async () => {},
  discoverModels: async () =>
    simulatedModels.map(({ name, ...model }) => ({ upstreamModel: name, name, ...model })),
};
