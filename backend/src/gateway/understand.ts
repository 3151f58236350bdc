import type { IncomingMessage } from 'node:http';
import type { Incoming, Understood } from './call.ts';
import { bodyTooLarge, invalidRequest } from './errors.ts';

const maxBodyBytes = 32 * 1024 * 1024;

/** Step 2: what is asked. Reads the body and parses it once; its text is kept to be forwarded as it came. */
export async function understand({ request, surface }: Incoming): Promise<Understood> {
  const text = await readBody(request);
  const body = parseObject(text);
  return surface.understand(text, body);
}

async function readBody(request: IncomingMessage): Promise<string> {
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
    request.on('end', resolve);
    request.on('error', () => reject(invalidRequest('The request body broke off.')));
  });
  return (chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)).toString('utf8');
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
