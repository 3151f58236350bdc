import { expect, test } from 'vitest';
import { balanceAfter, readAmount } from './adjustment.ts';

test('amounts may have a sign and six places', () => {
  expect(readAmount(' 250 ')).toBe('250');
  expect(readAmount('+0.000001')).toBe('0.000001');
  expect(readAmount('-12.5')).toBe('-12.5');
});

test('what could be misread is refused: commas, exponents, too many places, zero', () => {
  for (const typed of ['', '1,000', '12,5', '1e3', '0.0000001', '0', '-0.00', '1234567890123', '.5', '5.']) {
    expect(readAmount(typed)).toBeNull();
  }
});

test('the balance after is exact', () => {
  expect(balanceAfter('0.1', '0.2')).toBe('0.300000');
  expect(balanceAfter('9007199254740993.5', '-0.000001')).toBe('9007199254740993.499999');
});
