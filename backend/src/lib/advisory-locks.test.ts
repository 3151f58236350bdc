import { expect, it } from 'vitest';
import { advisoryLocks } from './advisory-locks.ts';

it('gives every work a lock of its own', () => {
  const numbers = Object.values(advisoryLocks);
  expect([...new Set(numbers)]).toEqual(numbers);
});
