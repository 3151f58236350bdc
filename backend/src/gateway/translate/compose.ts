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
      const innerStream = inner.createStream();
      const outerStream = outer.createStream();
      const say = (events: string) =>
        splitEvents(Buffer.from(events))
          .map((event) => outerStream.add(dataOf(event) ?? ''))
          .join('');
      return {
        add: (data) => say(innerStream.add(data)),
        end: () => say(innerStream.end()) + outerStream.end(),
        counted: () => outerStream.counted() ?? innerStream.counted(),
      };
    },
  };
}
