import type { Exchange } from './call.ts';

/** Slows an upstream down to what its client takes, from here to `end`. */
export function createClientPace({ gateway, incoming, upstream }: Exchange) {
  const { response } = incoming;
  // A paused upstream has no time limit of its own, so a client that stops reading needs one.
  let stalled: NodeJS.Timeout | undefined;
  const resume = () => {
    clearTimeout(stalled);
    stalled = undefined;
    upstream.resume();
  };
  response.on('drain', resume);

  return {
    write(bytes: Buffer): void {
      if (response.write(bytes)) return;
      upstream.pause();
      stalled ??= setTimeout(() => response.destroy(), gateway.upstreams.timeouts.stalledClientMs);
    },
    end(): void {
      clearTimeout(stalled);
      response.off('drain', resume);
    },
  };
}
