import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { StringDecoder } from 'node:string_decoder';
import { bodyTooLarge, invalidRequest } from './errors.ts';
import { createJoinedBytes } from './kept-bytes.ts';
import { createJsonScan, type JsonLimits, type Member } from './json-scan.ts';

const maxBodyBytes = 32 * 1024 * 1024;
const turnBytes = 2 * 1024 * 1024;

/**
 * More than any honest request has. What is under it is parsed in about a tenth of a second at the most;
 * without it, nine megabytes of `{},{},…` would hold up every other call for seconds.
 */
const bodyLimits: JsonLimits = {
  depth: 100,
  members: 50_000,
  containers: 50_000,
  values: 500_000,
};
const limitNames = {
  depth: 'levels of lists and objects',
  members: 'members of objects',
  containers: 'lists and objects',
  values: 'values',
};

/** A request's body: its bytes as they came, what they say, and where the members of its top level are. */
export type Body = { bytes: Buffer; json: Record<string, unknown>; members: Member[] };

/** Reads a body, looks over it while it comes and parses it once. @throws 400, 413 */
export async function readBody(request: IncomingMessage): Promise<Body> {
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) throw bodyTooLarge(maxBodyBytes);
  const scan = createJsonScan(bodyLimits);
  const joined = createJoinedBytes();
  await readAll(request, (chunk) => {
    scan.push(chunk);
    // The rest is only waited for, so that the client reads why.
    if (scan.exceeded() === null) joined.add(chunk);
  });
  const exceeded = scan.exceeded();
  if (exceeded !== null)
    throw invalidRequest(`The request body has more than ${bodyLimits[exceeded]} ${limitNames[exceeded]}.`);
  const bytes = joined.bytes();
  if (!isUtf8(bytes)) throw invalidRequest('The request body must be UTF-8.');
  return { bytes, json: parseObject(await decode(bytes)), members: scan.members() };
}

/** Reads a body that is no JSON, and looks at nothing of it. @throws 400, 413 */
export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) throw bodyTooLarge(maxBodyBytes);
  const joined = createJoinedBytes();
  await readAll(request, joined.add);
  return joined.bytes();
}

async function readAll(request: IncomingMessage, onChunk: (chunk: Buffer) => void): Promise<void> {
  let bytes = 0;
  await new Promise<void>((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBodyBytes) {
        request.removeAllListeners('data').resume();
        reject(bodyTooLarge(maxBodyBytes));
      } else onChunk(chunk);
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
}

/** Long texts in turns: what is not Latin takes its time. */
async function decode(bytes: Buffer): Promise<string> {
  if (bytes.length <= turnBytes) return bytes.toString('utf8');
  const decoder = new StringDecoder('utf8');
  let text = '';
  for (let at = 0; at < bytes.length; at += turnBytes) {
    text += decoder.write(bytes.subarray(at, at + turnBytes));
    await new Promise((resume) => setImmediate(resume));
  }
  return text;
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
