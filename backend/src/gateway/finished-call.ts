import type { IncomingHttpHeaders } from 'node:http';
import type { TokenCounts } from '../lib/token-counts.ts';
import type { Outcome } from './money/items.ts';
import type { Provider } from './snapshots/catalogue.ts';

/** For metrics and traces. */
export type FinishedCall = {
  requestId: string;
  /** Of the request. */
  headers: IncomingHttpHeaders;
  createdAtMs: number;
  surface: string;
  modelName: string;
  outcome: Outcome;
  status: number;
  errorCode: string | null;
  provider: string | null;
  providerKind: Provider['kind'] | null;
  latencyMs: number;
  firstTokenMs: number | null;
  tokens: TokenCounts;
  costMicroCredits: bigint;
  overHold: OverHold | null;
};

/**
 * How a call came to more than was held for: it was stopped, the upstream counted more and was paid for it, or it
 * counted what cannot be and was not believed.
 */
export type OverHold = 'stopped' | 'charged' | 'disbelieved';
