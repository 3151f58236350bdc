import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type OpenAI from 'openai';
import { costOf, type Customer, createWorld, prices, type World } from '../../test/gateway-world.ts';
import { wordsOf } from '../../test/stand-ins/upstream-chat.ts';
import { formatCredits } from '../lib/credits.ts';

/* The older completions, with the official package as their client. */

let world: World;
let customer: Customer;
let openai: OpenAI;
const models: Record<string, string> = {};
beforeAll(async () => {
  world = await createWorld();
  const names = ['plain', 'no-usage', 'drop-after-3', 'error-inside'];
  const added = await Promise.all(names.map((name) => world.addModel(name)));
  names.forEach((name, index) => (models[name] = added[index]!.name));
  customer = await world.addCustomer(added, '1000');
  openai = customer.openai();
});
afterAll(() => world.close());
beforeEach(() => world.upstream.forget());

const text = wordsOf({}).join('');
const named = (name: string) => models[name]!;
const newest = async () => (await world.usage(customer.accountId)).at(-1)!;
const prompt = 'Once upon a time';

describe('JSON', () => {
  test('answers to a text, and costs what was counted', async () => {
    const { data, response } = await openai.completions
      .create({ model: named('plain'), prompt })
      .withResponse();
    expect(data).toMatchObject({
      object: 'text_completion',
      choices: [{ text, index: 0, finish_reason: 'stop' }],
    });
    const [call] = world.upstream.calls;
    expect(call).toMatchObject({ path: '/v1/completions', body: { model: 'plain', prompt, max_tokens: 16 } });
    const record = await newest();
    expect(record).toMatchObject({
      surface: 'completions',
      outcome: 'success',
      estimated: false,
      input_tokens: 4n,
      output_tokens: 12n,
      cost_micro_credits: costOf(call!.invoice!),
    });
    expect(response.headers.get('x-litemaas-cost-credits')).toBe(formatCredits(record.cost_micro_credits));
  });

  test.each([
    ['texts', ['a b', 'c'], 2, 3n],
    ['tokens', [1, 2, 3, 4, 5], 1, 5n],
    ['lists of tokens', [[1, 2], [3]], 2, 3n],
  ])('answers to %s', async (_name, list, choices, input) => {
    const answer = await openai.completions.create({ model: named('plain'), prompt: list, n: 2 });
    expect(answer.choices.map(({ index }) => index)).toEqual(
      Array.from({ length: 2 * choices }, (_, index) => index),
    );
    expect(await newest()).toMatchObject({
      estimated: false,
      input_tokens: input,
      output_tokens: BigInt(24 * choices),
    });
  });

  test('holds for every choice of every prompt', async () => {
    const body = { model: named('plain'), prompt: ['a', 'b', 'c'], n: 2, max_tokens: 100 };
    await (await customer.post('/v1/completions', body)).text();
    const bytes = JSON.stringify(body).length + 3 * 4;
    expect((await newest()).hold_micro_credits).toBe(
      costOf({ promptTokens: bytes, cachedTokens: 0, completionTokens: 600 }),
    );
  });

  test('counts what the upstream does not, the suffix too', async () => {
    await openai.completions.create({
      model: named('no-usage'),
      prompt: [prompt, prompt],
      suffix: ' the end',
    });
    expect(await newest()).toMatchObject({ estimated: true, input_tokens: 10n, output_tokens: 24n });
  });

  test('best_of does not go on: its answers would be charged, and nobody holds for them', async () => {
    await openai.completions.create({ model: named('plain'), prompt, best_of: 20, logprobs: 2, user: 'me' });
    expect(world.upstream.calls[0]?.body).toEqual({
      model: 'plain',
      prompt,
      logprobs: 2,
      user: 'me',
      max_tokens: 16,
    });
  });
});

describe('streams', () => {
  test.each(['plain', 'no-usage'])('of a server that is %s: the words, then usage and cost', async (name) => {
    const stream = await openai.completions.create({
      model: named(name),
      prompt,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks: OpenAI.Completion[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks.map(({ choices }) => choices[0]?.text ?? '').join('')).toBe(text);
    const record = await newest();
    expect(chunks.at(-1)).toMatchObject({
      id: 'cmpl-standin',
      object: 'text_completion',
      choices: [],
      usage: {
        prompt_tokens: 4,
        completion_tokens: 12,
        total_tokens: 16,
        cost_credits: formatCredits(record.cost_micro_credits),
      },
    });
    expect(record).toMatchObject({
      stream: true,
      estimated: name === 'no-usage',
      input_tokens: 4n,
      output_tokens: 12n,
    });
  });

  test('usage comes for us where the client does not ask for it', async () => {
    const answer = await customer.post('/v1/completions', { model: named('plain'), prompt, stream: true });
    const said = await answer.text();
    expect(said).not.toContain('usage');
    expect(said).toMatch(/data: \[DONE\]\n\n$/);
    expect(await newest()).toMatchObject({ estimated: false, output_tokens: 12n });
  });

  test.each(['drop-after-3', 'error-inside'])('that end badly (%s) cost what was said', async (name) => {
    const stream = await openai.completions.create({ model: named(name), prompt, stream: true });
    await expect(async () => {
      for await (const { choices } of stream) expect(choices).toHaveLength(1);
    }).rejects.toMatchObject({ code: 'upstream_error' });
    expect(await newest()).toMatchObject({
      outcome: 'error',
      estimated: true,
      input_tokens: 4n,
      output_tokens: 3n,
    });
  });

  test('that say more than was held for are stopped, and say why', async () => {
    const body = { model: named('no-usage'), prompt, stream: true, max_tokens: 5, words: 3000 };
    const said = await (await customer.post('/v1/completions', body)).text();
    expect(said).toContain('"choices":[{"index":0,"text":"","finish_reason":"length"}]');
    expect(await newest()).toMatchObject({ outcome: 'success', output_tokens: 5n });
  });

  test('an echo is no overrun, however long it is', async () => {
    const long = 'word '.repeat(20_000);
    const body = { model: named('plain'), prompt: long, echo: true, stream: true, max_tokens: 12 };
    const said = await (await customer.post('/v1/completions', body)).text();
    expect(said).toContain(`"text":"${long}"`);
    expect(said).not.toContain('length');
    expect(await newest()).toMatchObject({ outcome: 'success', estimated: false, output_tokens: 12n });
  });
});

test.each([
  [undefined, 'prompt'],
  [[], 'prompt'],
  [[[]], 'prompt'],
  [[1, 'a'], 'prompt'],
  [{ text: 'a' }, 'prompt'],
])('the prompt %j is refused', async (wrong, param) => {
  const answer = await customer.post('/v1/completions', { model: named('plain'), prompt: wrong });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: { code: 'invalid_request_error', param } });
  expect(world.upstream.calls).toEqual([]);
});

test('a model without a price of output does not serve them', async () => {
  const { inputPerMillionCredits } = prices;
  const model = await world.addModel('plain', { prices: { inputPerMillionCredits } });
  await customer.subscribe(model.id);
  const answer = await customer.post('/v1/completions', { model: model.name, prompt });
  expect(answer.status).toBe(422);
});
