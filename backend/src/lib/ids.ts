import { randomUUID } from 'node:crypto';

/** What an id says it is. Prefixes never change meaning: clients store ids. */
export type IdPrefix =
  | 'usr'
  | 'ses'
  | 'acc'
  | 'prj'
  | 'key'
  | 'prv'
  | 'mdl'
  | 'rte'
  | 'sub'
  | 'grt'
  | 'ltx'
  | 'req'
  | 'hld'
  | 'kil'
  | 'idm';

const perMillisecond = 0x1000;
let lastMs = 0;
let sequence = 0;

/**
 * A new id, for example `acc_0193f2…`: prefixed, opaque, a UUID of version 7 without its dashes. The ids of one
 * process sort in the order they were made.
 */
export function newId(prefix: IdPrefix): string {
  const nowMs = Date.now();
  sequence = nowMs > lastMs ? 0 : (sequence + 1) % perMillisecond;
  if (nowMs > lastMs) lastMs = nowMs;
  else if (sequence === 0) lastMs += 1;
  // The random half of a version 4 id: Node makes those from randomness fetched many at a time.
  const random = randomUUID().slice(19).replace('-', '');
  return `${prefix}_${hex(lastMs, 12)}7${hex(sequence, 3)}${random}`;
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
