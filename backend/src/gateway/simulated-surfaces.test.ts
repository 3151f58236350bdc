import { afterAll, beforeAll, expect, test } from 'vitest';
import type OpenAI from 'openai';
import { toFile } from 'openai';
import { inflateSync } from 'node:zlib';
import { createProvider } from '../../test/catalogue.ts';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';

/* What can be tried right after the first start, call by call: a word is a token, 1 credit in and 10 out. */

let world: World;
let customer: Customer;
let openai: OpenAI;
const models: Record<string, string> = {};
const names = ['sim-echo', 'sim-lorem', 'sim-drop', 'sim-moderation', 'sim-rerank', 'sim-image', 'sim-audio'];
beforeAll(async () => {
  world = await createWorld();
  const { id: providerId } = await createProvider(world.admin);
  const prices = {
    inputPerMillionCredits: '1000000',
    outputPerMillionCredits: '10000000',
    perOutputImageCredits: '10',
    perInputSecondCredits: '2',
    charactersPerMillionCredits: '1000000',
  };
  const added = await Promise.all(
    names.map((name) => world.addModel(name, { prices, routes: [{ providerId, upstreamModel: name }] })),
  );
  names.forEach((name, index) => (models[name] = added[index]!.name));
  customer = await world.addCustomer(added, '1000000');
  openai = customer.openai();
});
afterAll(() => world.close());

const named = (name: string) => models[name]!;
const newest = async () => (await world.usage(customer.accountId)).at(-1)!;
const costHeader = 'x-litemaas-cost-credits';

test('completions: each prompt is echoed, streamed or not', async () => {
  const ask = { model: named('sim-echo'), prompt: ['one two', 'three'] };
  const { data, response } = await openai.completions.create(ask).withResponse();
  expect(data.choices.map(({ text }) => text)).toEqual(['one two', 'three']);
  expect(response.headers.get(costHeader)).toBe('33');
  let said = '';
  for await (const { choices } of await openai.completions.create({ ...ask, stream: true }))
    said += choices[0]?.text ?? '';
  expect(said).toBe('one twothree');
  expect(await newest()).toMatchObject({ cost_micro_credits: 33_000_000n, estimated: false });
});

test('responses: words, streamed or not', async () => {
  const ask = { model: named('sim-echo'), instructions: 'be brief', input: 'one two three' };
  const { data, response } = await openai.responses.create(ask).withResponse();
  expect(data).toMatchObject({ output_text: 'one two three', status: 'completed' });
  expect(response.headers.get(costHeader)).toBe('35');
  const streamed = await openai.responses.stream(ask).finalResponse();
  expect(streamed).toMatchObject({
    output_text: 'one two three',
    usage: { output_tokens: 3, cost_credits: '35' },
  });
});

test('messages: words, streamed or not, and how many there are', async () => {
  const messages = [{ role: 'user' as const, content: 'one two three' }];
  const ask = { model: named('sim-echo'), system: 'be brief', messages, max_tokens: 9 };
  const anthropic = customer.anthropic();
  const { data, response } = await anthropic.messages.create(ask).withResponse();
  expect(data).toMatchObject({ content: [{ text: 'one two three' }], stop_reason: 'end_turn' });
  expect(response.headers.get(costHeader)).toBe('35');
  const streamed = await anthropic.messages.stream(ask).finalMessage();
  expect(streamed).toMatchObject({ content: [{ text: 'one two three' }], usage: { output_tokens: 3 } });
  expect((await newest()).cost_micro_credits).toBe(35_000_000n);
  const { model, system } = ask;
  expect(await anthropic.messages.countTokens({ model, system, messages })).toEqual({ input_tokens: 5 });
});

test('messages: an answer that is cut says so, and a tool is called that has to be', async () => {
  const anthropic = customer.anthropic();
  const messages = [{ role: 'user' as const, content: 'go' }];
  const cut = await anthropic.messages
    .stream({ model: named('sim-lorem'), messages, max_tokens: 3 })
    .finalMessage();
  expect(cut).toMatchObject({ stop_reason: 'max_tokens', content: [{ text: 'lorem ipsum dolor' }] });
  const tools = [{ name: 'look', input_schema: { type: 'object' as const } }];
  const called = await anthropic.messages.create({
    model: named('sim-echo'),
    messages,
    max_tokens: 9,
    tools,
    tool_choice: { type: 'any' },
  });
  expect(called).toMatchObject({ stop_reason: 'tool_use', content: [{ type: 'tool_use', name: 'look' }] });
});

test('responses: a stream has all the events that clients wait for', async () => {
  const stream = await openai.responses.create({ model: named('sim-echo'), input: 'a b', stream: true });
  const types: string[] = [];
  for await (const { type } of stream) types.push(type.replace('response.', ''));
  expect(types).toEqual([
    ...['created', 'in_progress', 'output_item.added', 'content_part.added'],
    ...['output_text.delta', 'output_text.delta', 'output_text.done', 'content_part.done'],
    ...['output_item.done', 'completed'],
  ]);
});

test('responses: an answer that is cut is incomplete, and a tool is called that has to be', async () => {
  const cut = await openai.responses
    .stream({ model: named('sim-lorem'), input: 'go', max_output_tokens: 3 })
    .finalResponse();
  expect(cut).toMatchObject({ status: 'incomplete', output_text: 'lorem ipsum dolor' });
  const tool = { type: 'function' as const, name: 'look', parameters: null, strict: null };
  const called = await openai.responses
    .stream({
      model: named('sim-lorem'),
      input: 'go',
      tools: [tool],
      tool_choice: { type: 'function', name: 'look' },
    })
    .finalResponse();
  expect(called.output).toMatchObject([{ type: 'function_call', name: 'look', arguments: '{}' }]);
});

test.each(['completions', 'responses'])(
  '%s: sim-drop breaks off, and what it said is charged',
  async (path) => {
    const answer = await customer.post(`/v1/${path}`, {
      model: named('sim-drop'),
      prompt: path === 'completions' ? 'go' : undefined,
      input: 'go',
      max_tokens: 10,
      stream: true,
    });
    expect(await answer.text()).toContain('upstream_error');
    const { outcome, output_tokens: said } = await newest();
    expect(outcome).toBe('error');
    expect(said).toBeGreaterThan(0n);
    expect(said).toBeLessThan(10n);
  },
);

test('moderations: nothing is flagged', async () => {
  const { data, response } = await openai.moderations
    .create({ model: named('sim-moderation'), input: ['one two', 'three'] })
    .withResponse();
  expect(data.results.map(({ flagged }) => flagged)).toEqual([false, false]);
  expect(response.headers.get(costHeader)).toBe('3');
});

test('rerank: by shared words', async () => {
  const answer = await customer.post('/v1/rerank', {
    model: named('sim-rerank'),
    query: 'capital of Kuwait',
    documents: ['a fish', 'Kuwait City is the capital', { text: 'capital' }],
    top_n: 2,
    return_documents: true,
  });
  expect(await answer.json()).toMatchObject({
    results: [
      { index: 1, relevance_score: 2 / 3, document: { text: 'Kuwait City is the capital' } },
      { index: 2, relevance_score: 1 / 3 },
    ],
  });
  expect(answer.headers.get(costHeader)).toBe('17');
});

test.each([
  ['completions', 'sim-rerank', { prompt: 'a' }],
  ['responses', 'sim-moderation', { input: 'a' }],
  ['moderations', 'sim-echo', { input: 'a' }],
  ['rerank', 'sim-echo', { query: 'a', documents: ['b'] }],
])('%s is nothing for %s', async (path, name, body) => {
  const answer = await customer.post(`/v1/${path}`, { model: named(name), ...body });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({
    error: { message: `The model "${name}" is not for /v1/${path}.` },
  });
});

/** The picture of a PNG: its size, and its bytes once they are unpacked. */
function readPng(base64: string) {
  const png = Buffer.from(base64, 'base64');
  expect(png.toString('latin1', 1, 4)).toBe('PNG');
  const dataBytes = png.readUInt32BE(33);
  expect(png.toString('latin1', 37, 41)).toBe('IDAT');
  const rows = inflateSync(png.subarray(41, 41 + dataBytes));
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20), bytes: rows.length };
}
const square = { width: 64, height: 64, bytes: 64 * (1 + 64 * 3) };

test('images: drawn and edited, streamed or not', async () => {
  const ask = { model: named('sim-image'), prompt: 'red' };
  const { data, response } = await openai.images.generate({ ...ask, n: 2 }).withResponse();
  expect(data.data?.map(({ b64_json }) => readPng(b64_json!))).toEqual([square, square]);
  expect(response.headers.get(costHeader)).toBe('20');
  const events = [];
  for await (const event of await openai.images.generate({ ...ask, stream: true, partial_images: 1 }))
    events.push(event);
  expect(events.map(({ type }) => type)).toEqual([
    'image_generation.partial_image',
    'image_generation.completed',
  ]);
  const image = await toFile(Buffer.from(data.data![0]!.b64_json!, 'base64'), 'red.png');
  const edited = await openai.images.edit({ ...ask, image });
  expect(readPng(edited.data![0]!.b64_json!)).toEqual(square);
  expect(await newest()).toMatchObject({ cost_micro_credits: 10_000_000n, estimated: false });
});

test('speech is heard again: a WAVE file, in whatever form its transcript is asked for', async () => {
  const spoken = await openai.audio.speech.create({
    model: named('sim-audio'),
    input: 'twenty characters...',
    voice: 'any',
  });
  expect(spoken.headers.get('content-type')).toBe('audio/wav');
  const file = await toFile(Buffer.from(await spoken.arrayBuffer()), 'said.wav');
  expect(await newest()).toMatchObject({ cost_micro_credits: 20_000_000n, estimated: false });
  const ask = { model: named('sim-audio'), file };
  const heard = await openai.audio.transcriptions.create(ask);
  expect(heard).toMatchObject({ text: 'lorem ipsum dolor sit', usage: { seconds: 2 } });
  expect(await newest()).toMatchObject({ cost_micro_credits: 4_000_000n, estimated: false });
  expect(await openai.audio.translations.create({ ...ask, response_format: 'srt' })).toBe(
    '1\n00:00:00,000 --> 00:00:02,000\nlorem ipsum dolor sit\n\n',
  );
  let said = '';
  for await (const event of await openai.audio.transcriptions.create({ ...ask, stream: true }))
    if (event.type === 'transcript.text.delta') said += event.delta;
  expect(said).toBe('lorem ipsum dolor sit');
  expect(await newest()).toMatchObject({ cost_micro_credits: 4_000_000n, estimated: false });
});
