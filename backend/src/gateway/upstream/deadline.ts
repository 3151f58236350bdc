import { StopSignal } from '../stop-signal.ts';
import { type Transport, UpstreamFault, type UpstreamResponse } from './types.ts';

/**
 * Ends requests that take longer than `totalMs` from their sending to the last byte of their answer, and the
 * wait for the first one where the request itself bounds that.
 */
export function withDeadline(transport: Transport, totalMs: number): Transport {
  return async (request) => {
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
      return endedBy(response, end);
    } catch (fault) {
      end();
      throw fault;
    }
  };
}

function endedBy(response: UpstreamResponse, end: () => void): UpstreamResponse {
  return {
    ...response,
    consume: (to) =>
      response.consume({
        onData: to.onData,
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
  };
}
