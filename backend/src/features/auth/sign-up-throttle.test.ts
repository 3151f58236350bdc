import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp({ signUpsPerAddress: 3 });
});
afterAll(() => test.close());

const signUp = (remoteAddress: string, email = `${randomUUID()}@example.com`) =>
  test.app.inject({
    method: 'POST',
    url: '/api/v1/auth/register',
    payload: { email, password: 'correct horse battery' },
    remoteAddress,
  });
const statusesFrom = async (address: string, count: number) =>
  (await Promise.all(Array.from({ length: count }, () => signUp(address))))
    .map(({ statusCode }) => statusCode)
    .sort();

it('refuses an address after as many sign-ups as are allowed, at once or not, and leaves others alone', async () => {
  expect(await statusesFrom('10.1.0.1', 5)).toEqual([201, 201, 201, 429, 429]);
  const refused = await signUp('10.1.0.1');
  expect(refused.statusCode).toBe(429);
  expect(refused.json()).toMatchObject({ code: 'too_many_attempts' });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(880);
  expect((await signUp('10.1.0.2')).statusCode).toBe(201);
});

it('counts tries with an e-mail that is taken: they tell who has an account', async () => {
  const email = `${randomUUID()}@example.com`;
  expect((await signUp('10.1.1.1', email)).statusCode).toBe(201);
  for (let i = 0; i < 2; i++) expect((await signUp('10.1.1.1', email)).statusCode).toBe(409);
  expect((await signUp('10.1.1.1', email)).statusCode).toBe(429);
});

it('makes nothing when it refuses, and does not count as a failed sign-in', async () => {
  expect(await statusesFrom('10.1.2.1', 3)).toEqual([201, 201, 201]);
  const email = `${randomUUID()}@example.com`;
  expect((await signUp('10.1.2.1', email)).statusCode).toBe(429);
  const { rows } = await test.db.query('SELECT id FROM users WHERE email = $1', [email]);
  expect(rows).toEqual([]);
  const login = await test.app.inject({
    method: 'POST',
    url: '/api/v1/auth/login',
    payload: { email, password: 'correct horse battery' },
    remoteAddress: '10.1.2.1',
  });
  expect(login.statusCode).toBe(401);
});
