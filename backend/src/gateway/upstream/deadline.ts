import { StopSignal } from '../stop-signal.ts';
import type { Visit } from './tally.ts';
import {
  type Transport,
  type UpstreamAnswer,
  UpstreamFault,
  type UpstreamRequest,
  type UpstreamResponse,
} from './types.ts';

/** A transport that tells how a request goes. */
export type WatchedTransport = (request: UpstreamRequest, visit: Visit) => Promise<UpstreamAnswer>;

/**
 * Ends requests that take longer than `totalMs` from their sending to the last byte of their answer, and the
 * wait for the first one where the request itself bounds that.
 */
export function withDeadline(transport: Transport, totalMs: number): WatchedTransport {
  return async (request, visit) => {
    const { signal, firstByteMs } = request;
    signal.throwIfAborted();
    const stop = new StopSignal();
    const onLate = () =>
      stop.abort(new UpstreamFault('timeout', 'The provider took longer than a call may take.'));
    const stopListening = signal.onAbort((reason) => stop.abort(reason));
    const timer = setTimeout(onLate, totalMs);
    const first = firstByteMs === undefined ? undefined : setTimeout(onLate, firstByteMs);
    const end = () => {
      clearTimeout(timer);
      clearTimeout(first);
      stopListening();
    };
    try {
      const response = await transport({ ...request, signal: stop });
      clearTimeout(first);
      return endedBy(response, end, visit);
    } catch (fault) {
      end();
      throw fault;
    }
  };
}

/** The first byte of a line that keeps a stream alive and says nothing. */
const colon = 0x3a;

function endedBy(response: UpstreamResponse, end: () => void, visit: Visit): UpstreamAnswer {
  const { status, headers, pause, resume } = response;
  let isWaited = status < 300;
  visit.answered();
  return {
    status,
    headers,
    pause,
    resume,
    consume: (to) =>
      response.consume({
        onData(chunk) {
          if (isWaited && chunk[0] !== colon) {
            isWaited = false;
            visit.firstByte();
          }
          to.onData(chunk);
        },
        onEnd() {
          end();
          to.onEnd();
        },
        onError(error) {
          end();
          to.onError(error);
        },
      }),
    abort() {
      end();
      response.abort();
    },
    failed: () => visit.failed(status < 300 ? 'broken' : 'status', status),
  };
}
