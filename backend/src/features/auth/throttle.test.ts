import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { signUp } from '../../../test/people.ts';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

const password = 'correct horse battery';
const login = (email: string, secret: string, remoteAddress: string) =>
  test.app.inject({
    method: 'POST',
    url: '/api/v1/auth/login',
    payload: { email, password: secret },
    remoteAddress,
  });
const fail = (email: string, address: string) => login(email, 'not the password', address);
const statuses = (replies: { statusCode: number }[]) => {
  const counts: Record<number, number> = {};
  for (const { statusCode } of replies) counts[statusCode] = (counts[statusCode] ?? 0) + 1;
  return counts;
};

it('refuses an e-mail after ten failures, from everywhere and with the right password too', async () => {
  const { email } = await signUp(test.app);
  for (let i = 0; i < 10; i++) expect((await fail(email.toUpperCase(), `10.0.1.${i}`)).statusCode).toBe(401);
  const refused = await login(email, password, '10.0.1.99');
  expect(refused.statusCode).toBe(429);
  expect(refused.json()).toMatchObject({ code: 'too_many_attempts' });
  const seconds = Number(refused.headers['retry-after']);
  expect(seconds).toBeGreaterThan(880);
  expect(seconds).toBeLessThanOrEqual(900);

  await test.db.query(`UPDATE login_throttles SET window_ends_at = now() WHERE failures = 10`);
  expect((await login(email, password, '10.0.1.99')).statusCode).toBe(200);
});

it('counts parallel tries one by one', async () => {
  const { email } = await signUp(test.app);
  const replies = await Promise.all(Array.from({ length: 30 }, (_, i) => fail(email, `10.0.2.${i}`)));
  expect(statuses(replies)).toEqual({ 401: 10, 429: 20 });
});

it('refuses an address after fifty failures, and leaves others alone', async () => {
  const { email } = await signUp(test.app);
  const replies = await Promise.all(
    Array.from({ length: 60 }, (_, i) => fail(`nobody${i}@example.com`, '10.0.3.1')),
  );
  expect(statuses(replies)).toEqual({ 401: 50, 429: 10 });
  expect((await login(email, password, '10.0.3.1')).statusCode).toBe(429);
  expect((await login(email, password, '10.0.3.2')).statusCode).toBe(200);
});

it('takes the addresses of one IPv6 network for one', async () => {
  const replies = await Promise.all(
    Array.from({ length: 55 }, (_, i) => fail(`v6-${i}@example.com`, `2001:db8:0:1::${i + 1}`)),
  );
  expect(statuses(replies)).toEqual({ 401: 50, 429: 5 });
  expect((await fail('v6@example.com', '2001:db8:0:2::1')).statusCode).toBe(401);
});

it('counts nothing for tries that are refused', async () => {
  const { email } = await signUp(test.app);
  for (let i = 0; i < 10; i++) await fail(email, '10.0.4.1');
  for (let i = 0; i < 60; i++) expect((await fail(email, '10.0.4.2')).statusCode).toBe(429);
  expect((await fail('somebody@example.com', '10.0.4.2')).statusCode).toBe(401);
});

it('forgets the failures of an e-mail that signs in, and does not charge its address', async () => {
  const { email } = await signUp(test.app);
  for (let round = 0; round < 8; round++) {
    for (let i = 0; i < 6; i++) expect((await fail(email, '10.0.5.1')).statusCode).toBe(401);
    expect((await login(email, password, '10.0.5.1')).statusCode).toBe(200);
  }
  expect(statuses([await fail(email, '10.0.5.1'), await fail(email, '10.0.5.1')])).toEqual({ 401: 2 });
  expect((await fail(email, '10.0.5.1')).statusCode).toBe(429);
});

it('keeps neither e-mails nor addresses', async () => {
  await fail('secret-typed-as-email', '10.0.6.1');
  const { rows } = await test.db.query('SELECT subject FROM login_throttles');
  expect(rows.length).toBeGreaterThan(0);
  for (const { subject } of rows) expect(subject).toMatch(/^[\w-]{43}$/);
});
