import { upstreamError } from '../errors.ts';
import { createJoinedBytes } from '../kept-bytes.ts';
import type { UpstreamResponse } from './types.ts';

/** Answers that are held whole may be this large. */
export const answerBytesMost = 64 * 1024 * 1024;
const errorBodyBytesMost = 64 * 1024;

/** The whole body of an answer. @throws what broke it off, upstream_error when it is too large */
export function readWhole(upstream: UpstreamResponse, look: (chunk: Buffer) => void): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const joined = createJoinedBytes();
    let bytes = 0;
    upstream.consume({
      onData(chunk) {
        bytes += chunk.length;
        if (bytes > answerBytesMost) {
          upstream.abort();
          reject(upstreamError('The answer of the model server is too large.'));
          return;
        }
        look(chunk);
        joined.add(chunk);
      },
      onEnd: () => resolve(joined.bytes()),
      onError: reject,
    });
  });
}

/** What a refusal says: as much of it as comes, up to where nobody reads on. */
export async function readRefusal(upstream: UpstreamResponse): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  await new Promise<void>((resolve) => {
    upstream.consume({
      onData(chunk) {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > errorBodyBytesMost) upstream.abort();
      },
      onEnd: resolve,
      onError: () => resolve(),
    });
  });
  return Buffer.concat(chunks);
}
