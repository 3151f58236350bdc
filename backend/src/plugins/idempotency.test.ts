import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.ts';
import { type Person, signUp } from '../../test/people.ts';

const url = '/api/v1/accounts/me/api-keys';
let server: TestApp;
let person: Person;
beforeAll(async () => {
  server = await createTestApp();
  person = await signUp(server.app);
});
afterAll(() => server.close());

const create = (key: string, body: object = { name: 'build' }, as = person) =>
  as.call('POST', url, body, { 'idempotency-key': key });
const countKeys = async () =>
  (await server.db.query('SELECT count(*)::int AS keys FROM api_keys')).rows[0].keys as number;

test('the same request gets the same answer and happens once', async () => {
  const before = await countKeys();
  const first = await create('once');
  const second = await create('once');
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.body).toEqual(first.body);
  expect(first.headers['idempotent-replayed']).toBeUndefined();
  expect(second.headers['idempotent-replayed']).toBe('true');
  expect(await countKeys()).toBe(before + 1);
});

test('what is kept for replays is encrypted: it may hold a secret', async () => {
  const { body } = await create('sealed');
  const { rows } = await server.db.query(`SELECT response FROM idempotency_keys WHERE key = 'sealed'`);
  expect((rows[0].response as Buffer).includes(body.secret as string)).toBe(false);
});

test('in parallel one runs, the others are told so', async () => {
  const before = await countKeys();
  const replies = await Promise.all(Array.from({ length: 10 }, () => create('parallel')));
  expect(replies.filter(({ status }) => status === 201).length).toBeGreaterThanOrEqual(1);
  for (const { status, body } of replies) {
    if (status !== 201) expect([status, body.code]).toEqual([409, 'idempotency_in_progress']);
  }
  expect(await countKeys()).toBe(before + 1);
});

test('the key belongs to its request and its user', async () => {
  await create('mine');
  const other = await create('mine', { name: 'deploy' });
  expect([other.status, other.body.code]).toEqual([409, 'idempotency_key_reused']);
  const stranger = await signUp(server.app);
  expect((await create('mine', { name: 'deploy' }, stranger)).status).toBe(201);
});

test('refusals are kept as well; a key that is too long is refused', async () => {
  expect((await create('refused', { name: '' })).status).toBe(400);
  expect((await create('x'.repeat(256))).status).toBe(400);
});

test('a first request that died with its instance frees the key after a minute', async () => {
  await create('abandoned');
  await server.db.query(`UPDATE idempotency_keys SET status = NULL, response = NULL WHERE key = 'abandoned'`);
  expect((await create('abandoned')).body.code).toBe('idempotency_in_progress');
  await server.db.query(
    `UPDATE idempotency_keys SET created_at = now() - interval '61 seconds' WHERE key = 'abandoned'`,
  );
  expect((await create('abandoned')).status).toBe(201);
});
