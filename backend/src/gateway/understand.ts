import type { IncomingMessage } from 'node:http';
import type { Understood } from './call.ts';
import type { Incoming } from './incoming.ts';
import { invalidRequest } from './errors.ts';
import { fieldsOf, readForm, textBytesOf } from './form/index.ts';
import { refuseOtherCase } from './field-names.ts';
import { readMaxCost } from './max-cost.ts';
import { isPrivateField } from './private-fields.ts';
import { readPreviousResponse } from './response-origin.ts';
import { readBody, readBytes } from './read-body.ts';

const queueTimeoutHeader = 'x-litemaas-queue-timeout-ms';

/** How long the client lets its call wait in a line; null: it does not say. @throws 400 */
function readQueueTimeout({ headers }: IncomingMessage): number | null {
  const value = headers[queueTimeoutHeader];
  if (value === undefined) return null;
  if (typeof value === 'string' && /^\d{1,9}$/.test(value)) return Number(value);
  throw invalidRequest(
    `The header "${queueTimeoutHeader}" must be milliseconds as a whole number.`,
    queueTimeoutHeader,
  );
}

const sessionHeader = 'x-litemaas-session';

/** What calls have in common that do well at the same place, where a cache knows their beginning; null: nothing. */
function readSession(request: IncomingMessage, { prompt_cache_key: key }: Record<string, unknown>) {
  if (typeof key === 'string' && key !== '') return key;
  const header = request.headers[sessionHeader];
  return typeof header === 'string' && header !== '' ? header : null;
}

/** Step 2: what is asked. Reads the body and parses it once; its bytes are kept to be forwarded as they came. @throws 400, 413 */
export async function understand(incoming: Incoming): Promise<Understood> {
  const { request, surface } = incoming;
  if (surface.isForm) return understandForm(incoming);
  const body = await readBody(request);
  const names = Object.keys(body.json);
  refuseOtherCase(names);
  return {
    bytes: body.bytes,
    members: body.members,
    // Of equal names the last one counts here; a server that takes the first would be asked for something else.
    needsCleaning:
      names.some((name) => isPrivateField(name, surface)) || body.members.length !== names.length,
    maxCostMicroCredits: readMaxCost(request),
    queueTimeoutMs: readQueueTimeout(request),
    session: readSession(request, body.json),
    previousResponse: readPreviousResponse(surface, body.json),
    ...surface.understand(body.json, body.bytes.length),
  };
}

/** The same of a form, whose files are looked at where they are. */
async function understandForm({ request, surface }: Incoming): Promise<Understood> {
  const bytes = await readBytes(request);
  const form = readForm(bytes, request.headers['content-type']);
  return {
    bytes,
    members: [],
    needsCleaning: false,
    maxCostMicroCredits: readMaxCost(request),
    queueTimeoutMs: readQueueTimeout(request),
    session: readSession(request, {}),
    previousResponse: null,
    ...surface.understand(fieldsOf(form), textBytesOf(form)),
    form,
  };
}
