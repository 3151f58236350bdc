import { isUtf8 } from 'node:buffer';
import type { Understood } from '../call.ts';
import type { Gateway } from '../gateway.ts';
import type { Incoming } from '../incoming.ts';
import { recordResponse } from '../recorded-response.ts';
import type { Caller } from '../snapshots/callers.ts';
import { insertTexts } from './queries.ts';
import { redact } from './redact.ts';

/** Longer texts are not kept. */
const bytesMost = 256 * 1024;
const textual = /^(application\/json|text\/)/;

/** Keeps what a call says and is told, for a project that wants that; its client is told so. */
export function keepTexts(
  gateway: Gateway,
  incoming: Incoming,
  { bytes }: Understood,
  { accountId, projectId }: Caller,
) {
  const recorded = recordResponse(incoming.response, { 'x-litemaas-texts': 'kept' });
  return {
    incoming: { ...incoming, response: recorded.response },
    /** After the last byte, with the record of the call that was answered: what cannot be kept harms nobody. */
    async store(requestId: string): Promise<void> {
      const sent = recorded.sent();
      const answer = sent?.body && textual.test(String(sent.headers['content-type'])) ? sent.body : null;
      try {
        await insertTexts(gateway.db, {
          requestId,
          accountId,
          projectId,
          request: await sealed(bytes),
          answer: await sealed(answer),
        });
      } catch (error) {
        gateway.log.warn({ err: error, requestId }, 'texts of a call could not be kept');
      }
    },
  };

  function sealed(text: Buffer | null): Promise<Buffer> | null {
    if (!text || text.length > bytesMost || !isUtf8(text)) return null;
    return gateway.answerBox.seal(Buffer.from(redact(text.toString('utf8'))));
  }
}
