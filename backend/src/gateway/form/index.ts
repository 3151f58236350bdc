import { isUtf8 } from 'node:buffer';
import { invalidRequest } from '../errors.ts';
import { isReadName, refuseOtherCase } from '../field-names.ts';
import { isPrivateField } from '../private-fields.ts';
import type { Surface } from '../surface.ts';
import { boundaryOf, contentTypeOf } from './boundary.ts';
import { type FormPart, splitForm } from './split-form.ts';

/** A form as it came, and where its parts are. */
export type Form = { bytes: Buffer; boundary: string; parts: FormPart[] };

/** A file of a form: a view of its bytes. */
export class FormFile {
  readonly bytes: Buffer;
  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
}

/** Longer texts are files by mistake. */
const mostTextBytes = 1024 * 1024;
/** Read as what they are in JSON; in any other spelling a server may read more into them than is read here. */
const flags: ReadonlySet<string> = new Set(['stream']);
const counts: ReadonlySet<string> = new Set(['n', 'partial_images']);
/** The one name that is read and may be there several times. */
const repeated = 'image';

/** @throws 400 */
export function readForm(bytes: Buffer, contentType: string | undefined): Form {
  const boundary = boundaryOf(contentType);
  return { bytes, boundary, parts: splitForm(bytes, boundary) };
}

/** What a form says, as if it were JSON: texts, files, and lists of what is there several times. @throws 400 */
export function fieldsOf({ bytes, parts }: Form): Record<string, unknown> {
  refuseOtherCase(parts.map(({ name }) => baseOf(name)));
  const fields = new Map<string, unknown>();
  for (const part of parts) {
    const name = baseOf(part.name);
    const isList = name !== part.name;
    if (isReadName(name) && name !== repeated && isList)
      throw invalidRequest(`"${part.name}" must be written "${name}".`, name);
    // What nobody looks at here, nobody is held for.
    if (part.isFile && !isReadName(name)) throw invalidRequest(`"${part.name}" may not be a file.`, name);
    const value = valueOf(bytes, part);
    const before = fields.get(name);
    if (before === undefined) fields.set(name, isList ? [value] : value);
    else if (isList || name === repeated) fields.set(name, [before, value].flat());
    else throw invalidRequest(`"${name}" is there more than once.`, name);
  }
  return Object.fromEntries(fields);
}

/** `image[]` is one of a list of `image`, `metadata[x]` a part of `metadata`. */
const baseOf = (name: string) => name.split('[')[0] as string;

function valueOf(bytes: Buffer, { name, isFile, contentStart, end }: FormPart): unknown {
  const content = bytes.subarray(contentStart, end);
  if (isFile) return new FormFile(content);
  if (content.length > mostTextBytes) throw invalidRequest(`"${name}" is too long for a text.`, name);
  if (!isUtf8(content)) throw invalidRequest(`"${name}" must be UTF-8.`, name);
  const text = content.toString('utf8');
  if (flags.has(name) && /^(true|false)$/.test(text)) return text === 'true';
  return counts.has(name) && /^\d{1,9}$/.test(text) ? Number(text) : text;
}

/** The bytes of all texts, names included: no fewer than they have tokens. */
export const textBytesOf = ({ parts }: Form): number =>
  parts.reduce((sum, part) => sum + (part.isFile ? part.contentStart : part.end) - part.start, 0);

/** The form as an upstream gets it: as it came, but for the name of the model and fields that are not for it. */
export function upstreamForm(form: Form, surface: Surface, modelName: string, upstreamModel: string): Buffer {
  const { bytes, boundary, parts } = form;
  const kept = parts.filter(({ name }) => !isPrivateField(baseOf(name), surface));
  if (kept.length === parts.length && upstreamModel === modelName) return bytes;
  const opening = Buffer.from(`--${boundary}\r\n`);
  const pieces = kept.flatMap(({ name, start, contentStart, end }) => [
    opening,
    ...(name === 'model'
      ? [bytes.subarray(start, contentStart), Buffer.from(upstreamModel)]
      : [bytes.subarray(start, end)]),
    lineEnd,
  ]);
  return Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]);
}

const lineEnd = Buffer.from('\r\n');

/** What tells two forms apart: not their boundaries, which clients make anew each time. */
export const identityOf = ({ bytes, parts }: Form): Buffer =>
  Buffer.concat(
    parts.flatMap(({ start, end }) => [Buffer.from(`${end - start}\n`), bytes.subarray(start, end)]),
  );

/** The content type that goes with it. */
export const typeOfForm = ({ boundary }: Form): string => contentTypeOf(boundary);
