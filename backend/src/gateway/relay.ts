import type { CandidateFate } from '../lib/call-decisions.ts';
import type { Admitted, Gateway, Incoming, Permitted, Relayed, Understood } from './call.ts';
import { GatewayError, killSwitchCode, upstreamError } from './errors.ts';
import { relayJson } from './relay-json.ts';
import { contentTypeFor, relayMedia } from './relay-media.ts';
import { relayStream } from './relay-stream.ts';
import { endOfError, relayedWith } from './relayed.ts';
import { pause, retryMsOfFault, retryMsOfStatus } from './retry.ts';
import type { RunningCall } from './running-calls.ts';
import { note } from './decision.ts';
import { tellsOrigin, withOrigin } from './response-origin.ts';
import type { Routed } from './route.ts';
import type { Provider, Route } from './snapshots/catalogue.ts';
import { isEventStream } from './sse-events.ts';
import { endOfStopped } from './stopped.ts';
import { inCallersWords, madeHere, translatedBody, translationFor } from './translate/index.ts';
import { upstreamBody } from './upstream-body.ts';
import { errorOfFault, refusalOf } from './upstream-errors.ts';
import { type Asker, lineHeaders, type Release } from './upstream/slots.ts';
import { UpstreamFault, type UpstreamResponse } from './upstream/types.ts';
import { readRefusal } from './upstream/whole-body.ts';

/**
 * How a route did, and whether the next one may be tried: nothing was said, and nothing can have been charged.
 * `retryMs`: after how long the same one may be, where its trouble may have passed by then.
 */
type Attempt = {
  relayed: Relayed;
  elsewhere: boolean;
  retryMs: number | null;
  /** The error status of the upstream, where it gave one. */
  status: number | null;
  fate: CandidateFate;
};

/**
 * Step 6: to the upstream and back. Routes are tried in order while none has taken the request, and once more
 * where the trouble of one may pass; what happened, whatever it is, comes back as a value, so that every admitted
 * call can be settled.
 */
export async function relay(
  gateway: Gateway,
  incoming: Incoming,
  understood: Understood,
  permitted: Permitted,
  admitted: Admitted,
  routed: Routed,
): Promise<Relayed> {
  const running = gateway.running.begin(incoming, permitted);
  const ask = (route: Route) => tryRoute(gateway, incoming, understood, permitted, admitted, route, running);
  try {
    const first = await tryInTurn(routed, routed.routes, ask);
    if (first.again.length === 0) {
      routed.isUnserved = !first.isTaken;
      return first.relayed;
    }
    // Nobody is asked before the time they have named.
    await pause(Math.max(...first.again.map(({ retryMs }) => retryMs)), incoming.stopped);
    const second = await tryInTurn(
      routed,
      first.again.map(({ route }) => route),
      ask,
    );
    // Where it was in vain, the client is told of the trouble, not of the breaker that opened by it.
    routed.isUnserved = !second.isTaken;
    return second.isTaken ? second.relayed : first.relayed;
  } finally {
    gateway.running.end(running);
  }
}

/** What all routes came to, and those that may do better in a moment; none where one has taken the call. */
type Round = { relayed: Relayed; isTaken: boolean; again: { route: Route; retryMs: number }[] };

async function tryInTurn(
  routed: Routed,
  routes: Route[],
  ask: (route: Route) => Promise<Attempt>,
): Promise<Round> {
  let last: Relayed | undefined;
  const again: Round['again'] = [];
  for (const route of routes) {
    const startedMs = performance.now();
    const attempt = await ask(route);
    // Of a call that its first route has answered there is nothing to tell.
    if (attempt.fate !== 'served' || routed.attempts !== null) note(routed, route, attempt, startedMs);
    const { relayed, elsewhere, retryMs } = attempt;
    if (!elsewhere) return { relayed, isTaken: true, again: [] };
    if (retryMs !== null) again.push({ route, retryMs });
    last = relayed;
  }
  if (!last) throw new Error('a call without a route was let in');
  return { relayed: last, isTaken: false, again };
}

async function tryRoute(
  gateway: Gateway,
  incoming: Incoming,
  understood: Understood,
  permitted: Permitted,
  admitted: Admitted,
  route: Route,
  running: RunningCall,
): Promise<Attempt> {
  const { provider } = route;
  const { surface } = incoming;
  const keeper = gateway.upstreams.get(provider);
  let release: Release | undefined;
  let sent = false;
  try {
    const own = surface.answerHere?.(understood, provider.kind);
    if (own) {
      const upstream = madeHere(await own);
      return ended(
        await relayJson({ gateway, incoming, understood, permitted, admitted, provider, upstream }),
      );
    }
    // What cannot be said there is refused before it takes anybody's place.
    const translation = translationFor(surface, provider);
    const translated = translation && translatedBody(translation, surface, understood, admitted, route);
    const asker: Asker = {
      account: permitted.caller.accountId,
      priority: permitted.caller.plan?.queuePriority ?? 0,
      signal: incoming.stopped,
      waitMsMost: understood.queueTimeoutMs,
      position: 0,
      waitedMs: 0,
    };
    release = await keeper.acquireSlot(asker);
    if (asker.position > 0)
      Object.assign(admitted.headers, lineHeaders({ position: asker.position, waitMs: asker.waitedMs }));
    gateway.running.enter(running, provider);
    const answer = await keeper.open({
      path: translation ? translation.upstreamPath : surface.upstreamPath,
      model: route.upstreamModel,
      caller: permitted.caller.accountId,
      stream: understood.stream,
      body: translated ?? upstreamBody(surface, understood, admitted, route),
      contentType: contentTypeFor(understood),
      signal: incoming.stopped,
      onSent: () => (sent = true),
    });
    const translatedAnswer = translation ? inCallersWords(answer, translation) : answer;
    const upstream = tellsOrigin(surface, permitted)
      ? withOrigin(translatedAnswer, provider)
      : translatedAnswer;
    if (upstream.status >= 300) {
      const { error, elsewhere } = refusalOf(upstream, await readRefusal(upstream), provider);
      // What speaks of the request itself says nothing of the provider.
      if (elsewhere) upstream.failed();
      const retryMs = retryMsOfStatus(upstream.status, upstream.headers);
      const relayed = failedCall(incoming, provider, error, false);
      return { relayed, elsewhere, retryMs, status: upstream.status, fate: 'failed' };
    }
    const exchange = { gateway, incoming, understood, permitted, admitted, provider, upstream };
    if (isEncoded(upstream)) {
      upstream.abort();
      upstream.failed();
      const error = upstreamError('The model server encoded its answer although it was asked not to.');
      return ended(failedCall(incoming, provider, error, true));
    }
    const shape = understood.stream && isEventStream(upstream) ? surface.stream : null;
    const relayWhole = understood.media ? relayMedia : relayJson;
    const relayed = await (shape ? relayStream(exchange, shape) : relayWhole(exchange));
    if (relayed.outcome === 'error') upstream.failed();
    return ended(relayed);
  } catch (fault) {
    if (incoming.stopped.aborted)
      return ended(stoppedCall(incoming, provider, incoming.stopped.reason, sent));
    if (isKillSwitch(fault))
      return {
        relayed: stoppedCall(incoming, provider, fault, false),
        elsewhere: true,
        retryMs: null,
        status: null,
        fate: 'stopped',
      };
    const isKnown = fault instanceof UpstreamFault || fault instanceof GatewayError;
    return {
      relayed: failedCall(incoming, provider, errorOfFault(fault), sent),
      elsewhere: isKnown && !sent,
      retryMs: retryMsOfFault(fault),
      status: null,
      fate: (fault instanceof GatewayError ? fault.fate : null) ?? 'failed',
    };
  } finally {
    gateway.running.leave(running);
    release?.();
  }
}

/** Nothing is tried any more. */
const ended = (relayed: Relayed): Attempt => ({
  relayed,
  elsewhere: false,
  retryMs: null,
  status: null,
  fate: relayed.errorCode === killSwitchCode ? 'stopped' : relayed.outcome === 'error' ? 'failed' : 'served',
});

/** A call that failed before anything was sent to the client. It costs its input when the upstream has read it. */
const failedCall = (incoming: Incoming, provider: Provider, error: GatewayError, charged: boolean): Relayed =>
  relayedWith(endOfError(incoming, error), provider, charged);

/** A call that was stopped before the upstream answered. */
const stoppedCall = (incoming: Incoming, provider: Provider, reason: unknown, reached: boolean): Relayed =>
  relayedWith(endOfStopped(incoming, reason), provider, reached);

const isKillSwitch = (fault: unknown) => fault instanceof GatewayError && fault.code === killSwitchCode;

/** Neither usage nor text can be read in it. */
const isEncoded = ({ headers }: UpstreamResponse) =>
  !['', 'identity'].includes(String(headers['content-encoding'] ?? '').toLowerCase());
