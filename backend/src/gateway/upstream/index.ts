import { Agent } from 'undici';
import { upstreamUnavailable } from '../errors.ts';
import type { Provider } from '../snapshots/catalogue.ts';
import { type Breaker, type BreakerState, createBreaker, type Pass, type Vote } from './breaker.ts';
import { connectSocket, createHttpTransport } from './http.ts';
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
  /**
   * A client that leaves without a first byte after this time speaks against the provider, and a call that tries a
   * failing one waits no longer; whole answers have six times that.
   */
  patienceMs: number;
  /** How long a call waits for a slot of the provider. */
  queueMs: number;
  /** How long a client may read nothing of a stream before its connection is cut. */
  stalledClientMs: number;
};
const defaultTimeouts: UpstreamTimeouts = {
  connectMs: 5_000,
  firstByteMs: 600_000,
  idleMs: 300_000,
  totalMs: 3_600_000,
  patienceMs: 10_000,
  queueMs: 120_000,
  stalledClientMs: 120_000,
};

/** Whole answers come when all of them is there. */
const wholeAnswerPatience = 6;
const latencyWeight = 0.2;

export type ProviderState = { breaker: BreakerState; latencyMs: number | null };
export type Upstreams = ReturnType<typeof createUpstreams>;
type Upstream = ReturnType<typeof createUpstream>;

/** Connections, breaker and slots per provider, kept for as long as its settings stay the same. */
export function createUpstreams(timeouts: UpstreamTimeouts = defaultTimeouts) {
  const agent = new Agent({
    connect: connectSocket(timeouts.connectMs),
    // Python's and Node's servers close idle connections after 5 seconds; ours must go first.
    keepAliveTimeout: 4_000,
    keepAliveTimeoutThreshold: 2_000,
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
        const transport =
          provider.kind === 'simulated' ? simulatedTransport : createHttpTransport(agent, provider);
        upstream = createUpstream(provider, withDeadline(transport, timeouts.totalMs), timeouts);
        upstreams.set(provider.id, upstream);
      }
      return upstream;
    },
    /** So many wait for a provider that a call does better elsewhere. */
    isCrowded: ({ id, overflowAfter }: Provider): boolean =>
      (upstreams.get(id)?.waiting() ?? 0) > overflowAfter,
    states: (): Map<string, ProviderState> =>
      new Map([...upstreams].map(([id, upstream]) => [id, upstream.state()])),
    close: () => agent.destroy(),
  };
}

function createUpstream(provider: Provider, transport: Transport, timeouts: UpstreamTimeouts) {
  let latencyMs: number | null = null;
  const slots = createSlots(provider.maxConcurrency, provider.maxQueue, timeouts.queueMs);
  // That nobody can connect is no caller's making; all else may be, so it is held against the one model.
  const connection = createBreaker({ votesLeast: 5, callersLeast: 1 });
  const models = new Map<string, Breaker>();
  const breakerOf = (model: string): Breaker => {
    let breaker = models.get(model);
    if (!breaker) models.set(model, (breaker = createBreaker({ votesLeast: 10, callersLeast: 2 })));
    return breaker;
  };

  function enter(breaker: Breaker, caller: string): Pass {
    const pass = breaker.enter(caller);
    if (typeof pass !== 'number') return pass;
    throw upstreamUnavailable(
      `The provider "${provider.name}" is failing; it is tried again shortly.`,
      pass / 1000,
    );
  }

  async function ask(request: UpstreamRequest, isTrial: boolean): Promise<UpstreamResponse> {
    const startedMs = performance.now();
    const response = await transport(isTrial ? { ...request, firstByteMs: patienceFor(request) } : request);
    const elapsedMs = performance.now() - startedMs;
    latencyMs = latencyMs === null ? elapsedMs : latencyMs + latencyWeight * (elapsedMs - latencyMs);
    return response;
  }

  const patienceFor = ({ stream }: UpstreamRequest) =>
    timeouts.patienceMs * (stream ? 1 : wholeAnswerPatience);

  /** What a fault says of connecting, and of the model. */
  function votesOf(fault: unknown, request: UpstreamRequest, startedMs: number): [Vote, Vote] {
    if (request.signal.aborted)
      return performance.now() - startedMs < patienceFor(request) ? [null, null] : ['ok', 'failed'];
    if (!(fault instanceof UpstreamFault)) return [null, null];
    return fault.kind === 'unreached' ? ['failed', null] : ['ok', 'failed'];
  }

  return {
    revision: provider.revision,
    acquireSlot: slots.acquire,
    waiting: slots.waiting,
    /** Sends a request and waits for the head of the answer, whatever its status. @throws UpstreamFault, upstream_unavailable while a breaker is open */
    async open(request: UpstreamRequest): Promise<UpstreamResponse> {
      const startedMs = performance.now();
      const passes = [enter(connection, request.caller)];
      const vote = (votes: Vote[]) => passes.forEach((pass, index) => pass.vote(votes[index] ?? null));
      try {
        passes.push(enter(breakerOf(request.model), request.caller));
        const response = await ask(
          request,
          passes.some(({ isTrial }) => isTrial),
        );
        vote(['ok', response.status >= 500 ? 'failed' : 'ok']);
        return response;
      } catch (fault) {
        vote(votesOf(fault, request, startedMs));
        throw fault;
      }
    },
    state: (): ProviderState => ({
      breaker: stateOf(
        connection,
        [...models.values()].filter((model) => model.isKnown()),
      ),
      latencyMs: latencyMs === null ? null : Math.round(latencyMs),
    }),
  };
}

/** A provider is failing when nobody can connect to it, or all of its models fail that were called lately. */
function stateOf(connection: Breaker, models: Breaker[]): BreakerState {
  const states = models.map((model) => model.state());
  if (connection.state() !== 'closed' || states.length === 0 || states.includes('closed'))
    return connection.state();
  return states.includes('half_open') ? 'half_open' : 'open';
}
