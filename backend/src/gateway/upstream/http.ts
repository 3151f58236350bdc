import { buildConnector, type Dispatcher } from 'undici';
import { headersOf } from '../../lib/providers/connection-settings.ts';
import { lookupAllowed, type SocketOptions } from '../../lib/providers/dispatcher.ts';
import { upstreamUrl } from '../../lib/providers/upstream-url.ts';
import type { StopSignal } from '../stop-signal.ts';
import type { Provider } from '../snapshots/catalogue.ts';
import { guarded } from './guarded.ts';
import {
  type BodyListener,
  type Transport,
  UpstreamFault,
  type UpstreamRequest,
  type UpstreamResponse,
} from './types.ts';

const timeoutCodes = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** Requests over HTTP with undici's `dispatch`: the cheapest way there is to forward bytes (docs/adr/0003). */
export function createHttpTransport(agent: Dispatcher, provider: Provider): Transport {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'accept-encoding': 'identity',
    ...headersOf(provider.kind, provider.apiKey, provider.connection),
  };
  const { firstByteTimeoutMs, idleTimeoutMs } = provider.connection;
  // Left undefined they are those of the agent.
  const headersTimeout = firstByteTimeoutMs ?? undefined;
  const bodyTimeout = idleTimeoutMs ?? undefined;
  const headersFor = ({ contentType }: UpstreamRequest) =>
    contentType === undefined ? headers : { ...headers, 'content-type': contentType, accept: '*/*' };
  const addresses = new Map<string, { origin: string; path: string }>();
  const addressOf = (path: string) => {
    let address = addresses.get(path);
    if (!address) {
      const url = new URL(upstreamUrl(provider.kind, provider.baseUrl, path));
      address = { origin: url.origin, path: url.pathname + url.search };
      addresses.set(path, address);
    }
    return address;
  };
  const send = (
    request: UpstreamRequest,
    resolve: (response: UpstreamResponse) => void,
    reject: (fault: Error) => void,
  ) => {
    const { origin, path } = addressOf(request.path);
    agent.dispatch(
      {
        origin,
        path,
        method: 'POST',
        headers: headersFor(request),
        body: request.body,
        headersTimeout,
        bodyTimeout,
      },
      createHandler(request, resolve, reject),
    );
  };
  return (request) =>
    new Promise((resolve, reject) => {
      send(request, resolve, (fault) => {
        // The server had closed the connection while the request was on its way: nobody has read it.
        if (fault instanceof StaleConnection) send(request, resolve, reject);
        else reject(fault);
      });
    });
}

/** A connection that had served before broke at once, without a byte of an answer. */
class StaleConnection extends UpstreamFault {}
const atOnceMs = 1_000;

/** Connects as undici does, and lets errors of a socket say whether it had served before. */
export function connectSocket(
  timeoutMs: number,
  options: SocketOptions = { lookup: lookupAllowed },
): buildConnector.connector {
  const connect = buildConnector({ timeout: timeoutMs, ...options });
  return (options, callback) =>
    connect(options, (...result) => {
      const [, socket] = result;
      socket?.prependListener('error', (error: SocketFault) => {
        error.socket ??= { bytesRead: socket.bytesRead };
      });
      callback(...result);
    });
}

type SocketFault = Error & { code?: string; socket?: { bytesRead?: number } };

/** Collects what comes before `consume` is called: head and first bytes often arrive together. */
function createHandler(
  { signal, onSent }: UpstreamRequest,
  resolve: (response: UpstreamResponse) => void,
  reject: (error: Error) => void,
): Dispatcher.DispatchHandler {
  let listener: BodyListener | undefined;
  let sentAtMs: number | null = null;
  let answered = false;
  let early: (() => void)[] = [];
  const deliver = (event: (to: BodyListener) => void) => {
    if (listener) event(listener);
    else early.push(() => listener && event(listener));
  };
  let stopListening = () => {};

  return {
    onRequestStart(controller) {
      if (signal.reason) return controller.abort(signal.reason);
      sentAtMs = performance.now();
      onSent();
      stopListening = signal.onAbort((reason) => controller.abort(reason));
    },
    onResponseStart(controller, status, headers) {
      if (status < 200) return;
      answered = true;
      resolve({
        status,
        headers: headers,
        consume(to) {
          listener = guarded(to, () => controller.abort(new Error('cannot be read')));
          const waiting = early;
          early = [];
          waiting.forEach((event) => event());
        },
        pause: () => controller.pause(),
        resume: () => controller.resume(),
        abort: () => controller.abort(new Error('not wanted any more')),
      });
    },
    onResponseData: (_controller, chunk) => deliver((to) => to.onData(chunk)),
    onResponseEnd() {
      stopListening();
      deliver((to) => to.onEnd());
    },
    onResponseError(_controller, error) {
      stopListening();
      const fault = toFault(error, signal, sentAtMs);
      if (answered) deliver((to) => to.onError(fault));
      else reject(fault);
    },
  };
}

function toFault(error: SocketFault, signal: StopSignal, sentAtMs: number | null): Error {
  if (signal.reason) return signal.reason;
  if (sentAtMs === null) return new UpstreamFault('unreached', 'The provider cannot be reached.', error);
  if (timeoutCodes.has(error.code ?? ''))
    return new UpstreamFault('timeout', 'The provider did not answer in time.', error);
  const isStale = (error.socket?.bytesRead ?? 0) > 0 && performance.now() - sentAtMs < atOnceMs;
  const Fault = isStale ? StaleConnection : UpstreamFault;
  return new Fault('broken', 'The connection to the provider broke.', error);
}
