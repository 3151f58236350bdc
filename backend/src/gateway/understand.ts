import type { IncomingMessage } from 'node:http';
import type { Incoming, Understood } from './call.ts';
import { bodyTooLarge, invalidRequest } from './errors.ts';
import { countMembers } from './json-members.ts';
import { isPrivateField } from './private-fields.ts';

const maxBodyBytes = 32 * 1024 * 1024;

/** Step 2: what is asked. Reads the body and parses it once; its text is kept to be forwarded as it came. */
export async function understand({ request, surface }: Incoming): Promise<Understood> {
  const bytes = await readBody(request);
  const text = bytes.toString('utf8');
  const body = parseObject(text);
  const names = Object.keys(body);
  return {
    text,
    // Of equal names the last one counts here; a server that takes the first would be asked for something else.
    needsCleaning: names.some(isPrivateField) || countMembers(text) !== names.length,
    ...surface.understand(body, bytes.length),
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) throw bodyTooLarge(maxBodyBytes);
  const chunks: Buffer[] = [];
  let bytes = 0;
  await new Promise<void>((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBodyBytes) {
        request.removeAllListeners('data').resume();
        reject(bodyTooLarge(maxBodyBytes));
      } else chunks.push(chunk);
    });
    let whole = false;
    const brokeOff = () => {
      if (!whole) reject(invalidRequest('The request body broke off.'));
    };
    request.on('end', () => {
      whole = true;
      resolve();
    });
    request.on('error', brokeOff);
    request.on('close', brokeOff);
    if (request.destroyed) brokeOff();
  });
  return Buffer.concat(chunks);
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body))
      return body as Record<string, unknown>;
  } catch {
    // Falls through: what is no JSON is refused like what is no object.
  }
  throw invalidRequest('The request body must be a JSON object.');
}
