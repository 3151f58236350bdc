import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addInstance, type Customer, createWorld, type World } from '../../../test/gateway-world.ts';

const path = '/v1/chat/completions';
const on = { 'x-litemaas-cache': 'on' };

let world: World;
let model: { id: string; name: string };
let customer: Customer;
beforeAll(async () => {
  world = await createWorld();
  model = await world.addModel('plain');
  customer = await world.addCustomer([model], '1000');
});
afterAll(() => world.close());

/** A request that nobody else makes. */
const chat = (more: object = {}) => ({
  model: model.name,
  messages: [{ role: 'user', content: randomUUID() }],
  max_tokens: 50,
  ...more,
});

async function call(body: object, headers: Record<string, string> = on, who = customer, to = path) {
  const response = await who.post(to, body, headers);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** The same at an instance that remembers nothing. */
async function callElsewhere(body: object, headers: Record<string, string> = on) {
  const other = await addInstance(world);
  const response = await fetch(other.url + path, {
    method: 'POST',
    headers: { ...headers, authorization: `Bearer ${customer.key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  await other.close();
  return { headers: response.headers, text };
}

const cacheOf = ({ headers }: { headers: Headers }) => headers.get('x-litemaas-cache');
const costOf = ({ headers }: { headers: Headers }) => headers.get('x-litemaas-cost-credits');
const upstreamCount = () => world.upstream.calls.length;
const lastUsage = async (who = customer) => (await world.usage(who.accountId)).at(-1)!;
const keptCount = async (who = customer) =>
  (
    await world.db.query('SELECT count(*)::int AS n FROM cached_answers WHERE account_id = $1', [
      who.accountId,
    ])
  ).rows[0].n as number;

/** A call whose answer is kept by now. */
async function callAndKeep(body: object, headers = on, who = customer) {
  const before = await keptCount(who);
  const first = await call(body, headers, who);
  await expect.poll(() => keptCount(who)).toBe(before + 1);
  return first;
}

describe('exactly the same again', () => {
  test('is answered without the model, without tokens and for nothing', async () => {
    const body = chat();
    const first = await callAndKeep(body);
    const { balanceCredits } = await customer.credits();
    const asked = upstreamCount();
    const second = await call(body);
    expect([first.status, cacheOf(first), second.status, cacheOf(second)]).toEqual([200, 'miss', 200, 'hit']);
    expect(second.text).toBe(first.text);
    expect(costOf(second)).toBe('0');
    expect(second.headers.get('age')).toMatch(/^\d$/);
    expect(second.headers.get('x-litemaas-provider')).toBe(encodeURI(world.provider.name));
    expect(second.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
    expect(upstreamCount()).toBe(asked);
    expect((await customer.credits()).balanceCredits).toBe(balanceCredits);
    expect(await lastUsage()).toMatchObject({
      request_id: second.headers.get('x-request-id'),
      outcome: 'success',
      status: 200,
      provider_name: null,
      input_tokens: 0n,
      output_tokens: 0n,
      estimated: false,
      cost_micro_credits: 0n,
      hold_micro_credits: 0n,
    });
    const { body: page } = await customer.call('GET', '/api/v1/accounts/me/usage?limit=2');
    expect(page.data.map(({ cacheHit }: { cacheHit: boolean }) => cacheHit)).toEqual([true, false]);
  });

  test('is a whole stream, whose last chunk tells what this call cost', async () => {
    const body = chat({ stream: true, stream_options: { include_usage: true } });
    const first = await callAndKeep(body);
    const second = await call(body);
    expect(cacheOf(second)).toBe('hit');
    expect(second.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(first.text).toMatch(/"cost_credits":"0\.\d+"/);
    expect(second.text).toBe(first.text.replace(/"cost_credits":"[^"]*"/, '"cost_credits":"0"'));
  });

  test('is known at other instances', async () => {
    const body = chat();
    const first = await callAndKeep(body);
    const second = await callElsewhere(body);
    expect([cacheOf(second), second.text]).toEqual(['hit', first.text]);
  });

  test('counts as a request of the limits there are', async () => {
    const { secret } = await customer.createKey({ rpm: 2 });
    const headers = { ...on, authorization: `Bearer ${secret}` };
    const body = chat();
    await callAndKeep(body, headers);
    expect(cacheOf(await call(body, headers))).toBe('hit');
    expect((await call(body, headers)).status).toBe(429);
  });

  test('is answered when nothing is left to pay a model with', async () => {
    const poor = await world.addCustomer([model], '10');
    const body = chat();
    await callAndKeep(body, on, poor);
    await poor.setCredits('0');
    expect((await call(body, on, poor)).status).toBe(200);
    expect((await call(chat(), on, poor)).status).toBe(402);
  });
});

describe('the model is asked', () => {
  const expectMisses = async (first: Promise<unknown>, second: () => ReturnType<typeof call>) => {
    await first;
    const asked = upstreamCount();
    const answer = await second();
    expect([answer.status, cacheOf(answer)]).toEqual([200, 'miss']);
    expect(upstreamCount()).toBe(asked + 1);
  };

  test('when neither key nor call wants the cache', async () => {
    const body = chat();
    await expectMisses(callAndKeep(body), () => call(body, {}));
  });

  test('for other words, another model and another surface', async () => {
    const other = await world.addModel('plain');
    await customer.subscribe(other.id);
    const body = chat();
    await expectMisses(callAndKeep(body), () => call({ ...body, temperature: 0 }));
    await expectMisses(Promise.resolve(), () => call({ ...body, model: other.name }));
  });

  test('for another account', async () => {
    const stranger = await world.addCustomer([model], '10');
    const body = chat();
    await expectMisses(callAndKeep(body), () => call(body, on, stranger));
  });

  test.each([
    ['no-cache', 1],
    ['no-store', 0],
  ])('with Cache-Control: %s', async (control, kept) => {
    const body = chat();
    await callAndKeep(body);
    await world.db.query(`UPDATE cached_answers SET created_at = created_at - interval '1 hour'`);
    await expectMisses(Promise.resolve(), () => call(body, { ...on, 'cache-control': control }));
    await nextTurn();
    const isNew = async () =>
      (
        await world.db.query(
          `SELECT count(*)::int AS n FROM cached_answers WHERE created_at > now() - interval '1 minute'`,
        )
      ).rows[0].n as number;
    await expect.poll(isNew).toBe(kept);
  });

  test('when the answer is older than the client takes, or than it is kept', async () => {
    const body = chat();
    await callAndKeep(body);
    expect(cacheOf(await call(body, { ...on, 'cache-control': 'max-age=60' }))).toBe('hit');
    await world.db.query(`UPDATE cached_answers SET created_at = now() - interval '61 seconds'`);
    const atMost = (seconds: number) => ({ ...on, 'cache-control': `max-age=${seconds}` });
    expect(cacheOf(await callElsewhere(body, atMost(70)))).toBe('hit');
    expect(cacheOf(await callElsewhere(body, atMost(60)))).toBe('miss');
    await expect.poll(async () => (await callElsewhere(body, atMost(60))).headers.get('age')).toMatch(/^\d$/);
    await world.db.query(`UPDATE cached_answers SET expires_at = now() - interval '1 second'`);
    expect(cacheOf(await callElsewhere(body))).toBe('miss');
  });

  test('after an answer that failed, or was made shorter than asked for', async () => {
    const failing = await world.addModel('fail-500');
    const long = await world.addModel('plain', {
      prices: { outputPerMillionCredits: '1000000', inputPerMillionCredits: '0' },
    });
    const poor = await world.addCustomer([failing, long], '20');
    expect((await call(chat({ model: failing.name }), on, poor)).status).toBe(502);
    const lowered = await call(chat({ model: long.name, max_tokens: 500 }), on, poor);
    expect([lowered.status, lowered.headers.get('x-litemaas-max-tokens')]).toEqual([200, '20']);
    expect(await keptCount(poor)).toBe(0);
  });
});

test('a key may say that all its calls use the cache, and a call that it does not', async () => {
  const { id, secret } = await customer.createKey({ cacheSeconds: 120 });
  const headers = { authorization: `Bearer ${secret}` };
  const body = chat();
  await callAndKeep(body, headers as never);
  expect(cacheOf(await call(body, headers))).toBe('hit');
  expect(cacheOf(await call(body, { ...headers, 'x-litemaas-cache': 'off' }))).toBe('miss');
  const { body: key } = await customer.call('GET', `/api/v1/accounts/me/api-keys/${id}`);
  expect(key.cacheSeconds).toBe(120);
  const { rows } = await world.db.query(
    `SELECT extract(epoch FROM expires_at - created_at)::int AS seconds FROM cached_answers ORDER BY created_at DESC LIMIT 1`,
  );
  expect(rows).toEqual([{ seconds: 120 }]);
});

test('any other word for it is refused', async () => {
  const { status, text } = await call(chat(), { 'x-litemaas-cache': 'yes' });
  expect([status, JSON.parse(text).error.param]).toEqual([400, 'x-litemaas-cache']);
});

test('with an Idempotency-Key, too, an answer is charged once', async () => {
  const body = chat();
  await callAndKeep(body);
  const headers = { ...on, 'idempotency-key': randomUUID() };
  const count = (await world.usage(customer.accountId)).length;
  const first = await call(body, headers);
  const second = await call(body, headers);
  expect([cacheOf(first), second.headers.get('idempotent-replayed')]).toEqual(['hit', 'true']);
  expect(second.text).toBe(first.text);
  expect(await world.usage(customer.accountId)).toHaveLength(count + 1);
});

test('what is kept is encrypted, and goes with its time and its room', async () => {
  const word = `secret-${randomUUID()}`;
  await callAndKeep(chat({ messages: [{ role: 'user', content: word }] }));
  const { rows } = await world.db.query<{ answer: Buffer }>('SELECT answer FROM cached_answers');
  expect(rows.some(({ answer }) => answer.includes('choices') || answer.includes(word))).toBe(false);
  await world.db.query('DELETE FROM cached_answers');
  const insert = (age: number, bytes: number, left = '1 hour', who = customer) =>
    world.db.query(
      `INSERT INTO cached_answers VALUES ($1, $2, '{}', convert_to(repeat('x', $3), 'UTF8'), 0, now() - make_interval(hours => $4), now() + $5::interval)`,
      [who.accountId, Buffer.from(String(age)), bytes, age, left],
    );
  const other = await world.addCustomer([], '1');
  const megabytes = (count: number) => count * 1024 * 1024;
  await insert(1, megabytes(30));
  await insert(2, megabytes(30));
  await insert(3, megabytes(30));
  await insert(4, 10, '-1 second');
  await insert(5, 10, '1 hour', other);
  await world.app.trimCache();
  const kept = await world.db.query(
    `SELECT convert_from(request_hash, 'UTF8') AS age FROM cached_answers ORDER BY 1`,
  );
  // Of 256 MB an account has 64 at the most.
  expect(kept.rows).toEqual([{ age: '1' }, { age: '2' }, { age: '5' }]);
});

describe('where the policy is that an answer costs a part of what it cost at first', () => {
  let own: World;
  beforeAll(async () => {
    own = await createWorld({ cacheHitPercent: 10 });
  });
  afterAll(() => own.close());

  test('that is charged, within what the client lets it cost, and never corrected by prices', async () => {
    const priced = await own.addModel('plain', { prices: { perRequestCredits: '0.5' } });
    const somebody = await own.addCustomer([priced], '10');
    const body = { model: priced.name, messages: [{ role: 'user', content: 'hi' }], max_tokens: 5 };
    expect(costOf(await call(body, on, somebody))).toBe('0.5');
    const hit = await call(body, on, somebody);
    expect([cacheOf(hit), costOf(hit)]).toEqual(['hit', '0.05']);
    expect((await somebody.credits()).availableCredits).toBe('9.45');
    expect((await call(body, { ...on, 'x-max-cost-credits': '0.04' }, somebody)).status).toBe(402);
    const { rows } = await own.db.query('SELECT count(*)::int AS n FROM ratable_usage WHERE model_id = $1', [
      priced.id,
    ]);
    expect(rows).toEqual([{ n: 1 }]);
    expect((await own.app.verifyBooks()).ok).toBe(true);
  });
});

test('where there is no room for answers, none is kept', async () => {
  const own = await createWorld({ cacheMegabytes: 0 });
  const plain = await own.addModel('plain');
  const somebody = await own.addCustomer([plain], '10');
  const body = { model: plain.name, messages: [{ role: 'user', content: 'hi' }], max_tokens: 5 };
  expect(cacheOf(await call(body, on, somebody))).toBe('miss');
  expect(cacheOf(await call(body, on, somebody))).toBe('miss');
  await own.close();
});
