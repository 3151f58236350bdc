import { describe, expect, test } from 'vitest';
import * as credits from './credits.ts';

describe('formatCredits', () => {
  test.each([
    [0n, '0'],
    [1n, '0.000001'],
    [1_000_000n, '1'],
    [249_998_000n, '249.998'],
    [-1_500_000n, '-1.5'],
    [-1n, '-0.000001'],
    [123_456_789_012_345_678_901n, '123456789012345.678901'],
  ])('%s micro-credits are %s', (micro, text) => {
    expect(credits.formatCredits(micro)).toBe(text);
    expect(credits.parseCredits(text)).toBe(micro);
  });
});

describe('scaleDecimal', () => {
  test.each([
    ['2.4e-05', 15, 24_000_000_000n],
    ['1E3', 0, 1_000n],
    ['0.1', 6, 100_000n],
    ['-12.5', 6, -12_500_000n],
    ['0.0000001', 6, 1n],
    ['0.0000000', 6, 0n],
    ['-0.0000001', 6, -1n],
    ['5e-324', 15, 1n],
  ])('%s at %i places is %s, rounded away from zero', (value, places, scaled) => {
    expect(credits.scaleDecimal(value, places)).toBe(scaled);
  });

  test.each(['', '1.', '.5', '1,5', 'NaN', '0x1', '1e', ' 1'])('%j is no decimal number', (value) => {
    expect(() => credits.scaleDecimal(value, 6)).toThrow(RangeError);
  });
});
