import { authorizedFetch } from '../../api/authorized-fetch.ts';
import { type Chunk, readChunk } from './chat-chunk.ts';
import { chatError, networkError, refusalOf } from './chat-error.ts';
import type { ChatBody } from './chat-body.ts';
import { createEventReader } from './event-reader.ts';

type Call = {
  body: ChatBody;
  projectId: string;
  signal: AbortSignal;
  onChunk: (chunk: Chunk) => void;
};

const endMark = '[DONE]';

/**
 * One streamed chat call with the user's own sign-in. Ends when the answer is whole, or when `signal` says stop.
 * Throws an `ApiError` for refusals, faults within the stream, and streams that break off.
 */
export async function streamChat({ body, projectId, signal, onChunk }: Call): Promise<void> {
  try {
    const response = await authorizedFetch('/api/v1/chat/completions', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'x-litemaas-project': projectId },
      body: JSON.stringify({ ...body, stream: true, stream_options: { include_usage: true } }),
      signal,
    });
    if (!response.ok || !response.body) throw await refusalOf(response);
    await readAnswer(response.body, response.headers.get('x-request-id'), onChunk);
  } catch (cause) {
    if (signal.aborted) return;
    // What `fetch` throws by itself is a lost connection.
    throw cause instanceof TypeError ? networkError() : cause;
  }
}

async function readAnswer(
  stream: ReadableStream<Uint8Array>,
  requestId: string | null,
  onChunk: (chunk: Chunk) => void,
) {
  let isWhole = false;
  const reader = createEventReader(({ data }) => {
    if (data === endMark) {
      isWhole = true;
      return;
    }
    const chunk = readChunk(data);
    if (chunk.error)
      throw chatError({ status: 502, detail: chunk.error.message, code: chunk.error.code, requestId });
    onChunk(chunk);
  });
  const source = stream.getReader();
  try {
    for (let piece = await source.read(); !piece.done; piece = await source.read()) reader.push(piece.value);
    reader.end();
  } finally {
    // After a fault nobody reads on; a stream at its end does not mind.
    source.cancel().catch(() => undefined);
  }
  if (!isWhole) throw chatError({ status: 502, code: 'upstream_error', detail: null, requestId });
}
