import { expect, test } from 'vitest';
import { createKeptBytes } from './kept-bytes.ts';

test('gives back what was added, whatever its length, and begins anew', () => {
  const kept = createKeptBytes();
  const pieces = Array.from({ length: 300 }, (_, index) => Buffer.alloc(index * 7, index % 251));
  pieces.forEach((piece) => kept.add(piece));
  const all = Buffer.concat(pieces);
  expect(kept.length()).toBe(all.length);
  expect(kept.take().equals(all)).toBe(true);
  expect([kept.length(), kept.take().length]).toEqual([0, 0]);
});

test('holds on to no buffer that it was given', () => {
  const kept = createKeptBytes();
  const given = Buffer.from('as it was');
  kept.add(given);
  given.fill('x');
  expect(kept.take().toString()).toBe('as it was');
  kept.add(Buffer.from('another lot'));
  expect(kept.take().toString()).toBe('another lot');
});
