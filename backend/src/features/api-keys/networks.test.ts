import { expect, test } from 'vitest';
import { isNetwork } from './networks.ts';

test.each([
  '10.0.0.1',
  '10.0.0.0/8',
  '0.0.0.0/0',
  '192.168.1.1/32',
  '::',
  '::1/128',
  '2001:db8::/32',
  '::ffff:10.0.0.1',
])('%s is one', (text) => expect(isNetwork(text)).toBe(true));

test.each([
  '',
  'example.com',
  '10.0.0',
  '10.0.0.256',
  '010.0.0.1',
  '10.0.0.0/33',
  '10.0.0.0/',
  '10.0.0.0/08',
  '10.0.0.0/8/8',
  '10.0.0.0/-1',
  ' 10.0.0.1',
  '::/129',
  'fe80::1%eth0',
])('%s is none', (text) => expect(isNetwork(text)).toBe(false));
