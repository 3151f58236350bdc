import { v7 } from 'uuid';

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
  | 'idm';

/** A new id, for example `acc_0193f2…`: prefixed, opaque, sortable by creation time (UUID version 7). */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${v7().replaceAll('-', '')}`;
}
