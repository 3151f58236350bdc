import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.ts';
import { type Person, signUp, signUpAs } from '../../test/people.ts';

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

/** Makes it look as if the instance had died before it could keep the answer, a while ago. */
const loseAnswer = (key: string, more = '') =>
  server.db.query(
    `UPDATE idempotency_keys SET status = NULL, response = NULL, created_at = now() - interval '61 seconds' ${more}
     WHERE key = $1`,
    [key],
  );

test('a first request that died with its instance frees the key after a minute', async () => {
  await create('abandoned');
  await server.db.query(`UPDATE idempotency_keys SET status = NULL, response = NULL WHERE key = 'abandoned'`);
  expect((await create('abandoned')).body.code).toBe('idempotency_in_progress');
  // Of this one the audit log knows nothing: it was not carried out.
  await loseAnswer('abandoned', ", request_id = 'req_died'");
  expect((await create('abandoned')).status).toBe(201);
});

test('what was carried out is not carried out again when its answer was lost', async () => {
  await create('carried out');
  await loseAnswer('carried out');
  const before = await countKeys();
  for (let time = 0; time < 2; time += 1) {
    const again = await create('carried out');
    expect([again.status, again.body.code]).toEqual([409, 'idempotency_answer_lost']);
  }
  expect((await create('carried out', { name: 'deploy' })).body.code).toBe('idempotency_key_reused');
  expect(await countKeys()).toBe(before);
});

test('where the work knows its key, the answer is given again', async () => {
  const admin = await signUpAs('admin', server.app, server.db);
  const adjust = () =>
    admin.call(
      'POST',
      `/api/v1/admin/accounts/${person.accountId}/credits/adjustments`,
      { amountCredits: '5', reason: 'A good reason' },
      { 'idempotency-key': 'adjusted' },
    );
  const first = await adjust();
  await loseAnswer('adjusted');
  const again = await adjust();
  expect([again.status, again.body]).toEqual([201, first.body]);
});

test('what fails after it was carried out does not free its key', async () => {
  const before = await countKeys();
  await server.db.query(
    'ALTER TABLE idempotency_keys ADD CONSTRAINT broken CHECK (status IS NULL) NOT VALID',
  );
  expect((await create('fails late')).status).toBe(500);
  await server.db.query('ALTER TABLE idempotency_keys DROP CONSTRAINT broken');
  expect((await create('fails late')).body.code).toBe('idempotency_in_progress');
  await loseAnswer('fails late');
  expect((await create('fails late')).body.code).toBe('idempotency_answer_lost');
  expect(await countKeys()).toBe(before + 1);
});
