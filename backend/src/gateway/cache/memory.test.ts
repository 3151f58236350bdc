import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createMemory } from './memory.ts';
import type { CachedAnswer } from './queries.ts';

let nowMs = 0;
beforeEach(() => {
  nowMs = 1_000_000;
  vi.spyOn(Date, 'now').mockImplementation(() => nowMs);
});
afterEach(() => vi.restoreAllMocks());

const answer = (bytes: number, keptMs = 3_600_000): CachedAnswer => ({
  headers: {},
  body: Buffer.alloc(bytes),
  costMicroCredits: 0n,
  keptAtMs: nowMs,
  expiresAtMs: nowMs + keptMs,
});

test('an answer is forgotten after a minute, however often it is asked for', () => {
  const memory = createMemory(1024 * 1024);
  memory.set('a', answer(10));
  nowMs += 50_000;
  expect(memory.get('a')?.body.length).toBe(10);
  nowMs += 10_000;
  expect(memory.get('a')).toBeUndefined();
});

test('and when it is not kept any longer', () => {
  const memory = createMemory(1024 * 1024);
  memory.set('a', answer(10, 5_000));
  nowMs += 5_000;
  expect(memory.get('a')).toBeUndefined();
});

test('there is room for so many bytes: what was asked for last stays, and an empty answer takes room too', () => {
  const memory = createMemory(64 * 1024);
  const names = Array.from({ length: 33 }, (_, index) => String(index));
  for (const name of names) {
    memory.set(name, answer(0));
    memory.get('0');
  }
  expect(names.filter((name) => memory.get(name) !== undefined)).toEqual(
    names.filter((name) => name !== '1'),
  );
});

test('nothing that would take the room of many', () => {
  const memory = createMemory(64 * 1024);
  memory.set('a', answer(8 * 1024));
  expect(memory.get('a')).toBeUndefined();
});

test('no more than the answer itself', () => {
  const memory = createMemory(1024 * 1024);
  memory.set('a', { ...answer(0), body: Buffer.alloc(100_000, 'x').subarray(0, 5_000) });
  expect(memory.get('a')?.body.buffer.byteLength).toBe(5_000);
});
