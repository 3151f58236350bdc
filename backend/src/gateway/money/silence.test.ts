import { expect, it } from 'vitest';
import { createSilence } from './silence.ts';

it('calls an instance silent that has said nothing for three looks', () => {
  let nowMs = 0;
  const silence = createSilence(() => nowMs);
  const look = (atMs: number, ...seen: string[]) => {
    nowMs = atMs;
    return silence.of(seen.map((seenAt, index) => ({ id: BigInt(index + 1), seen_at: seenAt })));
  };
  expect(look(5_000, 'long ago', '05')).toEqual([]);
  expect(look(10_000, 'long ago', '05')).toEqual([]);
  expect(look(15_000, 'long ago', '15')).toEqual([]);
  expect(look(20_000, 'long ago', '20')).toEqual([1n]);
  expect(look(25_000, 'long ago', '25')).toEqual([1n]);
});

it('begins anew when it could not look for a while', () => {
  let nowMs = 0;
  const silence = createSilence(() => nowMs);
  const look = (atMs: number) => {
    nowMs = atMs;
    return silence.of([{ id: 1n, seen_at: 'the same' }]);
  };
  expect(look(5_000)).toEqual([]);
  expect(look(10_000)).toEqual([]);
  expect(look(20_000)).toEqual([]);
  expect(look(25_000)).toEqual([]);
  expect(look(30_000)).toEqual([]);
  expect(look(35_000)).toEqual([1n]);
});
