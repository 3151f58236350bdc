import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What a run of the load generator saw. */
export type LoadResult = { calls: number; failures: number; seconds: number; latenciesMs: number[] };

const endOfHead = Buffer.from('\r\n\r\n');

/**
 * Closed loop: each connection sends its next request when the answer to the last one is whole. Raw sockets
 * and requests made beforehand, so that the generator takes little from what is measured.
 * @param options.requests whole HTTP requests, taken in turn
 */
export async function runLoad(options: {
  url: string;
  connections: number;
  seconds: number;
  requests: Buffer[];
}): Promise<LoadResult> {
  const { url, connections, seconds, requests } = options;
  const { hostname, port } = new URL(url);
  const result: LoadResult = { calls: 0, failures: 0, seconds: 0, latenciesMs: [] };
  const startedMs = performance.now();
  const endAtMs = startedMs + seconds * 1000;
  let next = 0;

  async function runConnection(): Promise<void> {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    await once(socket, 'connect');
    while (performance.now() < endAtMs) {
      const sentMs = performance.now();
      socket.write(requests[next++ % requests.length] as Buffer);
      const status = await readAnswer(socket);
      result.latenciesMs.push(performance.now() - sentMs);
      result.calls += 1;
      if (status !== 200) result.failures += 1;
    }
    socket.destroy();
  }

  await Promise.all(Array.from({ length: connections }, runConnection));
  result.seconds = (performance.now() - startedMs) / 1000;
  return result;
}

/** The status of an answer, once it is whole. */
function readAnswer(socket: Socket): Promise<number> {
  return new Promise((resolve, reject) => {
    let received: Buffer | undefined;
    let wholeLength = Infinity;
    let status = 0;
    const onData = (chunk: Buffer) => {
      received = received ? Buffer.concat([received, chunk]) : chunk;
      if (wholeLength === Infinity) {
        const headEnd = received.indexOf(endOfHead);
        if (headEnd < 0) return;
        const head = received.toString('latin1', 0, headEnd);
        status = Number(head.slice(9, 12));
        wholeLength = headEnd + 4 + Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
      }
      if (received.length >= wholeLength) finish(() => resolve(status));
    };
    const onClose = () => finish(() => reject(new Error('the server closed a connection')));
    const finish = (settle: () => void) => {
      socket.off('data', onData).off('close', onClose);
      settle();
    };
    socket.on('data', onData).on('close', onClose);
  });
}

/** A chat completion request as it goes over the wire. */
export function chatRequest(key: string, model: string): Buffer {
  const body = JSON.stringify({
    model,
    messages: [
      { role: 'system', content: 'You are a helpful assistant that answers briefly and to the point.' },
      { role: 'user', content: 'Please tell me about foxes and dogs in a sentence or two. '.repeat(5) },
    ],
    max_tokens: 64,
    temperature: 0.7,
  });
  const head = [
    'POST /v1/chat/completions HTTP/1.1',
    'host: 127.0.0.1',
    `authorization: Bearer ${key}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}
