import { Agent, type Dispatcher } from 'undici';
import { passedOver } from '../errors.ts';
import { createDispatcher, hasOwnConnections, trusted } from '../../lib/providers/dispatcher.ts';
import type { ProviderFigures } from '../../lib/provider-figures.ts';
import type { Provider } from '../snapshots/catalogue.ts';
import { type Breaker, createBreaker, type Pass, type Vote } from './breaker.ts';
import { connectSocket, createHttpTransport } from './http.ts';
import { type WatchedTransport, withDeadline } from './deadline.ts';
import { simulatedTransport } from './simulated.ts';
import { createSlots } from './slots.ts';
import { createTally, type FirstBytes, type Visit } from './tally.ts';
import { type UpstreamAnswer, UpstreamFault, type UpstreamRequest } from './types.ts';

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
  /** How long a call waits for slots of providers, all of them together. */
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

/** What this instance knows of a provider that it has called. */
export type ProviderState = {
  id: string;
  name: string;
  figures: ProviderFigures;
  firstBytes: FirstBytes;
};
export type Upstreams = ReturnType<typeof createUpstreams>;
/** What this instance keeps for a provider. */
export type Upstream = ReturnType<typeof createUpstream>;

/** Connections, breaker and slots per provider, kept for as long as its settings stay the same. */
export function createUpstreams(timeouts: UpstreamTimeouts = defaultTimeouts) {
  const agentOptions: Agent.Options = {
    // Python's and Node's servers close idle connections after 5 seconds; ours must go first.
    keepAliveTimeout: 4_000,
    keepAliveTimeoutThreshold: 2_000,
    headersTimeout: timeouts.firstByteMs,
    bodyTimeout: timeouts.idleMs,
    connections: null,
    pipelining: 1,
  };
  const agent = new Agent({ ...agentOptions, connect: connectSocket(timeouts.connectMs) });
  /** Connections of those that have their own, by provider. */
  const ownAgents = new Map<string, Dispatcher>();

  /** Those of all, unless a provider needs its own. What it had before ends with the calls that use it. */
  function agentFor({ id, connection }: Provider): Dispatcher {
    void ownAgents.get(id)?.close();
    ownAgents.delete(id);
    if (!hasOwnConnections(connection)) return agent;
    const connectMs = connection.connectTimeoutMs ?? timeouts.connectMs;
    const connect = connectSocket(connectMs, trusted(connection));
    const own = createDispatcher(connection, connectMs, connect, agentOptions);
    ownAgents.set(id, own);
    return own;
  }

  const upstreams = new Map<string, Upstream>();

  return {
    timeouts,
    /** What is kept for a provider. */
    get(provider: Provider): Upstream {
      let upstream = upstreams.get(provider.id);
      if (upstream?.revision !== provider.revision) {
        const transport =
          provider.kind === 'simulated'
            ? simulatedTransport
            : createHttpTransport(agentFor(provider), provider);
        upstream = createUpstream(
          provider,
          withDeadline(transport, provider.connection.totalTimeoutMs ?? timeouts.totalMs),
          timeouts,
        );
        upstreams.set(provider.id, upstream);
      }
      return upstream;
    },
    /** So many wait for a provider that a call does better elsewhere. */
    isCrowded: ({ id, overflowAfter }: Provider): boolean =>
      (upstreams.get(id)?.waiting() ?? 0) > overflowAfter,
    states: (): ProviderState[] =>
      [...upstreams].map(([id, { name, figures, firstBytes }]) => ({
        id,
        name,
        figures: figures(),
        firstBytes: firstBytes(),
      })),
    close: () => Promise.all([agent, ...ownAgents.values()].map((one) => one.destroy())),
  };
}

function createUpstream(provider: Provider, transport: WatchedTransport, timeouts: UpstreamTimeouts) {
  const tally = createTally();
  const slots = createSlots(provider.maxConcurrency, provider.maxQueue);
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
    throw passedOver(
      'breaker_open',
      `The provider "${provider.name}" is failing; it is tried again shortly.`,
      pass / 1000,
    );
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
    name: provider.name,
    revision: provider.revision,
    acquireSlot: slots.acquire,
    waiting: slots.waiting,
    /** Sends a request and waits for the head of the answer, whatever its status. @throws UpstreamFault, upstream_unavailable while a breaker is open */
    async open(request: UpstreamRequest): Promise<UpstreamAnswer> {
      const startedMs = performance.now();
      const passes = [enter(connection, request.caller)];
      const vote = (votes: Vote[]) => passes.forEach((pass, index) => pass.vote(votes[index] ?? null));
      let visit: Visit | undefined;
      try {
        passes.push(enter(breakerOf(request.model), request.caller));
        visit = tally.begin();
        const isTrial = passes.some((pass) => pass.isTrial);
        const response = await transport(
          isTrial ? { ...request, firstByteMs: patienceFor(request) } : request,
          visit,
        );
        vote(['ok', response.status >= 500 ? 'failed' : 'ok']);
        return response;
      } catch (fault) {
        const votes = votesOf(fault, request, startedMs);
        vote(votes);
        if (votes.includes('failed')) visit?.failed(fault instanceof UpstreamFault ? fault.kind : 'timeout');
        throw fault;
      }
    },
    firstBytes: tally.firstBytes,
    figures: (): ProviderFigures => ({
      ...tally.figures(),
      connection: connection.state(),
      models: [...models]
        .filter(([, model]) => model.isKnown())
        .map(([upstreamModel, model]) => ({ upstreamModel, breaker: model.state() })),
      running: slots.running(),
      waiting: slots.waiting(),
    }),
  };
}
