import { expect, test } from 'vitest';
import { changeOf, multiply, toDecimal, toMicro } from './decimal.ts';

test('decimal strings become micro-units without a float in between', () => {
  expect(toMicro('249.998')).toBe(249_998_000n);
  expect(toMicro('-0.000001')).toBe(-1n);
  expect(toMicro('9007199254740993.000001')).toBe(9_007_199_254_740_993_000_001n);
});

test.each(['', ' ', '1,5', '+1', '1e3', '.5', '1.', '1.0000001', '0x10', 'NaN', 'null'])(
  'what is no decimal of up to 6 places is never taken for another amount: "%s"',
  (text) => {
    expect(() => toMicro(text)).toThrow(RangeError);
  },
);

test('units become decimal strings', () => {
  expect(toDecimal(1500n, 3)).toBe('1.500');
  expect(toDecimal(-5n, 6)).toBe('-0.000005');
});

test('products are exact', () => {
  expect(toDecimal(multiply('248900.4985', '0.001'), 12)).toBe('248.900498500000');
});

test('change is a fraction of what was before, and nothing where there was nothing', () => {
  expect(changeOf('150', '100')).toBe(0.5);
  expect(changeOf('50', '100')).toBe(-0.5);
  expect(changeOf('5', '0')).toBeNull();
});
