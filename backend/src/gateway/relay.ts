import {
  type Admitted,
  clientClosedRequest,
  type Gateway,
  type Incoming,
  type Permitted,
  type Relayed,
  type Understood,
} from './call.ts';
import { GatewayError } from './errors.ts';
import { relayJson } from './relay-json.ts';
import { relayStream } from './relay-stream.ts';
import { sendError } from './reply.ts';
import { orderRoutes } from './route.ts';
import type { Provider, Route } from './snapshots/catalogue.ts';
import { upstreamBody } from './upstream-body.ts';
import { errorOfFault, refusalOf } from './upstream-errors.ts';
import type { Release } from './upstream/slots.ts';
import { UpstreamFault, type UpstreamResponse } from './upstream/types.ts';

const errorBodyBytesMost = 64 * 1024;

/** How a route did, and whether the next one may be tried: nothing was said, and nothing can have been charged. */
type Attempt = { relayed: Relayed; elsewhere: boolean };

/**
 * Step 6: to the upstream and back. Routes are tried in order while none has taken the request; what
 * happened, whatever it is, comes back as a value, so that every admitted call can be settled.
 */
export async function relay(
  gateway: Gateway,
  incoming: Incoming,
  understood: Understood,
  permitted: Permitted,
  admitted: Admitted,
): Promise<Relayed> {
  let attempt: Attempt | undefined;
  for (const route of orderRoutes(admitted)) {
    attempt = await tryRoute(gateway, incoming, understood, permitted, admitted, route);
    if (!attempt.elsewhere) break;
  }
  if (!attempt) throw new Error('a call without a route was let in');
  return attempt.relayed;
}

async function tryRoute(
  gateway: Gateway,
  incoming: Incoming,
  understood: Understood,
  permitted: Permitted,
  admitted: Admitted,
  route: Route,
): Promise<Attempt> {
  const { provider } = route;
  const keeper = gateway.upstreams.get(provider);
  let release: Release | undefined;
  let sent = false;
  try {
    release = await keeper.acquireSlot(incoming.clientGone);
    const upstream = await keeper.open({
      path: incoming.surface.upstreamPath,
      body: upstreamBody(understood, admitted, route),
      signal: incoming.clientGone,
      onSent: () => (sent = true),
    });
    if (upstream.status >= 300) {
      const { error, elsewhere } = refusalOf(upstream, await readSome(upstream));
      return { relayed: failedCall(incoming, provider, error, false), elsewhere };
    }
    const exchange = { gateway, incoming, understood, permitted, admitted, provider, upstream };
    const isStream = /^text\/event-stream/i.test(String(upstream.headers['content-type']));
    return { relayed: await (isStream ? relayStream(exchange) : relayJson(exchange)), elsewhere: false };
  } catch (fault) {
    if (incoming.clientGone.aborted) return { relayed: abandonedCall(provider, sent), elsewhere: false };
    const isKnown = fault instanceof UpstreamFault || fault instanceof GatewayError;
    return {
      relayed: failedCall(incoming, provider, errorOfFault(fault), sent),
      elsewhere: isKnown && !sent,
    };
  } finally {
    release?.();
  }
}

/** A call that failed before anything was sent to the client. It costs its input when the upstream has read it. */
function failedCall(incoming: Incoming, provider: Provider, error: GatewayError, charged: boolean): Relayed {
  return {
    ...nothingSaid,
    outcome: 'error',
    status: error.status,
    errorCode: error.code,
    provider,
    charged,
    finish: () => sendError(incoming, error),
  };
}

/** The client left before the upstream answered. */
function abandonedCall(provider: Provider, reached: boolean): Relayed {
  return {
    ...nothingSaid,
    outcome: 'aborted',
    status: clientClosedRequest,
    errorCode: null,
    provider,
    charged: reached,
    finish: () => {},
  };
}

const nothingSaid = { usage: null, outputTexts: () => [], firstTokenMs: null };

async function readSome(upstream: UpstreamResponse): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  await new Promise<void>((resolve) => {
    upstream.consume({
      onData(chunk) {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > errorBodyBytesMost) upstream.abort();
      },
      onEnd: resolve,
      onError: () => resolve(),
    });
  });
  return Buffer.concat(chunks);
}
