import { expect, test } from 'vitest';
import { redact } from './redact.ts';

test.each([
  ['write to jane.doe+x@mail.example.com, please', 'write to [e-mail], please'],
  ['card 4111 1111 1111 1111.', 'card [number].'],
  ['card 4111-1111-1111-1111', 'card [number]'],
  ['from KW81 CBKU 0000 0000 0000 1234 5601 01 to you', 'from [iban] to you'],
  ['call +965 2222 3333 or +1 (415) 555-0100', 'call [phone] or [phone]'],
  ['key sk-lm-abcdefghijklmnopqrstuvwxyz0123456789', 'key [key]'],
  ['AKIAIOSFODNN7EXAMPLE and ghp_abcdefghijklmnopqrstuvwxyz', '[key] and [key]'],
  ['Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_1', 'Bearer [key]'],
  ['-----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY-----', '[key]'],
  [
    '-----BEGIN A----------BEGIN KEY-----\\nDEK-Info: AES-128\\nMIIE\\n-----END KEY-----',
    '-----BEGIN A-----[key]',
  ],
  ['{"url":"data:image/png;base64,iVBORw0KGgo="}', '{"url":"[data]"}'],
])('%s', (text, redacted) => {
  expect(redact(text)).toBe(redacted);
});

test.each([
  'In 2026, 1,000,000 people (12.5 %) said: "2 + 2 = 4".',
  '{"created":1764221942,"prompt_tokens":12,"cost_credits":"0.002"}',
  'a@b is no address, version 1.2.3-beta.4 no number',
])('leaves alone: %s', (text) => {
  expect(redact(text)).toBe(text);
});

/** As much as is ever kept. */
const length = 256 * 1024;

test.each([
  'a',
  'a.',
  '@',
  'a@',
  'a@a.',
  'data:a/',
  '-----BEGIN A-----',
  'eyJ-',
  `${'eyJ-'.repeat(75)}.${'eyJ-'.repeat(949)} `,
  'sk-',
  '1 ',
  '+1 ',
  'AB12 ABCD ',
])('takes no time of others for a text of nothing but %s', (part) => {
  const startedMs = performance.now();
  redact(part.repeat(length / part.length));
  // What grows with the square of the length takes minutes.
  expect(performance.now() - startedMs).toBeLessThan(5_000);
});
