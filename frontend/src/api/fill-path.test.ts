import { expect, test } from 'vitest';
import { fillPath } from './fill-path.ts';

test('parameters are put in their places and cannot leave them', () => {
  const path = '/api/v1/accounts/{accountId}/api-keys/{keyId}';
  expect(fillPath(path, { accountId: 'me', keyId: 'a/../b' })).toBe(
    '/api/v1/accounts/me/api-keys/a%2F..%2Fb',
  );
});
