import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProvider } from '../../test/catalogue.ts';
import { addInstance, type Customer, createWorld, type World } from '../../test/gateway-world.ts';
import { askOnce, chat, chatPath } from '../../test/routed.ts';
import { changesAreKnown } from '../../test/changes-known.ts';
import { type Scripted, startScripted } from '../../test/stand-ins/scripted.ts';

let world: World;
let upstream: Scripted;
let customer: Customer;
type Provider = { id: string; name: string };
let providers: Provider[];
beforeAll(async () => {
  world = await createWorld();
  upstream = await startScripted();
  customer = await world.addCustomer([], '10000');
  providers = await Promise.all([1, 2, 3, 4].map(() => provider()));
});
afterAll(async () => {
  await upstream.close();
  await world.close();
});

const provider = (fields: object = {}) =>
  createProvider(world.admin, { kind: 'openai-compatible', baseUrl: world.upstream.url, ...fields });

/** A model with these providers, all alike; gives its name. */
async function evenly(among: Provider[], upstreamModel: string | ((index: number) => string) = 'plain') {
  const nameOf = typeof upstreamModel === 'string' ? () => upstreamModel : upstreamModel;
  const { id, name } = await world.addModel('plain', {
    contextLength: 1000,
    routes: among.map((one, index) => ({ providerId: one.id, upstreamModel: nameOf(index) })),
  });
  await customer.subscribe(id);
  return name;
}

describe('calls of a session', () => {
  async function servedBy(model: string, more: object, headers = {}, url = world.url) {
    const response = await fetch(url + chatPath, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${customer.key}`, ...headers },
      body: JSON.stringify(chat(model, more)),
    });
    await response.text();
    expect(response.status).toBe(200);
    return decodeURI(response.headers.get('x-litemaas-provider') ?? '');
  }
  const often = async (ask: () => Promise<string>) => {
    const names = [];
    for (let time = 0; time < 12; time += 1) names.push(await ask());
    return [...new Set(names)];
  };

  test('go to the same provider, on every instance, and those of others elsewhere', async () => {
    const model = await evenly(providers);
    const other = await addInstance(world);
    const [own] = await often(() => servedBy(model, { prompt_cache_key: 'a' }));
    expect(await often(() => servedBy(model, { prompt_cache_key: 'a' }))).toEqual([own]);
    expect(await often(() => servedBy(model, { prompt_cache_key: 'a' }, {}, other.url))).toEqual([own]);
    expect(await often(() => servedBy(model, {}, { 'x-litemaas-session': 'a' }))).toEqual([own]);
    const both = { 'x-litemaas-session': 'something else' };
    expect(await often(() => servedBy(model, { prompt_cache_key: 'a' }, both))).toEqual([own]);
    let count = 0;
    const many = await often(() => servedBy(model, { prompt_cache_key: `session ${(count += 1)}` }));
    expect(many.length).toBeGreaterThan(1);
    await other.close();
  });

  test('go elsewhere while that one is not well', async () => {
    const away = await provider({ baseUrl: 'http://127.0.0.1:1' });
    const model = await evenly([away, world.provider]);
    for (const session of ['a', 'b', 'c', 'd', 'e', 'f'])
      expect(await servedBy(model, { prompt_cache_key: session })).toBe(world.provider.name);
  });
});

describe('a response that goes on from another one', () => {
  const responses = '/v1/responses';
  const usage = { input_tokens: 1, output_tokens: 1 };
  const output = [{ type: 'message', content: [{ type: 'output_text', text: 'say "id":"resp_x"' }] }];
  /** A model whose two providers tell their names in the ids of their answers, and what they were asked. */
  async function twoMakers(tag: string) {
    const seen: { maker: number; previous: unknown }[] = [];
    const makers = await Promise.all([0, 1].map(() => provider({ baseUrl: upstream.url })));
    [0, 1].forEach((maker) =>
      upstream.on(`${tag}-${maker}`, (response, body) => {
        seen.push({ maker, previous: body.previous_response_id });
        const answer = { id: `resp_of_${maker}`, object: 'response', status: 'completed', output, usage };
        if (!body.stream) {
          response.writeHead(200, { 'content-type': 'application/json' });
          const text = JSON.stringify(answer);
          // The id comes in two pieces.
          response.write(text.slice(0, 9));
          return (setTimeout(() => response.end(text.slice(9)), 30).unref(), undefined);
        }
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const event = (type: string, data: object) =>
          `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
        response.write(
          event('response.created', { response: { ...answer, status: 'in_progress', output: [] } }),
        );
        response.write(event('response.output_text.delta', { item_id: 'msg_1', delta: 'hello' }));
        response.end(event('response.completed', { response: answer }));
      }),
    );
    return { model: await evenly(makers, (index) => `${tag}-${index}`), seen, makers };
  }
  const ask = async (model: string, more: object = {}) => {
    const answer = await customer.post(responses, { model, input: 'hi', max_output_tokens: 9, ...more });
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  };

  test('goes to the provider that has made that one, whichever it was', async () => {
    const { model, seen } = await twoMakers('json');
    for (let time = 0; time < 8; time += 1) {
      const { status, text } = await ask(model);
      expect(status).toBe(200);
      const { id, output: said } = JSON.parse(text) as { id: string; output: object };
      expect(id).toMatch(/^resp_lm[0-9a-f]{10}_of_[01]$/);
      expect(said).toEqual(output);
      expect((await ask(model, { previous_response_id: id })).status).toBe(200);
    }
    const pairs = seen.filter(({ previous }) => previous !== undefined);
    expect(pairs).toHaveLength(8);
    for (const { maker, previous } of pairs) expect(previous).toBe(`resp_of_${maker}`);
  });

  test('also when it was streamed: every event names it alike', async () => {
    const { model, seen } = await twoMakers('stream');
    const { text } = await ask(model, { stream: true });
    const ids = new Set(text.match(/"id":"(resp_[^"]*)"/g));
    expect(ids.size).toBe(1);
    const [id = ''] = [...ids].map((found) => JSON.parse(`{${found}}`).id as string);
    for (let time = 0; time < 4; time += 1) await ask(model, { previous_response_id: id, stream: true });
    const makers = new Set(seen.map(({ maker }) => maker));
    expect(makers.size).toBe(1);
    expect(seen.at(-1)?.previous).toBe(`resp_of_${seen[0]!.maker}`);
  });

  test('is refused while that one cannot serve, and goes to no other model', async () => {
    const spare = await world.addModel('plain');
    await customer.subscribe(spare.id);
    const { model, seen, makers } = await twoMakers('away');
    const { body } = await world.admin.call('GET', `/api/v1/admin/models/${encodeURIComponent(model)}`);
    await world.admin.call('PATCH', `/api/v1/admin/models/${body.id}`, { fallbackModelId: spare.id });
    const { id } = JSON.parse((await ask(model)).text) as { id: string };
    await world.admin.call('POST', '/api/v1/admin/kill-switches', {
      scope: 'provider',
      scopeId: makers[seen[0]!.maker]!.id,
      reason: 'a test',
    });
    await changesAreKnown(world.url, customer);
    expect((await ask(model, { previous_response_id: id })).status).toBe(503);
    expect((await ask(model)).status).toBe(200);
  });

  test('goes anywhere where nothing is known of that one, with its id as it came', async () => {
    const { model, seen } = await twoMakers('strange');
    for (const previous of ['resp_elsewhere', 'resp_lm0123456789_x', 'any']) {
      expect((await ask(model, { previous_response_id: previous })).status).toBe(200);
      expect(seen.at(-1)?.previous).toBe(previous === 'resp_lm0123456789_x' ? 'resp_x' : previous);
    }
  });

  test('has its id as the provider gave it where there is no choice', async () => {
    const model = await evenly([world.provider]);
    const { text } = await ask(model);
    expect((JSON.parse(text) as { id: string }).id).toBe('resp_standin');
    await askOnce(world, customer, model);
  });
});
