import {
  type Admitted,
  clientClosedRequest,
  type Gateway,
  type Incoming,
  type Permitted,
  type Relayed,
  type Understood,
} from './call.ts';
import type { GatewayError } from './errors.ts';
import { relayJson } from './relay-json.ts';
import { relayStream } from './relay-stream.ts';
import { sendError } from './reply.ts';
import { orderRoutes } from './route.ts';
import type { Provider, Route } from './snapshots/catalogue.ts';
import { upstreamBody } from './upstream-body.ts';
import { errorOfFault, errorOfStatus } from './upstream-errors.ts';
import type { Release } from './upstream/slots.ts';
import { UpstreamFault, type UpstreamResponse } from './upstream/types.ts';

const errorBodyBytesMost = 64 * 1024;

/**
 * Step 6: to the upstream and back. Routes are tried in order while the request has not reached any; what
 * happened, whatever it is, comes back as a value, so that every admitted call can be settled.
 */
export async function relay(
  gateway: Gateway,
  incoming: Incoming,
  understood: Understood,
  permitted: Permitted,
  admitted: Admitted,
): Promise<Relayed> {
  let failure: GatewayError | undefined;
  for (const route of orderRoutes(permitted)) {
    const attempt = await tryRoute(gateway, incoming, understood, permitted, admitted, route);
    if (!('retry' in attempt)) return attempt;
    failure = attempt.retry;
  }
  return failedCall(incoming, null, failure as GatewayError, false);
}

async function tryRoute(
  gateway: Gateway,
  incoming: Incoming,
  understood: Understood,
  permitted: Permitted,
  admitted: Admitted,
  route: Route,
): Promise<Relayed | { retry: GatewayError }> {
  const { provider } = route;
  const keeper = gateway.upstreams.get(provider);
  let release: Release | undefined;
  if (incoming.clientGone.aborted) return abandonedCall(provider, false);
  try {
    release = await keeper.acquireSlot(incoming.clientGone);
    const upstream = await keeper.open({
      path: incoming.surface.upstreamPath,
      body: upstreamBody(understood, admitted, route),
      signal: incoming.clientGone,
    });
    const exchange = { gateway, incoming, understood, permitted, provider, upstream };
    if (upstream.status >= 300)
      return failedCall(incoming, provider, errorOfStatus(upstream, await readSome(upstream)), false);
    const isStream = String(upstream.headers['content-type']).startsWith('text/event-stream');
    return await (isStream ? relayStream(exchange) : relayJson(exchange));
  } catch (fault) {
    if (incoming.clientGone.aborted) return abandonedCall(provider, release !== undefined);
    const error = errorOfFault(fault);
    if (!(fault instanceof UpstreamFault) || fault.kind === 'unreached') return { retry: error };
    return failedCall(incoming, provider, error, true);
  } finally {
    release?.();
  }
}

/** A call that failed before anything was sent to the client. It costs its input when the upstream has read it. */
function failedCall(
  incoming: Incoming,
  provider: Provider | null,
  error: GatewayError,
  charged: boolean,
): Relayed {
  return {
    ...nothingSaid,
    outcome: 'error',
    status: error.status,
    errorCode: error.code,
    provider,
    charged,
    estimated: charged,
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
    estimated: reached,
    finish: () => {},
  };
}

const nothingSaid = { usage: null, outputText: () => '', firstTokenMs: null };

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
