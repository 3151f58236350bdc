import { splitEvents } from '../sse-events.ts';
import { dataOf } from '../transcript.ts';
import type { Translation } from './translation.ts';

/** One translation after the other: `outer` speaks with the caller, `inner` with the provider. */
export function composed(outer: Translation, inner: Translation): Translation {
  return {
    upstreamPath: inner.upstreamPath,
    isLines: inner.isLines,
    request: (body) => inner.request(outer.request(body)),
    answer(answer) {
      const between = inner.answer(answer);
      return between && outer.answer(between);
    },
    createStream() {
      const within = inner.createStream();
      const without = outer.createStream();
      const say = (events: string) =>
        splitEvents(Buffer.from(events))
          .map((event) => without.add(dataOf(event) ?? ''))
          .join('');
      return {
        add: (data) => say(within.add(data)),
        end: () => say(within.end()) + without.end(),
        counted: () => without.counted() ?? within.counted(),
      };
    },
  };
}
