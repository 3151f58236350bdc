import { expect, it } from 'vitest';
import { newId } from './ids.ts';

it('makes UUIDs of version 7 that sort in the order they were made', () => {
  const before = Date.now();
  const ids = Array.from({ length: 20_000 }, () => newId('req'));
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
  for (const id of ids) expect(id).toMatch(/^req_[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
  const firstMs = Number.parseInt(ids[0]!.slice(4, 16), 16);
  expect(firstMs).toBeGreaterThanOrEqual(before);
  expect(firstMs).toBeLessThanOrEqual(Date.now());
});
