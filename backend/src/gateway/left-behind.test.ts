import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp } from '../../test/app.ts';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';

/* What calls leave behind: figures, and neither keys nor what was said. */

let world: World;
let customer: Customer;
const models: Record<string, { id: string; name: string }> = {};
beforeAll(async () => {
  world = await createWorld();
  for (const name of ['plain', 'no-usage', 'fail-400', 'error-inside', 'hang'])
    models[name] = await world.addModel(name);
  customer = await world.addCustomer(Object.values(models), '1000');
});
afterAll(() => world.close());

const canary = 'the canary sings at midnight';
const chat = (name: string, more: object = {}) => ({
  model: models[name]!.name,
  messages: [{ role: 'user', content: canary }],
  max_tokens: 50,
  ...more,
});
const ask = async (name: string, more: object = {}, headers: Record<string, string> = {}) =>
  (await customer.post('/v1/chat/completions', chat(name, more), headers)).text();

async function figures() {
  const text = await (await fetch(`${world.url}/metrics`)).text();
  return (name: string) =>
    text
      .split('\n')
      .filter((line) => line.startsWith(name))
      .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

test('nothing in the database holds a key, a provider’s secret, or what was said', async () => {
  const answers = [
    await ask('plain'),
    await ask('plain', { stream: true }),
    await ask('no-usage', { stream: true }),
    await ask('fail-400'),
    await ask('error-inside', { stream: true }),
    await ask('plain', { max_tokens: 'many' }),
    await ask('plain', {}, { authorization: `Bearer ${customer.key}x` }),
    await ask('plain', { max_tokens: 900_000_000 }),
  ];
  const { rows: tables } = await world.db.query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
  );
  expect(tables.length).toBeGreaterThan(15);
  for (const secret of [customer.key, 'upstream-secret', canary]) {
    for (const { name } of tables) {
      const { rows } = await world.db.query(`SELECT 1 FROM ${name} t WHERE strpos(t::text, $1) > 0`, [
        secret,
      ]);
      expect([name, secret, rows.length]).toEqual([name, secret, 0]);
    }
    for (const answer of answers) expect(answer).not.toContain(secret);
  }
});

test('when a key was last used', async () => {
  const { id, secret } = await customer.createKey();
  const lastUsed = async () =>
    (await customer.call('GET', `/api/v1/accounts/me/api-keys/${id}`)).body.lastUsedAt as string | null;
  // It is written every few seconds, and when an instance ends.
  const instance = await createTestApp({ databaseUrl: world.databaseUrl });
  const before = Date.now();
  for (const name of ['plain', 'no-such-model'])
    await instance.app.inject({
      method: 'POST',
      url: '/v1/chat/completions',
      headers: { authorization: `Bearer ${secret}` },
      payload: name === 'plain' ? chat('plain') : { ...chat('plain'), model: name },
    });
  const after = Date.now();
  expect(await lastUsed()).toBeNull();
  await instance.close();
  const used = Date.parse((await lastUsed()) ?? '');
  expect(used).toBeGreaterThanOrEqual(before);
  expect(used).toBeLessThanOrEqual(after);
});

test('the figures of /metrics, and calls that run show among them', async () => {
  const before = await figures();
  const credits = async () => Number((await customer.credits()).balanceCredits);
  const creditsBefore = await credits();
  const records = (await world.usage(customer.accountId)).length;
  await ask('plain');
  await ask('plain', { stream: true });
  await ask('fail-400');
  const gone = new AbortController();
  const waiting = customer.post('/v1/chat/completions', chat('hang', { user: 'waits' }), {}, gone.signal);
  await world.upstream.callOf('waits');
  expect((await figures())('litemaas_open_calls')).toBe(1);
  gone.abort();
  await expect(waiting).rejects.toThrow();
  await expect.poll(async () => (await world.usage(customer.accountId)).length).toBe(records + 4);

  await expect.poll(async () => (await figures())('litemaas_open_calls')).toBe(0);
  const after = await figures();
  const more = (name: string) => after(name) - before(name);
  const of = (outcome: string) => `litemaas_calls_total{surface="chat.completions",outcome="${outcome}"`;
  expect([more(of('success')), more(of('error')), more(of('aborted'))]).toEqual([2, 1, 1]);
  expect(more('litemaas_tokens_total{direction="output"}')).toBe(24);
  expect(more('litemaas_call_duration_seconds_count')).toBe(4);
  expect(more('litemaas_credits_used_total')).toBeCloseTo(creditsBefore - (await credits()), 6);
  expect(after('litemaas_money_lanes_connected')).toBe(1);
});
