import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { costOf, type Customer, createWorld, type World } from '../../test/gateway-world.ts';
import { formatCredits, parseCredits } from '../lib/credits.ts';

/* What answers without tokens of its own: moderations with the official package, rerank in the shape of Cohere and Jina. */

let world: World;
let customer: Customer;
const models: Record<string, string> = {};
beforeAll(async () => {
  world = await createWorld();
  const inputPrice = { inputPerMillionCredits: '500' };
  const added = await Promise.all([
    world.addModel('plain'),
    world.addModel('no-usage'),
    world.addModel('usage-meta'),
    world.addModel('plain', { prices: { free: true } }),
    world.addModel('plain', { prices: { perRequestCredits: '0.25' } }),
    world.addModel('no-usage', { prices: inputPrice }),
    world.addModel('plain', { prices: { outputPerMillionCredits: '1' } }),
  ]);
  ['plain', 'no-usage', 'usage-meta', 'free', 'per request', 'by input', 'no price of input'].forEach(
    (name, index) => (models[name] = added[index]!.name),
  );
  customer = await world.addCustomer(added, '1000');
});
afterAll(() => world.close());
beforeEach(() => world.upstream.forget());

const named = (name: string) => models[name]!;
const newest = async () => (await world.usage(customer.accountId)).at(-1)!;
const query = 'What is the capital of Kuwait?';
const documents = ['Kuwait City', 'The capital of France is Paris.'];
const rerank = (name: string, more: object = {}) =>
  customer.post('/v1/rerank', { model: named(name), query, documents, ...more });

describe('moderations', () => {
  test('come as they are, counted by us, with their cost in a header', async () => {
    const { data, response } = await customer
      .openai()
      .moderations.create({ model: named('plain'), input: ['all is well', 'all is bad'] })
      .withResponse();
    expect(data.results.map(({ flagged }) => flagged)).toEqual([false, true]);
    expect(world.upstream.calls[0]?.body).toEqual({ model: 'plain', input: ['all is well', 'all is bad'] });
    const record = await newest();
    const promptTokens = countTokens('all is well') + countTokens('all is bad');
    expect(record).toMatchObject({
      surface: 'moderations',
      outcome: 'success',
      estimated: true,
      input_tokens: BigInt(promptTokens),
      output_tokens: 0n,
      cost_micro_credits: costOf({ promptTokens, cachedTokens: 0, completionTokens: 0 }),
    });
    expect(response.headers.get('x-litemaas-cost-credits')).toBe(formatCredits(record.cost_micro_credits));
  });

  test('of parts: an image is held for', async () => {
    const input = [
      { type: 'text' as const, text: 'see' },
      { type: 'image_url' as const, image_url: { url: 'data:image/png;base64,AAAA' } },
    ];
    await customer.openai().moderations.create({ model: named('plain'), input });
    expect((await newest()).hold_micro_credits).toBeGreaterThan(
      costOf({ promptTokens: 48_169, cachedTokens: 0, completionTokens: 0 }),
    );
  });

  test.each([[undefined], [[]], [7], [[7]], [[['a']]]])('the input %j is refused', async (input) => {
    const answer = await customer.post('/v1/moderations', { model: named('plain'), input });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'invalid_request_error', param: 'input' } });
    expect(world.upstream.calls).toEqual([]);
  });
});

describe('rerank', () => {
  test.each([
    ['plain', false],
    ['usage-meta', false],
    ['no-usage', true],
  ])('of a server that is %s: the same tokens, estimated: %s', async (name, estimated) => {
    const answer = await rerank(name, { top_n: 5, rank_fields: ['text'] });
    expect(await answer.json()).toMatchObject({
      results: [
        { index: 1, relevance_score: 1 },
        { index: 0, relevance_score: 0.5 },
      ],
    });
    expect(world.upstream.calls[0]?.body).toEqual({
      model: name,
      query,
      documents,
      top_n: 5,
      rank_fields: ['text'],
    });
    const invoice = world.upstream.calls[0]!.invoice!;
    const record = await newest();
    expect(record).toMatchObject({
      surface: 'rerank',
      estimated,
      input_tokens: BigInt(invoice.promptTokens),
      output_tokens: 0n,
      cost_micro_credits: costOf(invoice),
    });
    expect(answer.headers.get('x-litemaas-cost-credits')).toBe(formatCredits(record.cost_micro_credits));
  });

  test('the query is held for once a document', async () => {
    const long = 'x'.repeat(1000);
    await (await rerank('plain', { query: long, documents: ['a', 'b', 'c'] })).text();
    const bytes = JSON.stringify({ model: named('plain'), query: long, documents: ['a', 'b', 'c'] }).length;
    expect((await newest()).hold_micro_credits).toBe(
      costOf({ promptTokens: bytes + 3 * 1004, cachedTokens: 0, completionTokens: 0 }),
    );
  });

  test.each([
    ['free', '0'],
    ['per request', '0.25'],
  ])('a model that is %s costs that', async (name, cost) => {
    const answer = await rerank(name);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-litemaas-cost-credits')).toBe(cost);
    expect((await newest()).cost_micro_credits).toBe(parseCredits(cost));
  });

  test('a price of input is enough, and needed', async () => {
    expect((await rerank('by input')).status).toBe(200);
    expect((await rerank('no price of input')).status).toBe(422);
  });

  test.each([
    [{ query: '' }, 'query'],
    [{ query: ['a'] }, 'query'],
    [{ documents: 'a' }, 'documents'],
    [{ documents: [] }, 'documents'],
    [{ documents: [7] }, 'documents'],
    [{ documents: [{ image: 'http://x' }] }, 'documents'],
    [{ documents: [{ text: { a: 'b' } }] }, 'documents'],
  ])('%j is refused', async (more, param) => {
    const answer = await rerank('plain', more);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'invalid_request_error', param } });
    expect(world.upstream.calls).toEqual([]);
  });
});
