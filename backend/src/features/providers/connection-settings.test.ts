import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { auditsOf } from '../../../test/audit.ts';
import { createProvider } from '../../../test/catalogue.ts';
import { type Person, signUpAs } from '../../../test/people.ts';
import { ownCertificate } from '../../../test/stand-ins/tls-server.ts';

let server: TestApp;
let admin: Person;
let id: string;
beforeAll(async () => {
  server = await createTestApp();
  admin = await signUpAs('admin', server.app, server.db);
  ({ id } = await createProvider(admin, { kind: 'openai-compatible', baseUrl: 'http://127.0.0.1:8000' }));
});
afterAll(() => server.close());

const url = '/api/v1/admin/providers';
const change = (body: object) => admin.call('PATCH', `${url}/${id}`, body);
const kept = async () => {
  const { rows } = await server.db.query<{ text: string }>(
    'SELECT p::text AS text FROM providers p WHERE id = $1',
    [id],
  );
  return rows[0]!.text + JSON.stringify(await auditsOf(server.db, id));
};

describe('how a provider is reached', () => {
  test('all of it is kept, what is secret encrypted and never shown', async () => {
    const { status, body } = await change({
      headers: { 'X-Team': 'canary-header', 'x-other': 'canary-other' },
      organization: 'org-1',
      project: 'proj_1',
      caCertificates: ownCertificate,
      proxyUrl: 'http://canary-user:canary%20password@127.0.0.1:3128/',
      connectTimeoutMs: 1_000,
      firstByteTimeoutMs: 2_000,
      idleTimeoutMs: 3_000,
      totalTimeoutMs: 4_000,
    });
    const shown = {
      headerNames: ['x-other', 'x-team'],
      organization: 'org-1',
      project: 'proj_1',
      caCertificates: ownCertificate,
      proxyUrl: 'http://127.0.0.1:3128',
      hasProxyCredentials: true,
      connectTimeoutMs: 1_000,
      firstByteTimeoutMs: 2_000,
      idleTimeoutMs: 3_000,
      totalTimeoutMs: 4_000,
    };
    expect(status).toBe(200);
    expect(body).toMatchObject(shown);
    expect(JSON.stringify(body) + (await kept())).not.toContain('canary');

    expect((await change({ maxQueue: 5 })).body).toMatchObject(shown);
    const next = await change({
      headers: { 'x-team': null, 'x-new': 'canary-new' },
      proxyUrl: null,
      project: null,
    });
    expect(next.body).toMatchObject({
      headerNames: ['x-new', 'x-other'],
      proxyUrl: null,
      hasProxyCredentials: false,
      project: null,
      organization: 'org-1',
    });
    const { details } = (await auditsOf(server.db, id)).at(-1)!;
    expect(details).toMatchObject({ headers: { 'x-team': 'removed', 'x-new': 'set' }, proxyUrl: 'removed' });
    expect(await kept()).not.toContain('canary');
  });

  test.each<[string, object, string, string]>([
    ['a header of ours', { headers: { Host: 'x' } }, '/headers/Host', 'is set by the gateway'],
    [
      'a path of a proxy',
      { proxyUrl: 'http://proxy/x' },
      '/proxyUrl',
      'must have no path, query or fragment',
    ],
    [
      'a password of a proxy that is no percent-encoding',
      { proxyUrl: 'http://user:100%@proxy' },
      '/proxyUrl',
      'must have its user name and password in percent-encoding',
    ],
    ['another protocol', { proxyUrl: 'socks5://proxy' }, '/proxyUrl', 'must be an http or https URL'],
    [
      'the metadata of a cloud as proxy',
      { proxyUrl: 'http://169.254.169.254' },
      '/proxyUrl',
      'must not be an address of the machine or its cloud',
    ],
    [
      'the same in other digits',
      { baseUrl: 'http://0xa9fea9fe/v1' },
      '/baseUrl',
      'must not be an address of the machine or its cloud',
    ],
    [
      'the same in IPv6',
      { baseUrl: 'http://[::ffff:169.254.169.254]' },
      '/baseUrl',
      'must not be an address of the machine or its cloud',
    ],
    [
      'the same behind a translation of addresses',
      { baseUrl: 'http://[64:ff9b::a9fe:a9fe]' },
      '/baseUrl',
      'must not be an address of the machine or its cloud',
    ],
    [
      'the metadata of other clouds',
      { proxyUrl: 'http://168.63.129.16' },
      '/proxyUrl',
      'must not be an address of the machine or its cloud',
    ],
    [
      'the same by name',
      { baseUrl: 'http://metadata.google.internal.' },
      '/baseUrl',
      'must not be an address of the machine or its cloud',
    ],
    [
      'no certificate',
      { caCertificates: 'hello' },
      '/caCertificates',
      'must be certificates in PEM form, and nothing else',
    ],
    [
      'a private key',
      { caCertificates: `${ownCertificate}\n-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----` },
      '/caCertificates',
      'must be certificates in PEM form, and nothing else',
    ],
    [
      'a private key before a certificate',
      { caCertificates: `-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n${ownCertificate}` },
      '/caCertificates',
      'must be certificates in PEM form, and nothing else',
    ],
    [
      'a certificate without an end',
      { caCertificates: `${ownCertificate}\n-----BEGIN CERTIFICATE-----\nAA==` },
      '/caCertificates',
      'must be certificates in PEM form, and nothing else',
    ],
    [
      'beginnings without number',
      { caCertificates: '-----BEGIN CERTIFICATE-----'.repeat(7_400) },
      '/caCertificates',
      'must be certificates in PEM form, and nothing else',
    ],
    ['a context for another kind', { contextLength: 4_096 }, '/contextLength', 'is for Ollama alone'],
    ['a stay for another kind', { keepAliveSeconds: 0 }, '/keepAliveSeconds', 'is for Ollama alone'],
  ])('%s is refused', async (_what, body, path, message) => {
    const answer = await change(body);
    expect([answer.status, answer.body.errors]).toEqual([400, [{ path, message }]]);
  });

  test.each<object>([
    { headers: { 'bad name': 'x' } },
    { headers: { 'x-a': 'two\nlines' } },
    { connectTimeoutMs: 99 },
    { totalTimeoutMs: 86_400_001 },
    { contextLength: 255 },
    { keepAliveSeconds: -2 },
    { organization: 'with space' },
  ])('%j is refused', async (body) => {
    expect((await change(body)).status).toBe(400);
  });

  test('what an Ollama is told with every chat', async () => {
    const { id: ollama } = await createProvider(admin, { kind: 'ollama', baseUrl: 'http://127.0.0.1:11434' });
    const tell = (body: object) => admin.call('PATCH', `${url}/${ollama}`, body);
    const { status, body } = await tell({ contextLength: 16_384, keepAliveSeconds: -1 });
    expect([status, body.contextLength, body.keepAliveSeconds]).toEqual([200, 16_384, -1]);
    expect((await tell({ contextLength: 255 })).status).toBe(400);
    expect((await tell({ keepAliveSeconds: -2 })).status).toBe(400);
    const reset = await tell({ contextLength: null, keepAliveSeconds: null });
    expect(reset.body).toMatchObject({ contextLength: null, keepAliveSeconds: null });
  });

  test('what another secret key has sealed is set anew, the rest stays', async () => {
    await change({ organization: 'org-2', headers: { 'x-a': 'canary' } });
    await server.db.query('UPDATE providers SET connection_secrets = $2 WHERE id = $1', [
      id,
      Buffer.from('not to be opened, at all'),
    ]);
    const { body } = await change({ headers: { 'x-b': 'canary' } });
    expect(body).toMatchObject({ organization: 'org-2', headerNames: ['x-b'] });
  });
});

test.each([
  ['openai', 'https://api.openai.com/v1'],
  ['google', 'https://generativelanguage.googleapis.com/v1beta/openai'],
  ['cohere', 'https://api.cohere.ai/compatibility/v1'],
  ['ollama', 'http://127.0.0.1:11434'],
  ['lmstudio', 'http://127.0.0.1:1234'],
  ['vllm', 'http://127.0.0.1:8000'],
])('%s is at %s unless somebody says otherwise', async (kind, baseUrl) => {
  const provider = await createProvider(admin, { kind });
  expect(provider).toMatchObject({ kind, baseUrl });
});
