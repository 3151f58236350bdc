import { expect, test } from 'vitest';
import { databaseErrorToAppError } from './database-errors.ts';

test.each([
  [{ code: '23505', constraint: 'users_email_key' }, 409, 'email_taken'],
  [{ code: '23505', constraint: 'providers_name_key' }, 409, 'name_taken'],
  [{ code: '23505', constraint: 'some_other_key' }, 409, 'conflict'],
  [{ code: '23503' }, 409, 'conflict'],
  [{ code: 'ECONNREFUSED' }, 503, 'database_unavailable'],
  [{ code: '57P01' }, 503, 'database_unavailable'],
  [{ code: '55P03' }, 503, 'database_unavailable'],
  [{ code: '57014' }, 503, 'database_unavailable'],
  [{ code: '25P03' }, 503, 'database_unavailable'],
  [{ message: 'Connection terminated unexpectedly' }, 503, 'database_unavailable'],
])('%j is %i %s', (error, status, code) => {
  expect(databaseErrorToAppError(error)).toMatchObject({ status, code });
});

test('a fault of ours stays one', () => {
  expect(databaseErrorToAppError({ code: '42601', message: 'syntax error' })).toBeUndefined();
});
