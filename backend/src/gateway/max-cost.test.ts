import type OpenAI from 'openai';
import { APIError } from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createBudget } from '../../test/budgets.ts';
import { createProvider } from '../../test/catalogue.ts';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';
import {
  delta,
  done,
  finish,
  type Scripted,
  startScripted,
  streaming,
} from '../../test/stand-ins/scripted.ts';

/* `x-max-cost-credits`: what its client lets a call cost, in a world where every token costs a credit. */

let world: World;
let upstream: Scripted;
let providerId: string;
let model: { id: string; name: string };
let embedder: { id: string; name: string };
let customer: Customer;
const perToken = { inputPerMillionCredits: '1000000', outputPerMillionCredits: '1000000' };
beforeAll(async () => {
  world = await createWorld();
  upstream = await startScripted();
  ({ id: providerId } = await createProvider(world.admin, {
    kind: 'openai-compatible',
    baseUrl: upstream.url,
  }));
  model = await world.addModel('plain', { prices: perToken });
  embedder = await world.addModel('embed', { prices: perToken });
  customer = await world.addCustomer([model, embedder], '100000');
});
afterAll(async () => {
  await upstream.close();
  await world.close();
});
beforeEach(() => world.upstream.forget());

const chat = (more: object = {}) => ({
  model: model.name,
  messages: [{ role: 'user' as const, content: 'hi' }],
  max_tokens: 100,
  ...more,
});
/** The input of a call with one message is its bytes and 8 + 16 tokens of overhead at the most. */
const inputMost = (more: object = {}) => BigInt(Buffer.byteLength(JSON.stringify(chat(more))) + 24);
const costing = (credits: bigint | string, more: Record<string, string> = {}) => ({
  headers: { 'x-max-cost-credits': String(credits), ...more },
});
const ask = (options: OpenAI.RequestOptions) =>
  customer.openai().chat.completions.create(chat(), options).withResponse();
async function refusal(work: Promise<unknown>): Promise<APIError> {
  const error: unknown = await work.then(
    () => new Error('was not refused'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof APIError)) throw error;
  return error;
}
const lastRecord = async (who = customer) => (await world.usage(who.accountId)).at(-1)!;

describe('an answer', () => {
  test('is lowered to what is paid for', async () => {
    const most = inputMost() + 14n;
    const { response } = await ask(costing(most));
    expect(response.headers.get('x-litemaas-max-tokens')).toBe('14');
    expect(world.upstream.calls[0]?.body).toMatchObject({ max_tokens: 14 });
    expect((await lastRecord()).hold_micro_credits).toBe(most * 1_000_000n);
  });

  test('that fits is left alone', async () => {
    const { response } = await ask(costing(`${inputMost() + 100n}.000000`));
    expect(response.headers.get('x-litemaas-max-tokens')).toBeNull();
    expect(world.upstream.calls[0]?.body).toMatchObject({ max_tokens: 100 });
  });

  test('is lowered in a stream, and in all its choices', async () => {
    const { data, response } = await customer
      .openai()
      .chat.completions.create(
        { ...chat({ n: 2 }), stream: true },
        costing(inputMost({ n: 2, stream: true }) + 14n),
      )
      .withResponse();
    await data.toReadableStream().pipeTo(new WritableStream());
    expect(response.headers.get('x-litemaas-max-tokens')).toBe('7');
  });

  test('is lowered to the lesser of it and what credits pay for', async () => {
    const poor = await world.addCustomer([model], String(inputMost() + 9n));
    const { response } = await poor
      .openai()
      .chat.completions.create(chat(), costing(inputMost() + 14n))
      .withResponse();
    expect(response.headers.get('x-litemaas-max-tokens')).toBe('9');
  });
});

describe('402 max_cost_exceeded', () => {
  const expectRefused = async (options: OpenAI.RequestOptions, most: bigint) => {
    const { status, code, error, headers } = await refusal(ask(options));
    expect([status, code]).toEqual([402, 'max_cost_exceeded']);
    expect((error as { details: object }).details).toEqual({
      maxCostCredits: String(most),
      neededCredits: String(inputMost() + 100n),
      smallestCredits: String(inputMost() + 1n),
    });
    expect(headers?.get('x-should-retry')).toBe('false');
    expect(world.upstream.calls).toEqual([]);
  };

  test('where not even one token fits', () => expectRefused(costing(inputMost()), inputMost()));
  test('where the answer may not be lowered', () =>
    expectRefused(costing(inputMost() + 99n, { 'x-litemaas-lower-max-tokens': 'false' }), inputMost() + 99n));
  test('for nothing', () => expectRefused(costing(0n), 0n));

  test('of embeddings, which have no shorter answer', async () => {
    const body = { model: embedder.name, input: 'one two', encoding_format: 'float' as const };
    const most = BigInt(Buffer.byteLength(JSON.stringify(body)) + 4);
    const embed = (credits: bigint) => customer.openai().embeddings.create(body, costing(credits));
    expect((await refusal(embed(most - 1n))).code).toBe('max_cost_exceeded');
    expect((await embed(most)).data).toHaveLength(1);
  });

  test('not where the model is free', async () => {
    const free = await world.addModel('plain', { prices: { free: true } });
    await customer.subscribe(free.id);
    const answer = await customer.openai().chat.completions.create(chat({ model: free.name }), costing(0n));
    expect(answer.choices).toHaveLength(1);
  });
});

test.each(['', ' ', '-1', '1e3', '1,5', '.5', '0.0000001', 'much', '1, 2', 'Infinity', '0x10'])(
  '400 for "%s"',
  async (value) => {
    const response = await customer.post('/v1/chat/completions', chat(), { 'x-max-cost-credits': value });
    const { error } = (await response.json()) as { error: object };
    expect([response.status, error]).toEqual([
      400,
      expect.objectContaining({ code: 'invalid_request_error', param: 'x-max-cost-credits' }),
    ]);
    expect(world.upstream.calls).toEqual([]);
  },
);

test('the model that a budget falls back to keeps within it, too', async () => {
  const cheap = await world.addModel('plain', {
    prices: { ...perToken, outputPerMillionCredits: '500000' },
  });
  const spender = await world.addCustomer([model, cheap], '100000');
  await createBudget(spender, {
    scope: 'model',
    scopeId: model.id,
    limit: '1',
    onExceed: 'fallback',
    fallbackModelId: cheap.id,
  });
  const call = () =>
    spender
      .openai()
      .chat.completions.create(chat(), costing(inputMost() + 14n))
      .withResponse();
  expect((await call()).response.headers.get('x-litemaas-model')).toBe(model.name);
  await expect.poll(async () => (await call()).response.headers.get('x-litemaas-model')).toBe(cheap.name);
  expect(world.upstream.calls.at(-1)?.body).toMatchObject({ max_tokens: 28 });
});

describe('a stream of a server that takes no notice of its bound', () => {
  let scripts = 0;
  async function stream(most: bigint | null, words: number) {
    const upstreamModel = `script-${scripts++}`;
    upstream.on(
      upstreamModel,
      streaming(...Array.from({ length: words }, () => delta(' word')), finish(), done),
    );
    const { id, name } = await world.addModel('plain', {
      prices: perToken,
      routes: [{ providerId, upstreamModel }],
    });
    await customer.subscribe(id);
    const body = { model: name, max_tokens: 1000, stream: true as const };
    const chunks = await customer
      .openai()
      .chat.completions.create({ ...chat(), ...body }, most === null ? {} : costing(most));
    let said = 0;
    let reason: string | null = null;
    for await (const { choices } of chunks) {
      if (choices[0]?.delta.content) said += 1;
      reason = choices[0]?.finish_reason ?? reason;
    }
    const record = (await world.usage(customer.accountId)).find(({ model_name: of }) => of === name)!;
    return { said, reason, record };
  }
  // About 30 bytes longer than the others, for the name of the model and the stream.
  const most = 350n;

  test('is cut where it would cost more, and does not', async () => {
    const { said, reason, record } = await stream(most, 2000);
    expect(reason).toBe('length');
    expect(said).toBeLessThan(2000);
    expect(record).toMatchObject({ outcome: 'success', estimated: true });
    expect(record.cost_micro_credits).toBeLessThanOrEqual(most * 1_000_000n);
  });

  test('goes on to its end where it costs no more', async () => {
    const { said, reason, record } = await stream(most, 100);
    expect([said, reason]).toEqual([100, 'stop']);
    expect(record.cost_micro_credits).toBeLessThanOrEqual(most * 1_000_000n);
  });

  test('without a bound of its client goes on, as far as what was held for', async () => {
    expect(await stream(null, 2000)).toMatchObject({ said: 2000, reason: 'stop' });
  });
});
