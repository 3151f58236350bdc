import { upstreamError } from '../errors.ts';
import { createEventSplitter, isEventStream, splitEvents } from '../sse-events.ts';
import { dataOf, parseOrNull } from '../transcript.ts';
import type { BodyListener, UpstreamAnswer } from '../upstream/types.ts';
import { answerBytesMost } from '../upstream/whole-body.ts';
import type { StreamTranslation, Translation } from './translation.ts';

const colon = 0x3a;
const newline = 0x0a;
/** The most bytes of a line; longer ones are no stream of words any more. */
const lineBytesMost = 16 * 1024 * 1024;

/** An answer as the caller's own API would have given it: whoever reads it need not know that it was another. */
export function inCallersWords(upstream: UpstreamAnswer, translation: Translation): UpstreamAnswer {
  if (upstream.status >= 300) return upstream;
  const { status, headers, pause, resume, abort, failed } = upstream;
  const isStream = translation.isLines ? isLineStream(upstream) : isEventStream(upstream);
  const stream = isStream ? translation.createStream() : null;
  const cut = translation.isLines ? cutIntoLines : cutIntoEvents;
  return {
    status,
    headers: stream ? { ...headers, 'content-type': 'text/event-stream' } : headers,
    pause,
    resume,
    abort,
    failed,
    counted: () => stream?.counted() ?? null,
    consume(to) {
      const once = endingOnce(to);
      upstream.consume(stream ? cut(once, stream, abort) : wholeTo(once, translation, abort));
    },
  };
}

/** An answer that no provider was asked for. */
export function madeHere(body: object): UpstreamAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    consume(to) {
      to.onData(Buffer.from(JSON.stringify(body)));
      to.onEnd();
    },
    pause() {},
    resume() {},
    abort() {},
    failed() {},
  };
}

/** Hears of nothing after the end, whichever came first. */
function endingOnce(to: BodyListener): BodyListener {
  let isOver = false;
  const end = (event: () => void) => {
    if (isOver) return;
    isOver = true;
    event();
  };
  return {
    onData: (chunk) => void (isOver || to.onData(chunk)),
    onEnd: () => end(to.onEnd),
    onError: (error) => end(() => to.onError(error)),
  };
}

/** A whole answer; what is none goes on as it came, so that it is taken for what it is. */
function wholeTo(to: BodyListener, translation: Translation, abort: () => void): BodyListener {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return {
    onData(chunk) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes <= answerBytesMost) return;
      to.onError(upstreamError('The answer of the model server is too large.'));
      abort();
    },
    onEnd() {
      const body = Buffer.concat(chunks);
      const answer = parseOrNull(body.toString());
      const translated = answer && translation.answer(answer);
      to.onData(translated ? Buffer.from(JSON.stringify(translated)) : body);
      to.onEnd();
    },
    onError: to.onError,
  };
}

function cutIntoEvents(to: BodyListener, stream: StreamTranslation, abort: () => void): BodyListener {
  const say = (said: string) => said !== '' && to.onData(Buffer.from(said));
  const splitter = createEventSplitter(
    (events) => say(splitEvents(events).map(translate).join('')),
    () => {
      to.onError(upstreamError('An event of the model server is too large.'));
      abort();
    },
  );
  function translate(event: Buffer): string {
    const data = dataOf(event);
    if (data !== null) return stream.add(data);
    // Comments keep the connection alive.
    return event[0] === colon ? event.toString() : '';
  }
  return {
    onData: splitter.push,
    onEnd() {
      const data = dataOf(splitter.rest());
      say((data === null ? '' : stream.add(data)) + stream.end());
      to.onEnd();
    },
    onError: to.onError,
  };
}

function cutIntoLines(to: BodyListener, stream: StreamTranslation, abort: () => void): BodyListener {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  function say(lines: Buffer, last = '') {
    const said = lines.toString().split('\n').filter(isFilled).map(stream.add).join('') + last;
    if (said !== '') to.onData(Buffer.from(said));
  }
  return {
    onData(chunk) {
      const end = chunk.lastIndexOf(newline) + 1;
      if (end > 0) {
        say(Buffer.concat([...pending, chunk.subarray(0, end)]));
        pending = [];
        pendingBytes = 0;
      }
      if (end === chunk.length) return;
      pending.push(chunk.subarray(end));
      pendingBytes += chunk.length - end;
      if (pendingBytes <= lineBytesMost) return;
      to.onError(upstreamError('A line of the model server is too large.'));
      abort();
    },
    onEnd() {
      say(Buffer.concat(pending), stream.end());
      to.onEnd();
    },
    onError: to.onError,
  };
}

const isFilled = (line: string) => line.trim() !== '';

const isLineStream = ({ headers }: UpstreamAnswer) =>
  /^application\/x-ndjson/i.test(String(headers['content-type']));
