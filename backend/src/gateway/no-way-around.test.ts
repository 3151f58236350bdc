import type { RouteOptions } from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createWorld, type World } from '../../test/gateway-world.ts';

/* No route leads to an upstream but through the pipeline: all of them are tried, whoever adds one. */

let world: World;
const routes: { method: string; url: string }[] = [];
let model: { id: string; name: string };
beforeAll(async () => {
  const onRoute = ({ method, url }: RouteOptions) => {
    // TRACE and CONNECT cannot be asked by fetch, and have no body.
    for (const verb of [method].flat().filter((name) => !['TRACE', 'CONNECT'].includes(name)))
      if (/^\/v1\/|^\/api\/v1\/chat\//.test(url)) routes.push({ method: verb, url });
  };
  world = await createWorld({ onRoute });
  model = await world.addModel('plain');
});
afterAll(() => world.close());
beforeEach(() => world.upstream.forget());

/** What one call or another takes: fields in JSON, and files in forms. */
const bodies: (object | (() => FormData))[] = [
  ...[{ messages: [{ role: 'user', content: 'hi' }] }, { prompt: 'hi' }, { input: 'hi' }].flatMap((body) => [
    body,
    { ...body, stream: true },
  ]),
  { query: 'hi', documents: ['ho'] },
  { messages: [{ role: 'user', content: 'hi' }], max_tokens: 5 },
  ...['file', 'image'].flatMap((name) =>
    [{}, { stream: 'true' }].map((more) => () => {
      const form = new FormData();
      const fields = { model: model.name, prompt: 'hi', ...more };
      for (const [field, value] of Object.entries(fields)) form.set(field, value);
      form.set(name, new Blob(['hi']), 'hi');
      return form;
    }),
  ),
];

/** Asks every route, also for streams, and what each of them takes; gives what answered with success, and what got through. */
async function tryAll(headers: Record<string, string>) {
  const answered = new Set<string>();
  const reached = new Set<string>();
  for (const { method, url } of routes) {
    for (const more of bodies) {
      const hasBody = !['GET', 'HEAD'].includes(method);
      const response = await fetch(world.url + url.replace('*', model.name), {
        method,
        headers,
        ...(hasBody && {
          body: typeof more === 'function' ? more() : JSON.stringify({ model: model.name, ...more }),
        }),
      });
      await response.arrayBuffer();
      expect(response.headers.get('x-request-id')).toMatch(/^req_/);
      if (response.ok) answered.add(`${method} ${url}`);
      if (world.upstream.calls.splice(0).length > 0) reached.add(`${method} ${url}`);
    }
  }
  return { answered: [...answered].toSorted(), reached: [...reached].toSorted() };
}
/** As clients of OpenAI send it, and as those of Anthropic do. */
const inOwnHeader = (secret: string) => ({ 'x-api-key': secret });
const withKey = (secret: string) => ({ authorization: `Bearer ${secret}` });
const nothing = { answered: [], reached: [] };
const lists = ['GET /v1/models', 'GET /v1/models/*', 'HEAD /v1/models', 'HEAD /v1/models/*'];
/** Those with a body to forward. */
const calls = [
  'POST /api/v1/chat/completions',
  'POST /v1/audio/speech',
  'POST /v1/audio/transcriptions',
  'POST /v1/audio/translations',
  'POST /v1/chat/completions',
  'POST /v1/completions',
  'POST /v1/embeddings',
  'POST /v1/images/edits',
  'POST /v1/images/generations',
  'POST /v1/messages',
  'POST /v1/moderations',
  'POST /v1/rerank',
  'POST /v1/responses',
];

test('with everything in order, these get through and no others', async () => {
  const customer = await world.addCustomer([model], '1000');
  const { answered, reached } = await tryAll(withKey(customer.key));
  expect(reached).toEqual(calls);
  // Providers of this kind count no tokens, so they are not asked.
  expect(answered).toEqual([...lists, ...calls, 'POST /v1/messages/count_tokens'].toSorted());
});

test('with the key in a header of its own, neither', async () => {
  const customer = await world.addCustomer([model], '1000');
  expect((await tryAll(inOwnHeader(customer.key))).reached).toEqual(calls);
});

test.each([
  ['no key', {}],
  ['an unknown key in a header of its own', inOwnHeader(`sk-lm-${'a'.repeat(43)}`)],
  ['what is no key in a header of its own', inOwnHeader('upstream-secret')],
  ['another scheme', { authorization: 'Basic c2stbG06eA==' }],
  ['an unknown key', withKey(`sk-lm-${'a'.repeat(43)}`)],
  ['the key of the provider', withKey('upstream-secret')],
  ['two keys, the bearer unknown', { ...inOwnHeader('x'), ...withKey(`sk-lm-${'a'.repeat(43)}`) }],
])('with %s none does', async (_name, headers) => expect(await tryAll(headers)).toEqual(nothing));

test('with a revoked key none does', async () => {
  const customer = await world.addCustomer([model], '1000');
  const { id, secret } = await customer.createKey();
  await customer.call('POST', `/api/v1/accounts/me/api-keys/${id}/revoke`);
  expect(await tryAll(withKey(secret))).toEqual(nothing);
});

test('without a subscription none does', async () => {
  const customer = await world.addCustomer([], '1000');
  expect(await tryAll(withKey(customer.key))).toEqual({
    answered: lists.filter((name) => !name.includes('*')),
    reached: [],
  });
});

test('without credits none does', async () => {
  const customer = await world.addCustomer([model], '0');
  expect(await tryAll(withKey(customer.key))).toEqual({ answered: lists, reached: [] });
  expect(await world.usage(customer.accountId)).toEqual([]);
});

test('without room in the rate limit none does', async () => {
  const customer = await world.addCustomer([model], '1000');
  const { secret } = await customer.createKey({ rpm: 1 });
  expect(
    (await customer.post('/v1/embeddings', { model: model.name, input: 'hi' }, withKey(secret))).status,
  ).toBe(200);
  world.upstream.forget();
  expect(await tryAll(withKey(secret))).toEqual({ answered: lists, reached: [] });
});

test('from another network none does', async () => {
  const customer = await world.addCustomer([model], '1000');
  const { secret } = await customer.createKey({ allowedCidrs: ['192.0.2.0/24'] });
  expect(await tryAll(withKey(secret))).toEqual(nothing);
});
