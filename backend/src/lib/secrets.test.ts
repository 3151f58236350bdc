import { expect, test } from 'vitest';
import { createSecretBox, deriveKey } from './secrets.ts';

const box = createSecretBox('a secret key of at least thirty-two characters');

test('what is sealed comes back, and never looks the same twice', () => {
  const sealed = box.encrypt('sk-provider-π');
  expect(box.decrypt(sealed)).toBe('sk-provider-π');
  expect(box.encrypt('sk-provider-π').equals(sealed)).toBe(false);
  expect(sealed.includes('sk-provider')).toBe(false);
});

test('a changed byte or another key is noticed', () => {
  const sealed = box.encrypt('sk-provider');
  sealed[sealed.length - 1] = (sealed.at(-1) as number) ^ 1;
  expect(() => box.decrypt(sealed)).toThrow();
  expect(() =>
    createSecretBox('another secret key of thirty-two characters').decrypt(box.encrypt('x')),
  ).toThrow();
});

test('each purpose has a key of its own', () => {
  expect(deriveKey('k', 'access token').equals(deriveKey('k', 'secret box 1'))).toBe(false);
});
