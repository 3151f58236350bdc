import { isUtf8 } from 'node:buffer';
import { query } from '../../lib/sql.ts';
import type { Understood } from '../call.ts';
import type { Gateway } from '../gateway.ts';
import type { Incoming } from '../incoming.ts';
import { recordResponse } from '../recorded-response.ts';
import type { Caller } from '../snapshots/callers.ts';
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
        await query(
          gateway.db,
          `INSERT INTO kept_texts (request_id, account_id, project_id, request, answer, expires_at)
           SELECT $1, $2, id, $4, $5, now() + make_interval(days => keep_texts_days)
           FROM projects WHERE id = $3 AND keep_texts_days IS NOT NULL`,
          [requestId, accountId, projectId, await sealed(bytes), await sealed(answer)],
        );
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
