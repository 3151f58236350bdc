import { expect, test } from 'vitest';
import { changedFields } from './changed-fields.ts';

const before = { name: 'a', limit: null as number | null, skills: ['chat'], price: { free: true } };

test('only what differs is named, lists and objects as a whole', () => {
  expect(changedFields(before, { ...before })).toEqual({});
  expect(changedFields(before, { ...before, skills: ['chat'], price: { free: true } })).toEqual({});
  expect(changedFields(before, { ...before, limit: 0, skills: ['chat', 'tools'] })).toEqual({
    limit: 0,
    skills: ['chat', 'tools'],
  });
  expect(changedFields({ ...before, limit: 3 }, { ...before, limit: null })).toEqual({ limit: null });
});

test('a field that was not there before is a change', () => {
  expect(changedFields<{ name: string; apiKey?: string }>({ name: 'a' }, { name: 'a', apiKey: 'k' })).toEqual(
    {
      apiKey: 'k',
    },
  );
});
