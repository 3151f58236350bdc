import CircuitBreaker from 'opossum';
import { Agent } from 'undici';
import { upstreamUnavailable } from '../errors.ts';
import type { Provider } from '../snapshots/catalogue.ts';
import { createHttpTransport } from './http.ts';
import { withDeadline } from './deadline.ts';
import { simulatedTransport } from './simulated.ts';
import { createSlots } from './slots.ts';
import { type Transport, UpstreamFault, type UpstreamRequest, type UpstreamResponse } from './types.ts';

/** Time limits towards providers. Non-streaming answers of large models take minutes, so the first byte may. */
export type UpstreamTimeouts = {
  connectMs: number;
  firstByteMs: number;
  idleMs: number;
  /** From the sending of a request to the last byte of its answer. */
  totalMs: number;
  /** How long a client may read nothing of a stream before its connection is cut. */
  stalledClientMs: number;
};
const defaultTimeouts: UpstreamTimeouts = {
  connectMs: 5_000,
  firstByteMs: 600_000,
  idleMs: 300_000,
  totalMs: 3_600_000,
  stalledClientMs: 120_000,
};

const breakerOptions = {
  timeout: false,
  errorThresholdPercentage: 50,
  resetTimeout: 30_000,
  volumeThreshold: 10,
} as const;
const latencyWeight = 0.2;

export type ProviderState = { breaker: 'closed' | 'open' | 'half_open'; latencyMs: number | null };
export type Upstreams = ReturnType<typeof createUpstreams>;
type Upstream = ReturnType<typeof createUpstream>;

/** Connections, breaker and slots per provider, kept for as long as its settings stay the same. */
export function createUpstreams(timeouts: UpstreamTimeouts = defaultTimeouts) {
  const agent = new Agent({
    connect: { timeout: timeouts.connectMs },
    headersTimeout: timeouts.firstByteMs,
    bodyTimeout: timeouts.idleMs,
    connections: null,
    pipelining: 1,
  });
  const upstreams = new Map<string, Upstream>();

  return {
    timeouts,
    /** What is kept for a provider. */
    get(provider: Provider): Upstream {
      let upstream = upstreams.get(provider.id);
      if (upstream?.revision !== provider.revision) {
        upstream?.close();
        const transport =
          provider.kind === 'simulated' ? simulatedTransport : createHttpTransport(agent, provider);
        upstream = createUpstream(provider, withDeadline(transport, timeouts.totalMs));
        upstreams.set(provider.id, upstream);
      }
      return upstream;
    },
    states: (): Map<string, ProviderState> =>
      new Map([...upstreams].map(([id, upstream]) => [id, upstream.state()])),
    async close() {
      upstreams.forEach((upstream) => upstream.close());
      await agent.destroy();
    },
  };
}

function createUpstream(provider: Provider, transport: Transport) {
  let latencyMs: number | null = null;
  const slots = createSlots(provider.maxConcurrency, provider.maxQueue);
  const breaker = new CircuitBreaker<[UpstreamRequest], UpstreamResponse>(
    async (request) => {
      const startedMs = performance.now();
      const response = await transport(request);
      const elapsedMs = performance.now() - startedMs;
      latencyMs = latencyMs === null ? elapsedMs : latencyMs + latencyWeight * (elapsedMs - latencyMs);
      if (response.status >= 500) throw new BadStatus(response);
      return response;
    },
    // The client's own doing (an abort, a bad request) says nothing about the provider's health.
    {
      ...breakerOptions,
      errorFilter: (error: unknown) => !(error instanceof UpstreamFault || error instanceof BadStatus),
    },
  );

  return {
    revision: provider.revision,
    acquireSlot: slots.acquire,
    /** Sends a request and waits for the head of the answer, whatever its status. @throws UpstreamFault, upstream_unavailable while the breaker is open */
    async open(request: UpstreamRequest): Promise<UpstreamResponse> {
      // The provider's settings changed while this call waited for its slot; it goes out all the same.
      if (breaker.isShutdown) return transport(request);
      try {
        return await breaker.fire(request);
      } catch (error) {
        if (error instanceof BadStatus) return error.response;
        if ((error as { code?: string }).code === 'EOPENBREAKER') {
          throw upstreamUnavailable(
            `The provider "${provider.name}" is failing; it is tried again shortly.`,
            breakerOptions.resetTimeout / 1000,
            error,
          );
        }
        throw error;
      }
    },
    state: (): ProviderState => ({
      breaker: breaker.opened ? 'open' : breaker.halfOpen ? 'half_open' : 'closed',
      latencyMs: latencyMs === null ? null : Math.round(latencyMs),
    }),
    close: () => breaker.shutdown(),
  };
}

/** Carries an answer with a 5xx status past the breaker, which has to count it as a failure. */
class BadStatus extends Error {
  readonly response: UpstreamResponse;

  constructor(response: UpstreamResponse) {
    super(`status ${response.status}`);
    this.response = response;
  }
}
