import { expect } from 'vitest';
import type { Person } from './people.ts';

/**
 * Waits until the gateway at `url` knows of everything that was changed until now: changes are announced in order,
 * so it does once it knows that a key, revoked after them, is one no more.
 */
export async function changesAreKnown(url: string, person: Person): Promise<void> {
  const keys = '/api/v1/accounts/me/api-keys';
  const { apiKey, secret } = (await person.call('POST', keys, { name: 'probe' })).body;
  const look = async () =>
    (await fetch(`${url}/v1/models`, { headers: { authorization: `Bearer ${secret}` } })).status;
  expect(await look()).toBe(200);
  await person.call('POST', `${keys}/${apiKey.id}/revoke`);
  await expect.poll(look, { interval: 5 }).toBe(401);
}
