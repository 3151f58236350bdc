import { type Transport, UpstreamFault, type UpstreamResponse } from './types.ts';

/**
 * Ends requests that take longer than `totalMs` from their sending to the last byte of their answer, and the
 * wait for the first one where the request itself bounds that.
 */
export function withDeadline(transport: Transport, totalMs: number): Transport {
  return async (request) => {
    const { signal, firstByteMs } = request;
    const controller = new AbortController();
    const onAbort = () => controller.abort(signal.reason);
    const onLate = () =>
      controller.abort(new UpstreamFault('timeout', 'The provider took longer than a call may take.'));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    const timer = setTimeout(onLate, totalMs);
    const first = firstByteMs === undefined ? undefined : setTimeout(onLate, firstByteMs);
    const end = () => {
      clearTimeout(timer);
      clearTimeout(first);
      signal.removeEventListener('abort', onAbort);
    };
    try {
      const response = await transport({ ...request, signal: controller.signal });
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
