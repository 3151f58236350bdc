import { expect, test } from 'vitest';
import { shareOf } from './share.ts';

test.each([
  ['3', ['1'], 33.3],
  ['25', ['20', '2.5'], 90],
  // Not reached before it is reached.
  ['1000000', ['999999.999999'], 99.9],
  ['10', ['25'], 250],
  ['1', ['0'], 0],
  ['0', ['0'], 100],
])('of %s are %j', (whole, parts, share) => {
  expect(shareOf(whole, ...parts)).toBe(share);
});
