import { invalidRequest } from '../errors.ts';

/** What the head of a part says. */
export type PartHead = { name: string; isFile: boolean };

const mostHeadBytes = 4 * 1024;
const line = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\0\r\n]*)$/;
const disposition = /^form-data((?:[ \t]*;[ \t]*[A-Za-z]+\*?=(?:"[^"\\]*"|[^\s";,\\]+))+)[ \t]*$/i;
const parameter = /;[ \t]*([A-Za-z]+\*?)=(?:"([^"\\]*)"|([^\s";,\\]+))/g;
const nameForm = /^[A-Za-z0-9_.:-]{1,100}(?:\[[A-Za-z0-9_.-]{0,100}\])*$/;
const plainEncoding = /^(7bit|8bit|binary)$/i;
const otherCharset = /;[ \t]*charset=(?!"?(utf-8|us-ascii)"?[ \t]*(;|$))/i;

/**
 * Reads the head of a part. Whatever two servers may read in two ways is refused: a name that is escaped, encoded or
 * there twice, folded lines, contents that have to be decoded.
 * @throws 400
 */
export function readPartHead(head: Buffer): PartHead {
  if (head.length > mostHeadBytes) throw unclear('its head is too long');
  const headers = new Map<string, string>();
  for (const text of head.toString('utf8').split('\r\n')) {
    const [, name, value] = line.exec(text) ?? [];
    if (name === undefined || value === undefined) throw unclear('a line of its head is none');
    const key = name.toLowerCase();
    if (headers.has(key)) throw unclear(`it has two headers "${key}"`);
    headers.set(key, value);
  }
  if (!plainEncoding.test(headers.get('content-transfer-encoding') ?? 'binary'))
    throw unclear('it would have to be decoded');
  if (otherCharset.test(headers.get('content-type') ?? '')) throw unclear('it is not UTF-8');
  return readDisposition(headers.get('content-disposition') ?? '');
}

function readDisposition(value: string): PartHead {
  const [, rest] = disposition.exec(value) ?? [];
  if (rest === undefined) throw unclear('it does not say its name');
  const parameters = new Map<string, string>();
  for (const [, key = '', quoted, plain] of rest.matchAll(parameter)) {
    const lower = key.toLowerCase();
    if (parameters.has(lower)) throw unclear(`it says "${lower}" twice`);
    parameters.set(lower, quoted ?? plain ?? '');
  }
  const name = parameters.get('name') ?? '';
  if (!nameForm.test(name) || parameters.has('name*')) throw unclear('its name is none');
  return { name, isFile: parameters.has('filename') || parameters.has('filename*') };
}

const unclear = (why: string) => invalidRequest(`A part of the form cannot be read: ${why}.`);
