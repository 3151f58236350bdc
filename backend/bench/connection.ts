import { once } from 'node:events';
import { connect } from 'node:net';

/** What the connections of a load have seen. */
export type Tally = {
  calls: number;
  failures: number;
  latenciesMs: number[];
  /** `data:` lines of streams, and how long the first of each took to come. */
  chunks: number;
  firstChunksMs: number[];
};

export const emptyTally = (): Tally => ({
  calls: 0,
  failures: 0,
  latenciesMs: [],
  chunks: 0,
  firstChunksMs: [],
});

/** Carries one request at a time. */
export type Connection = {
  /** @param sinceMs from when its time counts, by performance.now(); from now on by default */
  send: (request: Buffer, onAnswered: () => void, sinceMs?: number) => void;
  close: () => void;
};

const endOfHead = '\r\n\r\n';
const endOfChunks = '\r\n0\r\n\r\n';

/**
 * A raw socket that reads answers only as far as it must to see where they end, so that the generator takes
 * little from what is measured.
 */
export async function openConnection(url: string, tally: () => Tally): Promise<Connection> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, 'connect');
  let sentMs = 0;
  let onAnswered: (() => void) | undefined;
  let head: Buffer | undefined;
  let status = 0;
  /** Of the answer's body what is still to come; null while only the end of its chunks can tell. */
  let missingBytes: number | null = 0;
  let chunksSeen = 0;
  let tail = '';

  function readHead(received: Buffer): void {
    head = head ? Buffer.concat([head, received]) : received;
    const headEnd = head.indexOf(endOfHead);
    if (headEnd < 0) return;
    const text = head.toString('latin1', 0, headEnd);
    const [, length] = /\r\ncontent-length: (\d+)/i.exec(text) ?? [];
    status = Number(text.slice(9, 12));
    missingBytes = length === undefined ? null : Number(length);
    const body = head.subarray(headEnd + endOfHead.length);
    head = undefined;
    onData = readBody;
    readBody(body);
  }

  function readBody(body: Buffer): void {
    if (missingBytes === null) readChunks(body);
    else if ((missingBytes -= body.length) <= 0) finish();
  }

  function readChunks(body: Buffer): void {
    const before = chunksSeen;
    for (let at = body.indexOf('data: '); at >= 0; at = body.indexOf('data: ', at + 6)) chunksSeen += 1;
    if (before === 0 && chunksSeen > 0) tally().firstChunksMs.push(performance.now() - sentMs);
    tally().chunks += chunksSeen - before;
    tail = (tail + body.toString('latin1', Math.max(0, body.length - endOfChunks.length))).slice(
      -endOfChunks.length,
    );
    if (tail === endOfChunks) finish();
  }

  function finish(): void {
    const { latenciesMs } = tally();
    latenciesMs.push(performance.now() - sentMs);
    tally().calls += 1;
    if (status !== 200) tally().failures += 1;
    onData = readHead;
    const answered = onAnswered;
    onAnswered = undefined;
    answered?.();
  }

  let onData = readHead;
  socket.on('data', (received: Buffer) => onData(received));
  socket.on('close', () => {
    if (onAnswered) throw new Error(`${url} closed a connection in the middle of a call`);
  });
  return {
    send(request, whenAnswered, sinceMs = performance.now()) {
      chunksSeen = 0;
      tail = '';
      onAnswered = whenAnswered;
      sentMs = sinceMs;
      socket.write(request);
    },
    close: () => socket.destroy(),
  };
}
