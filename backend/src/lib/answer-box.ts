import { createHmac } from 'node:crypto';
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { deriveKey, type SecretBox } from './secrets.ts';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

export type AnswerBox = ReturnType<typeof createAnswerBox>;

/** How answers are kept: small, and encrypted, since they are what people talk about with a model. */
export function createAnswerBox(secretBox: SecretBox, secretKey: string) {
  const hashKey = deriveKey(secretKey, 'idempotent calls');
  return {
    seal: async (answer: Buffer) => secretBox.seal(await deflate(answer)),
    open: async (sealed: Buffer) => inflate(secretBox.open(sealed)),
    /** Which request it was. With a key of ours: what short texts say could be guessed from a plain hash. */
    hash: (surface: string, body: Buffer) =>
      createHmac('sha256', hashKey).update(`${surface}\n`).update(body).digest(),
  };
}
