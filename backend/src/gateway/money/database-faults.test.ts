import { expect, it } from 'vitest';
import { isConnectionLost } from './database-faults.ts';

it.each([
  '08006',
  '57P01',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_STREAM_DESTROYED',
])('%s is a connection that was lost', (code) => expect(isConnectionLost({ code })).toBe(true));

it.each(['ERR_INVALID_ARG_TYPE', 'ERR_OUT_OF_RANGE', 'ERR_HTTP_HEADERS_SENT', '23505', 'E1', 'EX', ''])(
  '%s is none',
  (code) => expect(isConnectionLost({ code })).toBe(false),
);
