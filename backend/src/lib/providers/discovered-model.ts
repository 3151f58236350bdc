import type { PriceList } from '../price-list.ts';
import type { ConnectionSettings } from './connection-settings.ts';
import type { ProviderKind } from './upstream-url.ts';

/** How to reach a provider; `baseUrl` is the stored form, `apiKey` is in clear and must never leave this process otherwise. */
export type Connection = {
  kind: ProviderKind;
  baseUrl: string;
  apiKey: string | null;
  settings: ConnectionSettings;
};

/** A model as its provider describes it. What the provider does not say is null, never 0; what it is for is guessed then. */
export type DiscoveredModel = {
  upstreamModel: string;
  name: string;
  displayName: string | null;
  description: string | null;
  contextLength: number | null;
  maxOutputTokens: number | null;
  capabilities: string[];
  prices: PriceList | null;
};

/** What each kind of provider can be asked besides calls; both throw ProviderError with words for the operator. */
export type ProviderAdapter = {
  testConnection: (connection: Connection) => Promise<void>;
  discoverModels: (connection: Connection) => Promise<DiscoveredModel[]>;
};
