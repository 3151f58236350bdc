import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createProvider } from '../../test/catalogue.ts';
import { addInstance, costOf, type Customer, createWorld, type World } from '../../test/gateway-world.ts';
import { idOf, liftAll, reason, refusalOf, scopes, throwSwitch } from '../../test/kill-switches.ts';
import { invoiceOf } from '../../test/stand-ins/upstream-chat.ts';

/* Switches that are thrown on calls that run, on the instance that throws and on another one. */

let world: World;
let second: Awaited<ReturnType<typeof addInstance>>;
let customer: Customer;
const models: Record<string, { id: string; name: string }> = {};
beforeAll(async () => {
  world = await createWorld();
  second = await addInstance(world);
  for (const name of ['plain', 'hang', 'pause-after-3', 'stepped']) models[name] = await world.addModel(name);
  customer = await world.addCustomer(Object.values(models), '10000');
});
afterAll(async () => {
  await second.close();
  await world.close();
});
beforeEach(() => world.upstream.forget());
afterEach(async () => {
  await liftAll(world);
  await expect.poll(async () => (await customer.credits()).heldCredits).toBe('0');
  expect((await world.admin.call('GET', '/api/v1/admin/verify')).body).toMatchObject({ ok: true });
});

const nameOf = (model: string) => models[model]?.name ?? model;
const chat = (model: string, user: string, more: object = {}) => ({
  model: nameOf(model),
  user,
  messages: [{ role: 'user', content: 'hi' }],
  max_tokens: 100,
  ...more,
});
const ask = (body: object, url = second.url, secret = customer.key, signal?: AbortSignal) =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}` },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
/** The answer, whole, and when it ended. */
async function whole(asking: Promise<Response>) {
  const response = await asking;
  const text = await response.text();
  const requestId = response.headers.get('x-request-id');
  return { status: response.status, text, requestId, endedMs: performance.now() };
}
const recordOf = async (requestId: string | null) =>
  (await world.usage(customer.accountId)).find((row) => row.request_id === requestId);
/** What a call costs whose first words came through. */
const costsFor = (words: number) => {
  const invoice = invoiceOf({ model: '', messages: [{ role: 'user', content: 'hi' }] }, words);
  return {
    input_tokens: BigInt(invoice.promptTokens),
    output_tokens: BigInt(invoice.completionTokens),
    cost_micro_credits: costOf(invoice),
    estimated: true,
  };
};
const nothing = { input_tokens: 0n, output_tokens: 0n, cost_micro_credits: 0n, estimated: false };
const killed = { outcome: 'aborted', error_code: 'kill_switch' };
const errorEvent = (error: object) => `data: ${JSON.stringify({ error })}\n\n`;
/** Waits until the other instance knows of a switch on the customer's key. */
const known = () => {
  const headers = { authorization: `Bearer ${customer.key}` };
  return expect.poll(async () => (await fetch(`${second.url}/v1/models`, { headers })).status).toBe(403);
};

describe.each(scopes)('a switch on a %s', (scope) => {
  const thrownOn = async (model: string) => {
    const scopeId = await idOf(scope, { world, customer, model: models[model]! });
    await throwSwitch(world, scope, scopeId);
    return { refusal: refusalOf(scope, scopeId), thrownMs: performance.now() };
  };

  test('ends JSON calls within a second; they cost their input', async () => {
    const asking = [world.url, second.url].map((url) => whole(ask(chat('hang', url), url)));
    const calls = await Promise.all([world.url, second.url].map((user) => world.upstream.callOf(user)));
    const { refusal, thrownMs } = await thrownOn('hang');
    for (const { status, text, requestId, endedMs } of await Promise.all(asking)) {
      expect(endedMs - thrownMs).toBeLessThan(1_000);
      expect([status, JSON.parse(text)]).toEqual([403, { error: refusal }]);
      expect(await recordOf(requestId)).toMatchObject({ ...killed, status: 403, ...costsFor(0) });
    }
    for (const call of calls) await expect.poll(() => call.gone).toBe(true);
  });

  test('ends streams within a second, with an error and no end mark; they cost what came', async () => {
    const asking = [world.url, second.url].map((url) =>
      ask(chat('pause-after-3', url, { stream: true }), url),
    );
    const heads = await Promise.all(asking);
    const calls = await Promise.all([world.url, second.url].map((user) => world.upstream.callOf(user)));
    for (const call of calls) await expect.poll(() => call.sent.length).toBe(4);
    const reading = heads.map(async (head) => {
      const seen: string[] = [];
      for await (const chunk of head.body!.pipeThrough(new TextDecoderStream())) seen.push(chunk);
      return { text: seen.join(''), endedMs: performance.now(), requestId: head.headers.get('x-request-id') };
    });
    const { refusal, thrownMs } = await thrownOn('pause-after-3');
    for (const [index, { text, requestId, endedMs }] of (await Promise.all(reading)).entries()) {
      expect(endedMs - thrownMs).toBeLessThan(1_000);
      expect(text).toBe(Buffer.concat(calls[index]!.sent).toString() + errorEvent(refusal));
      expect(await recordOf(requestId)).toMatchObject({ ...killed, status: 200, ...costsFor(3) });
    }
    for (const call of calls) await expect.poll(() => call.gone).toBe(true);
  });
});

test('a stream whose head has not come is refused like any call', async () => {
  const asking = whole(ask(chat('hang', 'no head', { stream: true })));
  await world.upstream.callOf('no head');
  await throwSwitch(world, 'key', customer.keyId);
  const { status, text, requestId } = await asking;
  expect([status, JSON.parse(text)]).toEqual([403, { error: refusalOf('key', customer.keyId) }]);
  expect(await recordOf(requestId)).toMatchObject({ ...killed, status: 403, ...costsFor(0) });
});

test('calls that are not meant go on', async () => {
  const neighbour = await world.addCustomer([models['stepped']!], '100');
  const { secret } = await customer.createKey();
  const others = [neighbour.key, secret].map((key, index) =>
    whole(ask(chat('stepped', `other ${index}`, { stream: true }), second.url, key)),
  );
  const calls = await Promise.all([0, 1].map((index) => world.upstream.callOf(`other ${index}`)));
  const asking = whole(ask(chat('hang', 'meant')));
  await world.upstream.callOf('meant');
  await throwSwitch(world, 'key', customer.keyId);
  expect((await asking).status).toBe(403);
  for (const call of calls) {
    expect(call.gone).toBe(false);
    for (let event = 0; event < 20; event += 1) call.step();
  }
  for (const { text } of await Promise.all(others)) expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
});

describe('in the line of a busy provider', () => {
  let narrow: { id: string };
  let other: { id: string };
  let model: { id: string; name: string };
  let first: ReturnType<typeof whole>;
  let waiting: ReturnType<typeof whole>;
  let key: { id: string; secret: string };
  beforeEach(async () => {
    const fields = { kind: 'openai-compatible', baseUrl: world.upstream.url };
    narrow = await createProvider(world.admin, { ...fields, maxConcurrency: 1 });
    other = await createProvider(world.admin, fields);
    const routes = [
      { providerId: narrow.id, upstreamModel: 'hang', order: 0 },
      { providerId: other.id, upstreamModel: 'plain', order: 1 },
    ];
    model = await world.addModel('plain', { routes });
    await customer.subscribe(model.id);
    key = await customer.createKey();
    first = whole(ask(chat(model.name, 'first'), world.url));
    await world.upstream.callOf('first');
    const held = async () => (await customer.credits()).heldCredits;
    const heldByFirst = await held();
    waiting = whole(ask(chat(model.name, 'waiting'), world.url, key.secret));
    await expect.poll(held).not.toBe(heldByFirst);
  });

  test('a call that waits is refused, reaches nobody and pays nothing', async () => {
    await throwSwitch(world, 'key', key.id);
    const { status, text, requestId } = await waiting;
    expect([status, JSON.parse(text)]).toEqual([403, { error: refusalOf('key', key.id) }]);
    expect(await recordOf(requestId)).toMatchObject({ ...killed, status: 403, ...nothing });
    expect(world.upstream.calls.map(({ body }) => body.user)).toEqual(['first']);
    await throwSwitch(world, 'account', customer.accountId);
    expect((await first).status).toBe(403);
  });

  test('a switch on the provider stops who is there; who waits goes elsewhere', async () => {
    await throwSwitch(world, 'provider', narrow.id);
    const stopped = await first;
    expect(JSON.parse(stopped.text)).toEqual({ error: refusalOf('provider', narrow.id) });
    expect(await recordOf(stopped.requestId)).toMatchObject({ ...killed, ...costsFor(0) });
    const served = await waiting;
    expect(served.status).toBe(200);
    expect(await recordOf(served.requestId)).toMatchObject({ outcome: 'success', estimated: false });
    expect(world.upstream.calls.map(({ body }) => body.model)).toEqual(['hang', 'plain']);
  });

  test('and is refused when the others are stopped as well', async () => {
    await throwSwitch(world, 'provider', other.id);
    await throwSwitch(world, 'provider', narrow.id);
    expect((await first).status).toBe(403);
    const { status, text, requestId } = await waiting;
    expect([status, JSON.parse(text)]).toEqual([403, { error: refusalOf('provider', other.id) }]);
    expect(await recordOf(requestId)).toMatchObject({ ...killed, status: 403, ...nothing });
    expect(world.upstream.calls).toHaveLength(1);
  });
});

describe('while the database is busy with the call', () => {
  /** Runs one statement in a transaction that is open until the function it gives is called. */
  async function lock(sql: string) {
    const client = new pg.Client({ connectionString: world.databaseUrl });
    await client.connect();
    await client.query('BEGIN');
    await client.query(sql);
    return () => client.end();
  }
  const waiters = async () => {
    const { rows } = await world.db.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM pg_locks WHERE NOT granted',
    );
    return rows[0]?.count;
  };

  test('being admitted: it goes nowhere, and pays nothing', async () => {
    const letGo = await lock(
      `SELECT 1 FROM meters WHERE scope = 'account' AND scope_id = '${customer.accountId}' FOR UPDATE`,
    );
    const asking = whole(ask(chat('plain', 'is admitted')));
    await expect.poll(waiters).toBe(1);
    await throwSwitch(world, 'key', customer.keyId);
    await known();
    await letGo();
    const { status, text, requestId } = await asking;
    expect([status, JSON.parse(text)]).toEqual([403, { error: refusalOf('key', customer.keyId) }]);
    expect(await recordOf(requestId)).toMatchObject({ ...killed, status: 403, ...nothing });
    expect(world.upstream.calls).toEqual([]);
  });

  test('being settled: its answer is whole, and it gets it', async () => {
    const letGo = await lock('LOCK TABLE usage_records IN SHARE MODE');
    const asking = whole(ask(chat('plain', 'is settled')));
    await expect.poll(waiters).toBe(1);
    await throwSwitch(world, 'key', customer.keyId);
    await known();
    await letGo();
    const { status, requestId } = await asking;
    expect(status).toBe(200);
    expect(await recordOf(requestId)).toMatchObject({ outcome: 'success', error_code: null });
  });
});

test('a hundred calls of every kind, clients that leave and a switch on everything at once', async () => {
  const before = (await world.usage(customer.accountId)).length;
  const gone = new AbortController();
  const asking = Array.from({ length: 100 }, (_, index) => {
    const model = index % 2 === 0 ? 'hang' : 'pause-after-3';
    const body = chat(model, `crowd ${index}`, { stream: index % 4 > 1 || model !== 'hang' });
    return whole(
      ask(
        body,
        [world.url, second.url][(index % 3) % 2],
        customer.key,
        index % 5 === 0 ? gone.signal : undefined,
      ),
    );
  });
  const ended = Promise.allSettled(asking);
  await expect.poll(() => world.upstream.calls.length).toBe(100);
  const paused = () => world.upstream.calls.filter(({ body }) => body.model === 'pause-after-3');
  await expect.poll(() => paused().every(({ sent }) => sent.length === 4)).toBe(true);
  const thrown = throwSwitch(world, 'platform', null);
  gone.abort();
  await thrown;
  await ended;
  const records = async () => (await world.usage(customer.accountId)).slice(before);
  await expect.poll(async () => (await records()).length).toBe(100);
  const rows = await records();
  for (const row of rows) {
    expect(row).toMatchObject({ outcome: 'aborted' });
    const left = { status: 499, code: null };
    const stopped = { status: row.model_name === nameOf('hang') ? 403 : 200, code: 'kill_switch' };
    expect([left, stopped]).toContainEqual({ status: row.status, code: row.error_code });
  }
  // Those who stayed were told; of those who left some were stopped before it was noticed.
  const told = (await ended).flatMap((end) => (end.status === 'fulfilled' ? [end.value.text] : []));
  expect(told).toHaveLength(80);
  for (const text of told) {
    expect(text).toContain(reason);
    expect(text).not.toContain('[DONE]');
  }
  const sum = (amounts: bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
  expect(sum(rows.map((row) => row.cost_micro_credits))).toBe(sum(world.upstream.invoices().map(costOf)));
});
