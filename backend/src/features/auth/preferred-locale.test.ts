import { expect, it } from 'vitest';
import { preferredLocale } from './preferred-locale.ts';

it.each([
  [undefined, 'en'],
  ['', 'en'],
  ['ar', 'ar'],
  ['ar-KW', 'ar'],
  ['FR-ca, en;q=0.8', 'fr'],
  ['en;q=0.3, es;q=0.9', 'es'],
  ['de, nl;q=0.9', 'en'],
  ['de, es;q=0.1', 'es'],
  ['*', 'en'],
  ['fr;q=0, ar;q=0.1', 'ar'],
  ['es;q=nonsense', 'es'],
  ['arabic', 'en'],
] as const)('%s → %s', (header, locale) => {
  expect(preferredLocale(header)).toBe(locale);
});
