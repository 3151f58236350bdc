import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '../../test/gateway-world.ts';

/** The database's clock decides about windows. Setting it is not for tests; moving the windows looks the same. */
let world: World;
let model: { id: string; name: string };
beforeAll(async () => {
  world = await createWorld();
  model = await world.addModel('plain', { prices: { perRequestCredits: '1' } });
});
afterAll(() => world.close());

const hourMs = 3_600_000;
const ask = async (customer: { post: Awaited<ReturnType<World['addCustomer']>>['post'] }, secret: string) => {
  const body = { model: model.name, messages: [{ role: 'user', content: 'hi' }], max_tokens: 5 };
  const answer = await customer.post('/v1/chat/completions', body, { authorization: `Bearer ${secret}` });
  await answer.text();
  return answer.status;
};
/** Moves a key's minute, or an account's monthly quotas. */
const move = (sql: string, ownerId: string) =>
  world.db.query(
    `UPDATE meters SET ${sql} WHERE scope = 'key' AND scope_id = $1 OR scope = 'subscription' AND account_id = $1`,
    [ownerId],
  );
const quotaOf = async (accountId: string) =>
  (
    await world.db.query<{ requests_used: bigint; is_now: boolean }>(
      `SELECT requests_used, now_ms() BETWEEN window_start_ms AND window_end_ms - 1 AS is_now
       FROM meters WHERE scope = 'subscription' AND account_id = $1`,
      [accountId],
    )
  ).rows;

test('a minute that began in the future, as after a clock was set back, is over', async () => {
  const customer = await world.addCustomer([model], '1000');
  const { id, secret } = await customer.createKey({ rpm: 1 });
  expect([await ask(customer, secret), await ask(customer, secret)]).toEqual([200, 429]);
  await move(`minute_start_ms = minute_start_ms + ${hourMs}`, id);
  expect([await ask(customer, secret), await ask(customer, secret)]).toEqual([200, 429]);
});

test('a window that was opened by a clock set back since goes on, and counts', async () => {
  const customer = await world.addCustomer([model], '1000');
  expect(await ask(customer, customer.key)).toBe(200);
  const started = ['window_start_ms', 'requests_since_ms', 'tokens_since_ms', 'credits_since_ms'];
  await move(
    `${started.map((column) => `${column} = now_ms() + ${hourMs}`).join(', ')}, requests_used = 0, tokens_used = 0, credits_used = 0`,
    customer.accountId,
  );
  expect([await ask(customer, customer.key), await ask(customer, customer.key)]).toEqual([200, 200]);
  expect(await quotaOf(customer.accountId)).toEqual([{ requests_used: 2n, is_now: false }]);
  await world.admin.call('GET', '/api/v1/admin/verify').then(({ body }) => expect(body.ok).toBe(true));
});

test('a window that is over begins anew with the next call, whoever makes it first', async () => {
  const customer = await world.addCustomer([model], '1000');
  expect(await ask(customer, customer.key)).toBe(200);
  const past = 40 * 24 * hourMs;
  await world.db.query(`ALTER TABLE usage_records DISABLE TRIGGER ALL`);
  await world.db.query(`UPDATE usage_records SET settled_ms = settled_ms - ${past} WHERE account_id = $1`, [
    customer.accountId,
  ]);
  await move(
    `window_start_ms = window_start_ms - ${past}, window_end_ms = window_end_ms - ${past}`,
    customer.accountId,
  );
  const statuses = await Promise.all(Array.from({ length: 20 }, () => ask(customer, customer.key)));
  expect(statuses).toEqual(Array<number>(20).fill(200));
  expect(await quotaOf(customer.accountId)).toEqual([{ requests_used: 20n, is_now: true }]);
  await world.admin.call('GET', '/api/v1/admin/verify').then(({ body }) => expect(body.ok).toBe(true));
});
