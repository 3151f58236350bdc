import { toMicro } from './decimal.ts';

/** How much of `whole` one or more decimal strings come to, in percent to one place, rounded down: (`"1"`, `"3"`) → 33.3. */
export function shareOf(whole: string, ...parts: string[]): number {
  const all = toMicro(whole);
  const sum = parts.map(toMicro).reduce((before, part) => before + part, 0n);
  return all === 0n ? 100 : Number((sum * 1000n) / all) / 10;
}
