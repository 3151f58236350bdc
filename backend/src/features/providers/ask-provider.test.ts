import pino from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createModel, createProvider } from '../../../test/catalogue.ts';
import { type Person, signUpAs } from '../../../test/people.ts';
import { shownPrices } from '../../../test/prices.ts';
import type { StandIn } from '../../../test/stand-ins/json-server.ts';
import { startLitellm } from '../../../test/stand-ins/litellm.ts';

const canary = 'sk-canary-9f27c1';
const deployments = [
  {
    model_name: 'known',
    model_info: { mode: 'chat', input_cost_per_token: 1e-6, output_cost_per_token: 2e-6 },
  },
  { model_name: 'fresh', model_info: { mode: 'embedding', max_input_tokens: 512 } },
];

let server: TestApp;
let admin: Person;
/** Every line the server logs. */
let log: string[];
const running: StandIn[] = [];
beforeAll(async () => {
  server = await createTestApp({ logLevel: 'trace' });
  const stream = (server.app.log as unknown as Record<symbol, { write(line: string): boolean }>)[
    pino.symbols.streamSym
  ]!;
  log = [];
  vi.spyOn(stream, 'write').mockImplementation((line) => log.push(line) > 0);
  admin = await signUpAs('admin', server.app, server.db);
});
afterEach(() => Promise.all(running.splice(0).map((standIn) => standIn.close())));
afterAll(() => server.close());

async function litellmProvider(upstreamKey = canary) {
  const standIn = await startLitellm({ apiKey: upstreamKey, deployments });
  running.push(standIn);
  const provider = await createProvider(admin, {
    kind: 'litellm',
    baseUrl: `${standIn.url}/v1`,
    apiKey: canary,
  });
  return { ...provider, standIn, url: `/api/v1/admin/providers/${provider.id}` };
}

describe('test', () => {
  test('a provider that answers', async () => {
    const { url } = await litellmProvider();
    const { status, body } = await admin.call('POST', `${url}/test`);
    expect([status, body]).toEqual([200, { ok: true, latencyMs: expect.any(Number) as number, error: null }]);
  });

  test('a provider that refuses, or is gone, is a result and no error', async () => {
    const refusing = await litellmProvider('another');
    const refused = await admin.call('POST', `${refusing.url}/test`);
    expect([refused.status, refused.body.ok]).toEqual([200, false]);
    expect(refused.body.error).toBe('The provider refused the API key (status 401).');

    await refusing.standIn.close();
    const gone = await admin.call('POST', `${refusing.url}/test`);
    expect([gone.status, gone.body.ok]).toEqual([200, false]);
    expect(gone.body.error).toBe('Nothing listens at this address (connection refused).');
  });

  test('a secret of another installation is said to be unreadable', async () => {
    const { id, url } = await litellmProvider();
    const foreign = Buffer.concat([Buffer.of(1), Buffer.alloc(40, 7)]);
    await server.db.query('UPDATE providers SET api_key_encrypted = $2 WHERE id = $1', [id, foreign]);
    const tested = await admin.call('POST', `${url}/test`);
    expect(tested.status).toBe(200);
    expect([tested.body.ok, tested.body.error]).toEqual([
      false,
      expect.stringContaining('another secret key'),
    ]);
    const discovered = await admin.call('POST', `${url}/discover`);
    expect([discovered.status, discovered.body.code]).toEqual([502, 'provider_unreachable']);
  });
});

describe('discover', () => {
  test('gives what the provider serves, with the catalogue model that has it, and stores nothing', async () => {
    const { id, url } = await litellmProvider();
    const routes = [{ providerId: id, upstreamModel: 'known' }];
    const model = await createModel(admin, id, { name: 'other-name', routes });
    const { status, body } = await admin.call('POST', `${url}/discover`);
    expect(status).toBe(200);
    expect(body.data).toEqual([
      {
        upstreamModel: 'known',
        name: 'known',
        displayName: null,
        description: null,
        contextLength: null,
        maxOutputTokens: null,
        capabilities: ['chat'],
        prices: shownPrices({ inputPerMillionCredits: '1000', outputPerMillionCredits: '2000' }),
        modelId: model.id,
      },
      {
        upstreamModel: 'fresh',
        name: 'fresh',
        displayName: null,
        description: null,
        contextLength: 512,
        maxOutputTokens: null,
        capabilities: ['embeddings'],
        prices: null,
        modelId: null,
      },
    ]);
    const { rows } = await server.db.query('SELECT name FROM models');
    expect(rows).toEqual([{ name: 'other-name' }]);
  });

  test('a model of the same name counts when no route says more', async () => {
    const { url } = await litellmProvider();
    const elsewhere = await createProvider(admin);
    const model = await createModel(admin, elsewhere.id, { name: 'fresh' });
    const { body } = await admin.call('POST', `${url}/discover`);
    expect(body.data[1]).toMatchObject({ name: 'fresh', modelId: model.id });
  });

  test('a provider that refuses answers 502 with the reason', async () => {
    const { url } = await litellmProvider('another');
    const { status, body } = await admin.call('POST', `${url}/discover`);
    expect([status, body.code]).toEqual([502, 'provider_unreachable']);
    expect(body.detail).toBe('The provider refused the API key (status 401).');
    const line = JSON.parse(log.findLast((one) => one.includes('provider_unreachable'))!) as object;
    expect(line).toMatchObject({ level: 40, reason: 'The provider refused the API key (status 401).' });
    expect(line).not.toHaveProperty('err');
  });

  test('the simulated provider', async () => {
    const { id } = await createProvider(admin);
    const { body } = await admin.call('POST', `/api/v1/admin/providers/${id}/discover`);
    expect(body.data[0]).toMatchObject({
      upstreamModel: 'sim-echo',
      prices: { inputPerMillionCredits: '1000' },
    });
  });
});

test('a secret is in no reply, no error and no log line', async () => {
  const { url, id, standIn } = await litellmProvider('another');
  const answers = [
    await admin.call('GET', url),
    await admin.call('GET', '/api/v1/admin/providers'),
    await admin.call('PATCH', url, { apiKey: `${canary}-two` }),
    await admin.call('PATCH', url, { apiKey: `${canary} broken` }),
    await admin.call('POST', `${url}/test`),
    await admin.call('POST', `${url}/discover`),
    await admin.call('POST', '/api/v1/admin/providers', {
      name: 'x',
      kind: 'litellm',
      apiKey: canary,
      klass: canary,
    }),
  ];
  await standIn.close();
  answers.push(await admin.call('POST', `${url}/test`), await admin.call('POST', `${url}/discover`));
  answers.push(await admin.call('DELETE', url));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 400, 200, 502, 400, 200, 502, 204]);
  expect(JSON.stringify(answers)).not.toContain('canary');
  expect(log.join()).toContain('provider_unreachable');
  expect(log.join()).not.toContain('canary');
  const audit = await server.db.query('SELECT details FROM audit_log WHERE target_id = $1', [id]);
  expect(JSON.stringify(audit.rows)).not.toContain('canary');
});
