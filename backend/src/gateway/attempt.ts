import type { CandidateFate } from '../lib/call-decisions.ts';
import type { AdmittedCall, Exchange, Relayed } from './call.ts';
import type { Incoming } from './incoming.ts';
import { GatewayError, killSwitchCode, upstreamError } from './errors.ts';
import { relayJson } from './relay-json.ts';
import { contentTypeFor, relayMedia } from './relay-media.ts';
import { relayStream } from './relay-stream.ts';
import { endOfError, relayedWith } from './relayed.ts';
import { tellsOrigin, withOrigin } from './response-origin.ts';
import { retryMsOfFault, retryMsOfStatus } from './retry.ts';
import type { RunningCall } from './running-calls.ts';
import type { Provider, Route } from './snapshots/catalogue.ts';
import { isEventStream } from './sse-events.ts';
import { endOfStopped } from './stopped.ts';
import { inCallersWords, madeHere, translatedBody, translationFor } from './translate/index.ts';
import { upstreamBody } from './upstream-body.ts';
import { errorOfFault, refusalOf } from './upstream-errors.ts';
import type { Upstream } from './upstream/index.ts';
import { type Asker, lineHeaders, type Release } from './upstream/slots.ts';
import { type UpstreamAnswer, UpstreamFault, type UpstreamResponse } from './upstream/types.ts';
import { readRefusal } from './upstream/whole-body.ts';

/**
 * How a route did, and whether the next one may be tried: nothing was said, and nothing can have been charged.
 * `retryMs`: after how long the same one may be, where its trouble may have passed by then.
 */
export type Attempt = {
  relayed: Relayed;
  elsewhere: boolean;
  retryMs: number | null;
  /** The error status of the upstream, where it gave one. */
  status: number | null;
  fate: CandidateFate;
};

/** Puts a call to one route. Whatever comes of it is a value. */
export async function tryRoute(call: AdmittedCall, route: Route, running: RunningCall): Promise<Attempt> {
  const { gateway, incoming, understood, permitted, admitted } = call;
  const { surface, stopped } = incoming;
  const { provider } = route;
  const upstream = gateway.upstreams.get(provider);
  let release: Release | undefined;
  let sent = false;
  try {
    const own = surface.answerHere?.(understood, provider.kind);
    if (own) return ended(await relayJson({ provider, upstream: madeHere(await own), ...call }));
    // What cannot be said there is refused before it takes anybody's place.
    const translation = translationFor(surface, provider);
    const translated = translation && translatedBody(translation, surface, understood, admitted, route);
    release = await takeSlot(call, upstream);
    gateway.running.enter(running, provider);
    const answer = await upstream.open({
      path: translation ? translation.upstreamPath : surface.upstreamPath,
      model: route.upstreamModel,
      caller: permitted.caller.accountId,
      stream: understood.stream,
      body: translated ?? upstreamBody(surface, understood, admitted, route),
      contentType: contentTypeFor(understood),
      signal: stopped,
      onSent: () => (sent = true),
    });
    return await takeAnswer(call, provider, translation ? inCallersWords(answer, translation) : answer);
  } catch (fault) {
    if (stopped.aborted) return ended(stoppedCall(incoming, provider, stopped.reason, sent));
    return attemptOfFault(incoming, provider, fault, sent);
  } finally {
    gateway.running.leave(running);
    release?.();
  }
}

/** Waits for the call's turn; where there was a line, its client is told of it. */
async function takeSlot(call: AdmittedCall, { acquireSlot }: Upstream): Promise<Release> {
  const { gateway, incoming, understood, permitted, admitted } = call;
  const waitMsMost = Math.min(gateway.upstreams.timeouts.queueMs, understood.queueTimeoutMs ?? Infinity);
  const asker: Asker = {
    account: permitted.caller.accountId,
    priority: permitted.caller.plan?.queuePriority ?? 0,
    signal: incoming.stopped,
    waitMsMost: Math.max(0, waitMsMost - call.waitedMs),
    position: 0,
    waitedMs: 0,
  };
  const startedMs = performance.now();
  try {
    const release = await acquireSlot(asker);
    if (asker.position > 0)
      Object.assign(admitted.headers, lineHeaders({ position: asker.position, waitMs: asker.waitedMs }));
    return release;
  } finally {
    if (asker.position > 0) call.waitedMs += performance.now() - startedMs;
  }
}

async function takeAnswer(call: AdmittedCall, provider: Provider, answer: UpstreamAnswer): Promise<Attempt> {
  const { incoming, permitted } = call;
  const upstream = tellsOrigin(incoming.surface, permitted) ? withOrigin(answer, provider) : answer;
  if (upstream.status >= 300) return refused(incoming, provider, upstream);
  const relayed = await passOn({ provider, upstream, ...call });
  if (relayed.outcome === 'error') upstream.failed();
  return ended(relayed);
}

async function refused(incoming: Incoming, provider: Provider, upstream: UpstreamAnswer): Promise<Attempt> {
  const { error, elsewhere } = refusalOf(upstream, await readRefusal(upstream), provider);
  // What speaks of the request itself says nothing of the provider.
  if (elsewhere) upstream.failed();
  return {
    relayed: failedCall(incoming, provider, error, false),
    elsewhere,
    retryMs: retryMsOfStatus(upstream.status, upstream.headers),
    status: upstream.status,
    fate: 'failed',
  };
}

/** From the upstream to the client, in the way that fits both. */
async function passOn(exchange: Exchange): Promise<Relayed> {
  const { incoming, understood, provider, upstream } = exchange;
  if (isEncoded(upstream)) {
    upstream.abort();
    const error = upstreamError('The model server encoded its answer although it was asked not to.');
    return failedCall(incoming, provider, error, true);
  }
  const shape = understood.stream && isEventStream(upstream) ? incoming.surface.stream : null;
  if (shape) return relayStream(exchange, shape);
  return understood.media ? relayMedia(exchange) : relayJson(exchange);
}

/** The provider could not be asked, or did not answer. */
function attemptOfFault(incoming: Incoming, provider: Provider, fault: unknown, sent: boolean): Attempt {
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
