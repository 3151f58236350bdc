import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Customer, World } from '../../../test/gateway-world.ts';
import { chat, createKeyedCalls, isReplay, type KeyedCalls, path, said } from '../../../test/keyed-calls.ts';
import { delta, sending, streaming } from '../../../test/stand-ins/scripted.ts';

let calls: KeyedCalls;
let world: World;
let customer: Customer;
let plain: KeyedCalls['plain'];
let post: KeyedCalls['post'];
let plainChat: KeyedCalls['plainChat'];
beforeAll(async () => {
  calls = await createKeyedCalls();
  ({ world, customer, plain, post, plainChat } = calls);
});
afterAll(() => calls.close());
beforeEach(() => world.upstream.forget());

test('calls without a key have nothing to do with it', async () => {
  await customer.openai().chat.completions.create(plainChat());
  await post('', plainChat());
  const { rows } = await world.db.query(
    `SELECT (SELECT count(*)::int FROM idempotent_calls) AS kept,
       (SELECT count(*)::int FROM pg_stat_activity WHERE application_name = 'litemaas call options' AND datname = current_database()) AS connections`,
  );
  expect(rows).toEqual([{ kept: 0, connections: 0 }]);
});

describe('who calls again gets the answer of the first call, and pays once', () => {
  test('JSON, by the OpenAI SDK', async () => {
    const key = randomUUID();
    const options = { headers: { 'idempotency-key': key } };
    const call = () => customer.openai().chat.completions.create(plainChat(), options).withResponse();
    const before = (await calls.callsOf(plain.name)).length;
    const first = await call();
    const balance = (await customer.credits()).balanceCredits;
    const second = await call();
    expect(second.data).toEqual(first.data);
    expect([isReplay(first.response), isReplay(second.response)]).toEqual([false, true]);
    for (const name of ['content-type', 'x-litemaas-model', 'x-litemaas-provider', 'x-litemaas-cost-credits'])
      expect(second.response.headers.get(name)).toBe(first.response.headers.get(name));
    expect(second.request_id).not.toBe(first.request_id);
    expect(world.upstream.calls).toHaveLength(1);
    expect(await calls.callsOf(plain.name)).toHaveLength(before + 1);
    expect((await customer.credits()).balanceCredits).toBe(balance);
  });

  test('a stream, as a whole', async () => {
    const key = randomUUID();
    const body = plainChat({ stream: true, stream_options: { include_usage: true } });
    const first = await post(key, body);
    const second = await post(key, body);
    expect(first.text).toMatch(/"cost_credits":.*\n\ndata: \[DONE\]\n\n$/);
    expect(second.text).toBe(first.text);
    expect(second.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(isReplay(second)).toBe(true);
    const chunks = await customer
      .openai()
      .chat.completions.create(
        { ...plainChat(), stream: true, stream_options: { include_usage: true } },
        { headers: { 'idempotency-key': key } },
      );
    let answer = '';
    for await (const { choices } of chunks) answer += choices[0]?.delta.content ?? '';
    expect(answer).toMatch(/^the of and /);
    expect(world.upstream.calls).toHaveLength(1);
  });

  test('embeddings', async () => {
    const { id, name } = await world.addModel('embed');
    await customer.subscribe(id);
    const [first, second] = [
      await post('vectors', { model: name, input: 'one two' }, customer, '/v1/embeddings'),
      await post('vectors', { model: name, input: 'one two' }, customer, '/v1/embeddings'),
    ];
    expect([first.status, second.text, isReplay(second)]).toEqual([200, first.text, true]);
    expect(await calls.callsOf(name)).toHaveLength(1);
  });

  test('an error that cost something', async () => {
    const model = await calls.addScripted(sending('{"choices": ['));
    const [first, second] = [await post('broken', chat(model)), await post('broken', chat(model))];
    expect([first.status, second.status, second.text]).toEqual([502, 502, first.text]);
    expect([isReplay(first), isReplay(second)]).toEqual([false, true]);
    const records = await calls.callsOf(model);
    expect(records).toHaveLength(1);
    expect(records[0]!.cost_micro_credits).toBeGreaterThan(0n);
  });

  test('a stream that failed, too', async () => {
    const model = await calls.addScripted(
      streaming(delta('half'), 'data: {"error":{"message":"no more"}}\n\n'),
    );
    const body = chat(model, { stream: true });
    const [first, second] = [await post('failed', body), await post('failed', body)];
    expect(first.text).toContain('"code":"upstream_error"');
    expect([second.text, isReplay(second)]).toEqual([first.text, true]);
    expect(await calls.callsOf(model)).toHaveLength(1);
  });

  test('also when there are no credits left', async () => {
    const poor = await world.addCustomer([plain], '10');
    const first = await post('last', plainChat(), poor);
    await poor.setCredits('0');
    expect((await post('next', plainChat(), poor)).status).toBe(402);
    expect((await post('last', plainChat(), poor)).text).toBe(first.text);
  });
});

describe('while the first call runs', () => {
  test('409 idempotency_in_progress, and then its answer', async () => {
    let goOn = () => {};
    const model = await calls.addScripted((response) => {
      goOn = () => void sending(said(3))(response, {});
    });
    const first = post('running', chat(model));
    await expect.poll(calls.wasAsked).toBe(true);
    const second = await post('running', chat(model));
    expect([second.status, second.error?.code]).toEqual([409, 'idempotency_in_progress']);
    expect(second.headers.get('retry-after')).toBe('1');
    // Which the OpenAI SDK obeys.
    const waiting = customer
      .openai({ maxRetries: 20 })
      .chat.completions.create(chat(model), { headers: { 'idempotency-key': 'running' } });
    goOn();
    expect(JSON.parse((await first).text)).toEqual(said(3));
    expect(await waiting).toMatchObject(said(3));
    expect(await calls.callsOf(model)).toHaveLength(1);
  });

  test('of many at once one is made', async () => {
    const model = await calls.addScripted(sending(said(3)));
    const answers = await Promise.all(Array.from({ length: 10 }, () => post('many', chat(model))));
    for (const { status, error, text } of answers)
      expect(status === 200 ? text : error?.code).toBe(
        status === 200 ? JSON.stringify(said(3)) : 'idempotency_in_progress',
      );
    expect(answers.filter((answer) => answer.status === 200 && !isReplay(answer))).toHaveLength(1);
    expect(await calls.callsOf(model)).toHaveLength(1);
  });
});

describe('a key belongs', () => {
  test('to its request: 409 idempotency_key_reused', async () => {
    await post('mine', plainChat());
    const other = await post('mine', plainChat({ max_tokens: 51 }));
    expect([other.status, other.error?.code]).toEqual([409, 'idempotency_key_reused']);
    expect(other.headers.get('x-should-retry')).toBe('false');
    expect(world.upstream.calls).toHaveLength(1);
  });

  test('to its API key', async () => {
    await post('ours', plainChat());
    const { secret } = await customer.createKey();
    const response = await customer.post(path, plainChat(), {
      'idempotency-key': 'ours',
      authorization: `Bearer ${secret}`,
    });
    expect([response.status, isReplay(response)]).toEqual([200, false]);
    expect(world.upstream.calls).toHaveLength(2);
  });

  test('to nobody when it is too long', async () => {
    expect((await post('x'.repeat(256), plainChat())).status).toBe(400);
    expect((await post('x'.repeat(255), plainChat())).status).toBe(200);
  });
});

describe('what cost nothing is made anew', () => {
  test('when the model failed', async () => {
    const { id, name } = await world.addModel('fail-500');
    await customer.subscribe(id);
    expect((await post('failing', chat(name))).status).toBe(502);
    expect((await post('failing', chat(name))).status).toBe(502);
    expect(await calls.callsOf(name)).toHaveLength(2);
  });

  test('when it was refused', async () => {
    const poor = await world.addCustomer([plain], '0');
    expect((await post('refused', plainChat(), poor)).status).toBe(402);
    await poor.setCredits('10');
    const second = await post('refused', plainChat(), poor);
    expect([second.status, isReplay(second)]).toEqual([200, false]);
  });
});
