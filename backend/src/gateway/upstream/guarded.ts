import { type BodyListener, UpstreamFault } from './types.ts';

/**
 * Servers may say what nobody can take, such as lists in lists in lists: for who listens it breaks off there. Thrown
 * into the connection's reading, the error would be nobody's, and the call would never end.
 */
export function guarded(to: BodyListener, abort: () => void): BodyListener {
  let isOver = false;
  const breakOff = (error: unknown) => {
    isOver = true;
    to.onError(new UpstreamFault('broken', 'The answer of the provider cannot be read.', error));
    abort();
  };
  return {
    onData(chunk) {
      if (isOver) return;
      try {
        to.onData(chunk);
      } catch (error) {
        breakOff(error);
      }
    },
    onEnd() {
      if (isOver) return;
      try {
        to.onEnd();
      } catch (error) {
        breakOff(error);
      }
    },
    onError: (error) => void (isOver || to.onError(error)),
  };
}
