import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProvider } from '../../test/catalogue.ts';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';

let world: World;
let customer: Customer;
let model: { id: string; name: string };
beforeAll(async () => {
  world = await createWorld();
  model = await world.addModel('plain');
  customer = await world.addCustomer([model], '1000');
});
afterAll(async () => {
  // Nothing of this file may cost anything.
  expect((await customer.credits()).balanceCredits).toBe('1000');
  await world.close();
});

const path = '/v1/chat/completions';
const messages = [{ role: 'user', content: 'hi' }];
const chat = (name: string, more: object = {}) => ({ model: name, messages, ...more });

/** Status, headers and error of a refused call; none of these reaches the upstream. */
async function refused(body: unknown, headers: Record<string, string> = {}, to = path) {
  const before = world.upstream.calls.length;
  const response = await customer.post(to, body, headers);
  const text = await response.text();
  expect(response.headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/);
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  expect(world.upstream.calls).toHaveLength(before);
  const { error } = JSON.parse(text) as { error: Record<string, unknown> };
  return { status: response.status, error, headers: response.headers, text };
}
const withKey = (secret: string) => ({ authorization: `Bearer ${secret}` });
const admin = async (method: 'POST' | 'PATCH' | 'PUT', url: string, body?: object) => {
  const answer = await world.admin.call(method, `/api/v1/admin${url}`, body);
  if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
  return answer.body;
};

const expireKey = (id: string, atMs: number) =>
  world.db.query('UPDATE api_keys SET expires_at = $2 WHERE id = $1', [id, new Date(atMs)]);

describe('401 invalid_api_key says to strangers nothing but that', () => {
  const expected = {
    error: {
      message: 'The API key is missing or not valid. Send it as "Authorization: Bearer sk-lm-…".',
      type: 'authentication_error',
      code: 'invalid_api_key',
      param: null,
    },
  };
  const unknownKey = `sk-lm-${'a'.repeat(43)}`;
  const wrong: [string, () => Record<string, string> | Promise<Record<string, string>>][] = [
    ['no header', () => ({ authorization: '' })],
    ['another scheme', () => ({ authorization: `Basic ${customer.key}` })],
    ['no key', () => ({ authorization: 'Bearer ' })],
    ['a malformed key', () => withKey('sk-nonsense')],
    ['a key that is too short', () => withKey(customer.key.slice(0, -1))],
    ['a key that is too long', () => withKey(`${customer.key}x`)],
    ['two keys', () => withKey(`${customer.key} ${customer.key}`)],
    ['an unknown key', () => withKey(unknownKey)],
    ['an access token', () => withKey(customer.accessToken)],
    [
      'a revoked key',
      async () => {
        const { id, secret } = await customer.createKey();
        await customer.call('POST', `/api/v1/accounts/me/api-keys/${id}/revoke`);
        return withKey(secret);
      },
    ],
    [
      'an expired key',
      async () => {
        const { id, secret } = await customer.createKey();
        await expireKey(id, Date.now() - 1);
        return withKey(secret);
      },
    ],
    [
      'a key of a disabled user',
      async () => {
        const person = await world.addCustomer([]);
        await admin('PATCH', `/users/${person.userId}`, { disabled: true });
        return withKey(person.key);
      },
    ],
  ];

  test.each(wrong)('%s', async (_name, headers) => {
    const answer = await refused(chat(model.name), await headers());
    expect([answer.status, JSON.parse(answer.text)]).toEqual([401, expected]);
  });

  test('a key that expires while it is known stops at that moment', async () => {
    const { id, secret } = await customer.createKey({
      expiresAt: new Date(Date.now() + 60_000).toISOString(),
    });
    const list = () => fetch(`${world.url}/v1/models`, { headers: withKey(secret) });
    expect((await list()).status).toBe(200);
    const expiresAtMs = Date.now() + 500;
    await expireKey(id, expiresAtMs);
    let beganMs: number;
    do {
      beganMs = Date.now();
      const { status } = await list();
      if (Date.now() < expiresAtMs) expect(status).toBe(200);
      if (beganMs > expiresAtMs) expect(status).toBe(401);
    } while (beganMs <= expiresAtMs);
  });

  test('also on the lists of models, before any body is read, and it is asked before anything else', async () => {
    for (const to of ['/v1/models', `/v1/models/${model.name}`]) {
      const response = await fetch(world.url + to, { headers: withKey(unknownKey) });
      expect([response.status, await response.json()]).toEqual([401, expected]);
      expect(response.headers.get('x-request-id')).toMatch(/^req_/);
    }
    expect((await refused('no json', withKey(unknownKey))).status).toBe(401);
    expect((await refused({}, withKey(unknownKey), '/v1/embeddings')).status).toBe(401);
  });
});

describe('404 model_not_found', () => {
  const expectUnknown = async (name: string) => {
    const answer = await refused(chat(name));
    expect([answer.status, answer.error]).toEqual([
      404,
      {
        message: `The model "${name}" does not exist or you do not have access to it.`,
        type: 'invalid_request_error',
        code: 'model_not_found',
        param: 'model',
      },
    ]);
  };
  test('for an unknown one', () => expectUnknown('nobody-has-this'));
  test.each(['hidden', 'restricted'])('for a %s one without a granted subscription', async (visibility) => {
    const secret = await world.addModel('plain', { visibility });
    await expectUnknown(secret.name);
    await admin('POST', `/accounts/${customer.accountId}/subscriptions`, { modelId: secret.id });
    expect((await refused(chat(secret.name, { n: 'x' }))).status).toBe(400);
    const list = await fetch(`${world.url}/v1/models/${secret.name}`, { headers: withKey(customer.key) });
    expect(list.status).toBe(200);
  });
  test('for one that is switched off', async () => {
    const off = await world.addModel('plain');
    await customer.subscribe(off.id);
    await admin('PATCH', `/models/${off.id}`, { enabled: false });
    await expectUnknown(off.name);
  });
  test('not_found for paths that there are not', async () => {
    for (const to of ['/v1/nothing', '/v1/chat', '/v1/responses/resp_1']) {
      const answer = await refused({}, {}, to);
      expect([answer.status, answer.error.code]).toEqual([404, 'not_found']);
    }
  });
});

describe('403 model_access_denied', () => {
  const expectDenied = async (of: { id: string; name: string }, message: RegExp, secret = customer.key) => {
    const answer = await refused(chat(of.name), withKey(secret));
    expect([answer.status, answer.error]).toEqual([
      403,
      {
        message: expect.stringMatching(message) as string,
        type: 'permission_error',
        code: 'model_access_denied',
        param: 'model',
        details: { subscribeUrl: `http://localhost:8080/models/${of.id}` },
      },
    ]);
    const list = await fetch(`${world.url}/v1/models`, { headers: withKey(secret) });
    const { data } = (await list.json()) as { data: { id: string }[] };
    expect(data.map(({ id }) => id)).not.toContain(of.name);
  };

  test('not subscribed', async () => expectDenied(await world.addModel('plain'), /not subscribed/));
  test('not approved yet', async () => {
    const waiting = await world.addModel('plain', { autoApprove: false });
    await customer.subscribe(waiting.id);
    await expectDenied(waiting, /waits for approval/);
  });
  test('cancelled', async () => {
    const left = await world.addModel('plain');
    const { body } = await customer.call('POST', '/api/v1/accounts/me/subscriptions', { modelId: left.id });
    await customer.call('POST', `/api/v1/accounts/me/subscriptions/${body.id}/cancel`);
    await expectDenied(left, /not subscribed/);
  });
  test('not in the key', async () => {
    const { secret } = await customer.createKey({ models: [(await world.addModel('plain')).id] });
    await expectDenied(model, /API key may not use/, secret);
  });

  describe('not in the plan', () => {
    let planned: Customer;
    let cloud: { id: string };
    beforeAll(async () => {
      planned = await world.addCustomer([], '100');
      await admin('PUT', `/accounts/${planned.accountId}/plan`, { planId: 'pln_basic' });
      cloud = await createProvider(world.admin, {
        kind: 'openai-compatible',
        baseUrl: world.upstream.url,
        class: 'cloud',
      });
    });
    test('its class', async () => {
      const large = await world.addModel('plain', { class: 'large' });
      await planned.subscribe(large.id);
      await expectDenied(large, /The Basic plan has no large models/, planned.key);
    });
    test('its cloud', async () => {
      const away = await world.addModel('plain', {
        routes: [{ providerId: cloud.id, upstreamModel: 'plain' }],
      });
      await planned.subscribe(away.id);
      await expectDenied(away, /The Basic plan has no cloud models/, planned.key);
    });
    test('its cloud: where there is a local route that one is taken', async () => {
      const routes = [
        { providerId: cloud.id, upstreamModel: 'in-the-cloud', order: 0 },
        { providerId: world.provider.id, upstreamModel: 'at-home', order: 1 },
      ];
      const both = await world.addModel('plain', { routes });
      await planned.subscribe(both.id);
      expect((await planned.post(path, chat(both.name))).status).toBe(200);
      expect(world.upstream.calls.at(-1)?.body.model).toBe('at-home');
    });
  });
});

describe('403 access_denied', () => {
  test('from a network that is not the key’s', async () => {
    const { secret } = await customer.createKey({ allowedCidrs: ['10.0.0.0/8', '2001:db8::/32'] });
    const answer = await refused(chat(model.name), withKey(secret));
    expect([answer.status, answer.error.code, answer.error.type]).toEqual([
      403,
      'access_denied',
      'permission_error',
    ]);
  });
  test.each([[['127.0.0.1']], [['127.0.0.0/8', '::1']], [['0.0.0.0/0']]])(
    'but not from %j',
    async (allowedCidrs) => {
      const { secret } = await customer.createKey({ allowedCidrs });
      const list = await fetch(`${world.url}/v1/models`, { headers: withKey(secret) });
      expect(list.status).toBe(200);
    },
  );
});

test('402 insufficient_credits', async () => {
  const poor = await world.addCustomer([model], '0.5');
  const answer = await refused(chat(model.name, { max_tokens: 10_000 }), {
    ...withKey(poor.key),
    'x-litemaas-lower-max-tokens': 'false',
  });
  expect(answer.status).toBe(402);
  expect(answer.error).toEqual({
    message: expect.stringMatching(
      /^Not enough credits: .*How to get more: http:\/\/localhost:8080\/credits$/,
    ) as string,
    type: 'insufficient_quota',
    code: 'insufficient_credits',
    param: null,
    details: {
      availableCredits: '0.5',
      neededCredits: expect.stringMatching(/^12\.\d+$/) as string,
      topUpUrl: 'http://localhost:8080/credits',
    },
  });
  expect(answer.headers.get('x-should-retry')).toBe('false');
  expect(await poor.credits()).toMatchObject({ balanceCredits: '0.5', heldCredits: '0' });
});

test('422 model_unpriced, and its price is not guessed', async () => {
  const unpriced = await world.addModel('plain', { prices: {} });
  await customer.subscribe(unpriced.id);
  const answer = await refused(chat(unpriced.name));
  expect([answer.status, answer.error.code, answer.error.param]).toEqual([422, 'model_unpriced', 'model']);
});

test('503 upstream_unavailable where no provider is left', async () => {
  const away = await createProvider(world.admin, { kind: 'openai-compatible', baseUrl: world.upstream.url });
  const orphan = await world.addModel('plain', { routes: [{ providerId: away.id, upstreamModel: 'plain' }] });
  await customer.subscribe(orphan.id);
  await admin('PATCH', `/providers/${away.id}`, { enabled: false });
  const answer = await refused(chat(orphan.name));
  expect([answer.status, answer.error.code]).toEqual([503, 'upstream_unavailable']);
  expect(answer.headers.get('retry-after')).toBe('30');
});
