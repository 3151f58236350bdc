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
let lastMsHex = '';
let sequence = 0;

/**
 * A new id, for example `acc_0193f2…`: prefixed, opaque, a UUID of version 7 without its dashes. The ids of one
 * process sort in the order they were made.
 */
export function newId(prefix: IdPrefix): string {
  const nowMs = Date.now();
  sequence = nowMs > lastMs ? 0 : (sequence + 1) % perMillisecond;
  if (sequence === 0) {
    lastMs = Math.max(nowMs, lastMs + 1);
    lastMsHex = lastMs.toString(16).padStart(12, '0');
  }
  // The random half of a version 4 id: Node makes those from randomness fetched many at a time.
  const random = randomUUID();
  const sequenceHex = (perMillisecond + sequence).toString(16).slice(1);
  return `${prefix}_${lastMsHex}7${sequenceHex}${random.slice(19, 23)}${random.slice(24)}`;
}
