import { invalidRequest } from '../errors.ts';
import { type PartHead, readPartHead } from './part-head.ts';

/** A part of a form: where it is in the bytes, from its head on, and where its content begins and ends. */
export type FormPart = PartHead & { start: number; contentStart: number; end: number };

const mostParts = 200;
const lineEnd = Buffer.from('\r\n');
const headEnd = Buffer.from('\r\n\r\n');

/**
 * Cuts a form into its parts, and copies nothing. Every place where the boundary stands must be a delimiter as it is
 * written in the standard, with nothing before the first and nothing after the last: so nobody else can cut it in
 * another way.
 * @throws 400
 */
export function splitForm(bytes: Buffer, boundary: string): FormPart[] {
  const delimiter = Buffer.from(`--${boundary}`);
  const parts: FormPart[] = [];
  let at = 0;
  if (!startsWith(bytes, 0, delimiter)) throw broken('it does not begin with its boundary');
  for (;;) {
    const after = at + delimiter.length;
    if (isClosing(bytes, after)) break;
    if (!startsWith(bytes, after, lineEnd)) throw broken('its boundary is where none may be');
    const next = bytes.indexOf(delimiter, after);
    if (next < 0) throw broken('it breaks off');
    if (!startsWith(bytes, next - 2, lineEnd)) throw broken('its boundary is where none may be');
    if (parts.length === mostParts) throw invalidRequest(`The form has more than ${mostParts} parts.`);
    parts.push(readPart(bytes, after + lineEnd.length, next - lineEnd.length));
    at = next;
  }
  return parts;
}

/** Whether these are the last bytes: two hyphens, and at the most a line end. */
function isClosing(bytes: Buffer, at: number): boolean {
  const rest = bytes.toString('latin1', at, at + 5);
  return rest === '--' || rest === '--\r\n';
}

function readPart(bytes: Buffer, start: number, end: number): FormPart {
  const headBytes = bytes.subarray(start, end).indexOf(headEnd);
  if (headBytes < 0) throw broken('a part has no head');
  const { name, isFile } = readPartHead(bytes.subarray(start, start + headBytes));
  return { name, isFile, start, contentStart: start + headBytes + headEnd.length, end };
}

const startsWith = (bytes: Buffer, at: number, what: Buffer) =>
  at >= 0 && bytes.subarray(at, at + what.length).equals(what);

const broken = (why: string) => invalidRequest(`The form cannot be read: ${why}.`);
